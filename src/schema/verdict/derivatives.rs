//! Derivatives: what may come next, once a start-tag, an attribute, text or an end-tag has come (James Clark, "An
//! algorithm for RELAX NG validation", 2002; the names of the functions are those of the paper where they exist).

use super::datatypes::Datatype;
use super::names::{Names, Symbol};
use super::patterns::{EMPTY, NOT_ALLOWED, Pattern, PatternId, Patterns, TEXT};

/// What to put round the pattern that comes after an element (the function argument of Clark's `applyAfter`).
#[derive(Clone, Copy)]
enum Wrap {
    Group(PatternId),
    Interleave(PatternId),
    After(PatternId),
}

impl Patterns {
    /// `startTagOpenDeriv`: after `<name`. The result is `After(content, rest)`, or a choice of those.
    pub(super) fn start_tag_open(&mut self, names: &Names, pattern: PatternId, name: Symbol) -> PatternId {
        match self.get(pattern).clone() {
            Pattern::Element(number) => {
                let rule = &self.elements[number as usize];
                let content = rule.content;
                if rule.names.contains(names, name) { self.after(content, EMPTY) } else { NOT_ALLOWED }
            }
            Pattern::Choice(choices) => {
                let opened = choices.iter().map(|&choice| self.start_tag_open(names, choice, name)).collect();
                self.choice_of(opened)
            }
            Pattern::Interleave(a, b) => {
                let in_a = self.start_tag_open(names, a, name);
                let in_a = self.apply_after(in_a, Wrap::Interleave(b));
                let in_b = self.start_tag_open(names, b, name);
                let in_b = self.apply_after(in_b, Wrap::Interleave(a));
                self.choice(in_a, in_b)
            }
            Pattern::OneOrMore(inner) => {
                let opened = self.start_tag_open(names, inner, name);
                let again = self.choice(pattern, EMPTY);
                self.apply_after(opened, Wrap::Group(again))
            }
            Pattern::Group(a, b) => {
                let in_a = self.start_tag_open(names, a, name);
                let in_a = self.apply_after(in_a, Wrap::Group(b));
                if !self.is_nullable(a) {
                    return in_a;
                }
                let in_b = self.start_tag_open(names, b, name);
                self.choice(in_a, in_b)
            }
            Pattern::After(inner, rest) => {
                let opened = self.start_tag_open(names, inner, name);
                self.apply_after(opened, Wrap::After(rest))
            }
            Pattern::NotAllowed
            | Pattern::Empty
            | Pattern::Text
            | Pattern::List(_)
            | Pattern::Data { .. }
            | Pattern::Attribute { .. } => NOT_ALLOWED,
        }
    }

    fn apply_after(&mut self, pattern: PatternId, wrap: Wrap) -> PatternId {
        match self.get(pattern).clone() {
            Pattern::After(inner, rest) => {
                let rest = match wrap {
                    Wrap::Group(next) => self.group(rest, next),
                    Wrap::Interleave(other) => self.interleave(rest, other),
                    Wrap::After(outer) => self.after(rest, outer),
                };
                self.after(inner, rest)
            }
            Pattern::Choice(choices) => {
                let wrapped = choices.iter().map(|&choice| self.apply_after(choice, wrap)).collect();
                self.choice_of(wrapped)
            }
            _ => NOT_ALLOWED,
        }
    }

    /// Collects the patterns for the value of an attribute of this name, each once.
    pub(super) fn values_of(&self, names: &Names, pattern: PatternId, name: Symbol, values: &mut Vec<PatternId>) {
        if !self.has_attributes(pattern) {
            return;
        }
        match self.get(pattern) {
            Pattern::Attribute { names: class, value }
                if self.attribute_names[*class as usize].contains(names, name) && !values.contains(value) =>
            {
                values.push(*value);
            }
            Pattern::Choice(choices) => {
                choices.iter().for_each(|&choice| self.values_of(names, choice, name, values));
            }
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => {
                self.values_of(names, *a, name, values);
                self.values_of(names, *b, name, values);
            }
            Pattern::OneOrMore(inner) | Pattern::After(inner, _) => self.values_of(names, *inner, name, values),
            _ => {}
        }
    }

    /// `attDeriv`: after an attribute of this name, whose value matches the patterns in `accepted` and no others.
    pub(super) fn attribute_taken(
        &mut self,
        names: &Names,
        pattern: PatternId,
        name: Symbol,
        accepted: &[PatternId],
    ) -> PatternId {
        if !self.has_attributes(pattern) {
            return NOT_ALLOWED;
        }
        match self.get(pattern).clone() {
            Pattern::Attribute { names: class, value } => {
                let taken = self.attribute_names[class as usize].contains(names, name) && accepted.contains(&value);
                if taken { EMPTY } else { NOT_ALLOWED }
            }
            Pattern::Choice(choices) => {
                let taken = choices.iter().map(|&choice| self.attribute_taken(names, choice, name, accepted)).collect();
                self.choice_of(taken)
            }
            Pattern::Group(a, b) => {
                let in_a = self.attribute_taken(names, a, name, accepted);
                let in_a = self.group(in_a, b);
                let in_b = self.attribute_taken(names, b, name, accepted);
                let in_b = self.group(a, in_b);
                self.choice(in_a, in_b)
            }
            Pattern::Interleave(a, b) => {
                let in_a = self.attribute_taken(names, a, name, accepted);
                let in_a = self.interleave(in_a, b);
                let in_b = self.attribute_taken(names, b, name, accepted);
                let in_b = self.interleave(a, in_b);
                self.choice(in_a, in_b)
            }
            Pattern::OneOrMore(inner) => {
                let taken = self.attribute_taken(names, inner, name, accepted);
                let again = self.choice(pattern, EMPTY);
                self.group(taken, again)
            }
            Pattern::After(inner, rest) => {
                let taken = self.attribute_taken(names, inner, name, accepted);
                self.after(taken, rest)
            }
            _ => NOT_ALLOWED,
        }
    }

