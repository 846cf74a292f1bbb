//! When two spans are the same: with and without titles, and which of several overlap most.

use std::collections::{BTreeMap, VecDeque};

/// Signs at the edge of a span that count for nothing.
const STRIP: &str = "[](){}⟨⟩<>\"“”„‟«»'‘’‚‛`´.,;:!?*–—-/|\\";
/// Titles that an edition may or may not take into a name, in small letters.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "miss",
    "ms",
    "mister",
    "dr",
    "doctor",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "president",
    "premier",
    "prime",
    "minister",
    "foreign",
    "chancellor",
    "secretary",
    "under",
    "deputy",
    "assistant",
    "acting",
    "vice",
    "ambassador",
    "consul",
    "counselor",
    "counsellor",
    "general",
    "gen",
    "colonel",
    "col",
    "major",
    "maj",
    "captain",
    "capt",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "admiral",
    "adm",
    "marshal",
    "comrade",
    "cde",
    "com",
    "comr",
    "chairman",
    "chairwoman",
    "director",
    "senator",
    "representative",
    "congressman",
    "governor",
    "king",
    "queen",
    "prince",
    "princess",
    "emperor",
    "shah",
    "archbishop",
    "bishop",
    "father",
    "rabbi",
    "pope",
    "justice",
    "judge",
    "madame",
    "mme",
    "m",
    "monsieur",
    "herr",
    "frau",
    "fräulein",
    "pan",
    "pani",
    "tov",
    "sheikh",
    "emir",
    "amir",
    "sultan",
    "field",
    "rear",
    "brigadier",
    "brig",
    "hon",
    "honorable",
    "excellency",
    "messrs",
    "the",
    "of",
    "defense",
    "state",
    "mlle",
    "dott",
    "ing",
    "dipl",
    "signor",
    "don",
    "doña",
    "baron",
    "baroness",
    "count",
    "countess",
    "graf",
    "freiherr",
];

/// A stretch of the plain text, in characters.
pub(super) type Range = (usize, usize);

/// A span without signs and white space at its edges.
pub(super) fn trim(text: &[char], (mut start, mut end): Range) -> Range {
    let strips = |c: char| c.is_whitespace() || STRIP.contains(c);
    while start < end && strips(text[start]) {
        start += 1;
    }
    while end > start && strips(text[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// A span without the titles at its beginning and a genitive `’s` at its end.
pub(super) fn without_titles(text: &[char], range: Range) -> Range {
    let (mut start, mut end) = trim(text, range);
    while let Some(after) = after_title(text, start, end) {
        start = after;
    }
    if end - start > 2 && text[end - 1] == 's' && matches!(text[end - 2], '\'' | '’') {
        end -= 2;
    }
    trim(text, (start, end))
}

/// Where the next word begins, if the first is a title and another follows.
fn after_title(text: &[char], start: usize, end: usize) -> Option<usize> {
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('À'..='ÿ').contains(&c);
    let len = text[start..end].iter().take_while(|&&c| is_letter(c)).count();
    let word: String = text[start..start + len].iter().flat_map(|c| c.to_lowercase()).collect();
    let mut at = start + len;
    at += usize::from(text[at..end].first() == Some(&'.'));
    let spaces = text[at..end].iter().take_while(|c| c.is_whitespace()).count();
    let after = at + spaces;
    (spaces > 0 && after < end && TITLES.contains(&word.as_str())).then_some(after)
}

/// How many characters two spans share; negative is the distance between them.
#[expect(clippy::cast_possible_wrap, reason = "offsets of a text in memory")]
pub(super) fn overlap(one: Range, other: Range) -> isize {
    one.1.min(other.1) as isize - one.0.max(other.0) as isize
}

/// Pairs of equal spans, one to one.
pub(super) fn equal(gold: &[Range], found: &[Range], key: impl Fn(Range) -> Range) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<Range, VecDeque<usize>> = BTreeMap::new();
    for (idx, &range) in found.iter().enumerate() {
        places.entry(key(range)).or_default().push_back(idx);
    }
    let pair = |(idx, &range): (usize, &Range)| Some((idx, places.get_mut(&key(range))?.pop_front()?));
    gold.iter().enumerate().filter_map(pair).collect()
}

/// Pairs of spans that overlap, one to one, those that share the greatest part first. `is_empty` tells of a found span
/// whose words were not found in the text; it counts where it stands.
pub(super) fn overlapping(gold: &[Range], found: &[Range], is_empty: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let longest = found.iter().map(|range| range.1 - range.0).max().unwrap_or_default() + 1;
    let mut by_start: Vec<usize> = (0..found.len()).collect();
    by_start.sort_by_key(|&idx| found[idx].0);
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (idx, &range) in gold.iter().enumerate() {
        let from = by_start.partition_point(|&other| found[other].0 + longest < range.0);
        let near = by_start[from..].iter().take_while(|&&other| found[other].0 <= range.1 + 1);
        for &other in near {
            if let Some(share) = share(range, found[other], is_empty(other)) {
                candidates.push((-share, idx, other));
            }
        }
    }
    candidates.sort_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let (mut of_gold, mut of_found) = (vec![false; gold.len()], vec![false; found.len()]);
    candidates.retain(|&(_, one, other)| {
        let is_free = !of_gold[one] && !of_found[other];
        if is_free {
            (of_gold[one], of_found[other]) = (true, true);
        }
        is_free
    });
    candidates.into_iter().map(|(_, one, other)| (one, other)).collect()
}

/// The part of the longer of two spans that they share; `None` where they do not meet.
#[expect(clippy::cast_precision_loss, reason = "lengths of spans are small")]
fn share(one: Range, other: Range, is_empty: bool) -> Option<f64> {
    let shared = overlap(one, other);
    if shared > 0 {
        let longer = (one.1 - one.0).max(other.1 - other.0).max(1);
        return Some(shared as f64 / longer as f64);
    }
    ((is_empty || one.0 == one.1) && shared >= -1).then_some(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, change: fn(&[char], Range) -> Range) -> String {
        let chars: Vec<char> = text.chars().collect();
        let (start, end) = change(&chars, (0, chars.len()));
        chars[start..end].iter().collect()
    }

    #[test]
    fn signs_titles_and_the_genitive_count_for_nothing() {
        assert_eq!(words("[Prague]. ", trim), "Prague");
        assert_eq!(words("Foreign Minister Dr. Masmoudi’s", without_titles), "Masmoudi");
        assert_eq!(words("Secretary", without_titles), "Secretary");
    }

    #[test]
    fn spans_are_paired_one_to_one_the_best_first() {
        let gold = [(0, 10), (10, 20)];
        let found = [(8, 20), (0, 4), (30, 40)];
        assert_eq!(overlapping(&gold, &found, |_| false), [(1, 0), (0, 1)]);
        assert_eq!(equal(&gold, &[(10, 20), (10, 20)], |range| range), [(1, 0)]);
    }
}
