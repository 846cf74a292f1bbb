//! The register as a TEI document (TEI P5 14.3).

use crate::entities::duplicates::duplicates;
use crate::entities::{KINDS, RegisterEntry};
use crate::tei::NAMESPACE;
use crate::xml::{self, Element, Node};

pub(super) fn write(entries: &[RegisterEntry]) -> String {
    let ids = xml_ids(entries);
    let mut alike: Vec<Vec<Element>> = vec![Vec::new(); entries.len()];
    for found in duplicates(entries) {
        for (one, other) in [(found.one, found.other), (found.other, found.one)] {
            let target =
                Element::new("ref").with("target", format!("#{}", ids[other])).with_text(entries[other].name());
            let note = Element::new("note").with("type", "duplicate").with_child(target);
            alike[one].push(note.with_text(format!(" may be the same: {}", found.likeness.as_str())));
        }
    }
    let mut stand_off = Element::new("standOff");
    for (kind, list, element, _) in KINDS {
        let mut list = Element::new(list);
        for (idx, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.kind == kind) {
            list.push(item(entry, element, &ids[idx], std::mem::take(&mut alike[idx])));
        }
        if !list.children.is_empty() {
            stand_off.push(list);
        }
    }
    let mut root = Element::new("TEI").with("xmlns", NAMESPACE).with_child(header());
    if !stand_off.children.is_empty() {
        root.push(stand_off);
    }
    root.push(text(entries));
    indent(&mut root, 0);
    xml::write(&[Node::Element(root)]).xml
}

/// Identifiers as `xml:id`: one that is no name in XML gets `id-` before it, and what it may not hold becomes `_`.
fn xml_ids(entries: &[RegisterEntry]) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    let mut ids = Vec::new();
    for entry in entries {
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
        let mut id: String = entry.id.chars().map(plain).collect();
        if !id.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            id.insert_str(0, "id-");
        }
        while !taken.insert(id.clone()) {
            id.push('_');
        }
        ids.push(id);
    }
    ids
}

fn header() -> Element {
    let paragraph = |words: &str| Element::new("p").with_text(words);
    let title = Element::new("title").with_text("Register of persons, places and organizations");
    let file = Element::new("fileDesc")
        .with_child(Element::new("titleStmt").with_child(title))
        .with_child(Element::new("publicationStmt").with_child(paragraph("Nothing is said of a publication.")))
        .with_child(
            Element::new("sourceDesc").with_child(paragraph("Made by postil from the documents that it names.")),
        );
    Element::new("teiHeader").with_child(file)
}

/// A document has a text; that of a register says what it holds.
fn text(entries: &[RegisterEntry]) -> Element {
    let count = |wanted| entries.iter().filter(|entry| entry.kind == wanted).count();
    let [persons, places, organizations] = KINDS.map(|(kind, ..)| count(kind));
    let words = format!("Persons: {persons}. Places: {places}. Organizations: {organizations}.");
    let body = Element::new("body").with_child(Element::new("p").with_text(words));
    Element::new("text").with_child(body)
}

fn item(entry: &RegisterEntry, element: &'static str, id: &str, alike: Vec<Element>) -> Element {
    let mut item = Element::new(element).with("xml:id", id);
    for form in &entry.forms {
        item.push(Element::new(entry.kind.element_name()).with_text(form.clone()));
    }
    for (kind, value) in &entry.idnos {
        item.push(Element::new("idno").with("type", kind.clone()).with_text(value.clone()));
    }
    let note = |kind: &str, words: String| Element::new("note").with("type", kind).with_text(words);
    if !entry.dates.is_empty() {
        item.push(note("dates", entry.dates.clone()));
    }
    for (document, mentions) in &entry.documents {
        let possible =
            if mentions.possible > 0 { format!(", possibly {} more", mentions.possible) } else { String::new() };
        item.push(note("mentions", format!("{document}: {}{possible}", mentions.sure)));
    }
    alike.into_iter().fold(item, Element::with_child)
}

/// Puts elements that hold elements alone on lines of their own.
fn indent(element: &mut Element, depth: usize) {
    let holds_text = element.children.iter().any(|child| matches!(child, Node::Text(_)));
    if holds_text || element.children.is_empty() {
        return;
    }
    let mut children = Vec::new();
    for mut child in std::mem::take(&mut element.children) {
        if let Node::Element(inner) = &mut child {
            indent(inner, depth + 1);
        }
        children.push(line_end(depth + 1));
        children.push(child);
    }
    children.push(line_end(depth));
    element.children = children;
}

fn line_end(depth: usize) -> Node {
    Node::Text(xml::TextNode { text: format!("\n{}", "  ".repeat(depth)), sources: Vec::new() })
}
