//! One convention, ready to be tried on a bracketed note.

use std::sync::OnceLock;

use regex::Regex;

use crate::convention::context::{Beside, Context, Shape};
use crate::convention::vocabulary::{LabelReading, Vocabulary};
use crate::model::{Cert, InterventionKind, TextRange};

/// A longer label is none.
const MAX_LABEL: usize = 160;
/// A label of more words is complete or none.
const MAX_LABEL_WORDS: usize = 14;

/// A convention: when it applies, and what it makes.
#[derive(Debug)]
pub(super) struct Rule {
    /// Its id, unique in the profile.
    pub id: String,
    /// The index of the sign it asks for.
    pub sign: Option<usize>,
    /// How the words are recognized.
    pub matcher: Matcher,
    /// Where the note must stand.
    pub position: Option<Position>,
    /// One of these must stand before it, and none of those that are ruled out.
    pub before: Sides,
    /// The same for what stands after it.
    pub after: Sides,
    /// Its words must have all these traits.
    pub traits: Vec<(bool, Trait)>,
    /// What it makes.
    pub outcome: Outcome,
}

/// Where a bracketed note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// It is its whole line.
    Alone,
    /// Other words stand on its line, and it touches none.
    Inline,
    /// It touches a letter or digit.
    InWord,
}

/// How the words of a note are recognized.
#[derive(Debug)]
pub(super) enum Matcher {
    /// A pattern of the whole content.
    Pattern(Pattern),
    /// A label of terms.
    Label {
        /// One word at least must be of these tables.
        need: Vec<String>,
        /// Others may be of these.
        may: Vec<String>,
    },
    /// Any words.
    Any,
}

/// A regular expression, compiled when first needed; a set of all of them tells whether it is.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Its index in the set of the profile.
    pub in_set: usize,
    /// The expression.
    pub source: String,
    /// The expression, compiled.
    pub regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

/// What may stand beside a note.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// One of these, where there is any.
    pub wanted: Vec<Side>,
    /// None of these.
    pub ruled_out: Vec<Side>,
}

/// A word beside a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// Of a built-in sort.
    Beside(Beside),
    /// Of a class of the profile.
    Class(String),
}

/// What the words of a note look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trait {
    /// A built-in shape.
    Shape(Shape),
    /// The first word is of a class.
    First(String),
    /// The last word is of a class.
    Last(String),
}

/// What a convention makes of a note.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// The element; `None` where the note stays as it is.
    pub kind: Option<InterventionKind>,
    /// Attributes and their values.
    pub attributes: Vec<(String, Template)>,
    /// How sure it is.
    pub cert: Option<Cert>,
    /// What becomes of the words.
    pub content: Content,
    /// To which words the element belongs.
    pub attach: Attach,
}

/// What becomes of the words of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// They stay, and the element holds them.
    Keep,
    /// They stay in a description inside the element.
    Desc,
    /// They leave the text.
    Drop,
    /// They stay with their brackets.
    Text,
}

/// To which words an element belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attach {
    /// Its own.
    Here,
    /// The name, quoted phrase or word before it.
    Preceding,
    /// The whole word of which it is a part.
    Word,
    /// It stands in place of the words before it.
    Replaced,
}

/// An attribute value with places for what a pattern or label found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub Vec<Part>);

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// As it stands.
    Literal(String),
    /// The value of a group or table of this name.
    Found(String),
}

/// A convention that applies.
#[derive(Debug)]
pub(super) struct Match<'a> {
    /// The convention.
    pub rule: &'a Rule,
    /// The words that stay, as a range of the content.
    pub kept: TextRange,
    /// The words of a label that no attribute expresses, as a range of the content.
    pub label: Option<TextRange>,
    /// Attributes.
    pub attributes: Vec<(String, String)>,
}

