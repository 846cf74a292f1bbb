//! Persons, places and organizations that a document names.

use crate::model::annotation::NameKind;

/// Which entry of [`Transcript::entities`](crate::model::Transcript::entities) is meant: its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub usize);

/// A person, place or organization, with every form of its name found in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: NameKind,
    /// Its `xml:id`, unique in the document: letters, digits and hyphens, as `kim-il-sung`.
    pub xml_id: String,
    /// The forms of the name as written, the fullest first; no form twice.
    pub forms: Vec<String>,
    /// Identifiers in authority files: the type (`VIAF`, `GND`, `Wikidata`) and the value.
    pub idnos: Vec<(String, String)>,
}
