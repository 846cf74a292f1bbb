//! The options of `postil learn`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use crate::cli::args::findings::FormatArgs;

/// Learn from your own edition how its names are marked
///
/// Reads TEI files in which persons, places and organizations are marked as you want them, and writes a model file for
/// `postil convert --model`. It adds to what postil knows already. Which kinds of names your files mark is seen from
/// them: a kind that none of them marks is left alone.
#[derive(Debug, Args)]
#[command(after_help = LEARN_EXAMPLES)]
pub(crate) struct LearnArgs {
    /// TEI files, folders of .xml files, or .jsonl files of gold documents (docs/recognizers.md)
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the model goes
    #[arg(short, long, value_name = "FILE", required_unless_present = "evaluate")]
    pub(crate) output: Option<PathBuf>,
    /// Say how well it does on documents that it has not learned from, without and with what it learned
    #[arg(long)]
    pub(crate) evaluate: bool,
    /// Into how many parts the documents are divided for that; documents whose names agree up to the first `_` stay
    /// together
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50))]
    pub(crate) parts: u8,
    /// The conventions under which the texts are read
    #[arg(short, long, value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
    /// A model to build on instead of the one that ships, or `none` to learn from the documents alone
    #[arg(long, value_name = "FILE|none")]
    pub(crate) base: Option<PathBuf>,
    /// How often the documents are gone through
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=100), help_heading = "For those who tune it")]
    pub(crate) rounds: u8,
    /// How fast weights change
    #[arg(long, value_name = "NUMBER", default_value_t = 0.05, help_heading = "For those who tune it")]
    pub(crate) rate: f32,
    /// How strongly weights tend to zero; more makes a smaller model
    #[arg(long, value_name = "NUMBER", default_value_t = 0.5, help_heading = "For those who tune it")]
    pub(crate) pull: f32,
    /// How often, from 0 to 1, a word is learned from as if it were new
    #[arg(long, value_name = "NUMBER", default_value_t = 0.25, help_heading = "For those who tune it")]
    pub(crate) blindness: f32,
    /// How many documents of each input are gone through in a round at most (all unless told), drawn anew each time, so that a large edition
    /// does not drown a small one; all TEI files are one input
    #[arg(long, value_name = "N", help_heading = "For those who tune it")]
    pub(crate) per_round: Option<NonZeroUsize>,
    /// The model keeps at most two to the power of this many features, of eight bytes each
    #[arg(long, value_name = "N", default_value_t = 18, value_parser = clap::value_parser!(u8).range(8..=24), help_heading = "For those who tune it")]
    pub(crate) size: u8,
    #[command(flatten)]
    pub(crate) findings: FormatArgs,
}

const LEARN_EXAMPLES: &str = "\
Examples:
  postil learn corrected/ -o our.model
  postil learn corrected/ --evaluate
  postil convert letters/ -o tei/ --model our.model";
