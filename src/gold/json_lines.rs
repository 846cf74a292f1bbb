//! Gold documents from JSON Lines: one document a line, with its text, its marks and what is known of their fullness.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::gold::{GoldDocument, GoldSpan};

/// Why a file of gold documents cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct GoldError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    source_volume: Option<String>,
    #[serde(default)]
    subset: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    text: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    scopes: BTreeMap<String, Vec<(usize, usize)>>,
    #[serde(default)]
    complete: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    attrs: BTreeMap<String, Value>,
}

/// Reads gold documents: `{"id", "text", "spans": [{"start", "end", "type", "attrs"}], "scopes", "complete"}`, one a
/// line. Empty lines and other keys are passed over; `attrs.optional` makes a mark optional.
///
/// # Errors
/// A line is no such object, or a mark lies outside the text or ends before it starts.
pub fn read_json_lines(text: &str) -> Result<Vec<GoldDocument>, GoldError> {
    let mut documents = Vec::new();
    for (idx, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let refuse = |reason: String| GoldError { line: idx + 1, reason };
        let record: Record = serde_json::from_str(line).map_err(|error| refuse(error.to_string()))?;
        documents.push(document(record).map_err(refuse)?);
    }
    Ok(documents)
}

fn document(record: Record) -> Result<GoldDocument, String> {
    let len = record.text.chars().count();
    let mut spans = Vec::with_capacity(record.spans.len());
    for span in record.spans {
        if span.start > span.end || span.end > len {
            let Span { start, end, kind, .. } = span;
            return Err(format!("the {kind} from {start} to {end} does not lie in the text of {len} characters"));
        }
        spans.push(gold_span(span));
    }
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    Ok(GoldDocument {
        id: record.id,
        volume: record.source_volume,
        subset: record.subset,
        language: record.lang,
        text: record.text,
        spans,
        scopes: record.scopes,
        complete: record.complete,
    })
}

fn gold_span(span: Span) -> GoldSpan {
    let optional = span.attrs.get("optional").is_some_and(|value| value == &Value::Bool(true));
    let attributes = span.attrs.into_iter().map(|(name, value)| (name, string(value))).collect();
    GoldSpan { kind: span.kind, start: span.start, end: span.end, attributes, optional }
}

fn string(value: Value) -> String {
    match value {
        Value::String(string) => string,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_document() {
        let line = r##"{"id":"a","text":"Mr. Ødel left.","spans":[{"start":4,"end":8,"type":"persName","attrs":{"ref":"#o","optional":true}}],"scopes":{"date":[[0,3]]},"complete":{"persName":"near","orgName":"none"}}"##;
        let documents = read_json_lines(line).unwrap();
        let span = &documents[0].spans[0];
        assert_eq!((span.start, span.end, span.optional), (4, 8, true));
        assert_eq!(span.attributes["ref"], "#o");
        assert_eq!(documents[0].is_marked_at("orgName", 0), Some(false));
        assert_eq!(documents[0].is_marked_at("date", 2), Some(true));
        assert_eq!(documents[0].is_marked_at("date", 3), Some(false));
        assert_eq!(documents[0].is_marked_at("placeName", 0), None);
    }

    #[test]
    fn what_is_no_document_is_refused_with_its_line() {
        let error = read_json_lines("\n{\"id\":\"a\"}").unwrap_err();
        assert_eq!(error.line, 2);
        let outside = r#"{"id":"a","text":"ab","spans":[{"start":1,"end":9,"type":"date"}]}"#;
        assert!(read_json_lines(outside).unwrap_err().reason.contains("from 1 to 9"));
    }
}
