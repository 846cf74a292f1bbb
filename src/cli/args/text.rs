//! The options of `postil text`.

use std::path::PathBuf;

use clap::Args;

/// Print the reading text of a TEI file
///
/// The words of the text without header and markup. With the source map, the transcript itself is printed, byte for
/// byte.
#[derive(Debug, Args)]
#[command(after_help = TEXT_EXAMPLES)]
pub(crate) struct TextArgs {
    /// A TEI file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The source map that `convert --source-map` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) source_map: Option<PathBuf>,
    /// The whole file with its tags, a sentence a line and no indentation: for programs that compare lines
    #[arg(long, conflicts_with = "source_map")]
    pub(crate) marks: bool,
}

const TEXT_EXAMPLES: &str = "\
Examples:
  postil text tei/letter.xml
  postil text tei/letter.xml --source-map tei/letter.map.json > letter.txt";
