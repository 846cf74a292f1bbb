//! The figures of a comparison, over all documents.

use std::collections::BTreeMap;

use serde::Serialize;

/// How many marks of a type there are, and how many of them meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Marks of the gold documents.
    pub gold: usize,
    /// Marks of the output, without those that count for nothing.
    pub found: usize,
    /// Equal but for signs at their edges.
    pub exact: usize,
    /// Equal but for titles before a name.
    pub untitled: usize,
    /// With at least one character in common, one to one.
    pub overlap: usize,
}

/// Precision, recall, and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// Of the marks of the output, the part that is right.
    pub precision: f64,
    /// Of the marks of the gold, the part that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Counts {
    /// The rates for a number of pairs: [`Counts::exact`], [`Counts::untitled`] or [`Counts::overlap`].
    pub fn rates(&self, pairs: usize) -> Rates {
        let precision = if self.found > 0 { part(pairs, self.found) } else { f64::from(u8::from(self.gold == 0)) };
        let recall = if self.gold > 0 { part(pairs, self.gold) } else { 1.0 };
        let sum = precision + recall;
        Rates { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.untitled += other.untitled;
        self.overlap += other.overlap;
    }
}

/// One number as a part of another; 0 of nothing is 0.
#[expect(clippy::cast_precision_loss, reason = "counts of marks are small")]
pub fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

/// The values of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhenCounts {
    /// Gold dates with a value.
    pub gold: usize,
    /// Of these, those that were found.
    pub found: usize,
    /// Of the found, those of the same value.
    pub equal: usize,
    /// Of the found, those of the same value to the day, or to the exactness of the gold.
    pub same_day: usize,
    /// Of the found, those without any value.
    pub none: usize,
}

impl WhenCounts {
    pub(super) fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.equal += other.equal;
        self.same_day += other.same_day;
        self.none += other.none;
    }
}

/// What is wrong with a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorKind {
    /// The gold has it, the output not.
    Missed,
    /// The output has it, the gold not.
    Extra,
    /// A date has another value.
    Value {
        /// That of the gold.
        expected: String,
        /// That of the output.
        given: String,
    },
}

/// One mistake with the words round it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mistake {
    /// The document.
    pub document: String,
    /// The type of the mark.
    pub of: String,
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where it begins in the gold text (characters, from 0).
    pub offset: usize,
    /// The words before it.
    pub before: String,
    /// Its words.
    pub words: String,
    /// The words after it.
    pub after: String,
}

/// How often marks of one type were given another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The type of the gold mark; `None` for marks that meet no gold.
    pub gold: Option<String>,
    /// The type of the mark of the output; `None` for gold marks that were missed.
    pub found: Option<String>,
    /// How often.
    pub count: usize,
}

/// The figures over all documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How many gold documents there are.
    pub documents: usize,
    /// Those for which there is no output; all their marks count as missed.
    pub missing: Vec<String>,
    /// For each document that has one: the part of its characters that was found in the output.
    pub aligned: BTreeMap<String, f64>,
    /// The counts of each type, in the order in which the types were asked for.
    pub types: Vec<(String, Counts)>,
    /// The values of dates.
    pub when: WhenCounts,
    /// How often a mark of one type was given another.
    pub confusion: Vec<Confusion>,
    /// All mistakes, in the order of the documents.
    pub mistakes: Vec<Mistake>,
}
