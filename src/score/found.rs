//! The elements of a TEI document, carried over to the text of the gold document.

use std::collections::BTreeMap;

use crate::score::align::align;
use crate::score::compare::Range;
use crate::score::flat::Flat;
use crate::xml::Element;

/// Elements that name a place (TEI P5 14.2.3).
const PLACES: &[&str] = &["placeName", "settlement", "country", "region", "geogName", "district", "bloc"];
/// How far apart the characters of one element may be found before they are taken for strays.
const GAP: usize = 30;

/// An element where the gold text has its words.
#[derive(Debug, Clone)]
pub(super) struct FoundSpan {
    /// Its name, or the type of name that it is.
    pub(super) kind: String,
    pub(super) range: Range,
    pub(super) attributes: BTreeMap<String, String>,
    /// Whether its words were not found; it stands between the words round it.
    pub(super) is_empty: bool,
    /// Whether it has words of its own.
    pub(super) has_words: bool,
}

/// The elements of a document over the gold text, and the part of that text that was found in the document.
pub(super) fn elements(root: &Element, plain: &str) -> (Vec<FoundSpan>, f64) {
    let text: Vec<char> = plain.chars().collect();
    let flat = Flat::of(root, plain);
    let map = align(&flat.chars, &text);
    let nearest = Nearest::of(&map, text.len());
    let spans = flat.elements.iter().map(|element| {
        let range = (element.start, element.end);
        let (range, is_empty) =
            place(range, &flat.chars, &map).map_or_else(|| (nearest.gap(range, &text), true), |found| (found, false));
        FoundSpan {
            kind: kind(&element.name, element.attributes.get("type")),
            range,
            attributes: element.attributes.clone(),
            is_empty,
            has_words: element.end > element.start,
        }
    });
    (spans.collect(), coverage(&map, &text))
}

/// The part of the characters of the gold text, white space apart, that was found.
#[expect(clippy::cast_precision_loss, reason = "lengths of texts in memory")]
fn coverage(map: &[Option<usize>], text: &[char]) -> f64 {
    let mut is_found = vec![false; text.len()];
    map.iter().flatten().for_each(|&place| is_found[place] = true);
    let all = text.iter().filter(|c| !c.is_whitespace()).count();
    let found = is_found.iter().zip(text).filter(|(found, c)| **found && !c.is_whitespace()).count();
    found as f64 / all.max(1) as f64
}

/// Of what an element is a mark.
fn kind(name: &str, of: Option<&String>) -> String {
    if PLACES.contains(&name) {
        return "placeName".to_owned();
    }
    if !matches!(name, "name" | "rs") {
        return name.to_owned();
    }
    let of = of.map(|of| of.to_lowercase()).unwrap_or_default();
    let starts = |starts: &[&str]| starts.iter().any(|start| of.starts_with(start));
    if starts(&["pers"]) {
        "persName".to_owned()
    } else if starts(&["pla", "geo"]) || matches!(of.as_str(), "city" | "country" | "settlement") {
        "placeName".to_owned()
    } else if starts(&["org", "inst"]) {
        "orgName".to_owned()
    } else {
        name.to_owned()
    }
}

/// The range over which the words of an element are found; `None` where less than half of them are.
fn place((start, end): Range, chars: &[char], map: &[Option<usize>]) -> Option<Range> {
    let words = || (start..end).filter(|&at| !chars[at].is_whitespace());
    let mut hits: Vec<usize> = words().filter_map(|at| map[at]).collect();
    if hits.is_empty() || hits.len() * 2 < words().count() {
        return None;
    }
    hits.sort_unstable();
    let (first, last) = (hits[0], hits[hits.len() - 1] + 1);
    if last - first > 4 * (end - start).max(8) {
        return Some(densest_run(&hits));
    }
    Some((first, last))
}

fn densest_run(hits: &[usize]) -> Range {
    let runs = hits.chunk_by(|one, next| next - one <= GAP);
    // Of runs of one length the first.
    let longest = runs.reduce(|best, run| if run.len() > best.len() { run } else { best }).unwrap_or(hits);
    (longest[0], longest[longest.len() - 1] + 1)
}

/// For each place of the TEI text the nearest found characters before and after.
struct Nearest {
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Nearest {
    fn of(map: &[Option<usize>], len: usize) -> Self {
        let mut before = Vec::with_capacity(map.len() + 1);
        let mut last = 0;
        for place in map {
            before.push(last);
            last = place.map_or(last, |place| place + 1);
        }
        before.push(last);
        let mut after = vec![len; map.len() + 1];
        for at in (0..map.len()).rev() {
            after[at] = map[at].unwrap_or(after[at + 1]);
        }
        Self { before, after }
    }

    /// The stretch of the gold text in which an element without found words stands.
    fn gap(&self, (start, end): Range, text: &[char]) -> Range {
        let mut from = self.before[start];
        let mut to = self.after[end].max(from);
        while from < to && text[from].is_whitespace() {
            from += 1;
        }
        while to > from && text[to - 1].is_whitespace() {
            to -= 1;
        }
        (from, to)
    }
}
