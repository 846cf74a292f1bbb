//! What stands before a date and belongs to it: `Friday, 19 September`, `early 1960`, `c. 1871`, `not later than 5 May`,
//! `Christmas Eve 1942`.
//!
//! A word that is part of the date itself is inside it: `early`, `c.`, `not later than`. The day of the week, a
//! preposition (`from`, `on`, `the`), and a noun of which the date is the genitive (`the end of 1942`) are outside; the
//! day of the week tells the year all the same.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::feast;
use crate::date::grammar::{Core, Lead, Need};
use crate::date::language::Qualifier;
use crate::date::point::{Point, Precision};
use crate::date::{Doubt, Hint};

/// A date with the words before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extended {
    /// Where it begins.
    pub(super) start: usize,
    /// Where the day of the week before it begins; `start` if there is none.
    pub(super) weekday: usize,
    pub(super) expression: Expression,
    pub(super) doubt: Option<Doubt>,
}

/// Whether `between` stands before this place.
fn between(start: Cursor) -> Option<Cursor> {
    let before = start.spaces_back();
    let before = before.phrase_back(&start.language.the).map_or(before, Cursor::spaces_back);
    before.phrase_back(&start.language.between)
}

/// The word before a date, as far as the grammar asks for it.
pub(super) fn of(start: Cursor) -> Lead {
    between(start).map_or(Lead::Other, |_| Lead::Between)
}

/// The whole expression, and what it says with the words before it. It begins no earlier than `floor`.
pub(super) fn extend(core: &Core, start: Cursor, floor: usize) -> Extended {
    let doubt = match core.need {
        Need::Order => Some(Doubt::Order),
        Need::Century => Some(Doubt::Century),
        Need::Nothing | Need::YearCue | Need::MonthCue | Need::NumericCue | Need::DayCue => None,
    };
    let plain = Extended { start: start.at, weekday: start.at, expression: core.expression, doubt };
    if core.expression.first().is_time() {
        return plain;
    }
    if let Some(feast) = feast::before(core, start).filter(|feast| feast.start >= floor) {
        return with_bound(feast, start, floor);
    }
    let weekday = weekday_before(core, start).filter(|begin| begin.at >= floor).unwrap_or(start);
    let lead = weekday.spaces_back();
    let words = &start.language.qualifiers;
    if let Some((begin, expression)) = with_qualifier(core, weekday).filter(|(begin, _)| begin.at >= floor) {
        return Extended { start: begin.at, weekday: begin.at, expression, doubt };
    }
    // The `C.` of `D.C.` is no circa.
    let circa = lead.phrase_back(&words.circa).filter(|begin| begin.at >= floor && begin.peek_back() != Some('.'));
    if let Some(begin) = circa {
        return Extended { start: begin.at, weekday: begin.at, doubt: Some(Doubt::Approximate), ..plain };
    }
    let about = || lead.phrase_back(&words.about).map(|_| Doubt::Approximate);
    Extended { weekday: weekday.at, doubt: doubt.or_else(about), ..plain }
}

/// A feast with the words before it that make it a bound: `not before Easter Sunday 1943`.
fn with_bound(feast: Extended, start: Cursor, floor: usize) -> Extended {
    let Expression::At(point) = feast.expression else { return feast };
    match bound(Cursor { at: feast.start, ..start }, point).filter(|(begin, _)| begin.at >= floor) {
        Some((begin, expression)) => Extended { start: begin.at, weekday: begin.at, expression, ..feast },
        None => feast,
    }
}

/// The day of the week before a day.
fn weekday_before<'a>(core: &Core, start: Cursor<'a>) -> Option<Cursor<'a>> {
    match core.expression {
        Expression::At(point) if point.precision() == Precision::Day => weekday(start),
        Expression::OldStyle(_) | Expression::BothStyles { .. } => weekday(start),
        Expression::At(_)
        | Expression::Period { .. }
        | Expression::Between { .. }
        | Expression::NotBefore(_)
        | Expression::NotAfter(_) => None,
    }
}

