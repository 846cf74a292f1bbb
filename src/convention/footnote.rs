//! Footnotes called by a bracketed mark: `tests [1]` in the text, and `[1] See above.` at its end.

use std::collections::BTreeMap;

use regex::Regex;

use crate::convention::bracket::Bracket;
use crate::convention::unit::Unit;
use crate::model::{BlockKind, Transcript};

/// What the bracketed marks of a transcript are.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Offsets of opening brackets, and what stands there.
    marks: BTreeMap<usize, (String, Part)>,
}

/// A reference to a footnote, or its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The mark in the text.
    Reference,
    /// The mark before the words of the footnote.
    Body,
}

impl Footnotes {
    /// Finds marks that stand in the text and again, later, at the head of a block.
    pub(super) fn find(transcript: &Transcript, units: &[Unit], mark: Option<&Regex>) -> Self {
        let Some(mark) = mark else { return Self::default() };
        let mut bodies: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut references: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for unit in units {
            for bracket in unit.brackets.all.iter().filter(|bracket| bracket.inner.len() <= 8) {
                let label = transcript.text.slice(bracket.inner).trim();
                if mark.is_match(label) {
                    let is_body = opens_block(transcript, unit, bracket);
                    let all = if is_body { &mut bodies } else { &mut references };
                    all.entry(label).or_default().push(bracket.outer.start);
                }
            }
        }
        let mut marks = BTreeMap::new();
        for (label, starts) in &references {
            let Some(texts) = bodies.get(label) else { continue };
            let last = texts.last().copied().unwrap_or_default();
            let first = starts.first().copied().unwrap_or(usize::MAX);
            let called = starts.iter().filter(|&&start| start < last);
            marks.extend(called.map(|&start| (start, ((*label).to_owned(), Part::Reference))));
            let read = texts.iter().filter(|&&start| start > first);
            marks.extend(read.map(|&start| (start, ((*label).to_owned(), Part::Body))));
        }
        Self { marks }
    }

    /// The label of the mark whose bracket opens at an offset, and what it is.
    pub(super) fn at(&self, offset: usize) -> Option<(&str, Part)> {
        self.marks.get(&offset).map(|(label, part)| (label.as_str(), *part))
    }
}

/// Whether a block begins with the bracket and goes on after it.
fn opens_block(transcript: &Transcript, unit: &Unit, bracket: &Bracket) -> bool {
    let text = transcript.text.as_str();
    let kind = &transcript.blocks[unit.blocks.start].kind;
    let is_block = matches!(kind, BlockKind::Paragraph | BlockKind::Item { marker: None, .. });
    let after = &text[bracket.outer.end..unit.range.end];
    is_block
        && text[unit.range.start..bracket.outer.start].trim().is_empty()
        && after.starts_with(char::is_whitespace)
        && !after.trim().is_empty()
}
