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
    /// Identifiers: the type (`VIAF`, `GND`, `Wikidata`, or [`Entity::AUTHORITY`]) and the value.
    pub idnos: Vec<(String, String)>,
    /// Its dates as the authority file words them, such as `1912-1994`; empty where nothing is known.
    pub dates: String,
}

impl Entity {
    /// The type of the identifier that an entry has in the project's own authority file.
    pub const AUTHORITY: &str = "authority";

    /// An entity of a kind, known by a name, which is not yet found in the document.
    pub fn known(kind: NameKind, name: impl Into<String>) -> Self {
        let empty = String::new;
        Self { kind, xml_id: empty(), forms: vec![name.into()], idnos: Vec::new(), dates: empty() }
    }
}
