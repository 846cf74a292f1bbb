//! One line of the reading text, cut into tokens, and the questions that the rules for names ask of it.

use crate::recognizer::lexicon::{Classes, Lexicon};
use crate::recognizer::token::{Shape, Token};

/// How sure it is that a name comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// A title of persons stands before it: any capitalized word is a name.
    Sure,
    /// A rank or office stands right before it: in running text even a word of common language is a name.
    Titled,
    /// An office, a given name or the like stands before it: a word that is known to be none is none.
    Likely,
}

/// How the words of a line are written, which decides what a capital says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recognizer) enum Style {
    /// Nearly all words are in capitals: capitals say nothing.
    Capitals,
    /// German sentences: every noun has a capital.
    German,
    /// Running text: a capital inside a sentence says something.
    Running,
    /// A short line, a list or a heading.
    Short,
}

/// Where a line stands in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recognizer) enum Place {
    /// Anywhere.
    Body,
    /// Where a signature stands.
    Signature,
    /// A speech, which starts with the name of the speaker.
    Speech,
}

/// A line and its tokens.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizer) struct Line<'a> {
    /// The flow in which it stands.
    pub(in crate::recognizer) text: &'a str,
    /// The tokens, in order.
    pub(in crate::recognizer) tokens: &'a [Token],
    /// How its words are written.
    pub(in crate::recognizer) style: Style,
    /// Where it stands.
    pub(in crate::recognizer) place: Place,
    /// Where the last name before the place that is read ended, if the line has one.
    pub(in crate::recognizer) named: Option<usize>,
}

/// Names have no more words than this, but for initials and particles.
const MOST_WORDS: usize = 4;
/// Names have no more initials in a row than this.
const MOST_INITIALS: usize = 4;

impl<'a> Line<'a> {
    /// The line of some tokens of a text.
    pub(in crate::recognizer) fn new(text: &'a str, tokens: &'a [Token], place: Place) -> Self {
        Self { text, tokens, style: style(tokens), place, named: None }
    }

    /// Whether nearly all of its words are in capitals.
    pub(super) fn capitals(&self) -> bool {
        self.style == Style::Capitals
    }

