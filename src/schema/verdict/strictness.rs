//! What teixml lets pass and jing does not: values that have the look of their datatype, but no meaning.

use super::uri::is_uri;

/// The datatypes of XML Schema for which more has to be asked than their shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Uri,
    /// Dates, in whole or in part, with or without a time.
    Date,
    Time,
    Integer,
    Float,
    Other,
}

impl Family {
    /// The family of a datatype, by its name.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "anyURI" => Family::Uri,
            "date" | "gYear" | "gYearMonth" | "gMonthDay" | "dateTime" => Family::Date,
            "time" => Family::Time,
            "double" | "float" => Family::Float,
            "integer" | "nonNegativeInteger" | "positiveInteger" | "nonPositiveInteger" | "negativeInteger"
            | "long" | "int" | "short" | "byte" | "unsignedLong" | "unsignedInt" | "unsignedShort" | "unsignedByte" => {
                Family::Integer
            }
            _ => Family::Other,
        }
    }

    /// Whether a value cannot belong to the family, whatever it looks like.
    pub(super) fn refuses(self, value: &str) -> bool {
        let value = value.trim_matches([' ', '\t', '\r', '\n']);
        match self {
            Family::Uri => !is_uri(value),
            Family::Date => is_impossible_date(value),
            Family::Time => is_impossible_time(value),
            Family::Integer => value.contains('.'),
            Family::Float => value == "+INF",
            Family::Other => false,
        }
    }
}

/// The 30th of February, and the year nought, which XML Schema 1.0 does not know.
fn is_impossible_date(value: &str) -> bool {
    let (date, time) = value.split_once('T').unwrap_or((value, ""));
    // `--02-29`, the 29th of February of no year, or `-0044-03-15`, `1960-09`, `1960`.
    let before_christ = date.starts_with('-') && !date.starts_with("--");
    let (year, rest) = if let Some(rest) = date.strip_prefix("--") {
        ("0004", rest)
    } else {
        let date = date.trim_start_matches('-');
        let figures = date.find(|character: char| !character.is_ascii_digit()).unwrap_or(date.len());
        (&date[..figures], date[figures..].strip_prefix('-').unwrap_or_default())
    };
    let number = year.parse::<u64>().unwrap_or_default();
    let leap_number = if before_christ { number.saturating_sub(1) } else { number };
    let month_and_day = rest.get(..2).zip(rest.get(2..).and_then(|rest| rest.strip_prefix('-')?.get(..2)));
    number == 0
        || (year.len() > 4 && year.starts_with('0'))
        || month_and_day.is_some_and(|(month, day)| day.parse().is_ok_and(|day| days(leap_number, month) < day))
        || is_impossible_time(time)
        || is_impossible_zone(date)
}

fn days(year: u64, month: &str) -> u64 {
    match month {
        "02" if !year.is_multiple_of(4) || (year.is_multiple_of(100) && !year.is_multiple_of(400)) => 28,
        "02" => 29,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    }
}

/// XML Schema 1.0 knows no hour 24.
fn is_impossible_time(time: &str) -> bool {
    time.starts_with("24") || is_impossible_zone(time)
}

/// No place on earth is more than fourteen hours away from Greenwich.
fn is_impossible_zone(value: &str) -> bool {
    let zone = value.len().checked_sub(6).and_then(|at| value.get(at..)).filter(|zone| zone.contains(':'));
    zone.is_some_and(|zone| zone.starts_with(['+', '-']) && &zone[1..] > "14:00")
}
