//! Words that a tag cuts in one document only (`<hi>W</hi>ord` and `Word`) are cut in both, so that they are equal.

use std::ops::Range;

use crate::compare::align::{Alignment, Gap, gaps};
use crate::compare::encoding::{Encoding, NONE, short};
use crate::compare::token::{Token, same_text};

/// Gaps with more words on a side are left as they are.
const MANY: usize = 300;

/// Cuts words; tells whether there was one to cut.
pub(super) fn refine(a: &mut Encoding<'_>, b: &mut Encoding<'_>, alignment: &Alignment) -> bool {
    let (mut cuts_a, mut cuts_b) = (Vec::new(), Vec::new());
    for (own, &its) in alignment.streams.iter().enumerate() {
        if its == NONE {
            continue;
        }
        let (from, to) = (a.streams[own], b.streams[its as usize]);
        for gap in gaps(&Gap { a: from.first..from.last, b: to.first..to.last }, alignment) {
            if !gap.a.is_empty() && !gap.b.is_empty() {
                cut_gap(a, b, gap, &mut cuts_a, &mut cuts_b);
            }
        }
    }
    let is_any = !cuts_a.is_empty() || !cuts_b.is_empty();
    apply(a, cuts_a);
    apply(b, cuts_b);
    is_any
}

/// A token, and the bytes of it before which it is to be cut.
type Cut = (u32, Vec<u16>);

fn cut_gap(a: &Encoding<'_>, b: &Encoding<'_>, gap: Gap, cuts_a: &mut Vec<Cut>, cuts_b: &mut Vec<Cut>) {
    let (in_a, in_b) = (glued_words(a, gap.a), glued_words(b, gap.b));
    if in_a.len() > MANY || in_b.len() > MANY {
        return;
    }
    let mut from = 0;
    for one in &in_a {
        let text = text_of(a, one);
        let found =
            in_b[from..].iter().position(|other| other.len() + one.len() > 2 && same_text(&text, &text_of(b, other)));
        let Some(found) = found else { continue };
        let other = &in_b[from + found];
        from += found + 1;
        let plain = |doc: &Encoding<'_>, word: &[u32]| word.iter().all(|&at| doc.tokens[at as usize].is_plain());
        if !plain(a, one) || !plain(b, other) || text != text_of(b, other) {
            continue;
        }
        let (ends_a, ends_b) = (ends(a, one), ends(b, other));
        cut_word(a, one, &ends_b, cuts_a);
        cut_word(b, other, &ends_a, cuts_b);
    }
}

/// Runs of text tokens that no white space parts.
fn glued_words(doc: &Encoding<'_>, range: Range<u32>) -> Vec<Vec<u32>> {
    let mut words: Vec<Vec<u32>> = Vec::new();
    for at in range {
        let token = &doc.tokens[at as usize];
        if !token.is_text() {
            continue;
        }
        match words.last_mut().filter(|_| token.glued) {
            Some(word) => word.push(at),
            None => words.push(vec![at]),
        }
    }
    words
}

fn text_of(doc: &Encoding<'_>, word: &[u32]) -> String {
    word.iter().map(|&at| doc.text(&doc.tokens[at as usize])).collect()
}

/// Where the tokens of a word end (bytes of the word).
fn ends(doc: &Encoding<'_>, word: &[u32]) -> Vec<usize> {
    let mut end = 0;
    word.iter()
        .map(|&at| {
            end += doc.tokens[at as usize].raw(doc.xml).len();
            end
        })
        .collect()
}

fn cut_word(doc: &Encoding<'_>, word: &[u32], ends: &[usize], cuts: &mut Vec<Cut>) {
    let mut start = 0;
    for &at in word {
        let raw = doc.tokens[at as usize].raw(doc.xml);
        let inside: Vec<u16> = ends
            .iter()
            .filter(|&&end| end > start && end < start + raw.len() && raw.is_char_boundary(end - start))
            .filter_map(|&end| u16::try_from(end - start).ok())
            .collect();
        start += raw.len();
        if !inside.is_empty() {
            cuts.push((at, inside));
        }
    }
}

/// Cuts tokens of a document at bytes of theirs, and moves what counts tokens.
pub(super) fn apply(doc: &mut Encoding<'_>, mut cuts: Vec<Cut>) {
    if cuts.is_empty() {
        return;
    }
    cuts.sort_by_key(|cut| cut.0);
    let mut tokens: Vec<Token> = Vec::with_capacity(doc.tokens.len() + cuts.len());
    // Where each cut token stands, and by how many tokens what follows it is moved.
    let mut moved: Vec<(u32, u32)> = Vec::with_capacity(cuts.len());
    let mut next = cuts.into_iter().peekable();
    for (at, token) in doc.tokens.iter().enumerate() {
        let mut rest = *token;
        if let Some((_, bytes)) = next.next_if(|cut| cut.0 as usize == at) {
            let mut done = 0;
            for byte in bytes {
                let (first, second) = rest.cut(doc.xml, byte - done);
                tokens.push(first);
                (rest, done) = (second, byte);
            }
            tokens.push(rest);
            moved.push((short(at), short(tokens.len() - at - 1)));
        } else {
            tokens.push(rest);
        }
    }
    let place = |at: u32| {
        let before = moved.partition_point(|&(cut, _)| cut < at);
        at + before.checked_sub(1).map_or(0, |last| moved[last].1)
    };
    for mark in &mut doc.elements {
        (mark.first, mark.last) = (place(mark.first), place(mark.last));
    }
    for stream in &mut doc.streams {
        (stream.first, stream.last) = (place(stream.first), place(stream.last));
    }
    doc.tokens = tokens;
}
