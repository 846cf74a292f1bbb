//! The words of dates in one language, read from a language pack.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::date::point::Part;

/// The English pack.
pub(super) fn english() -> &'static Language {
    static ENGLISH: LazyLock<Language> = LazyLock::new(|| {
        toml::from_str(include_str!("english.toml")).expect("the English pack is well formed, or no test would pass")
    });
    &ENGLISH
}

/// A language pack; its file explains the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    capitals: bool,
    months: Names,
    pub(super) weekdays: Names,
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
    pub(super) qualifiers: Qualifiers,
    pub(super) cues: Cues,
    pub(super) relative: Relative,
    pub(super) line: Line,
}

/// Words before a date that change what it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Qualifiers {
    early: Phrases,
    middle: Phrases,
    late: Phrases,
    first_half: Phrases,
    second_half: Phrases,
    not_after: Phrases,
    not_before: Phrases,
    pub(super) between: Phrases,
}

/// Words round a number or the name of a month by which it is a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cues {
    pub(super) year: Phrases,
    pub(super) year_weak: Phrases,
    pub(super) year_adjective: Phrases,
    pub(super) year_label: Phrases,
    pub(super) month: Phrases,
    pub(super) month_weak: Phrases,
    pub(super) month_adjective: Phrases,
    pub(super) names_too: Phrases,
    pub(super) day: Phrases,
    pub(super) day_alone: Phrases,
    pub(super) after_day_alone: Phrases,
    pub(super) units: Phrases,
    pub(super) not_after: Phrases,
}

/// Words that say in which year a date lies, or that it lies in another time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relative {
    pub(super) last: Phrases,
    pub(super) next: Phrases,
    pub(super) this_year: Phrases,
    pub(super) last_year: Phrases,
    pub(super) next_year: Phrases,
    pub(super) aside: Phrases,
}

/// Words beside a date that is a line of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) before: Phrases,
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

impl Language {
    /// Whether the name of a month may begin with this byte.
    pub(super) fn is_initial(&self, byte: u8) -> bool {
        self.months.phrases.starts.contains(byte) && !(self.capitals && byte.is_ascii_lowercase())
    }

    /// The month of this name, and whether the name is a short form (which may have a full stop after it).
    pub(super) fn month_named(&self, word: &str) -> Option<(u8, bool)> {
        let initial = word.chars().next()?;
        if self.capitals && !initial.is_uppercase() {
            return None;
        }
        self.months.number(word)
    }

    /// The day of the week of this name; Monday is 1.
    pub(super) fn weekday_named(&self, word: &str) -> Option<u8> {
        self.weekdays.number(word).map(|(number, _)| number)
    }
}

impl Qualifiers {
    /// Each qualifier with its words.
    pub(super) fn all(&self) -> [(Qualifier, &Phrases); 7] {
        [
            (Qualifier::NotAfter, &self.not_after),
            (Qualifier::NotBefore, &self.not_before),
            (Qualifier::Part(Part::FirstHalf), &self.first_half),
            (Qualifier::Part(Part::SecondHalf), &self.second_half),
            (Qualifier::Part(Part::Early), &self.early),
            (Qualifier::Part(Part::Middle), &self.middle),
            (Qualifier::Part(Part::Late), &self.late),
        ]
    }
}

/// Names that are counted: months, days of the week. Each has a full form and short ones.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<Vec<String>>")]
pub(super) struct Names {
    /// Each name in lower case, its number counted from 1, and whether it is a short form.
    forms: Vec<(String, u8, bool)>,
    /// All names.
    pub(super) phrases: Phrases,
}

impl From<Vec<Vec<String>>> for Names {
    fn from(names: Vec<Vec<String>>) -> Self {
        let forms = (1..).zip(&names).flat_map(|(number, forms)| {
            forms.iter().enumerate().map(move |(idx, form)| (form.to_lowercase(), number, idx > 0))
        });
        Self { forms: forms.collect(), phrases: Phrases::from(names.concat()) }
    }
}

impl Names {
    fn number(&self, word: &str) -> Option<(u8, bool)> {
        self.forms.iter().find(|(form, ..)| is_same(word, form)).map(|&(_, number, short)| (number, short))
    }
}

/// A list of words or phrases that stand before or after something; matched without regard to case.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Phrases {
    /// In lower case, the longest first.
    list: Vec<String>,
    /// The bytes with which they may begin and end, in either case: most words are refused by one look.
    starts: ByteSet,
    ends: ByteSet,
}

impl From<Vec<String>> for Phrases {
    fn from(words: Vec<String>) -> Self {
        let mut list: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        list.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
        let both_cases = || list.iter().flat_map(|word| [word.clone(), word.to_uppercase()]);
        let starts = ByteSet::of(both_cases().filter_map(|word| word.bytes().next()));
        let ends = ByteSet::of(both_cases().filter_map(|word| word.bytes().next_back()));
        Self { list, starts, ends }
    }
}

impl Phrases {
    /// The length of the phrase with which `words` begins, as a whole word.
    pub(super) fn at_start(&self, words: &str) -> Option<usize> {
        if !words.bytes().next().is_some_and(|byte| self.starts.contains(byte)) {
            return None;
        }
        let fits = |phrase: &&String| {
            let rest =
                words.get(..phrase.len()).filter(|start| is_same(start, phrase)).map(|start| &words[start.len()..]);
            rest.is_some_and(|rest| {
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
        let fits = |phrase: &&String| {
            let start = words.len().checked_sub(phrase.len());
            let rest =
                start.filter(|&at| words.get(at..).is_some_and(|end| is_same(end, phrase))).map(|at| &words[..at]);
            rest.is_some_and(|rest| {
                !phrase.starts_with(char::is_alphanumeric) || !rest.ends_with(char::is_alphanumeric)
            })
        };
        self.list.iter().find(fits).map(String::len)
    }

    /// Whether `word` is one of them, in any case.
    pub(super) fn contain(&self, word: &str) -> bool {
        self.list.iter().any(|phrase| is_same(word, phrase))
    }
}

/// Whether `words` are those of `form`, which is in lower case, in any case.
#[inline]
fn is_same(words: &str, form: &str) -> bool {
    let initials = words.bytes().next().zip(form.bytes().next());
    let may_be_same = words.len() == form.len()
        && initials.is_some_and(|(one, other)| one.eq_ignore_ascii_case(&other) || !other.is_ascii());
    may_be_same && (words.eq_ignore_ascii_case(form) || (!form.is_ascii() && words.to_lowercase() == form))
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
