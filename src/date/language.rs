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
    weekdays: Vec<String>,
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
}

impl Phrases {
    fn new(words: &[String]) -> Self {
        let mut list: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        list.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
        Self { list }
    }

    /// The length of the phrase with which `words` (in lower case) begins, as a whole word.
    pub(super) fn at_start(&self, words: &str) -> Option<usize> {
        let fits = |phrase: &&String| {
            words.strip_prefix(phrase.as_str()).is_some_and(|rest| {
                !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
            })
        };
        self.list.iter().find(fits).map(String::len)
    }

    /// The length of the phrase with which `words` (in lower case) ends, as a whole word.
    pub(super) fn at_end(&self, words: &str) -> Option<usize> {
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

/// The words of dates in one language.
#[derive(Debug)]
pub(super) struct Language {
    capitals: bool,
    /// Month by name in lower case, with whether the name is a short form.
    months: HashMap<String, (u8, bool)>,
    /// The bytes with which the names of months begin.
    initials: [bool; 256],
    /// Months whose names are other names too.
    pub(super) names_too: Vec<u8>,
    pub(super) weekdays: Phrases,
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
    pub(super) line_before: Phrases,
}

impl Language {
    fn new(pack: Pack) -> Self {
        let months = month_names(&pack.months);
        let names_too =
            pack.names_too.iter().filter_map(|name| months.get(&name.to_lowercase()).map(|m| m.0)).collect();
        let qualifiers = &pack.qualifiers;
        let cues = &pack.cues;
        Self {
            capitals: pack.capitals,
            initials: initials(&pack),
            months,
            names_too,
            weekdays: Phrases::new(&pack.weekdays),
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
            line_before: Phrases::new(&pack.line.before),
        }
    }

    /// Whether the name of a month may begin with this byte.
    pub(super) fn is_initial(&self, byte: u8) -> bool {
        self.initials[usize::from(byte)]
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

fn month_names(months: &[Vec<String>]) -> HashMap<String, (u8, bool)> {
    (1..)
        .zip(months)
        .flat_map(|(number, names)| {
            names.iter().enumerate().map(move |(idx, name)| (name.to_lowercase(), (number, idx > 0)))
        })
        .collect()
}

fn initials(pack: &Pack) -> [bool; 256] {
    let mut initials = [false; 256];
    for name in pack.months.iter().flatten() {
        let lower = name.to_lowercase();
        let upper = name.to_uppercase();
        initials[usize::from(upper.as_bytes()[0])] = true;
        initials[usize::from(lower.as_bytes()[0])] |= !pack.capitals;
    }
    initials
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
