//! One document of a run: whether it must be converted, its conversion, and its bytes on the disk.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use encoding_rs::Encoding;

use crate::batch::base::{Kept, packed};
use crate::batch::cache::Entry;
use crate::batch::destination::Target;
use crate::batch::discover::Input;
use crate::batch::edited;
use crate::batch::parts::Projects;
use crate::batch::record::{Parts, Record, Why, Written, hash};
use crate::batch::run::{Existing, Folders, Job, Planned, Shared, Treatment};
use crate::batch::stamp::Stamp;
use crate::batch::write::{Staged, stage};
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::pipeline::{self, Conversion};
use crate::report::{FileReport, Finding, Outcome};
use crate::source::Source;

/// A document that is to be looked at, and what is known of it.
#[derive(Debug)]
pub(super) struct Task<'a> {
    pub(super) input: &'a Input,
    pub(super) target: Target,
    pub(super) entry: Place,
    pub(super) record: Option<Record>,
}

/// Where the record of a document is kept: the keys of its result and of its transcript.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) key: Vec<u8>,
    pub(super) source: Vec<u8>,
}

impl Place {
    fn with(self, record: Record) -> Entry {
        Entry { key: self.key, source: self.source, record, base: None, base_before: None }
    }
}

/// A document after it was looked at.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) report: FileReport,
    /// The TEI, where it goes to standard output.
    pub(super) xml: Option<String>,
    /// Files that are written and have not got their names.
    pub(super) staged: Vec<Staged>,
    /// What is to be kept of it from now on.
    pub(super) entry: Option<Entry>,
    /// Whether something is known of its result, from now on at the latest.
    pub(super) known: bool,
    /// What would be done, where nothing is.
    pub(super) planned: Option<Planned>,
}

impl Made {
    pub(super) fn new(report: FileReport) -> Self {
        Self { report, xml: None, staged: Vec::new(), entry: None, known: false, planned: None }
    }

    /// A document that could not be converted.
    pub(super) fn failed(name: String, finding: Diagnostic) -> Self {
        let findings = Finding::of_source(&Source::from_text(name.as_str(), ""), &[finding]);
        Self::new(FileReport::new(name, Outcome::Failed, findings))
    }

    /// The same document, which failed after all.
    pub(super) fn fail(&mut self, finding: Diagnostic) {
        self.report.findings.extend(nowhere(finding));
        self.report.outcome = Outcome::Failed;
    }
}

/// A finding that is at no place of the transcript.
fn nowhere(finding: Diagnostic) -> Vec<Finding> {
    Finding::of_source(&Source::from_text("", ""), &[finding])
}

/// What stands where the result goes.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// Nothing, or nothing that is kept: standard output, or a file that the user named.
    Nothing,
    /// What the last conversion wrote.
    AsWritten(Stamp),
    /// What the last conversion was to replace.
    AsBefore(String),
    /// Something that postil did not write.
    Edited(String),
}

/// The transcript, read as far as needed.
struct Reading {
    bytes: Option<Vec<u8>>,
    stamp: Option<Stamp>,
    hash: String,
}

/// Treats one document, up to the point where its files would get their names.
pub(super) fn treat(job: &Job<'_>, task: Task<'_>, shared: &Shared) -> Made {
    let begun = Instant::now();
    let (name, known) = (task.input.name(), task.record.is_some());
    let mut made = match Document::look(job, task, &shared.projects) {
        Ok(document) => document.make(&shared.folders),
        Err(finding) => Made::failed(name, finding),
    };
    made.report.took = begun.elapsed();
    made.known = known || made.entry.is_some();
    made
}

/// A document of which all is known that decides what to do.
struct Document<'a> {
    job: &'a Job<'a>,
    task: Task<'a>,
    treatment: Treatment,
    reading: Reading,
    parts: Parts,
    standing: Standing,
}

impl<'a> Document<'a> {
    fn look(job: &'a Job<'a>, task: Task<'a>, projects: &Projects) -> Result<Self, Diagnostic> {
        let treatment = (job.treatment)(task.input);
        let reading = look_at_source(job, &task)?;
        let parts = projects.parts(&treatment, &task.input.name(), reading.hash.clone());
        let standing = standing(job, &task).map_err(|error| unwritable(task.target.path(), &error))?;
        Ok(Self { job, task, treatment, reading, parts, standing })
    }

    fn make(self, folders: &Folders) -> Made {
        let why = self.why();
        let is_edited = matches!(self.standing, Standing::Edited(_));
        if self.job.mode.dry_run {
            return self.planned(why);
        }
        if why.is_empty() {
            return self.unchanged(if is_edited { Outcome::Kept } else { Outcome::Unchanged });
        }
        self.convert(&why, folders)
    }

