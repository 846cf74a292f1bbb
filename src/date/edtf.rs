//! Dates of metadata in EDTF, levels 0 and 1 (Library of Congress, Extended Date/Time Format, 2019; ISO 8601-2).
//!
//! `1960-09-14`, `1960-09`, `1960`, `1960-09-14T19:23:00Z`, `1960/1962`, `1960-09/..`, `../1962`, `1960?`, `1960~`, `1960%`,
//! `196X`, `1960-XX`, `1960-21` (spring), `-0044`, `Y17000`.

use crate::date::calendar::days_in_month;
use crate::date::point::{Point, Time};
use crate::model::{Cert, DateValue};

/// How TEI writes an EDTF expression of level 0 or 1; `None` where it is none, or names a day that does not exist.
///
/// What is uncertain (`?`, `%`) is of low certainty, what is approximate (`~`) of medium.
///
/// ```
/// let value = postil::date::edtf("196X").unwrap();
/// assert_eq!((value.not_before.as_deref(), value.not_after.as_deref()), (Some("1960"), Some("1969")));
/// let value = postil::date::edtf("1960-09-12/1960-09-30").unwrap();
/// assert_eq!((value.from.as_deref(), value.to.as_deref()), (Some("1960-09-12"), Some("1960-09-30")));
/// ```
pub fn edtf(words: &str) -> Option<DateValue> {
    let words = words.trim();
    match words.split_once('/') {
        Some((start, end)) => interval(start, end),
        None => single(words).map(Side::value),
    }
}

/// One date: the earliest and latest point that it may be, and how sure it is.
struct Side {
    first: Point,
    last: Point,
    cert: Option<Cert>,
}

impl Side {
    fn at(point: Point) -> Self {
        Self { first: point, last: point, cert: None }
    }

    fn value(self) -> DateValue {
        let value = if self.first == self.last {
            DateValue::when(self.first.to_string())
        } else {
            DateValue::between(self.first.to_string(), self.last.to_string())
        };
        DateValue { cert: self.cert, ..value }
    }
}

/// EDTF level 0 interval, and level 1 open (`..`) or unknown (nothing) at one end.
fn interval(start: &str, end: &str) -> Option<DateValue> {
    let is_absent = |side: &str| matches!(side, "" | "..");
    if is_absent(start) && is_absent(end) {
        return None;
    }
    let read = |side: &str| if is_absent(side) { Some(None) } else { single(side).map(Some) };
    let (start, end) = (read(start)?, read(end)?);
    let cert = [&start, &end].into_iter().flatten().filter_map(|side| side.cert).min();
    let (from, to) = (start.map(|side| side.first), end.map(|side| side.last));
    if let (Some(from), Some(to)) = (from, to)
        && from.sort_key() > to.sort_key()
    {
        return None;
    }
    let shown = |point: Option<Point>| point.map(|point| point.to_string());
    Some(DateValue { from: shown(from), to: shown(to), cert, ..DateValue::default() })
}

fn single(words: &str) -> Option<Side> {
    let (words, cert) = match words.chars().next_back()? {
        '?' | '%' => (&words[..words.len() - 1], Some(Cert::Low)),
        '~' => (&words[..words.len() - 1], Some(Cert::Medium)),
        _ => (words, None),
    };
    let side = match words.split_once('T') {
        Some((day, time)) => with_time(day, time)?,
        None => date(words)?,
    };
    Some(Side { cert, ..side })
}

/// `1960-09-14T19:23:00`, with `Z` or an offset, of which only `Z` can be kept.
fn with_time(day: &str, time: &str) -> Option<Side> {
    let Side { first: point, last, .. } = date(day)?;
    let number = |range: std::ops::Range<usize>| time.get(range)?.parse::<u8>().ok();
    let (hour, minute) = (number(0..2)?, number(3..5)?);
    let is_clock = time.as_bytes().get(2) == Some(&b':') && hour < 24 && minute < 60;
    let zone = time.get(5..)?.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    let is_day = point == last && point.day.is_some();
    let universal = zone == "Z";
    (is_clock && is_day && (universal || zone.is_empty()))
        .then(|| Side::at(Point { time: Some(Time { hour, minute, universal }), ..point }))
}

/// Year, month and day, or a season in place of the month.
fn date(words: &str) -> Option<Side> {
    if let Some(year) = words.strip_prefix('Y') {
        let is_long = year.trim_start_matches('-').len() > 4;
        return year.parse().ok().filter(|_| is_long).map(|year| Side::at(Point::year(year)));
    }
    let (sign, words) = words.strip_prefix('-').map_or((1, words), |rest| (-1, rest));
    let mut parts = words.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let (first, last) = year_of(year)?;
    let (first, last) = if sign < 0 { (-last, -first) } else { (first, last) };
    match month {
        None => Some(Side { first: Point::year(first), last: Point::year(last), cert: None }),
        Some(month) => (first == last).then(|| month_of(first, month, day)).flatten(),
    }
}

