//! Findings on their way to the reader, for people or for programs.

mod human;
mod json;
mod position;
mod tally;
mod window;

use std::fmt;

pub(crate) use tally::{Outcome, Tally};

use crate::cli::args::FindingsFormat;
use crate::cli::terminal::{Stream, Terminal};
use postil::diagnostic::{Diagnostic, Severity};
use postil::source::Source;

/// Shows findings, in one form and on one stream.
#[derive(Debug)]
pub(crate) struct Reporter<'a> {
    format: FindingsFormat,
    stream: Stream,
    terminal: &'a Terminal,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(format: FindingsFormat, stream: Stream, terminal: &'a Terminal) -> Self {
        Self { format, stream, terminal }
    }

    pub(crate) fn human(stream: Stream, terminal: &'a Terminal) -> Self {
        Self::new(FindingsFormat::Human, stream, terminal)
    }

    pub(crate) fn terminal(&self) -> &Terminal {
        self.terminal
    }

    /// Shows the findings of one file, in their order.
    pub(crate) fn show(&self, source: &Source, findings: &[Diagnostic]) -> std::io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        match self.format {
            FindingsFormat::Human => {
                self.terminal.styled(self.stream, &human::render(source, findings, self.terminal.verbosity()))
            }
            FindingsFormat::Json => self.terminal.plain(self.stream, &json::render(source, findings)),
        }
    }

    /// Shows a problem.
    pub(crate) fn problem(&self, problem: &Problem) -> std::io::Result<()> {
        self.show(&problem.source, std::slice::from_ref(&problem.finding))
    }

    /// Says something about the run, where people read along; programs count for themselves.
    pub(crate) fn remark(&self, text: &str) {
        if self.format == FindingsFormat::Human {
            self.terminal.remark(text);
        }
    }
}

/// A finding and the file it is about. As an error it ends the run: a broken profile, an unknown schema, an output that
/// is a file.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The file that is wrong.
    pub(crate) source: Box<Source>,
    /// What is wrong with it.
    pub(crate) finding: Box<Diagnostic>,
}

impl Problem {
    /// A problem at a place of a file.
    pub(crate) fn of(source: Source, finding: Diagnostic) -> Self {
        Self { source: Box::new(source), finding: Box::new(finding) }
    }

    /// A problem with a file that has not been read.
    pub(crate) fn unread(name: impl Into<String>, finding: Diagnostic) -> Self {
        Self::of(Source::from_text(name, ""), finding)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source.name(), self.finding.message)
    }
}

impl std::error::Error for Problem {}

/// The gravest of findings; `None` where there is none.
fn gravest(findings: &[Diagnostic]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}
