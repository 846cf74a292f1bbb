//! Findings, documents and runs as JSON knows them: the members that `docs/diagnostics.md` and `docs/reports.md` describe.

use std::str::FromStr as _;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Severity};
use crate::report::{Excerpt, FileReport, Finding, Outcome, Place, Summary};

/// The form of reports; a larger number means that a member is gone or has changed meaning.
pub(super) const VERSION: u32 = 1;

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Diagnostic", description = "A finding of postil, as a line of `--format json` and in reports")]
pub struct FindingRecord {
    /// The path as it was given, or `<stdin>`.
    file: String,
    /// The line where it begins, from 1; null for the file as a whole, as all members of the place are.
    line: Option<usize>,
    /// The column where it begins, from 1, in characters.
    column: Option<usize>,
    /// The line where it ends.
    end_line: Option<usize>,
    /// The column one past its end.
    end_column: Option<usize>,
    /// Where it begins, in bytes of the text in UTF-8, from 0.
    start: Option<usize>,
    /// Where it ends, exclusive.
    end: Option<usize>,
    /// Such as C001; `postil explain` says what it means.
    #[schemars(regex(pattern = r"^[A-Z][0-9]{3}$"))]
    code: String,
    /// How grave it is.
    severity: Severity,
    /// What is the case.
    message: String,
    /// What to do about it.
    help: Option<String>,
    /// The text at the place, its white space as single blanks, cut after 120 characters; the message where there is none.
    subject: String,
    /// How many findings of the same code and subject the file has before this one.
    ordinal: usize,
    /// The same as long as file, code, subject and ordinal are; it does not depend on lines.
    fingerprint: String,
    /// The part of the first line that is shown.
    excerpt: Option<ExcerptRecord>,
}

/// The part of a line that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Excerpt")]
struct ExcerptRecord {
    /// The text; an ellipsis stands where it is cut.
    text: String,
    /// Where the place begins in it, in bytes of UTF-8 from 0.
    start: usize,
    /// Where it ends, exclusive.
    end: usize,
}

/// A document of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Document")]
pub(super) struct DocumentRecord {
    /// The path as it was given.
    file: String,
    /// What became of it.
    outcome: Outcome,
    /// The file that was made from it.
    output: Option<String>,
    /// How long it took, in seconds; 0 where that was not measured.
    seconds: f64,
    /// How many findings the baseline lists; they are not among the findings.
    known: usize,
    /// Its findings, in the order of their places.
    findings: Vec<FindingRecord>,
}

/// The count of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Summary")]
pub(super) struct SummaryRecord {
    /// Documents that were converted or checked.
    done: usize,
    /// Documents whose results were up to date.
    unchanged: usize,
    /// Documents whose results were edited by hand, and were left.
    kept: usize,
    /// Documents that are gone, and whose results were left.
    gone: usize,
    /// Documents that are gone, and whose results were removed.
    removed: usize,
    /// Documents, not failed, with a warning or an error.
    with_findings: usize,
    /// Those of them with an error.
    with_errors: usize,
    /// Documents that could not be converted or checked.
    failed: usize,
    /// Findings that the baseline lists.
    known: usize,
    /// How long the run took, in seconds; of joined reports the sum.
    pub(super) seconds: f64,
}

/// A report. Written piece by piece, so this says only what it is made of.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Report", description = "What `--report report.json` writes of a run of postil")]
struct ReportRecord {
    /// The version of this form: 1. Members may be added without a new one.
    version: u32,
    /// The version of postil.
    postil: String,
    /// The documents, in the order of the run.
    documents: Vec<DocumentRecord>,
    /// The count.
    summary: SummaryRecord,
}

