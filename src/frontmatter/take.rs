//! Taking lines out of a transcript, and putting lines before its first block.

use crate::frontmatter::head::Line;
use crate::frontmatter::value;
use crate::model::{
    Annotation, Block, BlockKind, Field, FieldKey, FieldOrigin, Mark, Rendition, Text, TextRange, Transcript,
};
use crate::source::{Source, Span};

/// The transcript without the blocks that hold these lines, which are in order. Of a block that holds other lines too,
/// those are left.
pub(super) fn without(mut transcript: Transcript, taken: &[Line]) -> Transcript {
    let mut ranges: Vec<(usize, TextRange)> = taken.iter().map(|line| (line.block, line.range)).collect();
    ranges.sort_unstable();
    let Some(&(last_block, _)) = ranges.last() else { return transcript };
    let rest = transcript.blocks.split_off(last_block + 1);
    let head = std::mem::take(&mut transcript.blocks);
    for (idx, block) in head.into_iter().enumerate() {
        let first = ranges.partition_point(|(of, _)| *of < idx);
        let last = ranges.partition_point(|(of, _)| *of <= idx);
        if first == last {
            transcript.blocks.push(block);
        } else {
            let left = remainders(&transcript.text, &block, &ranges[first..last]);
            transcript.blocks.extend(left);
        }
    }
    transcript.blocks.extend(rest);
    transcript.annotations.retain(|annotation| !is_within(annotation, &ranges));
    transcript
}

/// What is left of a block between the lines taken out of it.
fn remainders(text: &Text, block: &Block, taken: &[(usize, TextRange)]) -> Vec<Block> {
    let mut left = Vec::new();
    let mut at = block.range.start;
    let ends = taken.iter().map(|(_, range)| *range).chain([TextRange::at(block.range.end)]);
    for range in ends {
        let between = value::trim(text, TextRange::new(at, range.start.max(at)));
        if !between.is_empty() {
            left.push(Block { range: between, span: text.source_span(between), ..block.clone() });
        }
        at = range.end.max(at);
    }
    left
}

/// Whether an annotation stands in a line that was taken.
fn is_within(annotation: &Annotation, taken: &[(usize, TextRange)]) -> bool {
    let idx = taken.partition_point(|(_, range)| range.end < annotation.range.start);
    taken.get(idx).is_some_and(|(_, range)| {
        range.start <= annotation.range.start && annotation.range.start < range.end.max(range.start + 1)
    })
}

/// The addresses of links in the lines: their targets would be lost with the annotations.
pub(super) fn links(transcript: &Transcript, taken: &[Line]) -> Vec<Field> {
    let mut ranges: Vec<(usize, TextRange)> = taken.iter().map(|line| (line.block, line.range)).collect();
    ranges.sort_unstable();
    let within = transcript.annotations.iter().filter(|annotation| is_within(annotation, &ranges));
    within
        .filter_map(|annotation| match &annotation.mark {
            Mark::Rendition(Rendition::Link(target)) => Some(target),
            Mark::Rendition(_) | Mark::Intervention(_) | Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) => None,
        })
        .map(|target| Field {
            key: FieldKey::Url,
            label: String::new(),
            value: value::plain(target),
            origin: FieldOrigin::Line,
        })
        .collect()
}

/// The transcript with the lines of `span` as paragraphs before its first block.
pub(super) fn with_lines_before(transcript: &Transcript, source: &Source, span: Span) -> Transcript {
    let mut text = Text::new();
    let mut blocks = Vec::new();
    let mut at = span.start;
    for line in source.slice(span).split_inclusive('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_block_end(Span::at(start));
        }
        let words_span = Span::new(start, start + words.len());
        let from = text.len();
        value::push_words(&mut text, source.text(), words_span);
        blocks.push(Block::new(BlockKind::Paragraph, TextRange::new(from, text.len()), words_span));
    }
    append(transcript, text, blocks)
}

/// The transcript with its text and blocks after others.
fn append(transcript: &Transcript, mut text: Text, mut blocks: Vec<Block>) -> Transcript {
    if !transcript.text.is_empty() {
        text.push_block_end(Span::at(transcript.text.source_offset(0)));
    }
    let shift = text.len();
    let shifted = |range: TextRange| TextRange::new(range.start + shift, range.end + shift);
    text.push_range(&transcript.text, transcript.text.range());
    let mut moved = transcript.clone();
    for block in &mut moved.blocks {
        block.range = shifted(block.range);
        if let BlockKind::Item { marker: Some((_, range)), .. } = &mut block.kind {
            *range = shifted(*range);
        }
    }
    for annotation in &mut moved.annotations {
        annotation.range = shifted(annotation.range);
    }
    blocks.append(&mut moved.blocks);
    Transcript { text, blocks, ..moved }
}
