//! The teiHeader as a card to read, and who is behind the pointers of a document.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::review::edit::local;
use crate::xml::Element;

/// A line of the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is.
    pub label: &'static str,
    /// What the header says.
    pub values: Vec<String>,
}

/// The labels of the card, each with the paths of elements below the header; the last name of a path is what is shown.
const ROWS: &[(&str, &[&str])] = &[
    ("Title", &["titleStmt/title"]),
    ("Author", &["titleStmt/author"]),
    ("Editor", &["titleStmt/editor"]),
    ("Responsible", &["titleStmt/respStmt"]),
    ("Funder", &["titleStmt/funder"]),
    ("Publisher", &["publicationStmt/publisher", "publicationStmt/pubPlace", "publicationStmt/date"]),
    ("Identifier", &["publicationStmt/idno"]),
    ("Availability", &["publicationStmt/availability"]),
    ("Repository", &["msIdentifier/repository", "msIdentifier/institution", "msIdentifier/settlement"]),
    ("Shelf mark", &["msIdentifier/collection", "msIdentifier/idno"]),
    ("Source", &["sourceDesc/bibl", "sourceDesc/p", "msItem/locus"]),
    ("Date", &["creation/date", "creation"]),
    ("Correspondence", &["correspDesc/correspAction"]),
    ("Language", &["langUsage/language", "msItem/textLang"]),
    ("Keywords", &["textClass/keywords"]),
    ("Abstract", &["profileDesc/abstract"]),
    ("Notes", &["notesStmt/note"]),
    ("Changes", &["revisionDesc/change"]),
];

/// The card of a document.
pub(super) fn card(root: &Element) -> Vec<Row> {
    let Some(header) = root.elements().find(|child| local(&child.name) == "teiHeader") else { return Vec::new() };
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut stack = vec![(header, "")];
    while let Some((element, parent)) = stack.pop() {
        let name = local(&element.name);
        if let Some(label) = label(parent, name) {
            let values = found.entry(label).or_default();
            let value = value(element);
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
            continue;
        }
        let children: Vec<&Element> = element.elements().collect();
        stack.extend(children.into_iter().rev().map(|child| (child, name)));
    }
    let row = |label: &'static str| found.remove(label).map(|values| Row { label, values });
    ROWS.iter().map(|(label, _)| *label).filter_map(row).filter(|row| !row.values.is_empty()).collect()
}

fn label(parent: &str, name: &str) -> Option<&'static str> {
    let path = format!("{parent}/{name}");
    ROWS.iter().find(|(_, paths)| paths.contains(&path.as_str())).map(|(label, _)| *label)
}

/// The words of an element, with what its type and dates say.
fn value(element: &Element) -> String {
    let lead = match local(&element.name) {
        "correspAction" | "idno" => element.attribute("type"),
        "change" => element.attribute("when"),
        _ => None,
    };
    let lead = lead.map(|lead| format!("{lead}: ")).unwrap_or_default();
    let words = words(element);
    if words.is_empty() { String::new() } else { lead + &words }
}

/// The words of an element, those of its children apart where it has no text of its own.
fn words(element: &Element) -> String {
    let has_text = element
        .children
        .iter()
        .any(|child| matches!(child, crate::xml::Node::Text(text) if !text.text.trim().is_empty()));
    if has_text || element.elements().next().is_none() {
        return one_line(&element.text());
    }
    let parts: Vec<String> = element.elements().map(value).filter(|part| !part.is_empty()).collect();
    parts.join(if local(&element.name) == "respStmt" { " " } else { ", " })
}

/// Text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title of a document, or nothing.
pub(super) fn title(card: &[Row]) -> String {
    card.iter().find(|row| row.label == "Title").map(|row| row.values.join(" ")).unwrap_or_default()
}

/// Who or what the pointers of a document point to.
#[derive(Debug, Default)]
pub(super) struct Pointed<'a> {
    ids: BTreeMap<&'a str, &'a Element>,
    /// The version of postil that made the document, where it did.
    made_by: Option<String>,
    profile: Option<String>,
}

impl<'a> Pointed<'a> {
    pub(super) fn of(root: &'a Element) -> Self {
        let mut pointed = Self::default();
        for element in root.descendants() {
            if let Some(id) = element.attribute("xml:id") {
                pointed.ids.insert(id, element);
            }
            match (local(&element.name), element.attribute("ident"), element.attribute("type")) {
                ("application", Some("postil"), _) => {
                    pointed.made_by = Some(format!("postil {}", element.attribute("version").unwrap_or_default()));
                }
                ("name", _, Some("profile")) => pointed.profile = Some(one_line(&element.text())),
                _ => {}
            }
        }
        pointed
    }

    /// The names of those that an attribute points to.
    pub(super) fn names(&self, pointers: &str) -> Vec<String> {
        let named = |pointer: &str| match pointer.strip_prefix('#').and_then(|id| self.ids.get(id)) {
            Some(element) => {
                let first = element.elements().find(|child| local(&child.name) != "idno");
                let is_statement = local(&element.name) == "respStmt";
                if is_statement { words(element) } else { first.map_or_else(|| words(element), words) }
            }
            None => pointer.to_owned(),
        };
        pointers.split_whitespace().map(named).filter(|name| !name.is_empty()).collect()
    }

    /// What made a mark, as far as the document tells.
    pub(super) fn maker(&self, element: &Element) -> String {
        if let Some(resp) = element.attribute("resp") {
            return self.names(resp).join("; ");
        }
        let Some(postil) = &self.made_by else { return String::new() };
        match local(&element.name) {
            "persName" | "placeName" | "orgName" => format!("names recognized by {postil}"),
            "date" | "time" => format!("dates recognized by {postil}"),
            _ => match &self.profile {
                Some(profile) => format!("profile {profile} of {postil}"),
                None => postil.clone(),
            },
        }
    }
}
