//! Builds the reading text again without what conventions took out, and carries every annotation over to it.

use crate::model::{Anchor, Annotation, Block, BlockKind, Intervention, Mark, Rendition, Text, TextRange, Transcript};
use crate::source::Span;

/// What a stage wants changed; all offsets are those of the text as it was.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Ranges that leave the text because an element says the same.
    pub consumed: Vec<TextRange>,
    /// White space that leaves the text.
    pub closed_up: Vec<TextRange>,
    /// Line ends between blocks that are now one, each becoming a space and `lb`.
    pub joints: Vec<usize>,
    /// New annotations.
    pub annotations: Vec<Annotation>,
}

/// A stretch that was copied: where it stood, where it stands, how long it is.
#[derive(Debug, Clone, Copy)]
struct Copied {
    old: usize,
    new: usize,
    len: usize,
}

/// Applies changes to a transcript. Blocks that were taken out of it leave the text as well.
pub(super) fn apply(transcript: Transcript, changes: Changes) -> Transcript {
    let Transcript { header, text: old, blocks, annotations, entities, responsible, mut consumed } = transcript;
    for &range in &changes.consumed {
        consumed.extend(old.pieces_in(range).map(|(_, span)| span));
    }
    let mut dropped = changes.consumed;
    dropped.extend(changes.closed_up);
    let mut rebuilding = Rebuilding::new(&old, dropped);
    let blocks: Vec<Block> = blocks.into_iter().map(|block| rebuilding.block(block, &changes.joints)).collect();
    let (text, map) = rebuilding.finish(&blocks);
    let mut all: Vec<Annotation> = annotations.into_iter().filter_map(|annotation| map.carried(annotation)).collect();
    all.extend(changes.joints.iter().map(|&joint| line_break(&map, &old, joint)));
    all.extend(changes.annotations.into_iter().map(|annotation| map.moved(annotation)));
    let blocks = blocks.into_iter().map(|block| map.finished(block)).collect();
    Transcript { header, text, blocks, annotations: all, entities, responsible, consumed }
}

fn line_break(map: &Map, old: &Text, joint: usize) -> Annotation {
    let span = old.source_span(TextRange::new(joint, joint + 1));
    let range = TextRange::at(map.offset(joint + 1));
    Annotation { range, span, mark: Mark::Rendition(Rendition::LineBreak), cert: None, resp: None }
}

struct Rebuilding<'a> {
    old: &'a Text,
    new: Text,
    dropped: Vec<TextRange>,
    next_dropped: usize,
    copied: Vec<Copied>,
    last_end: Option<usize>,
}

impl<'a> Rebuilding<'a> {
    fn new(old: &'a Text, mut dropped: Vec<TextRange>) -> Self {
        dropped.retain(|range| !range.is_empty());
        dropped.sort_unstable();
        Self { old, new: Text::new(), dropped, next_dropped: 0, copied: Vec::new(), last_end: None }
    }

    /// Copies the words of a block; the range of the block it gives is that in the new text.
    fn block(&mut self, block: Block, joints: &[usize]) -> Block {
        if let Some(end) = self.last_end {
            self.new.push_block_end(self.line_end(end, block.range.start));
        }
        let start = self.new.len();
        // A mark where a block is empty still needs its place.
        self.copied.push(Copied { old: block.range.start, new: start, len: 0 });
        let mut at = block.range.start;
        let first = joints.partition_point(|&joint| joint < block.range.start);
        for &joint in joints[first..].iter().take_while(|&&joint| joint < block.range.end) {
            self.copy(TextRange::new(at, joint));
            self.copied.push(Copied { old: joint, new: self.new.len(), len: 1 });
            self.new.push_space(self.old.source_span(TextRange::new(joint, joint + 1)));
            at = joint + 1;
        }
        self.copy(TextRange::new(at, block.range.end));
        self.copied.push(Copied { old: block.range.end, new: self.new.len(), len: 0 });
        self.last_end = Some(block.range.end);
        Block { range: TextRange::new(start, self.new.len()), ..block }
    }

    /// The span of the line end between two blocks; empty where a block between them was taken out.
    fn line_end(&self, end: usize, next_start: usize) -> Span {
        if next_start == end + 1 {
            return self.old.source_span(TextRange::new(end, next_start));
        }
        Span::at(self.old.source_offset(next_start))
    }

