//! `postil diff`: what changed in the encoding, in words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::{DiffArgs, DiffFormat};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::{Wanted, discover, single, write_whole};
use postil::compare::show::{self, Compared};
use postil::compare::{Comparison, Encoding, Filter, diff};
use postil::config::Selection;
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::review;
use postil::source::Source;

/// Compares two files, or the files of two folders.
pub(crate) fn run(args: &DiffArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let filter = Filter::new(&args.only, &args.ignore);
    let mut pairs = Vec::new();
    let mut is_trouble = false;
    let reporter = Reporter::human(Stream::Message, terminal);
    for (a, b) in sides(&args.a, &args.b)? {
        match compared(a.as_deref(), b.as_deref(), &filter) {
            Ok(compared) => pairs.push(compared),
            Err(problem) => {
                is_trouble = true;
                reporter.problem(&problem)?;
            }
        }
    }
    let is_folder = args.a.is_dir() && args.b.is_dir();
    let is_different = pairs.iter().any(|pair| !pair.comparison.changes.is_empty());
    let shown = match args.format {
        DiffFormat::Human => show::human(&pairs),
        DiffFormat::Json if is_folder => show::json_of_folder(&pairs),
        DiffFormat::Json => show::json(pairs.first().map_or(&Comparison::default(), |pair| &pair.comparison)),
        DiffFormat::Unified => show::unified(&pairs),
        DiffFormat::Html => review::changes(&pairs),
    };
    match &args.output {
        Some(path) => write(path, &anstream::adapter::strip_str(&shown).to_string())?,
        None if args.format == DiffFormat::Human => terminal.styled(Stream::Result, &shown)?,
        None => terminal.result(shown.as_bytes())?,
    }
    Ok(match (is_trouble, is_different) {
        (true, _) => Exit::CouldNotRun,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

/// Writes a file whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Problem> {
    write_bytes(path, text.as_bytes())
}

/// Writes bytes, whole or not at all.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_whole(path, bytes).map_err(|error| {
        let name = path.display().to_string();
        let message = format!("{name} cannot be written: {}", reason(&error));
        Problem::unread(name, Diagnostic::new(Code::P005, message))
    })
}

/// The file as it was and the file as it is; nothing where a folder does not have it.
type Sides = (Option<PathBuf>, Option<PathBuf>);

/// The files to compare: two, or those that have the same name in both folders or are in one of them.
fn sides(a: &Path, b: &Path) -> Result<Vec<Sides>, Problem> {
    if !a.is_dir() && !b.is_dir() {
        return Ok(vec![(Some(a.to_path_buf()), Some(b.to_path_buf()))]);
    }
    match (a.is_dir(), b.is_dir()) {
        (true, false) => return Ok(vec![(Some(a.join(b.file_name().unwrap_or_default())), Some(b.to_path_buf()))]),
        (false, true) => return Ok(vec![(Some(a.to_path_buf()), Some(b.join(a.file_name().unwrap_or_default())))]),
        _ => {}
    }
    let (in_a, in_b) = (below(a)?, below(b)?);
    let names: BTreeSet<&PathBuf> = in_a.union(&in_b).collect();
    let place =
        |folder: &Path, known: &BTreeSet<PathBuf>, name: &PathBuf| known.contains(name).then(|| folder.join(name));
    Ok(names.into_iter().map(|name| (place(a, &in_a, name), place(b, &in_b, name))).collect())
}

/// The TEI files of a folder, by their paths below it.
fn below(folder: &Path) -> Result<BTreeSet<PathBuf>, Problem> {
    let found = discover(&[folder.to_path_buf()], Wanted::Xml, &Selection::default());
    if let Some(problem) = found.unreadable.into_iter().next() {
        return Err(problem);
    }
    Ok(found.inputs.iter().map(|input| input.below().to_path_buf()).collect())
}

fn compared(a: Option<&Path>, b: Option<&Path>, filter: &Filter) -> Result<Compared, Problem> {
    let name = |path: Option<&Path>| path.map(|path| path.display().to_string());
    let (Some(in_a), Some(in_b)) = (a, b) else {
        return Ok(Compared { a: name(a), b: name(b), ..Compared::default() });
    };
    let (a_source, b_source) = (source(in_a)?, source(in_b)?);
    let mut from = read(&a_source)?;
    let mut to = read(&b_source)?;
    let comparison = filter.apply(diff(&mut from, &mut to));
    Ok(Compared { a: name(a), b: name(b), comparison })
}

/// Reads an XML file, or standard input.
pub(crate) fn source(path: &Path) -> Result<Source, Problem> {
    let input = single(path);
    let bytes = match input.path() {
        Some(path) => fs::read(path).map_err(|error| {
            let name = path.display().to_string();
            Problem::unread(
                name.clone(),
                Diagnostic::new(Code::P004, format!("{name} cannot be read: {}", reason(&error))),
            )
        })?,
        None => input.read().map_err(|finding| Problem::unread(input.name(), finding))?,
    };
    xml_file::read(&input.name(), &bytes)
}

/// Reads a TEI document for comparison.
pub(crate) fn read(source: &Source) -> Result<Encoding<'_>, Problem> {
    Encoding::read(source.text()).map_err(|error| {
        let finding = Diagnostic::new(Code::V001, error.message).at(error.span);
        Problem::of(source.clone(), finding)
    })
}
