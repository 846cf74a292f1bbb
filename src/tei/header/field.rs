//! Fields as elements: their text with its origin, their label where the element does not say it.

use crate::model::{Field, FieldKey, Value};
use crate::tei::provenance::text_node;
use crate::xml::{Element, Node, TextNode};

/// Words of labels that an element expresses by itself.
fn expressed(key: FieldKey) -> &'static [&'static str] {
    match key {
        FieldKey::Abstract => &["abstract", "summary"],
        FieldKey::Author => &["author", "authors", "by"],
        FieldKey::Availability => &["rights", "licence", "license", "availability"],
        FieldKey::Citation => &["citation", "source"],
        FieldKey::Collection => &["collection"],
        FieldKey::Contents => &["contents"],
        FieldKey::Credits => &["credits", "credit"],
        FieldKey::Date => &["date"],
        FieldKey::Funder => &["funder"],
        FieldKey::Keywords => &["subject", "subjects", "keywords", "keyword"],
        FieldKey::Language => &["language"],
        FieldKey::OriginalLanguage => &["original", "language"],
        FieldKey::Place => &["place"],
        FieldKey::Profile => &["profile"],
        FieldKey::Publisher => &["publisher"],
        FieldKey::Recipient | FieldKey::RecipientPlace => &["recipient"],
        FieldKey::Repository => &["repository", "archive"],
        FieldKey::Sender | FieldKey::SenderPlace => &["sender"],
        FieldKey::Title => &["title"],
        FieldKey::Url => &["url", "doi"],
        // Their label is an attribute or the text of `resp`.
        FieldKey::Contributor
        | FieldKey::Editor
        | FieldKey::Identifier
        | FieldKey::Note
        | FieldKey::Shelfmark
        | FieldKey::Transcriber
        | FieldKey::Translator => &[],
        FieldKey::Pages => &["pages", "page"],
        FieldKey::Subtitle => &["sub"],
    }
}

/// The text of a field, with the places of the transcript it came from.
pub(in crate::tei) fn node(field: &Field) -> Node {
    match &field.value {
        Value::Source(text) => text_node(text, text.range()).into(),
        Value::Plain(words) => TextNode { text: words.clone(), sources: Vec::new() }.into(),
    }
}

/// An element that holds the text of a field; its label, where the element does not say it, is `@n`.
pub(super) fn element(name: &'static str, field: &Field) -> Element {
    let mut element = Element::new(name);
    if !is_expressed(field) {
        element.set("n", field.label.clone());
    }
    push(&mut element, field);
    element
}

/// An element whose label is `@type`; `@n` keeps a label that holds more than letters, digits and spaces.
pub(super) fn typed(name: &'static str, field: &Field) -> Element {
    let kind = slug(&field.label);
    let fallback = if kind.is_empty() { field.key.name().to_owned() } else { kind };
    let mut element = Element::new(name).with("type", fallback);
    if field.label.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '_' | '.')) {
        element.set("n", field.label.clone());
    }
    push(&mut element, field);
    element
}

fn push(element: &mut Element, field: &Field) {
    if !field.as_str().is_empty() {
        element.push(node(field));
    }
    if let Value::Source(text) = &field.value
        && !text.is_empty()
    {
        element.span = Some(text.source_span(text.range()));
    }
}

/// Whether the element of a field says what its label says.
pub(super) fn is_expressed(field: &Field) -> bool {
    let words = expressed(field.key);
    let is_own = |word: &str| words.contains(&word.to_lowercase().as_str());
    field.label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_own)
}

/// A label as the value of an attribute that takes one word: `Record ID` is `record-id`.
pub(in crate::tei) fn slug(label: &str) -> String {
    let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_one_word() {
        assert_eq!(slug("Record ID"), "record-id");
        assert_eq!(slug("№ (old)"), "old");
    }
}
