//! Conventions: what bracketed notes look like and what they mean, as data, and the engine that reads them.

use crate::diagnostic::Diagnostic;
use crate::model::{HeaderKeys, Transcript};
use crate::source::Source;

/// A named set of conventions.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    header_keys: HeaderKeys,
}

impl Profile {
    /// The labels of front matter that the profile knows.
    pub fn header_keys(&self) -> &HeaderKeys {
        &self.header_keys
    }
}

/// Reads the brackets of a transcript: literal brackets become interventions that stand off the reading text.
pub fn interpret(transcript: Transcript, _source: &Source, _profile: &Profile) -> (Transcript, Vec<Diagnostic>) {
    (transcript, Vec::new())
}

/// Settles interventions that belong to the words before them ([`crate::model::Anchor::Preceding`]), now that the names are known.
pub fn anchor(transcript: Transcript) -> Transcript {
    transcript
}
