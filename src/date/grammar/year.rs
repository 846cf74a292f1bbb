//! Expressions that begin with a year: `1960-09-14`, `1947-VIII-23`, `1939-1945`, `the 1950s`, `1960`, `44 B.C.`

use std::ops::RangeInclusive;

use crate::date::bounds;
use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::{Core, Lead, Need, words};
use crate::date::point::Point;

/// Years that a number of four digits may name beside a day or month.
const YEARS: RangeInclusive<u16> = 1000..=2099;
/// Years that a number of four digits may name by itself.
const BARE_YEARS: RangeInclusive<u16> = 1400..=2099;
/// Years that it may name after `between` or a bound.
const EARLY_YEARS: RangeInclusive<u16> = 1000..=1399;
/// A number that is a count rather than a year.
const EARLY: i32 = 1000;
/// Years in two digits are taken for years of this century, which is that of most typed documents.
const CENTURY: i32 = 1900;

/// An expression that begins with a year.
pub(super) fn read(start: Cursor) -> Option<Core> {
    two_digits(start)
        .or_else(|| of_season(start))
        .or_else(|| iso(start))
        .or_else(|| decade(start))
        .or_else(|| years(start))
        .or_else(|| of_era(start))
        .or_else(|| and_month(start))
        .or_else(|| bare(start))
}

/// A decade by its name: `the fifties`, `die fünfziger Jahre`, `les années cinquante`.
pub(super) fn decade_by_name(start: Cursor) -> Option<Core> {
    let (first, after) = decade_name(start)?;
    let words = &start.language.decade;
    let followed = after.some_spaces().and_then(|next| next.phrase(&words.after_name));
    let led = || start.spaces_back().phrase_back(&words.before_name).map(|_| after);
    let end = followed.or_else(led)?;
    Some(Core { need: Need::Century, ..Core::sure(decade_from(CENTURY + first), end) })
}

/// The name of a decade as its first year in its century: `fifties` is 50.
pub(super) fn decade_name(start: Cursor) -> Option<(i32, Cursor)> {
    if !start.language.decades.may_begin(start.rest().as_bytes()) {
        return None;
    }
    let word = start.word();
    Some((start.language.decade_named(word)?, start.advance(word.len())))
}

pub(super) fn decade_from(first: i32) -> Expression {
    Expression::Period { from: Point::year(first), to: Point::year(first + 9) }
}

/// `1960-09-14`, `1943-06`, `1947-VIII-23`.
fn iso(start: Cursor) -> Option<Core> {
    let (year, after) = four_digits(start, &YEARS)?;
    let separator = after.peek().filter(|c| matches!(c, '-' | '–' | '.' | '/'))?;
    let after = after.eat(separator)?;
    let (month, after) = match after.roman_month() {
        Some(found) => found,
        None => after.small_number(12).filter(|(_, end)| end.at == after.at + 2)?,
    };
    let day = after.eat(separator).and_then(|after| after.small_number(31));
    if let Some((day, end)) = day.filter(|(_, end)| end.ends_word() && !end.number_goes_on()) {
        return Some(Core::sure(Expression::At(Point::day(Some(year), month, day)), end));
    }
    // `1910-12` is a span of years, `1943-06` a month.
    let is_month = separator == '-' && month < 10 && after.ends_word() && !after.number_goes_on();
    is_month.then(|| Core::sure(Expression::At(Point::month(Some(year), month)), after))
}

/// `1950s`, `1950's`, `'50s`, `1950er Jahre`, `années 1950`.
fn decade(start: Cursor) -> Option<Core> {
    let (year, after) = four_digits(start, &BARE_YEARS).or_else(|| quoted(start)).filter(|(year, _)| year % 10 == 0)?;
    let words = &start.language.decade;
    let led = || {
        let end = Some(after).filter(|end| end.ends_word() && !end.number_goes_on())?;
        start.spaces_back().phrase_back(&words.before_year).map(|_| end)
    };
    let end = after.phrase(&words.after_year).or_else(led)?;
    Some(Core::sure(decade_from(year), end))
}

