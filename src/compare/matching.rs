//! Which element of one document is which of the other. Each is a range of words, so that what was aligned tells where
//! it stands: elements that hold the same words are the same, whatever was done to the text or the markup beside them.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

use crate::compare::align::Alignment;
use crate::compare::encoding::{Encoding, NONE, is_block, is_break, short};
use crate::compare::token::{TokenKind, hash_str};

/// What is known of the elements of two documents.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// For each element of the first document the one of the second, or [`NONE`].
    pub(super) to_b: Vec<u32>,
    /// For each element of the second document the one of the first, or [`NONE`].
    pub(super) to_a: Vec<u32>,
    /// Elements that hold other words than before, of both documents.
    pub(super) stretched: Vec<(u32, u32)>,
    /// Elements that stood inside another and now stand round it.
    pub(super) swapped: Vec<(u32, u32)>,
    /// An element that became several; the first is its match.
    pub(super) split: Vec<(u32, Vec<u32>)>,
    /// Several that became one; the first is its match.
    pub(super) merged: Vec<(Vec<u32>, u32)>,
    /// Elements that stand elsewhere with all they hold.
    pub(super) moved: Vec<(u32, u32)>,
}

/// An element, and which of the words that both documents have it holds.
#[derive(Debug, Clone, Copy)]
struct Ranged {
    element: u32,
    from: u32,
    to: u32,
    name: u64,
    /// A hash of its start tag.
    attributes: u64,
    /// A hash of its identifier; 0 where it has none.
    id: u64,
    is_block: bool,
    /// Whether it is one token.
    is_atom: bool,
    /// Whether it is known to stand elsewhere.
    is_moved: bool,
    /// On which side of words without counterpart it begins and ends.
    starts: Side,
    ends: Side,
}

/// Where an edge stands among the words between two that both documents have: before the words that one document alone
/// has there, after them, or among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// There are none.
    Any,
    Before,
    After,
    Among,
}

impl Side {
    /// Whether edges may be the same.
    fn fits(self, other: Self) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

impl Ranged {
    fn is_empty(&self) -> bool {
        self.from == self.to
    }

    /// Whether it may be another element: with other words and another identifier it is not.
    fn may_be(&self, other: &Self) -> bool {
        self.name == other.name && (!self.is_empty() || self.id == other.id || self.id == 0 || other.id == 0)
    }

    /// Whether both edges may be those of another element.
    fn fits(&self, other: &Self) -> bool {
        self.is_empty() || (self.starts.fits(other.starts) && self.ends.fits(other.ends))
    }
}

/// Finds which elements are which.
pub(super) fn match_elements(a: &Encoding<'_>, b: &Encoding<'_>, alignment: &Alignment) -> Matching {
    let mut matching =
        Matching { to_b: vec![NONE; a.elements.len()], to_a: vec![NONE; b.elements.len()], ..Matching::default() };
    let (in_a, in_b) = (by_stream(a), by_stream(b));
    let (counts_a, counts_b) = (counts(&alignment.to_b), counts(&alignment.to_a));
    // Page and line breaks at the edge of a block do not count for it.
    let (plain_a, plain_b) = (block_counts(a, &alignment.to_b), block_counts(b, &alignment.to_a));
    let moved = |doc: &Encoding<'_>, tokens: Vec<u32>| -> HashSet<u32> {
        tokens.into_iter().map(|token| doc.tokens[token as usize].element).collect()
    };
    let moved_a = moved(a, alignment.moved.iter().map(|&(from, _)| from).collect());
    let moved_b = moved(b, alignment.moved.iter().map(|&(_, to)| to).collect());
    for (stream, &other) in alignment.streams.iter().enumerate() {
        if other == NONE {
            continue;
        }
        let ranged = |doc: &Encoding<'_>, elements: &[u32], counts: &[u32], moved: &HashSet<u32>| -> Vec<Ranged> {
            elements
                .iter()
                .map(|&element| Ranged { is_moved: moved.contains(&element), ..range_of(doc, element, counts) })
                .collect()
        };
        let (blocks_a, phrases_a) = parted(a, &in_a[stream]);
        let (blocks_b, phrases_b) = parted(b, &in_b[other as usize]);
        let blocks = (ranged(a, &blocks_a, &plain_a, &moved_a), ranged(b, &blocks_b, &plain_b, &moved_b));
        let phrases = (ranged(a, &phrases_a, &counts_a, &moved_a), ranged(b, &phrases_b, &counts_b, &moved_b));
        for (a, b) in [blocks, phrases] {
            Pass { a, b, matching: &mut matching }.run();
        }
    }
    for &(from, to) in &alignment.moved {
        let (from, to) = (a.tokens[from as usize].element, b.tokens[to as usize].element);
        if matching.to_b[from as usize] == NONE && matching.to_a[to as usize] == NONE {
            matching.pair(from, to);
            matching.moved.push((from, to));
        }
    }
    moved_breaks(a, b, alignment, &mut matching);
    with_parents(a, b, alignment, &mut matching);
    matching
}