impl FindingRecord {
    /// The record of a finding about a file.
    pub fn new(file: &str, finding: &Finding) -> Self {
        let part = |part: fn(&Place) -> usize| finding.place.as_ref().map(part);
        Self {
            file: file.to_owned(),
            line: part(|place| place.line),
            column: part(|place| place.column),
            end_line: part(|place| place.end_line),
            end_column: part(|place| place.end_column),
            start: part(|place| place.start),
            end: part(|place| place.end),
            code: finding.code.entry().id.to_owned(),
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            subject: finding.subject.clone(),
            ordinal: finding.ordinal,
            fingerprint: fingerprint(file, finding),
            excerpt: finding.place.as_ref().map(|place| ExcerptRecord::new(&place.excerpt)),
        }
    }

    /// The same record about a line as a whole, from 1.
    #[must_use]
    pub fn on_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    fn finding(self) -> Result<Finding, String> {
        let code = Code::from_str(&self.code).map_err(|()| format!("no finding has the code `{}`", self.code))?;
        let place = self.place()?;
        let Self { severity, message, help, subject, ordinal, .. } = self;
        Ok(Finding { code, severity, message, help, place, subject, ordinal })
    }

    fn place(&self) -> Result<Option<Place>, String> {
        let (Some(line), Some(column), Some(excerpt)) = (self.line, self.column, &self.excerpt) else {
            return Ok(None);
        };
        let marked = excerpt.start..excerpt.end;
        if excerpt.text.get(marked.clone()).is_none() {
            return Err(format!("the excerpt of a finding in `{}` has no bytes {marked:?}", self.file));
        }
        Ok(Some(Place {
            line,
            column,
            end_line: self.end_line.unwrap_or(line),
            end_column: self.end_column.unwrap_or(column),
            start: self.start.unwrap_or(0),
            end: self.end.unwrap_or(0),
            excerpt: Excerpt { text: excerpt.text.clone(), marked },
        }))
    }
}

impl ExcerptRecord {
    fn new(excerpt: &Excerpt) -> Self {
        Self { text: excerpt.text.clone(), start: excerpt.marked.start, end: excerpt.marked.end }
    }
}

impl DocumentRecord {
    pub(super) fn new(file: &FileReport) -> Self {
        Self {
            file: file.name.clone(),
            outcome: file.outcome,
            output: file.output.clone(),
            seconds: file.took.as_secs_f64(),
            known: file.known,
            findings: file.findings.iter().map(|finding| FindingRecord::new(&file.name, finding)).collect(),
        }
    }

    /// The report on the document, as the run had it.
    pub(super) fn report(self) -> Result<FileReport, String> {
        Ok(FileReport {
            name: self.file,
            outcome: self.outcome,
            output: self.output,
            known: self.known,
            took: seconds(self.seconds)?,
            findings: self.findings.into_iter().map(FindingRecord::finding).collect::<Result<_, _>>()?,
        })
    }
}

/// A time of so many seconds.
pub(super) fn seconds(seconds: f64) -> Result<Duration, String> {
    Duration::try_from_secs_f64(seconds).map_err(|_| format!("{seconds} is no number of seconds"))
}

impl SummaryRecord {
    pub(super) fn new(summary: &Summary) -> Self {
        let tally = &summary.tally;
        Self {
            done: tally.done,
            unchanged: tally.unchanged,
            kept: tally.kept,
            gone: tally.gone,
            removed: tally.removed,
            with_findings: tally.with_findings,
            with_errors: tally.with_errors,
            failed: tally.failed,
            known: tally.known,
            seconds: summary.took.as_secs_f64(),
        }
    }
}

/// The fingerprint of a finding: 32 hexadecimal digits.
pub(super) fn fingerprint(file: &str, finding: &Finding) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [file, finding.code.entry().id, &finding.subject, &finding.ordinal.to_string()] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The JSON Schema of a finding: `schemas/diagnostics.schema.json`.
pub fn diagnostics_schema() -> String {
    pretty(&schemars::schema_for!(FindingRecord))
}

/// The JSON Schema of a report: `schemas/report.schema.json`.
pub fn report_schema() -> String {
    pretty(&schemars::schema_for!(ReportRecord))
}

fn pretty(schema: &schemars::Schema) -> String {
    serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n"
}
