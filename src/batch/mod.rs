//! Many documents: which files there are, which must be converted, and how results are written.

mod archive;
mod base;
mod below;
mod cache;
mod corpus;
mod destination;
mod discover;
mod document;
mod edited;
mod gone;
mod line;
mod line_file;
mod lock;
mod ndjson;
mod parts;
mod queue;
mod record;
mod run;
mod shard;
mod stamp;
mod watch;
mod write;

pub use archive::{Archive, LARGEST_MEMBER};
pub use base::Base;
pub use cache::{Cache, CacheError};
pub use corpus::{Corpus, CorpusError};
pub use destination::{Destination, DestinationError, Expected};
pub use discover::{Found, Input, STANDARD_STREAM, Wanted, discover, single};
pub use line_file::{LineFile, discover_lines};
pub use ndjson::{LONGEST_LINE, Lines, StreamError, answer, convert as convert_lines};
pub use record::{Parts, Why};
pub use run::{Ended, Existing, Job, Mode, Observer, Planned, RunError, Treatment, run};
pub use shard::Shard;
pub use watch::{Watch, Watched};
pub use write::{Growing, write_whole};
