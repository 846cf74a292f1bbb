//! The register of a batch: who and what its documents name, how often and where, and who may be one and the same.
//!
//! It is a fold over finished TEI documents, so that a document which was not converted again counts by its file.

mod duplicates;
mod gather;
mod table;
mod tei;

use std::collections::BTreeMap;

pub use duplicates::{Duplicate, Likeness};

use crate::entities::gather::{Found, gather};
use crate::model::{Entity, NameKind};
use crate::xml::Element;

/// The register of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    entries: Vec<RegisterEntry>,
    by_identifier: BTreeMap<(NameKind, String, String), usize>,
    by_name: BTreeMap<(NameKind, String), usize>,
}

/// A person, place or organization of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// What it is.
    pub kind: NameKind,
    /// The identifier in the project's authority file; without one, that of the first document, made unique.
    pub id: String,
    /// How it is known to be one.
    pub basis: Basis,
    /// The forms of its name, the fullest first; no form twice.
    pub forms: Vec<String>,
    /// Its dates as the authority file words them; empty where nothing is known.
    pub dates: String,
    /// Its identifiers: type and value, without that of the project's authority file.
    pub idnos: Vec<(String, String)>,
    /// The documents that name it, each with the number of mentions that surely mean it, and of those that may.
    pub documents: BTreeMap<String, Mentions>,
}

/// How often a document names somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Mentions that mean the entry.
    pub sure: usize,
    /// Mentions that may mean it or another.
    pub possible: usize,
}

/// How what several documents name is known to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// An identifier of an authority file.
    Identifier,
    /// The same name of two words or more.
    Name,
    /// The same single word: one document may mean somebody else than another.
    SingleWord,
}

impl Basis {
    /// `identifier`, `name` or `single word`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Name => "name",
            Self::SingleWord => "single word",
        }
    }
}

impl Register {
    /// A register of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what a document names. `document` is what the register calls it, such as `letters/12.xml`; `root` its TEI.
    ///
    /// Entities with an identifier in common are one entry; without identifiers, those with the same fullest form, but
    /// for capitals.
    pub fn add(&mut self, document: &str, root: &Element) {
        for found in gather(root) {
            let idx = self.entry_of(&found);
            let entry = &mut self.entries[idx];
            for form in found.forms {
                if !entry.forms.contains(&form) {
                    entry.forms.push(form);
                }
            }
            for idno in found.idnos.into_iter().filter(|(kind, _)| kind != Entity::AUTHORITY) {
                if !entry.idnos.contains(&idno) {
                    entry.idnos.push(idno);
                }
            }
            if entry.dates.is_empty() {
                entry.dates = found.dates;
            }
            let mentions = entry.documents.entry(document.to_owned()).or_default();
            mentions.sure += found.mentions.sure;
            mentions.possible += found.mentions.possible;
        }
    }

    /// The entries in order of kind, then of name.
    pub fn entries(&self) -> Vec<RegisterEntry> {
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            entry.forms.sort_by_key(|form| std::cmp::Reverse(form.chars().count()));
        }
        entries.sort_by(|one, two| (one.kind, one.name(), &one.id).cmp(&(two.kind, two.name(), &two.id)));
        make_unique(&mut entries);
        entries
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The register as a table, which is an authority file at the same time. RFC 4180 with LF.
    pub fn to_csv(&self) -> String {
        table::write(&self.entries())
    }

    /// The register as a TEI document with `listPerson`, `listPlace` and `listOrg`.
    pub fn to_tei(&self) -> String {
        tei::write(&self.entries())
    }

    fn entry_of(&mut self, found: &Found) -> usize {
        let keys: Vec<(NameKind, String, String)> =
            found.idnos.iter().map(|(kind, value)| (found.kind, kind.clone(), value.clone())).collect();
        let name = found.forms.first().map(|form| comparable(form)).unwrap_or_default();
        let known = if keys.is_empty() {
            self.by_name.get(&(found.kind, name.clone())).copied()
        } else {
            keys.iter().find_map(|key| self.by_identifier.get(key)).copied()
        };
        let idx = known.unwrap_or_else(|| {
            self.entries.push(RegisterEntry::of(found));
            self.entries.len() - 1
        });
        if keys.is_empty() {
            self.by_name.insert((found.kind, name), idx);
        }
        for key in keys {
            self.by_identifier.entry(key).or_insert(idx);
        }
        idx
    }
}

impl RegisterEntry {
    fn of(found: &Found) -> Self {
        let own = found.idnos.iter().find(|(kind, _)| kind == Entity::AUTHORITY).map(|(_, value)| value.clone());
        let single = found.forms.first().is_none_or(|form| !form.contains(' '));
        let basis = match (found.idnos.is_empty(), single) {
            (false, _) => Basis::Identifier,
            (true, false) => Basis::Name,
            (true, true) => Basis::SingleWord,
        };
        Self {
            kind: found.kind,
            id: own.unwrap_or_else(|| found.id.clone()),
            basis,
            forms: Vec::new(),
            dates: String::new(),
            idnos: Vec::new(),
            documents: BTreeMap::new(),
        }
    }

    /// The fullest form of the name.
    pub fn name(&self) -> &str {
        self.forms.first().map(String::as_str).unwrap_or_default()
    }

    /// The mentions of all documents.
    pub fn mentions(&self) -> Mentions {
        let add = |sum: Mentions, more: &Mentions| Mentions {
            sure: sum.sure + more.sure,
            possible: sum.possible + more.possible,
        };
        self.documents.values().fold(Mentions::default(), add)
    }
}

/// Gives entries whose identifier another has a number.
fn make_unique(entries: &mut [RegisterEntry]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.basis == Basis::Identifier) {
        taken.insert(entry.id.clone(), 1);
    }
    let mut seen = std::collections::BTreeSet::new();
    for entry in entries {
        let first_of_authority = entry.basis == Basis::Identifier && seen.insert(entry.id.clone());
        if first_of_authority {
            continue;
        }
        let base = entry.id.clone();
        let mut number = taken.get(&base).copied().unwrap_or_default();
        while number > 0 && taken.contains_key(&format!("{base}-{}", number + 1)) {
            number += 1;
        }
        if number > 0 {
            entry.id = format!("{base}-{}", number + 1);
            taken.insert(entry.id.clone(), 1);
        }
        taken.insert(base, number + 1);
    }
}

/// A name as it is compared: in small letters.
fn comparable(form: &str) -> String {
    form.to_lowercase()
}

/// The kinds, each with the list, the element and the name element of TEI, and its word in tables.
const KINDS: [(NameKind, &str, &str, &str); 3] = [
    (NameKind::Person, "listPerson", "person", "person"),
    (NameKind::Place, "listPlace", "place", "place"),
    (NameKind::Organization, "listOrg", "org", "org"),
];

#[cfg(test)]
mod tests;
