//! One person, place or organization, one entity: which mentions of a document name the same.

mod form;
mod mentions;
mod persons;
mod things;
mod write;
mod xml_id;

#[cfg(test)]
mod tests;

use crate::model::{Annotation, Entity, EntityId, NameKind, Transcript};

/// Mentions that name one person, place or organization.
#[derive(Debug, Clone)]
struct Group {
    kind: NameKind,
    /// The entity that the authority files or a suggestion say they name.
    known: Option<EntityId>,
    /// The forms of the name, the fullest first; no form twice.
    forms: Vec<String>,
    /// The annotations that mention it.
    mentions: Vec<usize>,
}

/// Gives each mention its entity, and returns the entities that are named, in the order of their first mention.
///
/// A mention whose entity is known keeps it, and other mentions that can only name the same join it. Where a name fits
/// two, it is nobody's.
pub(super) fn identify(transcript: &Transcript, annotations: &mut [Annotation]) -> Vec<Entity> {
    let mut groups = persons::group(transcript, annotations);
    groups.extend(things::group(transcript, annotations, NameKind::Place));
    groups.extend(things::group(transcript, annotations, NameKind::Organization));
    write::write(groups, transcript, annotations)
}
