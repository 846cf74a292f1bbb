//! Comparing encodings: the one idea read backwards. A document becomes its words and the elements over them; the words
//! of two documents are aligned, and the elements compared as ranges of words.

mod align;
mod change;
mod diff;
mod encoding;
mod filter;
mod matching;
mod merge;
mod moves;
mod quote;
mod refine;
mod renumber;
pub mod show;
mod token;

pub use change::{Change, ChangeKind, Comparison, Quote};
pub use diff::diff;
pub use encoding::Encoding;
pub use filter::Filter;
pub use merge::{CONFLICT, Conflict, ConflictKind, Merged, OnConflict, merge};
