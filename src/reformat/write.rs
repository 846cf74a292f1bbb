//! The pieces of a document, laid out.

use crate::reformat::content::{Content, is_prose};
use crate::reformat::pieces::{Part, Piece, Pieces, Role, Space};
use crate::source::Span;
use crate::tei::{Layout, sentence_starts};
use crate::xml;

/// The document as one text, which ends with a line end.
pub(super) fn write(pieces: &Pieces<'_>, layout: Layout) -> String {
    let mut writer = Writer { out: String::new(), layout, line: Line::default() };
    writer.out.push_str(&declaration(pieces.declaration));
    for node in &pieces.nodes {
        writer.out.push('\n');
        writer.child_of_lines(node, 0);
    }
    writer.out.push('\n');
    writer.out
}

/// The XML declaration, for the text is in UTF-8 now.
fn declaration(raw: Option<&str>) -> String {
    let raw = raw.unwrap_or_default();
    let value = |name: &str| {
        let found = xml::attributes(raw, Span::new(0, raw.len()));
        let found = found.into_iter().find(|attribute| &raw[attribute.name.start..attribute.name.end] == name);
        found.map(|attribute| &raw[attribute.value.start..attribute.value.end])
    };
    let version = value("version").unwrap_or("1.0");
    let standalone = value("standalone").map(|value| format!(" standalone=\"{value}\"")).unwrap_or_default();
    format!("<?xml version=\"{version}\" encoding=\"UTF-8\"{standalone}?>")
}

struct Writer {
    out: String,
    layout: Layout,
    line: Line,
}

/// The paragraph that is being written.
#[derive(Default)]
struct Line {
    /// Where its sentences begin, in bytes of its text.
    starts: Vec<usize>,
    /// How much of its text has been written.
    at: usize,
    /// How deep its further lines are indented.
    depth: usize,
}

impl Writer {
    /// An element or something else that stands on a line of its own.
    fn child_of_lines(&mut self, piece: &Piece<'_>, depth: usize) {
        match piece {
            Piece::Part(part) if part.content == Content::Lines => self.lines(part, depth),
            Piece::Part(part) => self.paragraph(part, depth),
            Piece::Words(raw) | Piece::Aside(raw) => self.out.push_str(&with_line_feeds(raw)),
            Piece::Space(_) => {}
        }
    }

    /// An element whose children stand on lines of their own.
    fn lines(&mut self, part: &Part<'_>, depth: usize) {
        self.start_tag(part, ">");
        for child in &part.children {
            match child {
                Piece::Space(_) => {}
                Piece::Words(raw) => self.out.push_str(&with_line_feeds(raw)),
                Piece::Part(_) | Piece::Aside(_) => {
                    self.line_end(depth + 1);
                    self.child_of_lines(child, depth + 1);
                }
            }
        }
        self.line_end(depth);
        self.end_tag(part);
    }

    /// An element that holds text and begins a line.
    fn paragraph(&mut self, part: &Part<'_>, depth: usize) {
        let breaks = self.layout == Layout::Sentence && is_prose(part.name());
        let starts = if breaks { sentence_starts(&text(part)) } else { Vec::new() };
        let line = Line { starts, at: 0, depth: depth + 1 };
        let outer = std::mem::replace(&mut self.line, line);
        self.inline(part, depth);
        self.line = outer;
    }

    /// An element inside a line.
    fn inline(&mut self, part: &Part<'_>, depth: usize) {
        if part.content == Content::Verbatim {
            self.out.push_str(&with_line_feeds(part.whole));
            return;
        }
        if !part.children.iter().any(is_written) {
            self.start_tag(part, "/>");
            return;
        }
        self.start_tag(part, ">");
        for child in &part.children {
            match child {
                Piece::Part(part) if part.content == Content::Lines => self.lines(part, depth + 1),
                Piece::Part(part) => self.inline(part, depth),
                Piece::Words(raw) => {
                    self.line.at += resolved(raw).len();
                    self.out.push_str(&with_line_feeds(raw));
                }
                Piece::Aside(raw) => self.out.push_str(&with_line_feeds(raw)),
                Piece::Space(space) => self.space(*space),
            }
        }
        self.end_tag(part);
    }

    fn space(&mut self, space: Space<'_>) {
        let flat = flat(space);
        self.line.at += flat.len();
        let begins_sentence = self.line.starts.binary_search(&self.line.at).is_ok();
        let breaks = !flat.is_empty() && (begins_sentence || space.role == Role::BeforeMilestone);
        if breaks {
            self.line_end(self.line.depth);
        } else {
            self.out.push_str(flat);
        }
    }

    fn line_end(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    /// The start tag on one line, its attributes in double quotation marks where their values allow it.
    fn start_tag(&mut self, part: &Part<'_>, end: &str) {
        self.out.push('<');
        self.out.push_str(part.name());
        for attribute in xml::attributes(part.tag, Span::new(0, part.tag.len())) {
            let value = &part.tag[attribute.value.start..attribute.value.end];
            let quote = if value.contains('"') { '\'' } else { '"' };
            self.out.push(' ');
            self.out.push_str(&part.tag[attribute.name.start..attribute.name.end]);
            self.out.extend(['=', quote]);
            // XML 1.0, 3.3.3: white space in a value is a space, and a line end one character.
            self.out.push_str(&value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " "));
            self.out.push(quote);
        }
        self.out.push_str(end);
    }

    fn end_tag(&mut self, part: &Part<'_>) {
        self.out.push_str("</");
        self.out.push_str(part.name());
        self.out.push('>');
    }
}

fn is_written(piece: &Piece<'_>) -> bool {
    !matches!(piece, Piece::Space(Space { role: Role::Dropped, .. }))
}

/// The text of a paragraph without what stands on lines of its own, as sentences are sought in it.
fn text(part: &Part<'_>) -> String {
    let mut text = String::new();
    let mut stack: Vec<&Piece<'_>> = part.children.iter().rev().collect();
    while let Some(piece) = stack.pop() {
        match piece {
            Piece::Words(raw) => text.push_str(&resolved(raw)),
            Piece::Space(space) => text.push_str(flat(*space)),
            Piece::Part(part) if matches!(part.content, Content::Text(_)) => stack.extend(part.children.iter().rev()),
            Piece::Part(_) | Piece::Aside(_) => {}
        }
    }
    text
}

/// A run of white space on one line.
fn flat(space: Space<'_>) -> &str {
    match space.role {
        Role::Kept => space.raw,
        Role::Folded | Role::BeforeMilestone => " ",
        Role::Dropped => "",
    }
}

/// What words mean: a reference is a character, a CDATA section its text.
fn resolved(raw: &str) -> std::borrow::Cow<'_, str> {
    if let Some(section) = raw.strip_prefix("<![CDATA[") {
        return section.strip_suffix("]]>").unwrap_or(section).replace(['\n', '\r'], " ").into();
    }
    if !raw.starts_with('&') {
        return raw.into();
    }
    let element = xml::parse(&format!("<a>{raw}</a>"));
    element.map(|document| document.root().map(xml::Element::text).unwrap_or_default()).unwrap_or_default().into()
}

/// XML 1.0, 2.11.
fn with_line_feeds(raw: &str) -> std::borrow::Cow<'_, str> {
    if raw.contains('\r') { raw.replace("\r\n", "\n").replace('\r', "\n").into() } else { raw.into() }
}
