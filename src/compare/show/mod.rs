//! Changes for people and programs: sentences, JSON, patch-like lines.

mod human;
mod json;
mod unified;

use crate::compare::change::Comparison;

pub use human::{count_groups, human, sentence};
pub use json::{conflicts_schema, diff_schema, json, json_of_conflicts, json_of_folder};
pub use unified::unified;

/// Two files that were compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// The first file; nothing where only the second folder has it.
    pub a: Option<String>,
    /// The second file; nothing where only the first folder has it.
    pub b: Option<String>,
    /// What changed.
    pub comparison: Comparison,
}

impl Compared {
    /// Whether one of the files is missing.
    pub fn is_alone(&self) -> bool {
        self.a.is_none() || self.b.is_none()
    }

    /// The name by which the pair is known.
    pub fn name(&self) -> &str {
        self.b.as_deref().or(self.a.as_deref()).unwrap_or_default()
    }
}