    fn copy(&mut self, range: TextRange) {
        let mut at = range.start;
        while let Some(&gone) = self.dropped.get(self.next_dropped) {
            if gone.start >= range.end {
                break;
            }
            self.copy_whole(TextRange::new(at, gone.start));
            at = at.max(gone.end);
            if gone.end > range.end {
                break;
            }
            self.next_dropped += 1;
        }
        self.copy_whole(TextRange::new(at, range.end));
    }

    fn copy_whole(&mut self, range: TextRange) {
        if !range.is_empty() {
            self.copied.push(Copied { old: range.start, new: self.new.len(), len: range.len() });
            self.new.push_range(self.old, range);
        }
    }

    fn finish(self, blocks: &[Block]) -> (Text, Map) {
        let new_blocks = blocks.iter().map(|block| block.range).collect();
        (self.new, Map { copied: self.copied, new_blocks })
    }
}

/// Where the offsets of the old text stand in the new one.
struct Map {
    copied: Vec<Copied>,
    new_blocks: Vec<TextRange>,
}

impl Map {
    fn offset(&self, old: usize) -> usize {
        let idx = self.copied.partition_point(|copied| copied.old <= old);
        idx.checked_sub(1).map_or(0, |before| {
            let copied = self.copied[before];
            copied.new + (old - copied.old).min(copied.len)
        })
    }

    fn range(&self, old: TextRange) -> TextRange {
        TextRange::new(self.offset(old.start), self.offset(old.end))
    }

    /// An annotation of an earlier stage; `None` where all its words are gone, or its block.
    fn carried(&self, annotation: Annotation) -> Option<Annotation> {
        let range = self.range(annotation.range);
        let lost = range.is_empty() && !annotation.range.is_empty();
        let block = self.new_blocks.partition_point(|block| block.end < range.start);
        let stands = self.new_blocks.get(block).is_some_and(|block| block.start <= range.start);
        (!lost && stands).then_some(Annotation { range, ..annotation })
    }

    /// A new annotation, which may be empty.
    fn moved(&self, annotation: Annotation) -> Annotation {
        let range = self.range(annotation.range);
        let mark = match annotation.mark {
            Mark::Intervention(intervention) => Mark::Intervention(self.moved_anchor(intervention)),
            other @ (Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_)) => other,
        };
        Annotation { range, mark, ..annotation }
    }

    fn moved_anchor(&self, intervention: Intervention) -> Intervention {
        let anchor = match intervention.anchor {
            Anchor::Here => Anchor::Here,
            Anchor::Preceding { limit } => Anchor::Preceding { limit: self.range(limit) },
        };
        Intervention { anchor, ..intervention }
    }

    /// The block with the ranges inside its kind carried over.
    fn finished(&self, block: Block) -> Block {
        let kind = match block.kind {
            BlockKind::Item { depth, marker } => {
                BlockKind::Item { depth, marker: marker.map(|(printed, range)| (printed, self.range(range))) }
            }
            other @ (BlockKind::Paragraph
            | BlockKind::Heading { .. }
            | BlockKind::Quotation
            | BlockKind::Cell { .. }
            | BlockKind::VerseLine { .. }
            | BlockKind::Footnote { .. }
            | BlockKind::Rule) => other,
        };
        Block { kind, ..block }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn what_is_consumed_leaves_the_text_and_keeps_its_place() {
        let source = Source::from_text("a.txt", "Mos[cow] said\nno");
        let mut text = Text::new();
        text.push_verbatim(source.text(), Span::new(0, 13));
        text.push_block_end(Span::new(13, 14));
        text.push_verbatim(source.text(), Span::new(14, 16));
        let block = |range, span| Block::new(BlockKind::Paragraph, range, span);
        let blocks =
            vec![block(TextRange::new(0, 13), Span::new(0, 13)), block(TextRange::new(14, 16), Span::new(14, 16))];
        let bold = Annotation {
            range: TextRange::new(9, 13),
            span: Span::new(9, 13),
            mark: Mark::Rendition(Rendition::Highlighted("bold")),
            cert: None,
            resp: None,
        };
        let transcript = Transcript { text, blocks, annotations: vec![bold], ..Transcript::default() };
        let consumed = vec![TextRange::new(3, 4), TextRange::new(7, 8)];
        let rebuilt = apply(transcript, Changes { consumed, ..Changes::default() });
        assert_eq!(rebuilt.text.as_str(), "Moscow said\nno");
        assert_eq!(rebuilt.annotations[0].range, TextRange::new(7, 11));
        assert_eq!(rebuilt.blocks[1].range, TextRange::new(12, 14));
        assert_eq!(rebuilt.consumed, [Span::new(3, 4), Span::new(7, 8)]);
    }
}
