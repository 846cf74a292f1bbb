//! `postil score`: how well TEI files agree with documents marked by hand.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::args::{ScoreArgs, ScoreFormat};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::{Wanted, discover};
use postil::config::Selection;
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::gold::{GoldDocument, read_json_lines, read_tei};
use postil::score::{Counts, ErrorKind, Mistake, Rates, Report, Score, part};
use postil::xml::{self, Element};

/// The endings of TEI files, the first that is there counts.
const ENDINGS: [&str; 3] = ["xml", "tei", "tei.xml"];

/// Measures, and prints the figures.
pub(crate) fn run(args: &ScoreArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut gold = gold(&args.gold)?;
    if let Some(subset) = &args.subset {
        gold.retain(|document| document.subset.as_ref() == Some(subset));
    }
    if gold.is_empty() {
        return Err(refused(&args.gold, "there are no gold documents".to_owned()).into());
    }
    let reporter = Reporter::human(Stream::Message, terminal);
    let mut score = Score::new(&gold, &args.types);
    let is_single = gold.len() == 1 && args.output.is_file();
    for document in &gold {
        let path = if is_single { Some(args.output.clone()) } else { output_of(&document.id, &args.output) };
        let root = match path.map(|path| parsed(&path)) {
            Some(Ok(root)) => Some(root),
            Some(Err(message)) => {
                reporter.problem(&absent(document, &message))?;
                None
            }
            None => {
                reporter.problem(&absent(document, "there is no TEI file for this document"))?;
                None
            }
        };
        score.add(document, root.as_ref());
    }
    let report = score.finish();
    let shown = match args.format {
        ScoreFormat::Human => human(&report, args.errors),
        ScoreFormat::Json => format!("{:#}\n", as_json(&report, args.errors)),
    };
    terminal.result(shown.as_bytes())?;
    Ok(Exit::Clean)
}

fn refused(path: &Path, message: String) -> Problem {
    Problem::unread(path.display().to_string(), Diagnostic::new(Code::P050, message))
}

fn absent(document: &GoldDocument, message: &str) -> Problem {
    let finding = Diagnostic::new(Code::P051, message).with_help("all its marks count as missed");
    Problem::unread(document.id.clone(), finding)
}

/// The gold documents of a file or folder.
fn gold(path: &Path) -> Result<Vec<GoldDocument>, Problem> {
    if path.extension().is_some_and(|ending| matches!(ending.to_str(), Some("jsonl" | "ndjson" | "json"))) {
        let text = fs::read_to_string(path).map_err(|error| refused(path, reason(&error)))?;
        return read_json_lines(&text).map_err(|error| refused(path, error.to_string()));
    }
    let found = discover(&[path.to_path_buf()], Wanted::Xml, &Selection::default());
    if let Some(problem) = found.unreadable.first() {
        return Err(refused(path, problem.finding.message.clone()));
    }
    found.inputs.iter().map(|input| gold_of_tei(&PathBuf::from(input.name()), input.below())).collect()
}

/// The gold document of a TEI file; `below` is its path below the folder that was named.
fn gold_of_tei(path: &Path, below: &Path) -> Result<GoldDocument, Problem> {
    let bytes = fs::read(path).map_err(|error| refused(path, reason(&error)))?;
    let source = xml_file::read(&path.display().to_string(), &bytes)?;
    let name = below.to_string_lossy();
    let id = name.trim_end_matches(".xml").trim_end_matches(".tei");
    read_tei(id, source.text()).map_err(|error| refused(path, format!("it is not well-formed: {}", error.message)))
}

/// The TEI file of a document.
fn output_of(id: &str, folder: &Path) -> Option<PathBuf> {
    ENDINGS.iter().map(|ending| folder.join(format!("{id}.{ending}"))).find(|path| path.is_file())
}

fn parsed(path: &Path) -> Result<Element, String> {
    let bytes = fs::read(path).map_err(|error| reason(&error))?;
    let source = xml_file::read(&path.display().to_string(), &bytes).map_err(|problem| problem.finding.message)?;
    let document =
        xml::parse(source.text()).map_err(|error| format!("its TEI is not well-formed: {}", error.message))?;
    document.root().cloned().ok_or_else(|| "its TEI is empty".to_owned())
}

/// The figures as tables.
fn human(report: &Report, errors: usize) -> String {
    let mut text = head(report);
    text.push_str(&table(report));
    text.push_str(&when(report));
    text.push_str(&confusion(report));
    text.push_str(&mistakes(report, errors));
    text
}

fn head(report: &Report) -> String {
    let documents = counted(report.documents, "document");
    let missing = match report.missing.len() {
        0 => String::new(),
        number => format!(", {number} without output"),
    };
    let lowest = report.aligned.iter().min_by(|one, other| one.1.total_cmp(other.1));
    let aligned = lowest.map_or(String::new(), |(name, part)| {
        format!("; of the text {} was found, least in {name} ({})", percent(mean(report)), percent(*part))
    });
    format!("{documents}{missing}{aligned}\n\n")
}

