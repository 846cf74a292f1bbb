//! Which token of one document is which of the other: equal stretches first, then words, in time that grows with the
//! length and with the differences, not with their product.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token as Id};

use crate::compare::encoding::{Encoding, NONE, is_block, short};
use crate::compare::refine::refine;
use crate::compare::token::{Token, TokenKind, fold, hash_str, same_text};

/// Shorter stretches are aligned word by word at once (tokens).
const FEW: usize = 2_000;

/// A stretch ends at the first mark that ends a sentence after so many tokens, and at the latest after [`LONG`].
const SHORT: usize = 6;
const LONG: usize = 200;

/// Which token of one document is which of the other.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// For each token of the first document the one of the second, or [`NONE`].
    pub(super) to_b: Vec<u32>,
    /// For each token of the second document the one of the first, or [`NONE`].
    pub(super) to_a: Vec<u32>,
    /// For each stream of the first document the one of the second, or [`NONE`].
    pub(super) streams: Vec<u32>,
    /// Empty elements and notes that stand elsewhere now: tokens of both documents, not paired with each other above.
    pub(super) moved: Vec<(u32, u32)>,
}

impl Alignment {
    pub(super) fn pair(&mut self, a: u32, b: u32) {
        self.to_b[a as usize] = b;
        self.to_a[b as usize] = a;
    }
}

/// A stretch in which the documents differ: tokens of the first, and tokens of the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) a: Range<u32>,
    pub(super) b: Range<u32>,
}

/// Aligns two documents. Words that are cut differently, because a tag stands inside them in one document only, are cut
/// in both.
pub(super) fn align(a: &mut Encoding<'_>, b: &mut Encoding<'_>) -> Alignment {
    let mut alignment = align_once(a, b);
    if refine(a, b, &alignment) {
        alignment = align_once(a, b);
    }
    alignment
}

fn align_once(a: &Encoding<'_>, b: &Encoding<'_>) -> Alignment {
    let mut alignment = Alignment {
        to_b: vec![NONE; a.tokens.len()],
        to_a: vec![NONE; b.tokens.len()],
        streams: vec![NONE; a.streams.len()],
        moved: Vec::new(),
    };
    let mut aligner = Aligner::default();
    let mut work = vec![(0, 0)];
    while !work.is_empty() {
        while let Some((in_a, in_b)) = work.pop() {
            let whole = aligner.streams(a, b, (in_a, in_b), &mut alignment);
            let notes = whole.a.filter(|&at| a.tokens[at as usize].kind == TokenKind::Note);
            work.extend(notes.filter_map(|at| owned(a, b, at, alignment.to_b[at as usize])));
        }
        work = moved_atoms(a, b, &mut alignment);
    }
    alignment
}

/// The streams that two notes own.
fn owned(a: &Encoding<'_>, b: &Encoding<'_>, in_a: u32, in_b: u32) -> Option<(u32, u32)> {
    let other = b.tokens.get(in_b as usize)?;
    Some((a.elements[a.tokens[in_a as usize].element as usize].owned, b.elements[other.element as usize].owned))
}

/// Finds what is not text and stands elsewhere now; tells the streams of notes among it.
fn moved_atoms(a: &Encoding<'_>, b: &Encoding<'_>, alignment: &mut Alignment) -> Vec<(u32, u32)> {
    let is_atom = |token: &Token| matches!(token.kind, TokenKind::Empty | TokenKind::Note);
    let mut left: HashMap<(u32, u64), VecDeque<u32>> = HashMap::new();
    let key = |doc: &Encoding<'_>, token: &Token| (token.hash, hash_str(doc.name_of(token.element)));
    let taken: HashSet<u32> = alignment.moved.iter().map(|&(_, to)| to).collect();
    for (at, token) in b.tokens.iter().enumerate() {
        if is_atom(token) && alignment.to_a[at] == NONE && !taken.contains(&short(at)) {
            left.entry(key(b, token)).or_default().push_back(short(at));
        }
    }
    let taken: HashSet<u32> = alignment.moved.iter().map(|&(from, _)| from).collect();
    let mut streams = Vec::new();
    for (at, token) in a.tokens.iter().enumerate() {
        if left.is_empty() {
            break;
        }
        if !is_atom(token) || alignment.to_b[at] != NONE || taken.contains(&short(at)) {
            continue;
        }
        let Some(to) = left.get_mut(&key(a, token)).and_then(VecDeque::pop_front) else { continue };
        alignment.moved.push((short(at), to));
        if token.kind == TokenKind::Note {
            streams.extend(owned(a, b, short(at), to));
        }
    }
    streams
}

