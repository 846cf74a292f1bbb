//! What may follow a date: the time of day, and which calendar was meant.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::Core;
use crate::date::language::Phrases;
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
    let (time, end) = clock(after).or_else(|| universal(after)).or_else(|| noon(after))?;
    // A meeting from `11:45 a.m.–12:45 p.m.` is dated by its day.
    let goes_on = end.dash().is_some_and(|next| next.peek().is_some_and(|c| c.is_ascii_digit()));
    (!goes_on).then_some((time, end))
}

/// `7:23 p.m.`, `11 a.m.`
fn clock(start: Cursor) -> Option<(Time, Cursor)> {
    let (hour, after) = start.small_number(23)?;
    let minutes = after.eat_any(&[':', '.']).and_then(Cursor::number).filter(|(number, _)| number.digits == 2);
    let (minute, after) = match minutes {
        Some((number, after)) => (u8::try_from(number.value).ok().filter(|&minute| minute < 60)?, after),
        None => (0, after),
    };
    let after = after.spaces();
    let (half, end) = match after.phrase(&start.language.before_noon) {
        Some(end) => (0, end),
        None => (12, after.phrase(&start.language.after_noon)?),
    };
    // Some clerks write `19:13 p.m.`
    let hour = if hour > 12 { hour } else { hour % 12 + half };
    Some((Time { hour, minute, universal: false }, end))
}

/// `1817Z`, as telegrams have it.
fn universal(start: Cursor) -> Option<(Time, Cursor)> {
    let (number, after) = start.number().filter(|(number, _)| number.digits == 4)?;
    let end = after.eat('Z').filter(|end| end.ends_word())?;
    let (hour, minute) = (u8::try_from(number.value / 100).ok()?, u8::try_from(number.value % 100).ok()?);
    (hour < 24 && minute < 60).then_some((Time { hour, minute, universal: true }, end))
}

fn noon(start: Cursor) -> Option<(Time, Cursor)> {
    start.phrase(&start.language.noon).map(|end| (Time { hour: 12, minute: 0, universal: false }, end))
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