    /// Why it must be converted; nothing where it need not be.
    fn why(&self) -> Vec<Why> {
        let mut why = match &self.task.record {
            Some(record) => self.parts.changed_since(&record.parts),
            None => vec![Why::New],
        };
        match self.standing {
            Standing::Nothing if self.task.record.is_some() => why.push(Why::OutputMissing),
            Standing::AsBefore(_) if why.is_empty() => why.push(Why::OutputMissing),
            Standing::Nothing | Standing::AsWritten(_) | Standing::AsBefore(_) | Standing::Edited(_) => {}
        }
        if why.is_empty() && self.job.mode.force {
            why.push(Why::Forced);
        }
        let has_hand = match self.standing {
            Standing::Edited(_) => true,
            Standing::AsWritten(_) => self.task.record.as_ref().is_some_and(|record| record.machine.is_some()),
            Standing::Nothing | Standing::AsBefore(_) => false,
        };
        if why.is_empty() && has_hand && self.job.mode.existing == Existing::Overwrite {
            why.push(Why::OutputEdited);
        }
        why
    }

    fn report(&self, outcome: Outcome, findings: Vec<Finding>) -> FileReport {
        let output = self.task.target.path().map(|path| path.display().to_string());
        FileReport { output, ..FileReport::new(self.task.input.name(), outcome, findings) }
    }

    fn planned(self, why: Vec<Why>) -> Made {
        let kept = matches!(self.standing, Standing::Edited(_))
            && self.job.mode.existing == Existing::Merge
            && self.task.record.is_none();
        let findings = self.task.record.as_ref().map(|record| record.findings.clone()).unwrap_or_default();
        let outcome = match (why.is_empty(), kept) {
            (_, true) => Outcome::Kept,
            (true, false) => Outcome::Unchanged,
            (false, false) => Outcome::Converted,
        };
        Made { planned: Some(Planned { why }), ..Made::new(self.report(outcome, findings)) }
    }

    /// Nothing that decides the result has changed. Stamps that have are kept, so that the next look is short.
    fn unchanged(mut self, outcome: Outcome) -> Made {
        let Some(mut record) = self.task.record.take() else { return Made::new(self.report(outcome, Vec::new())) };
        let stamps = |record: &Record| (record.source, record.output.stamp, record.before.is_some());
        let known = stamps(&record);
        record.source = self.reading.stamp.or(record.source);
        if let Standing::AsWritten(stamp) = self.standing {
            record.output.stamp = stamp;
            record.before = None;
        }
        if stamps(&record) == known {
            return Made::new(self.report(outcome, record.findings));
        }
        let report = self.report(outcome, record.findings.clone());
        Made { entry: Some(self.task.entry.with(record)), ..Made::new(report) }
    }

    fn convert(self, why: &[Why], folders: &Folders) -> Made {
        let (source, conversion) = match self.conversion() {
            Ok(done) => done,
            Err(finding) => return Made::failed(self.task.input.name(), finding),
        };
        let findings = Finding::of_source(&source, &conversion.diagnostics);
        drop(source);
        let Some(xml) = &conversion.xml else { return Made::new(self.report(Outcome::Failed, findings)) };
        let edited = if self.job.mode.existing == Existing::Merge { self.edited(xml) } else { None };
        let Some((hash, is_before)) = edited else { return self.stage(conversion, findings, folders, None) };
        match self.merge(&hash, is_before, xml) {
            Ok(Some(hand)) => self.stage(conversion, findings, folders, Some(hand)),
            Ok(None) => self.keep_edited(findings, why, None),
            Err(reason) => self.keep_edited(findings, why, Some(&reason)),
        }
    }

    /// The hash of what stands in the place of the result, if that has what was done by hand; and whether it was made from
    /// what postil wrote the time before.
    fn edited(&self, xml: &str) -> Option<(String, bool)> {
        let record = self.task.record.as_ref();
        match &self.standing {
            Standing::Edited(edited) if *edited != hash(xml.as_bytes()) => Some((edited.clone(), false)),
            Standing::AsWritten(_) => {
                let record = record.filter(|record| record.machine.is_some())?;
                Some((record.output.hash.clone(), false))
            }
            Standing::AsBefore(before) if record.is_some_and(|record| record.before_edited) => {
                Some((before.clone(), true))
            }
            Standing::Nothing | Standing::AsBefore(_) | Standing::Edited(_) => None,
        }
    }

