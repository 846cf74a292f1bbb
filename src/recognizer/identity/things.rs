//! Which mentions name one place or organization.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Annotation, EntityId, Mark, NameKind, Transcript};
use crate::recognizer::fold::fold;
use crate::recognizer::identity::Group;
use crate::recognizer::identity::mentions::{notes, words};

/// A place or organization in the making.
#[derive(Debug, Default)]
struct Thing {
    known: Option<EntityId>,
    /// The forms as written, each with its first mention.
    forms: BTreeMap<String, usize>,
    mentions: Vec<usize>,
}

/// Groups the mentions of a kind: those of one known entity, then those of the same words, then the initials of an
/// organization that the document also names in full.
pub(super) fn group(transcript: &Transcript, annotations: &[Annotation], kind: NameKind) -> Vec<Group> {
    let mut things = Things::default();
    let notes = notes(transcript);
    let mut unknown = Vec::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        let Mark::Mention(mention) = &annotation.mark else { continue };
        if mention.kind != kind || !mention.candidates.is_empty() {
            continue;
        }
        let words = words(transcript, &notes, annotation.range);
        match mention.entity {
            Some(entity) => things.add_known(entity, words, idx),
            None => unknown.push((words, idx)),
        }
    }
    for (words, idx) in unknown {
        things.add(words, idx);
    }
    if kind == NameKind::Organization {
        things.join_initials();
    }
    things.all.into_iter().filter(|thing| !thing.mentions.is_empty()).map(|thing| thing.into_group(kind)).collect()
}

#[derive(Debug, Default)]
struct Things {
    all: Vec<Thing>,
    by_entity: BTreeMap<EntityId, usize>,
    /// Whose a folded form is: at most two, for a form of two is nobody's.
    by_form: BTreeMap<String, Vec<usize>>,
}

impl Things {
    fn add_known(&mut self, entity: EntityId, words: String, mention: usize) {
        let next = self.all.len();
        let thing = *self.by_entity.entry(entity).or_insert(next);
        if thing == next {
            self.all.push(Thing { known: Some(entity), ..Thing::default() });
        }
        let owners = self.by_form.entry(comparable(&words)).or_default();
        if owners.len() < 2 && !owners.contains(&thing) {
            owners.push(thing);
        }
        self.all[thing].take(words, mention);
    }

    fn add(&mut self, words: String, mention: usize) {
        let form = comparable(&words);
        if form.is_empty() {
            return;
        }
        let owners = self.by_form.entry(form).or_default();
        match owners.as_slice() {
            [] => {
                owners.push(self.all.len());
                self.all.push(Thing::default());
                let last = self.all.len() - 1;
                self.all[last].take(words, mention);
            }
            [one] => self.all[*one].take(words, mention),
            _ => {}
        }
    }

    /// `KWP` is the one organization of the document whose words have these initials.
    fn join_initials(&mut self) {
        let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (idx, thing) in self.all.iter().enumerate() {
            let mut all: Vec<String> = thing.forms.keys().flat_map(|form| initials(form)).collect();
            all.sort();
            all.dedup();
            for letters in all {
                by_initials.entry(letters).or_default().push(idx);
            }
        }
        for idx in 0..self.all.len() {
            let Some(letters) = self.all[idx].abbreviation() else { continue };
            let full = by_initials.get(&letters).map(Vec::as_slice).unwrap_or_default();
            if let [full] = full {
                let (forms, mentions) =
                    (std::mem::take(&mut self.all[idx].forms), std::mem::take(&mut self.all[idx].mentions));
                self.all[*full].forms.extend(forms);
                self.all[*full].mentions.extend(mentions);
            }
        }
    }
}

impl Thing {
    fn take(&mut self, words: String, mention: usize) {
        self.forms.entry(words).or_insert(mention);
        self.mentions.push(mention);
    }

    /// The capitals that are its only name, where nothing else is known of it.
    fn abbreviation(&self) -> Option<String> {
        let (form, _) = self.forms.first_key_value().filter(|_| self.forms.len() == 1 && self.known.is_none())?;
        let letters: String = form.chars().filter(|c| *c != '.').collect();
        let capitals = letters.chars().all(char::is_uppercase) && (2..=8).contains(&letters.chars().count());
        capitals.then_some(letters)
    }

    fn into_group(self, kind: NameKind) -> Group {
        let mut forms: Vec<(String, usize)> = self.forms.into_iter().collect();
        forms.sort_by_key(|(form, first)| (Reverse(form.chars().count()), *first));
        let mut mentions = self.mentions;
        mentions.sort_unstable();
        Group { kind, known: self.known, forms: forms.into_iter().map(|(form, _)| form).collect(), mentions }
    }
}

/// A name as it is compared: without capitals, diacritics and article.
fn comparable(words: &str) -> String {
    let folded = fold(words);
    folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
}

/// The initials of a name of two words and more: of all its words, and of those with a capital.
fn initials(form: &str) -> Vec<String> {
    let words: Vec<&str> =
        form.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty()).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    let first = |word: &&str| word.chars().next().filter(|c| c.is_uppercase());
    let capitals: String = words.iter().filter_map(first).collect();
    let all: String = words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    vec![capitals, all]
}