fn mean(report: &Report) -> f64 {
    let sum: f64 = report.aligned.values().sum();
    #[expect(clippy::cast_precision_loss, reason = "a number of documents")]
    let number = report.aligned.len().max(1) as f64;
    sum / number
}

fn percent(part: f64) -> String {
    format!("{:.1}%", part * 100.0)
}

fn counted(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}

fn table(report: &Report) -> String {
    let mut text = format!(
        "{:11} {:>6} {:>6}  {:^20}  {:^20}  {:^20}\n{:11} {:>6} {:>6}",
        "", "", "", "exact", "without titles", "overlap", "type", "gold", "found"
    );
    for _ in 0..3 {
        let _ = write!(text, "  {:>6} {:>6} {:>6}", "P", "R", "F1");
    }
    text.push('\n');
    for (name, counts) in &report.types {
        let _ = write!(text, "{name:11} {:6} {:6}", counts.gold, counts.found);
        for Rates { precision, recall, f1 } in rates(counts) {
            let _ = write!(text, "  {precision:6.3} {recall:6.3} {f1:6.3}");
        }
        text.push('\n');
    }
    text
}

fn rates(counts: &Counts) -> [Rates; 3] {
    [counts.exact, counts.untitled, counts.overlap].map(|pairs| counts.rates(pairs))
}

fn when(report: &Report) -> String {
    let counts = report.when;
    if counts.gold == 0 {
        return String::new();
    }
    format!(
        "\nvalues of dates: {} in the gold, {} found; of the found {:.3} equal, {:.3} equal to the day, {:.3} without value; \
         of all {:.3} equal\n",
        counts.gold,
        counts.found,
        part(counts.equal, counts.found),
        part(counts.same_day, counts.found),
        part(counts.none, counts.found),
        part(counts.equal, counts.gold),
    )
}

/// The table of confusion: a row for each type of the gold, a column for each of the output.
fn confusion(report: &Report) -> String {
    let rows: BTreeMap<(Option<&str>, Option<&str>), usize> =
        report.confusion.iter().map(|row| ((row.gold.as_deref(), row.found.as_deref()), row.count)).collect();
    let names: Vec<&str> = report
        .types
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| rows.keys().any(|(gold, found)| *gold == Some(*name) || *found == Some(*name)))
        .collect();
    if names.len() < 2 {
        return String::new();
    }
    let mut text = format!("\n{:17}", "gold taken for");
    names.iter().chain([&"nothing"]).for_each(|name| {
        let _ = write!(text, " {name:>10}");
    });
    for gold in names.iter().copied().map(Some).chain([None]) {
        let _ = write!(text, "\n{:17}", gold.unwrap_or("nothing"));
        for found in names.iter().copied().map(Some).chain([None]) {
            let count = rows.get(&(gold, found)).map_or_else(String::new, usize::to_string);
            let _ = write!(text, " {count:>10}");
        }
        text.truncate(text.trim_end().len());
    }
    text + "\n"
}

/// The mistakes by document, so many of each type.
fn mistakes(report: &Report, errors: usize) -> String {
    let mut text = String::new();
    let mut document = "";
    for mistake in first_mistakes(report, errors) {
        if document != mistake.document {
            document = &mistake.document;
            let _ = writeln!(text, "\n{document}");
        }
        let what = match &mistake.kind {
            ErrorKind::Missed => "missed".to_owned(),
            ErrorKind::Extra => "extra".to_owned(),
            ErrorKind::Value { expected, given } => format!("value {given}, not {expected}"),
        };
        let Mistake { of, before, words, after, .. } = mistake;
        let _ = writeln!(text, "  {of} {what}: {before}«{words}»{after}");
    }
    text
}

fn first_mistakes(report: &Report, errors: usize) -> impl Iterator<Item = &Mistake> {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    report.mistakes.iter().filter(move |mistake| {
        let number = shown.entry(&mistake.of).or_default();
        *number += 1;
        *number <= errors
    })
}

/// The figures as one object.
fn as_json(report: &Report, errors: usize) -> serde_json::Value {
    let types: serde_json::Map<String, serde_json::Value> = report
        .types
        .iter()
        .map(|(name, counts)| {
            let [exact, untitled, overlap] = rates(counts);
            let figures = json!({
                "gold": counts.gold, "found": counts.found, "exact": exact, "withoutTitles": untitled, "overlap": overlap,
            });
            (name.clone(), figures)
        })
        .collect();
    json!({
        "documents": report.documents,
        "missing": report.missing,
        "aligned": mean(report),
        "types": types,
        "when": report.when,
        "confusion": report.confusion,
        "errors": first_mistakes(report, errors).collect::<Vec<_>>(),
    })
}