/// `1944, April`, `1908 (October)`: a year with a month after it that nothing else claims.
fn and_month(start: Cursor) -> Option<Core> {
    let (year, after) = four_digits(start, &BARE_YEARS)?;
    let opened = after.spaces().eat('(');
    let (month, end) = opened.or_else(|| after.eat(',').map(Cursor::spaces))?.month()?;
    let closed = opened.and_then(|_| end.eat(')'));
    let ends = closed.is_some() || (opened.is_none() && matches!(end.peek(), None | Some('.' | ';' | '\n')));
    let point = Point::month(Some(year), month);
    ends.then(|| Core::sure(Expression::At(point), closed.unwrap_or(end)))
}

/// `1939-1945`, `1942 - 1944`, `1938/39`, `1944-45`.
fn years(start: Cursor) -> Option<Core> {
    let (first, after) = four_digits(start, &BARE_YEARS)?;
    let after = after.dash().or_else(|| after.eat('/'))?;
    let (number, end) = after.number().filter(|(_, end)| end.ends_word() && !end.number_goes_on())?;
    let (last, need) = match number.digits {
        4 => (i32::from(number.value), Need::Nothing),
        2 => (first - first % 100 + i32::from(number.value), Need::YearCue),
        _ => return None,
    };
    // A dash after the second number makes it a longer number of some other kind.
    let goes_on = end.eat('-').is_some_and(|after| after.peek().is_some_and(|c| c.is_ascii_digit()));
    let plausible = first < last && last - first < 300 && !goes_on;
    let period = Expression::Period { from: Point::year(first), to: Point::year(last) };
    let end = with_unit(end);
    plausible.then_some(Core { expression: period, end: end.at, need })
}

/// `44 B.C.`, `1066 A.D.`, `A.D. 79`: any number is a year beside the name of its era.
fn of_era(start: Cursor) -> Option<Core> {
    let (number, after) = start.number().filter(|(number, end)| number.value > 0 && end.ends_word())?;
    let (year, language) = (i32::from(number.value), start.language);
    let at = |year, end| Some(Core::sure(Expression::At(Point::year(year)), end));
    if let Some(next) = after.some_spaces() {
        if let Some(end) = next.phrase(&language.before_christ) {
            return at(-year, end);
        }
        if let Some(end) = next.phrase(&language.after_christ) {
            return at(year, end);
        }
    }
    start.spaces_back().phrase_back(&language.after_christ).and_then(|_| at(year, after))
}

/// `1960`, `1960 год`.
pub(in crate::date) fn bare(start: Cursor) -> Option<Core> {
    let (year, after) = four_digits(start, &BARE_YEARS)?;
    let goes_on = after.eat_any(&['-', '–']).is_some_and(|after| after.peek().is_some_and(|c| c.is_ascii_digit()));
    let fits = after.ends_word() && !after.number_goes_on() && !goes_on && after.eat('/').is_none();
    let end = with_unit(after);
    let need = if end.at > after.at { Need::Nothing } else { Need::YearCue };
    fits.then_some(Core { expression: Expression::At(Point::year(year)), end: end.at, need })
}

/// `1180` after `between`, or after a bound (`not before 1180`), where it is no time of day.
pub(in crate::date) fn early(start: Cursor, lead: Lead) -> Option<Core> {
    let (year, after) = four_digits(start, &EARLY_YEARS)?;
    let end = with_unit(after);
    let is_led = match lead {
        Lead::LineBetween | Lead::LineBound => true,
        Lead::Between => year % 100 > 59,
        Lead::Other => bounds::is_bound(start) && (year % 100 > 59 || end.at > after.at),
    };
    let fits = after.ends_word() && !after.number_goes_on() && !counts(end) && is_led;
    fits.then(|| Core::sure(Expression::At(Point::year(year)), end))
}

/// After the word for a year that may follow one: `1960 г.`
pub(super) fn with_unit(end: Cursor) -> Cursor {
    end.spaces().phrase(&end.language.year_unit).unwrap_or(end)
}

/// `‘43`, from the first digit on.
fn two_digits(start: Cursor) -> Option<Core> {
    let (year, end) = quoted(start)?;
    let fits = end.ends_word() && !end.number_goes_on();
    fits.then_some(Core { expression: Expression::At(Point::year(year)), end: end.at, need: Need::YearCue })
}

