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
    let mut lines = Lines::default();
    for text in root.descendants().filter(|element| element.name == "text") {
        lines.add_children(text);
    }
    lines.finish()
}

#[derive(Default)]
struct Lines {
    done: String,
    line: String,
}

impl Lines {
    fn add_children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.line.push_str(&text.text),
                Node::Element(child) => self.add(child),
                Node::Comment(_) | Node::ProcessingInstruction(..) => {}
            }
        }
    }

    fn add(&mut self, element: &Element) {
        let name = element.name.as_ref();
        match name {
            "choice" => {
                if let Some(first) = element.elements().next() {
                    self.add_children(first);
                }
            }
            "gap" if element.children.is_empty() => self.line.push_str("[...]"),
            "gap" => self.add_children(element),
            "lb" | "cb" | "pb" if element.attribute("break") != Some("no") => self.line.push(' '),
            "cell" => {
                self.add_children(element);
                self.line.push('\t');
            }
            _ if APART.contains(&name) && !element.text().trim().is_empty() => self.add_apart(element),
            _ if LINES.contains(&name) => {
                self.end_line();
                self.add_children(element);
                self.end_line();
            }
            _ => self.add_children(element),
        }
    }

    fn add_apart(&mut self, element: &Element) {
        self.line.push('[');
        self.line.push_str(element.text().trim());
        self.line.push(']');
    }

    fn end_line(&mut self) {
        let line = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line.clear();
        if !line.is_empty() {
            self.done.push_str(if self.done.is_empty() { "" } else { "\n" });
            self.done.push_str(&line);
            self.done.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.done
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
}
