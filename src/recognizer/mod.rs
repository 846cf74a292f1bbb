//! Recognizers: dates and names in the reading text. They add annotations and never change text.

mod dates;

use crate::diagnostic::Diagnostic;
use crate::model::{Transcript, flows};

/// Marks dates and names, and gives persons their identity.
pub fn recognize(mut transcript: Transcript) -> (Transcript, Vec<Diagnostic>) {
    let flows = flows(&transcript);
    let (annotations, diagnostics) = dates::recognize(&transcript, &flows);
    transcript.annotations.extend(annotations);
    (transcript, diagnostics)
}
