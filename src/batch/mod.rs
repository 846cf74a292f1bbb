//! Many documents: which files there are, and how results are written.

mod discover;
mod output;

pub use discover::{Found, Input, STANDARD_STREAM, Wanted, discover, single};
pub use output::{Destination, DestinationError, Document, Expected, Target, WriteProblem, Writer};
