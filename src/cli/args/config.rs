//! The commands and options of `postil config`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// The project file postil.toml: what it puts in force
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

/// What can be asked of the project file.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Show(ConfigShowArgs),
    /// Print the JSON Schema of postil.toml, for editors that complete and check it
    Schema,
}

/// Show what is in force for a file or folder, and where each value comes from
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  postil config show\n  postil config show letters/a.txt --format json")]
pub(crate) struct ConfigShowArgs {
    /// A transcript or folder; it need not exist
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// The form: TOML with comments, or JSON
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    pub(crate) format: ConfigFormat,
}

/// The forms of what is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// TOML, with the origin of each value in a comment
    Toml,
    /// An object on one line
    Json,
}
