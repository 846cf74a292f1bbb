//! Identifiers that were renumbered, and the pointers that followed them, are one change.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::compare::change::{Change, ChangeKind};

/// Elements of both documents, and a change of an attribute of theirs.
pub(super) type OfElement = (u32, u32, Change);

/// Takes changed identifiers and the pointers to them together, if they are several.
pub(super) fn renumber(changes: Vec<OfElement>) -> Vec<OfElement> {
    let mut map: BTreeMap<String, String> = BTreeMap::new();
    for (_, _, change) in changes.iter().filter(|(_, _, change)| is_id(change)) {
        if let (Some(old), Some(new)) = (&change.a_value, &change.b_value) {
            map.insert(old.clone(), new.clone());
        }
    }
    let new: HashSet<&String> = map.values().collect();
    if map.is_empty() || new.len() < map.len() {
        return changes;
    }
    let known: HashMap<&str, &str> = map.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let (mut ids, mut rest): (Vec<OfElement>, Vec<OfElement>) =
        changes.into_iter().partition(|(_, _, change)| is_id(change));
    let (pointers, others): (Vec<OfElement>, Vec<OfElement>) =
        rest.drain(..).partition(|(_, _, change)| follows(change, &known));
    if ids.len() + pointers.len() < 2 {
        return ids.into_iter().chain(pointers).chain(others).collect();
    }
    let (from, to, _) = ids.swap_remove(0);
    let change = Change {
        attribute: Some("xml:id".to_owned()),
        count: Some(map.len()),
        pointers: Some(pointers.len()),
        map: Some(map),
        ..Change::new(ChangeKind::IdsRenumbered)
    };
    std::iter::once((from, to, change)).chain(others).collect()
}

fn is_id(change: &Change) -> bool {
    change.kind == ChangeKind::AttributeChanged && change.attribute.as_deref() == Some("xml:id")
}

/// Whether the new value of an attribute is the old one with the new identifiers.
fn follows(change: &Change, map: &HashMap<&str, &str>) -> bool {
    let (Some(old), Some(new)) = (&change.a_value, &change.b_value) else { return false };
    let followed = old.split(' ').map(|pointer| match pointer.split_once('#') {
        Some((file, id)) => map.get(id).map_or_else(|| pointer.to_owned(), |id| format!("{file}#{id}")),
        None => pointer.to_owned(),
    });
    followed.collect::<Vec<_>>().join(" ") == *new
}
