//! Tokens: words, punctuation marks, and what stands between them that is not text.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::source::Span;
use crate::xml;

/// A longer word is cut (bytes).
const LONGEST: usize = 5_000;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum TokenKind {
    /// A word or a punctuation mark.
    Text,
    /// An element without content.
    Empty,
    /// An element whose content is a stream of its own.
    Note,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

/// How the raw bytes of a text token are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As they are.
    Plain,
    /// With references, or with the edge of a CDATA section.
    Escaped,
    /// From inside a CDATA section.
    Literal,
}

/// A token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Its first byte.
    pub(super) start: u32,
    /// Of what the token says, white space and Unicode normal form aside.
    pub(super) hash: u32,
    /// The innermost element that holds it; of an empty element and of a note itself.
    pub(super) element: u32,
    len: u16,
    pub(super) kind: TokenKind,
    form: Form,
    /// Whether it follows the text token before it without white space.
    pub(super) glued: bool,
}

impl Token {
    pub(super) fn atom(kind: TokenKind, start: u32, element: u32, hash: u64) -> Self {
        Self { start, hash: narrow(hash), element, len: 0, kind, form: Form::Plain, glued: false }
    }

    pub(super) fn set_hash(&mut self, hash: u64) {
        self.hash = narrow(hash);
    }

    /// The byte after its last; of what is not text that is its first.
    pub(super) fn end(&self) -> u32 {
        self.start + u32::from(self.len)
    }

    pub(super) fn is_text(&self) -> bool {
        self.kind == TokenKind::Text
    }

    /// Its raw bytes.
    pub(super) fn raw<'a>(&self, xml: &'a str) -> &'a str {
        &xml[self.start as usize..self.end() as usize]
    }

    /// Its characters.
    pub(super) fn text<'a>(&self, xml: &'a str) -> Cow<'a, str> {
        match self.form {
            Form::Plain => Cow::Borrowed(self.raw(xml)),
            Form::Escaped => decode(self.raw(xml), false),
            Form::Literal => decode(self.raw(xml), true),
        }
    }

    /// Whether it may be cut between any two characters.
    pub(super) fn is_plain(&self) -> bool {
        self.form == Form::Plain && self.is_text()
    }

    /// The same token cut at a byte of its text.
    pub(super) fn cut(&self, xml: &str, at: u16) -> (Self, Self) {
        let (left, right) = self.raw(xml).split_at(usize::from(at));
        let first = Self { len: at, hash: narrow(word_hash(left)), ..*self };
        let second =
            Self { start: self.start + u32::from(at), len: self.len - at, hash: narrow(word_hash(right)), ..*self };
        (first, Self { glued: true, ..second })
    }
}

/// Resolves references, and takes away the edges of CDATA sections; `inside` says whether it begins in one.
pub(super) fn decode(raw: &str, mut inside: bool) -> Cow<'_, str> {
    if !inside && !raw.contains(['&', '<']) || inside && !raw.contains("]]>") {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while !rest.is_empty() {
        if inside {
            let (section, after) = rest.split_once("]]>").unwrap_or((rest, ""));
            text.push_str(section);
            rest = after;
            inside = false;
            continue;
        }
        let plain = rest.find(['&', '<']).unwrap_or(rest.len());
        text.push_str(&rest[..plain]);
        rest = &rest[plain..];
        if let Some(section) = rest.strip_prefix("<![CDATA[") {
            (rest, inside) = (section, true);
        } else if let Some(end) = rest.find(';').filter(|_| rest.starts_with('&')) {
            text.extend(character(&rest[..=end]));
            rest = &rest[end + 1..];
        } else {
            rest = "";
        }
    }
    Cow::Owned(text)
}

/// The character of a raw reference.
fn character(raw: &str) -> Option<char> {
    xml::resolve(raw, Span::at(0)).ok()
}

/// Whether a raw reference stands for a character.
pub(super) fn is_reference(raw: &str) -> bool {
    character(raw).is_some()
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// One hash made of two.
pub(super) fn fold(all: u64, next: u64) -> u64 {
    (all.rotate_left(23) ^ next).wrapping_mul(SEED)
}

/// The hash of bytes. The same on every machine.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut all = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        all = fold(all, chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        all = fold(all, rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    all ^ all >> 29
}

/// The hash of a string.
pub(super) fn hash_str(text: &str) -> u64 {
    hash(text.as_bytes())
}

/// The hash of a word in Unicode normal form C (UAX #15).
fn word_hash(text: &str) -> u64 {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        hash_str(text)
    } else {
        hash_str(&text.nfc().collect::<String>())
    }
}

/// Whether two tokens say the same.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    a == b || (!(a.is_ascii() && b.is_ascii()) && a.nfc().eq(b.nfc()))
}

fn narrow(hash: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the halves are laid over each other")]
    let narrow = (hash ^ hash >> 32) as u32;
    narrow
}

/// Text that follows text: characters, references and CDATA sections.
#[derive(Debug, Default)]
pub(super) struct Run {
    parts: Vec<(Span, Part)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Reference,
    Section,
}

impl Run {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn text(&mut self, span: Span) {
        self.parts.push((span, Part::Text));
    }

    pub(super) fn escaped(&mut self, span: Span) {
        self.parts.push((span, Part::Reference));
    }

    pub(super) fn literal(&mut self, span: Span) {
        self.parts.push((span, Part::Section));
    }

