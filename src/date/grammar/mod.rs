//! The grammar of date expressions: what a date looks like from its first number or name of a month on.
//!
//! What stands before it (a day of the week, `early`, `not later than`) is [`crate::date::lead`]'s.

pub(super) mod day;
mod numeric;
pub(super) mod period;
mod time;
pub(super) mod words;
pub(super) mod year;

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::point::{Point, Precision};

/// A date expression as read from its first number or name of a month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Core {
    pub(super) expression: Expression,
    /// Where it ends (bytes).
    pub(super) end: usize,
    pub(super) need: Need,
}

/// What must stand before an expression for it to be a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing: it can be nothing else.
    Nothing,
    /// It may be any number.
    YearCue,
    /// The name of a month may be another word.
    MonthCue,
    /// It may be the number of a section.
    NumericCue,
    /// It may count something else.
    DayCue,
    /// Nothing, but day and month may stand the other way round.
    Order,
    /// Nothing, but its century is only likely.
    Century,
}

/// The word before an expression, as far as it changes how the expression is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// `between`: `and` joins two dates.
    Between,
    /// The same in a line or field that is nothing but a date.
    LineBetween,
    /// `before` or `after` in such a line or field.
    LineBound,
    /// Any other word, or none.
    Other,
}

impl Core {
    fn sure(expression: Expression, end: Cursor) -> Self {
        Self { expression, end: end.at, need: Need::Nothing }
    }
}

/// The longest date expression that begins at `start`.
pub(super) fn read(start: Cursor, lead: Lead) -> Option<Core> {
    if is_one_of_many_numbers(start) {
        return None;
    }
    let core = if start.peek()?.is_ascii_digit() {
        time::read(start)
            .or_else(|| year::read(start))
            .or_else(|| numeric::read(start))
            .or_else(|| day::read_day_first(start, lead))
            .or_else(|| year::early(start, lead))?
    } else {
        day::read_month_first(start, lead).or_else(|| year::decade_by_name(start)).or_else(|| words::read(start))?
    };
    let core = match lead {
        Lead::Between | Lead::LineBetween => period::between(core, start, lead),
        Lead::LineBound | Lead::Other => core,
    };
    Some(time::with_style(core, start))
}

/// An expression in a language that is not that of the text: only one with the name of a month and a day or year.
pub(super) fn read_guest(start: Cursor) -> Option<Core> {
    if is_one_of_many_numbers(start) {
        return None;
    }
    let core = if start.peek()?.is_ascii_digit() {
        day::read_day_first(start, Lead::Other)?
    } else {
        day::read_month_first(start, Lead::Other)?
    };
    (core.need == Need::Nothing).then(|| time::with_style(core, start))
}

/// Whether another number follows right after a short one, as in a table; no date begins so.
fn is_one_of_many_numbers(start: Cursor) -> bool {
    let short = start.number().filter(|(number, _)| number.digits <= 2);
    short.is_some_and(|(_, after)| after.spaces().peek().is_some_and(|c| c.is_ascii_digit()))
}

/// A date that is one point, for the second end of a period.
fn point(start: Cursor) -> Option<(Point, Cursor)> {
    let core = if start.peek()?.is_ascii_digit() {
        year::bare(start).or_else(|| numeric::read(start)).or_else(|| day::day_and_month(start))?
    } else {
        day::month_and_day(start).or_else(|| day::month_alone(start))?
    };
    let Expression::At(point) = core.expression else {
        return None;
    };
    Some((point, Cursor { at: core.end, ..start }))
}

/// Two points of a period, of which one may lack the year of the other; `None` if they are not in order.
pub(super) fn in_order(first: Point, last: Point) -> Option<(Point, Point)> {
    if first.precision() != last.precision() && first.precision() != Precision::Day {
        return None;
    }
    let within_year = |point: Point| (point.month, point.day);
    let wraps = within_year(first) > within_year(last);
    if wraps && first.month == last.month {
        return None;
    }
    let (first, last) = match (first.year, last.year) {
        (None, Some(year)) => (first.in_year(Some(year - i32::from(wraps))), last),
        (Some(year), None) => (first, last.in_year(Some(year + i32::from(wraps)))),
        (Some(_), Some(_)) | (None, None) => (first, last),
    };
    (first.sort_key() <= last.sort_key()).then_some((first, last))
}
