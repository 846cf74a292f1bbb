//! Many documents: which files there are, which must be converted, and how results are written.

mod cache;
mod destination;
mod discover;
mod document;
mod gone;
mod lock;
mod record;
mod run;
mod shard;
mod stamp;
mod write;

pub use cache::{Cache, CacheError};
pub use destination::{Destination, DestinationError, Expected};
pub use discover::{Found, Input, STANDARD_STREAM, Wanted, discover, single};
pub use record::{Parts, Why};
pub use run::{Ended, Existing, Job, Mode, Observer, Planned, RunError, Treatment, run};
pub use shard::Shard;
pub use write::write_whole;
