//! From tree to bytes. The only place where XML is escaped; it adds no white space of its own.

use crate::source::Span;
use crate::xml::element::{Element, Node};

/// A written document, and where its elements came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The XML.
    pub xml: String,
    /// For each element with a span, in document order: the byte offset of its `<`, and its span in the source.
    pub origins: Vec<(usize, Span)>,
}

impl Written {
    /// The span of the source from which the innermost element that starts at or before a byte of the XML was made.
    pub fn origin(&self, offset: usize) -> Option<Span> {
        let idx = self.origins.partition_point(|&(start, _)| start <= offset);
        idx.checked_sub(1).map(|before| self.origins[before].1)
    }
}

/// Writes the nodes of a document: XML declaration, then each node on a line of its own.
pub fn write(nodes: &[Node]) -> Written {
    let mut written =
        Written { xml: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), origins: Vec::new() };
    for node in nodes {
        append(node, &mut written);
        written.xml.push('\n');
    }
    written
}

/// A step of the writer's own stack, so that deep trees cost no call stack.
enum Step<'a> {
    Open(&'a Node),
    Close(&'a str),
}

/// One node by itself, for a document that is written in parts.
pub fn write_node(node: &Node) -> String {
    let mut written = Written::default();
    append(node, &mut written);
    written.xml
}

/// The start tag of an element that is written in parts.
pub fn start_tag(element: &Element) -> String {
    let mut written = Written::default();
    push_start(element, ">", &mut written.xml);
    written.xml
}

/// The end tag of an element that is written in parts.
pub fn end_tag(element: &Element) -> String {
    format!("</{}>", element.name)
}

fn append(node: &Node, written: &mut Written) {
    let mut stack = vec![Step::Open(node)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Close(name) => push_all(&mut written.xml, &["</", name, ">"]),
            Step::Open(Node::Text(text)) => escape_text(&text.text, &mut written.xml),
            Step::Open(Node::Comment(comment)) => push_all(&mut written.xml, &["<!--", comment, "-->"]),
            Step::Open(Node::ProcessingInstruction(target, data)) => {
                push_all(&mut written.xml, &["<?", target, " ", data, "?>"]);
            }
            Step::Open(Node::Element(element)) => {
                open_element(element, written);
                if !element.children.is_empty() {
                    stack.push(Step::Close(&element.name));
                    stack.extend(element.children.iter().rev().map(Step::Open));
                }
            }
        }
    }
}

fn open_element(element: &Element, written: &mut Written) {
    if let Some(span) = element.span {
        written.origins.push((written.xml.len(), span));
    }
    push_start(element, if element.children.is_empty() { "/>" } else { ">" }, &mut written.xml);
}

fn push_start(element: &Element, end: &str, xml: &mut String) {
    push_all(xml, &["<", &element.name]);
    for attribute in &element.attributes {
        push_all(xml, &[" ", &attribute.name, "=\""]);
        escape_attribute(&attribute.value, xml);
        xml.push('"');
    }
    xml.push_str(end);
}

fn push_all(xml: &mut String, parts: &[&str]) {
    for part in parts {
        xml.push_str(part);
    }
}

/// Appends text as character data (XML 1.0, 2.4). `>` is escaped too, so that `]]>` never stands in text, and CR is
/// a character reference, so that no parser turns it into LF.
pub fn escape_text(text: &str, xml: &mut String) {
    escape(text, xml, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

/// Appends an attribute value (XML 1.0, 3.3.3): white space other than the space is a character reference, so that it
/// survives normalization.
pub fn escape_attribute(value: &str, xml: &mut String) {
    escape(value, xml, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\t' => Some("&#9;"),
        b'\n' => Some("&#10;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

fn escape(text: &str, xml: &mut String, reference: impl Fn(u8) -> Option<&'static str>) {
    let mut done = 0;
    let special = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'&' | b'<' | b'>');
    for (idx, byte) in text.bytes().enumerate().filter(|&(_, byte)| special(byte)) {
        if let Some(reference) = reference(byte) {
            xml.push_str(&text[done..idx]);
            xml.push_str(reference);
            done = idx + 1;
        }
    }
    xml.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let element = Element::new("p").with("n", "a\"b\n<c>").with_text("x < y & z ]]> \r");
        let written = write(&[Node::Element(element)]);
        assert_eq!(
            written.xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p n=\"a&quot;b&#10;&lt;c&gt;\">x &lt; y &amp; z ]]&gt; &#13;</p>\n"
        );
    }

    #[test]
    fn the_origin_of_a_byte_is_the_element_that_starts_before_it() {
        let inner = Element::new("b").with_text("x").from_span(Span::new(5, 6));
        let outer = Element::new("a").with_child(inner).from_span(Span::new(0, 9));
        let written = write(&[Node::Element(outer)]);
        let at = written.xml.find("<b>").expect("b is written");
        assert_eq!(written.origin(at), Some(Span::new(5, 6)));
        assert_eq!(written.origin(at - 1), Some(Span::new(0, 9)));
    }
}
