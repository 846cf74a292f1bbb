//! An entry of an authority file, and the compact form in which a register keeps it.

use crate::model::NameKind;

/// A person, place or organization of an authority file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: NameKind,
    /// Its identifier in the file; empty where the file gives none.
    pub id: String,
    /// The name that the file prefers.
    pub name: String,
    /// Other forms of the name that the file lists.
    pub variants: Vec<String>,
    /// Its dates as the file words them, such as `1912-1994`; empty where it gives none.
    pub dates: String,
    /// Identifiers elsewhere: the type (`VIAF`, `GND`, `Wikidata`, `GeoNames`) and the value.
    pub idnos: Vec<(String, String)>,
}

/// Parts the fields of the compact form; no text of a file holds it, for it is white space there.
const FIELD: char = '\u{1f}';

impl Entry {
    /// An entry of a kind, with nothing known of it.
    pub fn new(kind: NameKind) -> Self {
        let empty = String::new;
        Self { kind, id: empty(), name: empty(), variants: Vec::new(), dates: empty(), idnos: Vec::new() }
    }

    /// The forms under which it stands in texts: the name, its variants, and for a person `Family, Given` in the order
    /// of a sentence.
    pub(super) fn forms(&self) -> impl Iterator<Item = String> + '_ {
        let listed = std::iter::once(&self.name).chain(&self.variants);
        listed.flat_map(|form| [Some(form.clone()), self.in_order(form)]).flatten()
    }

    fn in_order(&self, form: &str) -> Option<String> {
        let (family, given) = form.split_once(',')?;
        let (family, given) = (family.trim(), given.trim());
        let inverted = self.kind == NameKind::Person && !given.contains(',') && !family.is_empty() && !given.is_empty();
        inverted.then(|| format!("{given} {family}"))
    }

    /// Appends the compact form, without the variants, which a register keeps among its names.
    pub(super) fn store(&self, blob: &mut String) {
        let kind = match self.kind {
            NameKind::Person => 'p',
            NameKind::Place => 'l',
            NameKind::Organization => 'o',
        };
        blob.push(kind);
        for field in [&self.id, &self.name, &self.dates] {
            push_field(blob, field);
        }
        for (kind, value) in &self.idnos {
            push_field(blob, kind);
            push_field(blob, value);
        }
    }

    /// The kind of an entry in compact form; `None` if it is none.
    pub(super) fn kind_of(stored: &str) -> Option<NameKind> {
        match stored.as_bytes().first()? {
            b'p' => Some(NameKind::Person),
            b'l' => Some(NameKind::Place),
            b'o' => Some(NameKind::Organization),
            _ => None,
        }
    }

    /// The entry of a compact form; `None` if it is none.
    pub(super) fn restore(stored: &str) -> Option<Self> {
        let mut fields = stored.split(FIELD).skip(1);
        let mut entry = Self::new(Self::kind_of(stored)?);
        for field in [&mut entry.id, &mut entry.name, &mut entry.dates] {
            fields.next()?.clone_into(field);
        }
        while let (Some(kind), Some(value)) = (fields.next(), fields.next()) {
            entry.idnos.push((kind.to_owned(), value.to_owned()));
        }
        Some(entry)
    }
}

fn push_field(blob: &mut String, field: &str) {
    blob.push(FIELD);
    blob.extend(field.chars().map(|c| if c.is_control() { ' ' } else { c }));
}
