//! The options of `postil diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Show what changed in an encoding, in words
///
/// The words of both files are aligned, then the elements over them are compared: which words are marked differently,
/// and which words are others. White space, the order of attributes and other matters of form are no changes.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(crate) struct DiffArgs {
    /// A TEI file, or a folder of them, as it was; `-` for standard input
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// The TEI file or folder as it is
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// How the changes are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,
    /// Only changes of these elements, and of attributes if they begin with `@`; commas between
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// No changes of these elements and attributes; `text` stands for changed words
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Write to a file instead of the screen
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Sentences with the words marked
    Human,
    /// JSON, described in docs/compare.md
    Json,
    /// Lines with `-` and `+`, as patches have them
    Unified,
    /// One HTML page with both sides
    Html,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  postil diff old.xml new.xml
  postil diff tei-before/ tei/ --only persName,placeName,date
  postil diff old.xml new.xml --ignore @cert --format html -o changes.html

Exit status: 0 the same, 1 different, 2 trouble.";
