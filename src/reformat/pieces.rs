//! The pieces of a document as a tree, each with its own bytes.

use crate::reformat::content::{Content, Edges, contents, is_space};
use crate::xml::{Element, Token, TokenKind, tag_name, tokens};

/// A document: what stands at its top.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    /// The XML declaration.
    pub(super) declaration: Option<&'a str>,
    /// What else stands at the top, without white space.
    pub(super) nodes: Vec<Piece<'a>>,
}

/// A piece of content.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// An element.
    Part(Part<'a>),
    /// Text without white space, or a reference or CDATA section.
    Words(&'a str),
    /// A comment, processing instruction or document type declaration.
    Aside(&'a str),
    /// A run of white space.
    Space(Space<'a>),
}

/// A run of white space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space<'a> {
    /// As it is written.
    pub(super) raw: &'a str,
    /// What becomes of it.
    pub(super) role: Role,
}

/// What becomes of white space inside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It stays as it is.
    Kept,
    /// It is a line end of the file, and becomes one space.
    Folded,
    /// It is a line end before a milestone of the original, and stays one.
    BeforeMilestone,
    /// It goes.
    Dropped,
}

/// An element.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) tag: &'a str,
    pub(super) content: Content,
    pub(super) children: Vec<Piece<'a>>,
    /// For one whose every byte counts: all of it.
    pub(super) whole: &'a str,
}

impl Part<'_> {
    /// Its name, with its prefix.
    pub(super) fn name(&self) -> &str {
        tag_name(self.tag)
    }
}

/// An element that is not closed yet.
struct Open<'a> {
    part: Part<'a>,
    start: usize,
}

impl<'a> Pieces<'a> {
    /// The pieces of a well-formed document, whose root is given too.
    pub(super) fn of(xml: &'a str, root: &Element) -> Self {
        let tokens = tokens(xml);
        let mut contents = contents(root).into_iter();
        let mut pieces = Self { declaration: None, nodes: Vec::new() };
        let mut open: Vec<Open<'a>> = Vec::new();
        for (idx, token) in tokens.iter().enumerate() {
            let raw = &xml[token.span.start..token.span.end];
            let pieces_here = open.last_mut().map_or(&mut pieces.nodes, |open| &mut open.part.children);
            match token.kind {
                TokenKind::Declaration => pieces.declaration = Some(raw),
                TokenKind::Comment | TokenKind::Instruction | TokenKind::DocumentType => {
                    pieces_here.push(Piece::Aside(raw));
                }
                TokenKind::Reference | TokenKind::CharacterData => pieces_here.push(Piece::Words(raw)),
                TokenKind::Text => {
                    if let Some(parent) = open.last_mut() {
                        let place = Place::of(xml, &tokens, idx, parent.part.content);
                        add_text(&mut parent.part.children, raw, place);
                    }
                }
                TokenKind::Start | TokenKind::Empty => {
                    let content = contents.next().unwrap_or(Content::Verbatim);
                    open.push(Open {
                        part: Part { tag: raw, content, children: Vec::new(), whole: raw },
                        start: token.span.start,
                    });
                }
                TokenKind::End => {}
            }
            if matches!(token.kind, TokenKind::Empty | TokenKind::End) {
                let Some(mut closed) = open.pop() else { continue };
                closed.part.whole = &xml[closed.start..token.span.end];
                let outer = open.last_mut().map_or(&mut pieces.nodes, |open| &mut open.part.children);
                outer.push(Piece::Part(closed.part));
            }
        }
        pieces
    }
}

/// Milestones of the original, before which people end their lines.
const MILESTONES: &[&str] = &["lb", "pb", "cb", "gb", "milestone"];

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place {
    content: Content,
    /// Directly after the start tag of its parent.
    is_first: bool,
    /// Directly before the end tag of its parent.
    is_last: bool,
    before_milestone: bool,
}

impl Place {
    fn of(xml: &str, tokens: &[Token], idx: usize, content: Content) -> Self {
        let before = idx.checked_sub(1).map(|before| tokens[before].kind);
        let after = tokens.get(idx + 1);
        let before_milestone = after.is_some_and(|after| {
            let name = tag_name(&xml[after.span.start..after.span.end]);
            matches!(after.kind, TokenKind::Start | TokenKind::Empty)
                && MILESTONES.contains(&name.split_once(':').map_or(name, |(_, local)| local))
        });
        Self {
            content,
            is_first: before == Some(TokenKind::Start),
            is_last: after.is_some_and(|after| after.kind == TokenKind::End),
            before_milestone,
        }
    }

    fn role(self, raw: &str, begins: bool, ends: bool) -> Role {
        let at_edge = (begins && self.is_first) || (ends && self.is_last);
        let breaks = raw.contains(['\n', '\r']);
        match self.content {
            Content::Lines | Content::Nothing => Role::Dropped,
            Content::Text(Edges::Bare) if at_edge => Role::Dropped,
            Content::Text(_) if breaks && ends && self.before_milestone => Role::BeforeMilestone,
            Content::Text(_) if breaks || raw.contains('\t') => Role::Folded,
            Content::Text(_) | Content::Verbatim => Role::Kept,
        }
    }
}

/// Adds a text, cut into words and white space.
fn add_text<'a>(children: &mut Vec<Piece<'a>>, raw: &'a str, place: Place) {
    let mut at = 0;
    while at < raw.len() {
        let is_space_here = is_space(raw.as_bytes()[at]);
        let len = raw[at..].bytes().position(|byte| is_space(byte) != is_space_here).unwrap_or(raw.len() - at);
        let text = &raw[at..at + len];
        let role = place.role(text, at == 0, at + len == raw.len());
        children.push(if is_space_here { Piece::Space(Space { raw: text, role }) } else { Piece::Words(text) });
        at += len;
    }
}
