//! `postil report`: the reports of several runs become one.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::time::Duration;

use crate::cli::args::{ReportMergeArgs, ReportOutput};
use crate::cli::exit::Exit;
use crate::cli::report_file::ReportWriter;
use crate::cli::terminal::{Stream, Terminal};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::report::{FileReport, Format, Renderer, Summary, read_report};

/// `report merge`
pub(crate) fn merge(args: &ReportMergeArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut merged = Merged::begin(args, terminal)?;
    for path in &args.reports {
        merged.read(path)?;
    }
    merged.finish()
}

/// The whole report, on its way to its places.
struct Merged<'a> {
    files: Vec<ReportWriter>,
    stdout: Option<Box<dyn Renderer>>,
    terminal: &'a Terminal,
    summary: Summary,
}

impl<'a> Merged<'a> {
    fn begin(args: &ReportMergeArgs, terminal: &'a Terminal) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        let mut to_stdout = args.output.is_empty();
        for output in &args.output {
            match output {
                ReportOutput::Stdout => to_stdout = true,
                ReportOutput::File(file) => files.push(ReportWriter::begin(&file.path, file.format)?),
            }
        }
        let mut stdout = to_stdout.then(|| Format::JsonReport.renderer(terminal.verbosity()));
        if let Some(renderer) = &mut stdout {
            terminal.plain(Stream::Result, &renderer.head())?;
        }
        Ok(Self { files, stdout, terminal, summary: Summary::default() })
    }

    fn read(&mut self, path: &Path) -> Result<(), Problem> {
        let unread = |reason: String| {
            let finding = Diagnostic::new(Code::P072, format!("this report cannot be read: {reason}"));
            Problem::unread(path.display().to_string(), finding)
        };
        let file = File::open(path).map_err(|error| unread(reason(&error)))?;
        let took: Duration = read_report(BufReader::new(file), &mut |report| self.add(&report))
            .map_err(|error| unread(error.to_string()))?;
        self.summary.took += took;
        Ok(())
    }

    fn add(&mut self, report: &FileReport) -> io::Result<()> {
        self.summary.tally.add(report);
        for file in &mut self.files {
            file.file(report);
        }
        match &mut self.stdout {
            Some(renderer) => self.terminal.plain(Stream::Result, &renderer.file(report)),
            None => Ok(()),
        }
    }

    /// Ends the reports. How the runs went is what this command says with its exit status, too.
    fn finish(self) -> anyhow::Result<Exit> {
        for file in self.files {
            file.finish(&self.summary)?;
        }
        if let Some(mut renderer) = self.stdout {
            self.terminal.plain(Stream::Result, &renderer.foot(&self.summary))?;
        }
        self.terminal.remark(&self.summary.tally.of_conversions());
        Ok(Exit::from(&self.summary.tally))
    }
}
