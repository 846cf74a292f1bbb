//! A finding with everything that is needed to show it: file, place, and the part of the line. It can be kept and shown
//! again when its file is no longer at hand.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Problem, Severity};
use crate::report::position::Positions;
use crate::report::printable::printable_char;
use crate::report::window::window;
use crate::source::{Source, Span};

/// So many characters of a subject are kept.
const SUBJECT: usize = 120;

/// A finding as it is shown and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The code; the catalogue explains it.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is the case, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where; `None` for the file as a whole.
    pub place: Option<Place>,
    /// What it is about: the text at the place, its white space as single blanks, cut after 120 characters; the message
    /// where there is no text.
    #[serde(default)]
    pub subject: String,
    /// How many findings of the same code and subject the file has before this one. With file, code and subject this
    /// says which finding it is, also when lines have moved.
    #[serde(default)]
    pub ordinal: usize,
}

/// A place in a file, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The line where it begins, from 1.
    pub line: usize,
    /// The column where it begins, from 1, in characters.
    pub column: usize,
    /// The line where it ends.
    pub end_line: usize,
    /// The column one past its end.
    pub end_column: usize,
    /// Where it begins in the text of the file, in bytes of UTF-8 from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The part of the first line that is shown.
    pub excerpt: Excerpt,
}

/// The part of a line that is shown: the whole of a short line, the neighbourhood of the place in a long one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The text, without what could command a terminal.
    pub text: String,
    /// The bytes of it to underline.
    pub marked: Range<usize>,
}

impl Finding {
    /// The findings of a file with their places, in the same order.
    pub fn of_source(source: &Source, diagnostics: &[Diagnostic]) -> Vec<Self> {
        if diagnostics.is_empty() {
            return Vec::new();
        }
        let positions = Positions::new(source);
        let mut findings: Vec<Self> =
            diagnostics.iter().map(|diagnostic| Self::new(source, &positions, diagnostic)).collect();
        number(&mut findings);
        findings
    }

    /// The finding of a problem.
    pub fn of_problem(problem: &Problem) -> Self {
        Self::new(&problem.source, &Positions::new(&problem.source), &problem.finding)
    }

    fn new(source: &Source, positions: &Positions<'_>, diagnostic: &Diagnostic) -> Self {
        let place = diagnostic.span.map(|span| {
            let (start, end) = (positions.of(span.start), positions.of(span.end));
            Place {
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                start: span.start,
                end: span.end,
                excerpt: window(source, span),
            }
        });
        let subject = diagnostic.span.map_or_else(String::new, |span| subject(source, span));
        Self {
            subject: if subject.is_empty() { diagnostic.message.clone() } else { subject },
            ordinal: 0,
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place,
        }
    }
}

/// The text at a place.
fn subject(source: &Source, span: Span) -> String {
    let mut subject = String::new();
    let mut left = SUBJECT;
    for word in source.slice(span).split_whitespace() {
        if !subject.is_empty() {
            subject.push(' ');
        }
        for c in word.chars() {
            let Some(fewer) = left.checked_sub(1) else {
                subject.push('…');
                return subject;
            };
            left = fewer;
            subject.push(printable_char(c));
        }
    }
    subject
}

fn number(findings: &mut [Finding]) {
    let mut counts: BTreeMap<(Code, String), usize> = BTreeMap::new();
    for finding in findings {
        let count = counts.entry((finding.code, finding.subject.clone())).or_default();
        finding.ordinal = *count;
        *count += 1;
    }
}

/// The gravest of findings; `None` where there is none.
pub fn gravest(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}
