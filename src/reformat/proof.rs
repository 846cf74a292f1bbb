//! That two documents say the same: their trees in a canonical form.
//!
//! As in Canonical XML the order of attributes, the kind of quotation marks, references and CDATA sections make no
//! difference. White space makes none where `content` says that it means nothing.

use crate::reformat::content::{Content, Edges, contents, is_blank, is_space};
use crate::xml::{self, Document, Element, Node, TextNode, TokenKind};

/// Whether the text that was written says what the document said.
pub(super) fn says_the_same(before: &str, document: &Document, after: &str) -> bool {
    let Ok(written) = xml::parse(after) else { return false };
    canonical(document) == canonical(&written) && document_type(before) == document_type(after)
}

/// The document type declaration, which is no part of the tree.
fn document_type(xml: &str) -> Option<String> {
    let token = xml::tokens(xml).into_iter().find(|token| token.kind == TokenKind::DocumentType)?;
    Some(xml[token.span.start..token.span.end].replace("\r\n", "\n").replace('\r', "\n"))
}

fn canonical(document: &Document) -> Vec<Node> {
    let contents = document.root().map(contents).unwrap_or_default();
    let mut contents = contents.into_iter();
    document.nodes.iter().map(|node| canonical_node(node, &mut contents)).collect()
}

fn canonical_node(node: &Node, contents: &mut impl Iterator<Item = Content>) -> Node {
    match node {
        Node::Element(element) => Node::Element(canonical_element(element, contents)),
        Node::Text(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => node.clone(),
    }
}

fn canonical_element(element: &Element, contents: &mut impl Iterator<Item = Content>) -> Element {
    let content = contents.next().unwrap_or(Content::Verbatim);
    let mut canonical = Element { attributes: element.attributes.clone(), ..Element::new(element.name.clone()) };
    canonical.attributes.sort_by(|a, b| a.name.cmp(&b.name));
    let last = element.children.len().saturating_sub(1);
    for (idx, child) in element.children.iter().enumerate() {
        match child {
            Node::Text(text) => canonical.push_text(canonical_text(text, content, (idx == 0, idx == last))),
            Node::Element(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => {
                let child = canonical_node(child, contents);
                canonical.push(child);
            }
        }
    }
    canonical
}

/// A text without what means nothing; `edges` says whether it is the first and the last of its parent.
fn canonical_text(text: &TextNode, content: Content, edges: (bool, bool)) -> String {
    let edges = match content {
        Content::Verbatim => return text.text.clone(),
        Content::Lines | Content::Nothing if is_blank(&text.text) => return String::new(),
        Content::Text(Edges::Bare) => edges,
        Content::Lines | Content::Nothing | Content::Text(Edges::Kept) => (false, false),
    };
    let mut folded = String::with_capacity(text.text.len());
    for c in text.text.chars() {
        if !u8::try_from(c).is_ok_and(is_space) {
            folded.push(c);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    let from = if edges.0 { folded.trim_start_matches(' ') } else { &folded };
    if edges.1 { from.trim_end_matches(' ').to_owned() } else { from.to_owned() }
}