#[derive(Default)]
struct Aligner {
    ids: HashMap<u64, u32>,
    a: Vec<Id>,
    b: Vec<Id>,
}

impl Aligner {
    /// Aligns two streams, and tells their tokens.
    fn streams(
        &mut self,
        a: &Encoding<'_>,
        b: &Encoding<'_>,
        (in_a, in_b): (u32, u32),
        alignment: &mut Alignment,
    ) -> Gap {
        alignment.streams[in_a as usize] = in_b;
        let (from, to) = (a.streams[in_a as usize], b.streams[in_b as usize]);
        let whole = Gap { a: from.first..from.last, b: to.first..to.last };
        self.stretch(a, b, whole.clone(), alignment);
        unpair_unequal(a, b, whole.a.clone(), alignment);
        unpair_chance(a, &whole, alignment);
        keep_together(a, b, &whole, alignment);
        slide(a, b, &whole, alignment);
        self.pair_atoms(a, b, &whole, alignment);
        whole
    }

    /// Aligns one stretch of each document.
    fn stretch(&mut self, a: &Encoding<'_>, b: &Encoding<'_>, gap: Gap, alignment: &mut Alignment) {
        let Some(gap) = trim(a, b, gap, alignment) else { return };
        if gap.a.len().min(gap.b.len()) <= FEW {
            self.words(a, b, &gap, alignment);
            return;
        }
        let (in_a, in_b) = (segments(&a.tokens, gap.a), segments(&b.tokens, gap.b));
        let hunks = self.hunks(in_a.iter().map(|segment| segment.hash), in_b.iter().map(|segment| segment.hash));
        let (mut at_a, mut at_b) = (0, 0);
        let place = |segments: &[Segment], at: usize| match segments.get(at) {
            Some(segment) => segment.tokens.start,
            None => segments.last().map_or(0, |segment| segment.tokens.end),
        };
        for (of_a, of_b) in hunks {
            let equal = Gap {
                a: place(&in_a, at_a)..place(&in_a, of_a.start),
                b: place(&in_b, at_b)..place(&in_b, of_b.start),
            };
            pair_all(&equal, alignment);
            let gap = Gap {
                a: place(&in_a, of_a.start)..place(&in_a, of_a.end),
                b: place(&in_b, of_b.start)..place(&in_b, of_b.end),
            };
            if let Some(gap) = trim(a, b, gap, alignment) {
                self.words(a, b, &gap, alignment);
            }
            (at_a, at_b) = (of_a.end, of_b.end);
        }
        let rest =
            Gap { a: place(&in_a, at_a)..place(&in_a, in_a.len()), b: place(&in_b, at_b)..place(&in_b, in_b.len()) };
        pair_all(&rest, alignment);
    }

    /// Aligns word by word.
    fn words(&mut self, a: &Encoding<'_>, b: &Encoding<'_>, gap: &Gap, alignment: &mut Alignment) {
        let ids = |tokens: &[Token], range: &Range<u32>| {
            tokens[range.start as usize..range.end as usize]
                .iter()
                .map(|token| u64::from(token.hash))
                .collect::<Vec<_>>()
        };
        let hunks = self.hunks(ids(&a.tokens, &gap.a).into_iter(), ids(&b.tokens, &gap.b).into_iter());
        let (mut at_a, mut at_b) = (gap.a.start, gap.b.start);
        for (of_a, of_b) in hunks {
            let equal = Gap { a: at_a..gap.a.start + short(of_a.start), b: at_b..gap.b.start + short(of_b.start) };
            pair_all(&equal, alignment);
            (at_a, at_b) = (gap.a.start + short(of_a.end), gap.b.start + short(of_b.end));
        }
        pair_all(&Gap { a: at_a..gap.a.end, b: at_b..gap.b.end }, alignment);
    }

