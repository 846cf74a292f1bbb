//! The XML of a RELAX NG schema as a tree: its own elements only, and what they inherit (RELAX NG 4.1 to 4.9).

use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::LoadError;

const RELAX_NG: &str = "http://relaxng.org/ns/structure/1.0";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Deeper schemas are not read: patterns are followed by recursion.
const DEPTH_LIMIT: usize = 256;

/// An element of a schema.
pub(super) struct Node {
    /// Its local name.
    pub(super) kind: String,
    /// The namespace for the names in it.
    pub(super) namespace: Arc<str>,
    /// The datatype library for the datatypes in it.
    pub(super) library: Arc<str>,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
    attributes: Vec<(String, String)>,
    prefixes: Arc<Vec<(String, String)>>,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, LoadError> {
        self.attribute(name)
            .map(str::trim)
            .ok_or_else(|| LoadError::Schema(format!("`{}` has no attribute `{name}`", self.kind)))
    }

    /// The namespace that a prefix stands for.
    pub(super) fn prefix(&self, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(XML);
        }
        self.prefixes.iter().rev().find(|(known, _)| known == prefix).map(|(_, uri)| uri.as_str())
    }
}

/// Reads the tree of a schema.
pub(super) fn read(rng: &str) -> Result<Node, LoadError> {
    let mut reader = NsReader::from_str(rng);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Node> = Vec::new();
    let mut foreign = 0_usize;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| LoadError::Xml(error.to_string()))?;
        let ours = matches!(namespace, ResolveResult::Bound(uri) if uri.0 == RELAX_NG);
        match event {
            Event::Start(_) if foreign > 0 || !ours => foreign += 1,
            Event::Start(tag) => {
                if open.len() >= DEPTH_LIMIT {
                    return Err(LoadError::Unsupported(format!("more than {DEPTH_LIMIT} levels of elements")));
                }
                open.push(node(&tag, open.last())?);
            }
            Event::End(_) if foreign > 0 => foreign -= 1,
            Event::End(_) => {
                let Some(done) = open.pop() else { break };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(text) if foreign == 0 => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) if foreign == 0 => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) if foreign == 0 => push_text(&mut open, &resolve(&reference)?),
            Event::Eof => break,
            _ => {}
        }
    }
    Err(LoadError::Schema("it has no RELAX NG in it".to_owned()))
}

fn push_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// A character reference, or one of the five entities of XML; a schema with others is not read.
fn resolve(reference: &BytesRef<'_>) -> Result<String, LoadError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Ok(character.to_string()),
        Ok(None) => {}
        Err(error) => return Err(LoadError::Xml(error.to_string())),
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| LoadError::Unsupported(format!("the entity `{name}`")))
}

fn node(tag: &BytesStart<'_>, parent: Option<&Node>) -> Result<Node, LoadError> {
    let mut attributes = Vec::new();
    let mut prefixes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| LoadError::Xml(error.to_string()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| LoadError::Xml(error.to_string()))?
            .into_owned();
        let key = attribute.key.0;
        match key.strip_prefix("xmlns:") {
            Some(prefix) => prefixes.push((prefix.to_owned(), value)),
            None => attributes.push((key.to_owned(), value)),
        }
    }
    let inherited = |name: &str, of_parent: fn(&Node) -> &Arc<str>| -> Arc<str> {
        match attributes.iter().find(|(known, _)| known == name) {
            Some((_, value)) => value.as_str().into(),
            None => parent.map_or_else(|| "".into(), |parent| Arc::clone(of_parent(parent))),
        }
    };
    let mut known = parent.map(|parent| Arc::clone(&parent.prefixes)).unwrap_or_default();
    if !prefixes.is_empty() {
        Arc::make_mut(&mut known).extend(prefixes);
    }
    Ok(Node {
        kind: tag.local_name().as_ref().to_owned(),
        namespace: inherited("ns", |parent| &parent.namespace),
        library: inherited("datatypeLibrary", |parent| &parent.library),
        text: String::new(),
        children: Vec::new(),
        attributes,
        prefixes: known,
    })
}
