//! The options about names: reads authority files and suggestions, and writes the register and the annotations.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::cli::annotator::Process;
use crate::cli::args::NamesArgs;
use crate::cli::reporter::Reporter;
use crate::cli::xml_file;
use postil::batch::{Growing, write_whole};
use postil::config::Projects;
use postil::diagnostic::{Code, Diagnostic, Problem, Severity, reason};
use postil::entities::Register;
use postil::gazetteer::{self, Builder, FileFormat, Gazetteer};
use postil::report::{FileReport, Finding, Outcome};
use postil::source::Source;
use postil::standoff;
use postil::suggestion::{Annotator, Suggestions};
use postil::xml;

/// What the options about names have to know of a run.
pub(crate) struct Run<'a> {
    /// The transcripts.
    pub(crate) inputs: &'a [PathBuf],
    /// Where registers are kept.
    pub(crate) cache: Option<&'a Path>,
    pub(crate) reporter: &'a Reporter<'a>,
}

/// Adds to the project what its authority files and the options about names say.
pub(crate) fn add(
    projects: &mut Projects,
    authority_files: &[PathBuf],
    args: &NamesArgs,
    run: &Run<'_>,
) -> anyhow::Result<()> {
    let Run { inputs, cache, reporter } = *run;
    let known = !authority_files.is_empty();
    let register = known.then(|| authority(authority_files, cache, reporter).map(Arc::new)).transpose()?;
    let suggested = !args.suggest.is_empty();
    let suggestions = suggested.then(|| suggestions(&args.suggest, inputs, reporter).map(Arc::new)).transpose()?;
    let timeout = Duration::from_secs(args.annotator_timeout);
    let annotator = args.annotator.as_ref().map(|command| annotator(command, timeout)).transpose()?;
    projects.change(|project| {
        project.recognizer.authority.clone_from(&register);
        project.suggestions = suggestions.clone().unwrap_or_default();
        project.annotator.clone_from(&annotator);
    });
    Ok(())
}

fn annotator(command: &str, timeout: Duration) -> Result<Arc<dyn Annotator>, Problem> {
    let process = Process::start(command, timeout).map_err(|why| {
        let finding = Diagnostic::new(Code::P039, format!("the annotator cannot be used: {why}"));
        Problem::unread(command, finding.with_help("docs/names.md shows what an annotator has to answer"))
    })?;
    Ok(Arc::new(process))
}

fn read(path: &Path, code: Code) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| {
        let finding = Diagnostic::new(code, format!("this file cannot be read: {}", reason(&error)));
        Problem::unread(path.display().to_string(), finding)
    })
}

/// The register of authority files: the one that is kept, or a new one.
fn authority(paths: &[PathBuf], cache: Option<&Path>, reporter: &Reporter<'_>) -> anyhow::Result<Gazetteer> {
    let mut files = Vec::new();
    for path in paths {
        files.push((path, format_of(path)?, read(path, Code::P035)?));
    }
    let key = Gazetteer::key_of(files.iter().map(|(_, format, bytes)| (format.name(), bytes.as_slice())));
    let kept = cache.map(|folder| folder.join(format!("register-{key}.bin")));
    let known = kept.as_deref().and_then(|path| fs::read(path).ok());
    if let Some(register) = known.and_then(|bytes| Gazetteer::from_bytes(&bytes).ok()) {
        return Ok(register);
    }
    let mut builder = Builder::new();
    let mut clean = true;
    for (path, format, bytes) in files {
        clean &= read_authority(path, format, &bytes, &mut builder, reporter)?;
    }
    let register = builder.build();
    // What was said of the files is said again each time, so only those of which nothing was said are kept.
    if let Some(path) = kept.filter(|_| clean) {
        keep(&path, &register)?;
    }
    Ok(register)
}

fn keep(path: &Path, register: &Gazetteer) -> Result<(), Problem> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| write_whole(path, &register.to_bytes())).map_err(|error| {
        let finding = Diagnostic::new(Code::P010, format!("the cache cannot be used: {}", reason(&error)));
        Problem::unread(folder.display().to_string(), finding)
    })
}

