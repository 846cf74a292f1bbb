//! The reading text of a TEI document: its words block by block, without header and markup.

use crate::xml::{Element, Node};

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
    "label",
    "trailer",
    "byline",
    "table",
    "list",
    "lg",
    "div",
    "postscript",
    "quote",
    "sp",
    "figure",
    "address",
    "addrLine",
    "argument",
];

/// Elements that are read apart from the sentence round them: they are shown in square brackets.
const APART: &[&str] =
    &["note", "gloss", "stamp", "fw", "incident", "vocal", "pause", "kinesic", "figure", "desc", "label"];

/// The reading text of a document: one line a block, an empty line between blocks. Of a choice the first reading is
/// taken; notes stand in square brackets, and so do the words that describe a gap (`[...]` where nothing does).
pub fn reading_text(root: &Element) -> String {
    places(root).0
}

/// An element of the text, and where its words stand in the reading text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// The element; none that is a line or holds lines.
    pub element: &'a Element,
    /// Its first character, counted from 0.
    pub start: usize,
    /// One past its last character; equal to `start` where it has no words.
    pub end: usize,
}

/// The reading text of a document, and the places of its elements in document order.
pub fn places(root: &Element) -> (String, Vec<Place<'_>>) {
    let mut lines = Lines::default();
    for text in root.descendants().filter(|element| element.name == "text") {
        lines.add_children(text);
    }
    lines.end_line();
    (lines.done, lines.places)
}

/// Elements that hold lines and are no claim about words.
const CONTAINERS: &[&str] = &["body", "front", "back", "group", "text", "cell", "salute"];

#[derive(Default)]
struct Lines<'a> {
    done: String,
    /// Characters of `done`.
    len: usize,
    /// Whether the line has words.
    started: bool,
    /// Whether a space stands before the next word.
    space: bool,
    /// Whether a bracket has just been opened, after which no space stands.
    opened: bool,
    /// How many elements are open that are read apart.
    apart: usize,
    places: Vec<Place<'a>>,
    /// Elements that have no word yet.
    waiting: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn add_children(&mut self, element: &'a Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.push_str(&text.text),
                Node::Element(child) => self.add(child),
                Node::Comment(_) | Node::ProcessingInstruction(..) => {}
            }
        }
    }

    fn add(&mut self, element: &'a Element) {
        let name = element.name.as_ref();
        let is_line = LINES.contains(&name);
        if is_line && !APART.contains(&name) {
            self.add_line(element);
        } else if APART.contains(&name) && !element.text().trim().is_empty() {
            self.add_apart(element);
        } else if is_line {
            self.add_line(element);
        } else if CONTAINERS.contains(&name) {
            self.add_content(element);
        } else {
            let place = self.open(element);
            self.add_content(element);
            self.close(place);
        }
    }

    fn add_content(&mut self, element: &'a Element) {
        match element.name.as_ref() {
            "choice" => {
                if let Some(first) = element.elements().next() {
                    self.add(first);
                }
            }
            "gap" if element.children.is_empty() => self.push_str("[...]"),
            "lb" | "cb" | "pb" if element.attribute("break") != Some("no") => self.push_str(" "),
            "cell" => {
                self.add_children(element);
                self.push_str("\t");
            }
            _ => self.add_children(element),
        }
    }

    /// A block is a line of its own, but inside a note.
    fn add_line(&mut self, element: &'a Element) {
        if self.apart > 0 {
            self.push_str(" ");
            self.add_content(element);
            self.push_str(" ");
            return;
        }
        self.end_line();
        self.add_content(element);
        self.end_line();
    }

    fn add_apart(&mut self, element: &'a Element) {
        if self.apart == 0 {
            self.push_char('[');
            self.opened = true;
        }
        self.apart += 1;
        let place = self.open(element);
        self.add_children(element);
        self.close(place);
        self.apart -= 1;
        if self.apart == 0 {
            self.space = false;
            self.push_char(']');
        }
    }

    fn open(&mut self, element: &'a Element) -> usize {
        self.places.push(Place { element, start: self.len, end: self.len });
        self.waiting.push(self.places.len() - 1);
        self.places.len() - 1
    }

    fn close(&mut self, place: usize) {
        // An element that still waits is the last that does, for those inside it are closed.
        if self.waiting.last() == Some(&place) {
            self.waiting.pop();
            self.places[place].start = self.len;
        }
        self.places[place].end = self.len;
    }

    fn push_str(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.space = !self.opened;
            } else {
                self.push_char(c);
            }
        }
    }

    /// Pushes a character that is no white space, with what stands before it.
    fn push_char(&mut self, c: char) {
        if !self.started {
            if !self.done.is_empty() {
                self.push_raw('\n');
            }
        } else if self.space {
            self.push_raw(' ');
        }
        (self.started, self.space, self.opened) = (true, false, false);
        for place in self.waiting.drain(..) {
            self.places[place].start = self.len;
        }
        self.push_raw(c);
    }

    fn push_raw(&mut self, c: char) {
        self.done.push(c);
        self.len += 1;
    }

    fn end_line(&mut self) {
        if self.started {
            self.push_raw('\n');
        }
        (self.started, self.space) = (false, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_notes_stand_in_brackets() {
        let choice = Element::new("choice")
            .with_child(Element::new("sic").with_text("7"))
            .with_child(Element::new("corr").with_text("8"));
        let p = Element::new("p")
            .with_text("On October ")
            .with_child(choice)
            .with_text("\n  he")
            .with_child(Element::new("note").with_text("Varnov"))
            .with_text(" left ")
            .with_child(Element::new("gap"));
        let body = Element::new("body").with_child(Element::new("head").with_text("REPORT")).with_child(p);
        let root = Element::new("TEI").with_child(Element::new("text").with_child(body));
        assert_eq!(reading_text(&root), "REPORT\n\nOn October 7 he[Varnov] left [...]\n");
    }

    #[test]
    fn elements_know_their_places_in_characters() {
        let name = Element::new("persName").with_text("\n Ёлка Berg ");
        let note = Element::new("note").with_text(" see ").with_child(Element::new("persName").with_text("Holm"));
        let p = Element::new("p").with_text("Ах, ").with_child(name).with_child(note).with_child(Element::new("pb"));
        let body = Element::new("body").with_child(Element::new("p").with_text("One")).with_child(p);
        let root = Element::new("TEI").with_child(Element::new("text").with_child(body));
        let (text, places) = places(&root);
        assert_eq!(text, "One\n\nАх, Ёлка Berg [see Holm]\n");
        let words =
            |place: &Place<'_>| text.chars().skip(place.start).take(place.end - place.start).collect::<String>();
        let shown: Vec<String> =
            places.iter().map(|place| format!("{}={}", place.element.name, words(place))).collect();
        assert_eq!(shown, ["persName=Ёлка Berg", "note=see Holm", "persName=Holm", "pb="]);
    }
}