/// What stands in an element that is gone with all its words is gone with it, and not in one that is new.
fn with_parents(a: &Encoding<'_>, b: &Encoding<'_>, alignment: &Alignment, matching: &mut Matching) {
    let mut alone = Vec::new();
    let is_alone = |doc: &Encoding<'_>, element: usize, elements: &[u32], words: &[u32]| {
        let parent = doc.elements[element].parent;
        parent != NONE && elements[parent as usize] == NONE && {
            let mark = &doc.elements[parent as usize];
            let outer = mark.first as usize..mark.last as usize;
            doc.elements[element].stream == mark.stream && words[outer].iter().all(|&word| word == NONE)
        }
    };
    for element in 0..a.elements.len() {
        let other = matching.to_b[element];
        if other != NONE && is_alone(a, element, &matching.to_b, &alignment.to_b) {
            matching.unpair(short(element), other);
            alone.push(short(element));
        }
    }
    for element in 0..b.elements.len() {
        let other = matching.to_a[element];
        if other != NONE && is_alone(b, element, &matching.to_a, &alignment.to_a) {
            matching.unpair(other, short(element));
            alone.push(other);
        }
    }
    if !alone.is_empty() {
        let alone: HashSet<u32> = alone.into_iter().collect();
        for list in [&mut matching.stretched, &mut matching.swapped] {
            list.retain(|(one, _)| !alone.contains(one));
        }
    }
}

/// Elements that are blocks, and the others.
fn parted(doc: &Encoding<'_>, elements: &[u32]) -> (Vec<u32>, Vec<u32>) {
    elements.iter().partition(|&&element| {
        let mark = &doc.elements[element as usize];
        is_block(doc.name(mark)) && mark.owned == NONE || mark.parent == NONE
    })
}

/// Page and line breaks that stand beside the same words, but in another block.
fn moved_breaks(a: &Encoding<'_>, b: &Encoding<'_>, alignment: &Alignment, matching: &mut Matching) {
    let several: HashSet<u32> = matching
        .split
        .iter()
        .flat_map(|(_, parts)| parts.iter().copied())
        .chain(matching.merged.iter().map(|&(_, whole)| whole))
        .collect();
    for (at, token) in a.tokens.iter().enumerate() {
        let to = alignment.to_b[at];
        if token.kind != TokenKind::Empty || to == NONE || !is_break(a.name_of(token.element)) {
            continue;
        }
        let other = b.tokens[to as usize].element;
        if matching.to_b[token.element as usize] != other {
            continue;
        }
        let mut parent = a.elements[token.element as usize].parent;
        while parent != NONE && matching.to_b[parent as usize] == NONE {
            parent = a.elements[parent as usize].parent;
        }
        let mut round = b.elements[other as usize].parent;
        while round != NONE && matching.to_a[round as usize] == NONE {
            round = b.elements[round as usize].parent;
        }
        if parent != NONE && round != NONE && matching.to_b[parent as usize] != round && !several.contains(&round) {
            matching.moved.push((token.element, other));
        }
    }
}

