//! The stretches of a line in which names may stand: capitalized words, with the small words that may join them.

use crate::recognizer::lexicon::Classes;
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::tagger::label::{ALL, INNER, Mask};
use crate::recognizer::token::{Shape, Token};

/// Tokens that are tagged together, with what may be said of each.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The first token.
    pub(super) start: usize,
    /// For each token the labels that it may have.
    pub(super) masks: Vec<Mask>,
    /// For each token where the unbroken row of capitalized words in which it stands starts; its own place for others.
    pub(super) run_starts: Vec<usize>,
    /// The same, one past the end.
    pub(super) run_ends: Vec<usize>,
}

/// Between two capitalized words of a name stand no more other tokens than this.
const WIDEST_GAP: usize = 3;

impl Segment {
    /// One past the last token.
    pub(super) fn end(&self) -> usize {
        self.start + self.masks.len()
    }

    /// Makes this the first segment of the line at or after token `at`; gives whether there is one.
    pub(super) fn find(&mut self, reading: &Reading<'_>, line: &LineSpan, at: usize) -> bool {
        self.masks.clear();
        let Some(start) = (at..line.end).find(|&idx| may_begin(reading, line, idx)) else { return false };
        self.start = start;
        self.masks.push(ALL);
        let mut idx = start + 1;
        while let Some(next) = next_capital(reading, line, idx) {
            self.masks.extend((idx..next).map(|_| INNER));
            self.masks.push(ALL);
            idx = next + 1;
        }
        self.find_runs();
        true
    }

    fn find_runs(&mut self) {
        let (start, end) = (self.start, self.end());
        self.run_starts.clear();
        self.run_ends.clear();
        self.run_ends.resize(end - start, 0);
        let mut run = start;
        for (idx, &mask) in (start..).zip(&self.masks) {
            if mask != ALL || (idx > start && self.masks[idx - 1 - start] != ALL) {
                run = idx;
            }
            self.run_starts.push(run);
        }
        for at in (0..end - start).rev() {
            let goes_on = at + 1 < end - start && self.run_starts[at + 1] == self.run_starts[at];
            self.run_ends[at] = if goes_on { self.run_ends[at + 1] } else { start + at + 1 };
        }
    }
}

/// The next capitalized word at or after `idx`, if nothing parts it from the word before `idx`.
fn next_capital(reading: &Reading<'_>, line: &LineSpan, idx: usize) -> Option<usize> {
    for at in idx..(idx + WIDEST_GAP + 1).min(line.end) {
        if may_begin(reading, line, at) {
            return Some(at);
        }
        let token = &reading.tokens[at];
        let alone = at == idx && line.end > at + 1 && may_begin(reading, line, at + 1);
        if !(joins(token) || alone && token.shape == Shape::Lower) {
            return None;
        }
    }
    None
}

/// Whether a name may begin with the token.
fn may_begin(reading: &Reading<'_>, line: &LineSpan, idx: usize) -> bool {
    let token = &reading.tokens[idx];
    match token.shape {
        Shape::Title | Shape::Capitals | Shape::Initial | Shape::Letter => true,
        Shape::Lower => {
            token.any(Classes::OPENING)
                && idx + 1 < line.end
                && matches!(reading.tokens[idx + 1].shape, Shape::Title | Shape::Capitals)
        }
        Shape::Other => reading.word(line, idx).chars().any(char::is_uppercase),
        Shape::Mark(_) => false,
    }
}

/// Whether the token may stand between two words of a name.
fn joins(token: &Token) -> bool {
    match token.shape {
        Shape::Lower => token.any(Classes::CONNECTOR | Classes::PARTICLE),
        Shape::Mark(sign) => matches!(sign, '-' | '–' | '/' | '&' | '\'' | '’' | ',' | '.' | '(' | ')' | '"'),
        Shape::Title | Shape::Capitals | Shape::Initial | Shape::Letter | Shape::Other => false,
    }
}
