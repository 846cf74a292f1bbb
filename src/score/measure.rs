//! Counts for one document: what was found, what was missed, what is too much.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::{GoldDocument, GoldSpan};
use crate::score::compare::{Range, equal, overlap, overlapping, trim, without_titles};
use crate::score::found::FoundSpan;
use crate::score::report::{Counts, ErrorKind, Mistake, WhenCounts};

/// Types of which one mark may hold another; the outermost counts.
const NAMES: &[&str] = &["persName", "placeName", "orgName", "date"];
/// The attributes that say when (TEI P5 14.4).
const WHEN: &[&str] = &["when", "from", "to", "notBefore", "notAfter"];
/// How much of the words round a mistake is shown (in characters).
const AROUND: usize = 30;

/// What was counted for one type in one document.
pub(super) struct Measured {
    pub(super) counts: Counts,
    pub(super) when: WhenCounts,
    pub(super) mistakes: Vec<Mistake>,
}

/// A gold document and what was found in it.
pub(super) struct Pairing<'a> {
    gold: &'a GoldDocument,
    text: Vec<char>,
    found: &'a [FoundSpan],
    /// Footnotes that stand in the text; at the edge of a span they are no part of it.
    notes: Vec<Range>,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(gold: &'a GoldDocument, found: &'a [FoundSpan]) -> Self {
        let is_footnote = |span: &&GoldSpan| {
            span.kind == "note"
                && span
                    .attributes
                    .get("kind")
                    .is_some_and(|kind| matches!(kind.as_str(), "footnote" | "source" | "summary"))
        };
        let notes = gold.spans.iter().filter(is_footnote).map(range).collect();
        Self { gold, text: gold.text.chars().collect(), found, notes }
    }

    /// Counts one type; `None` where the gold document does not mark it.
    pub(super) fn measure(&self, kind: &str) -> Option<Measured> {
        if self.gold.complete.get(kind).is_some_and(|complete| complete == "none") {
            return None;
        }
        let gold = self.gold_of(kind);
        let found = self.found_of(kind);
        let (gold_ranges, found_ranges): (Vec<Range>, Vec<Range>) =
            (gold.iter().map(|span| range(span)).collect(), found.iter().map(|span| span.range).collect());
        let exact = equal(&gold_ranges, &found_ranges, |range| self.edge(range));
        let untitled = equal(&gold_ranges, &found_ranges, |range| without_titles(&self.text, range));
        let untitled = if kind == "persName" { untitled.len().max(exact.len()) } else { exact.len() };
        let mut pairs = overlapping(&gold_ranges, &found_ranges, |idx| found[idx].is_empty);
        if pairs.len() < exact.len() {
            pairs.clone_from(&exact);
        }
        let met: BTreeSet<usize> = pairs.iter().map(|&(_, found)| found).collect();
        let extra: Vec<&FoundSpan> = found
            .iter()
            .enumerate()
            .filter(|(idx, span)| !met.contains(idx) && self.counts_as_extra(kind, span.range))
            .map(|(_, span)| *span)
            .collect();
        let counts = Counts {
            gold: gold.len(),
            found: met.len() + extra.len(),
            exact: exact.len(),
            untitled,
            overlap: pairs.len(),
        };
        let (when, mut mistakes) = if kind == "date" { self.when(&gold, &found, &pairs) } else { Default::default() };
        mistakes.extend(self.mistakes(kind, &gold, &pairs, &extra));
        Some(Measured { counts, when, mistakes })
    }

    fn gold_of(&self, kind: &str) -> Vec<&'a GoldSpan> {
        let spans: Vec<&GoldSpan> = self.gold.spans.iter().filter(|span| span.kind == kind && !span.optional).collect();
        if NAMES.contains(&kind) { outermost(spans, range) } else { spans }
    }

    fn found_of(&self, kind: &str) -> Vec<&'a FoundSpan> {
        let all = self.found.iter().filter(|span| span.kind == kind && (!span.is_empty || span.has_words));
        let (empty, mut full): (Vec<&FoundSpan>, Vec<&FoundSpan>) = all.partition(|span| span.is_empty);
        let mut seen = BTreeSet::new();
        full.retain(|span| seen.insert(span.range));
        if NAMES.contains(&kind) {
            full = outermost(full, |span| span.range);
        }
        full.extend(empty);
        full
    }

    /// Whether a mark that meets no gold is one too many: it meets none that is optional, and lies where the type is marked.
    fn counts_as_extra(&self, kind: &str, found: Range) -> bool {
        let optional = |span: &GoldSpan| span.kind == kind && span.optional && overlap(range(span), found) > 0;
        let in_scope = |parts: &Vec<Range>| parts.iter().any(|&part| overlap(part, found) > 0);
        !self.gold.spans.iter().any(optional) && self.gold.scopes.get(kind).is_none_or(in_scope)
    }

    /// A span without signs at its edges, and without a footnote at its end.
    fn edge(&self, span: Range) -> Range {
        let (start, end) = trim(&self.text, span);
        let at_end = |&&(from, to): &&Range| from > start && from < end && end <= to && end + 3 >= to;
        match self.notes.iter().find(at_end) {
            Some(&(from, _)) => trim(&self.text, (start, from)),
            None => (start, end),
        }
    }

    /// The values of the dates that were found.
    fn when(&self, gold: &[&GoldSpan], found: &[&FoundSpan], pairs: &[(usize, usize)]) -> (WhenCounts, Vec<Mistake>) {
        let by_gold: BTreeMap<usize, usize> = pairs.iter().copied().collect();
        let (mut counts, mut mistakes) = (WhenCounts::default(), Vec::new());
        for (idx, span) in gold.iter().enumerate() {
            let expected = value(&span.attributes);
            if expected.is_empty() {
                continue;
            }
            counts.gold += 1;
            let Some(found) = by_gold.get(&idx).map(|&idx| found[idx]) else { continue };
            counts.found += 1;
            let given = value(&found.attributes);
            if given == expected {
                counts.equal += 1;
            }
            if is_same_day(&expected, &given) {
                counts.same_day += 1;
            } else {
                counts.none += usize::from(given.is_empty());
                let kind = ErrorKind::Value { expected: shown(&expected), given: shown(&given) };
                mistakes.push(self.mistake("date", kind, range(span)));
            }
        }
        (counts, mistakes)
    }

    fn mistakes(&self, kind: &str, gold: &[&GoldSpan], pairs: &[(usize, usize)], extra: &[&FoundSpan]) -> Vec<Mistake> {
        let met: BTreeSet<usize> = pairs.iter().map(|&(gold, _)| gold).collect();
        let missed = gold.iter().enumerate().filter(|(idx, _)| !met.contains(idx));
        let missed = missed.map(|(_, span)| self.mistake(kind, ErrorKind::Missed, range(span)));
        let extra = extra.iter().map(|span| self.mistake(kind, ErrorKind::Extra, span.range));
        missed.chain(extra).collect()
    }

    fn mistake(&self, of: &str, kind: ErrorKind, (start, end): Range) -> Mistake {
        let words = |from: usize, to: usize| {
            let line: String = self.text[from..to].iter().map(|&c| if c.is_whitespace() { ' ' } else { c }).collect();
            line
        };
        Mistake {
            document: self.gold.id.clone(),
            of: of.to_owned(),
            kind,
            offset: start,
            before: words(start.saturating_sub(AROUND), start),
            words: words(start, end),
            after: words(end, (end + AROUND).min(self.text.len())),
        }
    }

    /// Which type each gold mark was given, by the mark that overlaps it most, and which marks meet no gold at all.
    pub(super) fn confusion(&self, kinds: &[&str]) -> Vec<(Option<String>, Option<String>)> {
        let marked: Vec<&str> = kinds
            .iter()
            .copied()
            .filter(|kind| {
                NAMES.contains(kind) && self.gold.complete.get(*kind).is_none_or(|complete| complete != "none")
            })
            .collect();
        let gold: Vec<(&str, Range)> =
            marked.iter().flat_map(|kind| self.gold_of(kind).into_iter().map(|span| (*kind, range(span)))).collect();
        let found: Vec<(&str, Range)> = marked
            .iter()
            .flat_map(|kind| {
                self.found_of(kind).into_iter().filter(|span| !span.is_empty).map(|span| (*kind, span.range))
            })
            .collect();
        let ranges = |spans: &[(&str, Range)]| spans.iter().map(|&(_, range)| range).collect::<Vec<_>>();
        let pairs = overlapping(&ranges(&gold), &ranges(&found), |_| false);
        let mut rows: Vec<(Option<String>, Option<String>)> = Vec::new();
        let (mut of_gold, mut of_found) = (vec![false; gold.len()], vec![false; found.len()]);
        for (one, other) in pairs {
            (of_gold[one], of_found[other]) = (true, true);
            rows.push((Some(gold[one].0.to_owned()), Some(found[other].0.to_owned())));
        }
        let missed = gold.iter().zip(of_gold).filter(|(_, met)| !met);
        rows.extend(missed.map(|((kind, _), _)| (Some((*kind).to_owned()), None)));
        let extra =
            found.iter().zip(of_found).filter(|((kind, range), met)| !met && self.counts_as_extra(kind, *range));
        rows.extend(extra.map(|((kind, _), _)| (None, Some((*kind).to_owned()))));
        rows
    }
}

