//! The options of `postil merge`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Bring two versions of an encoding together
///
/// What THEIRS did to BASE is done to OURS, in words and in markup. All else of OURS stays as it is, byte for byte. What
/// both changed in different ways is a conflict: it is said in words, and OURS stays.
#[derive(Debug, Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(crate) struct MergeArgs {
    /// The TEI file from which both versions come
    #[arg(value_name = "BASE")]
    pub(crate) base: PathBuf,
    /// One version: the one that is changed
    #[arg(value_name = "OURS")]
    pub(crate) ours: PathBuf,
    /// The other version: the one from which changes are taken
    #[arg(value_name = "THEIRS")]
    pub(crate) theirs: PathBuf,
    /// Write to a file instead of the screen; it may be one of the three
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What becomes of a conflict
    #[arg(long, value_name = "WHAT", default_value = "ours")]
    pub(crate) on_conflict: ConflictChoice,
    /// Write the conflicts to a file, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) conflicts: Option<PathBuf>,
}

/// What becomes of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConflictChoice {
    /// OURS stays, between two comments that say what THEIRS wanted
    Mark,
    /// OURS stays
    Ours,
    /// THEIRS is taken; the layout is that of THEIRS too
    Theirs,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  postil merge base.xml mine.xml theirs.xml -o mine.xml
  postil merge base.xml mine.xml theirs.xml --on-conflict mark --conflicts conflicts.json

Exit status: 0 merged, 1 merged but for conflicts, 2 trouble.";
