//! Dates with the name of a month: `14 September 1960`, `14th of September`, `September 14, 1960`, `Sept. 1960`.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::period::{self, Join};
use crate::date::grammar::{Core, Lead, Need, time, words, year};
use crate::date::lead;
use crate::date::point::Point;

/// Expressions that begin with a day: a date, a period of days, or a date that begins a longer period.
pub(super) fn read_day_first(start: Cursor, lead: Lead) -> Option<Core> {
    period::days_of_month(start, lead)
        .or_else(|| day_and_month(start).map(|core| period::longer(core, start)))
        .or_else(|| day_alone(start))
}

/// Expressions that begin with a month.
pub(super) fn read_month_first(start: Cursor, lead: Lead) -> Option<Core> {
    start.month()?;
    period::month_and_days(start, lead)
        .or_else(|| month_and_day(start).map(|core| period::longer(core, start)))
        .or_else(|| period::months(start))
        .or_else(|| month_alone(start).map(|core| period::longer(core, start)))
}

/// `14 September 1960`, `14th of September, 1960`, `14-Sept-1960`, `14. September 1960`.
pub(super) fn day_and_month(start: Cursor) -> Option<Core> {
    let (day, after) = day(start)?;
    let (month, after) = of_month(after)?;
    let (year, after) = optional_year(after);
    Some(time::with_time(Point::day(year, month, day), after))
}

/// `September 14, 1960`, `January the 15th`.
pub(super) fn month_and_day(start: Cursor) -> Option<Core> {
    let (month, after) = start.month()?;
    let (day, after) = day_after_month(after).or_else(|| words::day_after_month(after, start))?;
    let (year, after) = year_after_day(after);
    Some(time::with_time(Point::day(year, month, day), after))
}

/// `September 1960`, and `September` alone.
pub(super) fn month_alone(start: Cursor) -> Option<Core> {
    let (month, after) = start.month()?;
    if let Some((year, end)) = year::after_month(after) {
        return Some(Core::sure(Expression::At(Point::month(Some(year), month)), end));
    }
    if !after.ends_word() {
        return None;
    }
    let expression = Expression::At(Point::month(None, month));
    Some(Core { expression, end: after.at, need: Need::MonthCue })
}

/// `13th`, `am 13.`, `le 13 courant`.
fn day_alone(start: Cursor) -> Option<Core> {
    let (number, after) = start.small_number(31)?;
    let stop = Some(after.day_stop()).filter(|end| end.at > after.at);
    let month_follows = || Some(after).filter(|end| lead::month_hint(*end).is_some());
    let end = after.phrase(&start.language.ordinals).or(stop).or_else(month_follows)?;
    Some(Core { expression: Expression::At(Point::day_alone(number)), end: end.at, need: Need::DayCue })
}

/// The number of a day, with the letters that may follow it.
pub(in crate::date) fn day(start: Cursor) -> Option<(u8, Cursor)> {
    let (day, after) = start.small_number(31)?;
    let ordinal =
        after.phrase(&start.language.ordinals).or_else(|| after.some_spaces()?.phrase(&start.language.ordinals));
    let after = ordinal.unwrap_or(after);
    after.ends_word().then_some((day, after))
}

/// The month after a day.
pub(in crate::date) fn of_month(start: Cursor) -> Option<(u8, Cursor)> {
    let after = start.eat_any(&['-', '.', '/']).unwrap_or(start).spaces();
    if after.at == start.at && start.peek_back() != Some('.') {
        return None;
    }
    let after = after.phrase(&start.language.of).and_then(Cursor::some_spaces).unwrap_or(after);
    // `10th Dec.1939` has no space, but a stop.
    after.month().filter(|(_, end)| end.ends_word() || end.peek_back() == Some('.'))
}

/// The day after a month; `5,000` and `5:30` are none.
pub(super) fn day_after_month(start: Cursor) -> Option<(u8, Cursor)> {
    if !start.language.habits.month_first {
        return None;
    }
    let after = start.some_spaces().or_else(|| start.peek_back().filter(|&c| c == '.').map(|_| start))?;
    let after = after.phrase(&start.language.the).and_then(Cursor::some_spaces).unwrap_or(after);
    let (number, after_number) = after.small_number(31)?;
    let ordinal = after_number
        .phrase(&start.language.ordinals)
        .or_else(|| after_number.some_spaces()?.phrase(&start.language.ordinals));
    let end = ordinal.unwrap_or(after_number);
    let counts =
        ordinal.is_none() && end.some_spaces().is_some_and(|next| next.phrase(&start.language.cues.units).is_some());
    (end.ends_word() && !thousands(end) && !counts).then_some((number, end))
}

/// Whether a group of three digits or a decimal follows.
fn thousands(start: Cursor) -> bool {
    let goes_on = start.number_goes_on() && start.eat('/').is_none();
    // `May 5,1960` lacks a space, but it is a year.
    goes_on && start.eat(',').and_then(Cursor::number).is_none_or(|(number, _)| number.digits != 4)
}

/// The year after a month, if one follows.
pub(super) fn optional_year(start: Cursor) -> (Option<i32>, Cursor) {
    match year::after_month(start) {
        Some((year, end)) => (Some(year), end),
        None => (None, start),
    }
}

/// The year after a day, which may have a full stop after it (`December 21., 1958`).
pub(super) fn year_after_day(start: Cursor) -> (Option<i32>, Cursor) {
    match optional_year(start) {
        (None, _) => match start.eat('.').map(optional_year) {
            Some((Some(year), end)) => (Some(year), end),
            Some((None, _)) | None => (None, start),
        },
        found => found,
    }
}

/// How two days of one month are joined, and the second.
pub(super) fn joined_day(start: Cursor) -> Option<(Join, u8, Cursor)> {
    let (join, after) = period::join(start.day_stop())?;
    let after = after.phrase(&start.language.the).and_then(Cursor::some_spaces).unwrap_or(after);
    let (day, after) = day(after)?;
    Some((join, day, after))
}

/// The second of two days that share the month of the first: `5, 1939` after `October 4 or `.
pub(in crate::date) fn following_day(first_end: Cursor, month: u8) -> Option<(usize, Core)> {
    if !first_end.language.habits.month_first {
        return None;
    }
    let (_, after) = period::join(first_end).filter(|(join, _)| matches!(join, Join::And | Join::To))?;
    let start = after.phrase(&after.language.the).and_then(Cursor::some_spaces).unwrap_or(after);
    let (day, after) = day(start)?;
    let (year, end) = year::after_month(after)?;
    Some((start.at, Core::sure(Expression::At(Point::day(Some(year), month, day)), end)))
}
