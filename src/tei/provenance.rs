//! Text nodes that remember the bytes of the transcript they came from.

use crate::model::{Text, TextRange};
use crate::xml::TextNode;

/// The text of a range as a node, with the spans of its pieces.
pub(crate) fn text_node(text: &Text, range: TextRange) -> TextNode {
    let sources = text.pieces_in(range).map(|(_, span)| span).filter(|span| !span.is_empty()).collect();
    TextNode { text: text.slice(range).to_owned(), sources }
}
