//! What cannot be merged: said in words, and where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compare::change::Quote;

/// What the two sides disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// Both changed the same words, in different ways.
    Text,
    /// Both marked the same words, in different ways, or their marks would cross.
    Mark,
    /// Both changed one attribute, in different ways.
    Attribute,
    /// One side removed what the other changed.
    Removed,
    /// Both moved the same thing, to different places.
    Moved,
    /// The change of theirs would make the document ill-formed or invalid.
    Unsound,
}

/// A change of theirs that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// The number of the conflict: `1`, `2` and so on.
    pub id: usize,
    /// What it is about.
    pub kind: ConflictKind,
    /// The same in words.
    pub message: String,
    /// Where in ours.
    pub ours: Quote,
    /// Where in theirs, or in the base where theirs has it no more.
    pub theirs: Quote,
}

impl Conflict {
    /// The same seen from the other side: what was ours is theirs.
    #[must_use]
    pub fn turned(self) -> Self {
        let words = self.message.split_inclusive(' ').map(|word| match word.trim_end() {
            "ours" => word.replace("ours", "theirs"),
            "theirs" => word.replace("theirs", "ours"),
            _ => word.to_owned(),
        });
        Self { message: words.collect(), ours: self.theirs, theirs: self.ours, ..self }
    }
}
