//! What one document names: the entries of its `standOff`, and the mentions that point to them.

use std::collections::BTreeMap;

use crate::entities::{KINDS, Mentions};
use crate::model::NameKind;
use crate::xml::Element;

/// An entity of one document.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) kind: NameKind,
    pub(super) id: String,
    pub(super) forms: Vec<String>,
    pub(super) idnos: Vec<(String, String)>,
    pub(super) dates: String,
    pub(super) mentions: Mentions,
}

/// The entities of a document, in the order of its lists.
pub(super) fn gather(root: &Element) -> Vec<Found> {
    let mentions = mentions(root);
    let stand_off = root.descendants().filter(|element| element.name == "standOff");
    let entries = stand_off.flat_map(Element::descendants).filter_map(|element| {
        let (kind, ..) = KINDS.into_iter().find(|(_, _, entry, _)| *entry == element.name)?;
        let id = element.attribute("xml:id")?;
        Some(found(element, kind, id, mentions.get(id).copied().unwrap_or_default()))
    });
    entries.filter(|found| !found.forms.is_empty()).collect()
}

fn found(element: &Element, kind: NameKind, id: &str, mentions: Mentions) -> Found {
    let all = |name: &'static str| element.elements().filter(move |child| child.name == name);
    let typed = |child: &Element| (child.attribute("type").unwrap_or("URI").to_owned(), tidy(child));
    let dates = all("note").find(|note| note.attribute("type") == Some("dates"));
    Found {
        kind,
        id: id.to_owned(),
        forms: all(kind.element_name()).map(tidy).filter(|form| !form.is_empty()).collect(),
        idnos: all("idno").map(typed).filter(|(_, value)| !value.is_empty()).collect(),
        dates: dates.map(tidy).unwrap_or_default(),
        mentions,
    }
}

fn tidy(element: &Element) -> String {
    element.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How often each `xml:id` is pointed to from the text. The later parts of a mention that was split do not count.
fn mentions(root: &Element) -> BTreeMap<&str, Mentions> {
    let mut counts: BTreeMap<&str, Mentions> = BTreeMap::new();
    let texts = root.descendants().filter(|element| element.name == "text");
    for element in texts.flat_map(Element::descendants) {
        let is_name = matches!(element.name.as_ref(), "persName" | "placeName" | "orgName" | "rs" | "name");
        if !is_name || element.attribute("prev").is_some() {
            continue;
        }
        let targets: Vec<&str> = element
            .attribute("ref")
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|target| target.strip_prefix('#'))
            .collect();
        for target in &targets {
            let count = counts.entry(target).or_default();
            if targets.len() == 1 { count.sure += 1 } else { count.possible += 1 }
        }
    }
    counts
}