/// How many tokens with a counterpart stand before each place, breaks left out.
fn block_counts(doc: &Encoding<'_>, to: &[u32]) -> Vec<u32> {
    let mut count = 0;
    let mut counts: Vec<u32> = Vec::with_capacity(to.len() + 1);
    for (token, &other) in doc.tokens.iter().zip(to) {
        counts.push(count);
        let is_break = token.kind == TokenKind::Empty && is_break(doc.name_of(token.element));
        count += u32::from(other != NONE && !is_break);
    }
    counts.push(count);
    counts
}

/// How many tokens before each place have a counterpart. The last place is that after the last token.
fn counts(to: &[u32]) -> Vec<u32> {
    let mut count = 0;
    let mut counts: Vec<u32> = Vec::with_capacity(to.len() + 1);
    for &other in to {
        counts.push(count);
        count += u32::from(other != NONE);
    }
    counts.push(count);
    counts
}

fn by_stream(doc: &Encoding<'_>) -> Vec<Vec<u32>> {
    let mut lists = vec![Vec::new(); doc.streams.len()];
    for (idx, mark) in doc.elements.iter().enumerate() {
        lists[mark.stream as usize].push(short(idx));
    }
    lists
}

fn range_of(doc: &Encoding<'_>, element: u32, counts: &[u32]) -> Ranged {
    let mark = &doc.elements[element as usize];
    let base = counts[doc.streams[mark.stream as usize].first as usize];
    // A block is what it is, whatever was done to the blocks beside it.
    let is_block = is_block(doc.name(mark));
    let sides = if is_block || mark.parent == NONE {
        (Side::Any, Side::Any)
    } else {
        (side(doc, counts, mark.first), side(doc, counts, mark.last))
    };
    Ranged {
        element,
        from: counts[mark.first as usize] - base,
        to: counts[mark.last as usize] - base,
        name: hash_str(doc.name(mark)),
        attributes: hash_str(doc.tag(mark)),
        id: doc.id(mark).map_or(0, hash_str),
        is_block,
        is_atom: mark.owned != NONE
            || doc.tokens.get(mark.first as usize).is_some_and(|token| token.element == element && !token.is_text()),
        is_moved: false,
        starts: sides.0,
        ends: sides.1,
    }
}

/// On which side of the words without counterpart round it a place stands.
fn side(doc: &Encoding<'_>, counts: &[u32], place: u32) -> Side {
    let place = place as usize;
    // A word without counterpart does not raise the count.
    let is_free =
        |word: usize| counts.get(word + 1).is_some_and(|&after| after == counts[word]) && doc.tokens[word].is_text();
    match (place > 0 && is_free(place - 1), is_free(place)) {
        (false, false) => Side::Any,
        (false, true) => Side::Before,
        (true, false) => Side::After,
        (true, true) => Side::Among,
    }
}

impl Matching {
    /// Undoes a pair, unless it was moved, or is one of several.
    fn unpair(&mut self, a: u32, b: u32) {
        if self.to_b[a as usize] == b && self.to_a[b as usize] == a && !self.moved.contains(&(a, b)) {
            self.to_b[a as usize] = NONE;
            self.to_a[b as usize] = NONE;
        }
    }

    fn pair(&mut self, a: u32, b: u32) {
        self.to_b[a as usize] = b;
        self.to_a[b as usize] = a;
    }
}

/// Whether two elements over the same words are taken for one.
type Test = fn(&Ranged, &Ranged) -> bool;

/// The surest first.
const TESTS: &[Test] = &[
    |one, other| one.may_be(other) && one.fits(other) && one.attributes == other.attributes,
    |one, other| one.may_be(other) && one.fits(other),
    Ranged::may_be,
];

/// The elements of one stretch of each document, while they are matched.
struct Pass<'m> {
    a: Vec<Ranged>,
    b: Vec<Ranged>,
    matching: &'m mut Matching,
}

