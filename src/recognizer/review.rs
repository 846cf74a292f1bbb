//! A last look at the names that were found: what runs too far is cut, a place has its house number, and what rules saw
//! where the tagger saw nothing is heard where the words beside it bear it out.

use std::collections::HashSet;

use crate::model::{Cert, NameKind};
use crate::recognizer::lexicon::Classes;
use crate::recognizer::person::{Place, Rule, RuleName};
use crate::recognizer::reading::{LineSpan, Part, Reading};
use crate::recognizer::tagger::{Tagged, is_foreign};
use crate::recognizer::token::{Shape, Token};

/// A name, and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) name: Tagged,
    pub(super) cert: Cert,
}

/// The names as they are to be marked, in order.
pub(super) fn review(reading: &Reading<'_>, rules: &[RuleName], found: Vec<Seen>) -> Vec<Seen> {
    let mut review = Review { reading, seen: Vec::with_capacity(found.len()), english: !is_foreign(&reading.tokens) };
    for seen in found {
        let seen = review.trimmed(seen);
        if !review.is_office(&seen) {
            review.seen.push(seen);
        }
    }
    let overlooked = review.heard(rules);
    review.seen.extend(overlooked);
    review.seen.sort_by_key(|seen| seen.name.start);
    review.seen
}

/// The number of a house.
struct House {
    /// Where it ends.
    at: usize,
    /// Whether it has that of a flat, and can be no date.
    is_flat: bool,
}

/// The names of a document, as far as they are looked at.
struct Review<'a> {
    reading: &'a Reading<'a>,
    seen: Vec<Seen>,
    english: bool,
}

/// Nouns that editions take into the name of a place before them: `Riga ghetto`, `Gęsia street`.
const KINDS_AFTER: &[&str] = &["ghetto", "street", "square", "station"];
/// Nouns beside the name of a place that they take into it now and then.
const DOUBTFUL: &[&str] = &["camp", "district", "river", "Lager", "region"];
/// Last words, or endings, of the names of streets.
const STREETS: &[&str] = &["street", "st.", "road", "avenue", "square", "strasse", "straße", "gasse", "str.", "platz"];
/// Words before the name of a place that are part of it.
const DIRECTIONS: &[&str] =
    &["North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower"];
/// Words that join two persons.
const AND: &[&str] = &["and", "or", "&", "und", "et"];

