//! Which entries of the register may be one and the same: for an editor to settle.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::entities::RegisterEntry;
use crate::model::NameKind;

/// Two entries that may be one, by their places in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duplicate {
    /// The entry.
    pub one: usize,
    /// The other, later in the list.
    pub other: usize,
    /// Why they may be one.
    pub likeness: Likeness,
}

/// In what two names are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They have the same words, in whatever order.
    SameWords,
    /// One has initials, or fewer words, where the other has more.
    Shorter,
    /// They sound alike: `Pusanov`, `Puzanov`.
    Spelling,
}

impl Likeness {
    /// `same words`, `shorter form` or `similar spelling`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameWords => "same words",
            Self::Shorter => "shorter form",
            Self::Spelling => "similar spelling",
        }
    }
}

/// Names that share a word with more others than this are not compared by it, which keeps the work in proportion.
const MOST_BEARERS: usize = 100;

/// The pairs of entries that may be one, in order. Two entries of the same authority file are two.
pub(super) fn duplicates(entries: &[RegisterEntry]) -> Vec<Duplicate> {
    let names: Vec<Vec<Name>> =
        entries.iter().map(|entry| entry.forms.iter().map(|form| Name::of(form)).collect()).collect();
    let mut blocks: BTreeMap<(NameKind, &str), Vec<usize>> = BTreeMap::new();
    for (idx, forms) in names.iter().enumerate() {
        let words: BTreeSet<&str> = forms.iter().flat_map(|name| &name.words).filter_map(Word::block).collect();
        for word in words {
            blocks.entry((entries[idx].kind, word)).or_default().push(idx);
        }
    }
    let mut found: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    for block in blocks.values().filter(|block| block.len() <= MOST_BEARERS) {
        for (at, &one) in block.iter().enumerate() {
            for &other in &block[at + 1..] {
                if !known_apart(&entries[one], &entries[other])
                    && let Some(likeness) = likeness(&names[one], &names[other])
                {
                    found.entry((one, other)).and_modify(|known| *known = (*known).min(likeness)).or_insert(likeness);
                }
            }
        }
    }
    found.into_iter().map(|((one, other), likeness)| Duplicate { one, other, likeness }).collect()
}

/// Whether both have an identifier of one type, and not the same.
fn known_apart(one: &RegisterEntry, other: &RegisterEntry) -> bool {
    use crate::entities::Basis::Identifier;
    let same_type = |kind: &str| {
        let value =
            |entry: &RegisterEntry| entry.idnos.iter().find(|(own, _)| own == kind).map(|(_, value)| value.clone());
        matches!((value(one), value(other)), (Some(one), Some(other)) if one != other)
    };
    let both_listed =
        one.basis == Identifier && other.basis == Identifier && one.idnos.is_empty() && other.idnos.is_empty();
    both_listed || one.idnos.iter().any(|(kind, _)| same_type(kind))
}

fn likeness(one: &[Name], other: &[Name]) -> Option<Likeness> {
    one.iter().flat_map(|name| other.iter().filter_map(|second| name.likeness(second))).min()
}

/// A name as its words, without order.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    words: Vec<Word>,
}

/// A word in small letters without diacritics, and how it sounds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    letters: String,
    sound: String,
}

impl Word {
    /// The sound by which names are found that may be alike; none for initials and very short words.
    fn block(&self) -> Option<&str> {
        (self.letters.chars().count() > 2 && !self.sound.is_empty()).then_some(self.sound.as_str())
    }

    fn is_initial(&self) -> bool {
        self.letters.chars().count() <= 1
    }

    /// Whether one is the other, or its initial, or sounds like it. Words of few consonants all sound alike.
    fn fits(&self, other: &Self) -> bool {
        if self.is_initial() || other.is_initial() {
            return self.letters.chars().next() == other.letters.chars().next();
        }
        self.letters == other.letters || (self.sound == other.sound && self.sound.chars().count() > 2)
    }
}

impl Name {
    fn of(form: &str) -> Self {
        let folded: String = form.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let words =
            folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty());
        let mut words: Vec<Word> = words.map(|word| Word { letters: word.to_owned(), sound: sound(word) }).collect();
        words.sort();
        Self { words }
    }

    fn likeness(&self, other: &Self) -> Option<Likeness> {
        let letters = |name: &Self| name.words.iter().map(|word| word.letters.clone()).collect::<Vec<_>>();
        if letters(self) == letters(other) {
            return Some(Likeness::SameWords);
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let mut left: Vec<&Word> = long.words.iter().collect();
        let (mut shared, mut same_letters) = (false, true);
        // Whole words first, so that an initial takes what is left.
        let (initials, whole): (Vec<&Word>, Vec<&Word>) = short.words.iter().partition(|word| word.is_initial());
        for word in whole.into_iter().chain(initials) {
            let at = left.iter().position(|candidate| word.fits(candidate))?;
            let fitting = left.swap_remove(at);
            if word.block().is_some() && fitting.block().is_some() {
                shared = true;
                same_letters &= word.letters == fitting.letters;
            }
        }
        let likeness = if same_letters { Likeness::Shorter } else { Likeness::Spelling };
        shared.then_some(likeness)
    }
}

/// What is left of a word when spellings of one sound are made the same and vowels after the first letter taken away.
fn sound(word: &str) -> String {
    let plain = word.replace("ph", "f").replace("sch", "s").replace("sh", "s").replace("kh", "h").replace("ck", "k");
    let mut sound = String::new();
    for (idx, letter) in plain.chars().enumerate() {
        let letter = match letter {
            'z' => 's',
            'w' => 'v',
            'c' | 'q' => 'k',
            'y' | 'j' => 'i',
            letter => letter,
        };
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | '\'' | '’');
        if (!vowel || idx == 0) && !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}
