//! How findings are shown and kept, for every command that has some.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use postil::report::Format;

/// How findings are shown.
#[derive(Debug, Clone, Args)]
pub(crate) struct FormatArgs {
    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FindingsFormat,
}

/// How findings of a run are shown, kept, and passed over.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Findings")]
pub(crate) struct FindingsArgs {
    #[command(flatten)]
    pub(crate) shown: FormatArgs,
    /// Write a report on the run: a page for people (.html), or for programs .json or .sarif; can be given several
    /// times
    #[arg(long, value_name = "FILE", value_parser = |path: &str| report_file(Path::new(path)))]
    pub(crate) report: Vec<ReportFile>,
    /// Pass over the findings that this file lists: they are not shown, and do not make the run fail
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all findings of this run to a file for --baseline
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
}

/// A report, whose form is that of its ending.
#[derive(Debug, Clone)]
pub(crate) struct ReportFile {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
}

/// A file with an ending that says which report is wanted.
pub(crate) fn report_file(path: &Path) -> Result<ReportFile, String> {
    Format::of_report(path).map(|format| ReportFile { path: path.to_path_buf(), format })
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// The line of the source with the place underlined
    Human,
    /// `path:line:column: severity[code]: message`, a line for each
    Short,
    /// An object on each line, see docs/diagnostics.md
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// The XML of `JUnit`
    Junit,
    /// The XML of Checkstyle
    Checkstyle,
}

impl From<FindingsFormat> for Format {
    fn from(format: FindingsFormat) -> Self {
        match format {
            FindingsFormat::Human => Self::Human,
            FindingsFormat::Short => Self::Short,
            FindingsFormat::Json => Self::Json,
            FindingsFormat::Github => Self::Github,
            FindingsFormat::Sarif => Self::Sarif,
            FindingsFormat::Junit => Self::Junit,
            FindingsFormat::Checkstyle => Self::Checkstyle,
        }
    }
}
