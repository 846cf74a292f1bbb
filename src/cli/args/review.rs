//! The options of `postil review`.

use std::path::PathBuf;

use clap::Args;

/// Look at finished TEI as an editor does: the doubts first, text beside encoding
///
/// With --output, writes a folder of HTML pages that need nothing else. With --serve, shows them on this machine alone,
/// and marks can be accepted, rejected, and changed in kind and extent; each decision is written to the TEI at once.
#[derive(Debug, Args)]
#[command(after_help = REVIEW_EXAMPLES)]
pub(crate) struct ReviewArgs {
    /// A folder of TEI files, or one; without it, the `output` of postil.toml
    #[arg(value_name = "FOLDER|FILE")]
    pub(crate) input: Option<PathBuf>,
    /// The folder for the pages
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "serve", conflicts_with = "serve")]
    pub(crate) output: Option<PathBuf>,
    /// Show the pages in the browser and write decisions to the TEI
    #[arg(long)]
    pub(crate) serve: bool,
    /// The port of the server [default: one that is free]
    #[arg(long, value_name = "N", requires = "serve", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Leave a `change` with the date of the day in the `revisionDesc` of each document that is decided on
    #[arg(long, requires = "serve")]
    pub(crate) revision_desc: bool,
    /// The folder of the transcripts, to be shown beside [default: that of postil.toml]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) source: Option<PathBuf>,
    /// The schema that documents are held to, as of `validate`
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
}

const REVIEW_EXAMPLES: &str = "\
Examples:
  postil review tei/ -o review/                  pages to be read
  postil review tei/ --source letters/ -o review/
  postil review tei/ --serve                     accept and reject in the browser
  postil review tei/ --serve --port 8080 --revision-desc";
