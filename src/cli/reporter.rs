//! Shows findings, in one form and on one stream; keeps them in reports; leaves out those of a baseline; and counts.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::time::Duration;

use crate::cli::args::{FindingsArgs, ReportFile};
use crate::cli::report_file::ReportWriter;
use crate::cli::terminal::{Stream, Terminal};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::report::{Baseline, BaselineError, FileReport, Finding, Format, Outcome, Renderer, Summary, Tally};
use postil::source::Source;

/// Where findings go, and in which form.
pub(crate) struct Reporter<'a> {
    format: Format,
    renderer: RefCell<Box<dyn Renderer>>,
    stream: Stream,
    terminal: &'a Terminal,
    tally: RefCell<Tally>,
    reports: RefCell<Vec<ReportWriter>>,
    baseline: Option<Baseline>,
    /// A baseline that is being written.
    next_baseline: RefCell<Option<ReportWriter>>,
}

impl<'a> Reporter<'a> {
    /// A reporter that shows findings and does nothing else.
    pub(crate) fn new(format: Format, stream: Stream, terminal: &'a Terminal) -> Self {
        Self {
            format,
            renderer: RefCell::new(format.renderer(terminal.verbosity())),
            stream,
            terminal,
            tally: RefCell::default(),
            reports: RefCell::default(),
            baseline: None,
            next_baseline: RefCell::default(),
        }
    }

    /// The reporter of a run.
    pub(crate) fn of_run(args: &FindingsArgs, stream: Stream, terminal: &'a Terminal) -> Result<Self, Problem> {
        let begin = |file: &ReportFile| ReportWriter::begin(&file.path, file.format);
        let reports = args.report.iter().map(begin).collect::<Result<_, _>>()?;
        let next = args.write_baseline.as_deref();
        let next = next.map(|path| ReportWriter::begin(path, Format::Baseline)).transpose()?;
        Ok(Self {
            reports: RefCell::new(reports),
            baseline: args.baseline.as_deref().map(read_baseline).transpose()?,
            next_baseline: RefCell::new(next),
            ..Self::new(args.shown.format.into(), stream, terminal)
        })
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

    /// Writes what stands after all findings, and ends the reports.
    pub(crate) fn finish(&self, took: Duration) -> anyhow::Result<()> {
        let summary = Summary { tally: self.tally(), took };
        let foot = self.renderer.borrow_mut().foot(&summary);
        self.write(&foot)?;
        for report in self.reports.take().into_iter().chain(self.next_baseline.take()) {
            report.finish(&summary)?;
        }
        Ok(())
    }

    /// Shows, keeps and counts the findings of one file, in their order.
    pub(crate) fn file(&self, file: &FileReport) -> io::Result<()> {
        let new = self.without_known(file);
        self.count(&new);
        self.tell(&new)
    }

    /// Counts a file of which nothing is shown.
    pub(crate) fn count(&self, file: &FileReport) {
        self.tally.borrow_mut().add(file);
    }

    /// The count up to here.
    pub(crate) fn tally(&self) -> Tally {
        *self.tally.borrow()
    }

    /// Shows what was found in a source that is checked.
    pub(crate) fn show(&self, source: &Source, findings: &[Diagnostic]) -> io::Result<()> {
        self.file(&FileReport::new(source.name(), Outcome::Checked, Finding::of_source(source, findings)))
    }

    /// Shows a problem that ends the run, as a whole document.
    pub(crate) fn problem(&self, problem: &Problem) -> io::Result<()> {
        self.begin()?;
        self.file(&FileReport::of_problem(problem))?;
        let foot = self.renderer.borrow_mut().foot(&Summary { tally: self.tally(), took: Duration::ZERO });
        self.write(&foot)
    }

    /// Says something about the run, where people read along; programs count for themselves.
    pub(crate) fn remark(&self, text: &str) {
        if self.format == Format::Human {
            self.terminal.remark(text);
        }
    }

    /// The file without the findings that the baseline lists; all of them go to the baseline that is being written.
    fn without_known<'b>(&self, file: &'b FileReport) -> Cow<'b, FileReport> {
        if let Some(next) = &mut *self.next_baseline.borrow_mut() {
            next.file(file);
        }
        let mut new = Cow::Borrowed(file);
        if let Some(baseline) = &self.baseline {
            baseline.apply(new.to_mut());
        }
        new
    }

    fn tell(&self, file: &FileReport) -> io::Result<()> {
        for report in &mut *self.reports.borrow_mut() {
            report.file(file);
        }
        let text = self.renderer.borrow_mut().file(file);
        self.write(&text)
    }

    fn write(&self, text: &str) -> io::Result<()> {
        match self.format {
            _ if text.is_empty() => Ok(()),
            Format::Human => self.terminal.styled(self.stream, text),
            Format::Short
            | Format::Json
            | Format::Github
            | Format::Sarif
            | Format::Junit
            | Format::Checkstyle
            | Format::JsonReport
            | Format::HtmlReport
            | Format::Baseline => self.terminal.plain(self.stream, text),
        }
    }
}

fn read_baseline(path: &Path) -> Result<Baseline, Problem> {
    let read = File::open(path).map_err(BaselineError::Io).and_then(|file| Baseline::read(BufReader::new(file)));
    read.map_err(|error| {
        let why = match error {
            BaselineError::Io(error) => reason(&error),
            BaselineError::Line { .. } => error.to_string(),
        };
        let finding = Diagnostic::new(Code::P070, format!("this baseline cannot be read: {why}"))
            .with_help("`--write-baseline FILE` writes one");
        Problem::unread(path.display().to_string(), finding)
    })
}
