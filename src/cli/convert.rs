//! `postil convert`: transcripts in, TEI out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::cli::args::{ConvertArgs, InputKind, RunArgs};
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::progress::Progress;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::{
    Cache, Destination, DestinationError, Existing, Expected, Found, Input, Job, Mode, Observer, Planned, RunError,
    Treatment, Wanted, discover,
};
use postil::diagnostic::{Code, Diagnostic, Problem};
use postil::pipeline::Project;
use postil::reader::Format;
use postil::report::{FileReport, Finding, Outcome, Tally};
use postil::source::Source;

/// The folder in which postil keeps what it knows of its results.
const CACHE: &str = ".postil";

/// Converts all inputs.
pub(crate) fn run(args: &ConvertArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = Arc::new(project::project(args)?);
    let found = discover(&args.inputs, Wanted::Transcripts);
    let destination = destination(args, &found)?;
    let cache = cache(&args.run, &destination)?;
    let interrupted = interrupt::catch()?;
    let progress = Progress::new(found.inputs.len(), terminal.verbosity());
    let begun = Instant::now();
    let mut watcher = Watcher::new(args, terminal, &progress);
    watcher.begin(&found)?;
    let treatment =
        |input: &Input| Treatment::new(Arc::clone(&project), format(args.from, input)).in_encoding(args.encoding);
    let job = Job {
        inputs: &found.inputs,
        destination: &destination,
        treatment: &treatment,
        cache: cache.as_ref(),
        mode: mode(&args.run),
        threads: args.run.jobs,
        shard: args.run.shard,
        interrupt: interrupted,
        tick: &|| progress.tick(),
    };
    let ended = postil::batch::run(&job, &mut watcher).map_err(cannot_run)?;
    progress.finish();
    unused_metadata(args, &found, &project, &watcher.reporter)?;
    watcher.finish(begun)?;
    if ended.left > 0 {
        terminal.message(&format!("interrupted: {} documents are left; run the same again to go on", ended.left));
        return Ok(Exit::Interrupted);
    }
    Ok(watcher.exit(&destination))
}

fn destination(args: &ConvertArgs, found: &Found) -> anyhow::Result<Destination> {
    let expected = if found.has_folder || args.inputs.len() > 1 { Expected::Several } else { Expected::One };
    let destination = Destination::choose(args.output.as_deref(), expected).map_err(|error| match error {
        DestinationError::Folder(problem) => anyhow::Error::from(problem),
        DestinationError::NoFolder | DestinationError::Stdout => error.into(),
    })?;
    if args.source_map && destination == Destination::Stdout {
        anyhow::bail!("a source map is a file beside the TEI: give a file or folder with --output");
    }
    Ok(destination)
}

/// The cache: that of `--cache`, else one in the output folder.
fn cache(args: &RunArgs, destination: &Destination) -> Result<Option<Cache>, Problem> {
    let folder = match (destination, &args.cache) {
        _ if args.no_cache => return Ok(None),
        (Destination::Stdout, _) | (Destination::File(_), None) => return Ok(None),
        (Destination::File(_) | Destination::Folder(_), Some(folder)) => folder.clone(),
        (Destination::Folder(output), None) => output.join(CACHE),
    };
    Cache::open(&folder).map(Some).map_err(|error| {
        let message = format!("the cache cannot be used: {error}");
        Problem::unread(folder.display().to_string(), Diagnostic::new(Code::P010, message))
    })
}

fn mode(args: &RunArgs) -> Mode {
    let existing = if args.overwrite { Existing::Overwrite } else { Existing::Keep };
    Mode { force: args.force, dry_run: args.dry_run, prune: args.prune, existing }
}

fn format(from: Option<InputKind>, input: &Input) -> Format {
    match (from, input.path()) {
        (Some(InputKind::Text), _) | (None, None) => Format::Plain,
        (Some(InputKind::Markdown), _) => Format::Markdown,
        (None, Some(path)) => Format::of(path),
    }
}

fn cannot_run(error: RunError) -> anyhow::Error {
    match error {
        RunError::Cache(error) => {
            Problem::unread(CACHE, Diagnostic::new(Code::P010, format!("the cache cannot be used: {error}"))).into()
        }
        RunError::Io(_) | RunError::Threads(_) => error.into(),
    }
}

