//! The words of dates in one language, read from a language pack.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::date::point::Part;

/// The English pack.
pub(super) fn english() -> &'static Language {
    static ENGLISH: LazyLock<Language> = LazyLock::new(|| {
        let pack = toml::from_str(include_str!("english.toml")).expect("the English pack is well formed (tested)");
        Language::new(pack)
    });
    &ENGLISH
}

/// A language pack as its file has it; the file explains the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    capitals: bool,
    months: Vec<Vec<String>>,
    names_too: Vec<String>,
    weekdays: Vec<Vec<String>>,
    ordinals: Vec<String>,
    of: Vec<String>,
    the: Vec<String>,
    through: Vec<String>,
    to: Vec<String>,
    and: Vec<String>,
    between: Vec<String>,
    old_style: Vec<String>,
    new_style: Vec<String>,
    noon: Vec<String>,
    before_noon: Vec<String>,
    after_noon: Vec<String>,
    decade: Vec<String>,
    qualifiers: Qualifiers,
    cues: Cues,
    relative: Relative,
    line: Line,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Qualifiers {
    early: Vec<String>,
    middle: Vec<String>,
    late: Vec<String>,
    first_half: Vec<String>,
    second_half: Vec<String>,
    not_after: Vec<String>,
    not_before: Vec<String>,
    between: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cues {
    year: Vec<String>,
    year_weak: Vec<String>,
    year_adjective: Vec<String>,
    year_label: Vec<String>,
    month: Vec<String>,
    month_weak: Vec<String>,
    month_adjective: Vec<String>,
    day: Vec<String>,
    day_alone: Vec<String>,
    after_day_alone: Vec<String>,
    units: Vec<String>,
    not_after: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Relative {
    last: Vec<String>,
    next: Vec<String>,
    this_year: Vec<String>,
    last_year: Vec<String>,
    next_year: Vec<String>,
    aside: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    before: Vec<String>,
}

/// What a word before a date makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    /// A part of it.
    Part(Part),
    /// It is the latest possible date.
    NotAfter,
    /// It is the earliest possible date.
    NotBefore,
}

/// A list of words or phrases that stand before or after something; matched without regard to case.
#[derive(Debug)]
pub(super) struct Phrases {
    /// In lower case, the longest first.
    list: Vec<String>,
    /// The bytes with which they may begin and end, in either case: most words are refused by one look.
    starts: ByteSet,
    ends: ByteSet,
}

impl Phrases {
    fn new(words: &[String]) -> Self {
        let mut list: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        list.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
        let both_cases = || list.iter().flat_map(|word| [word.clone(), word.to_uppercase()]);
        let starts = ByteSet::of(both_cases().filter_map(|word| word.bytes().next()));
        let ends = ByteSet::of(both_cases().filter_map(|word| word.bytes().next_back()));
        Self { list, starts, ends }
    }

    /// The length of the phrase with which `words` begins, as a whole word.
    pub(super) fn at_start(&self, words: &str) -> Option<usize> {
        if !words.bytes().next().is_some_and(|byte| self.starts.contains(byte)) {
            return None;
        }
        let words = lowered(words);
        let fits = |phrase: &&String| {
            words.strip_prefix(phrase.as_str()).is_some_and(|rest| {
                !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
            })
        };
        self.list.iter().find(fits).map(String::len)
    }

    /// The length of the phrase with which `words` ends, as a whole word.
    pub(super) fn at_end(&self, words: &str) -> Option<usize> {
        if !words.bytes().next_back().is_some_and(|byte| self.ends.contains(byte)) {
            return None;
        }
        let words = lowered(words);
        let fits = |phrase: &&String| {
            words.strip_suffix(phrase.as_str()).is_some_and(|rest| {
                !phrase.starts_with(char::is_alphanumeric) || !rest.ends_with(char::is_alphanumeric)
            })
        };
        self.list.iter().find(fits).map(String::len)
    }

    /// Whether `word` is one of them, in any case.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.list.iter().any(|phrase| phrase.eq_ignore_ascii_case(word))
    }
}

/// In lower case, character by character, so that no offset moves.
fn lowered(words: &str) -> String {
    if words.is_ascii() {
        return words.to_ascii_lowercase();
    }
    words
        .chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            lower.next().filter(|first| first.len_utf8() == c.len_utf8() && lower.next().is_none()).unwrap_or(c)
        })
        .collect()
}

/// A set of bytes.
#[derive(Debug)]
struct ByteSet([bool; 256]);

impl ByteSet {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let mut set = [false; 256];
        bytes.for_each(|byte| set[usize::from(byte)] = true);
        Self(set)
    }

    fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

