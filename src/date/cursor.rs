//! A place in the text, and the small things that dates are made of: numbers, words, dashes, names of months.
//!
//! Every step looks at a bounded number of characters, so that no text, however made, takes long.

use crate::date::language::Language;
use crate::date::phrases::{Names, Phrases};

/// The most white space that may stand between two parts of a date (in characters).
const MAX_SPACES: usize = 4;
/// The longest phrase of a language pack that is looked for (in bytes).
const MAX_PHRASE: usize = 48;
/// The longest word that is looked at (in characters).
const MAX_WORD: usize = 16;

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    /// Byte offset, on a character boundary.
    pub(super) at: usize,
    pub(super) language: &'a Language,
}

/// A number as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u16,
    pub(super) digits: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize, language: &'a Language) -> Self {
        Self { text, at, language }
    }

    pub(super) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn before(self) -> &'a str {
        &self.text[..self.at]
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn peek_back(self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// The place `len` bytes on.
    pub(super) fn advance(self, len: usize) -> Self {
        Self { at: self.at + len, ..self }
    }

    /// The place `len` bytes back.
    pub(super) fn back(self, len: usize) -> Self {
        Self { at: self.at - len, ..self }
    }

    /// After this character.
    pub(super) fn eat(self, wanted: char) -> Option<Self> {
        self.rest().starts_with(wanted).then(|| self.advance(wanted.len_utf8()))
    }

    /// After one of these characters.
    pub(super) fn eat_any(self, wanted: &[char]) -> Option<Self> {
        let next = self.peek().filter(|c| wanted.contains(c))?;
        Some(self.advance(next.len_utf8()))
    }

    /// After a character, if it stands here.
    pub(super) fn maybe(self, wanted: char) -> Self {
        self.eat(wanted).unwrap_or(self)
    }

    /// After white space, if there is any; a line end is none.
    pub(super) fn spaces(self) -> Self {
        let len = self.rest().chars().take(MAX_SPACES).take_while(|&c| is_space(c)).map(char::len_utf8).sum();
        self.advance(len)
    }

    /// After white space, of which there must be some.
    pub(super) fn some_spaces(self) -> Option<Self> {
        Some(self.spaces()).filter(|after| after.at > self.at)
    }

    /// Before white space that ends here.
    pub(super) fn spaces_back(self) -> Self {
        let len = self.before().chars().rev().take(MAX_SPACES).take_while(|&c| is_space(c)).map(char::len_utf8).sum();
        self.back(len)
    }

    /// A number of at most four digits, with no further digit after it.
    pub(super) fn number(self) -> Option<(Number, Self)> {
        let bytes = self.rest().as_bytes();
        let digits = bytes.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        let value = bytes[..digits].iter().fold(0, |sum, byte| sum * 10 + u16::from(byte - b'0'));
        Some((Number { value, digits }, self.advance(digits)))
    }

    /// A number of one or two digits between 1 and `max`.
    pub(super) fn small_number(self, max: u8) -> Option<(u8, Self)> {
        let (number, after) = self.number().filter(|(number, _)| number.digits <= 2)?;
        let value = u8::try_from(number.value).ok().filter(|value| (1..=max).contains(value))?;
        Some((value, after))
    }

    /// The word that begins here; one that is longer than any name of a month is cut.
    pub(super) fn word(self) -> &'a str {
        let len = self.rest().chars().take(MAX_WORD).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        &self.rest()[..len]
    }

    /// After a phrase of the list, as whole words.
    pub(super) fn phrase(self, phrases: &Phrases) -> Option<Self> {
        let mut len = self.rest().len().min(MAX_PHRASE);
        while !self.rest().is_char_boundary(len) {
            len -= 1;
        }
        phrases.at_start(&self.rest()[..len]).map(|len| self.advance(len))
    }

    /// Before a phrase of the list that ends here, as whole words.
    pub(super) fn phrase_back(self, phrases: &Phrases) -> Option<Self> {
        let mut start = self.at.saturating_sub(MAX_PHRASE);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        phrases.at_end(&self.text[start..self.at]).map(|len| self.back(len))
    }

    /// The number of the name that ends here, as whole words, and where it begins.
    pub(super) fn name_back(self, names: &Names) -> Option<(u8, Self)> {
        let begin = self.phrase_back(&names.phrases)?;
        let (number, _) = names.number(&self.text[begin.at..self.at])?;
        Some((number, begin))
    }

    /// The number of the name that begins here, as whole words, and where it ends.
    pub(super) fn name(self, names: &Names) -> Option<(u8, Self)> {
        let end = self.phrase(&names.phrases)?;
        let (number, _) = names.number(&self.text[self.at..end.at])?;
        Some((number, end))
    }

    /// After a dash, with or without spaces.
    pub(super) fn dash(self) -> Option<Self> {
        Some(self.spaces().eat_any(&['-', '–', '—', '‑', '−'])?.spaces())
    }

    /// A month by its name, with the full stop of a short name.
    pub(super) fn month(self) -> Option<(u8, Self)> {
        let bytes = self.rest().as_bytes();
        if !self.language.months.may_begin(bytes) || (self.language.habits.capitals && bytes[0].is_ascii_lowercase()) {
            return None;
        }
        let word = self.word();
        let named = self.language.month_named(word);
        let after = self.advance(word.len());
        if let Some(found) = after.eat('-').and_then(|rest| self.parted_month(word, rest)) {
            return Some(found);
        }
        let (month, short) = named?;
        // `Sep-tembre`, where another language calls September so.
        if short && after.eat('-').is_some_and(Cursor::is_rest_of_word) {
            return None;
        }
        Some((month, if short { after.maybe('.') } else { after }))
    }

    /// Whether small letters that are no month begin here: the rest of a word that a hyphen parts.
    fn is_rest_of_word(self) -> bool {
        self.peek().is_some_and(char::is_lowercase) && self.language.month_named(self.word()).is_none()
    }

    /// A month whose name a hyphen parts, as at the end of a line: `Juil-let`.
    fn parted_month(self, word: &str, rest: Self) -> Option<(u8, Self)> {
        let end = rest.word();
        if !end.starts_with(char::is_lowercase) {
            return None;
        }
        let (month, _) = self.language.month_named(&format!("{word}{end}"))?;
        Some((month, rest.advance(end.len())))
    }

    /// After the full stop of a number that is a day, where the language writes one (`am 15. und 16. Mai`).
    pub(super) fn day_stop(self) -> Self {
        if self.language.habits.day_stop { self.maybe('.') } else { self }
    }

    /// The day of the week whose name begins here.
    pub(super) fn weekday(self) -> Option<u8> {
        self.language.weekday_named(self.word())
    }

    /// A month as a Roman numeral in capitals.
    pub(super) fn roman_month(self) -> Option<(u8, Self)> {
        const NUMERALS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let word = self.word();
        let month = (1..).zip(NUMERALS).find(|(_, numeral)| *numeral == word)?.0;
        Some((month, self.advance(word.len())))
    }

    /// Whether a word or number ends here: no letter or digit follows.
    pub(super) fn ends_word(self) -> bool {
        !self.peek().is_some_and(char::is_alphanumeric)
    }

    /// Whether digits go on here, perhaps after a separator: `,000`, `.5`, `:30`.
    pub(super) fn number_goes_on(self) -> bool {
        let mut chars = self.rest().chars();
        match chars.next() {
            Some(c) if c.is_ascii_digit() || c == '%' || c == '°' => true,
            Some(',' | '.' | ':' | '/') => chars.next().is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        }
    }
}

/// White space inside a line.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{2007}')
}
