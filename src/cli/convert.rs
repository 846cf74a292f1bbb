//! `postil convert`: transcripts in, TEI out, one document after the other.

use std::path::{Path, PathBuf};

use crate::cli::args::{ConvertArgs, InputKind};
use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::{Destination, DestinationError, Document, Expected, Target, WriteProblem, Writer};
use postil::batch::{Input, Wanted, discover};
use postil::diagnostic::Problem;
use postil::diagnostic::{Code, Diagnostic};
use postil::pipeline::{self, Conversion, Project};
use postil::reader::Format;
use postil::report::{FileReport, Finding, Outcome, Tally};
use postil::source::Source;

/// Converts all inputs.
pub(crate) fn run(args: &ConvertArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = project::project(args)?;
    let found = discover(&args.inputs, Wanted::Transcripts);
    let expected = if found.has_folder || args.inputs.len() > 1 { Expected::Several } else { Expected::One };
    let destination = Destination::choose(args.output.as_deref(), expected).map_err(|error| match error {
        DestinationError::Folder(problem) => anyhow::Error::from(problem),
        DestinationError::NoFolder | DestinationError::Stdout => error.into(),
    })?;
    if args.source_map && destination == Destination::Stdout {
        anyhow::bail!("a source map is a file beside the TEI: give a file or folder with --output");
    }
    let reporter = Reporter::new(args.findings.format.into(), Stream::Message, terminal);
    let writer = Writer::new(destination, &found.inputs);
    let mut batch = Batch { project: &project, args, reporter, terminal, writer, tally: Tally::default() };
    batch.reporter.begin()?;
    for problem in &found.unreadable {
        batch.fail(problem)?;
    }
    for folder in &found.empty_folders {
        batch.reporter.remark(&format!("{} holds no transcripts ({})", folder.display(), endings()));
    }
    for input in &found.inputs {
        batch.convert(input)?;
    }
    if let (Some(metadata), Some(file)) = (&project.metadata, &args.metadata) {
        let inputs = Named { inputs: &found.inputs, all_of_folder: found.has_folder };
        batch.reporter.show(&Source::from_text(file.display().to_string(), ""), &inputs.unused(metadata, &project))?;
    }
    batch.reporter.finish()?;
    batch.reporter.remark(&batch.tally.of_conversions());
    Ok(Exit::from(&batch.tally))
}

fn endings() -> String {
    Wanted::Transcripts.endings().iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(", ")
}

/// A run over documents.
struct Batch<'a> {
    project: &'a Project,
    args: &'a ConvertArgs,
    reporter: Reporter<'a>,
    terminal: &'a Terminal,
    writer: Writer,
    tally: Tally,
}

impl Batch<'_> {
    /// Converts one document. What is wrong with it is shown and counted; an error stops the whole run.
    fn convert(&mut self, input: &Input) -> anyhow::Result<()> {
        let unread = |finding| Problem::unread(input.name(), finding);
        let target = match self.writer.target(input) {
            Ok(target) => target,
            Err(WriteProblem::This(finding)) => return self.fail(&unread(finding)),
            Err(WriteProblem::All(problem)) => return Err(problem.into()),
        };
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(finding) => return self.fail(&unread(finding)),
        };
        let source = match self.args.encoding {
            Some(encoding) => Source::from_bytes_in(input.name(), &bytes, encoding),
            None => Source::from_bytes(input.name(), &bytes),
        };
        drop(bytes);
        let conversion = pipeline::convert(&source, self.format(input), self.project);
        self.keep(&source, &target, conversion)
    }

    fn format(&self, input: &Input) -> Format {
        match (self.args.from, input.path()) {
            (Some(InputKind::Text), _) | (None, None) => Format::Plain,
            (Some(InputKind::Markdown), _) => Format::Markdown,
            (None, Some(path)) => Format::of(path),
        }
    }

    /// Shows the findings of a document and writes it.
    fn keep(&mut self, source: &Source, target: &Target, conversion: Conversion) -> anyhow::Result<()> {
        let Conversion { xml, diagnostics, source_map } = conversion;
        let mut report = FileReport::new(source.name(), Outcome::Converted, Finding::of_source(source, &diagnostics));
        match xml.map(|xml| self.write(target, Document { xml: &xml, source_map: source_map.as_deref() })) {
            Some(Ok(())) => self.terminal.detail(&format!("{}: {}", source.name(), outcome(target))),
            Some(Err(WriteProblem::This(finding))) => {
                report.outcome = Outcome::Failed;
                report.findings.extend(Finding::of_source(source, &[finding]));
            }
            Some(Err(WriteProblem::All(problem))) => return Err(problem.into()),
            None => report.outcome = Outcome::Failed,
        }
        self.report(&report)
    }

    fn write(&mut self, target: &Target, document: Document<'_>) -> Result<(), WriteProblem> {
        match target {
            Target::Stdout => {
                self.terminal.result(document.xml.as_bytes()).map_err(|error| WriteProblem::stdout(&error))
            }
            Target::File(path) => self.writer.write(path, document),
        }
    }

    /// Shows and counts an input that could not be converted.
    fn fail(&mut self, problem: &Problem) -> anyhow::Result<()> {
        self.report(&FileReport::of_problem(problem))
    }

    fn report(&mut self, report: &FileReport) -> anyhow::Result<()> {
        self.reporter.file(report)?;
        self.tally.add(report);
        Ok(())
    }
}

fn outcome(target: &Target) -> String {
    match target {
        Target::Stdout => "converted".to_owned(),
        Target::File(path) => format!("written to {}", path.display()),
    }
}

/// The inputs, beside the metadata of the project.
struct Named<'a> {
    inputs: &'a [Input],
    /// Whether these are all the transcripts of a folder, so that a row of none of them is an oversight.
    all_of_folder: bool,
}

impl Named<'_> {
    /// Rows of the metadata that belong to no input. Where single files are converted, rows of other files are as they
    /// should be, unless none of the inputs has a row.
    fn unused(&self, metadata: &postil::frontmatter::Metadata, project: &Project) -> Vec<Diagnostic> {
        let files: Vec<PathBuf> = self.inputs.iter().filter_map(Input::path).map(Path::to_path_buf).collect();
        let keys = project.profile.header_keys();
        if !self.all_of_folder && files.iter().any(|file| !metadata.fields(file, keys).is_empty()) {
            return Vec::new();
        }
        let unused = metadata.unused(&files).into_iter();
        unused
            .map(|file| Diagnostic::new(Code::P006, format!("the row of `{}` belongs to no input", file.display())))
            .collect()
    }
}
