//! Lists of words of a language pack, and how a text is held against them without cost for the words that are not there.

use serde::Deserialize;

/// Names that are counted: months, days of the week, decades. Each has a full form and others.
#[derive(Debug, Deserialize, Default)]
#[serde(from = "Vec<Vec<String>>")]
pub(super) struct Names {
    /// Each name in lower case, its number counted from 1, and whether it is another form than the first.
    forms: Vec<(String, u8, bool)>,
    /// All names.
    pub(super) phrases: Phrases,
    /// What a name may begin with.
    starts: StartFilter,
}

impl From<Vec<Vec<String>>> for Names {
    fn from(names: Vec<Vec<String>>) -> Self {
        let mut forms: Vec<(String, u8, bool)> = Vec::new();
        for (number, words) in (1..).zip(&names) {
            forms.extend(words.iter().enumerate().map(|(idx, form)| (form.to_lowercase(), number, idx > 0)));
        }
        let phrases = Phrases::from(names.concat());
        Self { starts: StartFilter::of(&phrases.list), forms, phrases }
    }
}

impl Names {
    /// Whether a name may begin with these bytes; most words are refused by this one look.
    #[inline]
    pub(super) fn may_begin(&self, bytes: &[u8]) -> bool {
        self.starts.may_begin(bytes)
    }

    /// The number of a name, and whether it is another form than the first.
    pub(super) fn number(&self, word: &str) -> Option<(u8, bool)> {
        self.forms.iter().find(|(form, ..)| is_same(word, form)).map(|&(_, number, short)| (number, short))
    }

    /// The longest name with which `words` begins, as whole words: its length and number.
    pub(super) fn at_start(&self, words: &str) -> Option<(usize, u8)> {
        let len = self.phrases.at_start(words)?;
        self.number(&words[..len]).map(|(number, _)| (len, number))
    }

    /// The names with their numbers, in lower case.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, u8)> {
        self.forms.iter().map(|(form, number, _)| (form.as_str(), *number))
    }

    /// The filter of its names.
    pub(super) fn filter(&self) -> &StartFilter {
        &self.starts
    }
}

/// Which bytes a name may begin with, in either case. It may say yes where it should say no, never the reverse.
#[derive(Debug, Clone)]
pub(super) struct StartFilter([u64; 64]);

impl Default for StartFilter {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl StartFilter {
    fn of(names: &[String]) -> Self {
        let mut filter = Self::default();
        for name in names {
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            let capital = first.to_uppercase() + rest;
            for form in [name.clone(), name.to_uppercase(), capital] {
                if let Some(slot) = slot(form.as_bytes(), fourth(form.as_bytes())) {
                    filter.0[slot >> 6] |= 1 << (slot & 63);
                }
            }
        }
        filter
    }

    /// What either of two filters lets through.
    pub(super) fn or(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
        both
    }

    /// Whether a name may begin with these bytes.
    #[inline]
    pub(super) fn may_begin(&self, bytes: &[u8]) -> bool {
        let has = |fourth| slot(bytes, fourth).is_some_and(|slot| self.0[slot >> 6] >> (slot & 63) & 1 == 1);
        let fourth = fourth(bytes);
        // After a name of three bytes may stand a sign that is not ASCII.
        has(fourth) || (fourth >= 0x80 && has(NO_LETTER))
    }
}

/// What stands for a byte that is no letter, after which a name has ended.
const NO_LETTER: u8 = 0;

/// The fourth byte, an ASCII letter in lower case.
#[inline]
fn fourth(bytes: &[u8]) -> u8 {
    match bytes.get(3) {
        Some(letter) if letter.is_ascii_alphabetic() => letter | 0x20,
        Some(byte) if byte.is_ascii() => NO_LETTER,
        Some(byte) => *byte,
        None => NO_LETTER,
    }
}

/// The bit for the first three bytes and the fourth; ASCII letters count in lower case.
#[inline]
fn slot(bytes: &[u8], fourth: u8) -> Option<usize> {
    let [a, b, c] = *bytes.first_chunk::<3>()?;
    let fold = |byte: u8| usize::from(byte | 0x20);
    let fourth = usize::from(fourth).wrapping_mul(587);
    Some((fold(a) ^ fold(b).wrapping_mul(29) ^ fold(c).wrapping_mul(157) ^ fourth) & 4095)
}

/// A list of words or phrases that stand before or after something; matched without regard to case.
#[derive(Debug, Deserialize, Default)]
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
        let first = words.bytes().next().filter(|&byte| self.starts.contains(byte))?;
        let starts_so =
            |phrase: &&String| !first.is_ascii() || phrase.bytes().next() == Some(first.to_ascii_lowercase());
        let fits = |phrase: &&String| {
            let rest =
                words.get(..phrase.len()).filter(|start| is_same(start, phrase)).map(|start| &words[start.len()..]);
            rest.is_some_and(|rest| {
                !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
            })
        };
        self.list.iter().filter(starts_so).find(fits).map(String::len)
    }

    /// The length of the phrase with which `words` ends, as a whole word.
    pub(super) fn at_end(&self, words: &str) -> Option<usize> {
        let last = words.bytes().next_back().filter(|&byte| self.ends.contains(byte))?;
        let ends_so =
            |phrase: &&String| !last.is_ascii() || phrase.bytes().next_back() == Some(last.to_ascii_lowercase());
        let fits = |phrase: &&String| {
            let start = words.len().checked_sub(phrase.len());
            let rest =
                start.filter(|&at| words.get(at..).is_some_and(|end| is_same(end, phrase))).map(|at| &words[..at]);
            rest.is_some_and(|rest| {
                !phrase.starts_with(char::is_alphanumeric) || !rest.ends_with(char::is_alphanumeric)
            })
        };
        self.list.iter().filter(ends_so).find(fits).map(String::len)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
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
    may_be_same
        && (words.eq_ignore_ascii_case(form)
            || (!form.is_ascii() && words.chars().flat_map(char::to_lowercase).eq(form.chars())))
}

/// A set of bytes.
#[derive(Debug)]
struct ByteSet([bool; 256]);

impl Default for ByteSet {
    fn default() -> Self {
        Self([false; 256])
    }
}

impl ByteSet {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let mut set = Self::default();
        bytes.for_each(|byte| set.0[usize::from(byte)] = true);
        set
    }

    fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}
