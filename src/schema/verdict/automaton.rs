//! The verdict: whether a document is valid against a RELAX NG schema. Derivatives make an automaton while documents
//! are read, and it is kept, so that what one document taught is known for the next.

use std::collections::HashSet;
use std::sync::Arc;

use super::LoadError;
use super::datatypes::{Datatype, IdRole};
use super::derivatives::is_white_space;
use super::grammar;
use super::names::{FastMap, Names, Symbol};
use super::patterns::{NOT_ALLOWED, Pattern, PatternId, Patterns};

/// How much may be learned from documents before it is forgotten again: patterns (by their weight; four million are
/// some 50 MB) and remembered steps. Half of it is kept free for the next document.
const PATTERN_LIMIT: usize = 4_000_000;
const STEP_LIMIT: usize = 1_000_000;

/// The more ways an attribute's value is described at one point, the longer the key of a remembered step.
const VALUE_LIMIT: usize = 64;

/// What an XML document is made of, for a schema: no comments, no processing instructions, no `xmlns`.
#[derive(Clone, Copy, Debug)]
pub enum Event<'e> {
    /// A start-tag.
    Start {
        /// The namespace of the element, empty for none.
        namespace: &'e str,
        /// The local name of the element.
        local: &'e str,
        /// The attributes, in any order.
        attributes: &'e [EventAttribute<'e>],
    },
    /// Text, or a piece of it: entities resolved, line ends normalized.
    Text(&'e str),
    /// An end-tag.
    End,
}

/// An attribute of a start-tag.
#[derive(Clone, Copy, Debug)]
pub struct EventAttribute<'e> {
    /// The namespace of the attribute, empty for none.
    pub namespace: &'e str,
    /// The local name of the attribute.
    pub local: &'e str,
    /// The normalized value.
    pub value: &'e str,
}

/// What is known of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong: so far, or, after the last event, at all.
    Valid,
    /// The last event cannot stand where it stands.
    Invalid(Fault),
    /// The automaton grew beyond its limits, or met something it does not know: another validator has to say.
    Unknown,
}

/// What of an event is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The element cannot stand here.
    Element,
    /// The attribute of this number (counted from 0) is not known here, or its value is not allowed.
    Attribute(usize),
    /// The attribute of this number (counted from 0) repeats the id of another element.
    DuplicateId(usize),
    /// An attribute is missing.
    MissingAttribute,
    /// There can be no text here, or not this text.
    Text,
    /// Something is missing before the end of the element.
    MissingContent,
    /// At the end of the document: an `IDREF` names no element.
    Reference,
}

/// A schema, and what is known of it by now. A clone knows the same and learns for itself: one for each thread.
#[derive(Clone)]
pub struct Automaton {
    names: Arc<Names>,
    start: PatternId,
    patterns: Patterns,
    datatypes: Vec<Datatype>,
    steps: Steps,
}

/// The transitions met so far.
#[derive(Clone, Default)]
struct Steps {
    open: FastMap<(PatternId, Symbol), PatternId>,
    values: FastMap<(PatternId, Symbol), Arc<[PatternId]>>,
    attribute: FastMap<(PatternId, Symbol, u64), PatternId>,
    close: FastMap<PatternId, PatternId>,
    text: FastMap<PatternId, PatternId>,
    end: FastMap<PatternId, PatternId>,
}

impl Steps {
    fn len(&self) -> usize {
        self.open.len() + self.values.len() + self.attribute.len() + self.close.len() + self.text.len() + self.end.len()
    }
}

impl Automaton {
    /// Reads a schema in the XML syntax of RELAX NG. It must stand in one file, and be correct: what is wrong with a
    /// schema is for a RELAX NG compiler to say.
    ///
    /// # Errors
    /// The schema is not well-formed, or uses something that is not known here (`include`, `externalRef`, nested
    /// grammars, `QName` datatypes).
    pub fn load(rng: &str) -> Result<Self, LoadError> {
        let mut loaded = grammar::load(rng)?;
        loaded.patterns.seal(PATTERN_LIMIT);
        Ok(Automaton {
            names: Arc::new(loaded.names),
            start: loaded.start,
            patterns: loaded.patterns,
            datatypes: loaded.datatypes,
            steps: Steps::default(),
        })
    }

