//! The options of `postil score`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use postil::score::TYPES;

/// Measure how well TEI files agree with documents marked by hand
///
/// Precision, recall and F1 for each type of mark, the values of dates, which types are taken for which, and the
/// mistakes. Texts are aligned by content: white space, nesting, brackets and moved notes cost nothing.
#[derive(Debug, Args)]
#[command(after_help = SCORE_EXAMPLES)]
pub(crate) struct ScoreArgs {
    /// The documents marked by hand: a TEI file, a folder of them, or a .jsonl file
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// The TEI to measure: a folder with a file of the same name for each, or one file
    #[arg(value_name = "OUTPUT")]
    pub(crate) output: PathBuf,
    /// Measure these types only, such as persName,date; else all that the gold marks
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(TYPES))]
    pub(crate) types: Vec<String>,
    /// Measure the documents of this subset only
    #[arg(long, value_name = "NAME")]
    pub(crate) subset: Option<String>,
    /// Show at most this many mistakes of each type, by document
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) errors: usize,
    /// How the figures are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ScoreFormat,
}

/// The forms of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// Tables
    Human,
    /// One JSON object, see docs/score.md
    Json,
}

const SCORE_EXAMPLES: &str = "\
Examples:
  postil score gold/ tei/
  postil score gold.jsonl tei/ --errors 20
  postil score gold.jsonl tei/ --type persName,date --format json
  postil score letter-by-hand.xml letter.xml";
