//! `postil convert`: transcripts in, TEI out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::cli::args::{ConvertArgs, FindingsArgs, InputKind, OutputKind, RunArgs, report_file};
use crate::cli::corpus::Gathering;
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::names::{self, Gathered};
use crate::cli::ndjson;
use crate::cli::progress::Progress;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::watch;
use postil::batch::{
    Base, Cache, Destination, DestinationError, Existing, Expected, Found, Input, Job, Mode, Observer, Planned,
    RunError, Treatment, Wanted, discover,
};
use postil::config::{Projects, Reading, Run};
use postil::diagnostic::{Code, Diagnostic, Problem};
use postil::pipeline::Project;
use postil::report::{FileReport, Finding, Outcome, Summary};
use postil::source::Source;

/// The folder in which postil keeps what it knows of its results.
const CACHE: &str = ".postil";

/// Converts all inputs, once or until the user ends it.
pub(crate) fn run(args: &ConvertArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    if args.streams.watch {
        watch::refuse(args)?;
        let interrupted = interrupt::catch()?;
        return watch::run(args, terminal, interrupted, || convert(args, terminal, interrupted));
    }
    if args.streams.to == OutputKind::Ndjson {
        return ndjson::run(args, terminal);
    }
    convert(args, terminal, interrupt::catch()?)
}

/// Converts all inputs.
fn convert(args: &ConvertArgs, terminal: &Terminal, interrupted: &'static AtomicBool) -> anyhow::Result<Exit> {
    let config = project::of_conversion(args)?;
    let plan = config.conversion(&args.inputs)?;
    let mut projects = config.load()?;
    let found = match args.from {
        Some(InputKind::Ndjson) => ndjson::documents(args, &plan)?,
        Some(InputKind::Text | InputKind::Markdown) | None => find(&plan),
    };
    let destination = destination(args, &plan, &found)?;
    if destination == Destination::Stdout && projects.all().any(|reading| reading.project.source_map) {
        anyhow::bail!("a source map is a file beside the TEI: give a file or folder with --output");
    }
    let cache = cache(&args.run, &plan, &destination)?;
    let gathered = Gathered::new(&args.names, plan.output.as_deref())?;
    let corpus = Gathering::begin(&args.streams, &plan.inputs, &found, &destination)?;
    let progress = Progress::new(found.inputs.len(), terminal.verbosity());
    let begun = Instant::now();
    let reporter = Reporter::of_run(&findings(args, &plan)?, Stream::Message, terminal)?;
    let mut watcher = Watcher { reporter, terminal, progress: &progress, corpus, unwritten: false, gathered };
    watcher.begin(&found)?;
    let inputs: Vec<PathBuf> = found.inputs.iter().map(|input| PathBuf::from(input.name())).collect();
    let folder = cache.as_ref().map(Cache::folder);
    let run = names::Run { inputs: &inputs, cache: folder, reporter: &watcher.reporter };
    names::add(&mut projects, &config.authority_files(), &args.names, &run)?;
    let treatment = |input: &Input| treatment(projects.of(input.path()), input);
    let job = Job {
        inputs: &found.inputs,
        destination: &destination,
        treatment: &treatment,
        cache: cache.as_ref(),
        base: base(&args.run),
        mode: mode(&args.run),
        threads: plan.jobs,
        shard: args.run.shard,
        interrupt: interrupted,
        tick: &|| progress.tick(),
    };
    let ended = postil::batch::run(&job, &mut watcher).map_err(cannot_run)?;
    progress.finish();
    unused_metadata(&plan, &found, &projects, &watcher.reporter)?;
    watcher.finish(begun, job.mode)?;
    if ended.left > 0 {
        terminal.message(&format!("interrupted: {} documents are left; run the same again to go on", ended.left));
        return Ok(Exit::Interrupted);
    }
    let exit = watcher.exit(&destination);
    // A register or corpus of a part of the documents, or of none, takes nothing's place.
    if !args.run.dry_run {
        watcher.gathered.finish()?;
    }
    if let Some(corpus) = watcher.corpus.take() {
        corpus.finish()?;
    }
    Ok(exit)
}

/// The transcripts of a run.
pub(super) fn find(plan: &Run) -> Found {
    let mut found = discover(&plan.inputs, Wanted::Transcripts, &plan.selection);
    if plan.mirrors_project {
        found.mirror(&plan.selection);
    }
    found
}

fn destination(args: &ConvertArgs, plan: &Run, found: &Found) -> anyhow::Result<Destination> {
    let several = plan.mirrors_project || found.has_folder || plan.inputs.len() > 1;
    // Without an output folder the documents are reported with their TEI, and go into the corpus.
    let only_corpus = args.streams.corpus.is_some() && plan.output.is_none();
    let expected = if several && !only_corpus { Expected::Several } else { Expected::One };
    Destination::choose(plan.output.as_deref(), expected).map_err(|error| match error {
        DestinationError::Folder(problem) => anyhow::Error::from(problem),
        DestinationError::NoFolder | DestinationError::Stdout => error.into(),
    })
}

/// How a transcript is read and converted.
pub(super) fn treatment(reading: &Reading, input: &Input) -> Treatment {
    let format = reading.from.unwrap_or_else(|| input.format());
    Treatment::new(reading.project.clone(), format).in_encoding(reading.encoding)
}