impl Pass<'_> {
    fn run(&mut self) {
        let order = |ranged: &Ranged| (ranged.from, Reverse(ranged.to));
        self.a.sort_by_key(order);
        self.b.sort_by_key(order);
        let (a, b) = (std::mem::take(&mut self.a), std::mem::take(&mut self.b));
        let (mut at_a, mut at_b) = (0, 0);
        while at_a < a.len() && at_b < b.len() {
            let (key_a, key_b) = (order(&a[at_a]), order(&b[at_b]));
            match key_a.cmp(&key_b) {
                Ordering::Less => at_a += 1,
                Ordering::Greater => at_b += 1,
                Ordering::Equal => {
                    let end_a = at_a + a[at_a..].iter().take_while(|ranged| order(ranged) == key_a).count();
                    let end_b = at_b + b[at_b..].iter().take_while(|ranged| order(ranged) == key_b).count();
                    self.same_words(&a[at_a..end_a], &b[at_b..end_b]);
                    (at_a, at_b) = (end_a, end_b);
                }
            }
        }
        (self.a, self.b) = (a, b);
        self.a.retain(|ranged| self.matching.to_b[ranged.element as usize] == NONE);
        self.b.retain(|ranged| self.matching.to_a[ranged.element as usize] == NONE);
        if self.a.is_empty() || self.b.is_empty() {
            return;
        }
        self.several();
        self.stretched();
    }

    /// Elements over the same words: by name from the outside in, then those that changed places, then renamed ones.
    fn same_words(&mut self, a: &[Ranged], b: &[Ranged]) {
        if let ([one], [other]) = (a, b)
            && one.may_be(other)
        {
            self.pair(one, other);
            return;
        }
        let (mut a, mut b) = self.in_order(a, b, TESTS);
        if a.first().is_none_or(Ranged::is_empty) {
            self.replaced(&a, &b);
            return;
        }
        a.retain(|one| {
            let Some(idx) = b.iter().position(|other| other.name == one.name) else { return true };
            let other = b.remove(idx);
            self.matching.pair(one.element, other.element);
            self.matching.swapped.push((one.element, other.element));
            false
        });
        // A block is not renamed to what is none.
        for (one, other) in a.iter().zip(&b) {
            if one.is_block == other.is_block {
                self.pair(one, other);
            }
        }
    }

    /// Elements in the place of others, none of whose words is the same: one for one, of one kind, they were renamed.
    fn replaced(&mut self, a: &[Ranged], b: &[Ranged]) {
        if let ([one], [other]) = (a, b)
            && !one.is_block
            && !other.is_block
            && one.is_atom == other.is_atom
            && (one.id == other.id || one.id == 0 || other.id == 0)
            && !one.is_moved
            && !other.is_moved
        {
            self.pair(one, other);
        }
    }

    /// Pairs elements in their order, those first that are most alike; tells those that are left.
    fn in_order(&mut self, a: &[Ranged], b: &[Ranged], tests: &[Test]) -> (Vec<Ranged>, Vec<Ranged>) {
        let Some((test, others)) = tests.split_first() else { return (a.to_vec(), b.to_vec()) };
        let (mut left_a, mut left_b): (Vec<Ranged>, Vec<Ranged>) = (Vec::new(), Vec::new());
        let (mut at_a, mut at_b) = (0, 0);
        let pairs = common(a, b, *test);
        for (in_a, in_b) in pairs.into_iter().chain([(a.len(), b.len())]) {
            let (rest_a, rest_b) = self.in_order(&a[at_a..in_a], &b[at_b..in_b], others);
            left_a.extend(rest_a);
            left_b.extend(rest_b);
            if in_a < a.len() {
                self.pair(&a[in_a], &b[in_b]);
            }
            (at_a, at_b) = (in_a + 1, in_b + 1);
        }
        (left_a, left_b)
    }

    /// Pairs two elements over the same words; one that begins or ends on the other side of changed words is stretched.
    fn pair(&mut self, one: &Ranged, other: &Ranged) {
        self.matching.pair(one.element, other.element);
        if !one.fits(other) {
            self.matching.stretched.push((one.element, other.element));
        }
    }

    /// One element that became several, and several that became one.
    fn several(&mut self) {
        let splits = tilings(&self.a, &self.b);
        for (whole, parts) in splits {
            if self.matching.to_b[whole as usize] == NONE && parts.iter().all(|&part| self.is_new(part)) {
                self.matching.pair(whole, parts[0]);
                for &part in &parts[1..] {
                    self.matching.to_a[part as usize] = whole;
                }
                self.matching.split.push((whole, parts));
            }
        }
        let merges = tilings(&self.b, &self.a);
        for (whole, parts) in merges {
            if self.is_new(whole) && parts.iter().all(|&part| self.matching.to_b[part as usize] == NONE) {
                self.matching.pair(parts[0], whole);
                for &part in &parts[1..] {
                    self.matching.to_b[part as usize] = whole;
                }
                self.matching.merged.push((parts, whole));
            }
        }
    }

    fn is_new(&self, element: u32) -> bool {
        self.matching.to_a[element as usize] == NONE
    }

    /// Elements of one name that share words but not all.
    fn stretched(&mut self) {
        /// So many elements are looked at for each.
        const NEAR: usize = 16;
        let mut by_name: HashMap<u64, Vec<Ranged>> = HashMap::new();
        for other in &self.b {
            if self.is_new(other.element) && !other.is_empty() {
                by_name.entry(other.name).or_default().push(*other);
            }
        }
        let mut first: HashMap<u64, usize> = HashMap::new();
        for one in std::mem::take(&mut self.a) {
            if self.matching.to_b[one.element as usize] != NONE || one.is_empty() {
                continue;
            }
            let Some(others) = by_name.get(&one.name) else { continue };
            let start = first.entry(one.name).or_default();
            while *start < others.len() && others[*start].to <= one.from {
                *start += 1;
            }
            let shared = |other: &Ranged| other.to.min(one.to).saturating_sub(other.from.max(one.from));
            let best = others[*start..]
                .iter()
                .take(NEAR)
                .filter(|other| self.is_new(other.element) && shared(other) > 0)
                .max_by_key(|other| (shared(other), Reverse(other.element)));
            if let Some(&other) = best {
                self.matching.pair(one.element, other.element);
                self.matching.stretched.push((one.element, other.element));
            }
        }
    }
}

