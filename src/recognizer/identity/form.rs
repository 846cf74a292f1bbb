//! A name taken apart: family name, given names or initials, and what its title says of the bearer.

use crate::recognizer::fold::fold;
use crate::recognizer::lexicon::{Classes, Lexicon};

/// A name taken apart, folded so that forms can be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NameForm {
    /// The family name, or the only name.
    pub(super) family: String,
    /// Given names and initials, in order; an initial is one letter, or the letters that stand for one (`yu`).
    pub(super) given: Vec<Given>,
    /// What the title says.
    pub(super) gender: Option<Gender>,
}

/// A given name or an initial.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Given {
    /// A name in full.
    Name(String),
    /// An initial.
    Initial(String),
}

impl Given {
    /// Whether both may stand for the same name: `A.` and `Aleksandr`.
    fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(one), Self::Name(two)) => one == two,
            (Self::Initial(letters), Self::Name(name)) | (Self::Name(name), Self::Initial(letters)) => {
                name.starts_with(letters.as_str())
            }
            (Self::Initial(one), Self::Initial(two)) => one.starts_with(two.as_str()) || two.starts_with(one.as_str()),
        }
    }
}

/// The gender that a title gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Gender {
    /// `Mrs.`, `Frau`
    Feminine,
    /// `Mr.`, `Herr`
    Masculine,
}

impl Gender {
    /// What the titles before a name say, if they say anything.
    pub(super) fn of_titles(titles: &str) -> Option<Self> {
        titles.split_whitespace().find_map(|title| {
            let title = fold(title.trim_end_matches('.'));
            if FEMININE.contains(&title.as_str()) {
                return Some(Self::Feminine);
            }
            MASCULINE.contains(&title.as_str()).then_some(Self::Masculine)
        })
    }
}

const FEMININE: &[&str] = &[
    "mrs", "miss", "ms", "madame", "mme", "mlle", "frau", "fraulein", "lady", "senora", "signora", "queen", "countess",
    "princess", "pani",
];
const MASCULINE: &[&str] =
    &["mr", "herr", "sir", "lord", "monsieur", "king", "prince", "count", "pan", "father", "brother"];

impl NameForm {
    /// Takes a name without its titles apart; `None` if it has no letters.
    pub(super) fn parse(name: &str, gender: Option<Gender>) -> Option<Self> {
        let words = words(name);
        let family_at = family_at(&words)?;
        let given = words
            .iter()
            .enumerate()
            .filter(|&(idx, word)| idx != family_at && !word.is_minor())
            .flat_map(|(_, word)| word.given())
            .collect();
        Some(Self { family: words[family_at].folded.clone(), given, gender })
    }

    /// Whether it is one name alone.
    pub(super) fn is_bare(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether both forms, which have one family name, may name the same person: the given names of the shorter stand
    /// in the longer in the same order.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let (short, long) = if self.given.len() <= other.given.len() {
            (&self.given, &other.given)
        } else {
            (&other.given, &self.given)
        };
        let mut rest = long.iter();
        short.iter().all(|given| rest.any(|candidate| candidate.fits(given))) && !self.contradicts(other)
    }

    /// Whether the titles name persons of different gender.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        matches!((self.gender, other.gender), (Some(one), Some(two)) if one != two)
    }
}

/// A word of a name.
struct Word {
    folded: String,
    dotted: bool,
    capital: bool,
    classes: Classes,
}

impl Word {
    fn new(word: &str, dotted: bool) -> Self {
        let folded = fold(word);
        let classes = Lexicon::shipped().classes(&folded);
        Self { capital: word.starts_with(char::is_uppercase), folded, dotted, classes }
    }

    /// Whether it is a particle or a suffix, which tells nobody apart.
    fn is_minor(&self) -> bool {
        (self.classes.any(Classes::PARTICLE) && !self.capital) || self.classes.any(Classes::SUFFIX)
    }

    fn is_initial(&self) -> bool {
        self.folded.chars().count() == 1 || (self.dotted && self.classes.any(Classes::INITIAL))
    }

    /// The given names in it: `En-lai` has two.
    fn given(&self) -> Vec<Given> {
        if self.is_initial() {
            return vec![Given::Initial(self.folded.clone())];
        }
        self.folded.split('-').filter(|part| !part.is_empty()).map(|part| Given::Name(part.to_owned())).collect()
    }
}

/// The words of a name; initials that stand close come apart.
fn words(name: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for word in name.split([' ', '\u{a0}', ',', '\n', '\t', '(', ')', '"', '“', '”']) {
        let mut rest = word;
        while let Some((first, after)) = rest.split_once('.') {
            if !first.is_empty() {
                words.push(Word::new(first, true));
            }
            rest = after;
        }
        if !rest.is_empty() {
            words.push(Word::new(rest, false));
        }
    }
    words
}

/// Which word is the family name: the first of an eastern name and of `Landau, Bernat`, else the last.
fn family_at(words: &[Word]) -> Option<usize> {
    let full: Vec<usize> = (0..words.len()).filter(|&idx| !words[idx].is_minor() && !words[idx].is_initial()).collect();
    let (&first, &last) = (full.first().or(if words.is_empty() { None } else { Some(&0) })?, full.last().unwrap_or(&0));
    let given = |idx: usize| words[idx].classes.any(Classes::GIVEN);
    let eastern = words[first].classes.any(Classes::FAMILY) && !given(first) && first == 0;
    let inverted = full.len() == 2 && given(last) && !given(first) && first == 0;
    Some(if eastern || inverted { first } else { last })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str) -> NameForm {
        NameForm::parse(name, None).unwrap()
    }

    #[test]
    fn initials_fit_the_names_they_stand_for() {
        assert!(form("A. M. VARNOV").fits(&form("A. Varnov")));
        assert!(form("A.M. Varnov").fits(&form("Aleksandr Mikhailovich Varnov")));
        assert!(form("Everett Lindon").fits(&form("S. Everett Lindon")));
        assert!(!form("A. M. Varnov").fits(&form("B. Varnov")));
        assert!(form("Yu. V. Andreev").fits(&form("Yuri Andreev")));
    }

    #[test]
    fn the_family_name_of_an_eastern_name_stands_first() {
        assert_eq!(form("Kim Chol Su").family, "kim");
        assert!(form("Kim Chol-su").fits(&form("Kim Chol Su")));
        assert_eq!(form("Landau Bernat").family, "landau");
        assert_eq!(form("Charles de Gaulle").family, "gaulle");
    }

    #[test]
    fn a_title_tells_wife_from_husband() {
        let wife = NameForm::parse("Weiss", Gender::of_titles("Mrs.")).unwrap();
        let husband = NameForm::parse("Weiss", Gender::of_titles("Mr.")).unwrap();
        assert!(wife.contradicts(&husband));
    }
}
