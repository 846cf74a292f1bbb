//! What is known of words: titles, offices, given names, and words that are never names. The words are data.

use std::collections::HashMap;
use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use crate::recognizer::hash::{HashedMap, hash};

/// The classes to which a word belongs; a word may belong to several (`Ambassador` is a title and an office).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u64);

impl Classes {
    /// No class.
    pub(super) const NONE: Self = Self(0);

    /// Whether the word belongs to at least one of `classes`.
    pub(super) fn any(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// The classes as a number, a bit for each.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    /// The classes that are also among `classes`.
    pub(super) fn only(self, classes: Self) -> Self {
        Self(self.0 & classes.0)
    }

    /// These classes and others.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

macro_rules! classes {
    ($($bit:literal $name:ident $doc:literal: $($file:literal / $key:literal),+;)*) => {
        impl Classes {
            $(#[doc = $doc] pub(super) const $name: Self = Self(1 << $bit);)*
        }

        /// Each class with the lists of words that belong to it: the file and the key in the file.
        const LISTS: &[(Classes, &[(&str, &str)])] = &[$((Classes::$name, &[$(($file, $key)),+])),*];
    };
}

classes! {
    0 HONORIFIC "Stands before a name and is part of it: `Mr.`, `Rabbi`.": "titles" / "honorific";
    1 SURE "An honorific or particle said of nobody but a person.": "titles" / "sure", "particles" / "noble";
    2 RANK "A rank, also part of the name: `General`.": "titles" / "rank";
    3 RANK_PREFIX "Goes before a rank: `Vice` Admiral.": "titles" / "rank_prefix";
    4 PLURAL "Stands before several names: `Messrs.`": "titles" / "plural";
    5 OFFICE "An office, which stays outside the name: `Minister`.": "titles" / "office";
    6 KIN "Kinship and company: my `sister` Rosa.": "titles" / "kin";
    7 CALLING "A calling: the `lawyer` Cohn.": "titles" / "calling";
    8 NAMED "Says that a name follows: a man `named` Weiss.": "titles" / "named";
    9 PARTICLE "A small part inside a name: Charles `de` Gaulle.": "particles" / "particle";
    10 SUFFIX "Follows a name: `Jr.`": "particles" / "suffix";
    11 INITIAL "An initial of several letters: `Yu.`": "particles" / "initial";
    12 DOTTED "Letters with dots that are no initials: `U.S.`": "particles" / "dotted";
    13 ABBREVIATION "Its dot ends no sentence: `Gen.`": "particles" / "abbreviation";
    14 GIVEN "A given name.":
        "given" / "english", "given" / "french", "given" / "german", "given" / "slavic", "given" / "jewish",
        "given" / "hungarian", "given" / "romance", "given" / "arabic", "given" / "asian_african_nordic";
    15 FAMILY "An East or Southeast Asian family name, which stands first.":
        "family" / "korean", "family" / "chinese", "family" / "vietnamese";
    16 CALENDAR "A month, weekday or feast.": "never" / "calendar";
    17 PLACE "A place.": "never" / "place";
    18 PEOPLE "A people, creed or party and its adjective.": "never" / "people";
    19 INSTITUTION "Part of the name of an institution or thing.": "never" / "institution";
    20 COMMON "A word of common language.": "never" / "common", "titles" / "office_part";
    21 DEED "What a person does: Lindqvist `said`.": "cues" / "deed";
    22 DEED_WEAK "What a person may do: Lindqvist `had`.": "cues" / "deed_weak";
    23 BEFORE "Stands before a person: `with` Lindqvist.": "cues" / "before";
    24 BEFORE_PLACE "Stands before a place or thing: `in` Velmark.": "cues" / "before_place";
    26 OPENING "A particle that may begin a name: `von` Brentano.": "particles" / "opening";
    27 FAMOUS "The family name of somebody known to all.": "famous" / "statesman";
    28 GERMAN "A word of German sentences.": "cues" / "german";
    29 PLACE_NOUN "Stands before the name of a place: the `village` Velmark.": "cues" / "place_noun";
    31 FRENCH "A word of French sentences.": "cues" / "french";
    32 CONNECTOR "May stand inside a name of several words: Council `of` Elders.": "cues" / "connector";
    33 COUNTRY "A country.": "places" / "country";
    34 CITY "A large or well known town.": "places" / "city";
    35 REGION "A region, river, mountain or sea.": "places" / "region";
    36 SITE "A camp or ghetto of the Second World War.": "places" / "site";
    37 ORGANIZATION "A well known organization, or its letters.": "organizations" / "known";
    38 ORG_NOUN "A noun that says what sort of organization is named: `Ministry`.": "organizations" / "noun";
    39 PLACE_PART "Part of the name of a place: `Street`, `River`, `Saint`.": "places" / "part";
    30 MOTION "Goes `to` or comes `from` a place.": "cues" / "motion";
    25 AFTER "A noun that goes with a person: the Lindqvist `visit`.": "cues" / "after";
}

impl Classes {
    /// Words that are no names of persons unless a sure sign says so.
    pub(super) const NEVER: Self =
        Self::CALENDAR.with(Self::PLACE).with(Self::PEOPLE).with(Self::INSTITUTION).with(Self::COMMON);
    /// Words that announce a name.
    pub(super) const TITLE: Self = Self::HONORIFIC.with(Self::RANK);
}

const FILES: &[(&str, &str)] = &[
    ("titles", include_str!("data/titles.toml")),
    ("particles", include_str!("data/particles.toml")),
    ("given", include_str!("data/given.toml")),
    ("family", include_str!("data/family.toml")),
    ("famous", include_str!("data/famous.toml")),
    ("never", include_str!("data/never.toml")),
    ("cues", include_str!("data/cues.toml")),
    ("places", include_str!("data/places.toml")),
    ("organizations", include_str!("data/organizations.toml")),
];

type WordLists = HashMap<String, String>;

/// The words with their classes, and the endings that no surname has.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// By the hash of the folded word.
    words: HashedMap<Classes>,
    bad_endings: Vec<String>,
    good_endings: Vec<String>,
}

impl Lexicon {
    /// The lexicon that ships with postil.
    pub(super) fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
        &SHIPPED
    }

    fn read() -> Self {
        let mut words = HashedMap::default();
        let (mut bad_endings, mut good_endings) = (Vec::new(), Vec::new());
        for &(file, toml) in FILES {
            let lists: WordLists = toml::from_str(toml).expect("the word lists are compiled in and read by a test");
            for &(class, sources) in LISTS {
                for &(_, key) in sources.iter().filter(|&&(name, _)| name == file) {
                    for word in lists.get(key).map(String::as_str).unwrap_or_default().split_whitespace() {
                        *words.entry(hash(word.as_bytes())).or_default() |= class;
                    }
                }
            }
            for (key, endings) in [("ending_bad", &mut bad_endings), ("ending_good", &mut good_endings)] {
                let words = lists.get(key).map(String::as_str).unwrap_or_default();
                endings.extend(words.split_whitespace().map(str::to_owned));
            }
        }
        Self { words, bad_endings, good_endings }
    }

    /// The classes of a folded word. A compound that is not listed has those of its parts that settle what it is.
    pub(super) fn classes(&self, folded: &str) -> Classes {
        self.classes_of(hash(folded.as_bytes()), folded)
    }

    /// The same, of a folded word whose hash is known.
    pub(super) fn classes_of(&self, hash: u64, folded: &str) -> Classes {
        if let Some(&classes) = self.words.get(&hash) {
            return classes;
        }
        if folded.contains('-') { self.compound(folded) } else { Classes::NONE }
    }

    /// `SS-Oberscharführer` is a rank, `Sino-Soviet` a people, `Moyshe-Leyb` a given name, `Ball-Kaduri` nothing known.
    fn compound(&self, folded: &str) -> Classes {
        let class = |part: &str| self.words.get(&hash(part.as_bytes())).copied().unwrap_or_default();
        let (first, last) =
            (class(folded.split('-').next().unwrap_or_default()), class(folded.rsplit('-').next().unwrap_or_default()));
        if first.any(Classes::OFFICE) && last.any(Classes::RANK) {
            return Classes::OFFICE; // Secretary-General
        }
        let given = if last.any(Classes::NEVER) { Classes::NONE } else { first.only(Classes::GIVEN) };
        last.only(Classes::TITLE | Classes::OFFICE | Classes::NEVER) | first.only(Classes::PEOPLE) | given
    }

    /// Whether the folded word ends as hardly any surname does (`-ment`, `-burg`).
    pub(super) fn ends_badly(&self, folded: &str) -> bool {
        ends_with_any(folded, &self.bad_endings)
    }

    /// Whether the folded word ends as surnames do (`-enko`, `-stein`).
    pub(super) fn ends_well(&self, folded: &str) -> bool {
        ends_with_any(folded, &self.good_endings)
    }
}

fn ends_with_any(folded: &str, endings: &[String]) -> bool {
    let last = folded.bytes().next_back();
    let mut alike = endings.iter().filter(|ending| ending.bytes().next_back() == last);
    alike.any(|ending| folded.len() > ending.len() + 1 && folded.ends_with(ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizer::fold::fold;

    #[test]
    fn every_word_list_has_words_and_they_are_folded() {
        for &(_, sources) in LISTS {
            for &(file, key) in sources {
                let toml = FILES.iter().find(|&&(name, _)| name == file).unwrap().1;
                let lists: WordLists = toml::from_str(toml).unwrap();
                assert!(lists[key].split_whitespace().next().is_some(), "{file}/{key} is empty");
                for word in lists[key].split_whitespace() {
                    assert_eq!(fold(word), word, "in {file}/{key}");
                }
            }
        }
    }

    #[test]
    fn compounds_take_their_classes_from_their_parts() {
        let lexicon = Lexicon::shipped();
        assert!(lexicon.classes("ss-oberscharfuhrer").any(Classes::RANK));
        assert!(lexicon.classes("sino-soviet").any(Classes::NEVER));
        assert!(lexicon.classes("moyshe-leyb").any(Classes::GIVEN));
        assert_eq!(lexicon.classes("ball-kaduri"), Classes::NONE);
    }
}
