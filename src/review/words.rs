//! Which tag closes which, and the words between two tags.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::review::edit::local;
use crate::source::Span;
use crate::xml::{self, Token, TokenKind, tag_name, tokens};

/// The tokens of a document, and how its elements nest.
pub(super) struct Tree {
    tokens: Vec<Token>,
    /// Of a start tag its end tag; of any other token itself.
    partners: Vec<usize>,
    /// The start tag of the element in which a token stands.
    parents: Vec<Option<usize>>,
}

impl Tree {
    /// The tree of a well-formed document.
    pub(super) fn of(xml: &str) -> Self {
        let tokens = tokens(xml);
        let mut partners: Vec<usize> = (0..tokens.len()).collect();
        let mut parents = Vec::with_capacity(tokens.len());
        let mut open: Vec<usize> = Vec::new();
        for (idx, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::End
                && let Some(start) = open.pop()
            {
                partners[start] = idx;
            }
            parents.push(open.last().copied());
            if token.kind == TokenKind::Start {
                open.push(idx);
            }
        }
        Self { tokens, partners, parents }
    }

    /// The number of the tag that begins at a byte.
    pub(super) fn element_at(&self, at: usize) -> Option<usize> {
        let idx = self.tokens.binary_search_by_key(&at, |token| token.span.start).ok()?;
        matches!(self.kind(idx), TokenKind::Start | TokenKind::Empty).then_some(idx)
    }

    /// The number of the comment that begins at a byte.
    pub(super) fn comment_at(&self, at: usize) -> Option<usize> {
        let idx = self.tokens.binary_search_by_key(&at, |token| token.span.start).ok()?;
        (self.kind(idx) == TokenKind::Comment).then_some(idx)
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn kind(&self, idx: usize) -> TokenKind {
        self.tokens[idx].kind
    }

    pub(super) fn span(&self, idx: usize) -> Span {
        self.tokens[idx].span
    }

    pub(super) fn partner(&self, idx: usize) -> usize {
        self.partners[idx]
    }

    pub(super) fn parent(&self, idx: usize) -> Option<usize> {
        self.parents[idx]
    }
}

/// Elements between words that are no words.
const BREAKS: &[&str] = &["lb", "pb", "cb", "gb", "milestone", "anchor"];

/// The words among the tokens of a range that is the content of an element, or a part of it from child to child. An
/// element counts as one word, whatever it holds.
pub(super) fn words(xml: &str, tree: &Tree, range: Range<usize>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut add = |span: Span, joins: bool| match found.last_mut() {
        Some(last) if joins && last.end == span.start => last.end = span.end,
        _ => found.push(span),
    };
    let mut idx = range.start;
    let mut in_text = false;
    while idx < range.end {
        let span = tree.span(idx);
        let raw = &xml[span.start..span.end];
        let after_text = std::mem::replace(&mut in_text, false);
        match tree.kind(idx) {
            TokenKind::Text => {
                for (at, word) in raw.split_word_bound_indices() {
                    let is_word = word.contains(char::is_alphanumeric);
                    if is_word {
                        add(Span::new(span.start + at, span.start + at + word.len()), after_text && at == 0);
                    }
                    in_text = is_word;
                }
            }
            TokenKind::Reference if is_letter(raw) => {
                add(span, after_text);
                in_text = true;
            }
            TokenKind::CharacterData => add(span, false),
            TokenKind::Start | TokenKind::Empty => {
                let end = tree.partner(idx);
                if !BREAKS.contains(&local(tag_name(raw))) {
                    add(Span::new(span.start, tree.span(end).end), false);
                }
                idx = end;
            }
            TokenKind::Reference
            | TokenKind::End
            | TokenKind::Comment
            | TokenKind::Instruction
            | TokenKind::Declaration
            | TokenKind::DocumentType => {}
        }
        idx += 1;
    }
    found
}

/// Whether a reference stands for a letter or digit.
fn is_letter(raw: &str) -> bool {
    let parsed = xml::parse(&format!("<a>{raw}</a>"));
    parsed.is_ok_and(|document| document.root().is_some_and(|root| root.text().contains(char::is_alphanumeric)))
}
