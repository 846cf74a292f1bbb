//! A TEI document laid flat: its text, and the extent of every element in it.

use std::collections::BTreeMap;

use crate::xml::{Element, Node};

/// Elements whose words are no part of the text.
const SKIP: &[&str] = &[
    "teiHeader",
    "standOff",
    "facsimile",
    "sourceDoc",
    "listPerson",
    "listPlace",
    "listOrg",
    "listEvent",
    "listRelation",
    "figDesc",
    "graphic",
    "xenoData",
];
/// Elements that stand on lines of their own, so that no word runs over their ends.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "div1",
    "div2",
    "head",
    "item",
    "list",
    "label",
    "opener",
    "closer",
    "dateline",
    "signed",
    "salute",
    "postscript",
    "note",
    "lg",
    "l",
    "table",
    "row",
    "cell",
    "ab",
    "address",
    "addrLine",
    "body",
    "front",
    "back",
    "text",
    "trailer",
    "byline",
    "argument",
    "quote",
    "floatingText",
    "fw",
    "stamp",
    "figure",
    "titlePage",
    "docTitle",
    "titlePart",
    "sp",
    "speaker",
    "u",
    "epigraph",
    "seg",
];
/// Elements without words that part words.
const BREAKS: &[&str] = &["lb", "pb", "cb", "gb", "milestone"];
/// The readings of a choice that the transcript has, rather than its editor.
const ORIGINAL: &[&str] = &["sic", "orig", "abbr", "am"];

/// The text of a document, and its elements over it.
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) chars: Vec<char>,
    /// In the order in which they open.
    pub(super) elements: Vec<FlatElement>,
}

/// An element over the text.
#[derive(Debug, Clone)]
pub(super) struct FlatElement {
    pub(super) name: String,
    /// Offset of its first character.
    pub(super) start: usize,
    /// One past its last.
    pub(super) end: usize,
    pub(super) attributes: BTreeMap<String, String>,
}

impl Flat {
    /// Lays a document flat. `plain` is the text to which it will be held: of the readings of a choice that one counts
    /// which stands in it.
    pub(super) fn of(root: &Element, plain: &str) -> Self {
        let squeezed = squeezed(plain.chars());
        let unbracketed = squeezed.replace(['[', ']'], "");
        let mut walk = Walk { flat: Self::default(), plain: [squeezed, unbracketed] };
        let roots = outermost_texts(root);
        let body = || root.descendants().find(|element| local(&element.name) == "body");
        if roots.is_empty() {
            walk.element(body().unwrap_or(root));
        }
        for text in roots {
            walk.element(text);
        }
        walk.flat
    }
}

/// The `text` elements that lie in no other.
fn outermost_texts(element: &Element) -> Vec<&Element> {
    if local(&element.name) == "text" {
        return vec![element];
    }
    element.elements().flat_map(outermost_texts).collect()
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Walk {
    flat: Flat,
    plain: [String; 2],
}

impl Walk {
    fn element(&mut self, element: &Element) {
        let name = local(&element.name);
        if SKIP.contains(&name) {
            return;
        }
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.flat.chars.push('\n');
        }
        if BREAKS.contains(&name) && element.attribute("break") != Some("no") {
            self.flat.chars.push(' ');
        }
        let (idx, start) = (self.flat.elements.len(), self.flat.chars.len());
        self.flat.elements.push(flat_element(element, start));
        if name == "choice" {
            self.choice(element);
        } else {
            self.children(element);
        }
        self.flat.elements[idx].end = self.flat.chars.len();
        if is_block {
            self.flat.chars.push('\n');
        }
    }

    fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child),
                Node::Text(text) => self.flat.chars.extend(text.text.chars()),
                Node::Comment(_) | Node::ProcessingInstruction(..) => {}
            }
        }
    }

    /// One reading with its words, the others as elements without.
    fn choice(&mut self, choice: &Element) {
        let mut readings: Vec<&Element> = choice.elements().collect();
        readings.sort_by_key(|reading| !ORIGINAL.contains(&local(&reading.name)));
        let words: Vec<String> = readings.iter().map(|reading| squeezed(reading.text().chars())).collect();
        let stands = |plain: &String| words.iter().position(|words| !words.is_empty() && plain.contains(words));
        let chosen = self.plain.iter().find_map(stands).unwrap_or_default();
        for (idx, reading) in readings.into_iter().enumerate() {
            if idx == chosen {
                self.element(reading);
            } else {
                self.flat.elements.push(flat_element(reading, self.flat.chars.len()));
            }
        }
    }
}

fn flat_element(element: &Element, at: usize) -> FlatElement {
    let attributes =
        element.attributes.iter().map(|attribute| (local(&attribute.name).to_owned(), attribute.value.clone()));
    FlatElement { name: local(&element.name).to_owned(), start: at, end: at, attributes: attributes.collect() }
}

/// The characters that count: no white space, and of signs with variants the plainest.
fn squeezed(chars: impl Iterator<Item = char>) -> String {
    chars.filter(|&c| counts(c)).map(fold).collect()
}

/// Whether a character is more than white space.
pub(super) fn counts(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}')
}

/// One sign for all its variants: quotation marks, dashes.
pub(super) fn fold(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '´' => '\'',
        '–' | '—' | '‑' | '−' => '-',
        '…' => '.',
        '№' => 'N',
        'ﬁ' | 'ﬂ' => 'f',
        other => other,
    }
}