/// The words of dates in one language.
#[derive(Debug)]
pub(super) struct Language {
    capitals: bool,
    /// Month by name in lower case, with whether the name is a short form.
    months: HashMap<String, (u8, bool)>,
    /// The bytes with which the names of months begin.
    initials: ByteSet,
    /// Months whose names are other names too.
    pub(super) names_too: Vec<u8>,
    pub(super) weekdays: Phrases,
    /// Day of the week by name in lower case, Monday 1; the flag tells short names.
    weekday_numbers: HashMap<String, (u8, bool)>,
    pub(super) ordinals: Phrases,
    pub(super) of: Phrases,
    pub(super) the: Phrases,
    pub(super) through: Phrases,
    pub(super) to: Phrases,
    pub(super) and: Phrases,
    pub(super) between: Phrases,
    pub(super) old_style: Phrases,
    pub(super) new_style: Phrases,
    pub(super) noon: Phrases,
    pub(super) before_noon: Phrases,
    pub(super) after_noon: Phrases,
    pub(super) decade: Phrases,
    pub(super) qualifiers: Vec<(Qualifier, Phrases)>,
    pub(super) between_qualifier_and_date: Phrases,
    pub(super) year: Phrases,
    pub(super) year_weak: Phrases,
    pub(super) year_adjective: Phrases,
    pub(super) year_label: Phrases,
    pub(super) month: Phrases,
    pub(super) month_weak: Phrases,
    pub(super) month_adjective: Phrases,
    pub(super) day: Phrases,
    pub(super) day_alone: Phrases,
    pub(super) after_day_alone: Phrases,
    pub(super) units: Phrases,
    pub(super) not_after: Phrases,
    pub(super) last: Phrases,
    pub(super) next: Phrases,
    pub(super) this_year: Phrases,
    pub(super) last_year: Phrases,
    pub(super) next_year: Phrases,
    pub(super) aside: Phrases,
    pub(super) line_before: Phrases,
}

impl Language {
    fn new(pack: Pack) -> Self {
        let months = numbered(&pack.months);
        let names_too =
            pack.names_too.iter().filter_map(|name| months.get(&name.to_lowercase()).map(|m| m.0)).collect();
        let qualifiers = &pack.qualifiers;
        let cues = &pack.cues;
        Self {
            capitals: pack.capitals,
            initials: initials(&pack),
            months,
            names_too,
            weekdays: Phrases::new(&pack.weekdays.concat()),
            weekday_numbers: numbered(&pack.weekdays),
            ordinals: Phrases::new(&pack.ordinals),
            of: Phrases::new(&pack.of),
            the: Phrases::new(&pack.the),
            through: Phrases::new(&pack.through),
            to: Phrases::new(&pack.to),
            and: Phrases::new(&pack.and),
            between: Phrases::new(&pack.between),
            old_style: Phrases::new(&pack.old_style),
            new_style: Phrases::new(&pack.new_style),
            noon: Phrases::new(&pack.noon),
            before_noon: Phrases::new(&pack.before_noon),
            after_noon: Phrases::new(&pack.after_noon),
            decade: Phrases::new(&pack.decade),
            qualifiers: qualifier_list(qualifiers),
            between_qualifier_and_date: Phrases::new(&qualifiers.between),
            year: Phrases::new(&cues.year),
            year_weak: Phrases::new(&cues.year_weak),
            year_adjective: Phrases::new(&cues.year_adjective),
            year_label: Phrases::new(&cues.year_label),
            month: Phrases::new(&cues.month),
            month_weak: Phrases::new(&cues.month_weak),
            month_adjective: Phrases::new(&cues.month_adjective),
            day: Phrases::new(&cues.day),
            day_alone: Phrases::new(&cues.day_alone),
            after_day_alone: Phrases::new(&cues.after_day_alone),
            units: Phrases::new(&cues.units),
            not_after: Phrases::new(&cues.not_after),
            last: Phrases::new(&pack.relative.last),
            next: Phrases::new(&pack.relative.next),
            this_year: Phrases::new(&pack.relative.this_year),
            last_year: Phrases::new(&pack.relative.last_year),
            next_year: Phrases::new(&pack.relative.next_year),
            aside: Phrases::new(&pack.relative.aside),
            line_before: Phrases::new(&pack.line.before),
        }
    }

    /// Whether the name of a month may begin with this byte.
    pub(super) fn is_initial(&self, byte: u8) -> bool {
        self.initials.contains(byte)
    }

    /// The day of the week of this name; Monday is 1.
    pub(super) fn weekday_named(&self, word: &str) -> Option<u8> {
        self.weekday_numbers.get(&word.to_lowercase()).map(|(number, _)| *number)
    }

    /// The month of this name, and whether the name is a short form (which may have a full stop after it).
    pub(super) fn month_named(&self, word: &str) -> Option<(u8, bool)> {
        let initial = word.chars().next()?;
        if self.capitals && !initial.is_uppercase() {
            return None;
        }
        self.months.get(&word.to_lowercase()).copied()
    }
}

/// The number of each name, counted from 1, and whether it is a short form.
fn numbered(names: &[Vec<String>]) -> HashMap<String, (u8, bool)> {
    (1..)
        .zip(names)
        .flat_map(|(number, names)| {
            names.iter().enumerate().map(move |(idx, name)| (name.to_lowercase(), (number, idx > 0)))
        })
        .collect()
}

fn initials(pack: &Pack) -> ByteSet {
    let first_byte = |name: String| name.bytes().next();
    let capitals = pack.months.iter().flatten().filter_map(|name| first_byte(name.to_uppercase()));
    let small = pack.months.iter().flatten().filter_map(|name| first_byte(name.to_lowercase()));
    ByteSet::of(capitals.chain(small.filter(|_| !pack.capitals)))
}

fn qualifier_list(words: &Qualifiers) -> Vec<(Qualifier, Phrases)> {
    vec![
        (Qualifier::NotAfter, Phrases::new(&words.not_after)),
        (Qualifier::NotBefore, Phrases::new(&words.not_before)),
        (Qualifier::Part(Part::FirstHalf), Phrases::new(&words.first_half)),
        (Qualifier::Part(Part::SecondHalf), Phrases::new(&words.second_half)),
        (Qualifier::Part(Part::Early), Phrases::new(&words.early)),
        (Qualifier::Part(Part::Middle), Phrases::new(&words.middle)),
        (Qualifier::Part(Part::Late), Phrases::new(&words.late)),
    ]
}
