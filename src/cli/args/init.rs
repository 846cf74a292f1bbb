//! The options of `postil init`.

use std::path::PathBuf;

use clap::Args;

/// Write a postil.toml, after a look at a few transcripts
///
/// Up to fifty transcripts of the folder are read: which profile reads their brackets, which labels their heads bear, how
/// they are encoded. The file names every key with what it is for. One that is there already is never written over.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  postil init\n  postil init letters/ --stdout")]
pub(crate) struct InitArgs {
    /// The folder of the project
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Print the file instead of writing it
    #[arg(long)]
    pub(crate) stdout: bool,
}
