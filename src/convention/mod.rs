//! Conventions: what bracketed notes look like and what they mean, as data, and the engine that reads them.

mod anchor;
mod bracket;
mod context;
mod footnote;
mod interpret;
mod plan;
mod profile;
mod rebuild;
mod rule;
mod unit;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use anchor::anchor;
pub use interpret::interpret;
pub use profile::{Profile, ProfileError, Siglum};
