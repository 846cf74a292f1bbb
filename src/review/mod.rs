//! Review: finished TEI as pages for editors, the doubts first, and what they decide; what changed as a page.

mod changes;
mod conflict;
mod decision;
mod document;
mod edit;
mod encoding;
mod header;
mod html;
mod kind;
mod page;
mod reading;
#[cfg(test)]
mod tests;
mod words;

pub use changes::changes;
pub use decision::{Decision, DecisionError, Request, Terms, decide, undo, undoable};
pub use document::{Counts, Document, Found, Mark};
pub use edit::{Action, Edge, Edit, KINDS as EDITABLE, Refusal, Splice, Step, edit};
pub use encoding::plain;
pub use header::Row;
pub use kind::{Certainty, Kind};
pub use page::{IndexRow, Page, Site};