    /// Brings what was done by hand together with a new conversion. Nothing, where it is not known what postil wrote last.
    fn merge(&self, edited: &str, is_before: bool, xml: &str) -> Result<Option<Hand>, String> {
        let path = self.task.target.path().unwrap_or(Path::new(""));
        let key = &self.task.entry.key;
        let Job { base, destination, cache, .. } = self.job;
        let Some(base) = base.of(path, destination, &Kept { cache: *cache, key, is_before })? else { return Ok(None) };
        let bytes = fs::read(path).map_err(|error| reason(&error))?;
        if hash(&bytes) != *edited {
            return Err("the file was changed while it was read".to_owned());
        }
        let text = String::from_utf8(bytes).map_err(|_| "the edited file is not in UTF-8".to_owned())?;
        let merged = edited::merged(&base, &text, xml, &self.treatment.project.check)?;
        Ok(Some(Hand { findings: edited::told(path, &merged), xml: merged.xml, base }))
    }

    /// The transcript as it was read, and what became of it.
    fn conversion(&self) -> Result<(Source, Conversion), Diagnostic> {
        let Treatment { project, format, encoding } = &self.treatment;
        let read;
        let bytes = if let Some(bytes) = &self.reading.bytes {
            bytes
        } else {
            read = self.task.input.read()?;
            &read
        };
        if let Input::Line { file, number } = self.task.input {
            return Ok(file.document(*number, bytes)?.convert(*format, project));
        }
        let name = self.task.input.name();
        let source = match encoding {
            Some(encoding) => Source::from_bytes_in(name, bytes, encoding),
            None => Source::from_bytes(name, bytes),
        };
        let conversion = guarded(|| pipeline::convert(&source, *format, project));
        Ok((source, conversion))
    }

    /// The result was edited by hand, and would now be another: it is left, and that is said.
    fn keep_edited(self, mut findings: Vec<Finding>, why: &[Why], reason: Option<&str>) -> Made {
        let path = self.task.target.path().unwrap_or(Path::new("")).display().to_string();
        let finding = if let Some(reason) = reason {
            let message = format!("{path} was edited by hand and left as it is: {reason}");
            Diagnostic::new(Code::P008, message)
        } else if self.task.record.is_some() {
            let why: Vec<String> = why.iter().map(ToString::to_string).collect();
            let message =
                format!("{path} was edited by hand and left as it is, though it is out of date ({})", why.join(", "));
            Diagnostic::new(Code::P008, message)
        } else {
            let message =
                format!("{path} is there already, is not known to be a result of postil, and was left as it is");
            Diagnostic::new(Code::P008, message)
        };
        let finding = finding.with_help("`--overwrite` replaces it by what is converted from the transcript");
        findings.extend(nowhere(finding));
        Made::new(self.report(Outcome::Kept, findings))
    }

    /// Writes the result, with what was done by hand; it gets its name later.
    fn stage(self, conversion: Conversion, mut findings: Vec<Finding>, folders: &Folders, hand: Option<Hand>) -> Made {
        let machine = conversion.xml.unwrap_or_default();
        let is_edited = hand.is_some();
        let (xml, base_before) = match hand {
            Some(hand) => {
                findings.extend(hand.findings.into_iter().flat_map(nowhere));
                (hand.xml, Some(packed(&hand.base)))
            }
            None => (machine.clone(), None),
        };
        let Some(path) = self.task.target.path() else {
            return Made { xml: Some(xml), ..Made::new(self.report(Outcome::Converted, findings)) };
        };
        let staged = folders.prepare(path, self.job.destination).and_then(|()| {
            // A source map tells of what postil itself made.
            let map = conversion
                .source_map
                .filter(|_| xml == machine)
                .map(|map| stage(&path.with_extension("map.json"), map.as_bytes()));
            Ok((map.transpose()?, stage(path, xml.as_bytes())?))
        });
        let (map, file) = match staged {
            Ok(staged) => staged,
            Err(error) => {
                let mut made = Made::new(self.report(Outcome::Failed, findings));
                made.fail(unwritable(Some(path), &error));
                return made;
            }
        };
        let record = Record {
            source: self.reading.stamp,
            parts: parts_of(&self.parts, &findings),
            output: Written { hash: hash(xml.as_bytes()), stamp: file.stamp },
            before: self.before(),
            before_edited: is_edited,
            machine: (xml != machine).then(|| hash(machine.as_bytes())),
            findings: findings.clone(),
        };
        let is_kept = self.job.cache.is_some();
        let entry = Some(Entry {
            base: is_kept.then(|| packed(&machine)),
            base_before: base_before.filter(|_| is_kept),
            ..self.task.entry.clone().with(record)
        });
        let report = self.report(Outcome::Converted, findings);
        Made { staged: map.into_iter().chain([file]).collect(), entry, ..Made::new(report) }
    }