    /// In each gap, pairs what is not text and has the same name on both sides: it was changed, not replaced.
    fn pair_atoms(&mut self, a: &Encoding<'_>, b: &Encoding<'_>, whole: &Gap, alignment: &mut Alignment) {
        for gap in gaps(whole, alignment) {
            if gap.a.is_empty() || gap.b.is_empty() {
                continue;
            }
            let (in_a, in_b) = (atoms(a, gap.a), atoms(b, gap.b));
            if in_a.is_empty() || in_b.is_empty() {
                continue;
            }
            let hunks = self.hunks(in_a.iter().map(|atom| atom.1), in_b.iter().map(|atom| atom.1));
            let (mut at_a, mut at_b) = (0, 0);
            for (of_a, of_b) in hunks.into_iter().chain([(in_a.len()..in_a.len(), in_b.len()..in_b.len())]) {
                for (one, other) in in_a[at_a..of_a.start].iter().zip(&in_b[at_b..of_b.start]) {
                    alignment.pair(one.0, other.0);
                }
                (at_a, at_b) = (of_a.end, of_b.end);
            }
        }
    }

    /// The differences of two sequences, in order.
    fn hunks(
        &mut self,
        a: impl Iterator<Item = u64>,
        b: impl Iterator<Item = u64>,
    ) -> Vec<(Range<usize>, Range<usize>)> {
        self.ids.clear();
        self.a.clear();
        self.b.clear();
        for (sequence, ids) in [(&mut self.a, &mut a.collect::<Vec<_>>()), (&mut self.b, &mut b.collect::<Vec<_>>())] {
            for hash in ids.drain(..) {
                let next = short(self.ids.len());
                sequence.push(Id(*self.ids.entry(hash).or_insert(next)));
            }
        }
        let mut diff = Diff::default();
        diff.compute_with(Algorithm::Histogram, &self.a, &self.b, short(self.ids.len()));
        diff.hunks()
            .map(|hunk| {
                let range = |range: Range<u32>| range.start as usize..range.end as usize;
                (range(hunk.before), range(hunk.after))
            })
            .collect()
    }
}

/// Pairs what is equal at both ends; what is between is left, if the documents both have something there.
fn trim(a: &Encoding<'_>, b: &Encoding<'_>, mut gap: Gap, alignment: &mut Alignment) -> Option<Gap> {
    let same = |in_a: u32, in_b: u32| a.tokens[in_a as usize].hash == b.tokens[in_b as usize].hash;
    while !gap.a.is_empty() && !gap.b.is_empty() && same(gap.a.start, gap.b.start) {
        alignment.pair(gap.a.start, gap.b.start);
        gap.a.start += 1;
        gap.b.start += 1;
    }
    while !gap.a.is_empty() && !gap.b.is_empty() && same(gap.a.end - 1, gap.b.end - 1) {
        gap.a.end -= 1;
        gap.b.end -= 1;
        alignment.pair(gap.a.end, gap.b.end);
    }
    (!gap.a.is_empty() && !gap.b.is_empty()).then_some(gap)
}

fn pair_all(gap: &Gap, alignment: &mut Alignment) {
    if gap.a.len() == gap.b.len() {
        for (a, b) in gap.a.clone().zip(gap.b.clone()) {
            alignment.pair(a, b);
        }
    }
}

/// A stretch of tokens, about a sentence, that does not depend on the markup.
struct Segment {
    tokens: Range<u32>,
    hash: u64,
}

fn segments(tokens: &[Token], range: Range<u32>) -> Vec<Segment> {
    let ends: Vec<u64> = [".", "!", "?", ";", ":"].map(hash_str).into_iter().map(|hash| hash ^ hash >> 32).collect();
    #[expect(clippy::cast_possible_truncation, reason = "hashes of tokens are the halves laid over each other")]
    let ends: Vec<u32> = ends.into_iter().map(|hash| hash as u32).collect();
    let mut segments = Vec::new();
    let (mut start, mut all) = (range.start, 0);
    for at in range.clone() {
        let token = &tokens[at as usize];
        all = fold(all, u64::from(token.hash));
        let len = (at - start) as usize;
        if (len >= SHORT && ends.contains(&token.hash)) || len >= LONG || at + 1 == range.end {
            segments.push(Segment { tokens: start..at + 1, hash: fold(all, len as u64) });
            (start, all) = (at + 1, 0);
        }
    }
    segments
}

