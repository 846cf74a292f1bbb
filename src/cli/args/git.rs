//! The options of `postil git`.

use clap::{Args, Subcommand};

/// Let git show and merge TEI in words
#[derive(Debug, Args)]
pub(crate) struct GitArgs {
    #[command(subcommand)]
    pub(crate) command: GitCommand,
}

/// What can be done for git.
#[derive(Debug, Subcommand)]
pub(crate) enum GitCommand {
    Setup(GitSetupArgs),
}

/// Teach git to show TEI a sentence a line, and to merge it with postil
///
/// Writes to the configuration of the repository, and to its .gitattributes, which can be committed for everybody. From
/// then on `git diff` compares sentences with their marks, `git difftool -y -t postil` says what changed in words, and `git
/// merge` and `git rebase` merge words and marks.
#[derive(Debug, Args)]
#[command(after_help = SETUP_EXAMPLES)]
pub(crate) struct GitSetupArgs {
    /// The files that git is to treat so, as patterns of .gitattributes
    #[arg(value_name = "PATTERN", default_value = "*.xml")]
    pub(crate) patterns: Vec<String>,
    /// For all repositories of this user
    #[arg(long)]
    pub(crate) global: bool,
    /// Take all of it back
    #[arg(long)]
    pub(crate) undo: bool,
}

const SETUP_EXAMPLES: &str = "\
Examples:
  postil git setup                 in a repository: for all *.xml
  postil git setup 'tei/*.xml'
  postil git setup --global
  postil git setup --undo          as it was before";
