//! Which of two values holds where sources of front matter differ: the metadata file, then YAML, then labelled lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::frontmatter::value;
use crate::model::{Field, FieldKey, FieldOrigin, Value};

/// Keeps one answer for each key: fields that lose become notes, and a contradiction is reported.
pub(super) fn reconcile(fields: Vec<Field>) -> (Vec<Field>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut kept = Kept::default();
    let mut notes = Vec::new();
    for field in by_weight(fields) {
        match kept.verdict(&field) {
            Verdict::Kept => kept.push(field),
            Verdict::Repeated => notes.extend(repeated(field)),
            Verdict::Contradicted(winner) => {
                diagnostics.push(contradiction(&field, &kept.fields[winner]));
                notes.push(as_note(field));
            }
        }
    }
    kept.fields.extend(notes);
    (kept.fields, diagnostics)
}

/// The weightiest origin first; within one, the order of the source.
fn by_weight(mut fields: Vec<Field>) -> Vec<Field> {
    fields.sort_by_key(|field| std::cmp::Reverse(field.origin));
    fields
}

enum Verdict {
    Kept,
    Repeated,
    /// By the field at this place.
    Contradicted(usize),
}

/// What a field answers: its key, and the label of call numbers and notes, which do not contradict each other.
type Question = (FieldKey, String);

/// The fields that hold.
#[derive(Default)]
struct Kept {
    fields: Vec<Field>,
    /// The first field of each question.
    first: BTreeMap<Question, usize>,
    /// Every answer, without signs and capitals.
    answers: BTreeSet<(Question, String)>,
}

impl Kept {
    fn push(&mut self, field: Field) {
        let question = question(&field);
        self.answers.insert((question.clone(), fold(field.as_str())));
        self.first.entry(question).or_insert(self.fields.len());
        self.fields.push(field);
    }

    fn verdict(&self, field: &Field) -> Verdict {
        let question = question(field);
        let Some(&first) = self.first.get(&question) else { return Verdict::Kept };
        let winner = &self.fields[first];
        if self.answers.contains(&(question, fold(field.as_str()))) || is_same_date(field, winner) {
            return Verdict::Repeated;
        }
        match number(field.key) {
            Number::Any => Verdict::Kept,
            Number::Several if winner.origin == field.origin => Verdict::Kept,
            Number::Several | Number::One => Verdict::Contradicted(first),
        }
    }
}

fn question(field: &Field) -> Question {
    let has_own_label = matches!(field.key, FieldKey::Shelfmark | FieldKey::Note);
    (field.key, if has_own_label { fold(&field.label) } else { String::new() })
}

fn is_same_date(field: &Field, winner: &Field) -> bool {
    let date = |field: &Field| super::document_date(field.as_str());
    field.key == FieldKey::Date && date(field).is_some() && date(field) == date(winner)
}

/// How many values of a key may hold at a time.
enum Number {
    /// One.
    One,
    /// Several of one origin, which replace those of a weaker one.
    Several,
    /// All of every origin.
    Any,
}

fn number(key: FieldKey) -> Number {
    match key {
        FieldKey::Availability
        | FieldKey::Collection
        | FieldKey::Date
        | FieldKey::Pages
        | FieldKey::Place
        | FieldKey::Profile
        | FieldKey::Publisher
        | FieldKey::RecipientPlace
        | FieldKey::Repository
        | FieldKey::SenderPlace
        | FieldKey::Shelfmark
        | FieldKey::Title => Number::One,
        FieldKey::Abstract
        | FieldKey::Author
        | FieldKey::Citation
        | FieldKey::Contents
        | FieldKey::Credits
        | FieldKey::Editor
        | FieldKey::Language
        | FieldKey::OriginalLanguage
        | FieldKey::Recipient
        | FieldKey::Sender
        | FieldKey::Subtitle
        | FieldKey::Transcriber
        | FieldKey::Translator => Number::Several,
        FieldKey::Contributor
        | FieldKey::Funder
        | FieldKey::Identifier
        | FieldKey::Keywords
        | FieldKey::Note
        | FieldKey::Url => Number::Any,
    }
}

fn fold(words: &str) -> String {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// What says a thing again is left out, unless it is text of the transcript, which must stand somewhere.
fn repeated(field: Field) -> Option<Field> {
    match field.value {
        Value::Plain(_) => None,
        Value::Source(_) => Some(as_note(field)),
    }
}

fn as_note(field: Field) -> Field {
    let label = if field.label.is_empty() { field.key.name().to_owned() } else { field.label };
    Field { key: FieldKey::Note, label, ..field }
}

fn contradiction(loser: &Field, winner: &Field) -> Diagnostic {
    let message = format!(
        "the {} is “{}” in {}, but “{}” in {}",
        loser.key.name(),
        short(loser.as_str()),
        origin(loser.origin),
        short(winner.as_str()),
        origin(winner.origin)
    );
    let help = "the second was taken and the first kept as a note; correct one of them";
    let diagnostic = Diagnostic::new(Code::R007, message).with_help(help);
    match [loser, winner].into_iter().find_map(|field| value::source_of(&field.value)) {
        Some(text) => diagnostic.at(text.source_span(text.range())),
        None => diagnostic,
    }
}

fn short(words: &str) -> String {
    let mut cut: String = words.chars().take(60).collect();
    if cut.len() < words.len() {
        cut.push('…');
    }
    cut
}

fn origin(origin: FieldOrigin) -> &'static str {
    match origin {
        FieldOrigin::Line => "the labelled lines",
        FieldOrigin::Yaml => "the YAML block",
        FieldOrigin::SideFile => "the metadata file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: FieldKey, words: &str, origin: FieldOrigin) -> Field {
        Field { key, label: String::new(), value: Value::Plain(words.to_owned()), origin }
    }

    #[test]
    fn the_metadata_file_wins_and_the_loser_is_kept_as_a_note() {
        let fields = vec![
            field(FieldKey::Title, "Old title", FieldOrigin::Line),
            field(FieldKey::Title, "New title", FieldOrigin::SideFile),
            field(FieldKey::Keywords, "typhus", FieldOrigin::Line),
            field(FieldKey::Keywords, "relief", FieldOrigin::SideFile),
        ];
        let (kept, diagnostics) = reconcile(fields);
        let keys: Vec<(FieldKey, &str)> = kept.iter().map(|field| (field.key, field.as_str())).collect();
        assert_eq!(
            keys,
            [
                (FieldKey::Title, "New title"),
                (FieldKey::Keywords, "relief"),
                (FieldKey::Keywords, "typhus"),
                (FieldKey::Note, "Old title")
            ]
        );
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code, Code::R007);
    }

    #[test]
    fn the_same_words_with_other_signs_are_no_contradiction() {
        let fields = vec![
            field(FieldKey::Title, "The  Title.", FieldOrigin::Line),
            field(FieldKey::Title, "the title", FieldOrigin::Yaml),
        ];
        let (kept, diagnostics) = reconcile(fields);
        assert_eq!((kept.len(), diagnostics.len()), (1, 0));
    }

    #[test]
    fn several_authors_of_one_origin_do_not_contradict_each_other() {
        let fields = vec![
            field(FieldKey::Author, "Ann", FieldOrigin::Yaml),
            field(FieldKey::Author, "Ben", FieldOrigin::Yaml),
            field(FieldKey::Author, "Carl", FieldOrigin::Line),
        ];
        let (kept, diagnostics) = reconcile(fields);
        assert_eq!(kept.iter().filter(|field| field.key == FieldKey::Author).count(), 2);
        assert_eq!(diagnostics.len(), 1);
    }
}
