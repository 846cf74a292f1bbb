//! A finding with everything that is needed to show it: file, place, and the part of the line. It can be kept and shown
//! again when its file is no longer at hand.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Problem, Severity};
use crate::report::position::Positions;
use crate::report::window::window;
use crate::source::Source;

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
        diagnostics.iter().map(|diagnostic| Self::new(source, &positions, diagnostic)).collect()
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
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place,
        }
    }
}

/// The gravest of findings; `None` where there is none.
pub fn gravest(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}
