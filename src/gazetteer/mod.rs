//! Authority files: registers of persons, places and organizations, and the matcher that finds their names in a text.
//!
//! All files of a project become one [`Gazetteer`], which is made once by a [`Builder`] and can be kept as bytes. A text
//! is read in one pass, whatever the size of the register: words are hashed as they come, a bitmap tells whether any
//! name begins with a word, and only then is a name looked up.

mod build;
mod entry;
mod matcher;
mod read;
mod stored;
mod words;

pub use build::{Builder, Refusal};
pub use entry::Entry;
pub use matcher::{EntryId, Gazetteer, Match, NameId};
pub use read::{FileFormat, identifier, read};
pub use stored::NotStored;

#[cfg(test)]
mod tests;