impl Match<'_> {
    /// The same match for the whole content, where the rule saw only its beginning; `None` where that would take words
    /// out of the text which nobody has looked at.
    pub(super) fn over_all(mut self, context: &Context<'_>) -> Option<Self> {
        let seen = context.content.len();
        if context.len > seen {
            let drops = self.rule.outcome.content == Content::Drop || self.kept.end < seen;
            self.kept.end = context.len;
            return (!drops || self.rule.outcome.content == Content::Text).then_some(self);
        }
        Some(self)
    }
}

impl Rule {
    /// Tries the rule. `in_set` tells which patterns match.
    pub(super) fn try_on<'a>(
        &'a self,
        context: &Context<'_>,
        words: &Vocabulary,
        in_set: &regex::bytes::SetMatches,
    ) -> Option<Match<'a>> {
        if let Matcher::Pattern(pattern) = &self.matcher
            && !in_set.matched(pattern.in_set)
        {
            return None;
        }
        if !self.applies(context, words) {
            return None;
        }
        match &self.matcher {
            Matcher::Pattern(pattern) => self.by_pattern(pattern, context, words),
            Matcher::Label { need, may } => self.by_label([need, may], context, words),
            Matcher::Any => {
                let kept = TextRange::new(0, context.content.len());
                Some(Match { rule: self, kept, label: None, attributes: self.attributes(words, &|_| None) })
            }
        }
    }

    /// Tries the rule on a sign of running text, whose expression has matched.
    pub(super) fn try_running<'a>(&'a self, context: &Context<'_>, words: &Vocabulary) -> Option<Match<'a>> {
        if !self.applies(context, words) {
            return None;
        }
        match &self.matcher {
            Matcher::Pattern(pattern) => self.by_pattern(pattern, context, words),
            Matcher::Label { .. } | Matcher::Any => None,
        }
    }

    fn applies(&self, context: &Context<'_>, words: &Vocabulary) -> bool {
        let stands = self.position.is_none_or(|position| match position {
            Position::Alone => context.is_alone(),
            Position::Inline => !context.is_alone() && !context.is_in_word(),
            Position::InWord => context.is_in_word(),
        });
        let before = |side: &Side| match side {
            Side::Beside(beside) => context.has_before(*beside, words),
            Side::Class(class) => {
                let touches = context.before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '.');
                touches && words.is_of_class(context.word_before(), class)
            }
        };
        let after = |side: &Side| match side {
            Side::Beside(beside) => context.has_after(*beside, words),
            Side::Class(class) => words.is_of_class(context.word_after(), class),
        };
        stands
            && self.before.hold(before)
            && self.after.hold(after)
            && self.traits.iter().all(|(wanted, it)| it.holds(context, words) == *wanted)
    }

    fn by_pattern<'a>(&'a self, pattern: &Pattern, context: &Context<'_>, words: &Vocabulary) -> Option<Match<'a>> {
        let lower = context.content.to_ascii_lowercase();
        let captures = pattern.regex()?.captures(&lower)?;
        let group = |name: &str| {
            let numbered = (2..=6).map(|count| format!("{name}__{count}"));
            std::iter::once(name.to_owned()).chain(numbered).find_map(|group| captures.name(&group))
        };
        let kept = group("text").map_or_else(
            || TextRange::new(0, context.content.len()),
            |found| TextRange::new(found.start(), found.end()),
        );
        let found = |name: &str| {
            let table = name.split("__").next().unwrap_or(name);
            Some(words.value(table, &context.content[group(name)?.range()]))
        };
        let attributes = self.measured(context, self.attributes(words, &found));
        Some(Match { rule: self, kept, label: None, attributes })
    }

    fn by_label<'a>(
        &'a self,
        [need, may]: [&[String]; 2],
        context: &Context<'_>,
        words: &Vocabulary,
    ) -> Option<Match<'a>> {
        let whole_note = context.content;
        let (label, rest) = split_label(whole_note);
        let reading = words.read_label(&whole_note[..label], &[need, may]);
        let is_labelled = rest.is_some();
        let has_need = need.iter().any(|table| reading.terms.iter().any(|(name, _)| name == table));
        if !has_need || !is_plausible(&reading, is_labelled) {
            return None;
        }
        let attributes = self.attributes(words, &|name| reading.value(name));
        let expressed = reading.is_complete() && !whole_note[..label].contains(['[', ']']);
        let whole = TextRange::new(0, whole_note.len());
        let (kept, label) = match rest {
            Some(start) if expressed => (TextRange::new(start, whole_note.len()), None),
            Some(_) => (whole, Some(TextRange::new(0, label))),
            None if expressed => (TextRange::at(whole_note.len()), None),
            None => (whole, None),
        };
        Some(Match { rule: self, kept, label, attributes })
    }

    fn attributes(&self, words: &Vocabulary, found: &dyn Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (name, template) in &self.outcome.attributes {
            let parts = template.0.iter().map(|part| match part {
                Part::Literal(words) => Some(words.clone()),
                Part::Found(name) => found(name),
            });
            let value = parts.collect::<Option<String>>().map(|value| value.trim().to_owned());
            let value = if name == "quantity" { value.and_then(|it| words.quantity(&it)) } else { value };
            all.extend(value.filter(|value| !value.is_empty()).map(|value| (name.clone(), value)));
        }
        all
    }

    /// Attributes of a pattern; an amount that is no figure is told as `@extent`, in the words of the note.
    fn measured(&self, context: &Context<'_>, mut attributes: Vec<(String, String)>) -> Vec<(String, String)> {
        let asks = self.outcome.attributes.iter().any(|(name, _)| name == "quantity");
        if asks && !attributes.iter().any(|(name, _)| name == "quantity") {
            attributes.retain(|(name, _)| name != "unit");
            attributes.push(("extent".to_owned(), context.content.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        attributes
    }
}

impl Sides {
    fn hold(&self, is: impl Fn(&Side) -> bool) -> bool {
        (self.wanted.is_empty() || self.wanted.iter().any(&is)) && !self.ruled_out.iter().any(&is)
    }
}

impl Trait {
    fn holds(&self, context: &Context<'_>, words: &Vocabulary) -> bool {
        let of_class = |word: Option<&str>, class: &str| {
            word.is_some_and(|word| {
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                words.is_of_class(bare, class)
            })
        };
        match self {
            Self::Shape(shape) => context.has_shape(*shape, words),
            Self::First(class) => of_class(context.content.split_whitespace().next(), class),
            Self::Last(class) => of_class(context.content.split_whitespace().next_back(), class),
        }
    }
}

/// Where the label ends, and where what it labels starts; no start where the label is all there is.
fn split_label(content: &str) -> (usize, Option<usize>) {
    let mut reach = content.len().min(MAX_LABEL);
    while !content.is_char_boundary(reach) {
        reach -= 1;
    }
    let head = &content[..reach];
    let colon = head.find(": ").or_else(|| head.find(":\n")).or_else(|| head.find(':'));
    let quote = head.find(['"', '“', '„', '«']);
    let dash = [" - ", " – ", " — ", "—"].iter().filter_map(|dash| head.find(dash).map(|at| (at, dash.len()))).min();
    let (label, start) = match (colon, quote, dash) {
        (Some(colon), quote, _) if quote.is_none_or(|quote| colon < quote) => (colon, colon + 1),
        (_, Some(quote), dash) if dash.is_none_or(|(dash, _)| quote < dash) => (quote, quote),
        (_, _, Some((dash, width))) => (dash, dash + width),
        _ => return (content.len(), None),
    };
    let rest = &content[start..];
    if rest.trim().is_empty() {
        return (label, None);
    }
    (label, Some(start + (rest.len() - rest.trim_start().len())))
}

/// Whether words that are not all understood may still be a label.
fn is_plausible(reading: &LabelReading, is_labelled: bool) -> bool {
    if reading.is_complete() {
        return true;
    }
    if reading.total > MAX_LABEL_WORDS {
        return false;
    }
    let starts_well = reading.first_at.is_some_and(|at| at <= 4);
    if is_labelled {
        starts_well || reading.ends_with_term
    } else {
        reading.first_at == Some(0) || reading.known * 2 >= reading.total && starts_well
    }
}