    /// Begins a document.
    pub fn begin(&mut self) -> Run<'_> {
        if self.patterns.is_half_full() {
            // No document shall fail for what others have taught.
            self.patterns.forget();
            self.steps = Steps::default();
        }
        Run {
            state: self.start,
            automaton: self,
            outer: Vec::new(),
            childless: true,
            text: String::new(),
            text_seen: TextSeen::None,
            ids: HashSet::new(),
            references: Vec::new(),
            verdict: Verdict::Valid,
        }
    }

    fn open(&mut self, state: PatternId, name: Symbol) -> PatternId {
        if let Some(next) = self.steps.open.get(&(state, name)) {
            return *next;
        }
        let next = self.patterns.start_tag_open(&self.names, state, name);
        self.steps.open.insert((state, name), next);
        next
    }

    fn values(&mut self, state: PatternId, name: Symbol) -> Arc<[PatternId]> {
        if let Some(values) = self.steps.values.get(&(state, name)) {
            return Arc::clone(values);
        }
        let mut values = Vec::new();
        self.patterns.values_of(&self.names, state, name, &mut values);
        let values: Arc<[PatternId]> = values.into();
        self.steps.values.insert((state, name), Arc::clone(&values));
        values
    }

    fn attribute(&mut self, state: PatternId, name: Symbol, values: &[PatternId], accepted: u64) -> PatternId {
        if let Some(next) = self.steps.attribute.get(&(state, name, accepted)) {
            return *next;
        }
        let is_accepted = |(bit, _): &(usize, &PatternId)| accepted & (1 << bit) != 0;
        let matching: Vec<PatternId> = values.iter().enumerate().filter(is_accepted).map(|(_, value)| *value).collect();
        let next = self.patterns.attribute_taken(&self.names, state, name, &matching);
        self.steps.attribute.insert((state, name, accepted), next);
        next
    }

    fn close(&mut self, state: PatternId) -> PatternId {
        let patterns = &mut self.patterns;
        *self.steps.close.entry(state).or_insert_with(|| patterns.start_tag_close(state))
    }

    fn text(&mut self, state: PatternId, text: &str) -> PatternId {
        let Automaton { patterns, datatypes, steps, .. } = self;
        if patterns.has_strings(state) {
            return patterns.text_taken(datatypes, state, text);
        }
        *steps.text.entry(state).or_insert_with(|| patterns.text_taken(datatypes, state, text))
    }

    fn end(&mut self, state: PatternId) -> PatternId {
        let patterns = &mut self.patterns;
        *self.steps.end.entry(state).or_insert_with(|| patterns.end_tag(state))
    }

    fn id_role(&self, value: PatternId) -> IdRole {
        match self.patterns.get(value) {
            Pattern::Data { datatype, .. } => self.datatypes[*datatype as usize].id_role,
            _ => IdRole::None,
        }
    }
}

/// The text since the last tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextSeen {
    None,
    WhiteSpace,
    Words,
}

/// One document on its way through the automaton.
pub struct Run<'a> {
    automaton: &'a mut Automaton,
    state: PatternId,
    /// For each open element what comes after it; none where the state itself knows (it is a choice of `After`s).
    outer: Vec<Option<PatternId>>,
    /// The innermost element has had no element in it.
    childless: bool,
    /// The text since the last tag, kept only where its words matter.
    text: String,
    text_seen: TextSeen,
    ids: HashSet<String>,
    references: Vec<String>,
    verdict: Verdict,
}

