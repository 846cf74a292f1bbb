//! Layout for review: block elements on lines of their own, a line for each sentence. It puts line ends only where
//! the transcript has white space or where TEI allows no text.

use crate::tei::sentence::sentence_starts;
use crate::xml::{Element, Node, TextNode};

/// How paragraphs are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// A line for each sentence.
    #[default]
    Sentence,
    /// A line for each paragraph.
    Paragraph,
}

/// Elements that hold elements only, or that postil fills so: their children stand on lines of their own.
pub(crate) const BLOCKS: &[&str] = &[
    "TEI",
    "teiCorpus",
    "teiHeader",
    "fileDesc",
    "titleStmt",
    "editionStmt",
    "publicationStmt",
    "notesStmt",
    "sourceDesc",
    "msDesc",
    "msIdentifier",
    "msContents",
    "msItem",
    "physDesc",
    "handDesc",
    "respStmt",
    "availability",
    "encodingDesc",
    "editorialDecl",
    "quotation",
    "interpretation",
    "appInfo",
    "application",
    "profileDesc",
    "creation",
    "abstract",
    "langUsage",
    "textClass",
    "keywords",
    "correspDesc",
    "correspAction",
    "calendarDesc",
    "calendar",
    "handNotes",
    "revisionDesc",
    "seriesStmt",
    "standOff",
    "listPerson",
    "listPlace",
    "listOrg",
    "person",
    "place",
    "org",
    "text",
    "front",
    "body",
    "back",
    "div",
    "opener",
    "closer",
    "postscript",
    "list",
    "table",
    "row",
    "lg",
    "sp",
    "quote",
];

/// Elements whose text is broken at sentence ends.
pub(crate) const PROSE: &[&str] = &["p", "item", "note"];

/// Attributes in the order in which they are written; others follow in their own order.
const ATTRIBUTE_ORDER: &[&str] = &[
    "xmlns",
    "xml:id",
    "xml:lang",
    "ident",
    "version",
    "type",
    "subtype",
    "n",
    "ref",
    "key",
    "who",
    "target",
    "place",
    "hand",
    "rend",
    "reason",
    "agent",
    "quantity",
    "unit",
    "extent",
    "when",
    "from",
    "to",
    "notBefore",
    "notAfter",
    "when-custom",
    "calendar",
    "role",
    "cols",
    "cert",
    "resp",
    "next",
    "prev",
];

/// Lays out a tree: attributes in order, white space for readers.
pub fn lay_out(root: &mut Element, layout: Layout) {
    lay_out_block(root, 0, layout);
}

