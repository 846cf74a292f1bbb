//! Whether a number or word that might be a date is one: by the words round it.

use crate::date::bounds;
use crate::date::cursor::Cursor;
use crate::date::feast;
use crate::date::grammar::{Core, Need, day, period, year};
use crate::date::point::Precision;

/// What is known of the text before a candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// How exact the last date was, and where it ended.
    pub(super) last: Option<(Precision, usize)>,
    /// Whether a date in numbers alone was found before.
    pub(super) numeric: bool,
    /// Where it ends.
    pub(super) floor: usize,
}

/// Whether `core`, which begins at `start`, is a date.
pub(super) fn is_date(core: &Core, start: Cursor, before: Before) -> bool {
    match core.need {
        Need::Nothing | Need::Order | Need::Century => true,
        Need::YearCue => is_year(core, start, before),
        Need::MonthCue => is_month(core, start, before),
        Need::NumericCue => is_numeric_date(core, start, before),
        Need::DayCue => is_day(core, start),
    }
}

fn is_year(core: &Core, start: Cursor, before: Before) -> bool {
    let language = start.language;
    let quote = start.peek_back().filter(|c| matches!(c, '‘' | '’' | '\'' | '“' | '"')).map_or(0, char::len_utf8);
    let lead = start.back(quote).spaces_back();
    let end = Cursor { at: core.end, ..start };
    let joined = lead.peek_back() == Some('-') && lead.phrase_back(&language.cues.year).is_some();
    if lead.phrase_back(&language.cues.not_after).is_some()
        || (!joined && start.peek_back().is_some_and(is_no_date_sign))
    {
        return false;
    }
    if is_chained(start, before, Precision::Year) || in_parentheses(lead, end) || labelled(start, end) {
        return true;
    }
    if lead.phrase_back(&language.cues.year).is_some() || feast::before(core, start).is_some() {
        return !counts_known_units(end);
    }
    if bounds::is_bound(start) || bounds::with_words_after(core.expression, end).is_some() {
        return !counts(end);
    }
    let year = core.expression.first().year.unwrap_or_default();
    let weak = lead.phrase_back(&language.cues.year_weak).is_some() && !counts(end);
    let adjective = (lead.phrase_back(&language.cues.year_adjective).is_some() && describes(end))
        || (lead.peek_back() == Some('(') && describes(end) && !counts(end));
    // Round numbers are rather counts: `around 2000`, `the 1600`.
    (1600..=2050).contains(&year)
        && year % 100 != 0
        && (weak || adjective || stands_free(lead, end) || pairs(year, end))
}

/// Whether nothing round a number says that it counts: it begins a sentence that goes on with a verb (`1939 begann`), or
/// ends a line of words; in a language whose nouns have capitals, it stands anywhere with no noun after it.
fn stands_free(lead: Cursor, end: Cursor) -> bool {
    let next = end.spaces();
    let noun_capitals = lead.language.habits.noun_capitals;
    let goes_on = next.at > end.at && next.peek().is_some_and(char::is_lowercase) && !counts(end);
    let begins = matches!(lead.peek_back(), None | Some('.' | '\n' | '!' | '?'));
    let ends_line = matches!(end.maybe('.').spaces().peek(), None | Some('\n'));
    let after_word = lead.peek_back().is_some_and(|c| c.is_lowercase() || c == ',');
    if noun_capitals && after_word && !counts_known_units(end) {
        return true;
    }
    (begins && goes_on) || (ends_line && after_word)
}

/// Whether a second year follows that is near: `1943 and 1944`.
fn pairs(first: i32, end: Cursor) -> bool {
    let second =
        period::join(end).and_then(|(_, after)| year::bare(after)).map(|core| (core.expression.first(), core.end));
    second.is_some_and(|(second, stop)| {
        let follows = second.year.is_some_and(|second| (1..30).contains(&(second - first)));
        follows && !counts(Cursor { at: stop, ..end })
    })
}

/// Whether a date tells nothing of the time of which the text speaks: `born 5 May 1921`, `(Moscow, 1944)`.
pub(super) fn is_aside(core: &Core, begin: Cursor) -> bool {
    let lead = begin.spaces_back();
    let end = Cursor { at: core.end, ..begin };
    let published =
        core.expression.precision() == Precision::Year && lead.peek_back() == Some(',') && end.peek() == Some(')');
    let lead = lead.peek_back().filter(|&c| c == ':').map_or(lead, |_| lead.back(1));
    published || lead.phrase_back(&lead.language.relative.aside).is_some()
}

/// Signs before a number that make it a sum, a reference or a part of a longer number.
fn is_no_date_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '#' | '№' | '/' | '.' | ':' | ',' | '-' | '–' | '+' | '=')
        || c.is_alphanumeric()
}

