//! How well a converted document agrees with one that was marked by hand: precision and recall for each type of mark.
//!
//! The output is aligned with the gold text by content, so that white space, nesting, brackets and moved notes cost nothing.

mod align;
mod blocks;
mod compare;
mod flat;
mod found;
mod measure;
mod report;

pub use report::{Confusion, Counts, ErrorKind, Mistake, Rates, Report, WhenCounts, part};

use std::collections::BTreeMap;

use crate::gold::GoldDocument;
use crate::score::measure::Pairing;
use crate::xml::Element;

/// The types that can be measured, in the order in which they are shown.
pub const TYPES: &[&str] = &[
    "persName",
    "placeName",
    "orgName",
    "date",
    "time",
    "signed",
    "dateline",
    "opener",
    "closer",
    "salute",
    "postscript",
    "head",
];

/// Those of them that are measured only where they are asked for: editions differ in what they are.
const ON_DEMAND: &[&str] = &["time", "postscript", "head"];

/// The measurement of many documents, one after the other.
#[derive(Debug, Default)]
pub struct Score {
    types: Vec<&'static str>,
    report: Report,
    confusion: BTreeMap<(Option<String>, Option<String>), usize>,
}

impl Score {
    /// A measurement of these types, of which those count that some gold document marks; of all where none is named.
    pub fn new(gold: &[GoldDocument], types: &[String]) -> Self {
        let is_marked = |kind: &str| {
            !ON_DEMAND.contains(&kind)
                && gold.iter().any(|document| document.spans.iter().any(|span| span.kind == kind))
        };
        let is_wanted =
            |kind: &str| if types.is_empty() { is_marked(kind) } else { types.iter().any(|one| one == kind) };
        let types: Vec<&'static str> = TYPES.iter().copied().filter(|kind| is_wanted(kind)).collect();
        let counts = types.iter().map(|kind| ((*kind).to_owned(), Counts::default())).collect();
        Self { types, report: Report { types: counts, ..Report::default() }, confusion: BTreeMap::new() }
    }

    /// Measures one document; without output all its marks are missed.
    ///
    /// ```
    /// use postil::gold::read_tei;
    /// use postil::score::Score;
    /// let gold = "<TEI><text><body><p>On <date when='1950-05-03'>3 May 1950</date> he left.</p></body></text></TEI>";
    /// let output = "<TEI><text><body><p>On <date when='1950'>3 May 1950</date>\n  he left.</p></body></text></TEI>";
    /// let gold = [read_tei("letter", gold).unwrap()];
    /// let output = postil::xml::parse(output).unwrap();
    /// let mut score = Score::new(&gold, &[]);
    /// score.add(&gold[0], output.root());
    /// let report = score.finish();
    /// let (name, counts) = &report.types[0];
    /// assert_eq!((name.as_str(), counts.rates(counts.exact).f1), ("date", 1.0));
    /// assert_eq!((report.when.found, report.when.equal), (1, 0));
    /// ```
    pub fn add(&mut self, gold: &GoldDocument, output: Option<&Element>) {
        let report = &mut self.report;
        report.documents += 1;
        let spans = if let Some(root) = output {
            let (spans, aligned) = found::elements(root, &gold.text);
            report.aligned.insert(gold.id.clone(), aligned);
            spans
        } else {
            report.missing.push(gold.id.clone());
            Vec::new()
        };
        let pairing = Pairing::new(gold, &spans);
        for (idx, kind) in self.types.iter().enumerate() {
            let Some(measured) = pairing.measure(kind) else { continue };
            report.types[idx].1.add(measured.counts);
            report.when.add(measured.when);
            report.mistakes.extend(measured.mistakes);
        }
        for row in pairing.confusion(&self.types) {
            *self.confusion.entry(row).or_default() += 1;
        }
    }

    /// The figures.
    pub fn finish(self) -> Report {
        let row = |((gold, found), count)| Confusion { gold, found, count };
        Report { confusion: self.confusion.into_iter().map(row).collect(), ..self.report }
    }
}

#[cfg(test)]
mod tests;