    /// `startTagCloseDeriv`: after the `>` of a start-tag. Attributes that have not come by now are missing.
    pub(super) fn start_tag_close(&mut self, pattern: PatternId) -> PatternId {
        if !self.has_attributes(pattern) {
            return pattern;
        }
        match self.get(pattern).clone() {
            Pattern::Choice(choices) => {
                let closed = choices.iter().map(|&choice| self.start_tag_close(choice)).collect();
                self.choice_of(closed)
            }
            Pattern::Group(a, b) => {
                let (a, b) = (self.start_tag_close(a), self.start_tag_close(b));
                self.group(a, b)
            }
            Pattern::Interleave(a, b) => {
                let (a, b) = (self.start_tag_close(a), self.start_tag_close(b));
                self.interleave(a, b)
            }
            Pattern::OneOrMore(inner) => {
                let inner = self.start_tag_close(inner);
                self.one_or_more(inner)
            }
            Pattern::After(inner, rest) => {
                let inner = self.start_tag_close(inner);
                self.after(inner, rest)
            }
            _ => NOT_ALLOWED,
        }
    }

    /// `textDeriv`: after text. The text itself matters only where `has_strings` says so.
    pub(super) fn text_taken(&mut self, datatypes: &mut [Datatype], pattern: PatternId, text: &str) -> PatternId {
        match self.get(pattern).clone() {
            Pattern::Text => TEXT,
            Pattern::Choice(choices) => {
                let taken = choices.iter().map(|&choice| self.text_taken(datatypes, choice, text)).collect();
                self.choice_of(taken)
            }
            Pattern::Group(a, b) => {
                let in_a = self.text_taken(datatypes, a, text);
                let in_a = self.group(in_a, b);
                if !self.is_nullable(a) {
                    return in_a;
                }
                let in_b = self.text_taken(datatypes, b, text);
                self.choice(in_a, in_b)
            }
            Pattern::Interleave(a, b) => {
                let in_a = self.text_taken(datatypes, a, text);
                let in_a = self.interleave(in_a, b);
                let in_b = self.text_taken(datatypes, b, text);
                let in_b = self.interleave(a, in_b);
                self.choice(in_a, in_b)
            }
            Pattern::OneOrMore(inner) => {
                let taken = self.text_taken(datatypes, inner, text);
                let again = self.choice(pattern, EMPTY);
                self.group(taken, again)
            }
            Pattern::After(inner, rest) => {
                let taken = self.text_taken(datatypes, inner, text);
                self.after(taken, rest)
            }
            Pattern::Data { .. } | Pattern::List(_) => {
                if self.matches(datatypes, pattern, text) {
                    EMPTY
                } else {
                    NOT_ALLOWED
                }
            }
            Pattern::NotAllowed | Pattern::Empty | Pattern::Attribute { .. } | Pattern::Element(_) => NOT_ALLOWED,
        }
    }

    /// `endTagDeriv`: after an end-tag.
    pub(super) fn end_tag(&mut self, pattern: PatternId) -> PatternId {
        match self.get(pattern).clone() {
            Pattern::After(inner, rest) if self.is_nullable(inner) => rest,
            Pattern::Choice(choices) => {
                let ended = choices.iter().map(|&choice| self.end_tag(choice)).collect();
                self.choice_of(ended)
            }
            _ => NOT_ALLOWED,
        }
    }

    /// Whether a string as a whole matches a pattern: the value of an attribute, or a token of a list.
    pub(super) fn matches(&mut self, datatypes: &mut [Datatype], pattern: PatternId, text: &str) -> bool {
        match self.get(pattern).clone() {
            Pattern::Text => true,
            Pattern::Empty => is_white_space(text),
            Pattern::Choice(choices) => choices.iter().any(|&choice| self.matches(datatypes, choice, text)),
            Pattern::Data { datatype, except } => {
                datatypes[datatype as usize].allows(text)
                    && !except.is_some_and(|except| self.matches(datatypes, except, text))
            }
            Pattern::List(tokens) => self.matches_list(datatypes, tokens, text),
            _ => {
                let taken = self.text_taken(datatypes, pattern, text);
                self.is_nullable(taken) || self.is_nullable(pattern) && is_white_space(text)
            }
        }
    }

    /// Whether the words of a string, one after the other, match a pattern (`listDeriv`).
    fn matches_list(&mut self, datatypes: &mut [Datatype], tokens: PatternId, text: &str) -> bool {
        if let Pattern::OneOrMore(token) = *self.get(tokens)
            && matches!(self.get(token), Pattern::Data { .. })
        {
            // A list of words or pointers, by far the commonest: no need to derive.
            let mut words = text.split_ascii_whitespace().peekable();
            return words.peek().is_some() && words.all(|word| self.matches(datatypes, token, word));
        }
        let mut rest = tokens;
        for word in text.split_ascii_whitespace() {
            rest = self.text_taken(datatypes, rest, word);
        }
        self.is_nullable(rest)
    }
}

/// White space as XML has it (XML 1.0, production 3).
pub(super) fn is_white_space(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}
