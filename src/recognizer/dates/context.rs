//! What a date without a year or month takes from the dates round it.

use crate::date::{Expression, Found, Hint, Point, Precision};
use crate::model::Cert;

/// What is known of the time of which the text speaks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The date of the document, where the text speaks of its time.
    pub(super) document: Option<Point>,
    /// The date of the document.
    pub(super) written: Option<Point>,
    /// The date of the entry, in a diary or journal.
    pub(super) entry: Option<Point>,
    /// The last date with a year, by its words or by the text before it.
    pub(super) last: Option<Point>,
    /// The first date with a year of the whole flow, for want of any other.
    pub(super) ahead: Option<Point>,
    /// The year that the course of the story gives the date that is looked at.
    pub(super) story_year: Option<i32>,
}

impl Context {
    /// The date from which a date without a year is seen, and how sure that is.
    fn reference(&self) -> Option<(Point, Cert)> {
        let before = self.last.or(self.entry).or(self.document);
        before.map(|point| (point, Cert::Medium)).or(self.ahead.map(|point| (point, Cert::Low)))
    }

    /// The date from which `last March` is seen: that of writing, if it is known.
    fn writing(&self) -> Option<Point> {
        self.entry.or(self.written).or(self.last)
    }

    /// Whether the text tells what happened, one thing after the other, and is no letter or diary.
    pub(super) fn is_story(&self) -> bool {
        self.document.or(self.entry).is_none()
    }

    /// Takes note of a date. A year alone counts only in a text that bears no date itself (a testimony, a memoir), and
    /// does not make a month of that year forgotten.
    pub(super) fn see(&mut self, point: Point) {
        let same_year = self.last.is_some_and(|last| last.year == point.year);
        if point.precision() > Precision::Year || (self.is_story() && !same_year) {
            self.last = Some(point);
        }
    }
}

/// The dates of a flow, each with the year or month that a neighbour gives it. A year and a day or month right after it
/// are one date.
pub(super) fn share(text: &str, all: &[Found]) -> Vec<Found> {
    let mut all = all.to_vec();
    for idx in (1..all.len()).rev() {
        if !all[idx - 1].expression.first().is_time() {
            all[idx - 1].expression = share_with_next(text, &all[idx - 1], &all[idx]);
        }
    }
    let mut shared: Vec<Found> = Vec::with_capacity(all.len());
    for found in &all {
        if found.expression.first().is_time() {
            shared.push(*found);
        } else if let Some(whole) = shared.last().and_then(|last| with_last(text, last, found)) {
            if whole.start < found.start {
                shared.pop();
            }
            shared.push(whole);
        } else {
            shared.push(*found);
        }
    }
    shared
}

/// A date with the year that stands right before it: `1927, February 16`, `1941 (the 15th of May)`; a period only shares
/// the year.
fn with_last(text: &str, last: &Found, found: &Found) -> Option<Found> {
    let Expression::At(Point { year: Some(year), month: None, .. }) = last.expression else {
        return None;
    };
    let near = found.needs_year() && !found.expression.needs_month() && found.start.checked_sub(last.end)? < 12;
    let between = text[last.end..found.start].trim();
    let joins =
        matches!(between, "," | "(" | "(the" | ", in" | ", on" | "(in" | "(on" | ", the" | "on" | ", am" | "am");
    let closes = between.starts_with('(') && text[found.end..].starts_with(')');
    let one = matches!(found.expression, Expression::At(_));
    let (start, end) = if one { (last.start, found.end + usize::from(closes)) } else { (found.start, found.end) };
    let whole = Found { start, end, expression: found.expression.in_year(year), is_bare: false, ..*found };
    (near && joins).then_some(Found { is_aside: last.is_aside, ..whole })
}

