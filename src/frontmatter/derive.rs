//! What fields say between the lines: parts of a citation, funders of a credit line, the language of a translation.

use std::collections::BTreeSet;

use crate::frontmatter::citation;
use crate::frontmatter::value;
use crate::model::{Field, FieldKey, Value};
use crate::source::Span;

/// Fields with several values between semicolons become several fields; the semicolons of the source are returned.
pub(super) fn split_lists(fields: Vec<Field>) -> (Vec<Field>, Vec<Span>) {
    let mut consumed = Vec::new();
    let mut split = Vec::with_capacity(fields.len());
    for field in fields {
        let separators = separators(&field);
        if separators.is_empty() || !field.as_str().contains(separators) {
            split.push(field);
            continue;
        }
        let (values, spans) = value::split(&field.value, separators);
        consumed.extend(spans);
        split.extend(values.into_iter().map(|value| Field { value, label: field.label.clone(), ..field }));
    }
    (split, consumed)
}

/// A comma parts keywords, unless there are semicolons; names may hold commas (`Pask, T. H.`).
fn separators(field: &Field) -> &'static [char] {
    let names_people = matches!(
        field.key,
        FieldKey::Author
            | FieldKey::Contributor
            | FieldKey::Editor
            | FieldKey::Recipient
            | FieldKey::Sender
            | FieldKey::Transcriber
            | FieldKey::Translator
    );
    match (field.key == FieldKey::Keywords, names_people) {
        (true, _) if field.as_str().contains([';', '|']) => &[';', '|'],
        (true, _) => &[','],
        (false, true) => &[';'],
        (false, false) => &[],
    }
}

/// Splits the place off senders and recipients: `Margaret Ellery, Thornby`.
pub(super) fn split_places(fields: Vec<Field>) -> (Vec<Field>, Vec<Span>) {
    let mut consumed = Vec::new();
    let mut split = Vec::with_capacity(fields.len());
    for field in fields {
        let place_key = if field.key == FieldKey::Sender { FieldKey::SenderPlace } else { FieldKey::RecipientPlace };
        if !matches!(field.key, FieldKey::Sender | FieldKey::Recipient) || !ends_with_place(field.as_str()) {
            split.push(field);
            continue;
        }
        let (values, spans) = value::split(&field.value, &[',']);
        consumed.extend(spans);
        for (value, key) in values.into_iter().zip([field.key, place_key]) {
            split.push(Field { key, label: field.label.clone(), value, origin: field.origin });
        }
    }
    (split, consumed)
}

/// Offices follow a name after a comma as places do.
const OFFICES: &[&str] = &[
    "Ambassador",
    "Minister",
    "Secretary",
    "Director",
    "Chairman",
    "President",
    "Premier",
    "Consul",
    "Attaché",
    "Counselor",
    "Counsellor",
    "Chief",
    "Head",
    "Esq",
    "Jr",
    "Sr",
    "MP",
    "General",
    "Colonel",
    "Major",
    "Captain",
    "Professor",
    "Editor",
    "Governor",
    "Senator",
    "Bishop",
    "Department",
    "Ministry",
    "Embassy",
    "Office",
    "Section",
    "Division",
    "Committee",
];

/// Whether one comma parts a name of several words from one to three capitalized words that are no office.
fn ends_with_place(words: &str) -> bool {
    let Some((name, place)) = words.split_once(", ") else { return false };
    let is_place_word = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    name.split_whitespace().count() > 1
        && (1..=3).contains(&place.split_whitespace().count())
        && place.split_whitespace().all(|word| is_place_word(word) && !OFFICES.contains(&word))
}

