//! The first lines of a transcript, each with what it looks like: bold, a heading, a label with its value.

use std::sync::LazyLock;

use regex::Regex;

use crate::frontmatter::value;
use crate::model::{Block, BlockKind, FieldKey, HeaderKeys, Mark, Rendition, TextRange, Transcript};
use crate::source::{Source, Span};

/// Front matter ends before this many lines.
const MOST_LINES: usize = 300;

/// A label is no longer than this, in bytes.
const LONGEST_LABEL: usize = 60;

/// A label has no more words than this.
const MOST_WORDS: usize = 5;

/// A line at the head of a transcript.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The block it is part of.
    pub block: usize,
    /// Its words in the reading text.
    pub range: TextRange,
    /// Whether a blank line, or the beginning of the text, stands before it.
    pub after_gap: bool,
    /// How it is set.
    pub look: Look,
    /// Its label, where it begins with one.
    pub label: Option<Label>,
}

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As running text.
    Plain,
    /// Wholly in bold.
    Bold,
    /// As a heading.
    Heading,
    /// As a part of a list or of a quotation, which may be a part of a value.
    Inner,
}

/// The label at the beginning of a line.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Its words, without the colon.
    pub words: String,
    /// What follows the colon on its line; empty for a label that stands alone.
    pub value: TextRange,
    /// What it means, where the profile knows it.
    pub key: Option<FieldKey>,
    /// Whether it is in bold.
    pub bold: bool,
}

impl Label {
    /// Whether no value stands on its line.
    pub(super) fn stands_alone(&self) -> bool {
        self.value.is_empty()
    }
}

/// The lines of the first blocks, up to the first block that can be no front matter (a table, a rule, verse).
pub(super) fn lines(transcript: &Transcript, source: &Source, keys: &HeaderKeys) -> Vec<Line> {
    let bold = bold_ranges(transcript);
    let mut lines: Vec<Line> = Vec::new();
    let mut last_end = None;
    for (idx, block) in transcript.blocks.iter().enumerate() {
        let Some(look) = look_of(block) else { break };
        for range in line_ranges(transcript, source, block.range) {
            if lines.len() == MOST_LINES {
                return lines;
            }
            let span = transcript.text.source_span(range);
            let after_gap = last_end.is_none_or(|end| has_blank_line(source, end, span.start));
            last_end = Some(span.end);
            let look = if look == Look::Plain && covers(&bold, transcript, range) { Look::Bold } else { look };
            let label = match look {
                Look::Plain | Look::Bold => label(transcript, range, &bold, keys),
                Look::Heading | Look::Inner => None,
            };
            lines.push(Line { block: idx, range, after_gap, look, label });
        }
    }
    lines
}

fn look_of(block: &Block) -> Option<Look> {
    match block.kind {
        BlockKind::Paragraph => Some(Look::Plain),
        BlockKind::Heading { .. } => Some(Look::Heading),
        BlockKind::Item { .. } | BlockKind::Quotation => Some(Look::Inner),
        BlockKind::Cell { .. } | BlockKind::VerseLine { .. } | BlockKind::Footnote { .. } | BlockKind::Rule => None,
    }
}

/// The bold ranges at the head, in order.
fn bold_ranges(transcript: &Transcript) -> Vec<TextRange> {
    let is_bold = |mark: &Mark| matches!(mark, Mark::Rendition(Rendition::Highlighted("bold" | "bold italic")));
    let bold = transcript.annotations.iter().filter(|annotation| is_bold(&annotation.mark));
    let mut ranges: Vec<TextRange> = bold.map(|annotation| annotation.range).collect();
    ranges.sort_unstable();
    ranges
}

/// The ranges that may touch `range`: none starts after its end.
fn touching(ranges: &[TextRange], range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    let last = ranges.partition_point(|candidate| candidate.start < range.end);
    let first = ranges[..last].partition_point(|candidate| candidate.end <= range.start);
    ranges[first..last].iter().copied()
}

/// Whether every character of `range` but white space is in bold.
fn covers(bold: &[TextRange], transcript: &Transcript, range: TextRange) -> bool {
    let is_space = |start: usize, end: usize| transcript.text.slice(TextRange::new(start, end)).trim().is_empty();
    let mut at = range.start;
    for stretch in touching(bold, range) {
        if stretch.start > at && !is_space(at, stretch.start) {
            return false;
        }
        at = at.max(stretch.end);
    }
    at > range.start && (at >= range.end || is_space(at, range.end))
}

/// The lines of a block as the transcript breaks them.
fn line_ranges(transcript: &Transcript, source: &Source, range: TextRange) -> Vec<TextRange> {
    let mut ends = Vec::new();
    let mut source_end = None;
    for (part, span) in transcript.text.pieces_in(range) {
        let between = source_end.and_then(|end| source.text().get(end..span.start)).unwrap_or_default();
        if between.contains(['\n', '\r']) {
            ends.push(part.start);
        }
        source_end = Some(span.end);
        let bytes = source.slice(span).bytes().enumerate();
        let line_ends = bytes.filter(|(_, byte)| matches!(byte, b'\n' | b'\r'));
        // A piece as long as its span has its line ends, as spaces, at the same places.
        ends.extend(line_ends.map(|(at, _)| if part.len() == span.len() { part.start + at } else { part.start }));
        if ends.len() > MOST_LINES {
            break;
        }
    }
    ends.push(range.end);
    let starts = [range.start].into_iter().chain(ends.iter().copied());
    let lines = starts.zip(&ends).map(|(start, &end)| value::trim(&transcript.text, TextRange::new(start, end)));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Whether two line ends or more stand between two places.
fn has_blank_line(source: &Source, from: usize, to: usize) -> bool {
    let between = source.text().get(from..to).unwrap_or_default();
    between.lines().count() > 2 || between.matches('\r').count().max(between.matches('\n').count()) > 1
}

/// Letters first, then words of letters, digits and a few signs, then a colon with white space or nothing after it.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\p{L}[\p{L}\p{M}\p{N} .,'’()/&_-]*?)\s*[::](?:\s|$)").expect("the pattern is constant")
});

fn label(transcript: &Transcript, line: TextRange, bold: &[TextRange], keys: &HeaderKeys) -> Option<Label> {
    let text = transcript.text.slice(line);
    let mut end = text.len().min(LONGEST_LABEL);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let found = LABEL.captures(&text[..end])?;
    let (whole, words) = (found.get(0)?, found.get(1)?);
    // A colon at the very end of the stretch looked at is followed by something all the same.
    if whole.end() == end && end < text.len() && !whole.as_str().ends_with(char::is_whitespace) {
        return None;
    }
    if words.as_str().split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let range = TextRange::new(line.start, line.start + words.end());
    let rest = TextRange::new(line.start + whole.end(), line.end);
    let bold = touching(bold, range).any(|stretch| stretch.contains(range));
    let (words, key) = (words.as_str().to_owned(), keys.key(words.as_str()));
    Some(Label { words, value: value::trim(&transcript.text, rest), key, bold })
}

/// The spans of a label and its colon.
pub(super) fn label_spans(transcript: &Transcript, line: &Line, label: &Label) -> Vec<Span> {
    let end = if label.stands_alone() { line.range.end } else { label.value.start };
    value::spans(&transcript.text, TextRange::new(line.range.start, end)).collect()
}
