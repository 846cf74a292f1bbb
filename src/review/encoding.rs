//! The encoding as it is written, line by line, with a link from each mark to its place in the reading text.

use std::collections::BTreeMap;

use crate::report::printable_char;
use crate::review::document::Mark;
use crate::review::html::{element, html};
use crate::xml::{Element, TokenKind, tokens};

/// The numbers of the marks, by the byte at which each begins.
#[derive(Debug, Default)]
pub(super) struct Tags(BTreeMap<usize, usize>);

impl Tags {
    pub(super) fn of(marks: &[Mark]) -> Self {
        Self(marks.iter().map(|mark| (mark.at, mark.number)).collect())
    }
}

/// The encoding as HTML.
pub(super) fn encoding(xml: &str, tags: &Tags) -> String {
    let mut lines = Lines::default();
    for token in tokens(xml) {
        let raw = &xml[token.span.start..token.span.end];
        lines.add(raw, class(token.kind), tags.0.get(&token.span.start).copied());
    }
    lines.finish()
}

/// A text as it is written, a transcript say, line by line.
pub fn plain(text: &str) -> String {
    let mut lines = Lines { prefix: "t", ..Lines::default() };
    lines.add(text, "", None);
    lines.finish()
}

fn class(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Start | TokenKind::Empty | TokenKind::End => "tag",
        TokenKind::Text => "",
        TokenKind::CharacterData | TokenKind::Reference => "ref",
        TokenKind::Comment => "comment",
        TokenKind::Instruction | TokenKind::Declaration | TokenKind::DocumentType => "prolog",
    }
}

struct Lines {
    done: Vec<Element>,
    line: Element,
    /// What the ids of the lines begin with.
    prefix: &'static str,
}

impl Default for Lines {
    fn default() -> Self {
        Self { done: Vec::new(), line: Element::new("span"), prefix: "L" }
    }
}

impl Lines {
    /// Adds a piece; only its first line bears the id of a mark.
    fn add(&mut self, raw: &str, class: &'static str, mark: Option<usize>) {
        let text = raw.replace("\r\n", "\n").replace('\r', "\n");
        for (idx, line) in text.split('\n').enumerate() {
            if idx > 0 {
                self.end_line();
            }
            let mut piece = match mark {
                Some(mark) => element("a", class).with("href", format!("#m{mark}")),
                None => element("span", class),
            };
            if let (Some(mark), 0) = (mark, idx) {
                piece.set("id", format!("s{mark}"));
            }
            push_visibly(&mut piece, line);
            if !piece.children.is_empty() {
                self.line.push(piece);
            }
        }
    }

    fn end_line(&mut self) {
        let number = self.done.len() + 1;
        let mut line = std::mem::replace(&mut self.line, Element::new("span"));
        line.set("class", "line");
        line.set("id", format!("{}{number}", self.prefix));
        line.set("data-line", number.to_string());
        line.push_text("\n");
        self.done.push(line);
    }

    fn finish(mut self) -> String {
        if !self.line.children.is_empty() {
            self.end_line();
        }
        let code = self.done.into_iter().fold(Element::new("code"), Element::with_child);
        html(element("pre", "source").with("tabindex", "0").with_child(code))
    }
}

/// Text in which characters that nobody would see, or that turn the text round, are shown by their numbers.
fn push_visibly(piece: &mut Element, text: &str) {
    let mut plain = String::new();
    for c in text.chars() {
        if printable_char(c) == c {
            plain.push(c);
        } else {
            piece.push_text(std::mem::take(&mut plain));
            piece.push(element("span", "control").with_text(format!("U+{:04X}", u32::from(c))));
        }
    }
    piece.push_text(plain);
}
