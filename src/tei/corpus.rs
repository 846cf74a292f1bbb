//! Many TEI documents as one corpus (TEI P5 4.2 and 15.1): its header, and each document with `xml:id`s of its own.

use std::collections::BTreeSet;

use crate::tei::NAMESPACE;
use crate::tei::header::corpus_encoding_desc;
use crate::xml::{Attribute, Element, Node};

/// The attributes of TEI that hold pointers, which may lead to an `xml:id` of the same document.
const POINTERS: &[&str] = &[
    "active",
    "adj",
    "ana",
    "calendar",
    "change",
    "children",
    "code",
    "copyOf",
    "corresp",
    "datcat",
    "datingMethod",
    "datingPoint",
    "decls",
    "domains",
    "edRef",
    "end",
    "exclude",
    "facs",
    "feats",
    "filter",
    "follow",
    "from",
    "hand",
    "inst",
    "location",
    "lrx",
    "mutual",
    "new",
    "next",
    "nymRef",
    "origin",
    "parent",
    "passive",
    "perf",
    "period",
    "prev",
    "ref",
    "rendition",
    "require",
    "resp",
    "sameAs",
    "scheme",
    "scribeRef",
    "select",
    "since",
    "source",
    "spanTo",
    "start",
    "synch",
    "target",
    "targetDatcat",
    "targetEnd",
    "to",
    "url",
    "value",
    "valueDatcat",
    "who",
    "wit",
];

/// What a file must be to stand in a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its root is no element `TEI` of the TEI namespace")]
pub struct NotTei;

/// The element `teiCorpus` with its header, still without documents.
pub fn corpus(title: &str) -> Element {
    let title = Element::new("titleStmt").with_child(Element::new("title").with("type", "main").with_text(title));
    let publisher = Element::new("publisher").with_text("Not stated");
    let publication = Element::new("publicationStmt").with_child(publisher);
    let words = "The header of each document names its source.";
    let source = Element::new("sourceDesc").with_child(Element::new("p").with_text(words));
    let file = Element::new("fileDesc").with_child(title).with_child(publication).with_child(source);
    let header = Element::new("teiHeader").with_child(file).with_child(corpus_encoding_desc());
    Element::new("teiCorpus").with("xmlns", NAMESPACE).with_child(header)
}

/// The identifiers that the documents of a corpus have.
#[derive(Debug, Default)]
pub struct Identifiers(BTreeSet<String>);

impl Identifiers {
    /// A new identifier made from the name of a document, such as `box-1.letter-3` for `box 1/letter-3`.
    pub fn of(&mut self, name: &str) -> String {
        let base = ncname(name);
        let mut number = 1;
        let mut id = base.clone();
        while !self.0.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}

/// An XML name without a colon, and without `..`, which is the sign between the parts of an identifier in a corpus.
fn ncname(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        match c {
            '/' => id.push('.'),
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') => id.push(c),
            c if c.is_alphanumeric() && is_plain_letter(c) => id.push(c),
            _ => id.push('-'),
        }
    }
    while id.contains("..") {
        id = id.replace("..", ".");
    }
    let starts_well = id.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if starts_well { id } else { format!("d{id}") }
}

/// Letters of the blocks that are whole in XML 1.0 names (production 4): Latin, Greek, Cyrillic, CJK, Hangul and the rest
/// between; the exceptions in them are no letters.
fn is_plain_letter(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{2FF}' | '\u{370}'..='\u{1FFF}' | '\u{3001}'..='\u{D7FF}')
}

/// The same document with identifiers that no other document of the corpus has: each begins with `id` and two full
/// stops, and the pointers within the document follow.
///
/// # Errors
/// The element is no `TEI`.
pub fn member(mut root: Element, id: &str) -> Result<Element, NotTei> {
    if root.name != "TEI" || root.attribute("xmlns") != Some(NAMESPACE) {
        return Err(NotTei);
    }
    // The corpus declares it for all.
    root.attributes.retain(|attribute| attribute.name != "xmlns");
    let known: BTreeSet<String> =
        root.descendants().filter_map(|element| element.attribute("xml:id")).map(str::to_owned).collect();
    let mut stack = vec![&mut root];
    while let Some(element) = stack.pop() {
        for attribute in &mut element.attributes {
            adjust(attribute, id, &known);
        }
        stack.extend(element.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => None,
        }));
    }
    if root.attribute("xml:id").is_none() {
        root.attributes.insert(0, Attribute { name: "xml:id".into(), value: id.to_owned() });
    }
    Ok(root)
}

fn adjust(attribute: &mut Attribute, id: &str, known: &BTreeSet<String>) {
    if attribute.name == "xml:id" {
        attribute.value = format!("{id}..{}", attribute.value);
    } else if POINTERS.binary_search(&attribute.name.as_ref()).is_ok() && attribute.value.contains('#') {
        let pointers = attribute.value.split(' ').map(|pointer| match pointer.strip_prefix('#') {
            Some(target) if known.contains(target) => format!("#{id}..{target}"),
            Some(_) | None => pointer.to_owned(),
        });
        attribute.value = pointers.collect::<Vec<_>>().join(" ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml;

    fn adjusted(xml: &str, id: &str) -> Result<String, NotTei> {
        let root = xml::parse(xml).unwrap().root().cloned().unwrap();
        member(root, id).map(|root| xml::write_node(&Node::Element(root)))
    }

    #[test]
    fn identifiers_and_the_pointers_to_them_are_those_of_the_document() {
        let xml = concat!(
            r##"<TEI xmlns="http://www.tei-c.org/ns/1.0"><respStmt xml:id="ed"/><p n="#ed" resp="#ed">"##,
            r##"<note target="#a b.xml#ed #ed" ref="#nobody"/><seg xml:id="a" next="#ed"/></p></TEI>"##
        );
        assert_eq!(
            adjusted(xml, "x").unwrap(),
            concat!(
                r##"<TEI xml:id="x"><respStmt xml:id="x..ed"/><p n="#ed" resp="#x..ed">"##,
                r##"<note target="#x..a b.xml#ed #x..ed" ref="#nobody"/><seg xml:id="x..a" next="#x..ed"/></p></TEI>"##
            )
        );
    }

    #[test]
    fn only_tei_documents_are_taken() {
        assert_eq!(adjusted("<TEI/>", "x"), Err(NotTei));
        assert_eq!(adjusted("<p xmlns=\"http://www.tei-c.org/ns/1.0\"/>", "x"), Err(NotTei));
    }

    #[test]
    fn names_of_documents_become_identifiers() {
        let mut identifiers = Identifiers::default();
        let ids = ["a/b c", "a/b-c", "1936", "Ж", "", "a..b"].map(|name| identifiers.of(name));
        assert_eq!(ids, ["a.b-c", "a.b-c-2", "d1936", "Ж", "d", "a--b"]);
    }

    #[test]
    fn the_attributes_are_sorted_for_the_search() {
        assert!(POINTERS.is_sorted());
    }
}
