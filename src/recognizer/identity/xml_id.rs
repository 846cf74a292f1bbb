//! Makes the `xml:id` of an entity from its name: `kim-il-sung`.

use std::collections::{HashMap, HashSet};

use crate::model::{Calendar, Entity};
use crate::recognizer::fold::fold;

/// Ids that other parts of the document use.
const RESERVED: &[&str] = &["translator", "transcriber", "editor"];
/// Longer ids are cut.
const LONGEST: usize = 60;

/// The ids that are taken.
#[derive(Debug)]
pub(super) struct XmlIds {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl XmlIds {
    /// With the ids of the entities that are there, and those of the header.
    pub(super) fn new(entities: &[Entity]) -> Self {
        let mut taken: HashSet<String> = RESERVED.iter().map(|&id| id.to_owned()).collect();
        taken.insert(Calendar::Julian.id().to_owned());
        taken.extend(entities.iter().map(|entity| entity.xml_id.clone()));
        Self { taken, next: HashMap::new() }
    }

    /// A new id for a name: its letters without diacritics, words parted by hyphens, with a number where it is taken.
    pub(super) fn assign(&mut self, name: &str) -> String {
        let base = slug(name);
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

/// An `NCName` (Namespaces in XML 1.0, 3) of ASCII letters, digits and hyphens that starts with a letter.
fn slug(name: &str) -> String {
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
        return "person".to_owned();
    }
    if slug.starts_with(|first: char| first.is_ascii_alphabetic()) { slug.to_owned() } else { format!("p-{slug}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_name_in_small_ascii_letters() {
        let mut ids = XmlIds::new(&[]);
        assert_eq!(ids.assign("Kim Il Sung"), "kim-il-sung");
        assert_eq!(ids.assign("A. M. VARNOV"), "a-m-varnov");
        assert_eq!(ids.assign("Łucja O’Neill"), "lucja-oneill");
    }

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        let mut ids = XmlIds::new(&[]);
        assert_eq!(ids.assign("Editor"), "editor-2");
        assert_eq!(ids.assign("Julian"), "julian-2");
        assert_eq!(ids.assign("Иванов"), "person");
        assert_eq!(ids.assign("Петров"), "person-2");
        assert_eq!(ids.assign("Julian"), "julian-3");
    }
}
