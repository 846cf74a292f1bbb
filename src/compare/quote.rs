//! Words of a document in reading order, and where they stand.

use std::ops::Range;

use crate::compare::change::Quote;
use crate::compare::encoding::{Encoding, NONE, is_block};
use crate::compare::token::TokenKind;

/// So much is shown before and after (bytes, about).
const AROUND: usize = 40;

/// Longer quotations are cut (bytes).
const LONGEST: usize = 1_000;

/// Shows the words of one document.
#[derive(Debug)]
pub(super) struct Quoter<'d, 'a> {
    doc: &'d Encoding<'a>,
    /// The byte after each line feed.
    lines: Vec<u32>,
}

impl<'d, 'a> Quoter<'d, 'a> {
    pub(super) fn new(doc: &'d Encoding<'a>) -> Self {
        let ends = doc.xml.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let lines = ends.map(|(at, _)| super::encoding::short(at + 1)).collect();
        Self { doc, lines }
    }

    /// The line of a byte, from 1.
    fn line(&self, byte: u32) -> usize {
        self.lines.partition_point(|&start| start <= byte) + 1
    }

    /// The words of a range of tokens.
    pub(super) fn text(&self, range: Range<u32>) -> String {
        let mut text = String::new();
        for token in &self.doc.tokens[range.start as usize..range.end as usize] {
            if token.is_text() {
                if !text.is_empty() && !token.glued {
                    text.push(' ');
                }
                text.push_str(&self.doc.text(token));
                if text.len() > LONGEST {
                    text.push('…');
                    break;
                }
            }
        }
        text
    }

    /// A range of tokens of a stream.
    pub(super) fn quote(&self, range: Range<u32>, stream: u32) -> Quote {
        let whole = self.doc.streams[stream as usize];
        let mut first = range.start;
        let mut len = 0;
        while first > whole.first && len < AROUND {
            first -= 1;
            len += self.doc.tokens[first as usize].raw(self.doc.xml).len() + 1;
        }
        let mut last = range.end;
        len = 0;
        while last < whole.last && len < AROUND {
            len += self.doc.tokens[last as usize].raw(self.doc.xml).len() + 1;
            last += 1;
        }
        let exact = self.text(range.clone());
        let mut prefix = self.text(first..range.start);
        let mut suffix = self.text(range.end..last);
        let spaced = |at: u32| self.doc.tokens.get(at as usize).is_some_and(|token| !token.glued);
        if !prefix.is_empty() && spaced(range.start) {
            prefix.push(' ');
        }
        if !suffix.is_empty() && !range.is_empty() && spaced(range.end) {
            suffix.insert(0, ' ');
        }
        let at = self.doc.tokens.get(range.start as usize).filter(|_| range.start < whole.last);
        let at = at.or_else(|| self.doc.tokens.get((range.start as usize).checked_sub(1)?));
        let (line, within) = at.map_or((1, String::new()), |token| (self.line(token.start), self.block(token.element)));
        Quote { exact, prefix, suffix, line, within }
    }

    /// An element: its words, also where they are a stream of their own.
    pub(super) fn element(&self, element: u32) -> Quote {
        let mark = &self.doc.elements[element as usize];
        let mut quote = self.quote(mark.first..mark.last, mark.stream);
        quote.line = self.line(mark.open.0);
        quote.within = self.block(mark.parent);
        if mark.owned != NONE {
            quote.exact = self.content(element);
        }
        quote
    }

    /// The words of an element.
    pub(super) fn content(&self, element: u32) -> String {
        let mark = &self.doc.elements[element as usize];
        match self.doc.streams.get(mark.owned as usize) {
            Some(own) => self.text(own.first..own.last),
            None => self.text(mark.first..mark.last),
        }
    }

    /// What a token says that is a comment or a processing instruction, without its delimiters.
    pub(super) fn atom(&self, token: u32) -> String {
        let token = &self.doc.tokens[token as usize];
        let rest = &self.doc.xml[token.start as usize..];
        let (open, close) = match token.kind {
            TokenKind::Comment => ("<!--", "-->"),
            _ => ("<?", "?>"),
        };
        let rest = rest.strip_prefix(open).unwrap_or(rest);
        let content = &rest[..rest.find(close).unwrap_or(rest.len())];
        let content = match token.kind {
            TokenKind::Comment => content,
            _ => content.split_once([' ', '\t', '\r', '\n']).map_or("", |(_, data)| data),
        };
        content.trim().to_owned()
    }

    /// The name of the innermost block that is, or holds, an element.
    fn block(&self, mut element: u32) -> String {
        while let Some(mark) = self.doc.elements.get(element as usize) {
            if is_block(self.doc.name(mark)) || mark.parent == NONE {
                return self.doc.name(mark).to_owned();
            }
            element = mark.parent;
        }
        String::new()
    }
}
