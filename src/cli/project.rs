//! From the options of the command line to the project that all documents of a run share.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use encoding_rs::Encoding;

use crate::cli::args::{Certainty, ConvertArgs, LayoutChoice};
use crate::cli::profile;
use postil::diagnostic::Problem;
use postil::diagnostic::reason;
use postil::diagnostic::{Code, Diagnostic};
use postil::frontmatter::Metadata;
use postil::model::Cert;
use postil::pipeline::{Check, Project};
use postil::recognizer;
use postil::schema::Schema;
use postil::source::Source;
use postil::tei::Layout;

/// The value of `--schema` that turns the check off.
const NO_SCHEMA: &str = "none";

/// The project that the options describe.
pub(crate) fn project(args: &ConvertArgs) -> anyhow::Result<Project> {
    Ok(Project {
        profile: profile::load(&args.profile)?,
        metadata: args.metadata.as_deref().map(metadata).transpose()?,
        layout: layout(args.layout),
        date: match &args.date {
            Some(date) => Some(date.clone()),
            None => source_date()?,
        },
        check: check(args.schema.as_deref())?,
        source_map: args.source_map,
        recognizer: recognizer::Options { min_cert: certainty(args.min_cert), relative_dates: args.relative_dates },
    })
}

/// The encoding of a name, as the WHATWG Encoding Standard lists them.
pub(crate) fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let known = "one of the names of the WHATWG Encoding Standard, such as utf-8, windows-1252, koi8-r or macintosh";
    Encoding::for_label_no_replacement(name.as_bytes()).ok_or_else(|| format!("an encoding is {known}"))
}

fn layout(choice: LayoutChoice) -> Layout {
    match choice {
        LayoutChoice::Sentence => Layout::Sentence,
        LayoutChoice::Paragraph => Layout::Paragraph,
    }
}

fn certainty(choice: Certainty) -> Cert {
    match choice {
        Certainty::Low => Cert::Low,
        Certainty::Medium => Cert::Medium,
        Certainty::High => Cert::High,
    }
}

fn check(schema: Option<&Path>) -> Result<Check, Problem> {
    match schema {
        None => Ok(Check::Bundled),
        Some(path) if path == Path::new(NO_SCHEMA) => Ok(Check::None),
        Some(path) => Ok(Check::Schema(Arc::new(self::schema(path)?))),
    }
}

/// Reads a schema.
pub(crate) fn schema(path: &Path) -> Result<Schema, Problem> {
    let name = path.display().to_string();
    let refuse = |message: String| Problem::unread(&name, Diagnostic::new(Code::V004, message));
    if name.contains("://") {
        let finding = Diagnostic::new(Code::V004, "schemas are not fetched from the network");
        return Err(Problem::unread(&name, finding.with_help("save the schema to a file and name that")));
    }
    let text =
        fs::read_to_string(path).map_err(|error| refuse(format!("the schema cannot be read: {}", reason(&error))))?;
    Schema::from_text(&name, &text)
        .map_err(|error| refuse(format!("this is no usable RELAX NG schema: {}", error.reason)))
}

/// Reads a metadata file: JSON by its ending, else a table.
fn metadata(path: &Path) -> Result<Metadata, Problem> {
    let name = path.display().to_string();
    let refuse = |message: String| Problem::unread(&name, Diagnostic::new(Code::P003, message));
    let bytes = fs::read(path).map_err(|error| refuse(format!("the metadata cannot be read: {}", reason(&error))))?;
    // Spreadsheets still write legacy encodings, so a table is decoded like a transcript.
    let source = Source::from_bytes(&name, &bytes);
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let read = if is_json { Metadata::from_json(source.text()) } else { Metadata::from_csv(source.text()) };
    read.map_err(|error| refuse(error.to_string()))
}

/// A date as W3C XML Schema writes it: `2026`, `2026-11` or `2026-11-23`.
pub(crate) fn date(text: &str) -> Result<String, String> {
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

/// The date of `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>), where it is set.
fn source_date() -> anyhow::Result<Option<String>> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds: i64 = value
        .to_str()
        .and_then(|seconds| seconds.trim().parse().ok())
        .filter(|seconds| (0..=LAST_SECOND).contains(seconds))
        .context("SOURCE_DATE_EPOCH is to be a number of seconds since 1970")?;
    Ok(Some(civil_date(seconds / 86_400)))
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
