//! A day, month or year as far as the words name it.

use std::fmt;

use crate::date::calendar::{days_in_month, gregorian_of_julian, weekday};

/// A point in time of the Gregorian calendar (but see [`Point::from_julian`]), as far as the words name it.
///
/// Displayed as W3C XML Schema writes dates: `1960-09-14`, `1960-09`, `1960`, `--09-07`, `--09`, `---07`,
/// `1960-09-14T19:23:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// The year.
    pub year: Option<i32>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31; it need not exist in the month.
    pub day: Option<u8>,
    /// The time of day, only with a full date.
    pub time: Option<Time>,
}

/// A time of day as the clock of the document shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Whether it is Universal Time (`1817Z`); else the zone is that of the place.
    pub universal: bool,
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
}

impl Point {
    /// A year.
    pub fn year(year: i32) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    /// A month, of a year where that is known.
    pub fn month(year: Option<i32>, month: u8) -> Self {
        Self { year, month: Some(month), ..Self::default() }
    }

    /// A day of a month, of a year where that is known.
    pub fn day(year: Option<i32>, month: u8, day: u8) -> Self {
        Self { year, month: Some(month), day: Some(day), time: None }
    }

    /// A day of a month that the words do not name.
    pub fn day_alone(day: u8) -> Self {
        Self { day: Some(day), ..Self::default() }
    }

    /// A time of day without a date.
    pub fn time_alone(time: Time) -> Self {
        Self { time: Some(time), ..Self::default() }
    }

    /// Whether it is a time of day without a date.
    pub fn is_time(&self) -> bool {
        self.time.is_some() && self.day.is_none()
    }

    /// The same with a year, where it names none.
    #[must_use]
    pub fn in_year(self, year: Option<i32>) -> Self {
        Self { year: self.year.or(year), ..self }
    }

    /// How exact it is.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// Whether its day exists.
    pub fn is_possible(&self) -> bool {
        let Some(month) = self.month else {
            return self.day.is_none_or(|day| (1..=31).contains(&day));
        };
        (1..=12).contains(&month) && self.day.is_none_or(|day| (1..=days_in_month(self.year, month)).contains(&day))
    }

    /// Its day of the week, Monday 1 to Sunday 7; `None` unless year, month and day are known.
    pub fn weekday(&self) -> Option<u8> {
        Some(weekday(self.year?, self.month?, self.day?))
    }

    /// Year, month and day for comparison, the smaller the earlier; `None` without a year.
    pub(super) fn sort_key(&self) -> Option<(i32, u8, u8)> {
        Some((self.year?, self.month.unwrap_or(0), self.day.unwrap_or(0)))
    }

    /// The same day counted from the Julian calendar; `None` unless year, month and day are known and possible.
    pub fn from_julian(self) -> Option<Self> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        // Every fourth year of the Julian calendar has a 29 February, 1700, 1800 and 1900 too.
        let length = if month == 2 && year.rem_euclid(4) != 0 { 28 } else { days_in_month(None, month) };
        let exists = (1..=12).contains(&month) && (1..=length).contains(&day);
        let (year, month, day) = exists.then(|| gregorian_of_julian(year, month, day))?;
        Some(Self { time: self.time, ..Self::day(Some(year), month, day) })
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(time) = self.time.filter(|_| self.is_time()) {
            return write!(f, "{time}");
        }
        match (self.year, self.month) {
            // XML Schema 1.0 (3.2.14): a sign, and at least four digits; -0044 is 44 B.C., and there is no year 0.
            (Some(year), _) if year < 0 => write!(f, "{year:05}")?,
            (Some(year), _) => write!(f, "{year:04}")?,
            (None, Some(_)) => f.write_str("-")?,
            (None, None) => f.write_str("--")?,
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        match self.time {
            Some(time) => write!(f, "T{time}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hour, minute, universal } = self;
        write!(f, "{hour:02}:{minute:02}:00{}", if *universal { "Z" } else { "" })
    }
}
