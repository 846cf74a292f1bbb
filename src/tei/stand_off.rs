//! `standOff`: the persons, places and organizations of the document (TEI P5 14.3, 17.10).

use crate::model::{Entity, NameKind};
use crate::xml::Element;

/// The `standOff` of a document; `None` where nothing is named.
pub(super) fn stand_off(entities: &[Entity]) -> Option<Element> {
    let lists = [
        (NameKind::Person, "listPerson", "person"),
        (NameKind::Place, "listPlace", "place"),
        (NameKind::Organization, "listOrg", "org"),
    ];
    let mut stand_off = Element::new("standOff");
    for (kind, list_name, entry_name) in lists {
        let mut list = Element::new(list_name);
        for entity in entities.iter().filter(|entity| entity.kind == kind) {
            list.push(entry(entity, entry_name));
        }
        if !list.children.is_empty() {
            stand_off.push(list);
        }
    }
    (!stand_off.children.is_empty()).then_some(stand_off)
}

fn entry(entity: &Entity, name: &'static str) -> Element {
    let mut entry = Element::new(name).with("xml:id", entity.xml_id.clone());
    for form in &entity.forms {
        entry.push(Element::new(entity.kind.element_name()).with_text(form.clone()));
    }
    for (kind, value) in &entity.idnos {
        entry.push(Element::new("idno").with("type", kind.clone()).with_text(value.clone()));
    }
    if !entity.dates.is_empty() {
        entry.push(Element::new("note").with("type", "dates").with_text(entity.dates.clone()));
    }
    entry
}
