//! Whether a document is valid against a RELAX NG schema: the verdict alone, fast, and the same as jing's. The words
//! for what is wrong are another's business.

mod automaton;
mod datatypes;
mod derivatives;
mod grammar;
mod names;
mod patterns;
mod schema_tree;
mod strictness;
#[cfg(test)]
mod tests;
mod tree_events;
mod uri;
mod xml_events;

pub use automaton::{Automaton, Event, EventAttribute, Fault, Run, Verdict};
pub use tree_events::verdict_on_tree;
pub use xml_events::verdict;

/// Why a schema cannot be made into an automaton.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The schema is not well-formed XML.
    #[error("the schema is not well-formed: {0}")]
    Xml(String),
    /// The schema may be right, but uses what the automaton does not know.
    #[error("the automaton does not know {0}")]
    Unsupported(String),
    /// The schema is wrong.
    #[error("the schema is wrong: {0}")]
    Schema(String),
}
