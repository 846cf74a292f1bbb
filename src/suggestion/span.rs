//! A suggested span as JSON has it.

use serde::Deserialize;

use crate::model::{Cert, Claim, DateValue, NameKind};

/// A suggested span: offsets in characters (Unicode code points) from 0, the end exclusive.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SuggestedSpan {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it is: `persName`, `placeName`, `orgName` or `date`, or what taggers call them.
    #[serde(rename = "type")]
    pub kind: String,
    /// The words, to check the offsets by.
    #[serde(default)]
    pub text: Option<String>,
    /// Whom or what it names: an identifier of the authority files, or an address.
    #[serde(default, rename = "ref", deserialize_with = "words")]
    pub reference: String,
    /// How sure it is.
    #[serde(default)]
    pub cert: Option<Sureness>,
    /// Who says so.
    #[serde(default)]
    pub resp: Option<String>,
    /// The value of a date, as TEI has it.
    #[serde(default)]
    pub when: Option<String>,
    #[serde(default)]
    /// The first day of a period.
    pub from: Option<String>,
    /// The last day of a period.
    #[serde(default)]
    pub to: Option<String>,
    /// The earliest day on which it may lie.
    #[serde(default, rename = "notBefore")]
    pub not_before: Option<String>,
    /// The latest day on which it may lie.
    #[serde(default, rename = "notAfter")]
    pub not_after: Option<String>,
}

/// A certainty as a word, or as a number from 0 to 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Sureness {
    /// `high`, `medium` or `low`.
    Word(String),
    /// A probability.
    Number(f64),
}

/// A string, or nothing for `null`.
fn words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Option::<String>::deserialize(deserializer).map(Option::unwrap_or_default)
}

impl SuggestedSpan {
    /// What the words are said to be; `None` for a type that postil does not mark.
    pub(super) fn claim(&self) -> Option<Claim> {
        let kind = match self.kind.to_lowercase().as_str() {
            "persname" | "person" | "per" => NameKind::Person,
            "placename" | "place" | "loc" | "gpe" | "location" => NameKind::Place,
            "orgname" | "org" | "organization" | "organisation" => NameKind::Organization,
            "date" => return Some(Claim::Date(self.date())),
            _ => return None,
        };
        Some(Claim::Name(kind))
    }

    /// The value of a date. Values that are no dates of XML Schema are left out, for the result must be valid.
    fn date(&self) -> DateValue {
        let value = |value: &Option<String>| value.clone().filter(|value| is_date(value));
        if let Some(when) = value(&self.when) {
            return DateValue::when(when);
        }
        let (from, to) = (value(&self.from), value(&self.to));
        if from.is_some() || to.is_some() {
            let ordered = from <= to || to.is_none();
            return if ordered { DateValue { from, to, ..DateValue::default() } } else { DateValue::default() };
        }
        let (not_before, not_after) = (value(&self.not_before), value(&self.not_after));
        let ordered = not_before <= not_after || not_after.is_none();
        if ordered { DateValue { not_before, not_after, ..DateValue::default() } } else { DateValue::default() }
    }

    /// How sure it is; `None` is high. A number from 0.9 is high, one from 0.6 medium.
    ///
    /// # Errors
    /// It is neither a number from 0 to 1, nor `high`, `medium` or `low`.
    pub(super) fn cert(&self) -> Result<Option<Cert>, String> {
        match &self.cert {
            None => Ok(None),
            Some(Sureness::Word(word)) => match word.as_str() {
                "high" => Ok(None),
                "medium" => Ok(Some(Cert::Medium)),
                "low" => Ok(Some(Cert::Low)),
                other => Err(format!("`{other}` is no certainty: high, medium, low, or a number from 0 to 1")),
            },
            Some(Sureness::Number(number)) if (0.9..=1.0).contains(number) => Ok(None),
            Some(Sureness::Number(number)) if (0.6..0.9).contains(number) => Ok(Some(Cert::Medium)),
            Some(Sureness::Number(number)) if (0.0..0.6).contains(number) => Ok(Some(Cert::Low)),
            Some(Sureness::Number(number)) => Err(format!("{number} is no certainty from 0 to 1")),
        }
    }
}

/// Whether a value is a year, month or day as TEI's `teidata.temporal.w3c` has it.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let number = |part: &str, len: usize| {
        (part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (year, month, day) = match parts.as_slice() {
        [year] => (number(year, 4), Some(1), Some(1)),
        [year, month] => (number(year, 4), number(month, 2), Some(1)),
        [year, month, day] => (number(year, 4), number(month, 2), number(day, 2)),
        _ => return false,
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=last).contains(&day)
}
