//! The table of documents: all of a small run, of a large one those with findings; and the slowest.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Code;
use crate::report::html::Counts;
use crate::report::{FileReport, Outcome};

/// So many documents are listed.
const LISTED: usize = 2000;

/// So many of the slowest are shown.
const SLOWEST: usize = 10;

/// The documents that are listed.
#[derive(Debug, Default)]
pub(super) struct Documents {
    all: usize,
    with_findings: usize,
    /// The first documents of the run.
    first: Vec<Row>,
    /// The first of those that have findings or failed.
    wanting: Vec<Row>,
    /// The slowest first.
    slowest: Vec<Row>,
}

/// A document as the page shows it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    name: String,
    outcome: &'static str,
    failed: bool,
    output: Option<String>,
    counts: Counts,
    /// What was found: `C001 ×3, N001`.
    codes: String,
    /// Thousandths of a second; `None` where that was not measured.
    milliseconds: Option<String>,
    #[serde(skip)]
    nanoseconds: u128,
}

impl Row {
    fn new(file: &FileReport) -> Self {
        let mut counts = Counts::default();
        let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
        for finding in &file.findings {
            counts.add(finding.severity);
            *codes.entry(finding.code).or_default() += 1;
        }
        let times =
            |(code, count): (Code, usize)| if count == 1 { code.to_string() } else { format!("{code} ×{count}") };
        Self {
            name: file.name.clone(),
            outcome: file.outcome.as_str(),
            failed: file.outcome == Outcome::Failed,
            output: file.output.clone(),
            counts,
            codes: codes.into_iter().map(times).collect::<Vec<_>>().join(", "),
            milliseconds: (!file.took.is_zero()).then(|| format!("{:.1}", file.took.as_secs_f64() * 1000.0)),
            nanoseconds: file.took.as_nanos(),
        }
    }
}

impl Documents {
    pub(super) fn add(&mut self, file: &FileReport) {
        let row = Row::new(file);
        self.all += 1;
        self.keep_if_slow(&row);
        if row.failed || row.counts.errors + row.counts.warnings > 0 {
            self.with_findings += 1;
            if self.wanting.len() < LISTED {
                self.wanting.push(row.clone());
            }
        }
        if self.all <= LISTED {
            self.first.push(row);
        } else {
            self.first.clear();
        }
    }

    fn keep_if_slow(&mut self, row: &Row) {
        let place = self.slowest.partition_point(|slow| slow.nanoseconds >= row.nanoseconds);
        if place < SLOWEST && row.nanoseconds > 0 {
            self.slowest.insert(place, row.clone());
            self.slowest.truncate(SLOWEST);
        }
    }

    pub(super) fn slowest(&self) -> &[Row] {
        &self.slowest
    }

    pub(super) fn rows(&self) -> &[Row] {
        if self.all <= LISTED { &self.first } else { &self.wanting }
    }

    /// What is not listed.
    pub(super) fn note(&self) -> Option<String> {
        if self.all <= LISTED {
            return None;
        }
        let listed = self.wanting.len();
        let which = if listed < self.with_findings {
            format!("the first {listed} of the {} documents with warnings or errors", self.with_findings)
        } else {
            format!("the {listed} documents with warnings or errors")
        };
        Some(format!("The run had {} documents. Listed are {which}; report.json lists all.", self.all))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn of_a_large_run_the_documents_with_findings_are_listed() {
        let mut documents = Documents::default();
        for number in 0..LISTED as u64 + 5 {
            let outcome = if number % 100 == 0 { Outcome::Failed } else { Outcome::Converted };
            let took = Duration::from_micros(number + 1);
            documents.add(&FileReport { took, ..FileReport::new(format!("{number}.txt"), outcome, Vec::new()) });
        }
        assert_eq!((documents.rows().len(), documents.first.len()), (21, 0));
        assert!(documents.note().is_some_and(|note| note.contains("the 21 documents")));
        assert_eq!((documents.slowest().len(), documents.slowest()[0].name.as_str()), (SLOWEST, "2004.txt"));
    }
}
