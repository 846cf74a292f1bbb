//! Carries out what a convention makes of a bracketed note: which words stay, which leave, and what stands over them.

use crate::convention::bracket::Bracket;
use crate::convention::context::Context;
use crate::convention::rebuild::Changes;
use crate::convention::rule::{Attach, Content, Match};
use crate::model::{Anchor, Annotation, Attribute, Cert, Intervention, InterventionKind, Mark, Text, TextRange};

/// The convention that keeps what no other knows.
const UNKNOWN: &str = "unknown";
/// How many annotations back another expansion of the same word can be.
const LOOK_BACK: usize = 6;
/// Words that one bracket may replace.
const MAX_REPLACED: usize = 6;

/// A bracketed note in its text.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// The text as it is.
    pub text: &'a Text,
    /// The note.
    pub bracket: &'a Bracket,
    /// What stands round it.
    pub context: Context<'a>,
    /// Its line.
    pub line: TextRange,
}

impl Place<'_> {
    /// The content without white space at its ends.
    fn content(&self) -> TextRange {
        let inner = self.text.slice(self.bracket.inner);
        let start = self.bracket.inner.start + (inner.len() - inner.trim_start().len());
        TextRange::new(start, start + inner.trim().len())
    }

    fn absolute(&self, in_content: TextRange) -> TextRange {
        let start = self.content().start;
        TextRange::new(start + in_content.start, start + in_content.end)
    }

    /// An annotation that came from the note.
    fn annotation(&self, range: TextRange, intervention: Intervention) -> Annotation {
        let span = self.text.source_span(self.bracket.outer);
        Annotation { range, span, mark: Mark::Intervention(intervention), cert: None, resp: None }
    }

    /// The end of the words before the note.
    fn end_before(&self) -> usize {
        let before = self.text.slice(TextRange::new(self.line.start, self.bracket.outer.start));
        self.line.start + before.trim_end().len()
    }
}

/// Takes the delimiters of the note, and whatever else its element says, out of the text, and lays the element over
/// the words that stay.
pub(super) fn carry_out(place: &Place<'_>, it: &Match<'_>, changes: &mut Changes) {
    let outcome = &it.rule.outcome;
    let Some(kind) = outcome.kind else { return };
    let outer = place.bracket.outer;
    let mut intervention = Intervention::new(kind, it.rule.id.clone());
    intervention.attributes = it.attributes.iter().map(|(name, value)| Attribute::new(name.clone(), value)).collect();
    let kept = match outcome.content {
        Content::Drop => TextRange::at(outer.start),
        Content::Keep | Content::Desc => place.absolute(it.kept),
        Content::Text => outer,
    };
    consume(place, kept, changes);
    let made = Made { kept, intervention, cert: outcome.cert };
    match outcome.attach {
        Attach::Here => here(place, made, changes),
        Attach::Preceding => preceding(place, made, changes),
        Attach::Word => word(place, made, changes),
        Attach::Replaced => replaced(place, made, changes),
    }
    if outcome.content == Content::Desc && !kept.is_empty() {
        let inner = if kind == InterventionKind::Figure { InterventionKind::FigDesc } else { InterventionKind::Desc };
        changes.annotations.push(place.annotation(kept, Intervention::new(inner, it.rule.id.clone())));
    }
    if let Some(label) = it.label {
        changes.annotations.push(place.annotation(place.absolute(label), label_of(kind, &it.rule.id)));
    }
}

/// Keeps a note that no convention knows, without its delimiters.
pub(super) fn keep_whole(place: &Place<'_>, changes: &mut Changes) {
    let kept = place.content();
    consume(place, kept, changes);
    let mut intervention = Intervention::new(InterventionKind::Note, UNKNOWN);
    intervention.attributes.push(Attribute::new("type", "editorial"));
    changes.annotations.push(place.annotation(kept, intervention));
}

/// What a convention made, before its place is known.
struct Made {
    kept: TextRange,
    intervention: Intervention,
    cert: Option<Cert>,
}

fn consume(place: &Place<'_>, kept: TextRange, changes: &mut Changes) {
    let outer = place.bracket.outer;
    if kept.is_empty() {
        changes.consumed.push(outer);
        return;
    }
    changes.consumed.push(TextRange::new(outer.start, kept.start));
    changes.consumed.push(TextRange::new(kept.end, outer.end));
}

fn here(place: &Place<'_>, made: Made, changes: &mut Changes) {
    let Made { kept, intervention, cert } = made;
    changes.annotations.push(Annotation { cert, ..place.annotation(kept, intervention) });
}

