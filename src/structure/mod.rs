//! Structure: which part each block plays in the document.

use crate::diagnostic::Diagnostic;
use crate::model::Transcript;
use crate::source::Source;

/// Gives every block its role.
pub fn arrange(transcript: Transcript, _source: &Source) -> (Transcript, Vec<Diagnostic>) {
    (transcript, Vec::new())
}
