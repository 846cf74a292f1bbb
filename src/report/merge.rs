//! Reports of other runs read back, one document at a time, so that the parts of a divided run become one report.

use std::fmt;
use std::io::Read;
use std::time::Duration;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::report::FileReport;
use crate::report::record::{DocumentRecord, VERSION, seconds};

/// Why a report cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MergeError(#[from] serde_json::Error);

/// Gives each document of a `report.json` to `each`, in order; how long the run took. One document is held in memory.
///
/// # Errors
/// Where it is no report, one of a later form, or `each` refuses a document.
pub fn read_report(
    reader: impl Read,
    each: &mut dyn FnMut(FileReport) -> std::io::Result<()>,
) -> Result<Duration, MergeError> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let took = Report { each }.deserialize(&mut json)?;
    json.end()?;
    Ok(took)
}

/// The whole report.
struct Report<'a> {
    each: &'a mut dyn FnMut(FileReport) -> std::io::Result<()>,
}

/// What is read of the summary.
#[derive(Deserialize)]
struct Seconds {
    seconds: f64,
}

impl<'de> DeserializeSeed<'de> for Report<'_> {
    type Value = Duration;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Duration, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Report<'_> {
    type Value = Duration;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a report of postil")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Duration, A::Error> {
        let (mut version, mut took) = (None, None);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "version" => version = Some(map.next_value::<u32>()?),
                "documents" if version != Some(VERSION) => {
                    return Err(A::Error::custom(format!("it is no report of version {VERSION}")));
                }
                "documents" => map.next_value_seed(Documents { each: self.each })?,
                "summary" => took = Some(map.next_value::<Seconds>()?.seconds),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        seconds(took.ok_or_else(|| A::Error::missing_field("summary"))?).map_err(A::Error::custom)
    }
}

/// Its documents.
struct Documents<'a> {
    each: &'a mut dyn FnMut(FileReport) -> std::io::Result<()>,
}

impl<'de> DeserializeSeed<'de> for Documents<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Documents<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(document) = list.next_element::<DocumentRecord>()? {
            let report = document.report().map_err(A::Error::custom)?;
            (self.each)(report).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::{Finding, Format, Outcome, Summary, Verbosity};
    use crate::source::{Source, Span};

    fn read(text: &str) -> Result<(Vec<FileReport>, Duration), MergeError> {
        let mut reports = Vec::new();
        let mut keep = |report| {
            reports.push(report);
            Ok(())
        };
        let took = read_report(text.as_bytes(), &mut keep)?;
        Ok((reports, took))
    }

    #[test]
    fn what_was_written_is_read_back() {
        let source = Source::from_text("a.txt", "é [x\n]");
        let findings =
            [Diagnostic::new(Code::C001, "no kind").at(Span::new(3, 7)), Diagnostic::new(Code::P004, "gone")];
        let mut report = FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings));
        report.took = Duration::from_millis(250);
        report.known = 2;
        let mut renderer = Format::JsonReport.renderer(Verbosity::Normal);
        let summary = Summary { took: Duration::from_secs(2), ..Summary::default() };
        let text = renderer.head() + &renderer.file(&report) + &renderer.file(&report) + &renderer.foot(&summary);
        assert_eq!(read(&text).expect("it is a report"), (vec![report.clone(), report], Duration::from_secs(2)));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"version":2,"documents":[]}"#,
            r#"{"version":1,"documents":[]}"#,
            r#"{"version":1,"documents":[{}],"summary":{"seconds":1}}"#,
            r#"{"version":1,"documents":[],"summary":{"seconds":-1}}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
