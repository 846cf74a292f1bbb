//! The reading text of a document with its marks, as HTML.

use std::collections::VecDeque;

use crate::review::conflict::{beginning, comment};
use crate::review::document::Mark;
use crate::review::edit::local;
use crate::review::header::{Pointed, one_line};
use crate::review::html::{element as of_class, html};
use crate::review::kind::{Certainty, Kind, is_unclassified};
use crate::source::Span;
use crate::xml::{Element, Node, TokenKind, tokens};

/// So many characters of a mark are shown in lists.
const WORDS: usize = 90;

/// The reading text as HTML, and its marks in document order.
pub(super) fn reading(xml: &str, root: &Element, pointed: &Pointed<'_>) -> (String, Vec<Mark>) {
    let is_conflict = |raw: &str| comment(raw).and_then(beginning).is_some();
    let conflicts = tokens(xml)
        .into_iter()
        .filter(|token| token.kind == TokenKind::Comment && token.span.start > root.span.unwrap_or_default().start)
        .filter(|token| is_conflict(&xml[token.span.start..token.span.end]))
        .map(|token| token.span)
        .collect();
    let mut reader = Reader { xml, pointed, conflicts, lines: LineCounter::default(), marks: Vec::new() };
    let mut page = of_class("div", "text");
    reader.outside(root, &mut page);
    (html(page), reader.marks)
}

struct Reader<'a> {
    xml: &'a str,
    pointed: &'a Pointed<'a>,
    /// The comments of conflicts that are to come.
    conflicts: VecDeque<Span>,
    lines: LineCounter,
    marks: Vec<Mark>,
}

/// Counts lines up to bytes that come in order.
#[derive(Default)]
struct LineCounter {
    at: usize,
    ends: usize,
}

impl LineCounter {
    /// The line of a byte, from 1. Line ends are LF, CR LF, or CR.
    fn line(&mut self, xml: &str, at: usize) -> usize {
        let bytes = xml.as_bytes();
        let ends = |idx: usize| bytes[idx] == b'\n' || (bytes[idx] == b'\r' && bytes.get(idx + 1) != Some(&b'\n'));
        self.ends += (self.at..at).filter(|&idx| ends(idx)).count();
        self.at = self.at.max(at);
        self.ends + 1
    }
}

