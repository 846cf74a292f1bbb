//! What stands before a date and belongs to it: `Friday, 19 September`, `early 1960`, `not later than 5 May`.
//!
//! A word that changes what the date says is inside the date; a preposition (`from`, `on`, `the`) is outside.

use crate::date::Hint;
use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::{Core, Lead};
use crate::date::language::Qualifier;
use crate::date::point::{Part, Point, Precision};

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

/// Where the whole expression begins, and what it says with the words before it.
pub(super) fn extend(core: &Core, start: Cursor, floor: usize) -> (usize, Expression) {
    let unchanged = (start.at, core.expression);
    let extended = match core.expression {
        Expression::At(point) if point.precision() == Precision::Day => {
            let begin = weekday(start).unwrap_or(start);
            let (begin, expression) = bound(begin, point).unwrap_or((begin, core.expression));
            Some((begin, expression))
        }
        Expression::At(point) => {
            part(start, |part| Some(Expression::Within { point, part })).or_else(|| bound(start, point))
        }
        Expression::Period { from, to } => {
            decade(from, to).and_then(|first| part(start, |part| Some(part_of_decade(first, part))))
        }
        Expression::Between { .. } => between(start).map(|begin| (begin, core.expression)),
        Expression::Within { .. } | Expression::NotBefore(_) | Expression::NotAfter(_) => None,
        Expression::OldStyle(_) | Expression::BothStyles { .. } => weekday(start).map(|begin| (begin, core.expression)),
    };
    extended.map(|(begin, expression)| (begin.at, expression)).filter(|&(begin, _)| begin >= floor).unwrap_or(unchanged)
}

/// What the words round a date say of its year: `last March`, `September 9 of this year`.
pub(super) fn hint(begin: Cursor, end: Cursor) -> Option<Hint> {
    let language = begin.language;
    let lead = begin.spaces_back();
    let after = |phrases| end.maybe(',').some_spaces().and_then(|next| next.phrase(phrases));
    let years =
        [(0, &language.relative.this_year), (-1, &language.relative.last_year), (1, &language.relative.next_year)];
    let by_year = || years.into_iter().find_map(|(years, phrases)| after(phrases).map(|_| Hint::Year(years)));
    let last = lead.phrase_back(&language.relative.last).map(|_| Hint::Before);
    last.or_else(|| lead.phrase_back(&language.relative.next).map(|_| Hint::After)).or_else(by_year)
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
    begin.peek().filter(|c| c.is_uppercase()).map(|_| begin)
}

/// `not later than ` before a date.
fn bound(start: Cursor, point: Point) -> Option<(Cursor, Expression)> {
    qualifier(start, |qualifier| match qualifier {
        Qualifier::NotAfter => Some(Expression::NotAfter(point)),
        Qualifier::NotBefore => Some(Expression::NotBefore(point)),
        Qualifier::Part(_) => None,
    })
}

/// `early ` before a month or year.
fn part(start: Cursor, says: impl Fn(Part) -> Option<Expression>) -> Option<(Cursor, Expression)> {
    qualifier(start, |qualifier| match qualifier {
        Qualifier::Part(part) => says(part),
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

/// The first year of a decade.
fn decade(from: Point, to: Point) -> Option<i32> {
    let year = from.year?;
    (from.precision() == Precision::Year && year % 10 == 0 && to.year == Some(year + 9)).then_some(year)
}

fn part_of_decade(first: i32, part: Part) -> Expression {
    let (from, to) = part.years_of_decade();
    Expression::Between { first: Point::year(first + from), last: Point::year(first + to) }
}