impl Run<'_> {
    /// Takes one event. Once something is wrong, the verdict does not change any more.
    pub fn event(&mut self, event: Event<'_>) -> Verdict {
        if self.verdict != Verdict::Valid {
            return self.verdict;
        }
        match event {
            Event::Start { namespace, local, attributes } => self.start(namespace, local, attributes),
            Event::Text(text) => self.text(text),
            Event::End => self.end(),
        }
        if self.automaton.patterns.is_full() {
            self.verdict = Verdict::Unknown;
        }
        self.verdict
    }

    /// Goes to the next state; if there is none, this is why.
    fn go(&mut self, next: PatternId, fault: Fault) {
        if next == NOT_ALLOWED && self.verdict == Verdict::Valid {
            self.verdict = Verdict::Invalid(fault);
        }
        self.state = next;
    }

    /// The verdict on the whole document.
    #[must_use]
    pub fn finish(self) -> Verdict {
        if self.verdict != Verdict::Valid {
            return self.verdict;
        }
        let complete = self.outer.is_empty() && self.automaton.patterns.is_nullable(self.state);
        let resolved = self.references.iter().all(|reference| self.ids.contains(reference));
        match (complete, resolved) {
            (true, true) => Verdict::Valid,
            (true, false) => Verdict::Invalid(Fault::Reference),
            (false, _) => Verdict::Invalid(Fault::MissingContent),
        }
    }

    fn start(&mut self, namespace: &str, local: &str, attributes: &[EventAttribute<'_>]) {
        self.settle_text();
        if self.automaton.steps.len() > STEP_LIMIT {
            self.automaton.steps = Steps::default();
        }
        let name = self.automaton.names.symbol(namespace, local);
        let opened = self.automaton.open(self.state, name);
        self.go(opened, Fault::Element);
        for (number, attribute) in attributes.iter().enumerate() {
            self.attribute(number, attribute);
        }
        let closed = self.automaton.close(self.state);
        self.go(closed, Fault::MissingAttribute);
        let rest = match *self.automaton.patterns.get(self.state) {
            Pattern::After(content, rest) => {
                self.state = content;
                Some(rest)
            }
            _ => None,
        };
        self.outer.push(rest);
        self.childless = true;
    }

    fn attribute(&mut self, number: usize, attribute: &EventAttribute<'_>) {
        let name = self.automaton.names.symbol(attribute.namespace, attribute.local);
        let values = self.automaton.values(self.state, name);
        if values.len() > VALUE_LIMIT {
            self.verdict = Verdict::Unknown;
            return;
        }
        let mut accepted = 0;
        for (bit, &value) in values.iter().enumerate() {
            let Automaton { patterns, datatypes, .. } = &mut *self.automaton;
            if patterns.matches(datatypes, value, attribute.value) {
                accepted |= 1 << bit;
            }
            self.note_id(number, value, attribute.value);
        }
        let taken = self.automaton.attribute(self.state, name, &values, accepted);
        self.go(taken, Fault::Attribute(number));
    }

    fn note_id(&mut self, number: usize, pattern: PatternId, value: &str) {
        let words = value.split_ascii_whitespace().map(str::to_owned);
        match self.automaton.id_role(pattern) {
            IdRole::None => {}
            IdRole::Defines => {
                for id in words {
                    if !self.ids.insert(id) {
                        self.verdict = Verdict::Invalid(Fault::DuplicateId(number));
                    }
                }
            }
            IdRole::Refers => self.references.extend(words),
        }
    }

    fn text(&mut self, text: &str) {
        if self.automaton.patterns.has_strings(self.state) {
            self.text.push_str(text);
        }
        if self.text_seen != TextSeen::Words && !text.is_empty() {
            self.text_seen = if is_white_space(text) { TextSeen::WhiteSpace } else { TextSeen::Words };
        }
    }

    /// Text between tags counts if it has words (RELAX NG 6.2.7).
    fn settle_text(&mut self) {
        if self.text_seen == TextSeen::Words {
            let taken = self.automaton.text(self.state, &self.text);
            self.go(taken, Fault::Text);
        }
        self.text.clear();
        self.text_seen = TextSeen::None;
    }

    fn end(&mut self) {
        if self.childless && self.text_seen != TextSeen::Words && self.automaton.patterns.has_strings(self.state) {
            // An element with nothing, or with white space only, may mean that text, or nothing.
            let taken = self.automaton.text(self.state, &self.text);
            self.state = self.automaton.patterns.choice(self.state, taken);
        }
        self.settle_text();
        let ended = match self.outer.pop() {
            Some(Some(rest)) if self.automaton.patterns.is_nullable(self.state) => rest,
            Some(None) => self.automaton.end(self.state),
            Some(Some(_)) | None => NOT_ALLOWED,
        };
        self.go(ended, Fault::MissingContent);
        self.childless = false;
    }
}
