//! Makes the `xml:id` of an entity from its name: `kim-il-sung`.

use std::collections::{HashMap, HashSet};

use crate::model::{Calendar, Entity, NameKind};
use crate::recognizer::fold::fold;

/// Ids that other parts of the document use.
const RESERVED: &[&str] = &["translator", "transcriber", "editor", "contributor"];
/// How the ids begin that other parts number: persons responsible, hands, and the parts of marks that were split.
const NUMBERED: &[&str] =
    &["translator-", "transcriber-", "editor-", "contributor-", "suggested-by-", "hand-", "part-"];
/// Longer ids are cut.
const LONGEST: usize = 60;

/// The ids that are taken.
#[derive(Debug)]
pub(super) struct XmlIds {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl XmlIds {
    /// With the ids of the header.
    pub(super) fn new() -> Self {
        let mut taken: HashSet<String> = RESERVED.iter().map(|&id| id.to_owned()).collect();
        taken.insert(Calendar::Julian.id().to_owned());
        Self { taken, next: HashMap::new() }
    }

    /// A new id for an entity: that of its entry in the project's authority file where it can be one and is free, else
    /// one made from the name.
    pub(super) fn assign_to(&mut self, entry: Option<&Entity>, name: &str, kind: NameKind) -> String {
        let own = entry.and_then(|entry| entry.idnos.iter().find(|(kind, _)| kind == Entity::AUTHORITY));
        if let Some((_, id)) = own.filter(|(_, id)| is_id(id))
            && self.taken.insert(id.clone())
        {
            return id.clone();
        }
        let name = entry.filter(|_| name.is_empty()).and_then(|entry| entry.forms.first()).map_or(name, String::as_str);
        self.assign(name.strip_prefix("the ").unwrap_or(name), kind)
    }

    /// A new id for a name: its letters without diacritics, words parted by hyphens, with a number where it is taken.
    fn assign(&mut self, name: &str, kind: NameKind) -> String {
        let slug = slug(name, kind);
        // A word that others number gets none itself, so that no number is given twice.
        let others = is_numbered(&slug) || is_numbered(&format!("{slug}-1"));
        let base = if others { format!("name-{slug}") } else { slug };
        if self.taken.insert(base.clone()) {
            return base;
        }
        let number = self.next.entry(base.clone()).or_insert(2);
        loop {
            let id = format!("{base}-{number}");
            *number += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Whether another part of the document may give the id: a word and a number.
fn is_numbered(id: &str) -> bool {
    let number = NUMBERED.iter().find_map(|start| id.strip_prefix(start));
    number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}

/// Whether an identifier of an authority file can be an `xml:id` that a pointer can name: ASCII alone.
fn is_id(id: &str) -> bool {
    let mut letters = id.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    starts
        && !is_numbered(id)
        && id.len() <= 2 * LONGEST
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// An `NCName` (Namespaces in XML 1.0, 3) of ASCII letters, digits and hyphens that starts with a letter.
fn slug(name: &str, kind: NameKind) -> String {
    let mut slug = String::new();
    for letter in fold(name).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if letter != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return match kind {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organization => "org",
        }
        .to_owned();
    }
    if slug.starts_with(|first: char| first.is_ascii_alphabetic()) { slug.to_owned() } else { format!("p-{slug}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_name_in_small_ascii_letters() {
        let mut ids = XmlIds::new();
        assert_eq!(ids.assign("Kim Il Sung", NameKind::Person), "kim-il-sung");
        assert_eq!(ids.assign("A. M. VARNOV", NameKind::Person), "a-m-varnov");
        assert_eq!(ids.assign("Łucja O’Neill", NameKind::Person), "lucja-oneill");
    }

    #[test]
    fn an_id_of_the_authority_file_is_taken_where_it_can_be_one_and_is_nobody_elses() {
        let mut ids = XmlIds::new();
        let mut id_of = |own: &str| {
            let idnos = vec![(Entity::AUTHORITY.to_owned(), own.to_owned())];
            let entry = Entity { idnos, ..Entity::known(NameKind::Place, "Hand 1") };
            ids.assign_to(Some(&entry), "", NameKind::Place)
        };
        let found = ["p.1_x", "p.1_x", "hand-1", "a b", "editor"].map(&mut id_of);
        assert_eq!(found, ["p.1_x", "name-hand-1", "name-hand-1-2", "name-hand-1-3", "name-hand-1-4"]);
    }

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        let mut ids = XmlIds::new();
        assert_eq!(ids.assign("Editor", NameKind::Person), "name-editor");
        assert_eq!(ids.assign("Julian", NameKind::Person), "julian-2");
        assert_eq!(ids.assign("Иванов", NameKind::Person), "person");
        assert_eq!(ids.assign("Петров", NameKind::Person), "person-2");
        assert_eq!(ids.assign("Julian", NameKind::Person), "julian-3");
    }
}
