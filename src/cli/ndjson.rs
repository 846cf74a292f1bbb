//! NDJSON: a line of JSON for each document (`--to ndjson`), and documents that are lines (`--from ndjson`).

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::bail;
use serde_json::Value;

use crate::cli::args::{ConvertArgs, InputKind};
use crate::cli::convert::{cannot_run, find, treatment};
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::names;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::{
    Base, Destination, Found, Growing, Input, Job, LONGEST_LINE, Lines, Mode, Observer, Planned, STANDARD_STREAM,
    StreamError, answer, convert_lines, discover_lines,
};
use postil::config::{Projects, Run};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::report::{FileReport, Tally};

/// Converts all inputs into one stream of lines.
pub(crate) fn run(args: &ConvertArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    refuse(args)?;
    let config = project::of_conversion(args)?;
    let plan = config.conversion(&args.inputs)?;
    let mut projects = config.load()?;
    let reporter = Reporter::new(args.findings.shown.format.into(), Stream::Message, terminal);
    let run = names::Run { inputs: &[], cache: None, reporter: &reporter };
    names::add(&mut projects, &config.authority_files(), &args.names, &run)?;
    let interrupted = interrupt::catch()?;
    let mut output = Output::begin(args.output.as_deref(), terminal)?;
    let streams = Streams { args, terminal, plan: &plan, projects: &projects, interrupted };
    let tally = match args.from {
        Some(InputKind::Ndjson) => streams.of_lines(&mut output),
        Some(InputKind::Text | InputKind::Markdown) | None => streams.of_files(&mut output),
    };
    let tally = match tally {
        // Nobody reads on, so going on is of no use to anybody.
        Err(_) if terminal.is_closed() => return Ok(Exit::Clean),
        tally => tally?,
    };
    if interrupted.load(Ordering::Relaxed) {
        terminal.message("interrupted: not all lines were converted");
        return Ok(Exit::Interrupted);
    }
    output.finish()?;
    reporter.remark(&tally.of_conversions());
    Ok(Exit::from(&tally))
}

/// Options that have no meaning where all results are lines of one stream.
fn refuse(args: &ConvertArgs) -> anyhow::Result<()> {
    let from_lines = args.from == Some(InputKind::Ndjson);
    if from_lines && args.inputs.is_empty() {
        bail!("name a file of lines, or `-` for standard input");
    }
    let run = &args.run;
    let refused = [
        (args.source_map, "--source-map"),
        (args.streams.corpus.is_some(), "--corpus"),
        (!args.findings.report.is_empty(), "--report"),
        (args.findings.baseline.is_some(), "--baseline"),
        (args.findings.write_baseline.is_some(), "--write-baseline"),
        (!args.names.suggest.is_empty(), "--suggest"),
        (args.names.entities.is_some(), "--entities"),
        (args.names.standoff.is_some(), "--standoff"),
        (args.encoding.is_some() && from_lines, "--encoding"),
        (run.dry_run, "--dry-run"),
        (run.force, "--force"),
        (run.overwrite, "--overwrite"),
        (run.prune, "--prune"),
        (run.cache.is_some(), "--cache"),
    ];
    match refused.iter().find(|(given, _)| *given) {
        Some((_, option)) if from_lines => bail!("`{option}` cannot be used with `--from ndjson`"),
        Some((_, option)) => bail!("`{option}` cannot be used with `--to ndjson`"),
        None => Ok(()),
    }
}

/// The documents of lines that go to files of TEI.
pub(crate) fn documents(args: &ConvertArgs, plan: &Run) -> anyhow::Result<Found> {
    let is_lines = |output: &Path| output.extension().is_some_and(|ending| ending == "ndjson" || ending == "jsonl");
    if args.inputs.is_empty() {
        bail!("name a file of lines, or `-` for standard input");
    }
    if args.encoding.is_some() {
        bail!("`--encoding` cannot be used with `--from ndjson`");
    }
    match plan.output.as_deref() {
        None if args.streams.corpus.is_none() => {
            bail!(
                "`--from ndjson` needs a folder for the TEI, --output FOLDER; or `--to ndjson`, which makes lines again"
            )
        }
        Some(output) if is_lines(output) && !output.is_dir() => {
            bail!("`--from ndjson` makes a folder of TEI; with `--to ndjson` it makes lines again")
        }
        Some(_) | None => Ok(discover_lines(&plan.inputs)),
    }
}

/// Where the lines go.
struct Output<'a> {
    file: Option<(PathBuf, Growing)>,
    terminal: &'a Terminal,
}

