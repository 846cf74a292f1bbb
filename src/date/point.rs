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

/// A part of a month, year or decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first third: January to April, the 1st to the 10th.
    Early,
    /// The second third: May to August, the 11th to the 20th.
    Middle,
    /// The last third: September to December, the 21st to the end of the month.
    Late,
    /// January to June, the 1st to the 15th.
    FirstHalf,
    /// July to December, the 16th to the end of the month.
    SecondHalf,
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

    /// The first and the last point of a part of it; `None` for a part of a day.
    pub(super) fn part(&self, part: Part) -> Option<(Self, Self)> {
        if self.precision() == Precision::Day {
            return None;
        }
        let Some(month) = self.month else {
            let (first, last) = part.months();
            return Some((Self::month(self.year, first), Self::month(self.year, last)));
        };
        let (first, last) = part.days();
        let last = last.unwrap_or_else(|| days_in_month(self.year.or(Some(2001)), month));
        Some((Self::day(self.year, month, first), Self::day(self.year, month, last)))
    }
}

impl Part {
    fn months(self) -> (u8, u8) {
        match self {
            Self::Early => (1, 4),
            Self::Middle => (5, 8),
            Self::Late => (9, 12),
            Self::FirstHalf => (1, 6),
            Self::SecondHalf => (7, 12),
        }
    }

    /// First and last day; `None` for the end of the month.
    fn days(self) -> (u8, Option<u8>) {
        match self {
            Self::Early => (1, Some(10)),
            Self::Middle => (11, Some(20)),
            Self::Late => (21, None),
            Self::FirstHalf => (1, Some(15)),
            Self::SecondHalf => (16, None),
        }
    }

    /// The first and last year of this part of a decade that begins with the year 0.
    pub(super) fn years_of_decade(self) -> (i32, i32) {
        match self {
            Self::Early => (0, 3),
            Self::Middle => (4, 6),
            Self::Late => (7, 9),
            Self::FirstHalf => (0, 4),
            Self::SecondHalf => (5, 9),
        }
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
