//! The command as people use it: what it writes, what it says, and how it ends.

mod archives;
mod batch;
mod compare;
mod convert;
mod corpus;
mod fmt;
mod git;
mod guide;
mod hand;
mod messages;
mod names;
mod others;
mod output;
mod project;
mod reports;
mod review;
mod streams;
mod support;
mod validate;
mod watch;
