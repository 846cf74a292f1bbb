//! A TEI document as one looks at it to compare it: its words in reading order, and its elements as ranges of words.
//!
//! The words of each note, and those of the alternatives of a choice, are streams of their own; the main stream has
//! one token in their place, as it has for every empty element, comment and processing instruction.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use unicode_normalization::UnicodeNormalization;

use crate::compare::token::{Run, Token, TokenKind, fold, hash, hash_str, is_reference};
use crate::source::Span;
use crate::xml::{self, ParseError};

/// Elements may be nested no deeper, as for the parser of trees.
const DEEPEST: usize = 1_000;

/// No element.
pub(super) const NONE: u32 = u32::MAX;

/// Larger documents are refused, since places are kept in 32 bits (bytes).
const LARGEST: usize = i32::MAX as usize;

/// The namespace of TEI, whose names are written without prefix.
const TEI: &str = "http://www.tei-c.org/ns/1.0";

/// A document, read for comparison.
#[derive(Debug)]
pub struct Encoding<'a> {
    pub(super) xml: &'a str,
    /// The tokens of the main stream, then those of each other stream.
    pub(super) tokens: Vec<Token>,
    /// In document order.
    pub(super) elements: Vec<Mark>,
    /// The first is the main stream; each other belongs to an element.
    pub(super) streams: Vec<Stream>,
    names: Vec<String>,
}

/// An element: where its tags stand, and which tokens it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    name: u32,
    /// The element in which it stands, or [`NONE`].
    pub(super) parent: u32,
    /// Bytes of the start tag.
    pub(super) open: (u32, u32),
    /// Bytes of the end tag; empty after the start tag of an empty-element tag.
    pub(super) close: (u32, u32),
    /// The stream in which it stands.
    pub(super) stream: u32,
    /// Its tokens in that stream; an empty element and one with a stream of its own are one token.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The stream that is its content, or [`NONE`].
    pub(super) owned: u32,
}

/// A stretch of tokens that is read on its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stream {
    pub(super) first: u32,
    pub(super) last: u32,
}

impl<'a> Encoding<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// The first place at which `xml` is not well-formed; documents of more than two gigabytes are refused.
    pub fn read(xml: &'a str) -> Result<Self, ParseError> {
        if xml.len() > LARGEST {
            return Err(ParseError { message: "the file has more than two gigabytes".to_owned(), span: Span::at(0) });
        }
        match Builder::new(xml).read() {
            Ok(encoding) => Ok(encoding),
            // The parser of trees tells what is wrong, and where, in the words of the rest of postil.
            Err(error) => Err(xml::parse(xml).err().unwrap_or(error)),
        }
    }

    /// The name of an element: of TEI as it is, of another namespace with that before it in braces.
    pub(super) fn name(&self, mark: &Mark) -> &str {
        &self.names[mark.name as usize]
    }

    /// The name of an element by its index; nothing for [`NONE`].
    pub(super) fn name_of(&self, idx: u32) -> &str {
        self.elements.get(idx as usize).map_or("", |mark| self.name(mark))
    }

    /// The characters of a token.
    pub(super) fn text(&self, token: &Token) -> std::borrow::Cow<'a, str> {
        token.text(self.xml)
    }

    /// The attributes of an element: name and value, in the order of their names.
    pub(super) fn attributes(&self, mark: &Mark) -> Vec<(String, String)> {
        let mut attributes: Vec<(String, String)> = scan(&self.xml[mark.open.0 as usize..mark.open.1 as usize])
            .filter_map(Result::ok)
            .filter(|(name, _)| *name != "xmlns" && !name.starts_with("xmlns:"))
            .map(|(name, value)| (name.to_owned(), normal(value)))
            .collect();
        attributes.sort();
        attributes
    }

    /// The stream of a token.
    pub(super) fn stream_of(&self, token: u32) -> u32 {
        if token < self.streams[0].last {
            return 0;
        }
        short(self.streams.partition_point(|stream| stream.last <= token).min(self.streams.len() - 1))
    }

    /// The identifier of an element.
    pub(super) fn id(&self, mark: &Mark) -> Option<&'a str> {
        let tag = self.tag(mark);
        tag.contains("xml:id")
            .then(|| scan(tag).filter_map(Result::ok).find(|(name, _)| *name == "xml:id"))?
            .map(|(_, id)| id)
    }

    /// The raw start tag of an element.
    pub(super) fn tag(&self, mark: &Mark) -> &'a str {
        &self.xml[mark.open.0 as usize..mark.open.1 as usize]
    }

    /// Whether the element `outer` holds, or is, the element `inner`.
    pub(super) fn holds(&self, outer: u32, mut inner: u32) -> bool {
        while inner != NONE && inner > outer {
            inner = self.elements[inner as usize].parent;
        }
        inner == outer
    }
}

