//! One person, one entity: which mentions of a document name the same person.

mod form;
mod mentions;
mod xml_id;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::model::{Annotation, Cert, Entity, EntityId, Mark, NameKind, Transcript};
use crate::recognizer::identity::form::{Gender, Given, NameForm};
use crate::recognizer::identity::mentions::{Name, names};
use crate::recognizer::identity::xml_id::XmlIds;

/// More persons of one family name than this are told apart by identical forms alone, which keeps the work in
/// proportion.
const MOST_OF_ONE_FAMILY: usize = 50;

/// Gives each mention of a person its entity, and returns all entities of the transcript with the new ones.
///
/// Full names come first: forms that may stand for each other are one person, unless a form fits two. A family name
/// alone goes to the one person who bears it, and to nobody where two do; so does a given name alone.
pub(super) fn identify(transcript: &Transcript, annotations: &mut [Annotation]) -> Vec<Entity> {
    let names = names(transcript, annotations);
    let mut persons = Persons::default();
    for idx in by_fullness(&names) {
        let owner = if names[idx].form.is_bare() {
            persons.owner_of_bare(&names[idx].form)
        } else {
            persons.owner(&names[idx].form)
        };
        if let Some(person) = owner {
            persons.all[person].names.push(idx);
        }
    }
    persons.write(transcript.entities.clone(), &names, annotations)
}

/// The names, the fullest first, so that a shorter form finds the longer that it stands for; among single names those
/// with a title that tells the gender first, so that `Weiss` finds both Mr. and Mrs. Weiss.
fn by_fullness(names: &[Name]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&idx| {
        let name = &names[idx];
        (Reverse(name.form.given.len()), name.form.gender.is_none(), Reverse(name.words.len()), idx)
    });
    order
}

/// A person of the document.
#[derive(Debug, Default)]
struct Person {
    /// The forms that are told apart.
    forms: Vec<NameForm>,
    /// The names that name the person.
    names: Vec<usize>,
}

#[derive(Debug, Default)]
struct Persons {
    all: Vec<Person>,
    by_family: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
    /// Whose the forms of families too large to compare are.
    by_form: HashMap<NameForm, usize>,
}

impl Persons {
    /// Whose a full name is: the one person's whom it fits, a new person's if it fits none, nobody's if several.
    fn owner(&mut self, form: &NameForm) -> Option<usize> {
        let family = self.by_family.get(&form.family).map(Vec::as_slice).unwrap_or_default();
        if family.len() > MOST_OF_ONE_FAMILY {
            let known = self.by_form.get(form).copied();
            return Some(known.unwrap_or_else(|| self.add(form.clone())));
        }
        let fits = |person: &usize| self.all[*person].forms.iter().all(|other| other.fits(form));
        let fitting: Vec<usize> = family.iter().copied().filter(fits).take(2).collect();
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

    /// Whose a single name is. A plural (`the Weisses`) is nobody's.
    fn owner_of_bare(&mut self, form: &NameForm) -> Option<usize> {
        let bearers = self.bearers(form);
        match bearers.as_slice() {
            [] if self.is_plural(form) => None,
            [] => Some(self.add(form.clone())),
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Who may be meant by a single name, at most two: those of that family name, else those of that given name. A
    /// wife is not taken for her husband: `Mrs. Weiss` is somebody of whom the document says so elsewhere, or a person
    /// of her own.
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

    fn is_plural(&self, form: &NameForm) -> bool {
        let stem = form.family.strip_suffix('s');
        form.gender.is_none() && stem.is_some_and(|stem| self.by_family.contains_key(stem))
    }

    fn add(&mut self, form: NameForm) -> usize {
        let person = self.all.len();
        self.by_family.entry(form.family.clone()).or_default().push(person);
        if let Some(Given::Name(first)) = form.given.first() {
            self.by_given.entry(first.clone()).or_default().push(person);
        }
        self.by_form.insert(form.clone(), person);
        self.all.push(Person { forms: vec![form], names: Vec::new() });
        person
    }

    /// Writes the persons as entities, in the order of their first mention, and the references to them.
    fn write(self, mut entities: Vec<Entity>, names: &[Name], annotations: &mut [Annotation]) -> Vec<Entity> {
        let first = |person: &Person| person.names.iter().filter_map(|&idx| names[idx].mentions.first()).min().copied();
        let mut persons: Vec<Person> = self.all.into_iter().filter(|person| !person.names.is_empty()).collect();
        persons.sort_by_cached_key(first);
        let mut ids = XmlIds::new(&entities);
        for person in persons {
            let id = EntityId(entities.len());
            let forms = forms(names, &person);
            let xml_id = ids.assign(forms.first().map(String::as_str).unwrap_or_default());
            entities.push(Entity { kind: NameKind::Person, xml_id, forms, idnos: Vec::new() });
            refer(&person, id, names, annotations);
        }
        entities
    }
}

/// Points the mentions of a person to the entity. Where one of them is sure, so are the others: the name is one.
fn refer(person: &Person, id: EntityId, names: &[Name], annotations: &mut [Annotation]) {
    let mentions = || person.names.iter().flat_map(|&idx| names[idx].mentions.iter().copied());
    let sure = mentions().any(|idx| annotations[idx].cert.is_none());
    for idx in mentions() {
        let annotation = &mut annotations[idx];
        if let Mark::Mention(mention) = &mut annotation.mark {
            mention.entity = Some(id);
        }
        if sure && annotation.cert == Some(Cert::Medium) {
            annotation.cert = None;
        }
    }
}

/// The forms of a name as written, the longest first and then in the order of the text, none twice.
fn forms(names: &[Name], person: &Person) -> Vec<String> {
    let order = |idx: usize| (Reverse(names[idx].words.chars().count()), names[idx].mentions.first().copied());
    let mut idxs = person.names.clone();
    idxs.sort_by_cached_key(|&idx| order(idx));
    let mut seen = BTreeSet::new();
    idxs.into_iter().map(|idx| &names[idx].words).filter(|words| seen.insert(*words)).cloned().collect()
}
