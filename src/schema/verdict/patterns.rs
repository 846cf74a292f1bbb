//! Patterns: what may still come at a point of a document. Equal patterns are one, so that a pattern is a state.

use std::sync::Arc;

use super::names::{FastMap, NameClass};

/// A pattern in its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PatternId(u32);

/// The simple form of RELAX NG (4.22) with the `After` of Clark's derivative algorithm.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    NotAllowed,
    Empty,
    Text,
    Choice(Arc<[PatternId]>),
    Interleave(PatternId, PatternId),
    Group(PatternId, PatternId),
    OneOrMore(PatternId),
    List(PatternId),
    /// A `data` or `value`, by the number of its datatype.
    Data {
        datatype: u32,
        except: Option<PatternId>,
    },
    /// An attribute, by the number of its name class.
    Attribute {
        names: u32,
        value: PatternId,
    },
    /// An element, by its number.
    Element(u32),
    /// The rest of an element, and what comes after its end.
    After(PatternId, PatternId),
}

pub(super) const NOT_ALLOWED: PatternId = PatternId(0);
pub(super) const EMPTY: PatternId = PatternId(1);
pub(super) const TEXT: PatternId = PatternId(2);

/// An element of the schema: its names and its content.
#[derive(Clone, Debug)]
pub(super) struct ElementRule {
    pub(super) names: NameClass,
    pub(super) content: PatternId,
}

/// What is asked of a pattern all the time.
#[derive(Clone, Copy)]
struct Facts {
    nullable: bool,
    /// Attributes may come here.
    attributes: bool,
    /// What words the text has matters here.
    strings: bool,
}