/// Hashes may be equal where words are not: such pairs are undone.
fn unpair_unequal(a: &Encoding<'_>, b: &Encoding<'_>, range: Range<u32>, alignment: &mut Alignment) {
    for at in range {
        let to = alignment.to_b[at as usize];
        if to == NONE {
            continue;
        }
        let (first, second) = (&a.tokens[at as usize], &b.tokens[to as usize]);
        let same = first.kind == second.kind
            && (!first.is_text()
                || first.raw(a.xml) == second.raw(b.xml) && first.is_plain() && second.is_plain()
                || same_text(&a.text(first), &b.text(second)));
        if !same {
            alignment.to_b[at as usize] = NONE;
            alignment.to_a[to as usize] = NONE;
        }
    }
}

/// Undoes pairs that are there by chance: a comma or a short word amid words that are all others.
fn unpair_chance(a: &Encoding<'_>, whole: &Gap, alignment: &mut Alignment) {
    /// So many tokens of others must be on both sides of each token by chance (of both documents together).
    const OTHERS: usize = 3;
    /// Words of fewer bytes may be there by chance.
    const SHORT_WORD: usize = 4;
    let gaps = gaps(whole, alignment);
    let size = |gap: &Gap| if gap.a.is_empty() || gap.b.is_empty() { 0 } else { gap.a.len() + gap.b.len() };
    for pair in gaps.windows(2) {
        let between = pair[0].a.end..pair[1].a.start;
        let needed = OTHERS * between.len();
        let all = pair[0].a.len() + pair[0].b.len() + pair[1].a.len() + pair[1].b.len();
        let is_chance = between.clone().all(|at| {
            let token = &a.tokens[at as usize];
            token.is_text() && token.raw(a.xml).len() < SHORT_WORD
        }) && (size(&pair[0]).min(size(&pair[1])) >= needed.max(OTHERS + 1)
            || (between.len() == 1 && all > 2 * OTHERS && is_mark(a, between.start)));
        if is_chance {
            for at in between {
                let to = alignment.to_b[at as usize];
                alignment.to_b[at as usize] = NONE;
                alignment.to_a[to as usize] = NONE;
            }
        }
    }
}

/// A few words at the edge of a block, or alone between changes, are paired with those that stand with the rest of their
/// block: `The` that begins a paragraph not with `The` that begins a new one before it.
fn keep_together(a: &Encoding<'_>, b: &Encoding<'_>, whole: &Gap, alignment: &mut Alignment) {
    for gap in gaps(whole, alignment) {
        let (one, other) =
            (Edge { doc: a, whole: &whole.a, gap: &gap.a }, Edge { doc: b, whole: &whole.b, gap: &gap.b });
        for (from, to) in regrouped(&one, &other, &alignment.to_b) {
            alignment.to_a[alignment.to_b[from as usize] as usize] = NONE;
            alignment.pair(from, to);
        }
        for (from, to) in regrouped(&other, &one, &alignment.to_a) {
            alignment.to_b[alignment.to_a[from as usize] as usize] = NONE;
            alignment.pair(to, from);
        }
    }
}

/// One side of a gap.
struct Edge<'e, 'a> {
    doc: &'e Encoding<'a>,
    whole: &'e Range<u32>,
    gap: &'e Range<u32>,
}

