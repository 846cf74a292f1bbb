//! Words that nobody knows, and that the words beside them show to be persons: `Trocki, Kruk, Langbard`, `the Brenners`,
//! `Paris for Vance, Geneva for Oakes`, `the overseer was Kunze`.

use std::collections::HashSet;

use crate::model::{Cert, NameKind};
use crate::recognizer::lexicon::Classes;
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::review::Seen;
use crate::recognizer::tagger::Tagged;
use crate::recognizer::token::Shape;

/// Adds to the names of a document, which are in order, the words that stand in a list between two persons, and the
/// families of which it names a member. A guess at another kind gives way.
pub(super) fn add_listed(reading: &Reading<'_>, seen: &mut Vec<Seen>) {
    let families: HashSet<&str> = seen
        .iter()
        .filter(|seen| is_person(seen))
        .map(|seen| word(reading, seen.name.line, seen.name.end - 1))
        .collect();
    let mut found = Vec::new();
    for (line, span) in reading.lines.iter().enumerate() {
        for idx in (span.start..span.end).filter(|&idx| is_unknown(reading, span, idx)) {
            let next = seen.partition_point(|seen| seen.name.end <= idx);
            let sure = seen.get(next).filter(|seen| seen.name.start <= idx);
            let free = sure
                .is_none_or(|sure| !is_person(sure) && sure.cert < Cert::High && sure.name.end - sure.name.start == 1);
            let is_shown = || {
                is_listed(reading, span, idx, seen)
                    || is_family(reading, line, idx, &families)
                    || is_addressed(reading, span, idx, seen)
                    || is_office_holder(reading, span, idx)
            };
            if free && is_shown() {
                let kind = NameKind::Person;
                let name = Tagged { line, start: idx, end: idx + 1, kind, probability: 0.0, ruled: true };
                found.push(Seen { name, cert: Cert::Medium });
            }
        }
    }
    let starts: HashSet<usize> = found.iter().map(|seen| seen.name.start).collect();
    seen.retain(|seen| !starts.contains(&seen.name.start));
    seen.extend(found);
    seen.sort_by_key(|seen| seen.name.start);
}

fn is_person(seen: &Seen) -> bool {
    seen.name.kind == NameKind::Person
}

fn word<'a>(reading: &Reading<'a>, line: usize, idx: usize) -> &'a str {
    reading.word(&reading.lines[line], idx)
}

/// Whether a capitalized word of which the word lists know nothing stands alone.
fn is_unknown(reading: &Reading<'_>, line: &LineSpan, idx: usize) -> bool {
    let token = &reading.tokens[idx];
    let known = Classes::NEVER
        | Classes::TITLE
        | Classes::OFFICE
        | Classes::PLURAL
        | Classes::KIN
        | Classes::ORGANIZATION
        | Classes::ORG_NOUN
        | Classes::PLACE_PART
        | Classes::COUNTRY
        | Classes::CITY
        | Classes::REGION
        | Classes::SITE;
    let capital = |at: usize| {
        (line.start..line.end).contains(&at) && reading.tokens[at].is_capital() && reading.word(line, at) != "The"
    };
    let alone = !capital(idx + 1) && !idx.checked_sub(1).is_some_and(capital);
    token.shape == Shape::Title && !token.any(known) && token.end - token.start > 2 && alone
}

/// Whether a comma or `and` parts the word on both sides from a person.
fn is_listed(reading: &Reading<'_>, line: &LineSpan, idx: usize, seen: &[Seen]) -> bool {
    let parts = |at: usize| matches!(reading.word(line, at), "," | "and" | "und" | "et" | "&");
    if idx < line.start + 2 || idx + 2 >= line.end || !parts(idx - 1) || !parts(idx + 1) {
        return false;
    }
    let before = seen.partition_point(|seen| seen.name.end < idx - 1);
    let after = seen.partition_point(|seen| seen.name.start < idx + 2);
    let ends = seen.get(before).is_some_and(|seen| is_person(seen) && seen.name.end == idx - 1);
    ends && seen.get(after).is_some_and(|seen| is_person(seen) && first(reading, seen) == idx + 2)
}

/// Whether the word stands after a place and `for`, as a person of the same line does: `Paris for Vance, Geneva for Oakes`.
fn is_addressed(reading: &Reading<'_>, line: &LineSpan, idx: usize, seen: &[Seen]) -> bool {
    let after_place = |at: usize| {
        let at = at.checked_sub(1).filter(|&at| at >= line.start && reading.word(line, at) == "for")?;
        let next = seen.partition_point(|seen| seen.name.end < at);
        seen.get(next).filter(|seen| seen.name.end == at && seen.name.kind == NameKind::Place)
    };
    let ends = idx + 1 >= line.end || matches!(reading.word(line, idx + 1), "," | ";" | ".");
    let first = seen.partition_point(|seen| seen.name.start < line.start);
    let mut persons = seen[first..].iter().take_while(|seen| seen.name.start < line.end).filter(|seen| is_person(seen));
    ends && after_place(idx).is_some() && persons.any(|seen| after_place(self::first(reading, seen)).is_some())
}

/// Whether the word says who holds an office or follows a calling: `the overseer was Kunze,`.
fn is_office_holder(reading: &Reading<'_>, line: &LineSpan, idx: usize) -> bool {
    let ends = idx + 1 >= line.end || matches!(reading.word(line, idx + 1), "," | ";" | ".");
    let holder = |at: usize| reading.tokens[at].any(Classes::CALLING | Classes::OFFICE);
    let is = |at: usize| matches!(reading.word(line, at), "was" | "is" | "war" | "ist" | "hieß" | "hiess");
    ends && idx >= line.start + 2 && is(idx - 1) && holder(idx - 2)
}

/// The first token of a person with the titles before it.
fn first(reading: &Reading<'_>, seen: &Seen) -> usize {
    let line = &reading.lines[seen.name.line];
    let title = |at: &usize| reading.tokens[*at].is_capital() && reading.tokens[*at].any(Classes::TITLE);
    (line.start..seen.name.start).rev().take_while(title).last().unwrap_or(seen.name.start)
}

/// Whether the word is the plural of a family of which the document names a member: `the Brenners`.
fn is_family(reading: &Reading<'_>, line: usize, idx: usize, families: &HashSet<&str>) -> bool {
    let article = idx > reading.lines[line].start && matches!(word(reading, line, idx - 1), "the" | "The");
    article
        && word(reading, line, idx)
            .strip_suffix('s')
            .is_some_and(|member| member.len() > 3 && families.contains(member))
}
