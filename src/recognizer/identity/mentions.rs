//! The names of persons that a document mentions, each form once, with all its mentions.

use std::collections::HashMap;

use crate::model::{Annotation, Mark, NameKind, TextRange, Transcript};
use crate::recognizer::identity::form::{Gender, NameForm};

/// A name as written, without titles; the same words with titles of another gender are another name.
#[derive(Debug)]
pub(super) struct Name {
    /// The words, parted by single spaces.
    pub(super) words: String,
    /// The name taken apart.
    pub(super) form: NameForm,
    /// The annotations that mention it, in order.
    pub(super) mentions: Vec<usize>,
}

/// The names of persons among the annotations, in the order of their first mention.
pub(super) fn names(transcript: &Transcript, annotations: &[Annotation]) -> Vec<Name> {
    let notes = notes(transcript);
    let mut names: Vec<Name> = Vec::new();
    let mut known: HashMap<(String, Option<Gender>), usize> = HashMap::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        if !matches!(&annotation.mark, Mark::Mention(mention) if mention.kind == NameKind::Person) {
            continue;
        }
        let titles = titles_after(annotations, idx);
        let words = words(transcript, &notes, TextRange::new(titles.end, annotation.range.end));
        let gender = Gender::of_titles(transcript.text.slice(titles));
        let key = (words, gender);
        if let Some(&name) = known.get(&key) {
            names[name].mentions.push(idx);
        } else if let Some(form) = NameForm::parse(&key.0, gender) {
            names.push(Name { words: key.0.clone(), form, mentions: vec![idx] });
            known.insert(key, names.len() - 1);
        }
    }
    names
}

/// The range of the titles of the mention at `idx`, whose parts follow it; empty if it has none.
fn titles_after(annotations: &[Annotation], idx: usize) -> TextRange {
    match annotations.get(idx + 1) {
        Some(part) if matches!(part.mark, Mark::NamePart(_)) => part.range,
        Some(_) | None => TextRange::at(annotations[idx].range.start),
    }
}

/// The ranges of the interventions that are no part of the sentence round them, in order.
fn notes(transcript: &Transcript) -> Vec<TextRange> {
    let mut notes: Vec<TextRange> = transcript
        .annotations
        .iter()
        .filter(|annotation| match &annotation.mark {
            Mark::Intervention(intervention) => intervention.kind.is_out_of_flow() && !annotation.range.is_empty(),
            Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => false,
        })
        .map(|annotation| annotation.range)
        .collect();
    notes.sort_unstable();
    notes
}

/// The words of a name, without any note between them, parted by single spaces.
fn words(transcript: &Transcript, notes: &[TextRange], range: TextRange) -> String {
    let mut words = String::new();
    let mut at = range.start;
    let first = notes.partition_point(|note| note.start < range.start);
    for note in notes[first..].iter().take_while(|note| note.end <= range.end) {
        if note.start >= at {
            words.push_str(transcript.text.slice(TextRange::new(at, note.start)));
            at = note.end;
        }
    }
    words.push_str(transcript.text.slice(TextRange::new(at, range.end)));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
