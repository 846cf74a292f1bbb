//! A finished document as an editor looks at it: its marks, the doubts first, its reading text, its encoding.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::review::encoding::{Tags, encoding};
use crate::review::header::{Pointed, Row, card, title};
use crate::review::kind::{Certainty, Kind};
use crate::review::reading::reading;
use crate::schema::Schema;
use crate::source::Source;
use crate::xml;

/// A mark of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its number in document order, from 0.
    pub number: usize,
    /// The byte at which its start tag begins, in the text without byte order mark.
    pub at: usize,
    /// Its line, from 1.
    pub line: usize,
    /// The name of its element.
    pub name: String,
    /// Its start tag, as it is written.
    pub tag: String,
    /// Its kind.
    pub kind: Kind,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whether it is a bracketed note that no convention knows.
    pub unclassified: bool,
    /// Its words, on one line.
    pub words: String,
    /// Whom or what it refers to.
    pub refers_to: String,
    /// What made it, as far as the document tells.
    pub maker: String,
}

impl Mark {
    /// Whether an editor should look at it.
    pub fn is_doubt(&self) -> bool {
        self.certainty.is_doubt() || self.unclassified || self.kind == Kind::Conflict
    }
}

/// A finding of the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its code.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Its line, from 1.
    pub line: usize,
}

/// How much there is to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Counts {
    /// Marks that are not sure.
    pub doubts: usize,
    /// Bracketed notes that no convention knows.
    pub unclassified: usize,
    /// Findings of the schema.
    pub findings: usize,
    /// Conflicts that a merge has left.
    pub conflicts: usize,
    /// Marks that somebody has accepted.
    pub accepted: usize,
    /// All marks.
    pub marks: usize,
}

/// A document as its page shows it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its title, or nothing.
    pub title: String,
    /// What its header says.
    pub card: Vec<Row>,
    /// Its marks in document order.
    pub marks: Vec<Mark>,
    /// What the schema says.
    pub findings: Vec<Found>,
    /// Its reading text, as HTML.
    pub reading: String,
    /// Its encoding, as HTML.
    pub encoding: String,
}

impl Document {
    /// Looks at a document. One that is not well-formed has no marks, and a finding that says why.
    pub fn of(source: &Source, schema: &Schema) -> Self {
        let findings = schema.validate(source).iter().map(|finding| found(source, finding)).collect();
        let Ok(document) = xml::parse(source.text()) else {
            let encoding = encoding(source.text(), &Tags::default());
            return Self {
                title: String::new(),
                card: Vec::new(),
                marks: Vec::new(),
                findings,
                reading: String::new(),
                encoding,
            };
        };
        let root = document.root().cloned().unwrap_or_default();
        let card = card(&root);
        let (reading, marks) = reading(source.text(), &root, &Pointed::of(&root));
        let encoding = encoding(source.text(), &Tags::of(&marks));
        Self { title: title(&card), card, marks, findings, reading, encoding }
    }

    /// How much there is to look at.
    pub fn counts(&self) -> Counts {
        let count = |wanted: &dyn Fn(&Mark) -> bool| self.marks.iter().filter(|mark| wanted(mark)).count();
        Counts {
            doubts: count(&|mark| mark.certainty.is_doubt()),
            unclassified: count(&|mark| mark.unclassified),
            findings: self.findings.len(),
            conflicts: count(&|mark| mark.kind == Kind::Conflict),
            accepted: count(&|mark| mark.certainty == Certainty::Accepted),
            marks: self.marks.len(),
        }
    }

    /// What an editor should look at: conflicts, then the least certain.
    pub fn doubts(&self) -> Vec<&Mark> {
        let mut doubts: Vec<&Mark> = self.marks.iter().filter(|mark| mark.is_doubt()).collect();
        doubts.sort_by_key(|mark| (mark.kind != Kind::Conflict, !mark.unclassified, mark.certainty, mark.number));
        doubts
    }
}

fn found(source: &Source, finding: &Diagnostic) -> Found {
    Found {
        code: finding.code.to_string(),
        severity: finding.severity,
        message: finding.message.clone(),
        line: finding.span.map_or(1, |span| source.position(span.start).line),
    }
}
