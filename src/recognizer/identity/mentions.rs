//! The names of persons that a document mentions, each form once, with all its mentions.

use std::collections::HashMap;

use crate::model::{Annotation, EntityId, Mark, NameKind, TextRange, Transcript};
use crate::recognizer::fold::fold;
use crate::recognizer::identity::form::{Gender, NameForm};
use crate::recognizer::lexicon::{Classes, Lexicon};

/// A name as written, without titles; the same words with titles of another gender are another name.
#[derive(Debug)]
pub(super) struct Name {
    /// The words, parted by single spaces.
    pub(super) words: String,
    /// The name taken apart.
    pub(super) form: NameForm,
    /// The entity that it is known to name.
    pub(super) known: Option<EntityId>,
    /// The offices and ranks that are said of its bearer.
    pub(super) offices: Vec<String>,
    /// The annotations that mention it, in order.
    pub(super) mentions: Vec<usize>,
}

/// What tells names apart: the words, what the title says, and which entity is known to be named.
type Key = (String, Option<Gender>, Option<EntityId>);

/// The names of persons among the annotations, in the order of their first mention. Those that may name one of several
/// entries of the authority files are left out.
pub(super) fn names(transcript: &Transcript, annotations: &[Annotation]) -> Vec<Name> {
    let notes = notes(transcript);
    let mut names: Vec<Name> = Vec::new();
    let mut seen: HashMap<Key, usize> = HashMap::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        let Mark::Mention(mention) = &annotation.mark else { continue };
        if mention.kind != NameKind::Person || !mention.candidates.is_empty() {
            continue;
        }
        let titles = titles_after(annotations, idx);
        let words = words(transcript, &notes, TextRange::new(titles.end, annotation.range.end));
        let gender = Gender::of_titles(transcript.text.slice(titles));
        let offices = offices(transcript, TextRange::new(titles.start, titles.end));
        let key = (words, gender, mention.entity);
        let known = seen.get(&key).copied();
        let name = known.unwrap_or(names.len());
        if known.is_none() {
            let Some(form) = NameForm::parse(&key.0, gender) else { continue };
            let (words, known) = (key.0.clone(), mention.entity);
            names.push(Name { words, form, known, offices: Vec::new(), mentions: Vec::new() });
            seen.insert(key, name);
        }
        names[name].mentions.push(idx);
        names[name].offices.extend(offices);
    }
    names
}

/// The offices and ranks that are said of a name: those of its titles, and the word right before it.
fn offices(transcript: &Transcript, titles: TextRange) -> Vec<String> {
    let text = transcript.text.as_str();
    let before = text[..titles.start].rsplit('\n').next().unwrap_or_default();
    let before = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
    let of_titles = transcript.text.slice(titles).split_whitespace();
    of_titles.chain(before).filter_map(office).collect()
}

/// An office or rank as it is compared; `None` for any other word.
fn office(word: &str) -> Option<String> {
    let folded = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let classes = Lexicon::shipped().classes(&folded);
    classes.any(Classes::OFFICE | Classes::RANK).then_some(folded)
}

impl Name {
    /// The office that is all of the name: `the Ambassador`.
    pub(super) fn office_alone(&self) -> Option<String> {
        let words =
            self.words.strip_prefix("the ").or(self.words.strip_prefix("The ")).or(self.words.strip_prefix("THE "));
        office(words?).filter(|_| words.is_some_and(|words| !words.contains(' ')))
    }
}

/// The range of the titles of the mention at `idx`, whose parts follow it; empty if it has none.
fn titles_after(annotations: &[Annotation], idx: usize) -> TextRange {
    match annotations.get(idx + 1) {
        Some(part) if matches!(part.mark, Mark::NamePart(_)) => part.range,
        Some(_) | None => TextRange::at(annotations[idx].range.start),
    }
}

/// The ranges of the interventions that are no part of the sentence round them, in order.
pub(super) fn notes(transcript: &Transcript) -> Vec<TextRange> {
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
pub(super) fn words(transcript: &Transcript, notes: &[TextRange], range: TextRange) -> String {
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
