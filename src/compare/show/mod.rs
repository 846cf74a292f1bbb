//! Changes for people and programs: sentences, JSON, patch-like lines, a page.

mod human;
mod page;
mod unified;

use serde_json::json;

use crate::compare::change::Comparison;

pub use human::{human, sentence};
pub use page::html;
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

/// The changes of two files as JSON, ended by a line feed.
pub fn json(comparison: &Comparison) -> String {
    format!("{:#}\n", json!(comparison))
}

/// The changes of two folders as JSON: a list of files, each with its changes.
pub fn json_of_folder(pairs: &[Compared]) -> String {
    let files: Vec<_> = pairs
        .iter()
        .filter(|pair| pair.is_alone() || !pair.comparison.changes.is_empty())
        .map(|pair| {
            json!({
                "a": pair.a,
                "b": pair.b,
                "changes": pair.comparison.changes,
                "formatting_changes": pair.comparison.formatting_changes,
            })
        })
        .collect();
    format!("{:#}\n", json!({ "files": files }))
}
