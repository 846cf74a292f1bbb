//! Aligns the text of a TEI document with that of the gold document by content, so that white space, nesting, signs with
//! variants, lost words and moved notes cost nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::score::blocks::shared_blocks;
use crate::score::flat::{counts, fold};

/// The most comparisons for a stretch without any unique word (for words, and for characters).
const MAX_WORDS: usize = 4_000_000;
const MAX_CHARS: usize = 1_000_000;
/// How many words a run must share to be taken for one that was moved.
const MOVED_WORDS: usize = 3;

/// For each character of `tei` its offset in `plain`, where it is found there.
pub(super) fn align(tei: &[char], plain: &[char]) -> Vec<Option<usize>> {
    let mut map = vec![None; tei.len()];
    let (ours, theirs) = (squeeze(tei), squeeze(plain));
    if ours.iter().map(|(c, _)| c).eq(theirs.iter().map(|(c, _)| c)) {
        for ((_, at), (_, place)) in ours.iter().zip(&theirs) {
            map[*at] = Some(*place);
        }
        return map;
    }
    let (ours, theirs) = (Words::of(tei), Words::of(plain));
    let mut pairs = Vec::new();
    patience(&ours.folded, &theirs.folded, Window::whole(&ours, &theirs), &mut pairs);
    pairs.sort_unstable();
    for (one, other) in pairs {
        map_word(&mut map, ours.ranges[one], theirs.ranges[other]);
    }
    map_between(&mut map, tei, plain);
    map_moved(&mut map, &ours, &theirs, plain.len());
    map
}

/// The characters that count, folded, with their offsets.
fn squeeze(chars: &[char]) -> Vec<(char, usize)> {
    chars.iter().enumerate().filter(|&(_, &c)| counts(c)).map(|(at, &c)| (fold(c), at)).collect()
}

/// The words and signs of a text.
struct Words {
    ranges: Vec<(usize, usize)>,
    /// Each in small letters.
    folded: Vec<String>,
}

impl Words {
    fn of(chars: &[char]) -> Self {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut ranges = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            at += chars[start..].iter().take_while(|&&c| is_word(c)).count();
            if at == start {
                at += 1;
            }
            if !chars[start].is_whitespace() {
                ranges.push((start, at));
            }
        }
        let folded = ranges.iter().map(|&(start, end)| {
            let kept = chars[start..end].iter().filter(|&&c| counts(c));
            kept.flat_map(|&c| fold(c).to_lowercase()).collect()
        });
        Self { folded: folded.collect(), ranges }
    }
}

fn map_word(map: &mut [Option<usize>], (start, end): (usize, usize), (first, last): (usize, usize)) {
    if end - start == last - first {
        for at in start..end {
            map[at] = Some(first + at - start);
        }
    } else {
        map[start] = Some(first);
        map[end - 1] = Some(last - 1);
    }
}

/// A range in each of two lists of words.
#[derive(Clone, Copy)]
struct Window {
    a: (usize, usize),
    b: (usize, usize),
}

impl Window {
    fn whole(ours: &Words, theirs: &Words) -> Self {
        Self { a: (0, ours.folded.len()), b: (0, theirs.folded.len()) }
    }

    fn is_open(self) -> bool {
        self.a.0 < self.a.1 && self.b.0 < self.b.1
    }
}

/// Patience alignment: equal ends, then the words that stand once in both, and between them the same again.
fn patience(a: &[String], b: &[String], window: Window, pairs: &mut Vec<(usize, usize)>) {
    let mut queue = vec![window];
    while let Some(mut window) = queue.pop() {
        while window.is_open() && a[window.a.0] == b[window.b.0] {
            pairs.push((window.a.0, window.b.0));
            (window.a.0, window.b.0) = (window.a.0 + 1, window.b.0 + 1);
        }
        while window.is_open() && a[window.a.1 - 1] == b[window.b.1 - 1] {
            (window.a.1, window.b.1) = (window.a.1 - 1, window.b.1 - 1);
            pairs.push((window.a.1, window.b.1));
        }
        if !window.is_open() {
            continue;
        }
        let anchors = anchors(a, b, window);
        if anchors.is_empty() {
            without_anchors(a, b, window, pairs);
            continue;
        }
        let mut at = (window.a.0, window.b.0);
        for &(one, other) in &anchors {
            queue.push(Window { a: (at.0, one), b: (at.1, other) });
            at = (one + 1, other + 1);
        }
        queue.push(Window { a: (at.0, window.a.1), b: (at.1, window.b.1) });
        pairs.extend(anchors);
    }
}

