//! Changes and conflicts as JSON, and the JSON Schemas of both.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compare::change::{Change, Comparison};
use crate::compare::merge::Conflict;
use crate::compare::show::Compared;

/// What `postil diff --format json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Printed {
    /// Two files were compared.
    Files(Comparison),
    /// Two folders were compared.
    Folders(Folders),
}

/// The files of two folders that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
struct Folders {
    /// The files that differ, in the order of their names.
    files: Vec<Pair>,
}

/// Two files of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
struct Pair {
    /// The path of the first; `null` where the file is new.
    a: Option<String>,
    /// The path of the second; `null` where the file is gone.
    b: Option<String>,
    /// The changes, in the order of the documents.
    changes: Vec<Change>,
    /// How many words stand behind other white space or other tags though nothing else about them changed.
    formatting_changes: usize,
}

/// What `postil merge --conflicts` writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
struct Conflicts {
    /// The changes of theirs that were not taken, in the order of ours.
    conflicts: Vec<Conflict>,
}

/// The changes of two files as JSON, ended by a line feed.
pub fn json(comparison: &Comparison) -> String {
    pretty(comparison)
}

/// The changes of two folders as JSON: a list of files, each with its changes.
pub fn json_of_folder(pairs: &[Compared]) -> String {
    let differ = pairs.iter().filter(|pair| pair.is_alone() || !pair.comparison.changes.is_empty());
    let files = differ.map(|pair| Pair {
        a: pair.a.clone(),
        b: pair.b.clone(),
        changes: pair.comparison.changes.clone(),
        formatting_changes: pair.comparison.formatting_changes,
    });
    pretty(&Folders { files: files.collect() })
}

/// What could not be merged, as JSON, ended by a line feed.
pub fn json_of_conflicts(conflicts: &[Conflict]) -> String {
    pretty(&Conflicts { conflicts: conflicts.to_vec() })
}

/// The JSON Schema of the changes: `schemas/diff.schema.json`.
pub fn diff_schema() -> String {
    pretty(&schemars::schema_for!(Printed))
}

/// The JSON Schema of the conflicts: `schemas/conflicts.schema.json`.
pub fn conflicts_schema() -> String {
    pretty(&schemars::schema_for!(Conflicts))
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("it has no keys but strings") + "\n"
}
