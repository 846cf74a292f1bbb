//! Recognizers: dates and names in the reading text. They add annotations and never change text.

mod dates;
mod fold;
mod identity;
mod lexicon;
mod person;
mod settle;
mod token;

pub use dates::Dates;
pub use person::Persons;

use crate::diagnostic::Diagnostic;
use crate::model::{Annotation, Cert, Flow, Transcript, flows};

/// Something that finds names or dates.
pub trait Recognizer {
    /// Its name, for messages.
    fn name(&self) -> &'static str;

    /// What it finds in the flows of a transcript. The annotations lie in the reading text.
    fn recognize(&self, transcript: &Transcript, flows: &[Flow]) -> Findings;
}

/// What a recognizer found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Mentions and dates, each followed by its parts.
    pub annotations: Vec<Annotation>,
    /// What an editor should know.
    pub diagnostics: Vec<Diagnostic>,
}

/// What an edition may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Marks that are less sure than this are not made.
    pub min_cert: Cert,
    /// Whether `yesterday`, `last year` and the like are marked as dates, with low certainty.
    pub relative_dates: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_cert: Cert::Low, relative_dates: false }
    }
}

/// Marks dates and names as the options say, and gives persons their identity.
pub fn recognize(mut transcript: Transcript, options: &Options) -> (Transcript, Vec<Diagnostic>) {
    let dates = Dates { relative: options.relative_dates };
    let recognizers: [&dyn Recognizer; 2] = [&Persons, &dates];
    let flows = flows(&transcript);
    let mut diagnostics = Vec::new();
    let mut annotations = Vec::new();
    for recognizer in recognizers {
        let found = recognizer.recognize(&transcript, &flows);
        diagnostics.extend(found.diagnostics);
        annotations.extend(found.annotations);
    }
    let mut annotations = settle::settle(&transcript, annotations, options.min_cert);
    transcript.entities = identity::identify(&transcript, &mut annotations);
    transcript.annotations.append(&mut annotations);
    (transcript, diagnostics)
}
