//! Which mentions of a document name one person.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Annotation, Cert, Entity, EntityId, NameKind, Transcript};
use crate::recognizer::identity::Group;
use crate::recognizer::identity::form::{Gender, Given, NameForm};
use crate::recognizer::identity::mentions::{Name, names};

/// More persons of one family name than this are told apart by identical forms alone, which keeps the work in
/// proportion.
const MOST_OF_ONE_FAMILY: usize = 50;

/// Groups the mentions of persons; those of one name are as sure as the surest of them.
///
/// Those that are known come first. Of the others full names come first: forms that may stand for each other are one
/// person, unless a form fits two. A family name alone goes to the one person who bears it, and to nobody where two do;
/// so does a given name alone, and an office alone to the one person of whom it is said.
pub(super) fn group(transcript: &Transcript, annotations: &mut [Annotation]) -> Vec<Group> {
    let names = names(transcript, annotations);
    let mut persons = Persons::default();
    persons.add_known(&names, &transcript.entities);
    let (offices, order): (Vec<usize>, Vec<usize>) =
        by_fullness(&names).into_iter().partition(|&idx| names[idx].office_alone().is_some());
    for idx in order {
        let owner = if names[idx].form.is_bare() {
            persons.owner_of_bare(&names[idx].form)
        } else {
            persons.owner(&names[idx].form)
        };
        if let Some(person) = owner {
            persons.all[person].names.push(idx);
        }
    }
    for idx in offices {
        if let Some(person) = persons.holder(&names, idx) {
            persons.all[person].names.push(idx);
        }
    }
    let groups: Vec<Group> = persons.all.iter().filter_map(|person| person.group(&names)).collect();
    for group in &groups {
        agree(&group.mentions, annotations);
    }
    groups
}

/// The names, the fullest first, so that a shorter form finds the longer that it stands for; among single names those
/// with a title that tells the gender first, so that `Weiss` finds both Mr. and Mrs. Weiss.
fn by_fullness(names: &[Name]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).filter(|&idx| names[idx].known.is_none()).collect();
    order.sort_by_key(|&idx| {
        let name = &names[idx];
        (Reverse(name.form.given.len()), name.form.gender.is_none(), Reverse(name.words.len()), idx)
    });
    order
}

/// A person of the document.
#[derive(Debug, Default)]
struct Person {
    /// The entity that it is known to be.
    known: Option<EntityId>,
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
        let fits = |person: &usize| {
            let mut forms = self.all[*person].forms.iter().filter(|other| other.family == form.family).peekable();
            forms.peek().is_some() && forms.all(|other| other.fits(form))
        };
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
        self.all.push(Person { known: None, forms: vec![form], names: Vec::new() });
        person
    }

    /// The persons that the authority files or suggestions name, with the forms by which other names are held to them.
    fn add_known(&mut self, names: &[Name], entities: &[Entity]) {
        let mut persons: BTreeMap<EntityId, usize> = BTreeMap::new();
        for (idx, name) in names.iter().enumerate() {
            let Some(entity) = name.known else { continue };
            let person = *persons.entry(entity).or_insert_with(|| {
                self.all.push(Person { known: Some(entity), ..Person::default() });
                let listed = entities.get(entity.0).and_then(|entity| entity.forms.first());
                if let Some(form) = listed.and_then(|listed| NameForm::parse(&in_order(listed), None)) {
                    self.learn(self.all.len() - 1, form);
                }
                self.all.len() - 1
            });
            self.learn(person, name.form.clone());
            self.all[person].names.push(idx);
        }
    }

    /// Gives a known person a form. A single name tells nobody apart, so full names are not held to it.
    fn learn(&mut self, person: usize, form: NameForm) {
        let family = self.by_family.entry(form.family.clone()).or_default();
        if !family.contains(&person) {
            family.push(person);
        }
        if let Some(Given::Name(first)) = form.given.first() {
            let given = self.by_given.entry(first.clone()).or_default();
            if !given.contains(&person) {
                given.push(person);
            }
        }
        let forms = &mut self.all[person].forms;
        if !form.is_bare() && forms.len() < MOST_OF_ONE_FAMILY && !forms.contains(&form) {
            self.by_form.insert(form.clone(), person);
            forms.push(form);
        }
    }

    /// The one person of whom the document says the office that is all of a name.
    fn holder(&self, names: &[Name], idx: usize) -> Option<usize> {
        let office = names[idx].office_alone()?;
        let holds = |person: &Person| person.names.iter().any(|&name| names[name].offices.contains(&office));
        let mut holders = self.all.iter().enumerate().filter(|(_, person)| holds(person)).map(|(idx, _)| idx);
        holders.next().filter(|_| holders.next().is_none())
    }
}

impl Person {
    fn group(&self, names: &[Name]) -> Option<Group> {
        let mut mentions: Vec<usize> = self.names.iter().flat_map(|&idx| names[idx].mentions.iter().copied()).collect();
        mentions.sort_unstable();
        let forms = forms(names, self);
        (!mentions.is_empty()).then_some(Group { kind: NameKind::Person, known: self.known, forms, mentions })
    }
}

/// A name as it stands in a sentence: `Berg, Anna` is Anna Berg.
fn in_order(listed: &str) -> String {
    match listed.split_once(',') {
        Some((family, given)) if !given.contains(',') => format!("{} {}", given.trim(), family.trim()),
        _ => listed.to_owned(),
    }
}

/// Where one of the mentions is sure, so are those of medium certainty: the name is one.
fn agree(mentions: &[usize], annotations: &mut [Annotation]) {
    let sure = mentions.iter().any(|&idx| annotations[idx].cert.is_none());
    for &idx in mentions.iter().filter(|_| sure) {
        let annotation = &mut annotations[idx];
        if annotation.cert == Some(Cert::Medium) && annotation.resp.is_none() {
            annotation.cert = None;
        }
    }
}

/// The forms of a name as written, without an office that stands for it, the longest first and then in the order of the text, none twice.
fn forms(names: &[Name], person: &Person) -> Vec<String> {
    let order = |idx: usize| (Reverse(names[idx].words.chars().count()), names[idx].mentions.first().copied());
    let mut idxs = person.names.clone();
    idxs.retain(|&idx| names[idx].office_alone().is_none());
    idxs.sort_by_cached_key(|&idx| order(idx));
    let mut seen = BTreeSet::new();
    idxs.into_iter().map(|idx| &names[idx].words).filter(|words| seen.insert(*words)).cloned().collect()
}
