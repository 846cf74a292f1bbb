//! From bytes to tree, with the checks of well-formedness that the event reader leaves to us.

use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;

use crate::source::Span;
use crate::xml::element::{Element, Node};
use crate::xml::name::{is_char, is_name_without_colon, is_qualified_name};
use crate::xml::namespace::Namespaces;
use crate::xml::tag::{end_tag, resolve, start_tag};

/// Elements may be nested no deeper, for whoever walks the tree must come back.
const DEEPEST: usize = 1_000;

/// A parsed document: the nodes of its prolog, its root, and what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// All nodes at the top: processing instructions, comments, the root element.
    pub nodes: Vec<Node>,
}

impl Document {
    /// The root element.
    pub fn root(&self) -> Option<&Element> {
        self.nodes.iter().find_map(Node::as_element)
    }
}

/// Why a text is no well-formed XML document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the text.
    pub span: Span,
}

impl ParseError {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span }
    }
}

/// Parses a document: XML 1.0 (fifth edition) with Namespaces in XML 1.0.
///
/// Line ends and attribute values are normalized (XML 1.0, 2.11 and 3.3.3), references resolved, and text that
/// follows text is one node, CDATA sections included. Each element has the span of its start tag. A document type
/// declaration is passed over; one with declarations inside is an error, as is nesting deeper than 1,000 elements.
/// A byte order mark may stand first.
///
/// # Errors
/// The first place at which `xml` is not well-formed, or not namespace-well-formed.
pub fn parse(xml: &str) -> Result<Document, ParseError> {
    let start = xml.len() - xml.strip_prefix('\u{FEFF}').unwrap_or(xml).len();
    if let Some((idx, c)) = xml.char_indices().skip(usize::from(start > 0)).find(|&(_, c)| !is_char(c)) {
        let message = format!("the character U+{:04X} is not allowed in XML", u32::from(c));
        return Err(ParseError::new(message, Span::new(idx, idx + c.len_utf8())));
    }
    let mut reader = Reader::from_str(&xml[start..]);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut parser =
        Parser { xml, start, nodes: Vec::new(), open: Vec::new(), namespaces: Namespaces::default(), doctype: false };
    loop {
        let from = start + position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = start + position(reader.error_position());
            ParseError::new(error.to_string(), Span::new(at, at + xml[at..].chars().next().map_or(0, char::len_utf8)))
        })?;
        let span = Span::new(from, start + position(reader.buffer_position()));
        if event == Event::Eof {
            return parser.finish();
        }
        parser.event(&event, span)?;
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).expect("an offset into a string fits its own size type")
}

/// The tree so far.
struct Parser<'a> {
    xml: &'a str,
    /// Where the document begins, after a byte order mark.
    start: usize,
    nodes: Vec<Node>,
    open: Vec<Element>,
    namespaces: Namespaces,
    doctype: bool,
}

