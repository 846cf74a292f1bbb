//! Times of day, and which calendar was meant.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::Core;
use crate::date::phrases::Phrases;
use crate::date::point::{Point, Time};

/// A date, with the time of day of a dateline: `January 25, 1967, 7:23 p.m.`, `May 4, 1956—3 p.m.`, `..., 1817Z`.
///
/// Only after a full date, and only after a comma or dash: `at 6 a.m.` is no part of the date.
pub(super) fn with_time(point: Point, after: Cursor) -> Core {
    let full = point.year.is_some() && point.day.is_some() && point.is_possible();
    match time_after(after).filter(|_| full) {
        Some((time, end)) => Core::sure(Expression::At(Point { time: Some(time), ..point }), end),
        None => Core::sure(Expression::At(point), after),
    }
}

fn time_after(start: Cursor) -> Option<(Time, Cursor)> {
    let after = match start.eat(',') {
        Some(after) => after.some_spaces()?,
        None => start.eat_any(&['—', '–', '-'])?,
    };
    let (time, end) = clock(after).or_else(|| universal(after)).or_else(|| hours(after)).or_else(|| noon(after))?;
    // A meeting from `11:45 a.m.–12:45 p.m.` is dated by its day.
    let goes_on = end.dash().is_some_and(|next| next.peek().is_some_and(|c| c.is_ascii_digit()));
    (!goes_on).then_some((time, end))
}

/// A time of day that stands by itself: `7:30 p.m.`, `1645Z`, `1430 hours`, `9 Uhr 30`, `à 9 heures du soir`.
pub(super) fn read(start: Cursor) -> Option<Core> {
    let (time, end) = clock(start).or_else(|| universal(start)).or_else(|| hours(start))?;
    let is_part = matches!(start.peek_back(), Some('.' | ':' | ',' | '$' | '£' | '-'))
        && start.back(1).peek_back().is_some_and(|c| c.is_ascii_digit());
    (!is_part).then(|| Core::sure(Expression::At(Point::time_alone(time)), end))
}

/// `7:23 p.m.`, `11 a.m.`
fn clock(start: Cursor) -> Option<(Time, Cursor)> {
    let (hour, minute, after) = hour_and_minute(start)?;
    let after = after.spaces();
    let words = &start.language.clock;
    let (half, end) = match after.phrase(&words.before_noon) {
        Some(end) => (0, end),
        None => (12, after.phrase(&words.after_noon)?),
    };
    // Some clerks write `19:13 p.m.`
    let hour = if hour > 12 { hour } else { hour % 12 + half };
    Some((Time { hour, minute, universal: false }, end))
}

/// `7:23`, `7.23`, `7`.
fn hour_and_minute(start: Cursor) -> Option<(u8, u8, Cursor)> {
    let (number, after) = start.number().filter(|(number, _)| number.digits <= 2 && number.value < 24)?;
    let hour = u8::try_from(number.value).ok()?;
    match after.eat_any(&[':', '.']).and_then(minute) {
        Some((minute, end)) => Some((hour, minute, end)),
        None => Some((hour, 0, after)),
    }
}

fn minute(start: Cursor) -> Option<(u8, Cursor)> {
    let (number, end) = start.number().filter(|(number, _)| number.digits == 2 && number.value < 60)?;
    Some((u8::try_from(number.value).ok()?, end))
}

/// `1817Z`, as telegrams have it.
fn universal(start: Cursor) -> Option<(Time, Cursor)> {
    let (hour, minute, after) = four_digits(start)?;
    let end = after.eat('Z').filter(|end| end.ends_word())?;
    Some((Time { hour, minute, universal: true }, end))
}

/// `1430`.
fn four_digits(start: Cursor) -> Option<(u8, u8, Cursor)> {
    let (number, after) = start.number().filter(|(number, _)| number.digits == 4)?;
    let (hour, minute) = (u8::try_from(number.value / 100).ok()?, u8::try_from(number.value % 100).ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute, after))
}

/// `1430 hours`, `9 Uhr`, `9 Uhr 30`, `9 h 30`, `в 9 часов вечера`, `5 o’clock in the afternoon`.
fn hours(start: Cursor) -> Option<(Time, Cursor)> {
    let words = &start.language.clock;
    let (hour, minute, after) = four_digits(start).or_else(|| hour_and_minute(start))?;
    let has_minutes =
        start.number().is_some_and(|(_, end)| end.at < after.at) || minute > 0 || after.at - start.at == 4;
    let unit = after.spaces();
    let is_sure = unit.phrase(&words.hours_sure);
    let end = is_sure.or_else(|| unit.phrase(&words.hours)).or_else(|| unit.phrase(&words.hours_need_part))?;
    let (minute, end, says_minutes) = match minutes_after(end).filter(|_| !has_minutes) {
        Some((minute, end)) => (minute, end, true),
        None => (minute, end, has_minutes),
    };
    let (hour, end, says_part) = part_of_day(hour, end);
    let needs_part = unit.phrase(&words.hours_need_part).is_some();
    let cued = || start.spaces_back().phrase_back(&words.hours_cue).is_some();
    let is_time = is_sure.is_some() || says_part || (!needs_part && (says_minutes || cued()));
    is_time.then_some((Time { hour, minute, universal: false }, end))
}

/// `30` after `9 Uhr`, with the word for minutes.
fn minutes_after(end: Cursor) -> Option<(u8, Cursor)> {
    let (minute, end) = minute(end.spaces())?;
    let named = end.spaces().phrase(&end.language.clock.minutes);
    named.or_else(|| Some(end).filter(|end| end.ends_word() && !end.number_goes_on())).map(|end| (minute, end))
}

/// The hour by the words after it: `in the evening` makes 9 into 21.
fn part_of_day(hour: u8, after: Cursor) -> (u8, Cursor, bool) {
    let words = &after.language.clock;
    let next = after.spaces();
    if let Some(end) = next.phrase(&words.in_the_evening) {
        return (if (1..12).contains(&hour) { hour + 12 } else { hour }, end, true);
    }
    match next.phrase(&words.in_the_morning) {
        Some(end) => (hour, end, true),
        None => (hour, after, false),
    }
}

fn noon(start: Cursor) -> Option<(Time, Cursor)> {
    start.phrase(&start.language.clock.noon).map(|end| (Time { hour: 12, minute: 0, universal: false }, end))
}

/// A date, with the calendar that the words after it name: `25 October 1917 (O.S.)`.
pub(super) fn with_style(core: Core, start: Cursor) -> Core {
    let Expression::At(point) = core.expression else {
        return core;
    };
    let after = Cursor { at: core.end, ..start };
    if let Some(end) = style(after, &start.language.old_style) {
        return Core { expression: Expression::OldStyle(point), end: end.at, ..core };
    }
    style(after, &start.language.new_style).map_or(core, |end| Core { end: end.at, ..core })
}

fn style<'a>(after: Cursor<'a>, names: &Phrases) -> Option<Cursor<'a>> {
    let name = after.maybe(',').some_spaces()?;
    match name.eat('(') {
        Some(inside) => inside.phrase(names)?.eat(')'),
        None => name.phrase(names),
    }
}
