//! The commands and options of `postil report`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::args::findings::{ReportFile, report_file};

/// Reports of runs
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(subcommand)]
    pub(crate) command: ReportCommand,
}

/// What can be done with reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    Merge(ReportMergeArgs),
}

/// Join the reports of the parts of a divided run, or show one as a page
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  postil report merge 1.json 2.json 3.json -o report.html\n  \
    postil report merge parts/*.json -o report.json -o report.html")]
pub(crate) struct ReportMergeArgs {
    /// Reports that `--report FILE.json` wrote
    #[arg(required = true, value_name = "FILE")]
    pub(crate) reports: Vec<PathBuf>,
    /// Where the whole report goes: .html, .json or .sarif; can be given several times, and without it JSON goes to
    /// standard output
    #[arg(short, long, value_name = "FILE|-", value_parser = output)]
    pub(crate) output: Vec<ReportOutput>,
}

/// A place for a report.
#[derive(Debug, Clone)]
pub(crate) enum ReportOutput {
    Stdout,
    File(ReportFile),
}

fn output(path: &str) -> Result<ReportOutput, String> {
    if path == postil::batch::STANDARD_STREAM {
        return Ok(ReportOutput::Stdout);
    }
    report_file(Path::new(path)).map(ReportOutput::File)
}