impl<'a> Review<'a> {
    fn tokens(&self) -> &'a [Token] {
        &self.reading.tokens
    }

    fn line(&self, name: &Tagged) -> &'a LineSpan {
        &self.reading.lines[name.line]
    }

    /// The words of a token of the line of a name; none where the line has no such token.
    fn word(&self, line: &LineSpan, idx: usize) -> &'a str {
        if (line.start..line.end).contains(&idx) { self.reading.word(line, idx) } else { "" }
    }

    /// A name with its right extent.
    fn trimmed(&self, seen: Seen) -> Seen {
        match seen.name.kind {
            NameKind::Person => self.within_sentence(seen),
            NameKind::Place => self.with_house(seen),
            NameKind::Organization => self.before_addressee(seen),
        }
    }

    /// In `W. Kozera. M. F.` a sentence ends before the initials.
    fn within_sentence(&self, mut seen: Seen) -> Seen {
        let name = &mut seen.name;
        let tokens = &self.tokens()[name.start..name.end];
        let initial = |token: &Token| matches!(token.shape, Shape::Initial | Shape::Letter);
        let last = tokens.iter().rposition(|token| !initial(token)).unwrap_or_default();
        if last > 0 && tokens[last].is('.') {
            name.end = name.start + last;
        }
        seen
    }

    /// In `Embassy in Valmark to the Department of State` two are named, as the sender and who is written to.
    fn before_addressee(&self, mut seen: Seen) -> Seen {
        let line = self.line(&seen.name);
        let name = &mut seen.name;
        let to = (name.start + 1..name.end - 1)
            .find(|&idx| self.word(line, idx) == "to" && self.word(line, idx + 1) == "the");
        name.end = to.unwrap_or(name.end);
        seen
    }

    /// A place with what is part of its name: `South Jutland`, `Riga ghetto`, `Gęsia Street 25`.
    fn with_house(&self, mut seen: Seen) -> Seen {
        let line = self.line(&seen.name);
        let name = &mut seen.name;
        if name.start > line.start && DIRECTIONS.contains(&self.word(line, name.start - 1)) {
            name.start -= 1;
        }
        if KINDS_AFTER.contains(&self.word(line, name.end)) {
            name.end += 1;
        }
        let last = self.word(line, name.end - 1).to_lowercase();
        let is_street = STREETS.iter().any(|street| last.ends_with(street));
        if let Some(end) = self.house_after(line, name.end).filter(|house| is_street || house.is_flat) {
            name.end = end.at;
        } else if let Some(start) = self.house_before(line, name.start).filter(|_| is_street) {
            name.start = start;
        }
        let doubtful = |word: &str| DOUBTFUL.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
        let beside = [self.word(line, name.end), name.start.checked_sub(1).map_or("", |idx| self.word(line, idx))];
        if !is_street && beside.into_iter().any(|word| !word.is_empty() && doubtful(word)) {
            seen.cert = seen.cert.min(Cert::Medium);
        }
        seen
    }

    /// Where the number of a house after a name ends, with that of the flat: `25`, `66/17`.
    fn house_after(&self, line: &LineSpan, at: usize) -> Option<House> {
        let number = |at: usize| Some(self.word(line, at)).filter(|word| is_house_number(word));
        let house = number(at)?;
        let flat = Some(at + 2).filter(|&flat| self.word(line, at + 1) == "/" && self.word(line, flat + 1) != "/");
        let Some((flat, words)) = flat.and_then(|flat| Some((flat + 1, number(flat)?))) else {
            return Some(House { at: at + 1, is_flat: false });
        };
        // `12/5` may be a day.
        let no_day = |word: &str| word.parse::<u8>().is_ok_and(|number| number > 31);
        let no_month = |word: &str| word.parse::<u8>().is_ok_and(|number| number > 12);
        Some(House { at: flat, is_flat: no_day(house) || no_month(words) })
    }

    /// Where the number of a house before the name of a street starts: `66/17 Gęsia Street`.
    fn house_before(&self, line: &LineSpan, at: usize) -> Option<usize> {
        let number = |at: &usize| *at >= line.start && is_house_number(self.word(line, *at));
        let last = at.checked_sub(1).filter(number)?;
        let parted = last > line.start && self.word(line, last - 1) == "/";
        Some(last.checked_sub(2).filter(number).filter(|_| parted).unwrap_or(last))
    }

    /// Whether a word in a line that signs is the office of who signs, and no name: `the Harbour Master`, or after a name.
    fn is_office(&self, seen: &Seen) -> bool {
        let Seen { name, .. } = seen;
        let line = self.line(name);
        if line.place != Place::Signature || name.kind != NameKind::Person {
            return false;
        }
        if name.start == line.start {
            return self.tokens()[name.start].any(Classes::NAMED); // Sincerely
        }
        let before = &self.tokens()[name.start - 1];
        let after_name = self.seen.last().is_some_and(|last| {
            last.name.line == name.line && last.name.kind == NameKind::Person && last.name.end + 1 == name.start
        });
        let known = self.tokens()[name.start].any(Classes::GIVEN | Classes::FAMILY);
        let article = matches!(self.word(line, name.start - 1), "the" | "The");
        article || (before.is(',') && after_name && name.end - name.start == 1 && !known)
    }

    /// What rules saw where the tagger saw nothing, and the words beside it bear it out; and what both saw is surer.
    fn heard(&mut self, rules: &[RuleName]) -> Vec<Seen> {
        let mut rest = rules.iter().peekable();
        let (mut overlooked, mut agreed, mut mistaken) = (Vec::new(), Vec::new(), HashSet::new());
        for (line, span) in self.reading.lines.iter().enumerate() {
            let Some(last) = self.tokens()[span.start..span.end].last() else { continue };
            while let Some(rule) = rest.next_if(|rule| (rule.flow, rule.start) < (span.flow, last.end)) {
                let Some(name) = self.tagged(line, rule) else { continue };
                match self.seen_at(&name) {
                    Some(seen) if self.is_rather_person(rule, &name, seen) => {
                        overlooked.push(Seen { name, cert: Cert::Medium });
                        mistaken.insert(seen);
                    }
                    Some(seen) => agreed.extend(self.agreed(rule, &name, seen).map(|cert| (seen, cert))),
                    None => {
                        let cert = self.second_chance(rule, &name);
                        overlooked.extend(cert.map(|cert| Seen { name, cert }));
                    }
                }
            }
        }
        for (seen, cert) in agreed {
            self.seen[seen].cert = self.seen[seen].cert.max(cert);
        }
        let mut idx = 0..;
        self.seen.retain(|_| idx.next().is_none_or(|idx: usize| !mistaken.contains(&idx)));
        overlooked
    }

    /// Whether what the tagger takes for a place or organization, and is not sure of, is joined to a person; or is a given
    /// name with a family name, and the tagger hardly knows it at all.
    fn is_rather_person(&self, rule: &RuleName, name: &Tagged, seen: usize) -> bool {
        let Seen { name: found, cert } = self.seen[seen];
        let same = (found.start, found.end) == (name.start, name.end);
        same && found.kind != NameKind::Person
            && match rule.rule {
                Rule::Evidence => cert < Cert::High && self.joins_person(self.line(name), name),
                Rule::Sign(FULL_NAME) => self.english && cert == Cert::Low,
                Rule::Sign(_) | Rule::Part => false,
            }
    }

    /// How sure a name is at least that a rule and the tagger saw alike, in English, of which the rules know more: what
    /// bears a sure sign, and a given name with a family name.
    fn agreed(&self, rule: &RuleName, name: &Tagged, seen: usize) -> Option<Cert> {
        let found = self.seen[seen].name;
        let same = (found.start, found.end, found.kind) == (name.start, name.end, name.kind);
        let tokens = &self.tokens()[name.start..name.end];
        let has_word = tokens.iter().any(Token::is_capital);
        if !self.english || !same || !has_word || (rule.cert.is_some() && rule.rule != Rule::Evidence) {
            return None;
        }
        let (line, probability) = (self.line(name), found.probability);
        let initials = tokens.iter().filter(|token| token.shape == Shape::Initial).count();
        let at_least = |least: f32| Some(if probability >= least { Cert::High } else { Cert::Medium });
        match rule.rule {
            _ if line.part == Part::Signature => Some(Cert::High),
            Rule::Sign(LISTED | EASTERN) => Some(Cert::High),
            Rule::Sign(TITLED | INITIALS) if initials > 1 => Some(Cert::High),
            Rule::Sign(TITLED | INITIALS | OFFICE | PARENTHESIS | SPEAKER) => at_least(THINKABLE),
            Rule::Sign(FULL_NAME) if tokens.len() > 1 && probability >= LIKELY => Some(Cert::High),
            Rule::Sign(_) | Rule::Evidence | Rule::Part => None,
        }
    }

    /// What a rule found in a line, as tokens.
    fn tagged(&self, line: usize, rule: &RuleName) -> Option<Tagged> {
        let span = &self.reading.lines[line];
        let tokens = &self.tokens()[span.start..span.end];
        let from = if rule.titles_end > rule.start { rule.titles_end } else { rule.start };
        let start = span.start + tokens.partition_point(|token| token.start < from);
        let end = span.start + tokens.partition_point(|token| token.end <= rule.end);
        let name = Tagged { line, start, end, kind: NameKind::Person, probability: 0.0, ruled: true };
        (rule.rule != Rule::Part && start < end).then_some(name)
    }

    /// The name that was seen where a rule saw one.
    fn seen_at(&self, name: &Tagged) -> Option<usize> {
        let next = self.seen.partition_point(|seen| seen.name.end <= name.start);
        self.seen.get(next).filter(|seen| seen.name.start < name.end).map(|_| next)
    }

    /// The person that ends right before `idx`.
    fn person_before(&self, idx: usize) -> Option<&Seen> {
        let next = self.seen.partition_point(|seen| seen.name.start < idx);
        self.seen[..next].last().filter(|seen| seen.name.end == idx && seen.name.kind == NameKind::Person)
    }

    /// How sure a name is that only a rule saw; `None` if it is none.
    fn second_chance(&self, rule: &RuleName, name: &Tagged) -> Option<Cert> {
        let line = self.line(name);
        match rule.rule {
            Rule::Sign(COMPANY) if self.english => Some(Cert::Low),
            Rule::Sign(SPEAKER) if self.speaks_beside(name.line) => Some(Cert::Medium),
            Rule::Evidence if self.joins_person(line, name) => Some(Cert::Medium),
            Rule::Sign(_) | Rule::Evidence | Rule::Part => None,
        }
    }

    /// Whether somebody speaks in the line before or after.
    fn speaks_beside(&self, line: usize) -> bool {
        let flow = self.reading.lines[line].flow;
        let speaks = |other: usize| {
            let Some(span) = self.reading.lines.get(other).filter(|span| span.flow == flow) else { return false };
            let next = self.seen.partition_point(|seen| seen.name.start < span.start);
            let first = self.seen.get(next).map(|seen| seen.name).filter(|name| name.start == span.start);
            first.is_some_and(|name| name.kind == NameKind::Person && self.word(span, name.end) == ":")
        };
        line.checked_sub(1).is_some_and(speaks) || speaks(line + 1)
    }

    /// Whether the words are joined to a person, and do what persons do: `Mr. Harwell and Ostrander agreed`.
    fn joins_person(&self, line: &LineSpan, name: &Tagged) -> bool {
        let joined = name.start.checked_sub(1).filter(|&idx| AND.contains(&self.word(line, idx)));
        let sure = joined.and_then(|idx| self.person_before(idx)).is_some_and(|seen| seen.cert == Cert::High);
        let acts = name.end < line.end && self.tokens()[name.end].any(Classes::DEED);
        sure && acts && self.tokens()[name.end].shape == Shape::Lower
    }
}

/// The numbers of rules for persons (`person/rules.rs`).
const LISTED: u8 = 0;
const TITLED: u8 = 1;
const INITIALS: u8 = 2;
const EASTERN: u8 = 3;
const FULL_NAME: u8 = 4;
const OFFICE: u8 = 7;
const COMPANY: u8 = 8;
const PARENTHESIS: u8 = 9;
const SPEAKER: u8 = 10;

/// How probable the tagger must at least think what bears a sure sign for it to be certain.
const THINKABLE: f32 = 0.5;
/// How probable the tagger must think a full name that a rule saw too, for it to be certain.
const LIKELY: f32 = 0.7;

/// `25`, `25a`.
fn is_house_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !digits.is_empty()
        && digits.len() < 4
        && word.len() - digits.len() < 2
        && digits.bytes().all(|b| b.is_ascii_digit())
}
