//! Gold annotations as values: documents whose names and dates somebody has marked by hand, to learn from and to measure on.

mod json_lines;
mod tei;

use std::collections::BTreeMap;

pub use json_lines::{GoldError, read_json_lines};
pub use tei::read_tei;

/// A document with the marks that stand off its text. Offsets count Unicode scalar values from 0, ends are exclusive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldDocument {
    /// Its name, unique in a collection; of a TEI file the name that was given.
    pub id: String,
    /// The edition or volume from which it comes, where that is said.
    pub volume: Option<String>,
    /// A part of the collection to which it belongs, where that is said.
    pub subset: Option<String>,
    /// Its language, as BCP 47 writes it, where that is said.
    pub language: Option<String>,
    /// The text that is marked.
    pub text: String,
    /// The marks, in the order of the text, outer before inner.
    pub spans: Vec<GoldSpan>,
    /// For each type that is marked only in parts of the text: those parts, as offsets.
    pub scopes: BTreeMap<String, Vec<(usize, usize)>>,
    /// For each type how full the marks are, in the words of the collection: `none` is a type that is not marked.
    pub complete: BTreeMap<String, String>,
}

/// A mark over part of the text of a [`GoldDocument`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldSpan {
    /// What is marked, by the name of its TEI element: `persName`, `date`.
    pub kind: String,
    /// Offset of its first character.
    pub start: usize,
    /// One past the offset of its last character.
    pub end: usize,
    /// The attributes of the mark: `when`, `ref`.
    pub attributes: BTreeMap<String, String>,
    /// Whether finding it is neither right nor wrong.
    pub optional: bool,
}

impl GoldDocument {
    /// Whether the type is marked at an offset of the text, as far as the document says; `None` where it says nothing.
    pub fn is_marked_at(&self, kind: &str, offset: usize) -> Option<bool> {
        if self.complete.get(kind).is_some_and(|complete| complete == "none") {
            return Some(false);
        }
        match self.scopes.get(kind) {
            Some(parts) => Some(parts.iter().any(|&(start, end)| (start..end).contains(&offset))),
            None => self.complete.contains_key(kind).then_some(true),
        }
    }

    /// The byte offset of each character of the text, and of its end.
    pub fn byte_offsets(&self) -> Vec<usize> {
        self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect()
    }
}