    /// The token at `idx`.
    pub(super) fn at(&self, idx: usize) -> Option<&'a Token> {
        self.tokens.get(idx)
    }

    /// The token before `idx`.
    pub(super) fn before(&self, idx: usize) -> Option<&'a Token> {
        self.tokens.get(idx.checked_sub(1)?)
    }

    /// Whether a capitalized word stands at `idx`, joined to the one before it.
    pub(super) fn capital_joined(&self, idx: usize) -> bool {
        self.at(idx).is_some_and(Token::is_capital)
    }

    /// Whether the word at `idx` may be part of a name.
    pub(super) fn nameable(&self, idx: usize) -> bool {
        self.at(idx).is_some_and(|token| {
            let known = Classes::NEVER | Classes::TITLE | Classes::OFFICE | Classes::PLURAL | Classes::KIN;
            token.is_capital() && !token.any(known) && !self.is_acronym(token)
        })
    }

    /// Whether the word at `idx` is a given name and nothing else.
    pub(super) fn given(&self, idx: usize) -> bool {
        self.at(idx).is_some_and(|token| token.any(Classes::GIVEN)) && self.nameable(idx)
    }

    /// Whether a few capitals stand among words in small letters.
    fn is_acronym(&self, token: &Token) -> bool {
        token.shape == Shape::Capitals && !self.capitals() && token.end - token.start <= 4
    }

    /// Whether an initial, or a single capital that serves as one, stands at `idx`.
    pub(super) fn initial(&self, idx: usize) -> bool {
        self.at(idx).is_some_and(|token| matches!(token.shape, Shape::Initial | Shape::Letter))
    }

    /// The end of the initials that start at `idx`.
    pub(super) fn initials_end(&self, idx: usize) -> usize {
        let count = (idx..).take(MOST_INITIALS + 1).take_while(|&at| self.initial(at)).count();
        if count > MOST_INITIALS { idx } else { idx + count }
    }

    /// Whether a particle stands at `idx` and a word that may be part of a name after it.
    fn particle(&self, idx: usize) -> bool {
        self.at(idx)
            .is_some_and(|token| token.any(Classes::PARTICLE) && !token.genitive && token.shape != Shape::Initial)
            && (self.nameable(idx + 1)
                || (self.at(idx + 1).is_some_and(|token| token.any(Classes::PARTICLE)) && self.nameable(idx + 2)))
    }

    /// The end of the name that starts at `start` with its initials, if one does.
    pub(super) fn name_end(&self, start: usize, cue: Cue) -> Option<usize> {
        let mut idx = self.initials_end(start);
        let mut words = 0;
        while words < MOST_WORDS {
            if self.accepts(idx, if words == 0 { cue } else { self.next_cue(idx) }) {
                words += 1;
                idx += 1;
                if self.tokens[idx - 1].genitive {
                    return Some(idx);
                }
                let after = self.initials_end(idx);
                if after > idx && self.nameable(after) {
                    idx = after;
                }
            } else if self.particle(idx) {
                idx += 1;
            } else {
                break;
            }
        }
        if words > 0 { Some(self.with_suffix(idx)) } else { None }
    }

    /// After a given name a surname may be a word of common language: `Frank Rice`.
    fn next_cue(&self, idx: usize) -> Cue {
        if self.before(idx).is_some_and(|_| self.given(idx - 1)) { Cue::Titled } else { Cue::Likely }
    }

    fn accepts(&self, idx: usize, cue: Cue) -> bool {
        let likely = self.nameable(idx) && !self.particle(idx);
        match cue {
            Cue::Likely => likely,
            Cue::Titled => likely || self.common_surname(idx),
            Cue::Sure => self.at(idx).is_some_and(|token| {
                let others = Classes::OFFICE | Classes::PLURAL | Classes::PARTICLE | Classes::BEFORE_PLACE;
                token.is_capital() && !token.any(others)
            }),
        }
    }

    /// Whether a word of common language at `idx` is written like a name: `Admiral Felt`.
    fn common_surname(&self, idx: usize) -> bool {
        let other = Classes::CALENDAR | Classes::PLACE | Classes::PEOPLE | Classes::INSTITUTION | Classes::OFFICE;
        let small = Classes::BEFORE | Classes::BEFORE_PLACE | Classes::DEED_WEAK | Classes::PARTICLE | Classes::KIN;
        self.style == Style::Running
            && !self.capital_joined(idx + 1)
            && self.at(idx).is_some_and(|token| {
                token.shape == Shape::Title
                    && !token.starts
                    && !token.any(other | small | Classes::TITLE | Classes::PLURAL)
            })
    }

    /// The end of a name with `Jr.` or the like.
    fn with_suffix(&self, end: usize) -> usize {
        let comma = usize::from(self.at(end).is_some_and(|token| token.is(',')));
        let suffix =
            self.at(end + comma).is_some_and(|token| token.any(Classes::SUFFIX) && token.shape != Shape::Lower);
        if suffix { end + comma + 1 } else { end }
    }

    /// Whether words of an office end right before `idx`: `Minister`, `Secretary of State`, `Chief of the Department`.
    pub(super) fn office_before(&self, idx: usize) -> bool {
        let Some(last) = self.before(idx) else { return false };
        if !last.is_capital() && last.shape != Shape::Other {
            return false;
        }
        if last.any(Classes::OFFICE) {
            return true;
        }
        let farthest = idx.saturating_sub(9);
        for at in (farthest..idx).rev() {
            let token = &self.tokens[at];
            if token.any(Classes::OFFICE) && (token.is_capital() || token.shape == Shape::Other) {
                return true;
            }
            if !self.continues_office(at) {
                return false;
            }
        }
        false
    }

    /// Whether the token is a word such as stands inside the name of an office.
    fn continues_office(&self, idx: usize) -> bool {
        let token = &self.tokens[idx];
        match token.shape {
            Shape::Title | Shape::Capitals => token.any(Classes::NEVER),
            Shape::Lower => token.any(Classes::COMMON) && token.end - token.start <= 3,
            Shape::Other => true,
            Shape::Initial | Shape::Letter | Shape::Mark(_) => false,
        }
    }

    /// The words of a token.
    pub(super) fn word(&self, idx: usize) -> &'a str {
        self.at(idx).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// Whether the initials from `start` to `end` are an abbreviation that the lexicon knows, such as `U.S.`
    pub(super) fn dotted(&self, start: usize, end: usize) -> bool {
        let letters: Vec<String> =
            (start..end).map(|idx| self.word(idx).trim_end_matches('.').to_lowercase()).collect();
        Lexicon::shipped().classes(&letters.join(".")).any(Classes::DOTTED)
    }

    /// Whether the word at `idx` may be part of a name and the lexicon knows nothing of it.
    pub(super) fn unknown(&self, idx: usize) -> bool {
        self.nameable(idx) && self.tokens[idx].classes.only(Classes::GIVEN | Classes::FAMILY) == Classes::NONE
    }

    /// Whether `idx` is a given name of two syllables with a hyphen, the second in small letters: `Yong-guk`. Each
    /// syllable alone may be a word of another language (`He-sun`).
    pub(super) fn hyphenated_syllables(&self, idx: usize) -> bool {
        let Some((first, second)) = self.word(idx).split_once(['-', '–']) else { return false };
        let small = second.starts_with(char::is_lowercase) || self.tokens[idx].shape == Shape::Capitals;
        self.tokens[idx].is_capital() && small && first.len() <= 7 && second.len() <= 7
    }

    /// Whether `idx` may be a syllable of an eastern name: a short word, or two with a hyphen.
    pub(super) fn syllable(&self, idx: usize) -> bool {
        self.nameable(idx)
            && !self.tokens[idx].any(Classes::GIVEN)
            && (self.tokens[idx].end - self.tokens[idx].start <= 6 || self.hyphenated_syllables(idx))
    }

    /// Whether the word at `idx` is part of the name of a thing, so that the words before it are too: `Harwell Round`.
    pub(super) fn thing_follows(&self, idx: usize) -> bool {
        self.at(idx).is_some_and(|token| token.is_capital() && token.any(Classes::INSTITUTION))
            && !self.before(idx).is_some_and(|token| token.genitive)
    }

    /// Whether the letter at `start` counts paragraphs and is no initial: `A. Ascertain nature`, `B. SGUATRES 001`.
    pub(super) fn enumerates(&self, start: usize, end: usize) -> bool {
        let family = &self.tokens[end - 1];
        let counted = self.tokens[start].starts || self.before(start).is_some_and(|token| token.is(';'));
        let code = family.shape == Shape::Capitals && !self.capitals();
        let goes_on = self
            .at(end)
            .is_some_and(|token| token.shape == Shape::Lower && !token.any(Classes::DEED | Classes::DEED_WEAK));
        counted && (code || goes_on || self.tokens[start + 1].any(Classes::GIVEN))
    }

    /// Whether the words before `idx` speak of a place: `a village called`.
    pub(super) fn of_a_place(&self, idx: usize) -> bool {
        (idx.saturating_sub(4)..idx)
            .any(|at| self.tokens[at].any(Classes::PLACE_NOUN) && self.tokens[at].shape == Shape::Lower)
    }
}

fn style(tokens: &[Token]) -> Style {
    let count = |counts: fn(&Token) -> bool| tokens.iter().filter(|token| counts(token)).count();
    let capitals = count(|token| token.shape == Shape::Capitals);
    let titles = count(|token| token.shape == Shape::Title);
    let small = count(|token| token.shape == Shape::Lower);
    let german = count(|token| token.shape == Shape::Lower && token.any(Classes::GERMAN));
    if capitals > (titles + small) * 4 {
        Style::Capitals
    } else if german > 2 && german * 5 > small {
        Style::German
    } else if small > 3 && small > titles + capitals {
        Style::Running
    } else {
        Style::Short
    }
}
