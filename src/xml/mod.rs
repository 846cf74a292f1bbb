//! XML as values: a tree of elements, a writer and a parser. Knows nothing of TEI.

mod element;
mod name;
mod namespace;
mod parse;
mod tag;
#[cfg(test)]
mod tests;
mod token;
mod write;

pub use element::{Attribute, Element, Node, TextNode};
pub use parse::{Document, ParseError, parse};
pub(crate) use tag::resolve;
pub use token::{AttributeToken, Token, TokenKind, attributes, tag_name, tokens};
pub use write::{Written, end_tag, escape_attribute, escape_text, start_tag, write, write_node};
