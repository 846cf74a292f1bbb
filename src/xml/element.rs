//! The tree: elements, attributes, text.

use std::borrow::Cow;

use crate::source::Span;

/// An XML element. Names are as written (`persName`, `xml:id`); the namespace is that of an `xmlns` attribute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Element {
    /// The name, with its prefix if it has one.
    pub name: Cow<'static, str>,
    /// The attributes, in the order in which they are written.
    pub attributes: Vec<Attribute>,
    /// What it holds.
    pub children: Vec<Node>,
    /// The bytes of the source from which it was made, or at which it was parsed.
    pub span: Option<Span>,
}

/// An attribute of an [`Element`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name, with its prefix if it has one.
    pub name: Cow<'static, str>,
    /// The value, unescaped.
    pub value: String,
}

/// What an element may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(TextNode),
    /// A comment, without its delimiters.
    Comment(String),
    /// A processing instruction: its target and its data.
    ProcessingInstruction(String, String),
}

/// Text, unescaped, with the spans of the source it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextNode {
    /// The text.
    pub text: String,
    /// The source of each stretch of it, in order; empty where the text is the encoder's own or was parsed.
    ///
    /// Equal to the text but for white space.
    pub sources: Vec<Span>,
}

impl Element {
    /// An empty element.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same element with an attribute more; an empty value is left out.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// The same element with a child more.
    #[must_use]
    pub fn with_child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// The same element with text of the encoder's own.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.push_text(text);
        self
    }

    /// The same element, made from a span of the source.
    #[must_use]
    pub fn from_span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets an attribute; an empty value is left out.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        if value.is_empty() {
            return;
        }
        match self.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value,
            None => self.attributes.push(Attribute { name, value }),
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    /// Adds a child at the end.
    pub fn push(&mut self, child: impl Into<Node>) {
        self.children.push(child.into());
    }

    /// Adds text of the encoder's own at the end; empty text is left out.
    pub fn push_text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.children.push(Node::Text(TextNode { text, sources: Vec::new() }));
        }
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(Node::as_element)
    }

    /// The first child element of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// This element and all below it, in document order. Does not recurse, so depth is no matter.
    pub fn descendants(&self) -> impl Iterator<Item = &Element> {
        let mut stack = vec![self];
        std::iter::from_fn(move || {
            let element = stack.pop()?;
            stack.extend(element.children.iter().rev().filter_map(Node::as_element));
            Some(element)
        })
    }

    /// All text below, in document order.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut stack: Vec<&Node> = self.children.iter().rev().collect();
        while let Some(node) = stack.pop() {
            match node {
                Node::Text(part) => text.push_str(&part.text),
                Node::Element(element) => stack.extend(element.children.iter().rev()),
                Node::Comment(_) | Node::ProcessingInstruction(..) => {}
            }
        }
        text
    }
}

impl Node {
    /// The element, where the node is one.
    pub fn as_element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) | Self::Comment(_) | Self::ProcessingInstruction(..) => None,
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<TextNode> for Node {
    fn from(text: TextNode) -> Self {
        Self::Text(text)
    }
}