/// A date with the month and year that it shares with the next one: `July 31 and August 8, 1969`.
fn share_with_next(text: &str, found: &Found, next: &Found) -> Expression {
    let (first, second) = (found.expression.first(), next.expression.first());
    if let Some(year) = second.year.filter(|_| names_event(text, found, next)) {
        return found.expression.in_year(year);
    }
    let near = next.start - found.end < 12 && first.precision() == second.precision();
    let between = text[found.end..next.start].trim();
    let joins = matches!(
        between,
        "and"
            | "or"
            | "to"
            | "until"
            | "till"
            | ","
            | "to the"
            | "and the"
            | "–"
            | "-"
            | "und"
            | "bis"
            | "et"
            | "au"
            | "et le"
            | "et de"
            | "et d'"
            | "et d’"
            | "et du"
            | "&"
            | "and of"
            | "and in"
            | "und im"
            | "und den"
            | "und am"
            | "и"
    );
    if !(near && joins && found.needs_year()) {
        return found.expression;
    }
    let expression = match second.month {
        Some(month) if found.expression.needs_month() => found.expression.in_month(month),
        _ => found.expression,
    };
    let in_order = (expression.first().month, first.day) <= (second.month, second.day.or(first.day));
    second.year.map_or(expression, |year| expression.in_year(year - i32::from(!in_order)))
}

/// Whether a month names an event of the year that follows: `the November elections of 1954`.
fn names_event(text: &str, found: &Found, next: &Found) -> bool {
    let [month, year] = [found, next].map(|one| one.expression.precision());
    let is_near = month == Precision::Month && year == Precision::Year && next.start - found.end < 32;
    let mut words = text[found.end..next.start].split(' ').filter(|word| !word.is_empty()).rev();
    is_near
        && found.needs_year()
        && matches!(words.next(), Some("of" | "de"))
        && (1..=2).contains(&words.clone().count())
        && words.all(|word| word.chars().all(char::is_alphabetic))
}

/// The expression with the year (and month) of which the text speaks, and how sure that is; `None` where nothing is
/// known.
pub(super) fn resolve(found: &Found, context: &Context) -> Option<(Expression, Option<Cert>)> {
    if !found.needs_year() {
        return Some((found.expression, None));
    }
    if let Some(year) = context.story_year.filter(|_| found.hint.is_none() && context.is_story()) {
        let cert = if context.last.is_some() { Cert::Medium } else { Cert::Low };
        return Some((found.expression.in_year(year), Some(cert)));
    }
    let (reference, cert) = match found.hint {
        Some(_) => (context.writing()?, Cert::Medium),
        None => context.reference()?,
    };
    let year = reference.year?;
    if let Some(Hint::Month(months)) = found.hint {
        let month = year * 12 + i32::from(reference.month?) - 1 + months;
        let number = u8::try_from(month.rem_euclid(12) + 1).ok()?;
        return Some((found.expression.in_month(number).in_year(month.div_euclid(12)), Some(cert)));
    }
    let expression = match reference.month {
        Some(month) if found.expression.needs_month() => found.expression.in_month(month),
        _ if found.expression.needs_month() => return None,
        _ => found.expression,
    };
    if let Some(Hint::Year(years)) = found.hint {
        return Some((expression.in_year(year + years), Some(cert)));
    }
    let fits =
        |candidate: &Expression| !candidate.is_impossible() && fits_hint(found.hint, candidate.first(), reference);
    // The year of the reference itself wins a tie.
    let years = [year, year - 1, year + 1, year - 2, year + 2].into_iter();
    let candidates = years.map(|year| expression.in_year(year)).filter(fits);
    let cost = |candidate: &Expression| {
        let weekday = found.weekday.is_some_and(|weekday| candidate.first().weekday() != Some(weekday));
        (weekday, distance(candidate.first(), reference))
    };
    Some((candidates.min_by_key(cost)?, Some(cert)))
}

fn fits_hint(hint: Option<Hint>, point: Point, reference: Point) -> bool {
    // A day is seen from the day, a month from the month.
    let day = |one: Point, other: Point| one.day.filter(|_| other.day.is_some());
    let one = (point.year, point.month, day(point, reference));
    let other = (reference.year, reference.month, day(reference, point));
    match hint {
        Some(Hint::Before) => one < other,
        Some(Hint::After) => one > other,
        Some(Hint::Year(_) | Hint::Month(_)) | None => true,
    }
}

/// How far two points lie apart, in months; where one names no month, by their years alone.
fn distance(point: Point, reference: Point) -> u32 {
    let months = |point: Point, month: u8| point.year.unwrap_or_default() * 12 + i32::from(month);
    match (point.month, reference.month) {
        (Some(month), Some(other)) => months(point, month).abs_diff(months(reference, other)),
        _ => months(point, 0).abs_diff(months(reference, 0)),
    }
}
