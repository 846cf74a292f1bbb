//! Shows findings, in one form and on one stream.

use std::cell::RefCell;
use std::io;

use crate::cli::terminal::{Stream, Terminal};
use postil::diagnostic::{Diagnostic, Problem};
use postil::report::{FileReport, Finding, Format, Outcome, Renderer};
use postil::source::Source;

/// Where findings go, and in which form.
pub(crate) struct Reporter<'a> {
    format: Format,
    renderer: RefCell<Box<dyn Renderer>>,
    stream: Stream,
    terminal: &'a Terminal,
}

impl<'a> Reporter<'a> {
    /// A reporter; what stands before all findings is written with the first of them.
    pub(crate) fn new(format: Format, stream: Stream, terminal: &'a Terminal) -> Self {
        let renderer = RefCell::new(format.renderer(terminal.verbosity()));
        Self { format, renderer, stream, terminal }
    }

    pub(crate) fn human(stream: Stream, terminal: &'a Terminal) -> Self {
        Self::new(Format::Human, stream, terminal)
    }

    pub(crate) fn terminal(&self) -> &Terminal {
        self.terminal
    }

    /// Writes what stands before all findings.
    pub(crate) fn begin(&self) -> io::Result<()> {
        let head = self.renderer.borrow_mut().head();
        self.write(&head)
    }

    /// Writes what stands after all findings.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let foot = self.renderer.borrow_mut().foot();
        self.write(&foot)
    }

    /// Shows the findings of one file, in their order.
    pub(crate) fn file(&self, file: &FileReport) -> io::Result<()> {
        let text = self.renderer.borrow_mut().file(file);
        self.write(&text)
    }

    /// Shows what was found in a source that is checked.
    pub(crate) fn show(&self, source: &Source, findings: &[Diagnostic]) -> io::Result<()> {
        self.file(&FileReport::new(source.name(), Outcome::Checked, Finding::of_source(source, findings)))
    }

    /// Shows a problem.
    pub(crate) fn problem(&self, problem: &Problem) -> io::Result<()> {
        self.file(&FileReport::of_problem(problem))
    }

    /// Says something about the run, where people read along; programs count for themselves.
    pub(crate) fn remark(&self, text: &str) {
        if self.format == Format::Human {
            self.terminal.remark(text);
        }
    }

    fn write(&self, text: &str) -> io::Result<()> {
        match self.format {
            _ if text.is_empty() => Ok(()),
            Format::Human => self.terminal.styled(self.stream, text),
            Format::Json => self.terminal.plain(self.stream, text),
        }
    }
}
