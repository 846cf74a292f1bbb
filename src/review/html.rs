//! HTML as trees: written by the writer of XML, which escapes everything.

use crate::xml::{Element, Node, write_node};

/// An element of a class.
pub(super) fn element(name: &'static str, class: impl Into<String>) -> Element {
    Element::new(name).with("class", class)
}

/// The HTML of a tree.
///
/// HTML has no tags without content but those of `br`, so an element that is empty gets a character without width.
pub(super) fn html(mut element: Element) -> String {
    fill(&mut element);
    write_node(&Node::Element(element))
}

fn fill(element: &mut Element) {
    if element.children.is_empty() && element.name != "br" {
        element.push_text("\u{200B}");
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            fill(child);
        }
    }
}
