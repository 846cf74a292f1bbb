//! Which changes are wanted: `--only persName,date`, `--ignore @cert`.

use crate::compare::change::{Change, Comparison};

/// Names of elements, of attributes (`@cert`), and `text` for changed words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    only: Vec<String>,
    ignore: Vec<String>,
}

impl Filter {
    /// A filter that keeps what `only` names, or everything where it is empty, but for what `ignore` names.
    pub fn new(only: &[String], ignore: &[String]) -> Self {
        let tidy = |names: &[String]| names.iter().map(|name| name.trim().to_owned()).collect();
        Self { only: tidy(only), ignore: tidy(ignore) }
    }

    /// The changes that are wanted.
    #[must_use]
    pub fn apply(&self, mut comparison: Comparison) -> Comparison {
        comparison.changes.retain(|change| {
            (self.only.is_empty() || self.only.iter().any(|name| is_about(change, name)))
                && !self.ignore.iter().any(|name| is_about(change, name))
        });
        comparison
    }
}

fn is_about(change: &Change, name: &str) -> bool {
    match name.strip_prefix('@') {
        Some(attribute) => change.attribute.as_deref() == Some(attribute),
        None if name == "text" => change.kind.is_text(),
        None => change.elements().any(|element| element == name),
    }
}
