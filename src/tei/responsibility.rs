//! Who did what to a text: `respStmt` and the pointers of `@resp` to them.

use crate::model::{Field, FieldKey, Header, RespId, Transcript};
use crate::tei::header::{field_node, slug};
use crate::xml::Element;

/// Keys whose fields are a `respStmt`, with the role that notes point to and what stands in `resp`.
const ROLES: &[(FieldKey, &str, &str)] = &[
    (FieldKey::Translator, "translator", "Translated by"),
    (FieldKey::Transcriber, "transcriber", "Transcribed by"),
    (FieldKey::Editor, "editor", "Edited by"),
    (FieldKey::Contributor, "contributor", "Contributed by"),
];

/// The `respStmt` of a header, each with its `xml:id`: `translator`, `translator-2`, ...
pub(super) fn statements(header: &Header) -> Vec<Element> {
    let role = |&(key, role, resp): &(FieldKey, &'static str, &'static str)| {
        let fields = header.all(key).enumerate();
        fields.map(|(idx, field)| statement(field, &id(role, idx), resp)).collect::<Vec<_>>()
    };
    ROLES.iter().flat_map(role).collect()
}

/// The `xml:id` of who bears a role (`translator`, `editor`), for `@resp`; `None` where nobody is named.
pub(crate) fn responsible(header: &Header, role: &str) -> Option<String> {
    let &(key, id, _) = ROLES.iter().find(|(_, known, _)| *known == role)?;
    header.first(key).map(|_| id.to_owned())
}

/// The `xml:id` of a program or person who suggested names or dates.
pub(super) fn suggester_id(resp: RespId) -> String {
    format!("suggested-by-{}", resp.0 + 1)
}

/// Those who suggested what is marked: `xml:id` and name.
pub(super) fn suggesters(transcript: &Transcript) -> Vec<(String, String)> {
    let mut used: Vec<RespId> = transcript.annotations.iter().filter_map(|annotation| annotation.resp).collect();
    used.sort_unstable();
    used.dedup();
    let named = |resp: RespId| Some((suggester_id(resp), transcript.responsible.get(resp.0)?.clone()));
    used.into_iter().filter_map(named).collect()
}

/// The `respStmt` of somebody who suggested names or dates (TEI P5 2.2.1).
pub(super) fn suggester_statement((id, name): &(String, String)) -> Element {
    Element::new("respStmt")
        .with("xml:id", id.clone())
        .with_child(Element::new("resp").with_text("Names and dates suggested by"))
        .with_child(Element::new("name").with_text(name.clone()))
}

fn id(role: &str, idx: usize) -> String {
    if idx == 0 { role.to_owned() } else { format!("{role}-{}", idx + 1) }
}

fn statement(field: &Field, id: &str, resp: &str) -> Element {
    // "Translated by:" is its own wording; "Translator:" is said by the id, any other label by its own words.
    let label = field.label.trim();
    let is_wording = label.to_lowercase().ends_with(" by");
    let is_said = label.is_empty() || id.starts_with(&slug(label));
    let resp = if is_wording || !is_said { capitalized(label) } else { resp.to_owned() };
    Element::new("respStmt")
        .with("xml:id", id)
        .with_child(Element::new("resp").with_text(resp))
        .with_child(Element::new(name_element(field.as_str())).with_child(field_node(field)))
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words that no personal name holds.
const ORGANIZATIONS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "archive",
    "archives",
    "army",
    "association",
    "board",
    "bureau",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "council",
    "delegation",
    "department",
    "directorate",
    "division",
    "embassy",
    "foundation",
    "fund",
    "government",
    "group",
    "institute",
    "institution",
    "legation",
    "library",
    "ministry",
    "mission",
    "museum",
    "office",
    "organization",
    "parliament",
    "party",
    "press",
    "project",
    "school",
    "secretariat",
    "section",
    "service",
    "society",
    "staff",
    "team",
    "union",
    "university",
    "volunteers",
];

/// The element for the name of an author, a sender, or whoever is responsible.
pub(super) fn name_element(name: &str) -> &'static str {
    let is_word = |word: &str| ORGANIZATIONS.contains(&word.to_lowercase().as_str());
    let is_organization = name.split(|c: char| !c.is_alphanumeric()).any(is_word);
    if is_organization { "orgName" } else { "persName" }
}