    /// Cuts the run into tokens and empties it. `spaced` says whether white space stands before, and afterwards
    /// whether it stands at the end.
    pub(super) fn tokens(&mut self, xml: &str, element: u32, spaced: &mut bool, tokens: &mut Vec<Token>) {
        if let [(span, Part::Text)] = self.parts[..] {
            let text = &xml[span.start..span.end];
            cut(text, |start, end, glued| {
                let piece = &text[start..end];
                let glued = glued.unwrap_or(!*spaced);
                tokens.push(token(
                    (span.start + start, span.start + end),
                    word_hash(piece),
                    element,
                    Form::Plain,
                    glued,
                ));
            });
            settle(text, spaced);
        } else {
            self.mixed(xml, element, spaced, tokens);
        }
        self.parts.clear();
    }

    /// A run with references or CDATA sections: cut as the text that it stands for, each character with its raw bytes.
    fn mixed(&self, xml: &str, element: u32, spaced: &mut bool, tokens: &mut Vec<Token>) {
        let mut text = String::new();
        // For each byte of the text: the raw bytes of its character, and whether a section holds it.
        let mut places: Vec<(usize, usize, bool)> = Vec::new();
        let mut push = |c: char, from: usize, to: usize, section: bool| {
            text.push(c);
            places.extend(std::iter::repeat_n((from, to, section), c.len_utf8()));
        };
        for &(span, part) in &self.parts {
            let raw = &xml[span.start..span.end];
            let (skip, body) = match part {
                Part::Text => (0, raw),
                Part::Section => (9, raw.get(9..raw.len().saturating_sub(3)).unwrap_or_default()),
                Part::Reference => {
                    push(character(raw).unwrap_or('\u{FFFD}'), span.start, span.end, false);
                    continue;
                }
            };
            for (idx, c) in body.char_indices() {
                let at = span.start + skip + idx;
                push(c, at, at + c.len_utf8(), part == Part::Section);
            }
        }
        cut(&text, |start, end, glued| {
            let (from, _, section) = places[start];
            let (_, to, _) = places[end - 1];
            let raw = &xml[from..to];
            let form = match section {
                true => Form::Literal,
                false if raw == &text[start..end] => Form::Plain,
                false => Form::Escaped,
            };
            // A reference with thousands of leading zeros does not fit.
            let to =
                (from..=to.min(from + usize::from(u16::MAX))).rev().find(|&to| xml.is_char_boundary(to)).unwrap_or(to);
            let glued = glued.unwrap_or(!*spaced);
            tokens.push(token((from, to), word_hash(&text[start..end]), element, form, glued));
        });
        settle(&text, spaced);
    }
}

fn token((start, end): (usize, usize), hash: u64, element: u32, form: Form, glued: bool) -> Token {
    let start = super::encoding::short(start);
    let len = u16::try_from(super::encoding::short(end) - start).unwrap_or(u16::MAX);
    Token { start, hash: narrow(hash), element, len, kind: TokenKind::Text, form, glued }
}

/// Notes whether a text ends with white space; one without any token leaves what was.
fn settle(text: &str, spaced: &mut bool) {
    match text.as_bytes().last() {
        Some(&byte) if is_space(byte) => *spaced = true,
        Some(_) => *spaced = false,
        None => {}
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Cuts a text into words and punctuation marks: tells first and last byte of each, and whether it is glued to the one
/// before, which for the first at the very start is not known.
fn cut(text: &str, mut found: impl FnMut(usize, usize, Option<bool>)) {
    let bytes = text.as_bytes();
    let (mut at, mut before) = (0, 0);
    while at < bytes.len() {
        if is_space(bytes[at]) {
            at += 1;
            continue;
        }
        let end = word_end(text, at);
        let glued = if at == 0 { None } else { Some(at == before && before > 0) };
        found(at, end, glued);
        (at, before) = (end, end);
    }
}

/// Where the word, or the mark, that begins at a byte ends. Words are runs of letters, digits and marks, with hyphens and
/// apostrophes inside, and with points and commas between digits; scripts without spaces are cut at every character.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut digit = false;
    while at < bytes.len() && at - start < LONGEST {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            digit = byte.is_ascii_digit();
            at += 1;
            continue;
        }
        if byte.is_ascii() {
            let next = text[at + 1..].chars().next();
            let joins = at > start
                && match byte {
                    b'-' | b'\'' | b'_' => next.is_some_and(is_word),
                    b'.' | b',' => digit && next.is_some_and(|c| c.is_ascii_digit()),
                    _ => false,
                };
            if !joins {
                break;
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if is_alone(c) {
            if at == start {
                at += c.len_utf8();
                at += text[at..].chars().take_while(|&c| is_combining_mark(c)).map(char::len_utf8).sum::<usize>();
            }
            break;
        }
        let next = text[at + c.len_utf8()..].chars().next();
        let joins = is_word(c) || (at > start && matches!(c, '’' | '‐' | '\u{AD}' | '·') && next.is_some_and(is_word));
        if !joins {
            break;
        }
        digit = false;
        at += c.len_utf8();
    }
    if at > start { at } else { start + text[start..].chars().next().map_or(1, char::len_utf8) }
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_alone(c)) || is_combining_mark(c)
}

/// Scripts that put no space between words: Thai to Burmese, Khmer, kana, Han.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{312F}'
        | '\u{31A0}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && !is_combining_mark(c)
}