/// The cache: that of `--cache` or of the project, else one in the output folder. A single file has one on request.
fn cache(args: &RunArgs, plan: &Run, destination: &Destination) -> Result<Option<Cache>, Problem> {
    let folder = match (destination, &plan.cache) {
        _ if args.no_cache => return Ok(None),
        (Destination::Stdout, _) => return Ok(None),
        (Destination::File(_), _) if args.cache.is_none() => return Ok(None),
        (_, Some(folder)) => folder.clone(),
        (Destination::File(_), None) => return Ok(None),
        (Destination::Folder(output), None) => output.join(CACHE),
    };
    Cache::open(&folder).map(Some).map_err(|error| {
        let message = format!("the cache cannot be used: {error}");
        Problem::unread(folder.display().to_string(), Diagnostic::new(Code::P010, message))
    })
}

/// How findings are shown and kept: as the options say, else the project file. A baseline of the project that is only
/// now written for the first time is none yet.
fn findings(args: &ConvertArgs, plan: &Run) -> anyhow::Result<FindingsArgs> {
    let begins = args.findings.baseline.is_none() && args.findings.write_baseline.is_some();
    let report = plan.reports.iter().map(|path| report_file(path)).collect::<Result<_, _>>();
    Ok(FindingsArgs {
        report: report.map_err(anyhow::Error::msg)?,
        baseline: plan.baseline.clone().filter(|path| !begins || path.exists()),
        ..args.findings.clone()
    })
}

fn base(args: &RunArgs) -> Base {
    match (&args.base, &args.base_revision) {
        (Some(folder), _) => Base::Folder(folder.clone()),
        (None, Some(revision)) => Base::Revision(revision.clone()),
        (None, None) => Base::Cache,
    }
}

fn mode(args: &RunArgs) -> Mode {
    let existing = if args.overwrite { Existing::Overwrite } else { Existing::Merge };
    Mode { force: args.force, dry_run: args.dry_run, prune: args.prune, existing }
}

pub(super) fn cannot_run(error: RunError) -> anyhow::Error {
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
    /// Where the documents go, where they go into one file.
    corpus: Option<Gathering>,
    /// Whether a result could not be written.
    unwritten: bool,
    /// The register and the annotations of the documents.
    gathered: Gathered,
}

impl Watcher<'_> {
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
    fn finish(&self, begun: Instant, mode: Mode) -> anyhow::Result<()> {
        let summary = Summary { tally: self.reporter.tally(), took: begun.elapsed() };
        self.reporter.finish(summary.took)?;
        let done = || format!("{}{}", summary.tally.of_conversions(), summary.pace());
        self.reporter.remark(&if mode.dry_run { summary.tally.of_plans() } else { done() });
        Ok(())
    }

    fn exit(&self, destination: &Destination) -> Exit {
        match destination {
            Destination::File(_) | Destination::Stdout if self.unwritten => Exit::CouldNotRun,
            Destination::File(_) | Destination::Stdout | Destination::Folder(_) => Exit::from(&self.reporter.tally()),
        }
    }
}

impl Observer for Watcher<'_> {
    fn document(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<()> {
        let Some(corpus) = &mut self.corpus else { return self.show(report, xml) };
        let left_out = corpus.add(report, xml)?;
        let findings = report.findings.iter().cloned().chain(left_out).collect();
        self.show(&FileReport { findings, ..report.clone() }, None)
    }

    fn planned(&mut self, report: &FileReport, planned: &Planned) -> io::Result<()> {
        self.plan(report, planned)
    }
}

impl Watcher<'_> {
    /// Shows what became of a document, and the document itself where it goes to standard output.
    fn show(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<()> {
        self.unwritten |= report.findings.iter().any(|finding| finding.code == Code::P005);
        self.progress.findings(self.reporter.tally().with_findings);
        self.progress.pause(|| {
            self.reporter.file(report)?;
            match (report.outcome, &report.output) {
                (Outcome::Converted, Some(output)) => {
                    self.terminal.detail(&format!("{}: written to {output}", report.name));
                }
                (outcome, _) => self.terminal.detail(&format!("{}: {}", report.name, outcome.as_str())),
            }
            self.gathered.add(report, xml, &self.reporter)?;
            xml.map_or(Ok(()), |xml| self.terminal.result(xml.as_bytes()))
        })
    }

    fn plan(&mut self, report: &FileReport, planned: &Planned) -> io::Result<()> {
        self.reporter.count(report);
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

/// Says which rows of the metadata belong to no input, for each metadata file of the project.
fn unused_metadata(plan: &Run, found: &Found, projects: &Projects, reporter: &Reporter<'_>) -> io::Result<()> {
    let inputs = Named { inputs: &found.inputs, all_of_folder: found.has_folder && plan.whole_project };
    let mut seen: Vec<&Path> = Vec::new();
    for reading in projects.all() {
        let (Some(metadata), Some(file)) = (&reading.project.metadata, &reading.metadata) else { continue };
        if seen.contains(&file.as_path()) {
            continue;
        }
        seen.push(file);
        let mut unused = inputs.unused(metadata, &reading.project);
        reading.project.levels.apply(&mut unused);
        let unused = Finding::of_source(&Source::from_text("", ""), &unused);
        if !unused.is_empty() {
            reporter.file(&FileReport::new(file.display().to_string(), Outcome::Consulted, unused))?;
        }
    }
    Ok(())
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
        let files: Vec<PathBuf> = self.inputs.iter().map(|input| PathBuf::from(input.name())).collect();
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
