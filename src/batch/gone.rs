//! Results whose transcripts are gone: reported, and removed where that is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::batch::cache::{Cache, Orphan};
use crate::batch::destination::Destination;
use crate::batch::discover::Input;
use crate::batch::document::unwritable;
use crate::batch::record::hash;
use crate::batch::run::{Job, Observer, RunError, real};
use crate::batch::shard::Shard;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::{FileReport, Finding, Outcome};
use crate::source::Source;

/// Looks for such results below the output folder. `known` results of this run have records; where there are no others,
/// there is nothing to look for.
pub(super) fn settle(job: &Job<'_>, known: usize, observer: &mut dyn Observer) -> Result<(), RunError> {
    let (Some(cache), Destination::Folder(folder)) = (job.cache, job.destination) else { return Ok(()) };
    let others = job.shard.is_none_or(Shard::is_first) && cache.len()? > known as u64;
    if !others {
        return Ok(());
    }
    let archives = archives(job.inputs);
    for orphan in cache.orphans(&fs::canonicalize(folder)?, &|source| is_lost(source, &archives))? {
        let report = if job.mode.prune { prune(job, cache, &orphan)? } else { left(&orphan, "") };
        if let Some(report) = report {
            observer.document(&report, None)?;
        }
    }
    Ok(())
}

/// The archives and files of lines of a run of which all is known, each with what is in it.
type Archives<'a> = BTreeMap<PathBuf, BTreeSet<&'a Path>>;

fn archives(inputs: &[Input]) -> Archives<'_> {
    let mut archives = Archives::new();
    let mut last = (Path::new(""), PathBuf::new());
    for input in inputs {
        let Some(file) = input.whole_container() else { continue };
        if last.0 != file {
            last = (file, real(file));
        }
        archives.entry(last.1.clone()).or_default().insert(input.below());
    }
    archives
}

/// Whether a transcript, given by a path into an archive or file of lines, is not in one of this run any more.
fn is_lost(source: &Path, archives: &Archives<'_>) -> bool {
    let archive = source.ancestors().skip(1).find_map(|above| archives.get_key_value(above));
    archive.is_some_and(|(path, members)| source.strip_prefix(path).is_ok_and(|below| !members.contains(below)))
}

/// The report on a result that is left.
fn left(orphan: &Orphan, why: &str) -> Option<FileReport> {
    if !orphan.output.exists() {
        return None;
    }
    let message = format!("this transcript is gone, and {} was made from it{why}", orphan.output.display());
    let finding =
        Diagnostic::new(Code::P009, message).with_help("`--prune` removes results whose transcripts are gone");
    Some(report(orphan, Outcome::Gone, Some(finding)))
}

fn report(orphan: &Orphan, outcome: Outcome, finding: Option<Diagnostic>) -> FileReport {
    let name = orphan.source.display().to_string();
    let findings = finding.map(|finding| Finding::of_source(&Source::from_text("", ""), &[finding]));
    let output = Some(orphan.output.display().to_string());
    FileReport { output, ..FileReport::new(name, outcome, findings.unwrap_or_default()) }
}

/// Removes a result, unless it was edited by hand.
fn prune(job: &Job<'_>, cache: &Cache, orphan: &Orphan) -> Result<Option<FileReport>, RunError> {
    match fs::read(&orphan.output) {
        Ok(bytes) if !is_ours(orphan, &bytes) => return Ok(left(orphan, " and was edited by hand since")),
        Ok(_) if job.mode.dry_run => {}
        Ok(_) => {
            if let Err(error) = remove(&orphan.output) {
                return Ok(Some(report(orphan, Outcome::Failed, Some(unwritable(Some(&orphan.output), &error)))));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            cache.forget(&orphan.key)?;
            return Ok(None);
        }
        Err(error) => return Ok(Some(report(orphan, Outcome::Failed, Some(unwritable(Some(&orphan.output), &error))))),
    }
    if !job.mode.dry_run {
        cache.forget(&orphan.key)?;
    }
    Ok(Some(report(orphan, Outcome::Removed, None)))
}

fn is_ours(orphan: &Orphan, bytes: &[u8]) -> bool {
    let hash = hash(bytes);
    let record = &orphan.record;
    let is_written = record.output.hash == hash && record.machine.is_none();
    is_written || (record.before.as_ref() == Some(&hash) && !record.before_edited)
}

/// Removes a result, and the source map beside it.
fn remove(output: &Path) -> io::Result<()> {
    let map = output.with_extension("map.json");
    if map.is_file() {
        fs::remove_file(map)?;
    }
    fs::remove_file(output)
}
