//! The whole conversion of one document.

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// What all documents of a run share.
#[derive(Debug, Clone, Default)]
pub struct Project {}

/// One document, converted.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// The TEI; `None` where it must not be written.
    pub xml: Option<String>,
    /// The findings, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Converts a document.
pub fn convert(_source: &Source, _project: &Project) -> Conversion {
    Conversion::default()
}
