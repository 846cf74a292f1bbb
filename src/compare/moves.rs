//! What was moved with all its words, perhaps with some changed, is read on its own in both documents, as a note is: then
//! its words are aligned with each other, and the place where it stands is one token.

use std::collections::HashMap;

use crate::compare::align::Alignment;
use crate::compare::encoding::{Encoding, Mark, NONE, Stream, is_block, short};
use crate::compare::token::{Token, TokenKind, fold, hash_str};

/// An element that is no block must have so many words to be called moved, and not removed here and added there.
const WORDS: usize = 4;

/// So much of the words of a block must be the same, of a hundred.
const ALIKE: usize = 60;

/// With more pairs of blocks to compare, only those are found that have the same words.
const MANY: usize = 10_000;

/// Finds the elements that were moved: outermost ones, none of whose words has a counterpart where it stands. Blocks go
/// before what is in them.
pub(super) fn moves(a: &Encoding<'_>, b: &Encoding<'_>, alignment: &Alignment) -> Vec<(u32, u32)> {
    let in_a = candidates(a, &alignment.to_b);
    let in_b = candidates(b, &alignment.to_a);
    if in_a.is_empty() || in_b.is_empty() {
        return Vec::new();
    }
    let parted = |doc: &Encoding<'_>, list: Vec<u32>| -> (Vec<u32>, Vec<u32>) {
        list.into_iter().partition(|&element| is_block(doc.name_of(element)))
    };
    let ((blocks_a, phrases_a), (blocks_b, phrases_b)) = (parted(a, in_a), parted(b, in_b));
    let mut found = Found { a, b, pairs: Vec::new() };
    found.same(&blocks_a, &blocks_b);
    if blocks_a.len() * blocks_b.len() <= MANY {
        found.alike(&blocks_a, &blocks_b);
    }
    found.same(&phrases_a, &phrases_b);
    found.pairs
}

/// What was found so far.
struct Found<'f, 'a> {
    a: &'f Encoding<'a>,
    b: &'f Encoding<'a>,
    pairs: Vec<(u32, u32)>,
}

impl Found<'_, '_> {
    /// Whether an element lies in one that was found, or holds one.
    fn is_taken_a(&self, element: u32) -> bool {
        self.pairs.iter().any(|&(known, _)| self.a.holds(known, element) || self.a.holds(element, known))
    }

    fn is_taken_b(&self, element: u32) -> bool {
        self.pairs.iter().any(|&(_, known)| self.b.holds(known, element) || self.b.holds(element, known))
    }

    /// Finds elements of the same name with the same words.
    fn same(&mut self, of_a: &[u32], of_b: &[u32]) {
        let mut by_content: HashMap<u64, Vec<u32>> = HashMap::new();
        for &element in of_b.iter().rev() {
            by_content.entry(content(self.b, element)).or_default().push(element);
        }
        for &element in of_a {
            let Some(others) = by_content.get_mut(&content(self.a, element)) else { continue };
            if self.is_taken_a(element) {
                continue;
            }
            while let Some(other) = others.pop() {
                if !self.is_taken_b(other) {
                    self.pairs.push((element, other));
                    break;
                }
            }
        }
    }

    /// Finds blocks that were moved and changed.
    fn alike(&mut self, of_a: &[u32], of_b: &[u32]) {
        let bags: Vec<HashMap<u32, usize>> = of_b.iter().map(|&element| bag(self.b, element)).collect();
        for &element in of_a {
            if self.is_taken_a(element) {
                continue;
            }
            let own = bag(self.a, element);
            let size = own.values().sum::<usize>();
            let best = of_b
                .iter()
                .zip(&bags)
                .filter(|(other, _)| self.a.name_of(element) == self.b.name_of(**other) && !self.is_taken_b(**other))
                .map(|(&other, bag)| {
                    let shared: usize =
                        own.iter().map(|(word, &count)| count.min(bag.get(word).copied().unwrap_or(0))).sum();
                    (200 * shared / (size + bag.values().sum::<usize>()).max(1), other)
                })
                .max_by_key(|&(share, other)| (share, std::cmp::Reverse(other)));
            if let Some((share, other)) = best
                && share >= ALIKE
                && size >= WORDS
            {
                self.pairs.push((element, other));
            }
        }
    }
}

/// The words of an element, and how often each stands there.
fn bag(doc: &Encoding<'_>, element: u32) -> HashMap<u32, usize> {
    let mark = &doc.elements[element as usize];
    let mut bag = HashMap::new();
    for token in &doc.tokens[mark.first as usize..mark.last as usize] {
        *bag.entry(token.hash).or_default() += 1;
    }
    bag
}

/// Elements that hold words, none of which has a counterpart; in document order.
fn candidates(doc: &Encoding<'_>, words: &[u32]) -> Vec<u32> {
    let mut list = Vec::new();
    for (idx, mark) in doc.elements.iter().enumerate() {
        // The first word tells most of them away.
        if mark.owned != NONE || mark.first == mark.last || words[mark.first as usize] != NONE {
            continue;
        }
        let range = mark.first as usize..mark.last as usize;
        let count = doc.tokens[range.clone()].iter().filter(|token| token.is_text()).count();
        let is_enough = count >= WORDS || (count > 0 && is_block(doc.name(mark)));
        if is_enough && words[range].iter().all(|&word| word == NONE) {
            list.push(short(idx));
        }
    }
    list
}

