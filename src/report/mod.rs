//! Findings on their way to people and programs: values in, text out. Nothing is printed here.

mod baseline;
mod checkstyle;
mod finding;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod merge;
pub(crate) mod page;
mod position;
mod printable;
mod record;
mod sarif;
mod short;
mod tally;
mod window;
mod xml_form;

pub use baseline::{Baseline, BaselineError};
pub use finding::{Excerpt, Finding, Place, gravest};
pub use merge::{MergeError, read_report};
pub use printable::{printable, printable_char};
pub use record::{FindingRecord, diagnostics_schema, report_schema};
pub use tally::{Summary, Tally};

use std::path::Path;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Problem, Severity};

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The line of the source with the place underlined, with ANSI colours.
    Human,
    /// `path:line:col: severity[code]: message` on each line.
    Short,
    /// An object on each line, see `docs/diagnostics.md`.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// The XML of `JUnit`: a suite for each document.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
    /// A JSON document on the whole run, see `docs/reports.md`.
    JsonReport,
    /// An HTML page on the whole run.
    HtmlReport,
    /// The findings that a later run need not show again.
    Baseline,
}

/// How much is said to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// Findings and a summary.
    Normal,
    /// Every finding, and what is being done.
    Verbose,
}

/// What a run has to say of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// What messages call the file.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The file that was made from it.
    pub output: Option<String>,
    /// Its findings, in the order of their places; without those that a baseline lists.
    pub findings: Vec<Finding>,
    /// How many of its findings a baseline lists.
    pub known: usize,
    /// How long it took; nothing where that is not measured.
    pub took: Duration,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was converted.
    Converted,
    /// It had been converted before, and nothing that decides the result has changed since.
    Unchanged,
    /// Its result was edited by hand, and was left as it is.
    Kept,
    /// Its result was left, though it is gone itself.
    Gone,
    /// Its result was removed, since it is gone itself.
    Removed,
    /// It was checked.
    Checked,
    /// It is no document of the run, but a file that the run consulted, a metadata file say.
    Consulted,
    /// It could not be converted or checked.
    Failed,
}

impl Outcome {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::Unchanged => "unchanged",
            Self::Kept => "edited by hand and kept",
            Self::Gone => "gone",
            Self::Removed => "removed",
            Self::Checked => "checked",
            Self::Consulted => "consulted",
            Self::Failed => "failed",
        }
    }
}

impl FileReport {
    /// The findings of one severity.
    pub fn of_severity(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// A report without a result.
    pub fn new(name: impl Into<String>, outcome: Outcome, findings: Vec<Finding>) -> Self {
        Self { name: name.into(), outcome, output: None, findings, known: 0, took: Duration::ZERO }
    }

    /// The report on a file that could not be read, or a problem that is nobody's file.
    pub fn of_problem(problem: &Problem) -> Self {
        Self::new(problem.source.name(), Outcome::Failed, vec![Finding::of_problem(problem)])
    }
}

/// A form of findings. What its parts give, one after the other, is one whole document of that form.
pub trait Renderer {
    /// What stands before all files.
    fn head(&mut self) -> String {
        String::new()
    }

    /// The findings of one file; also called for files without any.
    fn file(&mut self, file: &FileReport) -> String;

    /// What stands after all files.
    fn foot(&mut self, summary: &Summary) -> String {
        let _ = summary;
        String::new()
    }
}

impl Format {
    /// The form of the report that a file holds, by its ending.
    ///
    /// # Errors
    /// No report ends so.
    pub fn of_report(path: &Path) -> Result<Self, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("html" | "htm") => Ok(Self::HtmlReport),
            Some("json") => Ok(Self::JsonReport),
            Some("sarif") => Ok(Self::Sarif),
            Some(_) | None => Err("a report ends in .html, .json or .sarif".to_owned()),
        }
    }

    /// The renderer of a form.
    pub fn renderer(self, verbosity: Verbosity) -> Box<dyn Renderer> {
        match self {
            Self::Human => Box::new(human::Human::new(verbosity)),
            Self::Short => Box::new(short::Short { verbosity }),
            Self::Json => Box::new(json::JsonLines),
            Self::Github => Box::new(github::Commands),
            Self::Sarif => Box::new(sarif::Sarif::default()),
            Self::Junit => Box::new(junit::Junit),
            Self::Checkstyle => Box::new(checkstyle::Checkstyle),
            Self::JsonReport => Box::new(json::JsonReport::default()),
            Self::HtmlReport => Box::new(html::Html::default()),
            Self::Baseline => Box::new(baseline::Lines),
        }
    }
}