fn lay_out_block(element: &mut Element, depth: usize, layout: Layout) {
    order_attributes(element);
    if !is_block(element) {
        lay_out_inline(element, depth, layout);
        return;
    }
    let children = std::mem::take(&mut element.children);
    element.children.reserve(2 * children.len() + 1);
    for mut child in children {
        match &mut child {
            Node::Text(text) if text.text.trim().is_empty() => continue,
            Node::Element(child) => lay_out_block(child, depth + 1, layout),
            Node::Text(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => {}
        }
        element.push(line_end(depth + 1));
        element.push(child);
    }
    element.push(line_end(depth));
}

/// Whether the children of an element stand on lines of their own: it is a block and has no text of its own.
fn is_block(element: &Element) -> bool {
    let no_text = element.children.iter().all(|child| match child {
        Node::Text(text) => text.text.trim().is_empty(),
        Node::Element(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => true,
    });
    let multi = element.children.iter().any(|child| !matches!(child, Node::Text(_)));
    let paragraphs = || element.elements().all(|child| matches!(child.name.as_ref(), "p" | "list" | "table"));
    no_text
        && multi
        && (BLOCKS.contains(&element.name.as_ref()) || (PROSE.contains(&element.name.as_ref()) && paragraphs()))
}

fn lay_out_inline(element: &mut Element, depth: usize, layout: Layout) {
    for child in &mut element.children {
        if let Node::Element(child) = child {
            lay_out_inline_marks(child, depth, layout);
        }
    }
    if layout == Layout::Sentence && PROSE.contains(&element.name.as_ref()) {
        break_sentences(element, depth + 1);
    } else {
        flatten_line_ends(element);
    }
}

/// Inside a paragraph only attributes are ordered; a list inside it is laid out as a block.
fn lay_out_inline_marks(element: &mut Element, depth: usize, layout: Layout) {
    order_attributes(element);
    if is_block(element) {
        lay_out_block(element, depth + 1, layout);
        return;
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            lay_out_inline_marks(child, depth, layout);
        }
    }
}

/// Breaks the line at each sentence end of the text of a paragraph, through the elements inside it.
fn break_sentences(element: &mut Element, depth: usize) {
    let mut text = String::new();
    for_each_text(element, &mut |node| text.push_str(&node.text));
    let starts = sentence_starts(&text.replace('\n', " "));
    let mut at = 0;
    let mut next = starts.iter().copied().peekable();
    for_each_text(element, &mut |node| {
        let end = at + node.text.len();
        let mut cuts = Vec::new();
        while let Some(start) = next.next_if(|&start| start <= end) {
            cuts.push(start - at);
        }
        break_lines(node, &cuts, depth);
        at = end;
    });
}

/// Replaces the white space before each cut by a line end, and any line end left by a space.
fn break_lines(node: &mut TextNode, cuts: &[usize], depth: usize) {
    if cuts.is_empty() && !node.text.contains('\n') {
        return;
    }
    let mut broken = String::with_capacity(node.text.len() + cuts.len() * (2 * depth + 1));
    let mut at = 0;
    for &cut in cuts {
        let sentence = &node.text[at..cut];
        let kept = sentence.trim_end();
        broken.push_str(&kept.replace('\n', " "));
        if kept.len() < sentence.len() {
            push_line_end(&mut broken, depth);
        }
        at = cut;
    }
    broken.push_str(&node.text[at..].replace('\n', " "));
    node.text = broken;
}

fn flatten_line_ends(element: &mut Element) {
    for_each_text(element, &mut |node| {
        if node.text.contains('\n') {
            node.text = node.text.replace('\n', " ");
        }
    });
}

/// Visits the text below an element in document order, but for lists and tables, which have lines of their own.
fn for_each_text(element: &mut Element, visit: &mut impl FnMut(&mut TextNode)) {
    for child in &mut element.children {
        match child {
            Node::Text(text) => visit(text),
            Node::Element(child) if is_block(child) => {}
            Node::Element(child) => for_each_text(child, visit),
            Node::Comment(_) | Node::ProcessingInstruction(..) => {}
        }
    }
}

fn line_end(depth: usize) -> TextNode {
    let mut text = String::with_capacity(1 + 2 * depth);
    push_line_end(&mut text, depth);
    TextNode { text, sources: Vec::new() }
}

fn push_line_end(text: &mut String, depth: usize) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str("  ");
    }
}

fn order_attributes(element: &mut Element) {
    let place = |name: &str| ATTRIBUTE_ORDER.iter().position(|known| *known == name).unwrap_or(ATTRIBUTE_ORDER.len());
    element.attributes.sort_by_key(|attribute| place(&attribute.name));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(element: Element, layout: Layout) -> String {
        let mut element = element;
        lay_out(&mut element, layout);
        crate::xml::write(&[Node::Element(element)]).xml.lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_line_for_each_sentence_and_none_inside_a_word() {
        let name = Element::new("persName").with_text("Kim. ");
        let p = Element::new("p").with_text("He saw ").with_child(name).with_text("Then he left.It was late.");
        let body = Element::new("body").with_child(p);
        assert_eq!(
            laid_out(body, Layout::Sentence),
            "<body>\n  <p>He saw <persName>Kim.\n    </persName>Then he left.It was late.</p>\n</body>"
        );
    }

    #[test]
    fn paragraph_layout_keeps_a_paragraph_on_a_line() {
        let body = Element::new("body").with_child(Element::new("p").with_text("One. Two."));
        assert_eq!(laid_out(body, Layout::Paragraph), "<body>\n  <p>One. Two.</p>\n</body>");
    }

    #[test]
    fn attributes_stand_in_one_order() {
        let note = Element::new("note").with("cert", "low").with("type", "marginalia").with("xml:id", "a");
        assert_eq!(laid_out(note, Layout::Sentence), "<note xml:id=\"a\" type=\"marginalia\" cert=\"low\"/>");
    }
}