fn without_anchors(a: &[String], b: &[String], window: Window, pairs: &mut Vec<(usize, usize)>) {
    let (ours, theirs) = (&a[window.a.0..window.a.1], &b[window.b.0..window.b.1]);
    if ours.len().saturating_mul(theirs.len()) <= MAX_WORDS {
        for block in shared_blocks(ours, theirs) {
            pairs.extend((0..block.len).map(|k| (window.a.0 + block.first + k, window.b.0 + block.second + k)));
        }
    }
}

/// Words that stand once in each range, in the longest order that both share.
fn anchors(a: &[String], b: &[String], window: Window) -> Vec<(usize, usize)> {
    let (ours, theirs) = (once(a, window.a), once(b, window.b));
    let mut both: Vec<(usize, usize)> =
        ours.iter().filter_map(|(word, &at)| Some((at?, (*theirs.get(word)?)?))).collect();
    both.sort_unstable();
    longest_increasing(&both)
}

/// Each word of a range with its place, or with none where it stands there more than once.
fn once(words: &[String], range: (usize, usize)) -> BTreeMap<&str, Option<usize>> {
    let mut places = BTreeMap::new();
    for (at, word) in words.iter().enumerate().take(range.1).skip(range.0) {
        places.entry(word.as_str()).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// The longest run of pairs, sorted by the first, whose second numbers increase.
fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut back: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (idx, &(_, second)) in pairs.iter().enumerate() {
        let place = tails.partition_point(|&tail| pairs[tail].1 < second);
        back.push(place.checked_sub(1).map(|before| tails[before]));
        if place == tails.len() {
            tails.push(idx);
        } else {
            tails[place] = idx;
        }
    }
    let mut run: Vec<(usize, usize)> =
        std::iter::successors(tails.last().copied(), |&idx| back[idx]).map(|idx| pairs[idx]).collect();
    run.reverse();
    run
}

/// Characters between the words that were found: words joined or cut otherwise.
fn map_between(map: &mut [Option<usize>], tei: &[char], plain: &[char]) {
    let mut bounds: Vec<(usize, usize)> =
        map.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?))).collect();
    bounds.push((tei.len(), plain.len()));
    let (mut from, mut from_plain) = (0, 0);
    for (at, place) in bounds {
        if place < from_plain {
            continue;
        }
        if at > from && place > from_plain {
            map_stretch(map, tei, plain, Window { a: (from, at), b: (from_plain, place) });
        }
        (from, from_plain) = (at + 1, place + 1);
    }
}

fn map_stretch(map: &mut [Option<usize>], tei: &[char], plain: &[char], window: Window) {
    let free = |&at: &usize| !tei[at].is_whitespace() && map[at].is_none();
    let ours: Vec<usize> = (window.a.0..window.a.1).filter(free).collect();
    let theirs: Vec<usize> = (window.b.0..window.b.1).filter(|&at| !plain[at].is_whitespace()).collect();
    if ours.is_empty() || theirs.is_empty() || ours.len().saturating_mul(theirs.len()) > MAX_CHARS {
        return;
    }
    let a: Vec<char> = ours.iter().map(|&at| fold(tei[at])).collect();
    let b: Vec<char> = theirs.iter().map(|&at| fold(plain[at])).collect();
    for block in shared_blocks(&a, &b) {
        if block.len >= 3 || block.len == a.len() || block.len == b.len() {
            for k in 0..block.len {
                map[ours[block.first + k]] = Some(theirs[block.second + k]);
            }
        }
    }
}

