//! Date expressions: the grammar that reads them and their normalization. Words of a language are data.
//!
//! [`find`] lists the date expressions of a text, [`parse`] says whether a line or field is one. Both tell what the
//! words say and no more: a year that they do not give is missing, and the reader of the whole document supplies it.

mod calendar;
mod cue;
mod cursor;
mod expression;
mod grammar;
mod language;
mod lead;
mod point;

pub use expression::Expression;
pub use point::{Part, Point, Precision, Time};

use crate::date::cue::Before;
use crate::date::cursor::Cursor;
use crate::date::grammar::{Core, Need};
use crate::date::language::{Language, english};
use crate::model::DateValue;

/// A date expression found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What it says.
    pub expression: Expression,
    /// Whether it is a date only if the rest of the text bears it out: the name of a month alone, or a day alone.
    pub is_bare: bool,
    /// Whether it tells nothing of the time of which the text speaks: a date of birth, the year of a book.
    pub is_aside: bool,
    /// What the words round it say of the year that they do not name.
    pub hint: Option<Hint>,
    /// The day of the week that stands before it: Monday 1 to Sunday 7.
    pub weekday: Option<u8>,
}

/// A year by its distance, seen from the date of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// `last March`: the last one before.
    Before,
    /// `next March`: the next one after.
    After,
    /// `September 9 of this year` is 0, `of last year` is -1.
    Year(i32),
}

impl Found {
    /// Whether its words give no year.
    pub fn needs_year(&self) -> bool {
        self.expression.needs_year()
    }

    /// Whether it names a day that does not exist, such as 31 April.
    pub fn is_impossible(&self) -> bool {
        self.expression.is_impossible()
    }

    /// How TEI writes it, as far as its words go; see [`Expression::value`].
    pub fn value(&self) -> Option<DateValue> {
        self.expression.value()
    }
}

/// How TEI writes an expression whose words give no year, in this one; see [`Expression::in_year`].
///
/// ```
/// let found = postil::date::parse("7 September").unwrap();
/// assert_eq!(found.value().unwrap().when.as_deref(), Some("--09-07"));
/// let value = postil::date::with_year(&found.expression, 1960).unwrap();
/// assert_eq!(value.when.as_deref(), Some("1960-09-07"));
/// ```
pub fn with_year(expression: &Expression, year: i32) -> Option<DateValue> {
    expression.in_year(year).value()
}

/// The date expressions of a text (a line, or a flow of lines), in order; no two overlap.
///
/// A line end parts expressions. Impossible dates are among them ([`Found::is_impossible`]).
///
/// ```
/// let text = "He left on 14 September 1960 with 1960 tons of rice.";
/// let found = postil::date::find(text);
/// assert_eq!(found.len(), 1);
/// assert_eq!(&text[found[0].start..found[0].end], "14 September 1960");
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let language = english();
    let mut found: Vec<Found> = Vec::new();
    let mut before = Before::default();
    let mut at = 0;
    while let Some(start) = next_candidate(text, at, language) {
        let cursor = Cursor::new(text, start, language);
        let floor = found.last().map_or(0, |last| last.end);
        match read_at(cursor, before, floor) {
            Some((core, one)) => {
                before.last = Some((one.expression.precision(), one.end));
                before.numeric |= core.need == Need::Nothing && is_numeric(&text[start..core.end]);
                found.push(one);
                found.extend(following_day(&one, text, language));
                at = found.last().map_or(one.end, |last| last.end);
            }
            None => at = after_word(text, start),
        }
    }
    found
}

/// The date expression that is the whole of a line or field, but for white space, brackets, a final full stop or
/// comma, and words such as `from` or `dated` before it (`from 12 through 30 September 1960`).
///
/// A number of four digits alone is taken for a year; the name of a month alone is not taken for a date.
pub fn parse(text: &str) -> Option<Found> {
    let language = english();
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '[' | ']' | '*' | '_');
    let trimmed = text.trim_start_matches(is_edge);
    let offset = text.len() - trimmed.len();
    let end = text.trim_end_matches(is_edge).len();
    let start = next_candidate(text, offset, language).filter(|&start| start - offset <= 64)?;
    let cursor = Cursor::new(text, start, language);
    let core =
        grammar::read(cursor, lead::of(cursor)).filter(|core| !matches!(core.need, Need::DayCue | Need::MonthCue))?;
    let one = assemble(&core, cursor, offset);
    let lead = text[offset..one.start].trim();
    let whole =
        one.end >= end && (lead.is_empty() || lead.split_whitespace().all(|word| language.line.before.contain(word)));
    whole.then_some(one)
}

fn read_at(cursor: Cursor, before: Before, floor: usize) -> Option<(Core, Found)> {
    let core = grammar::read(cursor, lead::of(cursor))?;
    cue::is_date(&core, cursor, before).then(|| (core, assemble(&core, cursor, floor)))
}

fn assemble(core: &Core, cursor: Cursor, floor: usize) -> Found {
    let (start, expression) = lead::extend(core, cursor, floor);
    let (begin, end) = (Cursor { at: start, ..cursor }, Cursor { at: core.end, ..cursor });
    let is_bare = matches!(core.need, Need::MonthCue | Need::DayCue);
    let hint = lead::hint(begin, end).filter(|_| expression.needs_year());
    let weekday = begin.weekday().filter(|_| start < cursor.at);
    Found { start, end: core.end, expression, is_bare, is_aside: cue::is_aside(core, begin), hint, weekday }
}

/// The second of two days that share a month: `October 4 or 5, 1939`.
fn following_day(first: &Found, text: &str, language: &Language) -> Option<Found> {
    let Expression::At(Point { month: Some(month), day: Some(_), .. }) = first.expression else {
        return None;
    };
    let (start, core) = grammar::day::following_day(Cursor::new(text, first.end, language), month)?;
    Some(Found { start, end: core.end, expression: core.expression, hint: None, weekday: None, ..*first })
}

fn is_numeric(words: &str) -> bool {
    words.contains('.') && !words.contains(char::is_alphabetic)
}

/// The next place from `at` on where a number or the name of a month begins.
fn next_candidate(text: &str, at: usize, language: &Language) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut idx = at;
    while idx < bytes.len() {
        let byte = bytes[idx];
        if byte.is_ascii_digit() {
            if !is_part_of_word(text, idx) {
                return Some(idx);
            }
            idx = after_word(text, idx);
        } else {
            if language.is_initial(byte) && !is_part_of_word(text, idx) && begins_month(text, idx, language) {
                return Some(idx);
            }
            idx += 1;
        }
    }
    None
}

fn begins_month(text: &str, at: usize, language: &Language) -> bool {
    text.is_char_boundary(at) && Cursor::new(text, at, language).month().is_some()
}

/// Whether a letter or digit stands right before.
fn is_part_of_word(text: &str, at: usize) -> bool {
    match text.as_bytes()[..at].last() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => text[..at].chars().next_back().is_some_and(char::is_alphanumeric),
        None => false,
    }
}

/// The end of the number, or of the letters, that begin at `at`.
fn after_word(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let same: fn(&u8) -> bool =
        if rest.first().is_some_and(u8::is_ascii_digit) { u8::is_ascii_digit } else { u8::is_ascii_alphabetic };
    at + rest.iter().take_while(|byte| same(byte)).count().max(1)
}

#[cfg(test)]
mod tests;
