//! A result that was edited by hand is brought together with what the transcript gives now: nothing that an editor did
//! is lost.

use std::path::Path;

use crate::compare::{Encoding, Merged, OnConflict, merge};
use crate::diagnostic::{Code, Diagnostic};
use crate::pipeline::Check;

/// Merges a result that was edited by hand with a new conversion.
///
/// # Errors
/// Why that cannot be done: one of the three is not well-formed.
pub(super) fn merged(base: &str, edited: &str, new: &str, check: &Check) -> Result<Merged, String> {
    let read = |xml, whose: &str| {
        Encoding::read(xml).map_err(|error| {
            let before = &xml.as_bytes()[..error.span.start.min(xml.len())];
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            format!("{whose} is not well-formed: line {line}: {}", error.message)
        })
    };
    let documents =
        (read(base, "what postil wrote last")?, read(edited, "the edited file")?, read(new, "the new result")?);
    // An edited file that is not valid as it is may stay so.
    let must_be_valid = check.accepts(edited);
    let (base, edited, new) = documents;
    Ok(merge(base, edited, new, OnConflict::Ours, &|xml| !must_be_valid || check.accepts(xml)))
}

/// What is said of a merge.
pub(super) fn told(path: &Path, merged: &Merged) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = merged
        .conflicts
        .iter()
        .map(|conflict| {
            let message = format!("{}:{}: {}", path.display(), conflict.ours.line, conflict.message);
            Diagnostic::new(Code::M001, message)
                .with_help("`ours` is the file as it was edited by hand, and stays; `theirs` is the new conversion")
        })
        .collect();
    let taken = match merged.taken {
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    let message = format!("{} was edited by hand: {taken} of the new conversion put into it", path.display());
    findings.push(Diagnostic::new(Code::M002, message));
    findings
}
