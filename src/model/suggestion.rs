//! What somebody else says of a range of the reading text: a program that finds names, or a person.

use crate::model::annotation::{Cert, NameKind};
use crate::model::date::DateValue;
use crate::model::text::TextRange;
use crate::source::Span;

/// A suggested name or date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The range of the reading text.
    pub range: TextRange,
    /// The bytes of the source it came from.
    pub span: Span,
    /// What it is said to be.
    pub claim: Claim,
    /// Whom or what it names: an identifier of the authority files, or an address; empty where that is not said.
    pub reference: String,
    /// How sure they are; `None` is high.
    pub cert: Option<Cert>,
    /// Who says so.
    pub resp: String,
}

/// What words are said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// A name.
    Name(NameKind),
    /// A date, with its value; one that says nothing has no value.
    Date(DateValue),
}