/// The value of an attribute as it is compared: references resolved, white space made one space (as TEI data types do), in
/// Unicode normal form C.
pub(super) fn normal(raw: &str) -> String {
    let text = if raw.contains('&') { crate::compare::token::decode(raw, false) } else { raw.into() };
    if text.bytes().any(|byte| matches!(byte, b'\t' | b'\r' | b'\n')) || text.contains("  ") {
        let words: Vec<&str> = text.split([' ', '\t', '\r', '\n']).filter(|part| !part.is_empty()).collect();
        return composed(&words.join(" "));
    }
    composed(&text)
}

fn composed(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// The attributes of a raw tag: names and raw values.
pub(super) fn scan(tag: &str) -> impl Iterator<Item = Result<(&str, &str), ()>> {
    let inner = tag.strip_prefix('<').unwrap_or(tag);
    let inner = inner.strip_suffix("/>").or_else(|| inner.strip_suffix('>')).unwrap_or(inner);
    let mut rest = &inner[inner.find(is_space).unwrap_or(inner.len())..];
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_space);
        if rest.is_empty() {
            return None;
        }
        let Some((name, after)) = rest.split_once('=') else {
            rest = "";
            return Some(Err(()));
        };
        let after = after.trim_start_matches(is_space);
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = quote.and_then(|quote| after[1..].split_once(quote));
        let Some((value, after)) = value else {
            rest = "";
            return Some(Err(()));
        };
        rest = after;
        Some(if value.contains('<') || !(after.is_empty() || after.starts_with(is_space)) {
            Err(())
        } else {
            Ok((name.trim_end_matches(is_space), value))
        })
    })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Elements whose edges end a word even where no white space stands. Sorted.
const BLOCKS: &[&str] = &[
    "TEI",
    "ab",
    "abstract",
    "addrLine",
    "address",
    "argument",
    "availability",
    "back",
    "bibl",
    "body",
    "byline",
    "cell",
    "change",
    "closer",
    "dateline",
    "desc",
    "div",
    "docTitle",
    "encodingDesc",
    "epigraph",
    "event",
    "figDesc",
    "figure",
    "fileDesc",
    "floatingText",
    "front",
    "fw",
    "group",
    "head",
    "idno",
    "item",
    "l",
    "label",
    "lg",
    "list",
    "listOrg",
    "listPerson",
    "listPlace",
    "note",
    "opener",
    "org",
    "p",
    "person",
    "place",
    "postscript",
    "profileDesc",
    "publicationStmt",
    "quote",
    "respStmt",
    "revisionDesc",
    "row",
    "salute",
    "signed",
    "sourceDesc",
    "sp",
    "speaker",
    "stage",
    "standOff",
    "table",
    "teiCorpus",
    "teiHeader",
    "text",
    "title",
    "titlePage",
    "titleStmt",
    "trailer",
];

/// Whether the edges of an element end a word.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Elements that mark a place in the text and hold nothing (TEI Guidelines, 3.11.3).
const BREAKS: &[&str] = &["anchor", "cb", "gb", "handShift", "lb", "milestone", "pb"];

/// Whether an element marks a place.
pub(super) fn is_break(name: &str) -> bool {
    BREAKS.contains(&name)
}

/// Whether the content of an element is a stream of its own: a note; of a choice all that the source does not have.
fn owns_stream(name: &str, parent: &str, is_first: bool) -> bool {
    match parent {
        "choice" => match name {
            "sic" | "orig" | "abbr" => false,
            "corr" | "reg" | "expan" => true,
            _ => !is_first,
        },
        "app" => name == "rdg",
        _ => name == "note",
    }
}

/// An element that is not yet closed.
struct Open {
    element: u32,
    /// The stream in which its content stands.
    stream: u32,
    has_children: bool,
    /// How many namespaces were bound before it.
    bound: usize,
}