/// Whether it follows another date, parted by no more than `and`, `or`, `to` or a comma.
fn is_chained(start: Cursor, before: Before, precision: Precision) -> bool {
    let Some((last, end)) = before.last.filter(|&(_, end)| end <= start.at && start.at - end <= 12) else {
        return false;
    };
    let between = start.text[end..start.at].trim_end_matches(['‘', '’', '\'']).trim();
    let language = start.language;
    let words = between.trim_start_matches(',').trim_start().trim_end_matches("the").trim_end();
    let joined = words.is_empty() && between.starts_with(',')
        || language.and.contain(words)
        || language.to.contain(words)
        || matches!(words, "-" | "–" | "—" | "/");
    joined && last == precision
}

/// `(1960)`, `(Moscow, 1944)`.
fn in_parentheses(lead: Cursor, end: Cursor) -> bool {
    let opens = lead.peek_back() == Some('(');
    let after_comma = lead.peek_back() == Some(',');
    match end.peek() {
        Some(')') => opens || after_comma,
        Some(',' | ';' | '–') => opens,
        _ => false,
    }
}

/// Whether the year stands alone on its line, and the line before says what it is.
fn labelled(start: Cursor, end: Cursor) -> bool {
    let line_start = start.spaces_back();
    let Some(before) = line_start.before().strip_suffix('\n') else {
        return false;
    };
    let ends_line = matches!(end.maybe('.').spaces().peek(), None | Some('\n'));
    let label = Cursor { at: before.trim_end_matches([' ', '\n', ':', '.']).len(), ..start };
    ends_line && line_start.at - label.at < 8 && label.phrase_back(&start.language.cues.year_label).is_some()
}

fn counts_known_units(end: Cursor) -> bool {
    end.some_spaces().is_some_and(|next| next.phrase(&end.language.cues.units).is_some())
}

/// Whether what follows looks counted: a known unit, or a plural in small letters.
fn counts(end: Cursor) -> bool {
    const NO_PLURALS: [&str; 8] = ["was", "is", "as", "has", "this", "his", "its", "does"];
    let Some(next) = end.some_spaces() else {
        return false;
    };
    let word = next.word();
    let small = word.starts_with(char::is_lowercase);
    counts_known_units(end) || (small && word.len() > 3 && word.ends_with('s') && !NO_PLURALS.contains(&word))
}

/// Whether a word follows that a year can describe.
fn describes(end: Cursor) -> bool {
    end.some_spaces().is_some_and(|next| !next.word().is_empty()) && !counts_known_units(end)
}

fn is_month(core: &Core, start: Cursor, before: Before) -> bool {
    let language = start.language;
    let end = Cursor { at: core.end, ..start };
    let lead = start.spaces_back();
    if lead.phrase_back(&language.cues.month).is_some() || is_chained(start, before, Precision::Month) {
        return true;
    }
    let next_word = end.some_spaces().map_or("", Cursor::word);
    let named = language.cues.names_too.contain(start.word());
    if lead.phrase_back(&language.cues.month_weak).is_some() {
        return !named && !next_word.starts_with(char::is_uppercase);
    }
    let describes = next_word.starts_with(char::is_lowercase) && !language.cues.after_day_alone.contain(next_word);
    lead.phrase_back(&language.cues.month_adjective).is_some() && describes
}

fn is_numeric_date(core: &Core, start: Cursor, before: Before) -> bool {
    let lead = start.spaces_back();
    let line_start = lead.peek_back().is_none_or(|c| c == '\n');
    let line_end = Cursor { at: core.end, ..start }.maybe('.').spaces().peek().is_none_or(|c| c == '\n');
    lead.phrase_back(&start.language.cues.day).is_some() || (line_start && (before.numeric || line_end))
}

/// `on the 13th`, `Wednesday the 13th`, unless a noun follows: `on the 13th floor`.
fn is_day(core: &Core, start: Cursor) -> bool {
    let language = start.language;
    let end = Cursor { at: core.end, ..start };
    if super::lead::month_hint(end).is_some() {
        return true;
    }
    if end.before().ends_with('.') && end.spaces().peek().is_some_and(char::is_uppercase) {
        // `am 15. Tag`, or the end of a sentence.
        return false;
    }
    let follows = match end.spaces().peek() {
        None => true,
        Some(c) if language.habits.noun_capitals && c.is_lowercase() => true,
        Some(c) if c.is_alphanumeric() => end.some_spaces().is_some_and(|next| {
            next.phrase(&language.cues.after_day_alone).is_some() || next.phrase(&language.weekdays.phrases).is_some()
        }),
        Some(c) => !matches!(c, '-' | '–' | '/' | '’' | '\''),
    };
    let joins_next = || {
        let (_, after) = period::join(end)?;
        let (_, after) = day::day(after.phrase(&language.the).and_then(Cursor::some_spaces).unwrap_or(after))?;
        day::of_month(after)
    };
    let lead = start.spaces_back();
    let weekday = lead.phrase_back(&language.the).map_or(lead, Cursor::spaces_back);
    let weekday = weekday.peek_back().filter(|&c| c == ',').map_or(weekday, |_| weekday.back(1));
    let leads = lead.phrase_back(&language.cues.day_alone).is_some()
        || weekday.phrase_back(&language.weekdays.phrases).is_some();
    (follows && leads) || joins_next().is_some()
}