/// All patterns met so far, each once.
#[derive(Clone)]
pub(super) struct Patterns {
    known: Vec<Pattern>,
    facts: Vec<Facts>,
    ids: FastMap<Pattern, PatternId>,
    /// How many patterns the schema itself has, and their weight.
    schema: usize,
    schema_size: usize,
    /// The weight of all patterns, and how much it may become.
    size: usize,
    limit: usize,
    full: bool,
    pub(super) elements: Vec<ElementRule>,
    pub(super) attribute_names: Vec<NameClass>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        let mut patterns = Patterns {
            known: Vec::new(),
            facts: Vec::new(),
            ids: FastMap::default(),
            schema: 0,
            schema_size: 0,
            size: 0,
            limit: usize::MAX,
            full: false,
            elements: Vec::new(),
            attribute_names: Vec::new(),
        };
        for constant in [Pattern::NotAllowed, Pattern::Empty, Pattern::Text] {
            patterns.intern(constant);
        }
        patterns
    }

    /// Declares the schema complete: from here on patterns come from documents, and no more than `limit` of them.
    pub(super) fn seal(&mut self, limit: usize) {
        self.schema = self.known.len();
        self.schema_size = self.size;
        self.limit = self.size + limit;
    }

    /// Whether the limit was passed; what was derived since then is not to be trusted.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether documents have taught half of what there is room for.
    pub(super) fn is_half_full(&self) -> bool {
        self.full || self.size > self.schema_size + (self.limit - self.schema_size) / 2
    }

    /// Forgets every pattern that is not the schema's own.
    pub(super) fn forget(&mut self) {
        let schema = self.schema;
        self.known.truncate(schema);
        self.size = self.schema_size;
        self.facts.truncate(schema);
        self.ids.retain(|_, id| (id.0 as usize) < schema);
        self.full = false;
    }

    pub(super) fn get(&self, id: PatternId) -> &Pattern {
        &self.known[id.0 as usize]
    }

    pub(super) fn is_nullable(&self, id: PatternId) -> bool {
        self.facts[id.0 as usize].nullable
    }

    pub(super) fn has_attributes(&self, id: PatternId) -> bool {
        self.facts[id.0 as usize].attributes
    }

    pub(super) fn has_strings(&self, id: PatternId) -> bool {
        self.facts[id.0 as usize].strings
    }

    /// The pattern that takes an element; its content is set when it is known.
    pub(super) fn element(&mut self, names: NameClass) -> (PatternId, usize) {
        let number = self.elements.len();
        self.elements.push(ElementRule { names, content: NOT_ALLOWED });
        (self.intern(Pattern::Element(narrow(number))), number)
    }

    pub(super) fn attribute(&mut self, names: NameClass, value: PatternId) -> PatternId {
        let known = self.attribute_names.iter().position(|class| *class == names);
        let number = known.unwrap_or(self.attribute_names.len());
        if known.is_none() {
            self.attribute_names.push(names);
        }
        self.intern(Pattern::Attribute { names: narrow(number), value })
    }

    pub(super) fn data(&mut self, datatype: u32, except: Option<PatternId>) -> PatternId {
        self.intern(Pattern::Data { datatype, except })
    }

    pub(super) fn list(&mut self, tokens: PatternId) -> PatternId {
        if tokens == NOT_ALLOWED { NOT_ALLOWED } else { self.intern(Pattern::List(tokens)) }
    }

    pub(super) fn group(&mut self, first: PatternId, second: PatternId) -> PatternId {
        match (first, second) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            (EMPTY, other) | (other, EMPTY) => other,
            _ => match *self.get(first) {
                // ((a, b), c) is (a, (b, c)): one shape for one sequence.
                Pattern::Group(a, b) => {
                    let rest = self.group(b, second);
                    self.group(a, rest)
                }
                _ => self.intern(Pattern::Group(first, second)),
            },
        }
    }

    pub(super) fn interleave(&mut self, first: PatternId, second: PatternId) -> PatternId {
        match (first, second) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            (EMPTY, other) | (other, EMPTY) => other,
            _ => self.intern(Pattern::Interleave(first.min(second), first.max(second))),
        }
    }

    pub(super) fn one_or_more(&mut self, inner: PatternId) -> PatternId {
        match self.get(inner) {
            Pattern::NotAllowed | Pattern::Empty | Pattern::Text | Pattern::OneOrMore(_) => inner,
            _ => self.intern(Pattern::OneOrMore(inner)),
        }
    }

    pub(super) fn after(&mut self, inner: PatternId, rest: PatternId) -> PatternId {
        match (inner, rest) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            _ => self.intern(Pattern::After(inner, rest)),
        }
    }

    pub(super) fn choice(&mut self, first: PatternId, second: PatternId) -> PatternId {
        match (first, second) {
            (NOT_ALLOWED, other) | (other, NOT_ALLOWED) => other,
            (a, b) if a == b => a,
            _ => self.choice_of(vec![first, second]),
        }
    }

    /// The choice of several patterns: flat, sorted, each once.
    pub(super) fn choice_of(&mut self, patterns: Vec<PatternId>) -> PatternId {
        let mut flat = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            match self.get(pattern) {
                Pattern::NotAllowed => {}
                Pattern::Choice(choices) => flat.extend(choices.iter().copied()),
                _ => flat.push(pattern),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        self.join_afters(&mut flat);
        if flat.contains(&EMPTY) && flat.iter().any(|&id| id != EMPTY && self.is_nullable(id)) {
            flat.retain(|&id| id != EMPTY);
        }
        match flat.as_slice() {
            [] => NOT_ALLOWED,
            [only] => *only,
            _ => self.intern(Pattern::Choice(flat.into())),
        }
    }

    /// `(a then x) | (b then x)` is `(a | b) then x`: while this leaves one `After`, a document is deterministic.
    fn join_afters(&mut self, flat: &mut Vec<PatternId>) {
        let mut joined: Vec<(PatternId, Vec<PatternId>)> = Vec::new();
        for id in flat.iter() {
            if let Pattern::After(inner, rest) = *self.get(*id) {
                match joined.iter_mut().find(|(known, _)| *known == rest) {
                    Some((_, inners)) => inners.push(inner),
                    None => joined.push((rest, vec![inner])),
                }
            }
        }
        if joined.iter().all(|(_, inners)| inners.len() == 1) {
            return;
        }
        flat.retain(|&id| !matches!(self.get(id), Pattern::After(..)));
        for (rest, inners) in joined {
            let inner = self.choice_of(inners);
            flat.push(self.after(inner, rest));
        }
        flat.sort_unstable();
    }

    fn intern(&mut self, pattern: Pattern) -> PatternId {
        if let Some(id) = self.ids.get(&pattern) {
            return *id;
        }
        self.size += size(&pattern);
        if self.size > self.limit {
            self.full = true;
            self.size -= size(&pattern);
            return NOT_ALLOWED;
        }
        let id = PatternId(narrow(self.known.len()));
        self.facts.push(self.facts_of(&pattern));
        self.known.push(pattern.clone());
        self.ids.insert(pattern, id);
        id
    }

    fn facts_of(&self, pattern: &Pattern) -> Facts {
        let of = |id: PatternId| self.facts[id.0 as usize];
        let leaf = |nullable, attributes, strings| Facts { nullable, attributes, strings };
        let either = |a: Facts, b: Facts| leaf(false, a.attributes || b.attributes, a.strings || b.strings);
        match pattern {
            Pattern::NotAllowed | Pattern::Element(_) => leaf(false, false, false),
            Pattern::Empty | Pattern::Text => leaf(true, false, false),
            Pattern::List(_) | Pattern::Data { .. } => leaf(false, false, true),
            Pattern::Attribute { .. } => leaf(false, true, false),
            Pattern::OneOrMore(inner) => of(*inner),
            Pattern::After(inner, _) => Facts { nullable: false, ..of(*inner) },
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => {
                Facts { nullable: of(*a).nullable && of(*b).nullable, ..either(of(*a), of(*b)) }
            }
            Pattern::Choice(choices) => choices
                .iter()
                .map(|&id| of(id))
                .fold(leaf(false, false, false), |a, b| Facts { nullable: a.nullable || b.nullable, ..either(a, b) }),
        }
    }
}

/// The weight of a pattern, in pattern numbers.
fn size(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Choice(choices) => 8 + choices.len(),
        _ => 8,
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("patterns are limited far below four billion")
}
