//! XML as values: a tree of elements, a writer and a parser. Knows nothing of TEI.

mod element;
mod parse;
mod write;

pub use element::{Attribute, Element, Node, TextNode};
pub use parse::{Document, ParseError, parse};
pub use write::{Written, escape_attribute, escape_text, write};