impl<'a> Output<'a> {
    fn begin(path: Option<&Path>, terminal: &'a Terminal) -> Result<Self, Problem> {
        let Some(path) = path.filter(|path| *path != Path::new(STANDARD_STREAM)) else {
            return Ok(Self { file: None, terminal });
        };
        let file = Growing::begin(path).map_err(|error| unwritable(path, &error))?;
        Ok(Self { file: Some((path.to_path_buf(), file)), terminal })
    }

    fn finish(self) -> Result<(), Problem> {
        let Some((path, file)) = self.file else { return Ok(()) };
        file.finish().map_err(|error| unwritable(&path, &error))
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let message = format!("this file cannot be written: {}", reason(error));
    Problem::unread(path.display().to_string(), Diagnostic::new(Code::P005, message))
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some((_, file)) => file.write(bytes),
            None => self.terminal.result(bytes).and_then(|()| {
                if self.terminal.is_closed() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
            }),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |(_, file)| file.flush())
    }
}

/// What becomes lines, and how.
struct Streams<'a> {
    args: &'a ConvertArgs,
    terminal: &'a Terminal,
    plan: &'a Run,
    projects: &'a Projects,
    interrupted: &'static AtomicBool,
}

impl Streams<'_> {
    /// Lines of JSON, from one file after the other.
    fn of_lines(&self, output: &mut Output<'_>) -> anyhow::Result<Tally> {
        let reporter = Reporter::new(self.args.findings.shown.format.into(), Stream::Message, self.terminal);
        let mut all = Tally::default();
        for path in &self.plan.inputs {
            let (name, input) = match open(path) {
                Ok(opened) => opened,
                Err(problem) => {
                    reporter.problem(&problem)?;
                    all.add(&FileReport::of_problem(&problem));
                    continue;
                }
            };
            let is_file = path != Path::new(STANDARD_STREAM);
            let reading = self.projects.of(is_file.then_some(path));
            let lines = Lines {
                name: &name,
                project: &reading.project,
                format: reading.from.unwrap_or(postil::reader::Format::Plain),
                threads: self.plan.jobs,
                longest: LONGEST_LINE,
                shard: self.args.run.shard,
                interrupt: self.interrupted,
            };
            let tally = convert_lines(input, output, &lines).map_err(|error| self.ended(&name, error))?;
            all = all.and(&tally);
        }
        Ok(all)
    }

    fn ended(&self, name: &str, error: StreamError) -> anyhow::Error {
        let output = self.args.output.as_deref().unwrap_or(Path::new("<stdout>"));
        match error {
            StreamError::Read(error) => Problem::unread(name, unreadable(&error)).into(),
            StreamError::Write(error) => unwritable(output, &error).into(),
            StreamError::Threads(_) => error.into(),
        }
    }

    /// Transcripts in files and folders.
    fn of_files(&self, output: &mut Output<'_>) -> anyhow::Result<Tally> {
        let found = find(self.plan);
        let mut writer = LineWriter { output, tally: Tally::default() };
        for problem in &found.unreadable {
            writer.document(&FileReport::of_problem(problem), None)?;
        }
        let treatment = |input: &Input| treatment(self.projects.of(input.path()), input);
        let job = Job {
            inputs: &found.inputs,
            destination: &Destination::Stdout,
            treatment: &treatment,
            cache: None,
            base: Base::Cache,
            mode: Mode::default(),
            threads: self.plan.jobs,
            shard: self.args.run.shard,
            interrupt: self.interrupted,
            tick: &|| (),
        };
        postil::batch::run(&job, &mut writer).map_err(cannot_run)?;
        Ok(writer.tally)
    }
}

/// The lines of a file or of standard input, and what messages call it.
fn open(path: &Path) -> Result<(String, Box<dyn BufRead + Send>), Problem> {
    if path == Path::new(STANDARD_STREAM) {
        return Ok(("<stdin>".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = path.display().to_string();
    let problem = |error: &io::Error| Problem::unread(&name, unreadable(error));
    let file = File::open(path).map_err(|error| problem(&error))?;
    if file.metadata().is_ok_and(|file| file.is_dir()) {
        return Err(problem(&io::ErrorKind::IsADirectory.into()));
    }
    Ok((name, Box::new(BufReader::new(file))))
}

fn unreadable(error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::P004, format!("this input cannot be read: {}", reason(error)))
}

/// Writes the documents of a run as lines.
struct LineWriter<'a, 'b> {
    output: &'a mut Output<'b>,
    tally: Tally,
}

impl Observer for LineWriter<'_, '_> {
    fn document(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<()> {
        self.tally.add(report);
        self.output.write_all(answer(&Value::from(report.name.as_str()), report, xml).as_bytes())
    }

    fn planned(&mut self, report: &FileReport, _: &Planned) -> io::Result<()> {
        self.document(report, None)
    }
}