/// Adds what citations, credits and contents say, where no field says it already.
pub(super) fn derive(mut fields: Vec<Field>) -> Vec<Field> {
    let mut derived = Vec::new();
    for field in &fields {
        if field.key == FieldKey::Citation {
            derived.extend(citation::take_apart(field.as_str(), field.origin));
        } else if field.key == FieldKey::Credits {
            let parts = citation::credits(field.as_str()).into_iter();
            derived.extend(parts.map(|(key, label, words)| Field {
                key,
                label,
                value: Value::Plain(words),
                origin: field.origin,
            }));
        } else if field.key == FieldKey::Contents {
            derived.extend(language_of_contents(field));
        }
    }
    let mut known = Known::of(&fields);
    for field in derived {
        if known.admits(&field) {
            known.answers.insert((field.key, fold(&field)));
            fields.push(field);
        }
    }
    fields
}

/// "Translation - English", "Transcript - Russian", "Scan".
fn language_of_contents(field: &Field) -> Option<Field> {
    let (_, language) = field.as_str().rsplit_once(['-', '–', '—', ':'])?;
    let language = language.trim();
    let is_word = !language.is_empty() && language.chars().all(|c| c.is_alphabetic() || c == ' ');
    is_word.then(|| Field {
        key: FieldKey::Language,
        label: String::new(),
        value: value::plain(language),
        origin: field.origin,
    })
}

fn fold(field: &Field) -> String {
    field.as_str().to_lowercase()
}

/// What the fields say that stood in the transcript or the metadata file.
struct Known {
    keys: BTreeSet<FieldKey>,
    answers: BTreeSet<(FieldKey, String)>,
}

impl Known {
    fn of(fields: &[Field]) -> Self {
        Self {
            keys: fields.iter().map(|field| field.key).collect(),
            answers: fields.iter().map(|field| (field.key, fold(field))).collect(),
        }
    }

    /// Whether a derived field says something new: of what there is one, only where no field has the key.
    fn admits(&self, derived: &Field) -> bool {
        let may_be_several = matches!(
            derived.key,
            FieldKey::Url
                | FieldKey::Translator
                | FieldKey::Transcriber
                | FieldKey::Editor
                | FieldKey::Contributor
                | FieldKey::Funder
        );
        if may_be_several {
            return !self.answers.contains(&(derived.key, fold(derived)));
        }
        // A call number is taken whole from one place, or it would be mixed from two.
        let call_number = [FieldKey::Shelfmark, FieldKey::Collection];
        let rivals =
            if call_number.contains(&derived.key) { &call_number[..] } else { std::slice::from_ref(&derived.key) };
        !rivals.iter().any(|key| self.keys.contains(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldOrigin;

    fn field(key: FieldKey, words: &str) -> Field {
        Field { key, label: String::new(), value: Value::Plain(words.to_owned()), origin: FieldOrigin::Line }
    }

    #[test]
    fn a_place_after_a_name_is_told_from_an_office() {
        assert!(ends_with_place("Margaret Ellery, Thornby"));
        assert!(ends_with_place("Professor N. A. Ostrogin, New Haven"));
        assert!(!ends_with_place("Lund, Theodore"));
        assert!(!ends_with_place("Theodore Lund, Ambassador"));
        assert!(!ends_with_place("A. Roux, F. Castellane, Geneva"));
    }

    #[test]
    fn contents_tell_the_language() {
        let language =
            |words| language_of_contents(&field(FieldKey::Contents, words)).map(|field| field.as_str().to_owned());
        assert_eq!(language("Translation - English").as_deref(), Some("English"));
        assert_eq!(language("Scan"), None);
    }

    #[test]
    fn what_a_field_says_is_not_taken_from_the_citation() {
        let fields = derive(vec![
            field(FieldKey::Citation, "AVPRF, fond 1, opis 2"),
            field(FieldKey::Repository, "Archive of Foreign Policy"),
        ]);
        let repositories: Vec<&str> =
            fields.iter().filter(|field| field.key == FieldKey::Repository).map(Field::as_str).collect();
        assert_eq!(repositories, ["Archive of Foreign Policy"]);
        assert_eq!(fields.iter().filter(|field| field.key == FieldKey::Shelfmark).count(), 2);
    }
}