/// Reads one file into the register; tells whether nothing had to be said of it.
fn read_authority(
    path: &Path,
    format: FileFormat,
    bytes: &[u8],
    builder: &mut Builder,
    reporter: &Reporter<'_>,
) -> anyhow::Result<bool> {
    let name = path.display().to_string();
    let source = match format {
        FileFormat::Tei => xml_file::read(&name, bytes)?,
        // Spreadsheets still write legacy encodings, so a table is decoded like a transcript.
        FileFormat::Table | FileFormat::JsonLines => Source::from_bytes(name, bytes),
    };
    let mut findings = gazetteer::read(&source, format, builder);
    if let Some(at) = findings.iter().position(|finding| finding.severity == Severity::Error) {
        return Err(Problem::of(source, findings.swap_remove(at)).into());
    }
    reporter.file(&FileReport::new(source.name(), Outcome::Consulted, Finding::of_source(&source, &findings)))?;
    Ok(findings.is_empty())
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn format_of(path: &Path) -> Result<FileFormat, Problem> {
    FileFormat::of_ending(&ending(path)).ok_or_else(|| {
        let finding = Diagnostic::new(Code::P035, "the ending of its name does not tell what this file is");
        let help = "authority files end in .csv, .tsv, .xml or .jsonl";
        Problem::unread(path.display().to_string(), finding.with_help(help))
    })
}

fn suggestions(paths: &[PathBuf], inputs: &[PathBuf], reporter: &Reporter<'_>) -> anyhow::Result<Suggestions> {
    let mut suggestions = Suggestions::default();
    for path in paths {
        let source = Source::from_bytes(path.display().to_string(), &read(path, Code::P037)?);
        if let Err(finding) = suggestions.add_file(&source) {
            return Err(Problem::of(source, finding).into());
        }
    }
    for source in suggestions.unused(inputs) {
        let message = format!("there are suggestions for `{}`, which is no input", source.display());
        let problem = Problem::unread(paths[0].display().to_string(), Diagnostic::new(Code::P038, message));
        reporter.file(&FileReport { outcome: Outcome::Consulted, ..FileReport::of_problem(&problem) })?;
    }
    Ok(suggestions)
}

/// What is gathered from the documents of a run: their register and their annotations.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    register: Option<(PathBuf, Register)>,
    standoff: Option<(PathBuf, Growing)>,
    /// The folder of results, from which documents are named.
    folder: Option<PathBuf>,
}

impl Gathered {
    /// Nothing yet, for the files that the options name.
    pub(crate) fn new(args: &NamesArgs, output: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(path) = args.entities.as_deref().filter(|path| !matches!(ending(path).as_str(), "csv" | "xml")) {
            anyhow::bail!("the register is a table or TEI: `{}` is to end in .csv or .xml", path.display());
        }
        let file = |path: &PathBuf| Growing::begin(path).map_err(|error| unwritten(path, &error));
        Ok(Self {
            register: args.entities.clone().map(|path| (path, Register::new())),
            standoff: args.standoff.as_ref().map(|path| Ok::<_, Problem>((path.clone(), file(path)?))).transpose()?,
            folder: output.map(Path::to_path_buf),
        })
    }

    /// Adds a document of a run: from its file, or the TEI that goes to standard output. What cannot be read is told.
    pub(crate) fn add(&mut self, report: &FileReport, xml: Option<&str>, reporter: &Reporter<'_>) -> io::Result<()> {
        if self.register.is_none() && self.standoff.is_none() {
            return Ok(());
        }
        let added = match (&report.output, xml) {
            (_, Some(xml)) => self.add_source(&report.name, &Source::from_text(report.name.as_str(), xml)),
            (Some(output), None) if is_result(report.outcome) => self.add_file(output),
            (Some(_) | None, None) => Ok(()),
        };
        added.or_else(|problem| reporter.file(&FileReport::of_problem(&problem)))
    }

    fn add_file(&mut self, output: &str) -> Result<(), Problem> {
        let path = Path::new(output);
        let below = self.folder.as_deref().and_then(|folder| path.strip_prefix(folder).ok());
        let below = below.filter(|below| !below.as_os_str().is_empty()).or(path.file_name().map(Path::new));
        let name = below.unwrap_or(path).display().to_string().replace('\\', "/");
        let source = xml_file::read(output, &read(path, Code::P004)?)?;
        self.add_source(&name, &source)
    }

    fn add_source(&mut self, name: &str, source: &Source) -> Result<(), Problem> {
        let parsed = xml::parse(source.text());
        let document = parsed
            .map_err(|error| Problem::of(source.clone(), Diagnostic::new(Code::V001, error.message).at(error.span)))?;
        let Some(root) = document.root() else { return Ok(()) };
        if let Some((_, register)) = &mut self.register {
            register.add(name, root);
        }
        if let Some((path, file)) = &mut self.standoff {
            let lines = standoff::annotations(name, root);
            file.write_all(lines.as_bytes()).map_err(|error| unwritten(path, &error))?;
        }
        Ok(())
    }

    /// Writes the files.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        if let Some((path, register)) = self.register {
            let text = if ending(&path) == "xml" { register.to_tei() } else { register.to_csv() };
            write_whole(&path, text.as_bytes()).map_err(|error| unwritten(&path, &error))?;
        }
        if let Some((path, file)) = self.standoff {
            file.finish().map_err(|error| unwritten(&path, &error))?;
        }
        Ok(())
    }
}

/// Whether a document has a result that is there.
fn is_result(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Converted | Outcome::Unchanged | Outcome::Kept => true,
        Outcome::Gone | Outcome::Removed | Outcome::Checked | Outcome::Consulted | Outcome::Failed => false,
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Problem {
    let finding = Diagnostic::new(Code::P005, format!("this file cannot be written: {}", reason(error)));
    Problem::unread(path.display().to_string(), finding)
}
