//! `postil learn`: a model of the names of an edition from its own TEI.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::cli::args::LearnArgs;
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::{Wanted, discover, write_whole};
use postil::config::{self, Selection};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::gold::{self, GoldDocument};
use postil::learn::{Collection, Course, Figures, KINDS};
use postil::model::NameKind;
use postil::recognizer::{Model, School, Tagger};
use postil::source::Source;

/// The value of `--base` that builds on nothing.
const NO_BASE: &str = "none";

/// Learns, and says how well.
pub(crate) fn run(args: &LearnArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let profile = config::profile(&args.profile)?;
    let base = base(args.base.as_deref())?;
    let reporter = Reporter::new(args.findings.format.into(), Stream::Message, terminal);
    let editions = editions(&args.inputs, &reporter)?;
    let collection = Collection::new(&editions, &profile, base);
    let [persons, places, organizations] = collection.names();
    if persons + places + organizations == 0 {
        let finding = Diagnostic::new(Code::P032, "no name is marked in any of these documents")
            .with_help("mark names with persName, placeName or orgName");
        return Err(
            Problem::unread(editions.iter().flatten().next().map_or("", |first| first.id.as_str()), finding).into()
        );
    }
    let texts: usize = editions.iter().map(Vec::len).sum();
    terminal.detail(&format!("{texts} documents: {persons} persons, {places} places, {organizations} organizations"));
    let course = course(args);
    if args.evaluate {
        let (before, after) = collection.evaluate(&course);
        terminal.result(table(&before, &after).as_bytes())?;
    }
    if let Some(output) = &args.output {
        write(output, &collection.learn(&course))?;
        terminal.detail(&format!("the model was written to {}", output.display()));
    }
    Ok(Exit::Clean)
}

fn course(args: &LearnArgs) -> Course {
    let LearnArgs { rate, pull, blindness, .. } = *args;
    let school = School {
        rounds: usize::from(args.rounds),
        rate,
        pull,
        blindness,
        rows: 1 << args.size,
        per_round: args.per_round.map_or(usize::MAX, NonZeroUsize::get),
    };
    Course { school, parts: usize::from(args.parts) }
}

fn base(path: Option<&Path>) -> Result<Tagger, Problem> {
    match path {
        None => Ok(Tagger::default()),
        Some(path) if path == Path::new(NO_BASE) => Ok(Tagger::untaught()),
        Some(path) => Ok(Tagger::untaught().with(config::model(path)?)),
    }
}

/// Writes a model file whole or not at all.
fn write(path: &Path, model: &Model) -> Result<(), Problem> {
    write_whole(path, &model.to_bytes()).map_err(|error| {
        let message = format!("the model cannot be written: {}", reason(&error));
        Problem::unread(path.display().to_string(), Diagnostic::new(Code::P005, message))
    })
}

/// The documents of all inputs: those of each file of gold documents, and those of all TEI files.
fn editions(inputs: &[PathBuf], reporter: &Reporter<'_>) -> anyhow::Result<Vec<Vec<GoldDocument>>> {
    let (lines, others): (Vec<PathBuf>, Vec<PathBuf>) =
        inputs.iter().cloned().partition(|path| path.extension() == Some(OsStr::new("jsonl")));
    let mut editions = lines.iter().map(|path| json_lines(path)).collect::<Result<Vec<_>, _>>()?;
    let mut documents = Vec::new();
    let found = discover(&others, Wanted::Xml, &Selection::default());
    for problem in found.unreadable {
        reporter.problem(&problem)?;
    }
    for input in &found.inputs {
        let name = input.name();
        let bytes = input.read().map_err(|finding| Problem::unread(&name, finding))?;
        let source = xml_file::read(&name, &bytes)?;
        let stem = input.below().file_stem().and_then(OsStr::to_str).unwrap_or(&name);
        documents.push(
            gold::read_tei(stem, source.text()).map_err(|error| {
                Problem::of(source.clone(), Diagnostic::new(Code::V001, error.message).at(error.span))
            })?,
        );
    }
    editions.push(documents);
    Ok(editions)
}

fn json_lines(path: &Path) -> Result<Vec<GoldDocument>, Problem> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| {
        let message = format!("the file cannot be read: {}", reason(&error));
        Problem::unread(&name, Diagnostic::new(Code::P004, message))
    })?;
    gold::read_json_lines(&text).map_err(|error| {
        let source = Source::from_text(&name, &text);
        let finding = Diagnostic::new(Code::P031, format!("this is no gold document: {}", error.reason));
        let span = source.line(error.line);
        Problem::of(
            source,
            match span {
                Some(span) => finding.at(span),
                None => finding,
            },
        )
    })
}

/// What the command calls the names of a kind.
fn plural(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "persName",
        NameKind::Place => "placeName",
        NameKind::Organization => "orgName",
    }
}

/// Precision, recall and F1 of each kind of name, before and after.
fn table(before: &Figures, after: &Figures) -> String {
    let mut table = String::from(
        "name        there          exact, P     R    F1   overlap, P     R    F1   (on documents not learned from)\n",
    );
    for (kind, (before, after)) in KINDS.into_iter().zip(before.kinds.iter().zip(&after.kinds)) {
        for (tally, when) in [(before, "before"), (after, "after")] {
            let [p, r, f] = tally.figures(tally.exact);
            let [overlap_p, overlap_r, overlap_f] = tally.figures(tally.overlap);
            let name = if when == "before" { plural(kind) } else { "" };
            let _ = writeln!(
                table,
                "{name:<9} {gold:>7}  {when:<7}  {p:>8.3} {r:.3} {f:.3}     {overlap_p:>8.3} {overlap_r:.3} {overlap_f:.3}",
                gold = tally.gold,
            );
        }
    }
    table.push_str("\ncertainty      marks   of them exact\n");
    for (cert, &(found, right)) in after.certainties.iter().rev() {
        #[allow(clippy::cast_precision_loss, reason = "counts of names are far below 2^52")]
        let share = right as f64 / (found as f64).max(1.0);
        let _ = writeln!(table, "{:<10} {found:>9}   {share:.3}", cert.as_str());
    }
    table
}