/// The first and last year of `1960`, `196X`, `19XX`; level 1 leaves only the last digits unspecified.
fn year_of(words: &str) -> Option<(i32, i32)> {
    let digits = words.trim_end_matches('X');
    let open = words.len() - digits.len();
    let is_year = words.len() == 4 && open <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let bound = |digit: &str| format!("{digits}{}", digit.repeat(open)).parse().ok();
    is_year.then(|| bound("0").zip(bound("9"))).flatten()
}

fn month_of(year: i32, month: &str, day: Option<&str>) -> Option<Side> {
    let between = |first: u8, last: u8| Side {
        first: Point::month(Some(year), first),
        last: Point::month(Some(year), last),
        cert: None,
    };
    match (two_digits(month), day) {
        (None, None | Some("XX")) if month == "XX" => Some(between(1, 12)),
        (Some(month @ 1..=12), None) => Some(Side::at(Point::month(Some(year), month))),
        (Some(month @ 1..=12), Some("XX")) => Some(Side {
            first: Point::day(Some(year), month, 1),
            last: Point::day(Some(year), month, days_in_month(Some(year), month)),
            cert: None,
        }),
        (Some(month), Some(day)) => {
            let point = Point::day(Some(year), month, two_digits(day)?);
            point.is_possible().then(|| Side::at(point))
        }
        // Seasons of the northern half of the earth; winter is that which begins the year.
        (Some(21), None) => Some(between(3, 5)),
        (Some(22), None) => Some(between(6, 8)),
        (Some(23), None) => Some(between(9, 11)),
        (Some(24), None) => Some(between(1, 3)),
        _ => None,
    }
}

fn two_digits(words: &str) -> Option<u8> {
    words.parse().ok().filter(|_| words.len() == 2 && words.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str) -> String {
        let Some(value) = edtf(words) else { return "none".to_owned() };
        let fields = [
            ("when", value.when),
            ("from", value.from),
            ("to", value.to),
            ("notBefore", value.not_before),
            ("notAfter", value.not_after),
            ("cert", value.cert.map(|cert| cert.as_str().to_owned())),
        ];
        let set = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        set.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn level_0_is_read() {
        assert_eq!(shown("1985-04-12"), "when=1985-04-12");
        assert_eq!(shown("1985-04"), "when=1985-04");
        assert_eq!(shown("1985"), "when=1985");
        assert_eq!(shown("1985-04-12T23:20:30"), "when=1985-04-12T23:20:00");
        assert_eq!(shown("1985-04-12T23:20:30Z"), "when=1985-04-12T23:20:00Z");
        assert_eq!(shown("1964/2008"), "from=1964 to=2008");
        assert_eq!(shown("2004-02-01/2005"), "from=2004-02-01 to=2005");
    }

    #[test]
    fn level_1_is_read() {
        assert_eq!(shown("1984?"), "when=1984 cert=low");
        assert_eq!(shown("2004-06~"), "when=2004-06 cert=medium");
        assert_eq!(shown("2004-06-11%"), "when=2004-06-11 cert=low");
        assert_eq!(shown("201X"), "notBefore=2010 notAfter=2019");
        assert_eq!(shown("20XX"), "notBefore=2000 notAfter=2099");
        assert_eq!(shown("2004-XX"), "notBefore=2004-01 notAfter=2004-12");
        assert_eq!(shown("1985-04-XX"), "notBefore=1985-04-01 notAfter=1985-04-30");
        assert_eq!(shown("1985-XX-XX"), "notBefore=1985-01 notAfter=1985-12");
        assert_eq!(shown("1985-04-12/.."), "from=1985-04-12");
        assert_eq!(shown("../1985-04"), "to=1985-04");
        assert_eq!(shown("1985-04-12/"), "from=1985-04-12");
        assert_eq!(shown("1984~/2004-06"), "from=1984 to=2004-06 cert=medium");
        assert_eq!(shown("2001-21"), "notBefore=2001-03 notAfter=2001-05");
        assert_eq!(shown("-0044"), "when=-0044");
        assert_eq!(shown("Y170000002"), "when=170000002");
    }

    #[test]
    fn what_is_not_of_these_levels_or_does_not_exist_says_nothing() {
        for words in
            ["1985-02-30", "1985-13", "85", "1985-4", "../..", "/", "", "2004/1964", "1985-04-12-01", "?", "Y99"]
        {
            assert_eq!(shown(words), "none", "{words}");
        }
    }
}
