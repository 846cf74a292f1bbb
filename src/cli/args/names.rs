//! The options of `postil convert` about names: authority files, suggestions, the register.

use std::path::PathBuf;

use clap::Args;

/// Where names come from, and where they go.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Names")]
pub(crate) struct NamesArgs {
    /// Persons, places and organizations of the project: a table (.csv, .tsv), TEI lists (.xml) or JSON lines (.jsonl);
    /// may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) authority: Vec<PathBuf>,
    /// Names and dates that somebody else found, as JSON lines; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) suggest: Vec<PathBuf>,
    /// Ask this program about each document (see docs/names.md for what it is asked and answers)
    #[arg(long, value_name = "COMMAND")]
    pub(crate) annotator: Option<String>,
    /// How long the annotator may take for a document; for its first words it has five times as long
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) annotator_timeout: u64,
    /// Mark `yesterday`, `last year` and the like too, as dates of low certainty, where the date of the document is known
    #[arg(long)]
    pub(crate) relative_dates: bool,
    /// Write the register of all documents: a table (.csv) that can be used as authority file, or TEI (.xml)
    #[arg(long, value_name = "FILE")]
    pub(crate) entities: Option<PathBuf>,
    /// Write all annotations of all documents as W3C Web Annotations, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) standoff: Option<PathBuf>,
}