/// Tokens of the first side beside a gap that are to be paired with others, inside the gap of the second side.
fn regrouped(one: &Edge<'_, '_>, other: &Edge<'_, '_>, to: &[u32]) -> Vec<(u32, u32)> {
    /// Longer stretches are where they are for a reason (tokens).
    const FEW_WORDS: usize = 4;
    if other.gap.is_empty() || one.gap.end >= one.whole.end || one.gap.start == one.whole.start {
        return Vec::new();
    }
    let found = |tokens: &[u32], block: u32, is_last: bool| {
        let len = short(tokens.len());
        let fits = |at: u32| {
            block_of(other.doc, at) == block
                && tokens
                    .iter()
                    .enumerate()
                    .all(|(step, &token)| same_token(one.doc, token, other.doc, at + short(step)))
        };
        let mut places = other.gap.start..(other.gap.end + 1).saturating_sub(len).max(other.gap.start);
        let at = if is_last { places.rev().find(|&at| fits(at)) } else { places.find(|&at| fits(at)) };
        at.map(|at| tokens.iter().enumerate().map(|(step, &token)| (token, at + short(step))).collect::<Vec<_>>())
    };
    // The words before the gap that begin the block which goes on after it.
    let next = block_of(one.doc, one.gap.end);
    let is_paired = |at: u32| to[at as usize] != NONE;
    let mut before: Vec<u32> = (one.whole.start..one.gap.start)
        .rev()
        .take(FEW_WORDS + 1)
        .take_while(|&at| is_paired(at) && block_of(one.doc, at) == next)
        .collect();
    before.reverse();
    if let (Some(&last), true) = (before.last(), before.len() <= FEW_WORDS && is_paired(one.gap.end)) {
        let wanted = block_of(other.doc, to[one.gap.end as usize]);
        if block_of(other.doc, to[last as usize]) != wanted
            && let Some(pairs) = found(&before, wanted, true)
        {
            return pairs;
        }
    }
    // The words after the gap that end the block which began before it.
    let previous = block_of(one.doc, one.gap.start - 1);
    let after: Vec<u32> = (one.gap.end..one.whole.end)
        .take(FEW_WORDS + 1)
        .take_while(|&at| is_paired(at) && block_of(one.doc, at) == previous)
        .collect();
    if let (Some(&first), true) = (after.first(), after.len() <= FEW_WORDS && is_paired(one.gap.start - 1)) {
        let wanted = block_of(other.doc, to[one.gap.start as usize - 1]);
        if block_of(other.doc, to[first as usize]) != wanted
            && let Some(pairs) = found(&after, wanted, false)
        {
            return pairs;
        }
    }
    Vec::new()
}

/// The innermost block that holds a token.
pub(super) fn block_of(doc: &Encoding<'_>, at: u32) -> u32 {
    block_round(doc, doc.tokens[at as usize].element)
}

/// The innermost block that is, or holds, an element.
pub(super) fn block_round(doc: &Encoding<'_>, mut element: u32) -> u32 {
    while let Some(mark) = doc.elements.get(element as usize) {
        if is_block(doc.name(mark)) {
            return element;
        }
        element = mark.parent;
    }
    NONE
}

fn same_token(a: &Encoding<'_>, in_a: u32, b: &Encoding<'_>, in_b: u32) -> bool {
    let (one, other) = (&a.tokens[in_a as usize], &b.tokens[in_b as usize]);
    one.hash == other.hash && one.kind == other.kind && one.is_text() && same_text(&a.text(one), &b.text(other))
}

/// Whether a token is a punctuation mark.
fn is_mark(doc: &Encoding<'_>, at: u32) -> bool {
    !doc.tokens[at as usize].raw(doc.xml).chars().any(char::is_alphanumeric)
}

/// The gaps of a pair of streams, in order.
pub(super) fn gaps(whole: &Gap, alignment: &Alignment) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let (mut a, mut b) = (whole.a.start, whole.b.start);
    loop {
        while a < whole.a.end && b < whole.b.end && alignment.to_b[a as usize] == b {
            (a, b) = (a + 1, b + 1);
        }
        let (from_a, from_b) = (a, b);
        while a < whole.a.end && alignment.to_b[a as usize] == NONE {
            a += 1;
        }
        b = if a < whole.a.end { alignment.to_b[a as usize] } else { whole.b.end };
        if from_a == a && from_b == b {
            return gaps;
        }
        gaps.push(Gap { a: from_a..a, b: from_b..b });
    }
}

