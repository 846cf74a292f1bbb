//! `postil fmt`: TEI files in the layout of postil.

use std::fs;
use std::path::Path;

use crate::cli::args::FmtArgs;
use crate::cli::exit::Exit;
use crate::cli::in_place;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::{Input, Wanted, discover};
use postil::config::Selection;
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::reformat::{ReformatError, reformat};
use postil::report::printable;
use postil::source::Source;

/// Rewrites all inputs, or says which would change.
pub(crate) fn run(args: &FmtArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let found = discover(&args.inputs, Wanted::Xml, &Selection::default());
    let reporter = Reporter::human(Stream::Message, terminal);
    let mut counts = Counts::default();
    for problem in &found.unreadable {
        counts.failed += 1;
        reporter.problem(problem)?;
    }
    for folder in &found.empty_folders {
        terminal.remark(&format!("{} holds no .xml files", folder.display()));
    }
    for input in &found.inputs {
        match laid_out(input, args).and_then(|done| settle(input, &done, args)) {
            Ok(Outcome::Changed) => counts.changed += 1,
            Ok(Outcome::Same) => counts.same += 1,
            Ok(Outcome::Printed(text)) => {
                terminal.result(text.as_bytes())?;
                counts.same += 1;
            }
            Ok(Outcome::WouldChange) => {
                terminal.result(format!("{}\n", printable(&input.name())).as_bytes())?;
                counts.changed += 1;
            }
            Err(problem) => {
                counts.failed += 1;
                reporter.problem(&problem)?;
            }
        }
        if terminal.is_closed() {
            break;
        }
    }
    let is_pipe = !args.check && matches!(found.inputs[..], [Input::Stdin]);
    if !is_pipe {
        terminal.remark(&counts.in_words(args));
    }
    let is_clean = counts.failed == 0 && !(args.check && counts.changed > 0);
    Ok(if is_clean { Exit::Clean } else { Exit::Findings })
}

#[derive(Default)]
struct Counts {
    changed: usize,
    same: usize,
    failed: usize,
}

impl Counts {
    fn in_words(&self, args: &FmtArgs) -> String {
        let changed = if args.check { "would be rewritten" } else { "rewritten" };
        let failed = if self.failed > 0 { format!(", {} failed", self.failed) } else { String::new() };
        format!("{} {changed}, {} in this layout already{failed}", self.changed, self.same)
    }
}

/// What became of an input.
enum Outcome {
    Changed,
    Same,
    WouldChange,
    Printed(String),
}

/// A file before and after.
struct Done {
    before: Vec<u8>,
    after: String,
}

fn laid_out(input: &Input, args: &FmtArgs) -> Result<Done, Problem> {
    let name = input.name();
    let before = input.read().map_err(|finding| Problem::unread(&name, finding))?;
    let layout = project::layout_of(input.path().unwrap_or(Path::new("")), args.layout);
    let layout = layout.map_err(|error| problem_of(&name, &error))?;
    let source = xml_file::read(&name, &before)?;
    match reformat(source.text(), layout) {
        Ok(after) => Ok(Done { before, after }),
        Err(error) => Err(refusal(source, error)),
    }
}

/// Writes what changed, where it is to be written.
fn settle(input: &Input, done: &Done, args: &FmtArgs) -> Result<Outcome, Problem> {
    let changes = done.before != done.after.as_bytes();
    match input {
        Input::Stdin if args.check && changes => Ok(Outcome::WouldChange),
        Input::Stdin if args.check => Ok(Outcome::Same),
        Input::Stdin => Ok(Outcome::Printed(done.after.clone())),
        _ if !changes => Ok(Outcome::Same),
        _ if args.check => Ok(Outcome::WouldChange),
        Input::Member { .. } | Input::Line { .. } => {
            let finding = Diagnostic::new(Code::F003, "a member of an archive cannot be rewritten in its place");
            Err(Problem::unread(input.name(), finding.with_help("unpack the archive and name the folder")))
        }
        Input::File { path, .. } => {
            let written = match fs::read(path) {
                Ok(now) if now != done.before => Err("it has changed while it was read".to_owned()),
                _ => in_place::rewrite(path, done.after.as_bytes()).map_err(|error| reason(&error)),
            };
            written.map(|()| Outcome::Changed).map_err(|why| {
                let finding = Diagnostic::new(Code::P005, format!("this file cannot be written: {why}"));
                Problem::unread(input.name(), finding)
            })
        }
    }
}

fn refusal(source: Source, error: ReformatError) -> Problem {
    let message = error.to_string();
    let finding = match error {
        ReformatError::Xml(error) => Diagnostic::new(Code::V001, message).at(error.span),
        ReformatError::NotTei { span, .. } => {
            Diagnostic::new(Code::F002, message).at(span).with_help("TEI has the namespace http://www.tei-c.org/ns/1.0")
        }
        ReformatError::NotProven => Diagnostic::new(Code::F001, message)
            .with_help("the file is left as it is; please report this with the file"),
    };
    Problem::of(source, finding)
}

/// A broken project file, as the problem that it is.
fn problem_of(name: &str, error: &anyhow::Error) -> Problem {
    match error.downcast_ref::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::unread(name, Diagnostic::new(Code::P060, error.to_string())),
    }
}
