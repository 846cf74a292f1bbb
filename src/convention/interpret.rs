//! Reads the brackets of a transcript: literal brackets become interventions that stand off the reading text.

use crate::convention::bracket::{Bracket, Stray};
use crate::convention::context::{Context, MAX_CONTENT, REACH};
use crate::convention::footnote::{Footnotes, Part};
use crate::convention::plan;
use crate::convention::profile::{Inner, Profile};
use crate::convention::rebuild::{self, Changes};
use crate::convention::rule::{Content, Match};
use crate::convention::unit::{Unit, units};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Annotation, Block, BlockKind, InterventionKind, Mark, Rendition, Text, TextRange, Transcript};
use crate::source::{Source, Span};

/// Of one code, no more findings are listed; a last one says how many there are.
const MAX_FINDINGS: usize = 100;
/// Characters of a bracketed note that a message shows.
const SHOWN: usize = 60;

/// Reads the brackets of a transcript: literal brackets become interventions that stand off the reading text.
///
/// The reading text is built again from the blocks that are left, without the delimiters and labels that an element
/// expresses; these are listed in [`Transcript::consumed`]. Every earlier annotation is carried over. Nothing fails: a
/// bracket without a partner stays a character (C002, C003), and a note that no convention knows stays whole (C001).
pub fn interpret(transcript: Transcript, _source: &Source, profile: &Profile) -> (Transcript, Vec<Diagnostic>) {
    let inner = profile.inner();
    let (lines, italics) = (line_ends(&transcript), italic_ends(&transcript));
    let reading = Reading { transcript: &transcript, profile: inner, lines: &lines, italics: &italics };
    let units = units(&transcript, &inner.signs, &|unit| reading.makes_one(unit));
    let footnotes = Footnotes::find(&transcript, &units, inner.footnote_mark.as_ref());
    let mut found = Found::default();
    for unit in &units {
        reading.unit(unit, &footnotes, &mut found);
    }
    let Found { changes, findings } = found;
    let transcript = rebuild::apply(with_blocks(transcript, &units, &footnotes), changes);
    (transcript, findings.listed())
}

/// What was found so far.
#[derive(Default)]
struct Found {
    changes: Changes,
    findings: Findings,
}

/// Offsets at which a line of the transcript ends within a block.
fn line_ends(transcript: &Transcript) -> Vec<usize> {
    let breaks =
        transcript.annotations.iter().filter(|annotation| annotation.mark == Mark::Rendition(Rendition::LineBreak));
    let mut ends: Vec<usize> = breaks.map(|annotation| annotation.range.start).collect();
    ends.sort_unstable();
    ends
}

/// Offsets at which words in italics end.
fn italic_ends(transcript: &Transcript) -> Vec<usize> {
    let is_italic = |mark: &Mark| *mark == Mark::Rendition(Rendition::Highlighted("italic"));
    let italics = transcript.annotations.iter().filter(|annotation| is_italic(&annotation.mark));
    let mut ends: Vec<usize> = italics.map(|annotation| annotation.range.end).collect();
    ends.sort_unstable();
    ends
}

struct Reading<'a> {
    transcript: &'a Transcript,
    profile: &'a Inner,
    lines: &'a [usize],
    italics: &'a [usize],
}

