//! Date expressions: the grammar that reads them and their normalization. Words of a language are data.
//!
//! [`find`] lists the date expressions of a text, [`parse`] says whether a line or field is one. Both tell what the
//! words say and no more: a year that they do not give is missing, and the reader of the whole document supplies it.

mod bounds;
mod calendar;
mod cue;
mod cursor;
mod edtf;
mod expression;
mod feast;
mod grammar;
mod language;
mod lead;
mod phrases;
mod point;
mod relative;
mod tongues;

pub use edtf::edtf;
pub use expression::Expression;
pub use point::{Point, Precision, Time};
pub use relative::{Relative, relative};
pub use tongues::Tongues;

use crate::date::cue::Before;
use crate::date::cursor::Cursor;
use crate::date::grammar::{Core, Lead, Need};
use crate::model::{Cert, DateValue};

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
    /// What the words round it say of the year or month that they do not name.
    pub hint: Option<Hint>,
    /// The day of the week that stands before it and is no part of it: Monday 1 to Sunday 7.
    pub weekday: Option<u8>,
    /// Why its value is not sure, if it is not.
    pub doubt: Option<Doubt>,
}

/// A year or month by its distance, seen from the date of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// `last March`: the last one before.
    Before,
    /// `next March`: the next one after.
    After,
    /// `September 9 of this year` is 0, `of last year` is -1.
    Year(i32),
    /// `the 5th of this month` is 0, `of next month` is 1.
    Month(i32),
}

/// Why the value of a date is not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// `c. 1871`, `about 15 September`
    Approximate,
    /// `1871?`, as the date of a document.
    Uncertain,
    /// `12/11/1923`: either number may be the day.
    Order,
    /// `the fifties`: of which century is not said.
    Century,
}

impl Doubt {
    /// How sure the value is.
    pub fn cert(self) -> Cert {
        match self {
            Self::Approximate | Self::Century => Cert::Medium,
            Self::Order | Self::Uncertain => Cert::Low,
        }
    }
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

