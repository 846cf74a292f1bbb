//! Findings by code, the gravest and most frequent first, each with the first places.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Code, Severity};
use crate::report::{FileReport, Finding};

/// So many places of a code are shown.
const PLACES: usize = 12;

/// What there is of each code.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeMap<Code, Row>);

/// What there is of a code.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    id: &'static str,
    title: &'static str,
    explanation: &'static str,
    severity: Severity,
    findings: usize,
    documents: usize,
    places: Vec<Shown>,
}

/// A finding as the page shows it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown {
    place: String,
    message: String,
    before: String,
    marked: String,
    after: String,
}

impl Codes {
    pub(super) fn add(&mut self, file: &FileReport) {
        let mut seen = std::collections::BTreeSet::new();
        for finding in &file.findings {
            let row = self.0.entry(finding.code).or_insert_with(|| Row::new(finding));
            row.severity = row.severity.max(finding.severity);
            row.findings += 1;
            row.documents += usize::from(seen.insert(finding.code));
            if row.places.len() < PLACES {
                row.places.push(Shown::new(&file.name, finding));
            }
        }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.0.values().cloned().collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.severity, row.findings)));
        rows
    }
}

impl Row {
    fn new(finding: &Finding) -> Self {
        let entry = finding.code.entry();
        Self {
            id: entry.id,
            title: entry.title,
            explanation: entry.explanation,
            severity: finding.severity,
            findings: 0,
            documents: 0,
            places: Vec::new(),
        }
    }
}

/// A message with quotation marks in the place of the backquotes that messages have on a terminal.
fn quoted(message: &str) -> String {
    let mut quoted = String::new();
    for (idx, part) in message.split('`').enumerate() {
        match idx {
            0 => {}
            idx if idx % 2 == 1 => quoted.push('“'),
            _ => quoted.push('”'),
        }
        quoted.push_str(part);
    }
    quoted
}

impl Shown {
    fn new(file: &str, finding: &Finding) -> Self {
        let (place, [before, marked, after]) = match &finding.place {
            None => (file.to_owned(), <[String; 3]>::default()),
            Some(place) => {
                let (text, marked) = (&place.excerpt.text, &place.excerpt.marked);
                let parts = [&text[..marked.start], &text[marked.clone()], &text[marked.end..]];
                (format!("{file}:{}:{}", place.line, place.column), parts.map(str::to_owned))
            }
        };
        Self { place, message: quoted(&finding.message), before, marked, after }
    }
}