impl<'a> Reading<'a> {
    fn text(&self) -> &'a Text {
        &self.transcript.text
    }

    /// Whether the blocks of a unit are one because a note holds them. A note of the author's does not; and where a
    /// bracket neither begins and ends with its blocks nor says what it is, it was rather left open than meant to hold
    /// them, so that it swallows no text.
    fn makes_one(&self, unit: &Unit) -> bool {
        let first = self.transcript.blocks[unit.blocks.start].range;
        let over =
            unit.brackets.all.iter().find(|bracket| bracket.outer.start < first.end && bracket.outer.end > first.end);
        over.is_some_and(|bracket| {
            let context = self.context(bracket, unit.range);
            let is_whole = bracket.outer == unit.range;
            self.classify(&context, bracket).map_or(is_whole, |it| {
                let outcome = &it.rule.outcome;
                let is_guess = matches!(outcome.kind, Some(InterventionKind::Supplied | InterventionKind::Gloss));
                outcome.content != Content::Text && (is_whole || !is_guess)
            })
        })
    }

    fn unit(&self, unit: &Unit, footnotes: &Footnotes, found: &mut Found) {
        let joints = unit.blocks.clone().skip(1).map(|idx| self.transcript.blocks[idx].range.start - 1);
        found.changes.joints.extend(joints);
        let mut holders: Vec<TextRange> = Vec::new();
        let mut gone_until = 0;
        let first_consumed = found.changes.consumed.len();
        for bracket in &unit.brackets.all {
            if bracket.outer.start < gone_until {
                continue;
            }
            while holders.last().is_some_and(|holder| holder.end <= bracket.outer.start) {
                holders.pop();
            }
            let bounds = holders.last().copied().unwrap_or(unit.range);
            holders.push(bracket.inner);
            if let Some((label, part)) = footnotes.at(bracket.outer.start) {
                self.footnote((label, part), bracket, &mut found.changes);
                gone_until = bracket.outer.end;
                continue;
            }
            let context = self.context(bracket, bounds);
            let place = plan::Place { text: self.text(), bracket, context, line: self.line(bounds, bracket.outer) };
            match self.classify(&context, bracket) {
                Some(found_match) => {
                    if found_match.rule.outcome.content == Content::Drop {
                        gone_until = bracket.outer.end;
                    }
                    plan::carry_out(&place, &found_match, &mut found.changes);
                }
                None => self.unknown(&place, found),
            }
        }
        self.running(unit, first_consumed, &mut found.changes);
        self.report(unit, &mut found.findings);
    }

    /// The first convention that applies.
    fn classify(&self, context: &Context<'_>, bracket: &Bracket) -> Option<Match<'a>> {
        let lower = context.content.to_ascii_lowercase();
        let in_set = self.profile.patterns.matches(lower.as_bytes());
        let of_sign = |sign: Option<usize>| sign.is_none_or(|sign| sign == bracket.sign);
        let mut rules = self.profile.rules.iter().filter(|rule| of_sign(rule.sign));
        let found = rules.find_map(|rule| rule.try_on(context, &self.profile.words, &in_set))?;
        found.over_all(context)
    }

    /// The line of a bracket, within bounds.
    fn line(&self, bounds: TextRange, outer: TextRange) -> TextRange {
        let before = self.lines.partition_point(|&end| end <= outer.start);
        let start = before.checked_sub(1).map_or(bounds.start, |idx| self.lines[idx].max(bounds.start));
        let after = self.lines.partition_point(|&end| end < outer.end);
        let end = self.lines.get(after).map_or(bounds.end, |&end| end.min(bounds.end));
        let within = TextRange::new(start, end.max(outer.end));
        let text = self.text().as_str();
        let near = floor(text, outer.start.saturating_sub(REACH).max(within.start));
        let joint = text[near..outer.start].rfind('\n').map(|at| near + at + 1);
        TextRange::new(joint.unwrap_or(within.start), within.end)
    }

    fn context(&self, bracket: &Bracket, bounds: TextRange) -> Context<'a> {
        let text = self.text().as_str();
        let line = self.line(bounds, bracket.outer);
        let before = floor(text, bracket.outer.start.saturating_sub(REACH).max(line.start)).max(line.start);
        let after = floor(text, (bracket.outer.end + REACH).min(line.end));
        let after = &text[bracket.outer.end..after.max(bracket.outer.end)];
        let content = self.text().slice(bracket.inner).trim();
        let seen = floor(content, MAX_CONTENT.min(content.len()));
        let tail = floor(content, content.len().saturating_sub(8));
        Context {
            before: &text[before..bracket.outer.start],
            content: &content[..seen],
            len: content.len(),
            tail: &content[tail..],
            after: after.split('\n').next().unwrap_or_default(),
            set_off: self.italics.binary_search(&(before + text[before..bracket.outer.start].trim_end().len())).is_ok(),
        }
    }

    fn footnote(&self, (label, part): (&str, Part), bracket: &Bracket, changes: &mut Changes) {
        changes.consumed.push(bracket.outer);
        let text = self.text().as_str();
        if part == Part::Body {
            let rest = &text[bracket.outer.end..];
            let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            changes.closed_up.push(TextRange::new(bracket.outer.end, bracket.outer.end + white));
            return;
        }
        let line = &text[..bracket.outer.start];
        changes.closed_up.push(TextRange::new(line.trim_end_matches([' ', '\t']).len(), bracket.outer.start));
        changes.annotations.push(Annotation {
            range: TextRange::at(bracket.outer.start),
            span: self.text().source_span(bracket.outer),
            mark: Mark::Rendition(Rendition::FootnoteReference(label.to_owned())),
            cert: None,
            resp: None,
        });
    }

    fn unknown(&self, place: &plan::Place<'_>, found: &mut Found) {
        plan::keep_whole(place, &mut found.changes);
        let span = self.text().source_span(place.bracket.outer);
        let note = shortened(self.text().slice(place.bracket.outer));
        let message = format!("`{note}` matches no convention of profile `{}`", self.profile.name);
        let help = "it was kept whole as a note; to say what it means, add a [[siglum]] to a profile that has \
            `extends = \"NAME\"` (see docs/conventions.md)"
            .replace("NAME", &self.profile.name);
        found.findings.add(Diagnostic::new(Code::C001, message).at(span).with_help(help));
    }

    /// Signs of running text that no bracket took out.
    fn running(&self, unit: &Unit, first_consumed: usize, changes: &mut Changes) {
        let text = self.text().slice(unit.range);
        let mut consumed = changes.consumed[first_consumed..].to_vec();
        consumed.sort_unstable();
        for (regex, rule) in &self.profile.running {
            for found in regex.find_iter(text).filter(|found| !found.is_empty()) {
                let outer = TextRange::new(unit.range.start + found.start(), unit.range.start + found.end());
                let near = consumed.partition_point(|range| range.end <= outer.start);
                if consumed.get(near).is_some_and(|range| range.overlaps(outer)) {
                    continue;
                }
                let bracket = Bracket { sign: usize::MAX, outer, inner: outer, depth: 0 };
                let context = self.context(&bracket, unit.range);
                let place =
                    plan::Place { text: self.text(), bracket: &bracket, context, line: self.line(unit.range, outer) };
                if let Some(it) = rule.try_running(&context, &self.profile.words) {
                    plan::carry_out(&place, &it, changes);
                }
            }
        }
    }

    fn report(&self, unit: &Unit, findings: &mut Findings) {
        let signs = &self.profile.signs;
        for &Stray { at, opens, sign } in unit.brackets.strays.iter().filter(|stray| signs[stray.sign].reports_strays) {
            let (code, mark) = if opens { (Code::C002, signs[sign].open) } else { (Code::C003, signs[sign].close) };
            let span = self.text().source_span(TextRange::new(at, at + mark.len_utf8()));
            let what = if opens { "opens a note that nothing closes" } else { "closes nothing" };
            let message = format!("`{mark}` {what}; it was kept as a character");
            findings.add(Diagnostic::new(code, message).at(span));
        }
        for &range in &unit.brackets.too_deep {
            let span = self.text().source_span(range);
            let message = "brackets are nested too deep here; the inner ones were kept as characters";
            findings.add(Diagnostic::new(Code::C004, message).at(Span::new(span.start, span.start + 1)));
        }
    }
}