/// Where what was added or removed may as well have stood a few words further, the place that fits the markup is taken.
fn slide(a: &Encoding<'_>, b: &Encoding<'_>, whole: &Gap, alignment: &mut Alignment) {
    for gap in gaps(whole, alignment) {
        if gap.b.is_empty() {
            let best = best_place(a, gap.a.clone(), &whole.a, |at| alignment.to_b[at as usize] != NONE);
            move_run(&gap.a, best, |from, to| {
                let other = alignment.to_b[from as usize];
                alignment.to_b[from as usize] = NONE;
                alignment.pair(to, other);
            });
        } else if gap.a.is_empty() {
            let best = best_place(b, gap.b.clone(), &whole.b, |at| alignment.to_a[at as usize] != NONE);
            move_run(&gap.b, best, |from, to| {
                let other = alignment.to_a[from as usize];
                alignment.to_a[from as usize] = NONE;
                alignment.pair(other, to);
            });
        }
    }
}

/// By how much a run of tokens is best moved: negative to the front.
fn best_place(doc: &Encoding<'_>, run: Range<u32>, whole: &Range<u32>, is_paired: impl Fn(u32) -> bool) -> i64 {
    const FURTHEST: i64 = 2_000;
    let same = |one: u32, other: u32| doc.tokens[one as usize].hash == doc.tokens[other as usize].hash;
    let (mut best, mut shift) = ((fit(doc, &run), 0), 0_i64);
    let mut at = run.clone();
    while at.start > whole.start && -shift < FURTHEST && is_paired(at.start - 1) && same(at.start - 1, at.end - 1) {
        at = at.start - 1..at.end - 1;
        shift -= 1;
        if fit(doc, &at) > best.0 {
            best = (fit(doc, &at), shift);
        }
    }
    (at, shift) = (run, 0);
    while at.end < whole.end && shift < FURTHEST && is_paired(at.end) && same(at.start, at.end) {
        at = at.start + 1..at.end + 1;
        shift += 1;
        if fit(doc, &at) > best.0 {
            best = (fit(doc, &at), shift);
        }
    }
    best.1
}

/// How well the ends of a run fit the markup.
fn fit(doc: &Encoding<'_>, run: &Range<u32>) -> u32 {
    let (first, last) = (&doc.tokens[run.start as usize], &doc.tokens[run.end as usize - 1]);
    let mark = |idx: u32| doc.elements.get(idx as usize);
    let starts = u32::from(mark(first.element).is_some_and(|mark| mark.first == run.start));
    let ends = u32::from(mark(last.element).is_some_and(|mark| mark.last == run.end));
    let words = u32::from(!first.glued) + u32::from(doc.tokens.get(run.end as usize).is_none_or(|next| !next.glued));
    4 * starts * ends + starts + ends + words
}

/// Moves a run of unpaired tokens: `pair` pairs anew each token over which it goes.
fn move_run(run: &Range<u32>, shift: i64, mut pair: impl FnMut(u32, u32)) {
    for step in 0..short(usize::try_from(shift.abs()).unwrap_or(0)) {
        if shift < 0 {
            pair(run.start - 1 - step, run.end - 1 - step);
        } else {
            pair(run.end + step, run.start + step);
        }
    }
}

/// What is not text in a range, with a hash of what it is.
fn atoms(doc: &Encoding<'_>, range: Range<u32>) -> Vec<(u32, u64)> {
    range
        .filter(|&at| !doc.tokens[at as usize].is_text())
        .map(|at| {
            let token = &doc.tokens[at as usize];
            let name = match token.kind {
                TokenKind::Empty | TokenKind::Note => hash_str(doc.name_of(token.element)),
                TokenKind::Instruction => hash_str(target(doc, token)),
                TokenKind::Comment | TokenKind::Text => 0,
            };
            (at, fold(token.kind as u64 + 1, name))
        })
        .collect()
}

/// The target of a processing instruction.
pub(super) fn target<'a>(doc: &Encoding<'a>, token: &Token) -> &'a str {
    let rest = &doc.xml[token.start as usize..].trim_start_matches("<?");
    &rest[..rest.find([' ', '\t', '\r', '\n', '?']).unwrap_or(0)]
}
