//! One person, one entity: which mentions of a document name the same person.

mod form;
mod xml_id;

use std::collections::HashMap;

use crate::model::{Annotation, Cert, Entity, EntityId, Mark, NameKind, TextRange, Transcript};
use crate::recognizer::identity::form::{Gender, NameForm};
use crate::recognizer::identity::xml_id::XmlIds;

/// A mention of a person: which annotation it is, its name as written without titles, and the name taken apart.
struct Named {
    annotation: usize,
    words: String,
    form: NameForm,
}

/// A person of the document.
#[derive(Debug, Default)]
struct Person {
    forms: Vec<NameForm>,
    /// The mentions, as indexes into the list of all.
    mentions: Vec<usize>,
}

/// More persons of one family name than this are told apart by identical forms alone, which keeps the work in
/// proportion.
const MOST_OF_ONE_FAMILY: usize = 50;

/// Gives each mention of a person its entity, and returns all entities of the transcript with the new ones.
///
/// Full names come first: forms that may stand for each other are one person, unless a form fits two. A family name
/// alone goes to the one person who bears it, and to nobody where two do; so does a given name alone.
pub(super) fn identify(transcript: &Transcript, annotations: &mut [Annotation]) -> Vec<Entity> {
    let named = named(transcript, annotations);
    let mut persons = Persons::default();
    for idx in by_fullness(&named) {
        persons.place(&named, idx);
    }
    for idx in 0..named.len() {
        if named[idx].form.is_bare() {
            persons.place_bare(&named, idx);
        }
    }
    persons.write(transcript.entities.clone(), &named, annotations)
}

/// The mentions with a full name, the fullest first, so that a shorter form finds the longer that it stands for.
fn by_fullness(named: &[Named]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..named.len()).filter(|&idx| !named[idx].form.is_bare()).collect();
    order.sort_by_key(|&idx| {
        (std::cmp::Reverse(named[idx].form.given.len()), std::cmp::Reverse(named[idx].words.len()), idx)
    });
    order
}

#[derive(Debug, Default)]
struct Persons {
    all: Vec<Person>,
    by_family: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
    /// Forms that were seen before, and whose they are; `None` where two persons bear them.
    placed: HashMap<NameForm, Option<usize>>,
}

impl Persons {
    /// Places a mention with a full name.
    fn place(&mut self, named: &[Named], idx: usize) {
        let form = &named[idx].form;
        let owner = if let Some(&owner) = self.placed.get(form) {
            owner
        } else {
            let owner = self.owner(form);
            self.placed.insert(form.clone(), owner);
            owner
        };
        if let Some(person) = owner {
            self.all[person].mentions.push(idx);
        }
    }

    /// Whose the form is: the one person it fits, a new one if it fits none, nobody's if it fits several.
    fn owner(&mut self, form: &NameForm) -> Option<usize> {
        let family = self.by_family.get(&form.family).map(Vec::as_slice).unwrap_or_default();
        let known = if family.len() > MOST_OF_ONE_FAMILY { &[] } else { family };
        let fitting: Vec<usize> = known
            .iter()
            .copied()
            .filter(|&person| self.all[person].forms.iter().all(|other| other.fits(form)))
            .collect();
        match fitting.as_slice() {
            [] => Some(self.add(form.clone())),
            [one] => {
                let forms = &mut self.all[*one].forms;
                if forms.len() < MOST_OF_ONE_FAMILY {
                    forms.push(form.clone());
                }
                Some(*one)
            }
            _ => None,
        }
    }

    fn add(&mut self, form: NameForm) -> usize {
        let person = self.all.len();
        self.by_family.entry(form.family.clone()).or_default().push(person);
        if let Some(form::Given::Name(first)) = form.given.first() {
            self.by_given.entry(first.clone()).or_default().push(person);
        }
        self.all.push(Person { forms: vec![form], mentions: Vec::new() });
        person
    }

