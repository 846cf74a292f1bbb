//! Bounds: two that are one date (`not before 1180, not after 1195`), and those that follow their date (`1195 at the
//! latest`).

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::in_order;
use crate::date::language::Language;
use crate::date::phrases::Phrases;
use crate::date::point::Point;
use crate::date::{Doubt, Found};

/// How far apart two bounds of one date may stand (in bytes).
const FARTHEST: usize = 12;

/// Whether a word that makes a bound stands right before.
pub(super) fn is_bound(start: Cursor) -> bool {
    let words = &start.language.qualifiers;
    follows_one_of(start, [&words.not_after, &words.not_before])
}

/// The same, with the words that make a bound of the whole of a line or field: `before 1195`.
pub(super) fn is_line_bound(start: Cursor) -> bool {
    let words = &start.language.line;
    follows_one_of(start, [&words.not_after, &words.not_before])
}

fn follows_one_of(start: Cursor, phrases: [&Phrases; 2]) -> bool {
    let lead = start.spaces_back();
    phrases.into_iter().any(|phrases| lead.phrase_back(phrases).is_some())
}

/// A date with the words after it that make it a bound: `5 May 1953 at the latest`, `1960 or earlier`.
pub(super) fn with_words_after(expression: Expression, end: Cursor) -> Option<(Expression, Cursor)> {
    let Expression::At(point) = expression else { return None };
    let next = end.maybe(',').some_spaces().filter(|_| !point.is_time())?;
    let words = &end.language.qualifiers;
    let (expression, end) = match next.phrase(&words.not_after_follows) {
        Some(end) => (Expression::NotAfter(point), end),
        None => (Expression::NotBefore(point), next.phrase(&words.not_before_follows)?),
    };
    // `1913 or before or after`
    let goes_on = end.some_spaces().is_some_and(|next| next.phrase(&next.language.and).is_some());
    (!goes_on).then_some((expression, end))
}

/// Two bounds as one date, where nothing but a comma or `and` parts them and they do not exclude each other.
pub(super) fn joined(text: &str, one: &Found, other: &Found, language: &Language) -> Option<Found> {
    let ((Expression::NotBefore(first), Expression::NotAfter(last))
    | (Expression::NotAfter(last), Expression::NotBefore(first))) = (one.expression, other.expression)
    else {
        return None;
    };
    let between = other.start.checked_sub(one.end).filter(|&len| len <= FARTHEST)?;
    let words = text[one.end..one.end + between].trim().trim_start_matches([',', ';']).trim_start();
    let joins = words.is_empty() || language.and.contain(words) || language.bounds_and.contain(words);
    let (first, last) = within(first, last).filter(|_| joins)?;
    let doubt: Option<Doubt> = one.doubt.or(other.doubt);
    Some(Found { end: other.end, expression: Expression::Between { first, last }, doubt, ..*one })
}

/// Two bounds that leave a time between them; the year of one may be missing where both are days, or both months.
fn within(first: Point, last: Point) -> Option<(Point, Point)> {
    let Some((from, to)) = first.year.zip(last.year) else { return in_order(first, last) };
    // `not before May 1180, not after 1180` leaves a part of the year.
    let months = first.month.zip(last.month).filter(|_| from == to);
    let days = first.day.zip(last.day).filter(|_| months.is_some_and(|(one, other)| one == other));
    let fits =
        from <= to && months.is_none_or(|(one, other)| one <= other) && days.is_none_or(|(one, other)| one <= other);
    fits.then_some((first, last))
}
