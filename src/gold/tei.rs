//! A gold document from a TEI file: its reading text, and the names and dates that are marked in it.

use std::collections::BTreeMap;

use crate::gold::{GoldDocument, GoldSpan};
use crate::xml::{self, Element, Node, ParseError};

/// Elements that stand on lines of their own.
const LINES: &[&str] = &[
    "p",
    "ab",
    "head",
    "item",
    "l",
    "row",
    "dateline",
    "salute",
    "signed",
    "speaker",
    "opener",
    "closer",
    "trailer",
    "byline",
    "table",
    "list",
    "lg",
    "div",
    "postscript",
    "quote",
    "sp",
    "address",
    "addrLine",
    "argument",
];

/// Elements that are read apart from the sentence round them, in square brackets.
const APART: &[&str] =
    &["note", "gloss", "stamp", "fw", "incident", "vocal", "pause", "kinesic", "figure", "desc", "label"];

/// Elements that name a place (TEI P5 14.2.3).
const PLACES: &[&str] = &["placeName", "settlement", "country", "region", "geogName", "district", "bloc"];

/// Reads a TEI document: the reading text as `postil text` prints it, one line a block, without the header, and over it
/// the marks of the elements `persName`, `placeName` (and its parts, such as `settlement`), `orgName` and `date`, also
/// where they are `name` or `rs` with a type. Of a choice the first reading is taken. Nothing is said of scopes and
/// fullness.
///
/// # Errors
/// The document is not well-formed.
pub fn read_tei(name: &str, xml: &str) -> Result<GoldDocument, ParseError> {
    let document = xml::parse(xml)?;
    let mut walk = Walk::default();
    let root = document.root().cloned().unwrap_or_default();
    for text in root.descendants().filter(|element| element.name == "text") {
        walk.children(text);
    }
    walk.end_line();
    let language =
        root.descendants().find(|element| element.name == "text").and_then(|text| text.attribute("xml:lang"));
    walk.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    Ok(GoldDocument {
        id: name.to_owned(),
        language: language.map(str::to_owned),
        text: walk.text,
        spans: walk.spans,
        ..GoldDocument::default()
    })
}

/// The text so far, with white space put right as it comes.
#[derive(Default)]
struct Walk {
    text: String,
    /// Characters of `text`.
    len: usize,
    /// Whether a line is open.
    open: bool,
    /// Whether white space stands before what comes next.
    space: bool,
    /// How many notes are open: in a note no line ends.
    apart: usize,
    spans: Vec<GoldSpan>,
}

impl Walk {
    fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.words(&text.text),
                Node::Element(child) => self.element(child),
                Node::Comment(_) | Node::ProcessingInstruction(..) => {}
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_ref();
        match name {
            "choice" => {
                if let Some(first) = element.elements().next() {
                    self.children(first);
                }
            }
            "gap" if element.children.is_empty() => self.words("[...]"),
            "lb" | "cb" | "pb" if element.attribute("break") != Some("no") => self.space = true,
            "cell" => {
                self.children(element);
                self.space = true;
            }
            _ if APART.contains(&name) && !element.text().trim().is_empty() => self.note(element),
            _ if LINES.contains(&name) && self.apart == 0 => {
                self.end_line();
                self.children(element);
                self.end_line();
            }
            _ => self.marked(element),
        }
    }

    /// An element that may be a mark, and its words.
    fn marked(&mut self, element: &Element) {
        let Some(kind) = kind(element) else { return self.children(element) };
        let (start, byte) = (self.len, self.text.len());
        self.children(element);
        let words = &self.text[byte..];
        let lead = words.chars().take_while(|c| c.is_whitespace()).count();
        if !words.trim().is_empty() {
            let attribute = |attribute: &xml::Attribute| (attribute.name.to_string(), attribute.value.clone());
            let attributes: BTreeMap<String, String> = element.attributes.iter().map(attribute).collect();
            let span = GoldSpan { kind, start: start + lead, end: self.len, attributes, optional: false };
            self.spans.push(span);
        }
    }

    fn note(&mut self, element: &Element) {
        self.words("[");
        self.space = false;
        self.apart += 1;
        let before = self.len;
        self.children(element);
        if self.len == before {
            self.words(element.text().trim());
        }
        self.apart -= 1;
        self.space = false;
        self.push(']');
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if !self.open {
                self.open = true;
                if !self.text.is_empty() {
                    self.push('\n');
                }
            } else if self.space && !(self.apart > 0 && self.text.ends_with('[')) {
                self.push(' ');
            }
            self.space = false;
            self.push(c);
        }
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.len += 1;
    }

    fn end_line(&mut self) {
        self.space = false;
        if self.open {
            self.open = false;
            self.push('\n');
        }
    }
}

/// The type of mark that an element is.
fn kind(element: &Element) -> Option<String> {
    let name = element.name.as_ref();
    if PLACES.contains(&name) {
        return Some("placeName".to_owned());
    }
    match name {
        "persName" | "orgName" | "date" => Some(name.to_owned()),
        "name" | "rs" => {
            let of = element.attribute("type")?.to_ascii_lowercase();
            let starts = |starts: &[&str]| starts.iter().any(|start| of.starts_with(start));
            if starts(&["pers"]) {
                Some("persName".to_owned())
            } else if starts(&["pla", "geo", "city", "country", "settlement"]) {
                Some("placeName".to_owned())
            } else {
                starts(&["org", "inst"]).then(|| "orgName".to_owned())
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<TEI><teiHeader><persName>Nobody</persName></teiHeader><text xml:lang='en'><body><head>REPORT</head>\
        <p>On <date when='1950-05-03'>3 May 1950</date> <persName ref='#v'><roleName>Cde.</roleName>\n   Varnov</persName> \
        met <rs type='person'>Ødel</rs><note>in <settlement>Velmark</settlement> </note>.</p></body></text></TEI>";

    #[test]
    fn names_and_dates_stand_off_the_reading_text() {
        let document = read_tei("a.xml", XML).unwrap();
        assert_eq!(document.text, "REPORT\n\nOn 3 May 1950 Cde. Varnov met Ødel[in Velmark].\n");
        let chars: Vec<char> = document.text.chars().collect();
        let found: Vec<(String, &str)> = document
            .spans
            .iter()
            .map(|span| (chars[span.start..span.end].iter().collect(), span.kind.as_str()))
            .collect();
        let expected =
            [("3 May 1950", "date"), ("Cde. Varnov", "persName"), ("Ødel", "persName"), ("Velmark", "placeName")];
        assert_eq!(found, expected.map(|(words, kind)| (words.to_owned(), kind)));
        assert_eq!(document.spans[0].attributes["when"], "1950-05-03");
        assert_eq!(document.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        assert!(read_tei("a.xml", "<p>one</q>").is_err());
    }
}
