//! sourceDesc: the citation, and the archive with its call number (TEI P5 2.2.7 and 11.4).

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Field, FieldKey, Header};
use crate::tei::header::{field, language};
use crate::xml::Element;

pub(super) fn source_desc(header: &Header) -> Element {
    let mut desc = Element::new("sourceDesc");
    for citation in header.all(FieldKey::Citation) {
        let mut bibl = field::element("bibl", citation);
        bibl.set("type", "citation");
        desc.push(bibl);
    }
    // An msIdentifier needs an archive or a collection; a call number without one stands in a bibl.
    if header.first(FieldKey::Repository).is_some() || header.first(FieldKey::Collection).is_some() {
        desc.push(ms_desc(header));
    } else if let Some(bibl) = original(header) {
        desc.push(bibl);
    }
    if desc.children.is_empty() {
        desc.push(Element::new("p").with_text("The transcript does not name its source."));
    }
    desc
}

fn ms_desc(header: &Header) -> Element {
    let mut identifier = Element::new("msIdentifier");
    for repository in header.all(FieldKey::Repository) {
        identifier.push(field::element("repository", repository));
    }
    for collection in header.all(FieldKey::Collection) {
        identifier.push(field::element("collection", collection));
    }
    if let Some(call_number) = call_number(header) {
        identifier.push(call_number);
    }
    let mut desc = Element::new("msDesc").with_child(identifier);
    let mut item = Element::new("msItem");
    for pages in header.all(FieldKey::Pages) {
        item.push(with_pages(field::element("locus", pages), pages));
    }
    for field in header.all(FieldKey::OriginalLanguage) {
        item.push(text_lang(field));
    }
    if !item.children.is_empty() {
        desc.push(Element::new("msContents").with_child(item));
    }
    desc
}

/// The parts of the call number within one `idno`.
fn call_number(header: &Header) -> Option<Element> {
    let mut parts = header.all(FieldKey::Shelfmark).map(|part| field::typed("idno", part)).peekable();
    parts.peek()?;
    Some(parts.fold(Element::new("idno"), Element::with_child))
}

/// What is known of an original whose archive is not named.
fn original(header: &Header) -> Option<Element> {
    let mut bibl = Element::new("bibl").with("type", "original");
    if let Some(call_number) = call_number(header) {
        bibl.push(call_number);
    }
    for pages in header.all(FieldKey::Pages) {
        bibl.push(with_pages(field::element("biblScope", pages).with("unit", "page"), pages));
    }
    for field in header.all(FieldKey::OriginalLanguage) {
        bibl.push(text_lang(field));
    }
    (!bibl.children.is_empty()).then_some(bibl)
}

fn text_lang(field: &Field) -> Element {
    let mut element = field::element("textLang", field);
    let mut tags = language::tags(field.as_str()).into_iter();
    element.set("mainLang", tags.next().unwrap_or_else(|| "und".to_owned()));
    element.set("otherLangs", tags.collect::<Vec<_>>().join(" "));
    element
}

/// The first number of pages or leaves, and the last.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]+(?:ob|об|[a-zа-я])?)(?:\.?\s?[-–—]\s?([0-9]+(?:ob|об|[a-zа-я])?))?(?:$|[^0-9\p{L}])")
        .expect("the pattern is constant")
});

fn with_pages(mut element: Element, pages: &Field) -> Element {
    if let Some(range) = RANGE.captures(pages.as_str()) {
        let from = &range[1];
        let to = range.get(2).map_or(from, |to| to.as_str());
        element.set("from", from);
        element.set("to", whole(from, to));
    }
    element
}

/// The last page in full: `102-9` ends at 109.
fn whole(from: &str, to: &str) -> String {
    let are_numbers = [from, to].iter().all(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    if are_numbers && to.len() < from.len() {
        return format!("{}{to}", &from[..from.len() - to.len()]);
    }
    to.to_owned()
}
