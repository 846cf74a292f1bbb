//! What a date expression says, and how TEI writes that (TEI P5 14.4, `att.datable.w3c`).

use crate::date::point::{Point, Precision};
use crate::model::{Calendar, DateValue};

/// What a date expression says; years that the words do not give are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expression {
    /// One day, month or year: `@when`.
    At(Point),
    /// A period, both ends included: `@from`, `@to`.
    Period {
        /// Its first point.
        from: Point,
        /// Its last point.
        to: Point,
    },
    /// Some point between two: `@notBefore`, `@notAfter`.
    Between {
        /// The earliest possible.
        first: Point,
        /// The latest possible.
        last: Point,
    },
    /// No earlier than a point: `@notBefore`.
    NotBefore(Point),
    /// No later than a point: `@notAfter`.
    NotAfter(Point),
    /// A date of the Julian calendar: `@when` is Gregorian, `@when-custom` Julian.
    OldStyle(Point),
    /// One day in both calendars, `1/14 March 1918`: `@when` is Gregorian, `@when-custom` Julian.
    BothStyles {
        /// Its Julian date.
        julian: Point,
        /// Its Gregorian date.
        gregorian: Point,
    },
}

impl Expression {
    /// Its points, in the order of time.
    fn points(&self) -> (Point, Option<Point>) {
        match *self {
            Self::At(point) | Self::NotBefore(point) | Self::NotAfter(point) | Self::OldStyle(point) => (point, None),
            Self::Period { from, to } => (from, Some(to)),
            Self::Between { first, last } => (first, Some(last)),
            Self::BothStyles { julian, gregorian } => (gregorian, Some(julian)),
        }
    }

    /// The point that it speaks of first (of a double date the Gregorian one).
    pub fn first(&self) -> Point {
        self.points().0
    }

    /// How exact it is.
    pub fn precision(&self) -> Precision {
        self.first().precision()
    }

    /// Whether a year is missing.
    pub fn needs_year(&self) -> bool {
        let (first, second) = self.points();
        if first.is_time() {
            return false;
        }
        first.year.is_none() || second.is_some_and(|point| point.year.is_none())
    }

    /// Whether a month is missing (`the 13th`).
    pub fn needs_month(&self) -> bool {
        let (first, _) = self.points();
        first.month.is_none() && first.day.is_some()
    }

    /// Whether it names a day that does not exist, such as 31 April.
    pub fn is_impossible(&self) -> bool {
        match self {
            Self::OldStyle(point) => point.year.is_some() && point.day.is_some() && point.from_julian().is_none(),
            Self::BothStyles { gregorian, .. } => !gregorian.is_possible(),
            Self::At(_) | Self::Period { .. } | Self::Between { .. } | Self::NotBefore(_) | Self::NotAfter(_) => {
                self.has_impossible_point()
            }
        }
    }

    fn has_impossible_point(&self) -> bool {
        let (first, second) = self.points();
        !first.is_possible() || second.is_some_and(|point| !point.is_possible())
    }

    /// The same with every point changed.
    #[must_use]
    pub(super) fn map(self, change: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::At(point) => Self::At(change(point)),
            Self::Period { from, to } => Self::Period { from: change(from), to: change(to) },
            Self::Between { first, last } => Self::Between { first: change(first), last: change(last) },
            Self::NotBefore(point) => Self::NotBefore(change(point)),
            Self::NotAfter(point) => Self::NotAfter(change(point)),
            Self::OldStyle(point) => Self::OldStyle(change(point)),
            Self::BothStyles { julian, gregorian } => {
                Self::BothStyles { julian: change(julian), gregorian: change(gregorian) }
            }
        }
    }

    /// The same in a year, where the words give none. A period that runs over the end of the year
    /// begins in it; of a double date the Gregorian one lies in it.
    #[must_use]
    pub fn in_year(self, year: i32) -> Self {
        let moved = self.map(|point| point.in_year(Some(year)));
        if !self.needs_year() {
            return moved;
        }
        match moved {
            Self::Period { from, to } => Self::Period { from, to: after(from, to) },
            Self::Between { first, last } => Self::Between { first, last: after(first, last) },
            Self::BothStyles { julian, gregorian } => Self::BothStyles { julian: before(julian, gregorian), gregorian },
            other @ (Self::At(_) | Self::NotBefore(_) | Self::NotAfter(_) | Self::OldStyle(_)) => other,
        }
    }

    /// The same in a month, where the words give only a day.
    #[must_use]
    pub fn in_month(self, month: u8) -> Self {
        self.map(|point| Point { month: point.month.or(point.day.map(|_| month)), ..point })
    }

    /// How TEI writes it, as far as the words go (`--09-07` without a year).
    ///
    /// `None` for a day that does not exist, and for an Old Style date whose year is not known.
    pub fn value(&self) -> Option<DateValue> {
        if self.is_impossible() {
            return None;
        }
        match *self {
            Self::At(point) => Some(DateValue::when(point.to_string())),
            Self::Period { from, to } => Some(DateValue::from_to(from.to_string(), to.to_string())),
            Self::Between { first, last } => Some(DateValue::between(first.to_string(), last.to_string())),
            Self::NotBefore(point) => Some(DateValue { not_before: Some(point.to_string()), ..DateValue::default() }),
            Self::NotAfter(point) => Some(DateValue { not_after: Some(point.to_string()), ..DateValue::default() }),
            Self::OldStyle(point) => old_style(point),
            Self::BothStyles { julian, gregorian } => Some(DateValue {
                when: Some(gregorian.to_string()),
                custom: Some((Calendar::Julian, julian.to_string())),
                ..DateValue::default()
            }),
        }
    }
}

/// The second end of a period, in the year after where it would lie before the first.
fn after(first: Point, second: Point) -> Point {
    match (first.sort_key(), second.sort_key()) {
        (Some(start), Some(end)) if end < start => Point { year: second.year.map(|year| year + 1), ..second },
        _ => second,
    }
}

/// The Julian date of a double date, in the year before where it would lie after the Gregorian.
fn before(julian: Point, gregorian: Point) -> Point {
    match (julian.sort_key(), gregorian.sort_key()) {
        (Some(one), Some(other)) if one > other => Point { year: julian.year.map(|year| year - 1), ..julian },
        _ => julian,
    }
}

/// A Julian day in the Gregorian calendar; a Julian month or year lies between its first day and its last.
fn old_style(point: Point) -> Option<DateValue> {
    let custom = Some((Calendar::Julian, point.to_string()));
    if let Some(gregorian) = point.from_julian() {
        return Some(DateValue { custom, ..DateValue::when(gregorian.to_string()) });
    }
    let year = point.year?;
    let (first, last) = (point.month.unwrap_or(1), point.month.unwrap_or(12));
    let first = Point::day(Some(year), first, 1).from_julian()?;
    let last = (28..=31).rev().find_map(|day| Point::day(Some(year), last, day).from_julian())?;
    Some(DateValue { custom, ..DateValue::between(first.to_string(), last.to_string()) })
}