/// The transcript with the blocks of a unit made one, and with the footnotes among them named.
fn with_blocks(transcript: Transcript, units: &[Unit], footnotes: &Footnotes) -> Transcript {
    let mut blocks = Vec::with_capacity(units.len());
    for unit in units {
        let first = &transcript.blocks[unit.blocks.start];
        let last = &transcript.blocks[unit.blocks.end - 1];
        let body = unit.brackets.all.first().and_then(|bracket| footnotes.at(bracket.outer.start));
        let kind = match body {
            Some((label, Part::Body)) => BlockKind::Footnote { label: label.to_owned() },
            Some((_, Part::Reference)) | None => first.kind.clone(),
        };
        blocks.push(Block { kind, range: unit.range, span: first.span.join(last.span), ..first.clone() });
    }
    Transcript { blocks, ..transcript }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn shortened(words: &str) -> String {
    let mut short: String = words.chars().take(SHOWN).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// Findings in the order of the text, not more than a reader can use.
#[derive(Default)]
struct Findings {
    all: Vec<Diagnostic>,
    more: Vec<(Code, usize)>,
}

impl Findings {
    fn add(&mut self, finding: Diagnostic) {
        let code = finding.code;
        if self.all.iter().filter(|known| known.code == code).count() < MAX_FINDINGS {
            self.all.push(finding);
            return;
        }
        match self.more.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => self.more.push((code, 1)),
        }
    }

    fn listed(self) -> Vec<Diagnostic> {
        let Self { mut all, more } = self;
        all.sort_by_key(|finding| finding.span.map_or(0, |span| span.start));
        all.extend(
            more.into_iter()
                .map(|(code, count)| Diagnostic::new(code, format!("{count} more of the same kind in this document"))),
        );
        all
    }
}
