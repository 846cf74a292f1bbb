//! Which number of `12/11/1923` is the day: as the other dates of the document have it.

use crate::date::{Doubt, Expression, Found, Point};
use crate::model::Flow;

/// The order of day and month in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Every date that tells has the day first.
    DayFirst,
    /// Every date that tells has the month first.
    MonthFirst,
    /// No date tells, or they disagree.
    Unknown,
}

impl Order {
    /// The order in which the sure dates of a document are written.
    pub(super) fn of<'a>(flows: impl Iterator<Item = (&'a Flow, &'a Vec<Found>)>) -> Self {
        let told = flows.flat_map(|(flow, all)| {
            all.iter().filter_map(|found| first_numbers(&flow.as_str()[found.start..found.end]))
        });
        let (mut day_first, mut month_first) = (false, false);
        for (first, second) in told {
            day_first |= first > 12;
            month_first |= second > 12;
        }
        match (day_first, month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            (true, true) | (false, false) => Self::Unknown,
        }
    }

    /// A date whose order is doubtful, as the document has it.
    pub(super) fn settle(self, found: &Found) -> Found {
        if found.doubt != Some(Doubt::Order) {
            return *found;
        }
        match (self, found.expression) {
            (Self::Unknown, _) => *found,
            (Self::MonthFirst, Expression::At(point)) => {
                let expression = Expression::At(Point { month: point.day, day: point.month, ..point });
                Found { expression, doubt: None, ..*found }
            }
            (Self::DayFirst | Self::MonthFirst, _) => Found { doubt: None, ..*found },
        }
    }
}

/// The first two numbers of a date such as `9/14/1960` or `14-9-60`.
fn first_numbers(words: &str) -> Option<(u8, u8)> {
    let mut parts = words.split(['/', '-']);
    let mut number = || parts.next().filter(|part| part.len() <= 2).and_then(|part| part.parse::<u8>().ok());
    let both = number().zip(number())?;
    parts.next().filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).map(|_| both)
}
