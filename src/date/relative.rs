//! Expressions that name a date by its distance from the day of writing: `yesterday`, `last week`, `in the coming year`.

use crate::date::calendar::{day_number, gregorian_of_day_number};
use crate::date::cursor::Cursor;
use crate::date::language::Language;
use crate::date::phrases::Phrases;
use crate::date::point::Point;
use crate::date::{Expression, Tongues};

/// A relative expression with the date that it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relative {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What it means, seen from the day of writing.
    pub expression: Expression,
}

/// The relative expressions of a text that can be reckoned from the day of writing, in order. Days and weeks need a full
/// date, months a month, years a year.
///
/// ```
/// use postil::date::{Point, Tongues, relative};
/// let written = Point::day(Some(1960), 3, 1);
/// let found = relative("He left yesterday.", written, Tongues::named("English").unwrap());
/// assert_eq!(found[0].expression.value().unwrap().when.as_deref(), Some("1960-02-29"));
/// ```
pub fn relative(text: &str, written: Point, tongues: Tongues) -> Vec<Relative> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let cursor = Cursor::new(text, at, tongues.own());
        match read(cursor, written) {
            Some((end, expression)) => {
                found.push(Relative { start: at, end, expression });
                at = end;
            }
            None => at += next_word(cursor.rest()),
        }
    }
    found
}

/// How far on the next word begins.
fn next_word(rest: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric();
    let word = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    word + rest[word..].find(is_part).unwrap_or(rest.len() - word)
}

fn read(cursor: Cursor, written: Point) -> Option<(usize, Expression)> {
    type Shift = fn(Point, i32) -> Option<Expression>;
    let Language { relative, .. } = cursor.language;
    let kinds: [(&[(Phrases, i32)], Shift); 4] =
        [(&relative.days, days), (&relative.weeks, weeks), (&relative.months, months), (&relative.years, years)];
    let all = kinds.into_iter().flat_map(|(lists, shift)| lists.iter().map(move |(words, by)| (words, *by, shift)));
    let fits = all.filter_map(|(words, by, shift)| Some((cursor.phrase(words)?.at, by, shift)));
    let (end, by, shift) = fits.max_by_key(|&(end, ..)| end)?;
    Some((end, shift(written, by)?))
}

fn days(written: Point, by: i32) -> Option<Expression> {
    shifted(written, by).map(Expression::At)
}

/// The week from Monday to Sunday.
fn weeks(written: Point, by: i32) -> Option<Expression> {
    let monday = 7 * by + 1 - i32::from(written.weekday()?);
    Some(Expression::Period { from: shifted(written, monday)?, to: shifted(written, monday + 6)? })
}

fn months(written: Point, by: i32) -> Option<Expression> {
    let month = written.year? * 12 + i32::from(written.month?) - 1 + by;
    let number = u8::try_from(month.rem_euclid(12) + 1).ok()?;
    Some(Expression::At(Point::month(Some(month.div_euclid(12)), number)))
}

fn years(written: Point, by: i32) -> Option<Expression> {
    Some(Expression::At(Point::year(written.year? + by)))
}

fn shifted(written: Point, days: i32) -> Option<Point> {
    let number = day_number(written.year?, written.month?, written.day?) + days;
    let (year, month, day) = gregorian_of_day_number(number);
    Some(Point::day(Some(year), month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str, written: Point, language: &str) -> Vec<(String, String)> {
        let tongues = Tongues::named(language).expect("there is a pack");
        let shown = |one: &Relative| {
            let value = one.expression.value().expect("it is possible");
            (text[one.start..one.end].to_owned(), value.earliest().unwrap_or_default().to_owned())
        };
        relative(text, written, tongues).iter().map(shown).collect()
    }

    #[test]
    fn days_weeks_months_and_years_are_reckoned_from_the_day_of_writing() {
        let written = Point::day(Some(1961), 1, 2);
        let found =
            dates("Yesterday, last week, last month, last year and the day before yesterday.", written, "English");
        let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["1961-01-01", "1960-12-26", "1960-12", "1960", "1960-12-31"]);
        assert_eq!(dates("Er kam gestern.", written, "German"), [("gestern".into(), "1961-01-01".into())]);
        assert_eq!(dates("Il part demain.", written, "French"), [("demain".into(), "1961-01-03".into())]);
        assert_eq!(dates("Он приехал вчера.", written, "Russian"), [("вчера".into(), "1961-01-01".into())]);
    }

    #[test]
    fn what_cannot_be_reckoned_is_left() {
        assert_eq!(dates("He left yesterday, last year.", Point::year(1960), "English").len(), 1);
        assert_eq!(dates("Todayish", Point::year(1960), "English").len(), 0);
    }
}
