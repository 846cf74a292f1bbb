//! Dates as the transcript words them and as TEI normalizes them.

use crate::model::annotation::Cert;

/// A date expression, normalized (TEI P5 14.4, class `att.datable.w3c`).
///
/// Each field is a date of the proleptic Gregorian calendar as W3C XML Schema writes it: `1960-09-14`, `1960-09`,
/// `1960`, or without a year `--09-07`, `--09`, `---07`. At least one field is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateValue {
    /// `@when`
    pub when: Option<String>,
    /// `@from`
    pub from: Option<String>,
    /// `@to`
    pub to: Option<String>,
    /// `@notBefore`
    pub not_before: Option<String>,
    /// `@notAfter`
    pub not_after: Option<String>,
    /// `@when-custom` and `@calendar`: the date in another calendar.
    pub custom: Option<(Calendar, String)>,
    /// `@cert`, where the words themselves are not sure of the date (`1871?`).
    pub cert: Option<Cert>,
}

impl DateValue {
    /// A single date.
    pub fn when(value: impl Into<String>) -> Self {
        Self { when: Some(value.into()), ..Self::default() }
    }

    /// A period with both ends included.
    pub fn from_to(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: Some(from.into()), to: Some(to.into()), ..Self::default() }
    }

    /// A date known to lie between two dates, ends included.
    pub fn between(not_before: impl Into<String>, not_after: impl Into<String>) -> Self {
        Self { not_before: Some(not_before.into()), not_after: Some(not_after.into()), ..Self::default() }
    }

    /// The earliest date named: `when`, else `from`, else `notBefore`, else the end of the period.
    pub fn earliest(&self) -> Option<&str> {
        [&self.when, &self.from, &self.not_before, &self.to, &self.not_after]
            .into_iter()
            .flatten()
            .next()
            .map(String::as_str)
    }

    /// Whether it is a time of day alone, which TEI writes as `time` and not `date` (`17:30:00`).
    pub fn is_time(&self) -> bool {
        self.when.as_deref().is_some_and(|when| when.as_bytes().get(2) == Some(&b':'))
    }

    /// The year of the earliest date, where it names one.
    pub fn year(&self) -> Option<i32> {
        let value = self.earliest().filter(|value| !value.starts_with("--"))?;
        value.split('-').next().and_then(|year| year.parse().ok())
    }
}

/// A calendar other than the Gregorian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calendar {
    /// Old Style.
    Julian,
}

impl Calendar {
    /// The `xml:id` under which `calendarDesc` declares it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Julian => "julian",
        }
    }

    /// Its name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Julian => "Julian calendar (Old Style)",
        }
    }
}
