//! Periods: `12 through 30 September 1960`, `September 12-14, 1960`, `September-October 1960`, `1/14 March 1918`.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::day::{day, day_after_month, joined_day, of_month, optional_year, year_after_day};
use crate::date::grammar::year::early;
use crate::date::grammar::{Core, Lead, in_order, point};
use crate::date::point::Point;

/// What stands between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::date) enum Join {
    /// A dash, `through`.
    Through,
    /// `to`, `until`: a period only where the first date is not complete without the second.
    To,
    /// `/`, or the second in parentheses.
    Slash,
    /// `and`, which makes a period only after `between`.
    And,
}

/// What stands between two dates, and where the second begins.
pub(in crate::date) fn join(start: Cursor) -> Option<(Join, Cursor)> {
    if let Some(after) = start.dash() {
        return Some((Join::Through, after));
    }
    if let Some(after) = start.spaces().eat('/') {
        return Some((Join::Slash, after.spaces()));
    }
    let words = start.some_spaces()?;
    let language = start.language;
    let choices = [(Join::Through, &language.through), (Join::To, &language.to), (Join::And, &language.and)];
    choices.into_iter().find_map(|(join, phrases)| Some((join, words.phrase(phrases)?.some_spaces()?)))
}

/// `12 through 30 September 1960`, `15 and 20 February` after `between`, `1/14 March 1918`, `1 (14) March 1918`.
pub(super) fn days_of_month(start: Cursor, lead: Lead) -> Option<Core> {
    let (first, after) = day(start)?;
    let (join, second, after) = joined_day(after).or_else(|| in_parentheses(after))?;
    let (month, after) = of_month(after)?;
    let (year, end) = optional_year(after);
    let (first, last) = (Point::day(year, month, first), Point::day(year, month, second));
    Some(Core::sure(joined(first, last, join, lead)?, end))
}

fn in_parentheses(start: Cursor) -> Option<(Join, u8, Cursor)> {
    let (day, after) = day(start.spaces().eat('(')?)?;
    Some((Join::Slash, day, after.eat(')')?))
}

/// `September 12-14, 1960`.
pub(super) fn month_and_days(start: Cursor, lead: Lead) -> Option<Core> {
    let (month, after) = start.month()?;
    let (first, after) = day_after_month(after)?;
    let (join, second, after) = joined_day(after)?;
    let counts = after.some_spaces().is_some_and(|next| next.phrase(&start.language.cues.units).is_some());
    // In `May 9 to 14 June` the second day is of another month.
    if counts || of_month(after).is_some() || after.number_goes_on() {
        return None;
    }
    let (year, end) = year_after_day(after);
    let (first, last) = (Point::day(year, month, first), Point::day(year, month, second));
    Some(Core::sure(joined(first, last, join, lead)?, end))
}

fn joined(first: Point, last: Point, join: Join, lead: Lead) -> Option<Expression> {
    match join {
        Join::And => matches!(lead, Lead::Between | Lead::LineBetween)
            .then(|| in_order(first, last))
            .flatten()
            .map(|(first, last)| Expression::Between { first, last }),
        Join::Through | Join::To => in_order(first, last).map(|(from, to)| Expression::Period { from, to }),
        Join::Slash => slashed(first, last),
    }
}

/// One day in both calendars, or a night from one day to the next.
fn slashed(first: Point, last: Point) -> Option<Expression> {
    let (first, last) = in_order(first, last)?;
    let both = match first.from_julian() {
        Some(gregorian) => gregorian == last,
        None => first.year.is_none() && is_both_styles_of_some_year(first, last),
    };
    if both {
        return Some(Expression::BothStyles { julian: first, gregorian: last });
    }
    let night = first.day.zip(last.day).is_some_and(|(first, last)| last == first + 1 || last == 1);
    night.then_some(Expression::Period { from: first, to: last })
}

/// Whether the two are one day in some year between 1582 and 1926, when Old Style was in use beside the New.
fn is_both_styles_of_some_year(julian: Point, gregorian: Point) -> bool {
    [1650, 1750, 1850, 1911].into_iter().any(|year| {
        let reckoned = julian.in_year(Some(year)).from_julian();
        reckoned.is_some_and(|point| (point.month, point.day) == (gregorian.month, gregorian.day))
    })
}

/// `September-October 1960`, `March/April 1943`.
pub(super) fn months(start: Cursor) -> Option<Core> {
    let (first, after) = start.month()?;
    let (_, after) = join(after).filter(|(join, _)| matches!(join, Join::Through | Join::Slash))?;
    let (last, after) = after.month().filter(|(_, end)| end.ends_word())?;
    // In `September-October 12` the day belongs to a date of its own.
    let (year, end) = optional_year(after);
    if year.is_none() && day_after_month(after).is_some() {
        return None;
    }
    let (from, to) = in_order(Point::month(None, first), Point::month(year, last))
        .or_else(|| in_order(Point::month(None, first), Point::month(None, last)))?;
    Some(Core::sure(Expression::Period { from, to }, end))
}

/// The period that begins with `core`, if one does: `20 October/2 November 1917`, `1 May 1940 - 5 June 1941`.
pub(super) fn longer(core: Core, start: Cursor) -> Core {
    let Expression::At(first) = core.expression else {
        return core;
    };
    second_end(first, Cursor { at: core.end, ..start }).unwrap_or(core)
}

fn second_end(first: Point, after: Cursor) -> Option<Core> {
    let (join, after) = join(after).filter(|(join, _)| matches!(join, Join::Through | Join::Slash))?;
    let (last, end) = point(after).filter(|(last, _)| last.precision() == first.precision())?;
    if first.time.is_some() {
        return None;
    }
    Some(Core::sure(joined(first, last, join, Lead::Other)?, end))
}

/// After `between`: the two dates that `and` joins.
pub(super) fn between(core: Core, start: Cursor, lead: Lead) -> Core {
    let Expression::At(first) = core.expression else {
        return core;
    };
    let second = || {
        let (_, after) = join(Cursor { at: core.end, ..start }).filter(|(join, _)| *join == Join::And)?;
        let after = after.phrase(&start.language.the).and_then(Cursor::some_spaces).unwrap_or(after);
        let (last, end) = point(after)
            .or_else(|| early_year(after, lead).filter(|_| first.month.is_none()))
            .filter(|(last, _)| last.precision() == first.precision())?;
        let (first, last) = in_order(first, last)?;
        Some(Core::sure(Expression::Between { first, last }, end))
    };
    second().unwrap_or(core)
}

/// `1195` after `between 1180 and`.
fn early_year(start: Cursor, lead: Lead) -> Option<(Point, Cursor)> {
    let core = early(start, lead)?;
    Some((core.expression.first(), Cursor { at: core.end, ..start }))
}
