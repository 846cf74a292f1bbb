//! Suggestions from elsewhere: names and dates that another program or a person found, checked against the text.
//!
//! They come as values: read from a file of JSON lines, or asked of an [`Annotator`]. A suggestion that does not fit the
//! text is reported and left out; none can change a character.

mod annotator;
mod file;
mod place;
mod span;

use crate::diagnostic::Diagnostic;
use crate::model::{Suggestion, Transcript};
use crate::source::Source;

pub use annotator::{Annotator, Hello, PROTOCOL, Question, VERSION, read_answer, read_hello};
pub use file::Suggestions;
pub use span::SuggestedSpan;

/// The suggestions for one document: those of the files, then those of the annotator.
pub fn gather(
    source: &Source,
    transcript: &Transcript,
    suggestions: &Suggestions,
    annotator: Option<&dyn Annotator>,
) -> (Vec<Suggestion>, Vec<Diagnostic>) {
    let (mut placed, mut diagnostics) = place::in_source(source, transcript, &suggestions.of(source.name()));
    if let Some(annotator) = annotator {
        let (asked, found) = annotator::ask(annotator, source.name(), transcript);
        placed.extend(asked);
        diagnostics.extend(found);
    }
    (placed, diagnostics)
}

#[cfg(test)]
mod tests;
