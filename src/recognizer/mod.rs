//! Recognizers: dates and names in the reading text. They add annotations and never change text.

mod authority;
mod claim;
mod dates;
mod fold;
mod full_name;
mod hash;
mod identity;
mod known;
mod lexicon;
mod listed;
mod names;
mod person;
mod reading;
mod review;
mod settle;
mod suggested;
mod tagger;
mod token;
mod variant;
mod vocabulary;

pub use dates::Dates;
pub use names::{FoundName, Names, ProbableName, named, probable, without_titles};
pub use tagger::{Lesson, Lessons, Mark as LessonMark, Model, ModelError, School, Tagger, Thresholds};

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::gazetteer::Gazetteer;
use crate::model::{Annotation, Cert, Flow, Suggestion, Transcript, flows};

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
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Marks that are less sure than this are not made.
    pub min_cert: Cert,
    /// The authority files of the project.
    pub authority: Option<Arc<Gazetteer>>,
    /// What has been learned of names: what ships with postil, and what the edition adds.
    pub tagger: Tagger,
    /// Whether `yesterday`, `last year` and the like are marked as dates, with low certainty.
    pub relative_dates: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_cert: Cert::Low, authority: None, tagger: Tagger::default(), relative_dates: false }
    }
}

/// Marks dates and names as the options say, and gives persons, places and organizations their identity.
pub fn recognize(transcript: Transcript, options: &Options) -> (Transcript, Vec<Diagnostic>) {
    recognize_with(transcript, options, &[])
}

/// Marks dates and names as [`recognize`] does, with what others suggest. A suggestion that says what is marked already
/// adds what it knows of the identity; else it is settled like any other mark.
pub fn recognize_with(
    mut transcript: Transcript,
    options: &Options,
    suggestions: &[Suggestion],
) -> (Transcript, Vec<Diagnostic>) {
    let names = Names { tagger: options.tagger.clone() };
    let dates = Dates { relative: options.relative_dates };
    let recognizers: [&dyn Recognizer; 2] = [&names, &dates];
    let flows = flows(&transcript);
    let mut diagnostics = Vec::new();
    let mut annotations = Vec::new();
    for recognizer in recognizers {
        let found = recognizer.recognize(&transcript, &flows);
        diagnostics.extend(found.diagnostics);
        annotations.extend(found.annotations);
    }
    if let Some(authority) = &options.authority {
        annotations = authority::mark(authority, &mut transcript, &flows, annotations, &mut diagnostics);
    }
    let authority = options.authority.as_deref();
    annotations = suggested::add(suggestions, authority, &mut transcript, annotations);
    let mut annotations = settle::settle(&transcript, annotations, options.min_cert);
    transcript.entities = identity::identify(&transcript, &mut annotations);
    transcript.annotations.append(&mut annotations);
    (transcript, diagnostics)
}
