//! Runs an XML file through the automaton, as text and without a tree.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as XmlEvent};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::automaton::{Automaton, Event, EventAttribute, Run, Verdict};

/// The verdict on an XML document. A document with a document type declaration is [`Verdict::Unknown`]: entities and
/// default attributes may come from there.
///
/// # Errors
/// The document is not well-formed.
pub fn verdict(automaton: &mut Automaton, xml: &str) -> Result<Verdict, quick_xml::Error> {
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut run = automaton.begin();
    loop {
        let verdict = match reader.read_event()? {
            XmlEvent::Start(tag) => start(&reader, &mut run, &tag)?,
            XmlEvent::End(_) => run.event(Event::End),
            XmlEvent::Text(text) => run.event(Event::Text(&text.xml10_content())),
            XmlEvent::CData(text) => run.event(Event::Text(&text.xml10_content())),
            XmlEvent::GeneralRef(reference) => match reference.resolve_char_ref()? {
                Some(character) => run.event(Event::Text(character.encode_utf8(&mut [0; 4]))),
                None => match quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()) {
                    Some(text) => run.event(Event::Text(text)),
                    None => Verdict::Unknown,
                },
            },
            XmlEvent::DocType(_) => Verdict::Unknown,
            XmlEvent::Eof => return Ok(run.finish()),
            XmlEvent::Empty(_) | XmlEvent::Comment(_) | XmlEvent::PI(_) | XmlEvent::Decl(_) => Verdict::Valid,
        };
        if verdict != Verdict::Valid {
            return Ok(verdict);
        }
    }
}

fn start(reader: &NsReader<&[u8]>, run: &mut Run<'_>, tag: &BytesStart<'_>) -> Result<Verdict, quick_xml::Error> {
    let resolver = reader.resolver();
    let mut values: Vec<(&str, &str, Cow<'_, str>)> = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = resolver.resolve_attribute(attribute.key);
        values.push((uri(&namespace), local.into_inner(), attribute.normalized_value(XmlVersion::Implicit1_0)?));
    }
    let attributes: Vec<EventAttribute<'_>> =
        values.iter().map(|(namespace, local, value)| EventAttribute { namespace, local, value }).collect();
    let (namespace, local) = resolver.resolve_element(tag.name());
    Ok(run.event(Event::Start { namespace: uri(&namespace), local: local.into_inner(), attributes: &attributes }))
}

fn uri<'n>(namespace: &ResolveResult<'n>) -> &'n str {
    match namespace {
        ResolveResult::Bound(uri) => uri.0,
        // An undeclared prefix is an error of well-formedness for namespaces; no schema knows it.
        ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
    }
}
