//! The command as people use it: what it writes, what it says, and how it ends.

mod batch;
mod convert;
mod messages;
mod others;
mod output;
mod support;
mod validate;
