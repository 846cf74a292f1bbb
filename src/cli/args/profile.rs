//! The commands and options of `postil profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::findings::FormatArgs;

/// Editorial conventions: what bracketed notes look like and mean
#[derive(Debug, Args)]
pub(crate) struct ProfileArgs {
    #[command(subcommand)]
    pub(crate) command: ProfileCommand,
}

/// What can be done with profiles.
#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// List the profiles that ship with postil
    List,
    Show(ProfileShowArgs),
    Try(ProfileTryArgs),
    Check(ProfileCheckArgs),
}

/// Show the conventions of a profile, each with an example and the TEI it gives
#[derive(Debug, Args)]
pub(crate) struct ProfileShowArgs {
    /// A profile that ships with postil, or a TOML file
    #[arg(value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
    /// Print the TOML of the profile instead, to start one of your own from
    #[arg(long)]
    pub(crate) toml: bool,
}

/// Show what a profile makes of a line
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  postil profile try \"[in haste] he wrote\"\n  postil profile try --profile leiden \"a[b]c\""
)]
pub(crate) struct ProfileTryArgs {
    /// The line, or `-` for standard input
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    pub(crate) line: String,
    /// A profile that ships with postil, or a TOML file
    #[arg(short, long, value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
}

/// Check a profile of your own
#[derive(Debug, Args)]
pub(crate) struct ProfileCheckArgs {
    /// The TOML file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) findings: FormatArgs,
}
