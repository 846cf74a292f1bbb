//! The options of the commands that explain postil itself: `explain`, `completions`, `man`.

use clap::Args;
use clap_complete::Shell;

/// Explain the code of a finding; without one, list all codes
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Such as C001
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
}

/// Print a script that completes commands and options in your shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil completions bash > ~/.local/share/bash-completion/completions/postil")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page, of the whole or of one command
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  postil man | man -l -\n  postil man convert > postil-convert.1")]
pub(crate) struct ManArgs {
    /// A command, such as convert
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}
