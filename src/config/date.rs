//! Dates of the conversion: as they are written, and of `SOURCE_DATE_EPOCH`.

/// A date as W3C XML Schema writes it: `2026`, `2026-11` or `2026-11-23`.
///
/// # Errors
/// It is none; the text says how one is written.
pub fn date(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |idx: usize, len: usize| {
        let part: &str = parts.get(idx)?;
        let digits = part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (number(0, 4), number(1, 2), number(2, 2));
    let is_date = match (parts.len(), year, month, day) {
        (1, Some(_), None, None) => true,
        (2, Some(_), Some(month), None) => (1..=12).contains(&month),
        (3, Some(year), Some(month), Some(day)) => is_day(year, month, day),
        _ => false,
    };
    if is_date { Ok(text.to_owned()) } else { Err("a date is written 2026, 2026-11 or 2026-11-23".to_owned()) }
}

fn is_day(year: i64, month: i64, day: i64) -> bool {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// The date of the value of `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>).
///
/// # Errors
/// It is no number of seconds, or lies after the year 9999; the text says what is wanted.
pub fn source_date(value: &str) -> Result<String, String> {
    let seconds = value.trim().parse().ok().filter(|seconds| (0..=LAST_SECOND).contains(seconds));
    seconds
        .map(|seconds: i64| civil_date(seconds / 86_400))
        .ok_or_else(|| "SOURCE_DATE_EPOCH is to be a number of seconds since 1970".to_owned())
}

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// The Gregorian date of a day counted from 1 January 1970, by counting from 1 March of the year 0 so that leap days
/// come last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
fn civil_date(days: i64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 { months_from_march + 3 } else { months_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for good in ["2026", "2026-11", "2026-11-23", "2024-02-29"] {
            assert_eq!(date(good).as_deref(), Ok(good));
        }
        for bad in ["", "26", "2026-13", "2026-1-1", "2026-02-29", "2026-11-23-1", "today", "2026-1x"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn seconds_become_dates() {
        assert_eq!(civil_date(0), "1970-01-01");
        assert_eq!(civil_date(19_782), "2024-02-29");
        assert_eq!(civil_date(LAST_SECOND / 86_400), "9999-12-31");
    }
}
