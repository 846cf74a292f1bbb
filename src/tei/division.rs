//! Divisions: what may still follow in one that is open (TEI P5 4.1: heads and openers first, then paragraphs, then
//! nested divisions, then closers).

use crate::tei::content::is_global;
use crate::xml::{Element, Node};

/// How far a division has come; each stage only goes on to later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Only heads, openers and notes so far.
    Top,
    /// Paragraphs, lists, tables.
    Middle,
    /// Nested divisions.
    Divisions,
    /// Closers and postscripts.
    Bottom,
}

/// What a division is, and so what it nests in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `div[@type='document']` or `'enclosure'`, a child of the body.
    Document,
    /// `div[@type='entry']`.
    Entry,
    /// A headed section of this depth, 1 the first.
    Section(u8),
}

/// A division that is open.
#[derive(Debug)]
pub(super) struct Division {
    pub(super) kind: Kind,
    pub(super) stage: Stage,
    pub(super) element: Element,
}

impl Division {
    pub(super) fn new(kind: Kind, type_name: &'static str) -> Self {
        Self { kind, stage: Stage::Top, element: Element::new("div").with("type", type_name) }
    }

    /// Adds what belongs to the top (`head`, `opener`) or may stand anywhere (`gap`, `note`, `pb`).
    pub(super) fn push_free(&mut self, element: Element) {
        self.element.push(element);
    }

    /// Adds a paragraph-like element; after the closer it goes into a postscript.
    pub(super) fn push_common(&mut self, element: Element) {
        if self.stage == Stage::Bottom {
            self.wrapper("postscript").push(element);
        } else {
            self.stage = Stage::Middle;
            self.element.push(element);
        }
    }

    /// Adds a finished nested division.
    pub(super) fn push_division(&mut self, element: Element) {
        self.stage = Stage::Divisions;
        self.element.push(element);
    }

    /// The `opener` that is open at the top, or a new one.
    pub(super) fn opener(&mut self) -> &mut Element {
        self.wrapper("opener")
    }

    /// The `closer` that is open; before any paragraph TEI has no place for one, so the opener takes its part.
    pub(super) fn closer(&mut self) -> &mut Element {
        if self.stage == Stage::Top {
            return self.opener();
        }
        self.stage = Stage::Bottom;
        self.wrapper("closer")
    }

    /// The `postscript` that is open at the bottom, or a new one.
    pub(super) fn postscript(&mut self) -> &mut Element {
        if self.stage == Stage::Top {
            self.element.push(Element::new("p"));
        }
        self.stage = Stage::Bottom;
        self.wrapper("postscript")
    }

    /// The last child, where it has this name; else a new child.
    fn wrapper(&mut self, name: &'static str) -> &mut Element {
        let reuse = matches!(self.element.children.last(), Some(Node::Element(last)) if last.name == name);
        if !reuse {
            self.element.push(Element::new(name));
        }
        match self.element.children.last_mut() {
            Some(Node::Element(last)) => last,
            _ => unreachable!("an element was pushed just now"),
        }
    }
}

/// Whether all nodes are elements that may stand between blocks, with white space between them.
pub(super) fn all_global(nodes: &[Node]) -> bool {
    let mut elements = 0;
    let fits = nodes.iter().all(|node| match node {
        Node::Element(element) => {
            elements += 1;
            is_global(&element.name)
        }
        Node::Text(text) => text.text.trim().is_empty(),
        Node::Comment(_) | Node::ProcessingInstruction(..) => true,
    });
    fits && elements > 0
}
