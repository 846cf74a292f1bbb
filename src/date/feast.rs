//! Feasts that a year makes a date: `Christmas Eve 1942`, `Good Friday, 1943`, `Passover 1943`, `around Easter 1943`.
//!
//! The names and their distances are data of the language packs; here is what the distances are counted from.

use crate::date::Doubt;
use crate::date::calendar;
use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::Core;
use crate::date::lead::Extended;
use crate::date::point::Point;

/// The first year with the Easter of the reformed calendar.
const FIRST_YEAR: i32 = 1583;
/// How far `around` reaches, before a feast and after it (in days).
const AROUND: i32 = 7;

/// The longest last word of a name (in characters).
const LONGEST: usize = 24;

/// A feast by its days from the first to the last, as Julian day numbers.
type Days = (i32, i32);

/// A feast that ends right before a year: where its name begins, and what the two say. A feast that is said of the days
/// round it too (`Easter 1943`) names its day less surely, and `around` names the days of a week before and after.
pub(super) fn before(core: &Core, start: Cursor) -> Option<Extended> {
    let Expression::At(Point { year: Some(year), month: None, day: None, .. }) = core.expression else { return None };
    let lead = start.spaces_back();
    let lead = lead.phrase_back(&start.language.of).map_or(lead, Cursor::spaces_back);
    let lead = lead.peek_back().filter(|&c| c == ',').map_or(lead, |_| lead.back(1));
    if start.language.habits.capitals && !ends_in_capitals(lead) {
        return None;
    }
    let (begin, (first, last)) = longest(lead, year)?;
    if begin.spaces_back().phrase_back(&start.language.feasts.other_calendars).is_some() {
        return None;
    }
    let name = &start.text[begin.at..lead.at];
    let vague = start.language.feasts.several_days.contain(name).then_some(Doubt::Approximate);
    let words = &start.language.qualifiers;
    let before = begin.spaces_back();
    let is_around = before.phrase_back(&words.about).or_else(|| before.phrase_back(&words.circa)).is_some();
    let (expression, doubt) = match (is_around, first == last) {
        (true, _) => {
            let (first, last) = (point(first - AROUND), point(last + AROUND));
            (Expression::Between { first, last }, Some(Doubt::Approximate))
        }
        (false, true) => (Expression::At(point(first)), vague),
        (false, false) => (Expression::Period { from: point(first), to: point(last) }, vague),
    };
    Some(Extended { start: begin.at, weekday: begin.at, expression, doubt })
}

/// Whether the last word before this place begins with a capital; most words are refused by this one look.
fn ends_in_capitals(lead: Cursor) -> bool {
    let letters = lead.before().chars().rev().take_while(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
    letters.take(LONGEST).last().is_some_and(char::is_uppercase)
}

/// The feast with the longest name that ends here (`Orthodox Easter` rather than `Easter`), in a year.
fn longest(lead: Cursor, year: i32) -> Option<(Cursor, Days)> {
    let feasts = &lead.language.feasts;
    let named = |names| lead.phrase_back(names);
    let fixed = feasts.fixed.iter().filter_map(|(names, month, day)| {
        let begin = named(names)?;
        let day = calendar::day_number(year, *month, *day);
        Some((begin, (day, day)))
    });
    let movable = feasts.movable.iter().filter_map(|(names, days)| {
        let begin = named(names)?;
        let (month, day) = calendar::easter(year);
        let day = calendar::day_number(year, month, day) + days;
        Some((begin, (day, day)))
    });
    let orthodox = feasts.orthodox.iter().filter_map(|(names, days)| {
        let begin = named(names)?;
        let day = calendar::orthodox_easter(year) + days;
        Some((begin, (day, day)))
    });
    let jewish = feasts.jewish.iter().filter_map(|(names, days, length)| {
        let begin = named(names)?;
        let first = calendar::day_of_jewish_year(year, *days);
        Some((begin, (first, first + length - 1)))
    });
    let reckoned = movable.chain(orthodox).chain(jewish).filter(|_| year >= FIRST_YEAR);
    fixed.chain(reckoned).min_by_key(|(begin, _)| begin.at)
}

fn point(day_number: i32) -> Point {
    let (year, month, day) = calendar::gregorian_of_day_number(day_number);
    Point::day(Some(year), month, day)
}