fn range(span: &GoldSpan) -> Range {
    (span.start, span.end)
}

/// The spans that lie in no other, in the order of the text.
fn outermost<T>(mut spans: Vec<&T>, range: impl Fn(&T) -> Range) -> Vec<&T> {
    spans.sort_by_key(|span| (range(span).0, std::cmp::Reverse(range(span).1)));
    let mut kept: Vec<&T> = Vec::with_capacity(spans.len());
    for span in spans {
        let (start, end) = range(span);
        let inside = kept.last().is_some_and(|last| start >= range(last).0 && end <= range(last).1 && start < end);
        if !inside {
            kept.push(span);
        }
    }
    kept
}

/// The attributes that say when; those of `att.datable.iso` count like those of W3C.
fn value(attributes: &BTreeMap<String, String>) -> BTreeMap<&'static str, &str> {
    let given = |name: &str| attributes.get(name).or_else(|| attributes.get(&format!("{name}-iso")));
    WHEN.iter().filter_map(|&name| Some((name, given(name)?.trim()))).filter(|(_, value)| !value.is_empty()).collect()
}

fn shown(value: &BTreeMap<&str, &str>) -> String {
    let fields: Vec<String> = value.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if fields.is_empty() { "no value".to_owned() } else { fields.join(" ") }
}

/// Whether two values are equal to the day, or as exactly as the gold says.
fn is_same_day(gold: &BTreeMap<&str, &str>, given: &BTreeMap<&str, &str>) -> bool {
    let cut = |value: &str, len: usize| value.chars().take(len).collect::<String>();
    let same = |name: &&str, expected: &&str| {
        let len = expected.chars().count().min(10);
        given.get(name).is_some_and(|given| cut(given, 10) == cut(expected, len))
    };
    gold.keys().eq(given.keys()) && gold.iter().all(|(name, expected)| same(name, expected))
}
