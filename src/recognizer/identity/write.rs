//! Writes the groups of mentions as entities, in the order of their first mention, and the references to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Annotation, Entity, EntityId, Mark, Transcript};
use crate::recognizer::identity::Group;
use crate::recognizer::identity::xml_id::XmlIds;

/// The entities of the document: those of the groups, and those that a mention may name. The mentions point to them.
pub(super) fn write(groups: Vec<Group>, transcript: &Transcript, annotations: &mut [Annotation]) -> Vec<Entity> {
    let known = &transcript.entities;
    let mut all: Vec<(usize, Group)> =
        groups.into_iter().filter_map(|group| Some((group.mentions.iter().min().copied()?, group))).collect();
    let grouped: BTreeSet<EntityId> = all.iter().filter_map(|(_, group)| group.known).collect();
    all.extend(
        candidates(known, annotations)
            .into_iter()
            .filter(|(_, group)| !group.known.is_some_and(|id| grouped.contains(&id))),
    );
    forget(annotations);
    all.sort_by_key(|(first, group)| (*first, group.known));
    let mut ids = XmlIds::new();
    let mut places: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    for (_, group) in all {
        let id = EntityId(entities.len());
        places.extend(group.known.map(|known| (known, id)));
        refer(&group.mentions, id, annotations);
        entities.push(entity(group, known, &mut ids));
    }
    point_candidates(&places, annotations);
    entities
}

/// The entities that mentions may name, each with the first that may.
fn candidates(known: &[Entity], annotations: &[Annotation]) -> Vec<(usize, Group)> {
    let mut first: BTreeMap<EntityId, usize> = BTreeMap::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        if let Mark::Mention(mention) = &annotation.mark {
            for id in &mention.candidates {
                first.entry(*id).or_insert(idx);
            }
        }
    }
    let group = |(id, first): (EntityId, usize)| {
        let entity = known.get(id.0)?;
        Some((first, Group { kind: entity.kind, known: Some(id), forms: Vec::new(), mentions: Vec::new() }))
    };
    first.into_iter().filter_map(group).collect()
}

fn entity(group: Group, known: &[Entity], ids: &mut XmlIds) -> Entity {
    let entry = group.known.and_then(|id| known.get(id.0));
    let name = group.forms.first().map(String::as_str).unwrap_or_default();
    let xml_id = ids.assign_to(entry, name, group.kind);
    match entry {
        Some(entry) if group.forms.is_empty() => Entity { xml_id, ..entry.clone() },
        Some(entry) => Entity { xml_id, forms: group.forms, ..entry.clone() },
        None => Entity { kind: group.kind, xml_id, forms: group.forms, idnos: Vec::new(), dates: String::new() },
    }
}

/// Entities are numbered anew, so no mention keeps an old number.
fn forget(annotations: &mut [Annotation]) {
    for annotation in annotations {
        if let Mark::Mention(mention) = &mut annotation.mark {
            mention.entity = None;
        }
    }
}

fn refer(mentions: &[usize], id: EntityId, annotations: &mut [Annotation]) {
    for &idx in mentions {
        if let Mark::Mention(mention) = &mut annotations[idx].mark {
            mention.entity = Some(id);
        }
    }
}

fn point_candidates(places: &BTreeMap<EntityId, EntityId>, annotations: &mut [Annotation]) {
    for annotation in annotations {
        if let Mark::Mention(mention) = &mut annotation.mark {
            mention.candidates = mention.candidates.iter().filter_map(|id| places.get(id)).copied().collect();
        }
    }
}
