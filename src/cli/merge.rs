//! `postil merge`: two versions of an encoding brought together.

use crate::cli::args::{ConflictChoice, MergeArgs};
use crate::cli::diff::{read, source, write, write_bytes};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::compare::show::json_of_conflicts;
use postil::compare::{Conflict, OnConflict, merge};
use postil::diagnostic::{Code, Diagnostic, Problem};
use postil::pipeline::Check;
use postil::report::Verbosity;
use postil::source::Source;

/// Merges, and says what could not be merged.
pub(crate) fn run(args: &MergeArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (base, ours, theirs) = (source(&args.base)?, source(&args.ours)?, source(&args.theirs)?);
    let on_conflict = match args.on_conflict {
        ConflictChoice::Mark => OnConflict::Mark,
        ConflictChoice::Ours | ConflictChoice::Theirs => OnConflict::Ours,
    };
    let check = Check::Bundled;
    // Where a version is not valid itself, the result need not be.
    let must_be_valid = [&base, &ours, &theirs].into_iter().all(|source| check.accepts(source.text()));
    let is_sound = |xml: &str| !must_be_valid || check.accepts(xml);
    let is_turned = args.on_conflict == ConflictChoice::Theirs;
    let (kept, taken_from) = if is_turned { (&theirs, &ours) } else { (&ours, &theirs) };
    let mut merged = merge(read(&base)?, read(kept)?, read(taken_from)?, on_conflict, &is_sound);
    if is_turned {
        merged.conflicts = merged.conflicts.into_iter().map(Conflict::turned).collect();
    }
    if let Some(path) = &args.conflicts {
        write(path, &json_of_conflicts(&merged.conflicts))?;
    }
    let reporter = Reporter::human(Stream::Message, terminal);
    for conflict in &merged.conflicts {
        reporter.problem(&told(&ours, conflict))?;
    }
    match &args.output {
        Some(path) => write_bytes(path, &encoded(kept, &merged.xml)?)?,
        None => terminal.result(&encoded(kept, &merged.xml)?)?,
    }
    if terminal.verbosity() != Verbosity::Quiet && args.output.is_some() {
        let taken = counted(merged.taken, "change", "changes");
        terminal.message(&format!("{taken} taken, {}", counted(merged.conflicts.len(), "conflict", "conflicts")));
    }
    Ok(if merged.conflicts.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// The bytes of a result, in the encoding of the file that it goes on from. What that encoding does not have becomes a
/// character reference.
fn encoded(source: &Source, xml: &str) -> Result<Vec<u8>, Problem> {
    let known = source.encoding();
    if known.name.starts_with("UTF-16") {
        let message = format!("the result cannot be written in {}", known.name);
        let finding = Diagnostic::new(Code::P005, message).with_help("convert the file to UTF-8 first");
        return Err(Problem::unread(source.name(), finding));
    }
    let encoding = encoding_rs::Encoding::for_label(known.name.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let mark: &[u8] = if known.byte_order_mark { "\u{FEFF}".as_bytes() } else { &[] };
    Ok([mark, &encoding.encode(xml).0].concat())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A conflict as a finding in ours.
fn told(ours: &Source, conflict: &Conflict) -> Problem {
    let mut finding = Diagnostic::new(Code::M001, conflict.message.clone());
    if let Some(span) = ours.line(conflict.ours.line) {
        finding = finding.at(span);
    }
    Problem::of(ours.clone(), finding)
}