struct Builder<'a> {
    xml: &'a str,
    names: Vec<String>,
    /// For each name whether it is that of a block.
    blocks: Vec<bool>,
    known: HashMap<(u32, &'a str), u32>,
    namespaces: Vec<&'a str>,
    /// Prefixes and the namespaces to which they are bound, the innermost last.
    bound: Vec<(&'a str, u32)>,
    streams: Vec<Vec<Token>>,
    /// For each stream, whether white space or the edge of a block stands after its last token.
    spaced: Vec<bool>,
    elements: Vec<Mark>,
    open: Vec<Open>,
    run: Run,
}

impl<'a> Builder<'a> {
    fn new(xml: &'a str) -> Self {
        Self {
            xml,
            names: Vec::new(),
            blocks: Vec::new(),
            known: HashMap::new(),
            namespaces: vec![TEI],
            bound: Vec::new(),
            streams: vec![Vec::with_capacity(xml.len() / 8)],
            spaced: vec![true],
            elements: Vec::new(),
            open: Vec::new(),
            run: Run::default(),
        }
    }

    fn read(mut self) -> Result<Encoding<'a>, ParseError> {
        let start = self.xml.len() - self.xml.strip_prefix('\u{FEFF}').unwrap_or(self.xml).len();
        if let Some(at) = self.xml.bytes().position(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')) {
            return Err(wrong(Span::at(at)));
        }
        let mut reader = Reader::from_str(&self.xml[start..]);
        loop {
            let from = start + place(reader.buffer_position());
            let event =
                reader.read_event().map_err(|error| ParseError { message: error.to_string(), span: Span::at(from) })?;
            let span = Span::new(from, start + place(reader.buffer_position()));
            match event {
                Event::Text(_) if self.is_sound(span) => self.run.text(span),
                Event::GeneralRef(_) if !self.open.is_empty() && is_reference(&self.xml[span.start..span.end]) => {
                    self.run.escaped(span);
                }
                Event::CData(_) if !self.open.is_empty() => self.run.literal(span),
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => return Err(wrong(span)),
                Event::Start(_) => self.start(span)?,
                Event::Empty(_) => {
                    self.start(span)?;
                    self.end(Span::at(span.end))?;
                }
                Event::End(_) => self.end(span)?,
                Event::Comment(_) => self.atom(TokenKind::Comment, span, NONE),
                Event::PI(_) => self.atom(TokenKind::Instruction, span, NONE),
                Event::Decl(_) | Event::DocType(_) => self.flush(),
                Event::Eof => break,
            }
        }
        self.flush();
        if !self.open.is_empty() || self.elements.is_empty() {
            return Err(wrong(Span::at(self.xml.len())));
        }
        Ok(self.finish())
    }

    /// Whether text may stand where it does.
    fn is_sound(&self, span: Span) -> bool {
        let raw = &self.xml[span.start..span.end];
        !raw.contains("]]>") && (!self.open.is_empty() || raw.chars().all(is_space))
    }

    /// The stream that takes what comes next.
    fn stream(&self) -> usize {
        self.open.last().map_or(0, |open| open.stream as usize)
    }

    /// Takes the text that was gathered into tokens.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let stream = self.stream();
        let element = self.open.last().map_or(NONE, |open| open.element);
        self.run.tokens(self.xml, element, &mut self.spaced[stream], &mut self.streams[stream]);
    }

    fn atom(&mut self, kind: TokenKind, span: Span, element: u32) {
        self.flush();
        let stream = self.stream();
        let element = if element == NONE { self.open.last().map_or(NONE, |open| open.element) } else { element };
        let raw = &self.xml[span.start..span.end];
        let content = match kind {
            TokenKind::Comment => raw.get(4..raw.len().saturating_sub(3)).unwrap_or_default(),
            _ => raw,
        };
        let words = content.split_whitespace().fold(hash(&[kind as u8]), |all, word| fold(all, hash_str(word)));
        self.streams[stream].push(Token::atom(kind, short(span.start), element, words));
    }

    fn start(&mut self, span: Span) -> Result<(), ParseError> {
        self.flush();
        if self.open.is_empty() && !self.elements.is_empty() || self.open.len() >= DEEPEST {
            return Err(wrong(span));
        }
        let tag = &self.xml[span.start..span.end];
        let bound = self.bound.len();
        self.check(tag, span)?;
        let name = self.name(tag);
        let parent = self.open.last().map_or(NONE, |open| open.element);
        let (parent_name, is_first) = self.open.last_mut().map_or(("", true), |open| {
            let first = !open.has_children;
            open.has_children = true;
            (self.names[self.elements[open.element as usize].name as usize].as_str(), first)
        });
        let owns = owns_stream(&self.names[name as usize], parent_name, is_first);
        let stream = self.stream();
        let element = short(self.elements.len());
        let first = short(self.streams[stream].len());
        let mut mark = Mark {
            name,
            parent,
            open: (short(span.start), short(span.end)),
            close: (short(span.end), short(span.end)),
            stream: short(stream),
            first,
            last: first,
            owned: NONE,
        };
        let mut inner = stream;
        if owns {
            self.streams[stream].push(Token::atom(TokenKind::Note, short(span.start), element, 0));
            inner = self.streams.len();
            mark.owned = short(inner);
            self.streams.push(Vec::new());
            self.spaced.push(true);
        } else if self.blocks[name as usize] {
            self.spaced[stream] = true;
        }
        self.elements.push(mark);
        self.open.push(Open { element, stream: short(inner), has_children: false, bound });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), ParseError> {
        self.flush();
        let Some(open) = self.open.pop() else { return Err(wrong(span)) };
        let mark = self.elements[open.element as usize];
        let own = open.stream as usize;
        let stream = mark.stream as usize;
        if mark.owned != NONE {
            let all = self.streams[own].iter().fold(hash_str("note"), |all, token| fold(all, u64::from(token.hash)));
            self.streams[stream][mark.first as usize].set_hash(all);
        } else if !open.has_children && self.streams[stream].len() == mark.first as usize {
            let all = self.identity(&mark);
            self.streams[stream].push(Token::atom(TokenKind::Empty, mark.open.0, open.element, all));
        }
        // A word goes on after a note that stands inside it.
        if self.blocks[mark.name as usize] && mark.owned == NONE {
            self.spaced[stream] = true;
        }
        let last = short(self.streams[stream].len());
        let mark = &mut self.elements[open.element as usize];
        mark.last = last;
        mark.close = (short(span.start), short(span.end));
        self.bound.truncate(open.bound);
        Ok(())
    }

    /// What tells an empty element from another: its name and its attributes but for the identifier.
    fn identity(&self, mark: &Mark) -> u64 {
        let tag = &self.xml[mark.open.0 as usize..mark.open.1 as usize];
        // The order of attributes is no difference, so they are added up.
        let attributes = scan(tag)
            .filter_map(Result::ok)
            .filter(|(name, _)| *name != "xml:id" && !name.starts_with("xmlns"))
            .map(|(name, value)| fold(hash_str(name), hash_str(&normal(value))))
            .fold(0_u64, u64::wrapping_add);
        fold(hash_str(&self.names[mark.name as usize]), attributes)
    }

    /// Takes the namespaces that a tag binds; says whether its attributes are well-formed.
    fn check(&mut self, tag: &'a str, span: Span) -> Result<(), ParseError> {
        if !tag.contains('=') {
            return Ok(());
        }
        let mut seen: [&str; 8] = [""; 8];
        for (idx, attribute) in scan(tag).enumerate() {
            let Ok((name, value)) = attribute else { return Err(wrong(span)) };
            if seen.contains(&name) {
                return Err(wrong(span));
            }
            if let Some(place) = seen.get_mut(idx) {
                *place = name;
            }
            if let Some(prefix) = name.strip_prefix("xmlns") {
                let namespace = self.namespaces.iter().position(|known| *known == value).unwrap_or_else(|| {
                    self.namespaces.push(value);
                    self.namespaces.len() - 1
                });
                self.bound.push((prefix.trim_start_matches(':'), short(namespace)));
            }
        }
        Ok(())
    }

    /// The name of a tag, by its number.
    fn name(&mut self, tag: &'a str) -> u32 {
        let inner = &tag[1..];
        let name = &inner[..inner.find([' ', '\t', '\r', '\n', '/', '>']).unwrap_or(inner.len())];
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let bound = self.bound.iter().rev().find(|(known, _)| *known == prefix);
        let namespace = bound.map_or(0, |&(_, namespace)| namespace);
        if let Some(&known) = self.known.get(&(namespace, local)) {
            return known;
        }
        let full = match namespace {
            0 => local.to_owned(),
            other => format!("{{{}}}{local}", self.namespaces[other as usize]),
        };
        let number = short(self.names.len());
        self.blocks.push(is_block(&full));
        self.names.push(full);
        self.known.insert((namespace, local), number);
        number
    }

    /// Puts the streams one after the other.
    fn finish(self) -> Encoding<'a> {
        let mut tokens = Vec::new();
        let mut streams = Vec::with_capacity(self.streams.len());
        for stream in self.streams {
            let first = short(tokens.len());
            if tokens.is_empty() {
                tokens = stream;
            } else {
                tokens.extend(stream);
            }
            streams.push(Stream { first, last: short(tokens.len()) });
        }
        let mut elements = self.elements;
        for mark in &mut elements {
            let base = streams[mark.stream as usize].first;
            mark.first += base;
            mark.last += base;
        }
        Encoding { xml: self.xml, tokens, elements, streams, names: self.names }
    }
}

fn wrong(span: Span) -> ParseError {
    ParseError { message: "the document is not well-formed".to_owned(), span }
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).expect("an offset into a string fits its own size type")
}

/// A place, in 32 bits.
pub(super) fn short(place: usize) -> u32 {
    u32::try_from(place).expect("documents are no larger than two gigabytes")
}
