//! fileDesc: title, who is responsible, who published, notes, and the source (TEI P5 2.2).

use crate::model::{Field, FieldKey, Header};
use crate::tei::header::{Encoding, field, source_desc};
use crate::tei::responsibility::{name_element, statements, suggester_statement};
use crate::xml::Element;

pub(super) fn file_desc(header: &Header, encoding: &Encoding) -> Element {
    let mut file_desc =
        Element::new("fileDesc").with_child(title_stmt(header, encoding)).with_child(publication_stmt(header));
    if let Some(notes) = notes_stmt(header, encoding) {
        file_desc.push(notes);
    }
    file_desc.with_child(source_desc::source_desc(header))
}

fn title_stmt(header: &Header, encoding: &Encoding) -> Element {
    let mut stmt = Element::new("titleStmt");
    for title in header.all(FieldKey::Title) {
        stmt.push(title_element(title, "main"));
    }
    if header.first(FieldKey::Title).is_none() {
        let fallback = encoding.fallback_title.trim();
        let title = if fallback.is_empty() { "Untitled" } else { fallback };
        stmt.push(Element::new("title").with("type", "main").with_text(title));
    }
    for title in header.all(FieldKey::Subtitle) {
        stmt.push(title_element(title, "sub"));
    }
    for author in header.all(FieldKey::Author) {
        let name = Element::new(name_element(author.as_str())).with_child(field::node(author));
        let mut element = Element::new("author");
        if !field::is_expressed(author) {
            element.set("n", author.label.clone());
        }
        stmt.push(element.with_child(name));
    }
    for funder in header.all(FieldKey::Funder) {
        stmt.push(field::element("funder", funder));
    }
    for statement in statements(header) {
        stmt.push(statement);
    }
    for suggester in &encoding.suggesters {
        stmt.push(suggester_statement(suggester));
    }
    stmt
}

fn title_element(title: &Field, kind: &str) -> Element {
    let mut element = field::element("title", title);
    element.set("type", kind);
    element
}

/// TEI P5 2.2.4: identifiers and conditions follow the agency they belong to; without any of these it is prose.
fn publication_stmt(header: &Header) -> Element {
    let mut stmt = Element::new("publicationStmt");
    for publisher in header.all(FieldKey::Publisher) {
        stmt.push(field::element("publisher", publisher));
    }
    let mut details: Vec<Element> = header.all(FieldKey::Url).map(address).collect();
    details.extend(header.all(FieldKey::Identifier).map(|identifier| field::typed("idno", identifier)));
    details.extend(header.all(FieldKey::Availability).map(availability));
    if stmt.children.is_empty() && details.is_empty() {
        let words = "Nothing is said of a publication.";
        return stmt.with_child(Element::new("p").with_text(words));
    }
    if stmt.children.is_empty() {
        stmt.push(Element::new("publisher").with_text("Not stated"));
    }
    details.into_iter().fold(stmt, Element::with_child)
}

fn address(url: &Field) -> Element {
    let words = url.as_str();
    let is_doi = words.starts_with("10.") || words.to_lowercase().starts_with("doi:");
    let mut element = field::element("idno", url);
    element.set("type", if is_doi { "DOI" } else { "URL" });
    element
}

fn availability(rights: &Field) -> Element {
    let is_licence = matches!(field::slug(&rights.label).as_str(), "licence" | "license");
    Element::new("availability").with_child(field::element(if is_licence { "licence" } else { "p" }, rights))
}

fn notes_stmt(header: &Header, encoding: &Encoding) -> Option<Element> {
    let mut notes: Vec<Element> = Vec::new();
    for (key, kind) in [(FieldKey::Credits, "credits"), (FieldKey::Contents, "contents")] {
        notes.extend(header.all(key).map(|field| {
            let mut note = field::element("note", field);
            note.set("type", kind);
            note
        }));
    }
    notes.extend(header.all(FieldKey::Note).map(|note| field::typed("note", note)));
    notes.extend(overruled_profiles(header, encoding));
    let stmt = Element::new("notesStmt");
    (!notes.is_empty()).then(|| notes.into_iter().fold(stmt, Element::with_child))
}

/// A profile that the front matter names, where another one was used; the one used stands in `editorialDecl`.
fn overruled_profiles<'a>(header: &'a Header, encoding: &'a Encoding) -> impl Iterator<Item = Element> + 'a {
    let overruled = header.all(FieldKey::Profile).filter(|field| field.as_str() != encoding.profile);
    overruled.map(|field| field::typed("note", field))
}