/// Shows what a run does, and counts it.
struct Watcher<'a> {
    reporter: Reporter<'a>,
    terminal: &'a Terminal,
    progress: &'a Progress,
    tally: Tally,
    /// Whether a result could not be written.
    unwritten: bool,
}

impl<'a> Watcher<'a> {
    fn new(args: &ConvertArgs, terminal: &'a Terminal, progress: &'a Progress) -> Self {
        let reporter = Reporter::new(args.findings.format.into(), Stream::Message, terminal);
        Self { reporter, terminal, progress, tally: Tally::default(), unwritten: false }
    }

    /// Says what could not be read in the first place.
    fn begin(&mut self, found: &Found) -> io::Result<()> {
        self.reporter.begin()?;
        for problem in &found.unreadable {
            self.document(&FileReport::of_problem(problem), None)?;
        }
        for folder in &found.empty_folders {
            self.reporter.remark(&format!("{} holds no transcripts ({})", folder.display(), endings()));
        }
        Ok(())
    }

    /// The summary.
    fn finish(&self, begun: Instant) -> io::Result<()> {
        self.reporter.finish()?;
        if self.tally.all() < 2 {
            self.reporter.remark(&self.tally.of_conversions());
            return Ok(());
        }
        let seconds = begun.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = self.tally.all() as f64 / seconds.max(f64::EPSILON);
        self.reporter.remark(&format!("{} in {seconds:.1} s ({rate:.0} a second)", self.tally.of_conversions()));
        Ok(())
    }

    fn exit(&self, destination: &Destination) -> Exit {
        match destination {
            Destination::File(_) | Destination::Stdout if self.unwritten => Exit::CouldNotRun,
            Destination::File(_) | Destination::Stdout | Destination::Folder(_) => Exit::from(&self.tally),
        }
    }
}

impl Observer for Watcher<'_> {
    fn document(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<()> {
        self.tally.add(report);
        self.unwritten |= report.findings.iter().any(|finding| finding.code == Code::P005);
        self.progress.findings(self.tally.with_findings);
        self.progress.pause(|| {
            self.reporter.file(report)?;
            match (report.outcome, &report.output) {
                (Outcome::Converted, Some(output)) => {
                    self.terminal.detail(&format!("{}: written to {output}", report.name));
                }
                (outcome, _) => self.terminal.detail(&format!("{}: {}", report.name, outcome.as_str())),
            }
            xml.map_or(Ok(()), |xml| self.terminal.result(xml.as_bytes()))
        })
    }

    fn planned(&mut self, report: &FileReport, planned: &Planned) -> io::Result<()> {
        self.tally.add(report);
        let why: Vec<String> = planned.why.iter().map(ToString::to_string).collect();
        let output = report.output.as_deref().unwrap_or("standard output");
        let line = match report.outcome {
            Outcome::Converted => format!("{} -> {output}: {}\n", report.name, why.join(", ")),
            Outcome::Kept => {
                format!("{} -> {output}: edited by hand, would be left ({})\n", report.name, why.join(", "))
            }
            Outcome::Unchanged if self.terminal.verbosity() < postil::report::Verbosity::Verbose => return Ok(()),
            outcome => format!("{} -> {output}: {}\n", report.name, outcome.as_str()),
        };
        self.progress.pause(|| self.terminal.result(line.as_bytes()))
    }
}

fn endings() -> String {
    Wanted::Transcripts.endings().iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(", ")
}

/// Says which rows of the metadata belong to no input.
fn unused_metadata(args: &ConvertArgs, found: &Found, project: &Project, reporter: &Reporter<'_>) -> io::Result<()> {
    let (Some(metadata), Some(file)) = (&project.metadata, &args.metadata) else { return Ok(()) };
    let inputs = Named { inputs: &found.inputs, all_of_folder: found.has_folder };
    let unused = Finding::of_source(&Source::from_text("", ""), &inputs.unused(metadata, project));
    reporter.file(&FileReport::new(file.display().to_string(), Outcome::Checked, unused))
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
