//! TEI lists: `person`, `place` and `org` wherever they stand (TEI P5 14.3).

use crate::diagnostic::Diagnostic;
use crate::gazetteer::entry::Entry;
use crate::gazetteer::read::{Intake, tidy, unreadable};
use crate::model::NameKind;
use crate::source::Span;
use crate::xml::{self, Element};

pub(super) fn read(text: &str, intake: &mut Intake<'_>) -> Result<(), Diagnostic> {
    let document = xml::parse(text)
        .map_err(|error| unreadable(format!("this is no well-formed XML: {}", error.message)).at(error.span))?;
    for element in document.root().into_iter().flat_map(Element::descendants) {
        let (kind, name) = match element.name.as_ref() {
            "person" => (NameKind::Person, "persName"),
            "place" => (NameKind::Place, "placeName"),
            "org" => (NameKind::Organization, "orgName"),
            _ => continue,
        };
        intake.take(&entry(element, kind, name), element.span.unwrap_or(Span::at(0)));
    }
    Ok(())
}

fn entry(element: &Element, kind: NameKind, name: &str) -> Entry {
    let mut names = element.elements().filter(|child| child.name == name).map(|child| tidy(&child.text()));
    let idno = |child: &Element| {
        let value = tidy(&child.text());
        let kind = child.attribute("type").unwrap_or("URI").to_owned();
        (!value.is_empty()).then_some((kind, value))
    };
    Entry {
        kind,
        id: element.attribute("xml:id").unwrap_or_default().to_owned(),
        name: names.next().unwrap_or_default(),
        variants: names.collect(),
        dates: dates(element),
        idnos: element.elements().filter(|child| child.name == "idno").filter_map(idno).collect(),
    }
}

/// Birth and death as `1912-1994`; where only one is known, the other side is empty.
fn dates(element: &Element) -> String {
    let date = |name: &str| {
        let child = element.child(name)?;
        let when = ["when", "notBefore", "from", "notAfter", "to"].iter().find_map(|name| child.attribute(name));
        Some(when.map_or_else(|| tidy(&child.text()), str::to_owned))
    };
    match (date("birth"), date("death")) {
        (None, None) => date("floruit").unwrap_or_default(),
        (birth, death) => format!("{}/{}", birth.unwrap_or_default(), death.unwrap_or_default()),
    }
}
