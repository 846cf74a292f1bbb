//! What postil has to say about a document: where, what, and what to do.

mod catalogue;
mod level;
mod problem;
mod toml_error;

pub use catalogue::{CATALOGUE, Code, CodeEntry};
pub use level::{Level, Levels};
pub use problem::{Problem, reason};
pub use toml_error::{TomlError, nearest};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A finding in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code; the catalogue explains it.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is the case, in one sentence without a full stop.
    pub message: String,
    /// Where in the source; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of a code, with the severity that the catalogue gives it.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.entry().severity, message: message.into(), span: None, help: None }
    }

    /// The same finding, at a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same finding, with the remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// How grave a finding is. Only errors make `postil` exit with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// An editor should look at it.
    Warning,
    /// The result is missing or wrong.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
