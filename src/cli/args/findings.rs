//! How findings are shown, for every command that has some.

use clap::{Args, ValueEnum};

use postil::report::Format;

/// How findings are shown.
#[derive(Debug, Args)]
pub(crate) struct FindingsArgs {
    /// How findings are shown: for people, or as JSON with an object on each line
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FindingsFormat,
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// The line of the source with the place underlined
    Human,
    /// An object on each line, see docs/diagnostics.md
    Json,
}

impl From<FindingsFormat> for Format {
    fn from(format: FindingsFormat) -> Self {
        match format {
            FindingsFormat::Human => Self::Human,
            FindingsFormat::Json => Self::Json,
        }
    }
}
