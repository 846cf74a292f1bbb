//! Dates in numbers alone: `14.09.1960`, `14. 9. 1960`, `6. VIII. 1899`, `14/IX/1960`, `28/VII`, `5/5/44`, `14.3.`.
//!
//! The day stands first, as everywhere in Europe; only where the second number is more than 12 and the first is not,
//! the month does, as in the United States. `5/6/44` is 5 June, but in English it is doubtful.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::year::{of_numeric_date, with_unit};
use crate::date::grammar::{Core, Need};
use crate::date::point::Point;

/// Years from which on two digits are no day and hardly the number of a section.
const SURE_SHORT_YEAR: i32 = 1932;

/// A date in numbers.
pub(super) fn read(start: Cursor) -> Option<Core> {
    with_roman_month(start).or_else(|| in_figures(start))
}

/// After what parts two numbers: `.`, `/`, `-`, or `./`, as in `29./12.1871`.
fn separator(start: Cursor) -> Option<(char, Cursor)> {
    let separator = start.peek().filter(|&c| matches!(c, '.' | '/' | '-' | '–' | ' '))?;
    let after = start.eat(separator)?;
    Some((separator, if separator == '.' { after.maybe('/') } else { after }))
}

fn with_roman_month(start: Cursor) -> Option<Core> {
    let (day, after) = start.small_number(31)?;
    let (separator, after) = separator(after).filter(|&(c, _)| c != '–')?;
    let (month, after) = after.spaces().roman_month()?;
    let year = after
        .eat(separator)
        .or_else(|| after.eat('.'))
        .or_else(|| after.some_spaces())
        .and_then(|after| of_numeric_date(after.spaces().maybe('/').spaces()))
        .filter(|(_, end)| end.ends_word() && !end.number_goes_on());
    if let Some((year, end)) = year {
        return Some(Core::sure(Expression::At(Point::day(Some(year), month, day)), with_unit(end)));
    }
    let expression = Expression::At(Point::day(None, month, day));
    let (end, need) = match separator {
        '/' => (after, Need::Nothing),
        '.' => (after.eat('.')?, Need::NumericCue),
        _ => return None,
    };
    end.ends_word().then_some(Core { expression, end: end.at, need })
}

fn in_figures(start: Cursor) -> Option<Core> {
    let (first, after) = start.small_number(31)?;
    let (separator, after_first) = separator(after).filter(|&(c, _)| c != ' ')?;
    let (second, after) = spaces_after_stop(after_first, separator).small_number(31)?;
    let (day, month) = day_and_month(first, second, separator)?;
    let is_spaced = |start: Cursor| spaces_after_stop(start, separator).at > start.at;
    // `10/12 1931`: a space before a year of four digits is enough.
    let spaced = || after.some_spaces().filter(|next| next.number().is_some_and(|(number, _)| number.digits == 4));
    let year = after.eat(separator).or_else(|| after.eat('.')).or_else(spaced).and_then(|after| {
        // `14. 9. 60` is a date, but in `22.3. 53` the last number is none.
        let found = year(spaces_after_stop(after, separator))?;
        (is_long(found.1) || !is_spaced(after) || is_spaced(after_first)).then_some(found)
    });
    let Some((year, end)) = year else {
        return without_year(day, month, after, separator);
    };
    let is_sure = is_long(end) || (year >= SURE_SHORT_YEAR && separator != '-');
    let either = start.language.habits.either_order && separator != '.' && day <= 12 && month <= 12 && day != month;
    let need = match (is_sure, either) {
        (true, true) => Need::Order,
        (true, false) => Need::Nothing,
        (false, _) => Need::NumericCue,
    };
    Some(Core { expression: Expression::At(Point::day(Some(year), month, day)), end: with_unit(end).at, need })
}

fn year(start: Cursor) -> Option<(i32, Cursor)> {
    let goes_on = |end: Cursor| {
        end.eat_any(&['-', '–', '/']).is_some_and(|after| after.peek().is_some_and(|c| c.is_ascii_digit()))
    };
    of_numeric_date(start).filter(|&(_, end)| end.ends_word() && !end.number_goes_on() && !goes_on(end))
}

/// Whether the number that ends here has more than two digits.
fn is_long(end: Cursor) -> bool {
    end.before().bytes().rev().take(3).filter(u8::is_ascii_digit).count() > 2
}

fn spaces_after_stop(start: Cursor, separator: char) -> Cursor {
    if separator == '.' { start.spaces() } else { start }
}

fn day_and_month(first: u8, second: u8, separator: char) -> Option<(u8, u8)> {
    match (first, second) {
        (day, month @ 1..=12) => Some((day, month)),
        (month @ 1..=12, day) if separator != '.' => Some((day, month)),
        _ => None,
    }
}

/// `14.3.`: both full stops must be there.
fn without_year(day: u8, month: u8, after: Cursor, separator: char) -> Option<Core> {
    let end = after.eat('.').filter(|end| separator == '.' && end.ends_word())?;
    let expression = Expression::At(Point::day(None, month, day));
    Some(Core { expression, end: end.at, need: Need::NumericCue })
}
