//! One person, one entity.

use crate::model::{Annotation, Entity, Transcript};

/// Gives each mention of a person its entity.
pub(super) fn identify(transcript: &Transcript, _annotations: &mut [Annotation]) -> Vec<Entity> {
    transcript.entities.clone()
}
