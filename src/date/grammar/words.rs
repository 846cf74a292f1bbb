//! Years and days in words: `nineteen forty-three`, `neunzehnhundertdreiundvierzig`, `the third of May`, `le trois mai`.

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
    let stop = year::with_unit(end);
    let need = if sure || stop.at > end.at { Need::Nothing } else { Need::YearCue };
    let end = stop;
    (!counts).then_some(Core { expression: Expression::At(Point::year(number)), end: end.at, need })
}

/// `nineteen-fifties`
fn decade(start: Cursor) -> Option<Core> {
    let (century, after) = century(start)?;
    let (first, end) = year::decade_name(parted(after)?)?;
    Some(Core::sure(year::decade_from(century + first), end))
}

/// A month with the day in words before it, and where that begins: `third of May 1943`.
pub(in crate::date) fn with_day<'a>(core: &Core, start: Cursor<'a>) -> Option<(Core, Cursor<'a>)> {
    let Expression::At(point @ Point { month: Some(_), day: None, .. }) = core.expression else { return None };
    let words = &start.language.day_words;
    let lead = start.spaces_back();
    let lead = if words.of.is_empty() { lead } else { lead.phrase_back(&words.of)?.spaces_back() };
    let (day, begin) = lead.name_back(&words.names)?;
    // `am ersten Mai-Tag`
    let goes_on = Cursor { at: core.end, ..start }.eat('-').is_some() || start.peek()?.is_ascii_digit();
    let expression = Expression::At(Point { day: Some(day), ..point });
    (may_begin(begin) && !goes_on && start.at > lead.at)
        .then_some((Core { expression, need: Need::Nothing, ..*core }, begin))
}

/// Whether a day in words may begin here.
fn may_begin(start: Cursor) -> bool {
    let words = &start.language.day_words.before;
    let lead = start.spaces_back();
    let lead = lead.peek_back().filter(|&c| c == ',').map_or(lead, |_| lead.back(1));
    words.is_empty()
        || matches!(lead.peek_back(), None | Some('\n' | '(' | '[' | '.'))
        || lead.phrase_back(words).is_some()
        || lead.phrase_back(&start.language.weekdays.phrases).is_some()
}

/// The day in words after a month: `May the third`, `September first, 1943`.
pub(super) fn day_after_month<'a>(start: Cursor<'a>, month: Cursor) -> Option<(u8, Cursor<'a>)> {
    let after = start.some_spaces()?;
    let the = after.phrase(&start.language.the).and_then(Cursor::some_spaces);
    let (day, end) = the.unwrap_or(after).name(&start.language.day_words.names)?;
    let cues = &start.language.cues;
    // `May the first of them come in!`
    let named = !cues.names_too.contain(month.word()) || month.spaces_back().phrase_back(&cues.day).is_some();
    let fits = (the.is_some() && named) || year::after_month(end).is_some();
    (fits && end.ends_word() && end.eat('-').is_none()).then_some((day, end))
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