    /// The hash of what the result replaces.
    fn before(&self) -> Option<String> {
        match &self.standing {
            Standing::Nothing => None,
            Standing::AsWritten(_) => self.task.record.as_ref().map(|record| record.output.hash.clone()),
            Standing::AsBefore(hash) | Standing::Edited(hash) => Some(hash.clone()),
        }
    }
}

/// A result with what was done by hand.
struct Hand {
    xml: String,
    findings: Vec<Diagnostic>,
    /// What postil wrote before it was edited.
    base: String,
}

/// The parts that decided a result. One for which an annotator gave no answer is not what it should be, so it is made
/// again the next time.
fn parts_of(parts: &Parts, findings: &[Finding]) -> Parts {
    let unanswered = findings.iter().any(|finding| finding.code == Code::P040);
    let names = if unanswered { "no answer".to_owned() } else { parts.names.clone() };
    Parts { names, ..parts.clone() }
}

/// Finds out what the transcript is, without reading it where its stamp says that it has not changed.
fn look_at_source(job: &Job<'_>, task: &Task<'_>) -> Result<Reading, Diagnostic> {
    let stamp = task.input.stamp();
    if let (Some(stamp), Some(record), Some(cache)) = (stamp, &task.record, job.cache)
        && record.source == Some(stamp)
        && stamp.settled_before(cache.last_run())
    {
        return Ok(Reading { bytes: None, stamp: Some(stamp), hash: record.parts.source.clone() });
    }
    let bytes = task.input.read()?;
    let hash = hash(&bytes);
    Ok(Reading { bytes: Some(bytes), stamp, hash })
}

/// Finds out what stands in the place of the result.
fn standing(job: &Job<'_>, task: &Task<'_>) -> io::Result<Standing> {
    let Some(path) = task.target.path().filter(|_| job.destination.is_kept(job.cache.is_some())) else {
        return Ok(Standing::Nothing);
    };
    let stamp = match fs::metadata(path) {
        Ok(file) if file.is_file() => Stamp::of(&file),
        // A folder in its place is found when it is written; a device takes what it is given.
        Ok(_) => return Ok(Standing::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(error),
    };
    let record = task.record.as_ref();
    let settled = job.cache.is_some_and(|cache| stamp.settled_before(cache.last_run()));
    if settled && record.is_some_and(|record| record.output.stamp == stamp) {
        return Ok(Standing::AsWritten(stamp));
    }
    let hash = hash(&fs::read(path)?);
    Ok(match record {
        Some(record) if record.output.hash == hash => Standing::AsWritten(stamp),
        Some(record) if record.before.as_ref() == Some(&hash) => Standing::AsBefore(hash),
        Some(_) | None => Standing::Edited(hash),
    })
}

/// A finding that a result cannot be written.
pub(super) fn unwritable(path: Option<&Path>, error: &io::Error) -> Diagnostic {
    let path = path.unwrap_or(Path::new("<stdout>")).display();
    Diagnostic::new(Code::P005, format!("{path} cannot be written: {}", reason(error)))
}

/// A conversion that takes no other document with it, whatever happens.
pub(super) fn guarded(convert: impl FnOnce() -> Conversion) -> Conversion {
    catch_unwind(AssertUnwindSafe(convert)).unwrap_or_else(|_| {
        let finding = Diagnostic::new(Code::T004, "postil came to a stop in this document")
            .with_help("please report this as a bug of postil, with the transcript");
        Conversion { diagnostics: vec![finding], ..Conversion::default() }
    })
}

/// What an input is read as.
impl Treatment {
    /// A treatment with the encoding found by postil.
    pub fn new(project: std::sync::Arc<pipeline::Project>, format: crate::reader::Format) -> Self {
        Self { project, format, encoding: None }
    }

    /// The same with a known encoding.
    #[must_use]
    pub fn in_encoding(mut self, encoding: Option<&'static Encoding>) -> Self {
        self.encoding = encoding;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversion_that_comes_to_a_stop_is_a_finding() {
        let conversion = guarded(|| panic!("as a bug would"));
        assert_eq!(conversion.diagnostics[0].code, Code::T004);
        assert_eq!(conversion.xml, None);
    }
}