/// The words before an expression that are part of it, and what it says with them.
fn with_qualifier<'a>(core: &Core, start: Cursor<'a>) -> Option<(Cursor<'a>, Expression)> {
    match core.expression {
        Expression::At(point) if point.precision() == Precision::Day => bound(start, point),
        Expression::At(point) => part(start, core.expression).or_else(|| bound(start, point)),
        Expression::Period { from, to } if is_decade(from, to) => part(start, core.expression),
        Expression::Between { .. } => between(start).map(|begin| (begin, core.expression)),
        Expression::Period { .. }
        | Expression::NotBefore(_)
        | Expression::NotAfter(_)
        | Expression::OldStyle(_)
        | Expression::BothStyles { .. } => None,
    }
}

/// What the words round a date say of its year: `last March`, `September 9 of this year`; or, after a day alone, of its
/// month: `the 5th of next month`, `the 5th inst.`
pub(super) fn hint(core: &Core, begin: Cursor, end: Cursor) -> Option<Hint> {
    let words = &begin.language.relative;
    let lead = begin.spaces_back();
    let after = |phrases| end.maybe(',').some_spaces().and_then(|next| next.phrase(phrases));
    let years = [(0, &words.this_year), (-1, &words.last_year), (1, &words.next_year)];
    let by_year = || years.into_iter().find_map(|(years, phrases)| after(phrases).map(|_| Hint::Year(years)));
    let last = lead.phrase_back(&words.last).map(|_| Hint::Before);
    let next = || lead.phrase_back(&words.next).map(|_| Hint::After);
    let follows = || {
        let last = after(&words.last_follows).map(|_| Hint::Before);
        last.or_else(|| after(&words.next_follows).map(|_| Hint::After))
    };
    let is_day = core.need == Need::DayCue;
    let by_words_after = || by_year().or_else(|| follows().filter(|_| !is_day));
    last.or_else(next).or_else(by_words_after).or_else(|| month_hint(end))
}

/// The month that the words after a day name by its distance.
pub(super) fn month_hint(end: Cursor) -> Option<Hint> {
    let words = &end.language.relative;
    let next = end.maybe(',').some_spaces()?;
    let months = [(0, &words.this_month), (-1, &words.last_month), (1, &words.next_month)];
    months.into_iter().find_map(|(months, phrases)| next.phrase(phrases).map(|_| Hint::Month(months)))
}

/// `Friday, ` or `Monday the ` before a day.
fn weekday(start: Cursor) -> Option<Cursor> {
    let before = start.spaces_back();
    let before = before.phrase_back(&start.language.the).map_or(before, Cursor::spaces_back);
    let before = match before.peek_back()? {
        ',' | '.' => before.back(1).spaces_back(),
        _ => before,
    };
    let begin = before.phrase_back(&start.language.weekdays.phrases)?;
    begin.peek().filter(|c| c.is_uppercase() || !start.language.habits.capitals).map(|_| begin)
}

/// `not later than ` before a date.
fn bound(start: Cursor, point: Point) -> Option<(Cursor, Expression)> {
    qualifier(start, |qualifier| match qualifier {
        Qualifier::NotAfter => Some(Expression::NotAfter(point)),
        Qualifier::NotBefore => Some(Expression::NotBefore(point)),
        Qualifier::Part => None,
    })
}

/// `early ` before a month, year or decade: part of its words, but how far it reaches they do not say.
fn part(start: Cursor, whole: Expression) -> Option<(Cursor, Expression)> {
    qualifier(start, |qualifier| match qualifier {
        Qualifier::Part => Some(whole),
        Qualifier::NotAfter | Qualifier::NotBefore => None,
    })
}

fn qualifier(start: Cursor, says: impl Fn(Qualifier) -> Option<Expression>) -> Option<(Cursor, Expression)> {
    let direct = start.spaces_back();
    let over_words = direct.phrase_back(&start.language.qualifiers.between).map(Cursor::spaces_back);
    [Some(direct), over_words].into_iter().flatten().find_map(|before| {
        start.language.qualifiers.all().into_iter().find_map(|(qualifier, phrases)| {
            let begin = before.phrase_back(phrases)?;
            Some((begin, says(qualifier)?))
        })
    })
}

fn is_decade(from: Point, to: Point) -> bool {
    let first = from.year.filter(|year| from.precision() == Precision::Year && year % 10 == 0);
    first.is_some_and(|year| to.year == Some(year + 9))
}