    /// Places a mention of one name alone.
    fn place_bare(&mut self, named: &[Named], idx: usize) {
        let form = &named[idx].form;
        let owner = if let Some(&owner) = self.placed.get(form) {
            owner
        } else {
            let bearers = self.bearers(form);
            let owner = match bearers.as_slice() {
                [] => Some(self.add(form.clone())),
                [one] => Some(*one),
                _ => None,
            };
            self.placed.insert(form.clone(), owner);
            owner
        };
        if let Some(person) = owner {
            self.all[person].mentions.push(idx);
        }
    }

    /// Who may be meant by one name alone: those of that family name, else those of that given name. A wife is not
    /// taken for her husband: `Mrs. Weiss` is somebody of whom the document says so elsewhere, or a person of her own.
    fn bearers(&self, form: &NameForm) -> Vec<usize> {
        let may_be = |person: &usize| {
            let forms = &self.all[*person].forms;
            match form.gender {
                Some(Gender::Feminine) => forms.iter().any(|other| other.gender == form.gender),
                Some(Gender::Masculine) | None => !forms.iter().any(|other| other.contradicts(form)),
            }
        };
        let of = |persons: Option<&Vec<usize>>| -> Vec<usize> {
            persons.map(Vec::as_slice).unwrap_or_default().iter().copied().filter(may_be).take(2).collect()
        };
        let family = of(self.by_family.get(&form.family));
        if family.is_empty() { of(self.by_given.get(&form.family)) } else { family }
    }

    /// Writes the persons as entities, in the order of their first mention, and the references to them.
    fn write(self, mut entities: Vec<Entity>, named: &[Named], annotations: &mut [Annotation]) -> Vec<Entity> {
        let mut persons: Vec<Person> = self.all.into_iter().filter(|person| !person.mentions.is_empty()).collect();
        for person in &mut persons {
            person.mentions.sort_unstable();
        }
        persons.sort_by_key(|person| person.mentions.first().copied());
        let mut ids = XmlIds::new(&entities);
        for person in persons {
            let id = EntityId(entities.len());
            let forms = forms(named, &person);
            let xml_id = ids.assign(forms.first().map(String::as_str).unwrap_or_default());
            entities.push(Entity { kind: NameKind::Person, xml_id, forms, idnos: Vec::new() });
            refer(&person, id, named, annotations);
        }
        entities
    }
}

/// Points the mentions of a person to the entity. Where one of them is sure, so are the others: the name is one.
fn refer(person: &Person, id: EntityId, named: &[Named], annotations: &mut [Annotation]) {
    let sure = person.mentions.iter().any(|&idx| annotations[named[idx].annotation].cert.is_none());
    for &idx in &person.mentions {
        let annotation = &mut annotations[named[idx].annotation];
        if let Mark::Mention(mention) = &mut annotation.mark {
            mention.entity = Some(id);
        }
        if sure && annotation.cert == Some(Cert::Medium) {
            annotation.cert = None;
        }
    }
}

/// The forms of a name as written, the longest first, none twice.
fn forms(named: &[Named], person: &Person) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut forms: Vec<String> =
        person.mentions.iter().map(|&idx| &named[idx].words).filter(|words| seen.insert(*words)).cloned().collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.chars().count()));
    forms
}

/// The mentions of persons among the annotations.
fn named(transcript: &Transcript, annotations: &[Annotation]) -> Vec<Named> {
    let notes = notes(transcript);
    let mut named = Vec::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        let Mark::Mention(mention) = &annotation.mark else { continue };
        if mention.kind != NameKind::Person {
            continue;
        }
        let titles = titles_after(annotations, idx);
        let name = TextRange::new(titles.end.max(annotation.range.start), annotation.range.end);
        let words = words(transcript, &notes, name);
        if let Some(form) = NameForm::parse(&words, transcript.text.slice(titles)) {
            named.push(Named { annotation: idx, words, form });
        }
    }
    named
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