    /// How TEI writes it, as far as its words go; see [`Expression::value`]. A doubt is its `@cert`.
    pub fn value(&self) -> Option<DateValue> {
        let cert = self.doubt.map(Doubt::cert);
        self.expression.value().map(|value| DateValue { cert, ..value })
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

/// The date expressions of a text (a line, or a flow of lines), in order; no two overlap. The language is told by the
/// text ([`Tongues::told_by`]).
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
    find_in(text, Tongues::told_by(text))
}

/// The same, where the language is known.
///
/// ```
/// use postil::date::{Tongues, find_in};
/// let text = "Er reiste am 3. März 1938 ab.";
/// let found = find_in(text, Tongues::named("German").unwrap());
/// assert_eq!(found[0].value().unwrap().when.as_deref(), Some("1938-03-03"));
/// ```
pub fn find_in(text: &str, tongues: Tongues) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut before = Before::default();
    let mut at = 0;
    while let Some(start) = next_candidate(text, at) {
        let floor = found.last().map_or(0, |last| last.end);
        before.floor = floor;
        match read_at(text, start, tongues, before) {
            Some((core, cursor)) => {
                let (one, _) = assemble(&core, cursor, floor);
                before.last = Some((one.expression.precision(), one.end)).filter(|_| !one.expression.first().is_time());
                before.numeric |= core.need == Need::Nothing && is_numeric(&text[start..core.end]);
                let whole = found.last().and_then(|last| bounds::joined(text, last, &one, cursor.language));
                if whole.is_some() {
                    found.pop();
                }
                found.push(whole.unwrap_or(one));
                found.extend(following_day(&one, cursor));
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
/// A number of four digits alone is taken for a year; the name of a month alone is not taken for a date. A question mark
/// after it makes it doubtful, and `before` or `after` before it make it a bound.
pub fn parse(text: &str) -> Option<Found> {
    let offset = text.len() - text.trim_start_matches(is_edge).len();
    let parse_in =
        |start| Tongues::told_by("").all().find_map(|language| parse_at(Cursor::new(text, start, language), offset));
    field_starts(text, offset).find_map(parse_in)
}

/// How far from the begin of a line or field its date may begin, which is also the length of a line in which a second word
/// may be its begin, and how far from the begin of the line that may lie (in bytes).
const FIELD: (usize, usize) = (64, 32);

/// The places where the number or name of a date may begin that is the whole of a line or field, up to the first number: a
/// word may only look like the begin of a name, or be the day before its month (`twenty-first of June`).
fn field_starts(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let is_short = text.len() - from <= FIELD.0;
    let next = move |at, farthest| next_candidate(text, at).filter(|&start| start - from <= farthest);
    std::iter::successors(next(from, FIELD.0), move |&start| {
        let goes_on = is_short && start - from < FIELD.1 && !text.as_bytes()[start].is_ascii_digit();
        if goes_on { next(after_word(text, start), FIELD.1) } else { None }
    })
}

/// What may stand round a date on its line.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '[' | ']' | '*' | '_' | '?')
}

fn parse_at(cursor: Cursor, offset: usize) -> Option<Found> {
    let text = cursor.text;
    let one = field_at(cursor, offset, |_| false)?;
    let one = two_bounds(&one, cursor).unwrap_or(one);
    let asks = text.get(one.end..).is_some_and(|rest| rest.contains('?'));
    let doubt = one.doubt.or(asks.then_some(Doubt::Uncertain));
    (one.end >= text.trim_end_matches(is_edge).len()).then_some(Found { doubt, ..one })
}

/// A date with the second bound after it: `after 1180 and before 1195`.
fn two_bounds(one: &Found, cursor: Cursor) -> Option<Found> {
    if !matches!(one.expression, Expression::NotBefore(_) | Expression::NotAfter(_)) {
        return None;
    }
    let language = cursor.language;
    let joins =
        |word: &str| matches!(word, "," | ";") || language.and.contain(word) || language.bounds_and.contain(word);
    let other = field_starts(cursor.text, one.end)
        .find_map(|start| field_at(Cursor { at: start, ..cursor }, one.end, joins))?;
    bounds::joined(cursor.text, one, &other, language)
}

/// The date that begins here, with nothing before it from `offset` on but words that may stand before a date that is
/// the whole of a line or field, and those that `is_other` knows.
fn field_at(cursor: Cursor, offset: usize, is_other: impl Fn(&str) -> bool) -> Option<Found> {
    let lead = match lead::of(cursor) {
        Lead::Between => Lead::LineBetween,
        lead @ (Lead::LineBetween | Lead::LineBound | Lead::Other) => lead,
    };
    let bound_year = || {
        let core = grammar::year::early(cursor, Lead::LineBound)?;
        (bounds::is_bound(cursor) || bounds::is_line_bound(cursor)).then_some(core)
    };
    let (core, cursor) = grammar::read(cursor, lead)
        .or_else(bound_year)
        .map(|core| with_day_before(core, cursor, offset))
        .filter(|(core, _)| !matches!(core.need, Need::DayCue | Need::MonthCue))
        .filter(|(core, _)| !matches!(core.expression, Expression::At(point) if point.is_time()))?;
    let (one, weekday) = assemble(&core, cursor, offset);
    let before = cursor.text[offset..weekday].trim_end();
    let (rest, expression) = line_bound(before, one.expression, cursor);
    let start = if rest.len() < before.len() { offset + rest.len() } else { one.start };
    let known = |word: &str| cursor.language.line.before.contain(word) || is_other(word);
    rest.split_whitespace().all(known).then_some(Found { start, expression, ..one })
}

/// A date after `before` or `after`, which stand at the end of the words before it.
fn line_bound<'a>(lead: &'a str, expression: Expression, cursor: Cursor<'a>) -> (&'a str, Expression) {
    let Expression::At(point) = expression else { return (lead, expression) };
    let words = Cursor { text: lead, at: lead.len(), ..cursor };
    let words = words.phrase_back(&cursor.language.the).map_or(words, Cursor::spaces_back);
    let line = &cursor.language.line;
    if let Some(rest) = words.phrase_back(&line.not_after) {
        return (rest.before(), Expression::NotAfter(point));
    }
    match words.phrase_back(&line.not_before) {
        Some(rest) => (rest.before(), Expression::NotBefore(point)),
        None => (lead, expression),
    }
}

/// The expression that begins here, or with a day in words before: in the language of the text, or in another where it can
/// be nothing else.
fn read_at(text: &str, start: usize, tongues: Tongues, before: Before) -> Option<(Core, Cursor<'_>)> {
    let cursor = Cursor::new(text, start, tongues.own());
    let own = grammar::read(cursor, lead::of(cursor)).map(|core| with_day_before(core, cursor, before.floor));
    let own = own.filter(|(core, begin)| cue::is_date(core, *begin, before));
    if own.is_some_and(|(core, _)| core.need == Need::Nothing) {
        return own;
    }
    let end = own.map_or(start, |(core, _)| core.end);
    let guest = |language| {
        let cursor = Cursor { language, ..cursor };
        let core = grammar::read_guest(cursor).filter(|core| core.end > end)?;
        Some(with_day_before(core, cursor, before.floor))
    };
    tongues.all().skip(1).find_map(guest).or(own)
}

/// An expression with the day in words that may stand before its month, and where it begins.
fn with_day_before(core: Core, start: Cursor, floor: usize) -> (Core, Cursor) {
    grammar::words::with_day(&core, start).filter(|(_, begin)| begin.at >= floor).unwrap_or((core, start))
}

/// An expression with what stands before it, and where that with the day of the week begins.
fn assemble(core: &Core, cursor: Cursor, floor: usize) -> (Found, usize) {
    let lead::Extended { start, weekday: begin, expression, doubt } = lead::extend(core, cursor, floor);
    let (begin, end) = (Cursor { at: begin, ..cursor }, Cursor { at: core.end, ..cursor });
    let (expression, end) = bounds::with_words_after(expression, end).unwrap_or((expression, end));
    let is_bare = matches!(core.need, Need::MonthCue | Need::DayCue);
    let hint = expression.needs_year().then(|| lead::hint(core, begin, end)).flatten();
    let weekday = begin.weekday().filter(|_| begin.at < start);
    let is_aside = cue::is_aside(core, begin);
    (Found { start, end: end.at, expression, is_bare, is_aside, hint, weekday, doubt }, begin.at)
}

/// The second of two days that share a month: `October 4 or 5, 1939`.
fn following_day(first: &Found, cursor: Cursor) -> Option<Found> {
    let Expression::At(Point { month: Some(month), day: Some(_), .. }) = first.expression else {
        return None;
    };
    let (start, core) = grammar::day::following_day(Cursor { at: first.end, ..cursor }, month)?;
    Some(Found { start, end: core.end, expression: core.expression, hint: None, weekday: None, ..*first })
}

fn is_numeric(words: &str) -> bool {
    words.contains('.') && !words.contains(char::is_alphabetic)
}

/// The next place from `at` on where a number, or the name of a month or decade, may begin.
fn next_candidate(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut idx = at;
    while idx < bytes.len() {
        let byte = bytes[idx];
        if byte.is_ascii_digit() {
            if !is_part_of_word(text, idx) {
                return Some(idx);
            }
            idx = after_word(text, idx);
        } else if byte.is_ascii_alphabetic() || byte >= 0xC0 {
            if tongues::may_begin_name(&bytes[idx..]) && !is_part_of_word(text, idx) {
                return Some(idx);
            }
            idx = after_letters(bytes, idx);
        } else {
            idx += 1;
        }
    }
    None
}

/// The end of a run of letters, ASCII or not, that holds `at`; of a sign of punctuation that is not ASCII (`“`, `—`, `«`)
/// that begins at `at`, its own end.
fn after_letters(bytes: &[u8], at: usize) -> usize {
    let sign = |at: usize| match bytes[at] {
        0xC2 => Some(at + 2),                                     // U+0080 to U+00BF
        0xE2 if bytes.get(at + 1) == Some(&0x80) => Some(at + 3), // U+2000 to U+203F
        _ => None,
    };
    if let Some(end) = sign(at) {
        return end;
    }
    let is_letter = |at: &usize| (bytes[*at].is_ascii_alphabetic() || bytes[*at] >= 0x80) && sign(*at).is_none();
    (at..bytes.len()).find(|at| !is_letter(at)).unwrap_or(bytes.len()).max(at + 1)
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
    let bytes = text.as_bytes();
    if bytes[at].is_ascii_digit() {
        at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    } else {
        after_letters(bytes, at)
    }
}

#[cfg(test)]
mod tests;