/// The longest list of elements of the same names in the same order: indices of both.
fn common(a: &[Ranged], b: &[Ranged], is_same: Test) -> Vec<(usize, usize)> {
    /// With more, they are taken one after the other.
    const MANY: usize = 200;
    if a.len() > MANY || b.len() > MANY {
        let mut pairs = Vec::new();
        let mut from = 0;
        for (idx, one) in a.iter().enumerate() {
            if let Some(found) = b[from..].iter().take(MANY).position(|other| is_same(one, other)) {
                pairs.push((idx, from + found));
                from += found + 1;
            }
        }
        return pairs;
    }
    let mut longest = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if is_same(&a[i], &b[j]) {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if is_same(&a[i], &b[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Elements whose words are those of several of the other document, which have the same name and follow each other.
fn tilings(wholes: &[Ranged], parts: &[Ranged]) -> Vec<(u32, Vec<u32>)> {
    let mut starting: HashMap<(u64, u32), Vec<Ranged>> = HashMap::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        starting.entry((part.name, part.from)).or_default().push(*part);
    }
    let mut found = Vec::new();
    for whole in wholes.iter().filter(|whole| !whole.is_empty()) {
        let mut list = Vec::new();
        let mut at = whole.from;
        while at < whole.to {
            let next = starting.get(&(whole.name, at)).into_iter().flatten().filter(|part| part.to <= whole.to);
            let Some(part) = next.max_by_key(|part| part.to) else { break };
            list.push(part.element);
            at = part.to;
        }
        if at == whole.to && list.len() > 1 {
            found.push((whole.element, list));
        }
    }
    found
}