impl Parser<'_> {
    /// Takes one event, which stands at `span`.
    fn event(&mut self, event: &Event<'_>, span: Span) -> Result<(), ParseError> {
        match event {
            Event::Start(_) => self.start_element(span),
            Event::Empty(_) => {
                self.start_element(span)?;
                self.close();
                Ok(())
            }
            Event::End(_) => self.end_element(span),
            Event::Text(_) => self.text(span),
            Event::CData(_) => self.character_data(&normalize_line_ends(&self.xml[span.start + 9..span.end - 3]), span),
            Event::GeneralRef(_) => {
                let c = resolve(self.raw(span), span)?;
                self.character_data(c.encode_utf8(&mut [0; 4]), span)
            }
            Event::Comment(_) => self.comment(span),
            Event::PI(_) => self.processing_instruction(span),
            Event::Decl(_) => self.declaration(span),
            Event::DocType(_) => self.document_type(span),
            Event::Eof => Ok(()),
        }
    }

    fn raw(&self, span: Span) -> &str {
        &self.xml[span.start..span.end]
    }

    fn start_element(&mut self, span: Span) -> Result<(), ParseError> {
        if self.open.is_empty() && self.nodes.iter().any(|node| node.as_element().is_some()) {
            return Err(ParseError::new("a second root element begins here", span));
        }
        if self.open.len() >= DEEPEST {
            return Err(ParseError::new(format!("elements are nested deeper than {DEEPEST}"), span));
        }
        let element = start_tag(self.raw(span), span)?;
        self.namespaces.open(&element, span)?;
        self.open.push(element);
        Ok(())
    }

    fn end_element(&mut self, span: Span) -> Result<(), ParseError> {
        let name = end_tag(self.raw(span), span)?;
        match self.open.last() {
            None => Err(ParseError::new(format!("the end tag `</{name}>` closes nothing"), span)),
            Some(open) if open.name != name => {
                let message = format!("`</{name}>` stands where `</{}>` is expected", open.name);
                Err(ParseError::new(message, span))
            }
            Some(_) => {
                self.close();
                Ok(())
            }
        }
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.namespaces.close();
            self.push(Node::Element(element));
        }
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.nodes.push(node),
        }
    }

    fn text(&mut self, span: Span) -> Result<(), ParseError> {
        let raw = self.raw(span);
        if let Some(idx) = raw.find("]]>") {
            let at = span.start + idx;
            return Err(ParseError::new("`]]>` is not allowed in text", Span::new(at, at + 3)));
        }
        if self.open.is_empty() {
            let Some(idx) = raw.find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n')) else { return Ok(()) };
            return Err(ParseError::new("text stands outside the root element", Span::new(span.start + idx, span.end)));
        }
        self.character_data(&normalize_line_ends(raw), span)
    }

    fn character_data(&mut self, text: &str, span: Span) -> Result<(), ParseError> {
        let Some(parent) = self.open.last_mut() else {
            return Err(ParseError::new("text stands outside the root element", span));
        };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.text.push_str(text),
            Some(Node::Element(_) | Node::Comment(_) | Node::ProcessingInstruction(..)) | None => {
                parent.push_text(text);
            }
        }
        Ok(())
    }

    fn comment(&mut self, span: Span) -> Result<(), ParseError> {
        let raw = self.raw(span);
        let comment = raw.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        match comment {
            Some(comment) if !comment.contains("--") && !comment.ends_with('-') => {
                let comment = normalize_line_ends(comment);
                self.push(Node::Comment(comment));
                Ok(())
            }
            Some(_) | None => Err(ParseError::new("a comment holds `--`, or ends with `-`", span)),
        }
    }

    fn processing_instruction(&mut self, span: Span) -> Result<(), ParseError> {
        let raw = self.raw(span);
        let inner = raw.get(2..raw.len() - 2).unwrap_or_default();
        let target = inner.split(is_space).next().unwrap_or_default();
        if !is_name_without_colon(target) {
            return Err(ParseError::new("a processing instruction needs a name after `<?`", span));
        }
        if target.eq_ignore_ascii_case("xml") {
            return Err(ParseError::new("an XML declaration may stand only at the very beginning, as `<?xml`", span));
        }
        let data = normalize_line_ends(inner[target.len()..].trim_start_matches(is_space));
        let node = Node::ProcessingInstruction(target.to_owned(), data);
        self.push(node);
        Ok(())
    }

    fn declaration(&self, span: Span) -> Result<(), ParseError> {
        if span.start != self.start {
            return Err(ParseError::new("an XML declaration may stand only at the very beginning", span));
        }
        if DECLARATION.is_match(self.raw(span)) {
            Ok(())
        } else {
            Err(ParseError::new(
                "this is no XML declaration: version, encoding, standalone are expected in this order",
                span,
            ))
        }
    }

    fn document_type(&mut self, span: Span) -> Result<(), ParseError> {
        let has_root = !self.open.is_empty() || self.nodes.iter().any(|node| node.as_element().is_some());
        if self.doctype || has_root {
            return Err(ParseError::new(
                "a document type declaration may stand only once, before the root element",
                span,
            ));
        }
        self.doctype = true;
        let raw = self.raw(span);
        let name = DOCUMENT_TYPE.captures(raw).and_then(|groups| groups.get(1));
        if name.is_some_and(|name| is_qualified_name(name.as_str())) {
            Ok(())
        } else if raw.contains('[') {
            let message = "declarations inside a document type declaration (such as entities) are not supported";
            Err(ParseError::new(message, span))
        } else {
            Err(ParseError::new("this is no document type declaration", span))
        }
    }

    fn finish(self) -> Result<Document, ParseError> {
        if let Some(open) = self.open.last() {
            let message = format!("the element `{}` is never closed", open.name);
            return Err(ParseError::new(message, open.span.unwrap_or_default()));
        }
        let document = Document { nodes: self.nodes };
        if document.root().is_none() {
            return Err(ParseError::new("there is no root element", Span::at(self.xml.len())));
        }
        Ok(document)
    }
}

/// XML 1.0, 2.8, production 23; a later minor version is read as 1.0 (section 2.8).
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r#"\A<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*("1\.[0-9]+"|'1\.[0-9]+')"#,
        r#"([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*("[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?"#,
        r#"([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*("(yes|no)"|'(yes|no)'))?[ \t\r\n]*\?>\z"#,
    );
    Regex::new(pattern).expect("the pattern is fixed and compiles")
});

/// XML 1.0, 2.8, production 28, with an internal subset of white space only.
static DOCUMENT_TYPE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"\A<!DOCTYPE[ \t\r\n]+([^ \t\r\n\[>]+)",
        r#"([ \t\r\n]+(SYSTEM|PUBLIC[ \t\r\n]+("[A-Za-z0-9 \r\n'()+,./:=?;!*#@$_%-]*"|'[A-Za-z0-9 \r\n()+,./:=?;!*#@$_%-]*'))"#,
        r#"[ \t\r\n]+("[^"]*"|'[^']*'))?[ \t\r\n]*(\[[ \t\r\n]*\][ \t\r\n]*)?>\z"#,
    );
    Regex::new(pattern).expect("the pattern is fixed and compiles")
});

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// XML 1.0, 2.11: CR LF and CR become LF.
fn normalize_line_ends(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}