/// `43` after the name of a season or feast.
fn of_season(start: Cursor) -> Option<Core> {
    let (number, end) = start.number().filter(|(number, _)| number.digits == 2 && number.value > 9)?;
    start.spaces_back().phrase_back(&start.language.cues.season)?;
    let fits = end.ends_word() && !end.number_goes_on() && end.eat_any(&['-', '–', '/']).is_none() && !counts(end);
    fits.then_some(Core::sure(Expression::At(Point::year(CENTURY + i32::from(number.value))), end))
}

/// Two digits after an apostrophe that begins a word.
fn quoted(start: Cursor) -> Option<(i32, Cursor)> {
    let quoted = matches!(start.peek_back()?, '\'' | '’' | '‘');
    let (number, end) = start.number().filter(|(number, _)| quoted && number.digits == 2)?;
    let opens = !start.back(start.peek_back()?.len_utf8()).peek_back().is_some_and(char::is_alphanumeric);
    opens.then(|| (CENTURY + i32::from(number.value), end))
}

/// A year of four digits.
fn four_digits<'a>(start: Cursor<'a>, years: &RangeInclusive<u16>) -> Option<(i32, Cursor<'a>)> {
    let (number, after) = start.number().filter(|(number, _)| number.digits == 4)?;
    years.contains(&number.value).then(|| (i32::from(number.value), after))
}

/// The year that ends a date of numbers: `1960`, or `44`.
pub(super) fn of_numeric_date(start: Cursor) -> Option<(i32, Cursor)> {
    if let Some(found) = four_digits(start, &YEARS) {
        return Some(found).filter(|(year, end)| *year != EARLY && !counts(*end));
    }
    let (number, after) = start.number().filter(|(number, _)| number.digits == 2)?;
    Some((CENTURY + i32::from(number.value), after))
}

/// The year after a day or month: ` 1960`, `, 1960`, ` of 1960`, ` '44`, ` 44`, `-1960`, ` 1960 г.`
pub(super) fn after_month(start: Cursor) -> Option<(i32, Cursor)> {
    let comma = start.maybe(',');
    let joined = start.eat_any(&['-', '/']).filter(|after| four_digits(*after, &YEARS).is_some());
    // `Dec.1939` has no space, but a stop.
    let stop = start.peek_back() == Some('.') && four_digits(start, &YEARS).is_some();
    let after = joined.unwrap_or(comma.spaces());
    if after.at == start.at && !stop {
        return None;
    }
    let after = after.phrase(&start.language.of).and_then(Cursor::some_spaces).unwrap_or(after);
    let short = || quoted_year(after).or_else(|| short_year(after).filter(|_| comma.at == start.at));
    let (year, end) =
        four_digits(after, &YEARS).or_else(short).or_else(|| typed(after)).or_else(|| words::year(after))?;
    let end_of_number = end.ends_word() && !end.number_goes_on();
    // `on 9 May 1000 left`
    let is_count = counts(end) || year == EARLY;
    (end_of_number && !is_count).then(|| (year, with_unit(end)))
}

/// `l938`: on many typewriters the letter served as the figure.
fn typed(start: Cursor) -> Option<(i32, Cursor)> {
    let (number, end) = start.eat_any(&['l', 'I'])?.number().filter(|(number, _)| number.digits == 3)?;
    let year = i32::from(number.value) + 1000;
    BARE_YEARS.contains(&(number.value + 1000)).then_some((year, end))
}

/// Whether things are counted after a number.
fn counts(end: Cursor) -> bool {
    end.some_spaces().is_some_and(|next| next.phrase(&end.language.cues.units).is_some())
}

/// `'44`.
fn quoted_year(start: Cursor) -> Option<(i32, Cursor)> {
    let (number, end) = start.eat_any(&['\'', '’', '‘', '`'])?.number().filter(|(number, _)| number.digits == 2)?;
    Some((CENTURY + i32::from(number.value), end))
}

/// `44`, but no number that might be a day.
fn short_year(start: Cursor) -> Option<(i32, Cursor)> {
    let (number, end) = start.number().filter(|(number, _)| number.digits == 2 && number.value > 31)?;
    Some((CENTURY + i32::from(number.value), end))
}