/// What an element of TEI is on the page. Classes are ours, never the document's.
enum Shape {
    /// A box or line of its own.
    Block(&'static str),
    /// Part of a line.
    Inline(&'static str),
    /// Words in the place of an element that is empty.
    Words(&'static str),
    LineBreak,
    PageBreak,
}

fn shape(element: &Element) -> Shape {
    let is_empty = element.children.is_empty();
    match local(&element.name) {
        "div" | "front" | "back" | "body" | "lg" | "sp" | "list" | "table" | "opener" | "closer" | "postscript"
        | "argument" | "group" | "floatingText" | "titlePage" => Shape::Block("block"),
        "quote" | "epigraph" => Shape::Block("block quote"),
        "row" => Shape::Block("row"),
        "cell" => Shape::Inline("cell"),
        "head" => Shape::Block("line head"),
        "item" => Shape::Block("line item"),
        "l" => Shape::Block("line verse"),
        "speaker" => Shape::Block("line speaker"),
        "dateline" | "salute" | "byline" => Shape::Block("line aside"),
        "signed" | "trailer" => Shape::Block("line signed"),
        "p" | "ab" => Shape::Block("line p"),
        "lb" => Shape::LineBreak,
        "pb" | "cb" | "milestone" => Shape::PageBreak,
        "gap" if is_empty => Shape::Words("[…]"),
        "space" if is_empty => Shape::Words("[ ]"),
        "note" if is_empty && element.attribute("type") == Some("signature") => Shape::Words("[signature]"),
        "stamp" | "note" | "figure" | "graphic" if is_empty => Shape::Words("[no words]"),
        "note" | "stamp" | "fw" | "gloss" => Shape::Inline("note"),
        "supplied" | "ex" | "corr" => Shape::Inline("supplied"),
        "sic" | "del" | "surplus" => Shape::Inline("struck"),
        "hi" if element.attribute("rend").is_some_and(|rend| rend.contains("bold")) => Shape::Inline("bold"),
        "hi" => Shape::Inline("hi"),
        "choice" | "subst" | "app" => Shape::Inline("readings"),
        "label" => Shape::Inline("label"),
        _ => Shape::Inline("inline"),
    }
}

impl Reader<'_> {
    /// What is no text: nothing of it is shown, but what is in it, and conflicts.
    fn outside(&mut self, element: &Element, page: &mut Element) {
        for child in &element.children {
            match child {
                Node::Element(text) if local(&text.name) == "text" => self.content(text, page),
                Node::Element(child) => self.outside(child, page),
                Node::Comment(comment) => self.comment(comment, page),
                Node::Text(_) | Node::ProcessingInstruction(..) => {}
            }
        }
    }

    fn content(&mut self, element: &Element, shown: &mut Element) {
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child, shown),
                Node::Text(text) => shown.push_text(text.text.clone()),
                Node::Comment(comment) => self.comment(comment, shown),
                Node::ProcessingInstruction(..) => {}
            }
        }
    }

    fn element(&mut self, element: &Element, parent: &mut Element) {
        let mark = Kind::of(element).map(|kind| self.mark(element, kind));
        let mut shown = match shape(element) {
            Shape::LineBreak => {
                parent.push(Element::new("br"));
                return;
            }
            Shape::PageBreak => {
                let number = element.attribute("n").map_or("page", |n| n).to_owned();
                parent.push(of_class("span", "break").with_text(number));
                return;
            }
            Shape::Block(class) => of_class("div", class).with("dir", "auto"),
            Shape::Inline(class) => of_class("span", class),
            Shape::Words(words) => of_class("span", "empty").with_text(words),
        };
        if let Some(language) = element.attribute("xml:lang").filter(|language| is_language(language)) {
            shown.set("lang", language);
        }
        self.content(element, &mut shown);
        match mark {
            Some(number) => parent.push(self.dressed(shown, number)),
            None => parent.push(shown),
        }
    }

    fn comment(&mut self, comment: &str, parent: &mut Element) {
        let Some(begins) = beginning(comment) else { return };
        let Some(span) = self.conflicts.pop_front() else { return };
        let number = self.marks.len();
        self.marks.push(Mark {
            number,
            at: span.start,
            line: self.lines.line(self.xml, span.start),
            name: "conflict".to_owned(),
            tag: self.xml[span.start..span.end].to_owned(),
            kind: Kind::Conflict,
            certainty: Certainty::Plain,
            unclassified: false,
            words: shortened(&one_line(begins.words)),
            refers_to: String::new(),
            maker: "merge".to_owned(),
        });
        let shown = self.dressed(of_class("span", "empty").with_text("conflict"), number);
        parent.push(shown);
    }

    /// Keeps a mark, and gives its number.
    fn mark(&mut self, element: &Element, kind: Kind) -> usize {
        let span = element.span.unwrap_or_default();
        let number = self.marks.len();
        self.marks.push(Mark {
            number,
            at: span.start,
            line: self.lines.line(self.xml, span.start),
            name: element.name.clone().into_owned(),
            tag: self.xml[span.start..span.end].to_owned(),
            kind,
            certainty: Certainty::of(element),
            unclassified: is_unclassified(element),
            words: shortened(&one_line(&element.text())),
            refers_to: element.attribute("ref").map(|to| self.pointed.names(to).join("; ")).unwrap_or_default(),
            maker: self.pointed.maker(element),
        });
        number
    }

    /// What is shown of a mark, with its colour and the words that appear beside it.
    fn dressed(&self, mut shown: Element, number: usize) -> Element {
        let mark = &self.marks[number];
        let class = shown.attribute("class").unwrap_or_default();
        let doubt = if mark.is_doubt() { " doubt" } else { "" };
        let class = format!("mark k-{} c-{}{doubt} {class}", mark.kind.word(), mark.certainty.word());
        shown.set("class", class);
        shown.set("id", format!("m{number}"));
        shown.set("data-at", mark.at.to_string());
        shown.set("data-kind", mark.kind.word());
        shown.set("data-cert", if mark.unclassified { "low" } else { mark.certainty.word() });
        shown.set("data-name", mark.name.clone());
        shown.with_child(tip(mark))
    }
}

/// What appears beside a mark: element, certainty, reference, maker, and the way to its line.
fn tip(mark: &Mark) -> Element {
    let certainty = match mark.certainty {
        _ if mark.unclassified => "no convention knows this note",
        _ if mark.kind == Kind::Conflict => "left by a merge",
        Certainty::Low => "low certainty",
        Certainty::Medium => "medium certainty",
        Certainty::Plain => "",
        Certainty::Accepted => "accepted",
    };
    let mut tip = of_class("span", "tip").with_child(Element::new("code").with_text(mark.tag.clone()));
    let refers_to = if mark.refers_to.is_empty() { String::new() } else { format!("→ {}", mark.refers_to) };
    for words in [certainty, &refers_to, &mark.maker].into_iter().filter(|words| !words.is_empty()) {
        tip.push(of_class("span", "fact").with_text(words));
    }
    let link = of_class("a", "fact").with("href", format!("#s{}", mark.number));
    tip.with_child(link.with_text(format!("line {}", mark.line)))
}

/// BCP 47, as far as letters and hyphens go.
fn is_language(language: &str) -> bool {
    language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(WORDS) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
