//! Shows what is in force for a path, and where each value comes from.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::config::settings::{Setting, Settings};
use crate::reader::Format;
use crate::tei::Layout;

/// A key with its value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The key, as in `postil.toml`; `sources.include` for one in a table.
    pub key: String,
    /// The value; `null` where there is none.
    pub value: Value,
    /// Where it comes from: `default`, `postil.toml:3`, `environment SOURCE_DATE_EPOCH`, `option --profile`.
    pub origin: String,
}

impl Settings {
    /// Every key with its value, in the order of the documentation.
    pub fn shown(&self) -> Vec<Shown> {
        let mut all = vec![
            shown("sources.include", &self.include, |globs| json!(globs)),
            shown("sources.exclude", &self.exclude, |globs| json!(globs)),
            shown("sources.gitignore", &self.gitignore, |&value| json!(value)),
            shown("sources.hidden", &self.hidden, |&value| json!(value)),
            shown("output", &self.output, |path| json!(path)),
            shown("profile", &self.profile, |name| json!(name)),
            shown("metadata", &self.metadata, |path| json!(path)),
            shown("authority", &self.authority, |files| json!(files)),
            shown("model", &self.model, |path| json!(path)),
            shown("schema", &self.schema, |name| json!(name)),
            shown("layout", &self.layout, |&layout| json!(layout_name(layout))),
            shown("min-cert", &self.min_cert, |cert| json!(cert.as_str())),
            shown("relative-dates", &self.relative_dates, |&value| json!(value)),
            shown("date", &self.date, |date| json!(date)),
            shown("encoding", &self.encoding, |encoding| json!(encoding.map(encoding_rs::Encoding::name))),
            shown("from", &self.from, |from| json!(from.map(Format::as_str))),
            shown("source-map", &self.source_map, |&value| json!(value)),
            shown("cache", &self.cache, |path| json!(path)),
            shown("jobs", &self.jobs, |&jobs| json!(jobs)),
            shown("report", &self.report, |files| json!(files)),
            shown("baseline", &self.baseline, |path| json!(path)),
        ];
        let levels = self.severity.iter();
        all.extend(levels.map(|(code, level)| shown(&format!("severity.{code}"), level, |level| json!(level))));
        all
    }
}

fn shown<T>(key: &str, setting: &Setting<T>, value: impl Fn(&T) -> Value) -> Shown {
    Shown { key: key.to_owned(), value: value(&setting.value), origin: setting.origin.to_string() }
}

fn layout_name(layout: Layout) -> &'static str {
    match layout {
        Layout::Sentence => "sentence",
        Layout::Paragraph => "paragraph",
    }
}

/// What is in force, as TOML with the origins as comments. A key without a value stands in a comment.
pub fn as_toml(of: &Path, shown: &[Shown]) -> String {
    let mut text = format!("# In force for {}\n", of.display());
    for Shown { key, value, origin } in shown {
        let _ = match value {
            Value::Null => writeln!(text, "# {key} has no value  # {origin}"),
            value => writeln!(text, "{key} = {value}  # {origin}"),
        };
    }
    text
}

/// The same as JSON, an object on one line: `{"path", "settings": {KEY: {"value", "origin"}}}`.
pub fn as_json(of: &Path, shown: &[Shown]) -> String {
    let settings: serde_json::Map<String, Value> = shown
        .iter()
        .map(|Shown { key, value, origin }| (key.clone(), json!({"value": value, "origin": origin})))
        .collect();
    format!("{}\n", json!({"path": of, "settings": settings}))
}