/// Runs of words that stand elsewhere, such as notes collected at the end.
fn map_moved(map: &mut [Option<usize>], ours: &Words, theirs: &Words, plain_len: usize) {
    let mut free = vec![true; plain_len];
    map.iter().flatten().for_each(|&place| free[place] = false);
    let is_lost = |&word: &usize| (ours.ranges[word].0..ours.ranges[word].1).all(|at| map[at].is_none());
    let lost: Vec<usize> = (0..ours.ranges.len()).filter(is_lost).collect();
    let mut moved = Moved::new(theirs, &free, lost.iter().map(|&word| ours.folded[word].as_str()));
    let mut at = 0;
    while at < lost.len() {
        let run = lost[at..].windows(2).take_while(|pair| pair[1] == pair[0] + 1).count() + 1;
        let words: Vec<&str> = lost[at..at + run].iter().map(|&word| ours.folded[word].as_str()).collect();
        match moved.find(&words) {
            Some((place, len)) => {
                for k in 0..len {
                    let ((start, end), (other_start, other_end)) =
                        (ours.ranges[lost[at + k]], theirs.ranges[place + k]);
                    for x in 0..(end - start).min(other_end - other_start) {
                        map[start + x] = Some(other_start + x);
                    }
                }
                at += len;
            }
            None => at += 1,
        }
    }
}

/// The words of the plain text that nothing was found for.
struct Moved<'a> {
    words: &'a Words,
    free: BTreeSet<usize>,
    places: BTreeMap<&'a str, Vec<usize>>,
    /// How often each lost word stands in the TEI.
    lost: BTreeMap<String, usize>,
}

impl<'a> Moved<'a> {
    fn new<'b>(words: &'a Words, free_chars: &[bool], lost_words: impl Iterator<Item = &'b str>) -> Self {
        let is_free = |&word: &usize| (words.ranges[word].0..words.ranges[word].1).all(|at| free_chars[at]);
        let free: BTreeSet<usize> = (0..words.ranges.len()).filter(is_free).collect();
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &word in &free {
            places.entry(&words.folded[word]).or_default().push(word);
        }
        let mut lost = BTreeMap::new();
        lost_words.for_each(|word| *lost.entry(word.to_owned()).or_default() += 1);
        Self { words, free, places, lost }
    }

    /// Where the words go on longest, and how many; a short run only where nothing else can be meant.
    fn find(&mut self, words: &[&str]) -> Option<(usize, usize)> {
        let first = words.first()?;
        let places = self.places.get(first)?;
        let (mut best, mut ties) = ((0, 0), 0);
        for &place in places {
            let goes_on = |&(k, word): &(usize, &&str)| {
                self.free.contains(&(place + k)) && self.words.folded[place + k] == **word
            };
            let len = words.iter().enumerate().take_while(goes_on).count();
            match len.cmp(&best.1) {
                std::cmp::Ordering::Greater => (best, ties) = ((place, len), 0),
                std::cmp::Ordering::Equal => ties += 1,
                std::cmp::Ordering::Less => {}
            }
        }
        let is_only = places.len() == 1 && self.lost.get(*first) == Some(&1) && first.chars().count() > 2;
        let is_sure = best.1 >= MOVED_WORDS || (best.1 > 0 && ties == 0 && is_only);
        is_sure.then(|| {
            self.free.retain(|word| !(best.0..best.0 + best.1).contains(word));
            best
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(tei: &str, plain: &str) -> String {
        let (ours, theirs): (Vec<char>, Vec<char>) = (tei.chars().collect(), plain.chars().collect());
        align(&ours, &theirs).into_iter().map(|place| place.map_or('_', |place| theirs[place])).collect()
    }

    #[test]
    fn white_space_and_variants_of_signs_cost_nothing() {
        assert_eq!(aligned("He said:\n “Go”", "He said: \"Go\""), "He_said:__\"Go\"");
    }

    #[test]
    fn words_that_were_added_are_found_nowhere() {
        assert_eq!(aligned("one new two", "one two"), "one_____two");
    }

    #[test]
    fn a_note_that_was_moved_is_found() {
        let plain = "It rained [a very long note here] all day.";
        let tei = "It rained all day. a very long note here";
        let found = aligned(tei, plain);
        assert!(found.ends_with("a_very_long_note_here"), "{found}");
    }
}
