//! Years in words: `nineteen forty-three`, `neunzehnhundertdreiundvierzig`, `mil neuf cent quarante-trois`.

use crate::date::cursor::Cursor;
use crate::date::expression::Expression;
use crate::date::grammar::{Core, Need, year};
use crate::date::point::Point;

/// The first century of the language packs.
const FIRST: i32 = 1600;

/// A year in words that begins here, or a decade (`the nineteen-fifties`). One that might count something else needs a
/// sign that it is a year.
pub(super) fn read(start: Cursor) -> Option<Core> {
    let Some((number, end)) = year(start) else { return decade(start) };
    let counts = end.some_spaces().is_some_and(|next| next.phrase(&start.language.cues.units).is_some());
    let words = &start.text[start.at..end.at];
    let sure = number % 100 > 20 && number % 10 != 0 && words.split([' ', '-']).count() <= 3;
    let need = if sure { Need::Nothing } else { Need::YearCue };
    (!counts).then_some(Core { expression: Expression::At(Point::year(number)), end: end.at, need })
}

/// `nineteen-fifties`
fn decade(start: Cursor) -> Option<Core> {
    let (century, after) = century(start)?;
    let (first, end) = year::decade_name(parted(after)?)?;
    Some(Core::sure(year::decade_from(century + first), end))
}

/// The year that the words from here on say, and where they end.
pub(super) fn year(start: Cursor) -> Option<(i32, Cursor)> {
    if !start.language.centuries.may_begin(start.rest().as_bytes()) {
        return None;
    }
    let (number, end) = in_one_word(start).or_else(|| in_words(start))?;
    (end.ends_word() && end.eat('-').is_none()).then_some((number, end))
}

/// `nineteen hundred and forty-three`
fn in_words(start: Cursor) -> Option<(i32, Cursor)> {
    let (first, after) = century(start)?;
    let hundreds = start.text[start.at..after.at].contains(' ');
    let number = parted(after).and_then(|next| {
        let (len, number) = next.language.numbers.at_start(window(next))?;
        (hundreds || number > 9).then(|| (first + i32::from(number), next.advance(len)))
    });
    number.or_else(|| hundreds.then_some((first, after)))
}

/// `neunzehnhundertdreiundvierzig`
fn in_one_word(start: Cursor) -> Option<(i32, Cursor)> {
    let len = start.rest().chars().take(LONGEST).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let word = start.rest()[..len].to_lowercase();
    let year = start.language.centuries.all().find_map(|(form, century)| {
        let (number, _) = start.language.numbers.number(word.strip_prefix(form)?)?;
        Some(first_year(century) + i32::from(number))
    })?;
    Some((year, start.advance(len)))
}

/// The longest word that is looked at (in characters).
const LONGEST: usize = 48;

/// A century in words, as its first year.
fn century(start: Cursor) -> Option<(i32, Cursor)> {
    let (len, number) = start.language.centuries.at_start(window(start))?;
    Some((first_year(number), start.advance(len)))
}

fn first_year(century: u8) -> i32 {
    FIRST + 100 * (i32::from(century) - 1)
}

/// After the space or hyphen between two words.
fn parted(end: Cursor) -> Option<Cursor> {
    end.eat('-').or_else(|| end.some_spaces())
}

/// As much of the text as a phrase may take.
fn window(start: Cursor<'_>) -> &str {
    let len = start.rest().chars().take(LONGEST).map(char::len_utf8).sum();
    &start.rest()[..len]
}