/// A hash of the name of an element and of all its words.
fn content(doc: &Encoding<'_>, element: u32) -> u64 {
    let mark = &doc.elements[element as usize];
    let tokens = &doc.tokens[mark.first as usize..mark.last as usize];
    tokens.iter().fold(hash_str(doc.name(mark)), |all, token| fold(all, u64::from(token.hash)))
}

/// Makes the content of elements streams of their own. None may hold another; each has a number that is the same in all
/// documents.
pub(super) fn promote(doc: &mut Encoding<'_>, elements: &[(u32, usize)]) {
    let mut chosen: Vec<(u32, usize)> =
        elements.iter().copied().filter(|&(element, _)| doc.elements[element as usize].owned == NONE).collect();
    chosen.sort_unstable();
    chosen.dedup_by_key(|chosen| chosen.0);
    if chosen.is_empty() {
        return;
    }
    let laid = lay_out(doc, &chosen);
    let marks: Vec<Mark> = (0..short(doc.elements.len())).map(|element| laid.mark(doc, element)).collect();
    doc.elements = marks;
    doc.tokens = laid.tokens;
    doc.streams = laid.streams;
}

/// Tokens in their new order.
struct Laid {
    tokens: Vec<Token>,
    streams: Vec<Stream>,
    /// Where each token stands now.
    places: Vec<u32>,
    /// The elements whose content is a stream now, in the order of their first tokens, and the tokens that stand for them.
    atoms: Vec<(u32, u32)>,
    /// The streams of those elements.
    owned: HashMap<u32, u32>,
}

fn lay_out(doc: &Encoding<'_>, chosen: &[(u32, usize)]) -> Laid {
    let mut laid = Laid {
        tokens: Vec::with_capacity(doc.tokens.len() + chosen.len()),
        streams: Vec::with_capacity(doc.streams.len() + chosen.len()),
        places: vec![0; doc.tokens.len() + 1],
        atoms: Vec::new(),
        owned: HashMap::new(),
    };
    let mut by_place = chosen.to_vec();
    by_place.sort_by_key(|&(element, _)| doc.elements[element as usize].first);
    let mut next = by_place.iter().peekable();
    for stream in &doc.streams {
        let first = short(laid.tokens.len());
        let mut at = stream.first;
        while at < stream.last {
            let here = next.next_if(|(element, _)| doc.elements[*element as usize].first == at);
            if let Some(&(element, number)) = here {
                let mark = &doc.elements[element as usize];
                let hash = fold(hash_str("moved"), number as u64);
                laid.atoms.push((element, short(laid.tokens.len())));
                laid.tokens.push(Token::atom(TokenKind::Note, mark.open.0, element, hash));
                at = mark.last;
            } else {
                laid.take(doc, at);
                at += 1;
            }
        }
        laid.streams.push(Stream { first, last: short(laid.tokens.len()) });
    }
    for &(element, _) in chosen {
        let mark = &doc.elements[element as usize];
        let first = short(laid.tokens.len());
        for at in mark.first..mark.last {
            laid.take(doc, at);
        }
        laid.owned.insert(element, short(laid.streams.len()));
        laid.streams.push(Stream { first, last: short(laid.tokens.len()) });
    }
    laid
}

impl Laid {
    fn take(&mut self, doc: &Encoding<'_>, at: u32) {
        self.places[at as usize] = short(self.tokens.len());
        self.tokens.push(doc.tokens[at as usize]);
    }

    /// An element with its new places.
    fn mark(&self, doc: &Encoding<'_>, element: u32) -> Mark {
        let mut mark = doc.elements[element as usize];
        if let Some(&own) = self.owned.get(&element) {
            let atom = self.atoms.iter().find(|(known, _)| *known == element).map_or(0, |&(_, atom)| atom);
            (mark.first, mark.last, mark.owned) = (atom, atom + 1, own);
            return mark;
        }
        let holder = holder(doc, &self.owned, element);
        // A place inside a moved element that the mark does not lie in is that of the token which stands for it.
        let place = |at: u32| {
            let around = self.atoms.partition_point(|&(moved, _)| doc.elements[moved as usize].first <= at);
            let around = around.checked_sub(1).map(|idx| self.atoms[idx]);
            around
                .filter(|&(moved, _)| moved != holder && at < doc.elements[moved as usize].last)
                .map_or(self.places[at as usize], |(_, atom)| atom)
        };
        let stream = self.owned.get(&holder).copied().unwrap_or(mark.stream);
        if mark.first == mark.last {
            let first = place(mark.first.min(short(doc.tokens.len()) - 1));
            (mark.first, mark.last, mark.stream) = (first, first, stream);
        } else {
            (mark.first, mark.last, mark.stream) = (place(mark.first), place(mark.last - 1) + 1, stream);
        }
        mark
    }
}

/// The moved element in whose content an element stands, in the same stream; or [`NONE`].
fn holder(doc: &Encoding<'_>, owned: &HashMap<u32, u32>, element: u32) -> u32 {
    let stream = doc.elements[element as usize].stream;
    let mut at = doc.elements[element as usize].parent;
    while at != NONE && doc.elements[at as usize].stream == stream {
        if owned.contains_key(&at) {
            return at;
        }
        at = doc.elements[at as usize].parent;
    }
    NONE
}