/// Over the words before the note; which, is settled when the names are known.
fn preceding(place: &Place<'_>, mut made: Made, changes: &mut Changes) {
    let end = place.end_before();
    if end == place.line.start {
        return here(place, made, changes);
    }
    changes.closed_up.push(TextRange::new(end, place.bracket.outer.start));
    made.kept = TextRange::at(end);
    made.intervention.anchor = Anchor::Preceding { limit: TextRange::new(place.line.start, end) };
    here(place, made, changes);
}

/// Over the letters in the bracket, inside an `expan` over the whole word.
fn word(place: &Place<'_>, made: Made, changes: &mut Changes) {
    let (before, after) = (place.context.before, place.context.after);
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '’' | '\'' | '\u{300}'..='\u{36f}');
    let head = before.len() - before.trim_end_matches(is_letter).len();
    let is_tail = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let tail = after.len() - after.trim_start_matches(is_tail).len();
    let whole = TextRange::new(place.bracket.outer.start - head, place.bracket.outer.end + tail);
    // Several brackets in one word make one expansion.
    let before = changes.annotations.iter_mut().rev().take(LOOK_BACK).find(|annotation| is_expansion(annotation));
    if let Some(expansion) = before.filter(|annotation| annotation.range.end >= whole.start) {
        expansion.range.end = whole.end;
        expansion.span = expansion.span.join(place.text.source_span(place.bracket.outer));
    } else {
        let expan = Intervention::new(InterventionKind::Expan, made.intervention.convention.clone());
        changes.annotations.push(place.annotation(whole, expan));
    }
    here(place, made, changes);
}

fn is_expansion(annotation: &Annotation) -> bool {
    matches!(&annotation.mark, Mark::Intervention(it) if it.kind == InterventionKind::Expan)
}

/// A `choice` of the words before the note and those in it.
fn replaced(place: &Place<'_>, made: Made, changes: &mut Changes) {
    let end = place.end_before();
    let start = replaced_start(place, end, made.kept);
    if start == end || made.kept.is_empty() {
        return here(place, made, changes);
    }
    changes.closed_up.push(TextRange::new(end, place.bracket.outer.start));
    let id = made.intervention.convention.clone();
    let choice = Intervention::new(InterventionKind::Choice, id.clone());
    changes.annotations.push(place.annotation(TextRange::new(start, made.kept.end), choice));
    let is_reading = made.intervention.kind == InterventionKind::Unclear;
    let first = if is_reading { InterventionKind::Unclear } else { InterventionKind::Sic };
    changes.annotations.push(place.annotation(TextRange::new(start, end), Intervention::new(first, id)));
    here(place, made, changes);
}

/// Where the words start that the note stands for: as many as it has, while they are of its kind.
fn replaced_start(place: &Place<'_>, end: usize, kept: TextRange) -> usize {
    let before = place.text.slice(TextRange::new(place.line.start, end));
    let content = place.text.slice(kept);
    let mut start = end;
    let reach = &before[before.char_indices().rev().nth(160).map_or(0, |(at, _)| at)..];
    let mut rest = reach;
    for (count, model) in content.split_whitespace().rev().take(MAX_REPLACED).enumerate() {
        let word = rest.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        if word.is_empty() || word.ends_with([']', ',', ';', ':']) || (count > 0 && kind_of(word) != kind_of(model)) {
            break;
        }
        let trimmed = word.trim_start_matches(['(', '"', '“', '‘', '[']);
        rest = &rest[..rest.trim_end().len() - word.len()];
        start = end - before.len() + (before.len() - reach.len()) + rest.len() + (word.len() - trimmed.len());
        if trimmed.len() < word.len() {
            break;
        }
    }
    start
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Figure,
    Capital,
    Lower,
}

fn kind_of(word: &str) -> Kind {
    match word.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_numeric() => Kind::Figure,
        Some(c) if c.is_uppercase() => Kind::Capital,
        Some(_) | None => Kind::Lower,
    }
}

/// A label whose words no attribute expresses; an element that may not hold `label` holds a segment.
fn label_of(kind: InterventionKind, id: &str) -> Intervention {
    let holds_label = matches!(
        kind,
        InterventionKind::Note | InterventionKind::Add | InterventionKind::Del | InterventionKind::Supplied
    );
    if holds_label {
        return Intervention::new(InterventionKind::Label, id);
    }
    let mut segment = Intervention::new(InterventionKind::Segment, id);
    segment.attributes.push(Attribute::new("type", "label"));
    segment
}
