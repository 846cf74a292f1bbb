//! Three documents, and which token and which element of one is which of another.

use std::collections::HashSet;

use crate::compare::align::{Alignment, Gap, align, gaps};
use crate::compare::encoding::{Encoding, Mark, NONE, short};
use crate::compare::matching::{Matching, match_elements};
use crate::compare::moves::{moves, promote};
use crate::compare::token::TokenKind;

/// So often are words cut anew, since a cut in one document may ask for one in another.
const ROUNDS: usize = 3;

/// The base and what two sides made of it.
pub(super) struct Three<'a> {
    pub(super) base: Encoding<'a>,
    pub(super) ours: Encoding<'a>,
    pub(super) theirs: Encoding<'a>,
    pub(super) to_ours: Alignment,
    pub(super) to_theirs: Alignment,
    /// Elements of base and ours.
    pub(super) in_ours: Matching,
    /// Elements of base and theirs.
    pub(super) in_theirs: Matching,
    /// For each token of the base that of ours, moved ones too.
    pub(super) base_ours: Vec<u32>,
    /// For each token of ours that of the base.
    pub(super) ours_base: Vec<u32>,
    /// For each token of the base that of theirs, moved ones too.
    pub(super) base_theirs: Vec<u32>,
    /// For each token of theirs that of the base.
    pub(super) theirs_base: Vec<u32>,
    /// For each token of theirs that of ours: over the base, or where both put in the same.
    pub(super) theirs_ours: Vec<u32>,
    /// For each element of theirs that of ours, likewise.
    pub(super) element_ours: Vec<u32>,
    /// For each element of ours that of theirs.
    pub(super) element_theirs: Vec<u32>,
    /// Elements of ours and theirs that stand at different places.
    pub(super) moved_apart: HashSet<(u32, u32)>,
    /// Where base and ours differ, in the order of the base.
    pub(super) our_gaps: Vec<Gap>,
}

impl<'a> Three<'a> {
    pub(super) fn new(mut base: Encoding<'a>, mut ours: Encoding<'a>, mut theirs: Encoding<'a>) -> Self {
        let (mut to_ours, mut to_theirs, mut between) = settled(&mut base, &mut ours, &mut theirs);
        if promote_all(&mut base, &mut ours, &mut theirs, &to_ours, &to_theirs) {
            (to_ours, to_theirs, between) = settled(&mut base, &mut ours, &mut theirs);
        }
        let in_ours = match_elements(&base, &ours, &to_ours);
        let in_theirs = match_elements(&base, &theirs, &to_theirs);
        let both = match_elements(&ours, &theirs, &between);
        let base_ours = extended(&to_ours);
        let base_theirs = extended(&to_theirs);
        let ours_base = inverse(&base_ours, ours.tokens.len());
        let theirs_base = inverse(&base_theirs, theirs.tokens.len());
        let theirs_ours = (0..theirs.tokens.len())
            .map(|at| match theirs_base[at] {
                // Two notes are the same only if they say the same.
                NONE => Some(between.to_a[at]).filter(|&own| {
                    own != NONE
                        && ours_base[own as usize] == NONE
                        && ours.tokens[own as usize].hash == theirs.tokens[at].hash
                }),
                base => Some(base_ours[base as usize]),
            })
            .map(|own| own.unwrap_or(NONE))
            .collect();
        let element_ours: Vec<u32> = (0..theirs.elements.len())
            .map(|at| match in_theirs.to_a[at] {
                NONE => {
                    let own = both.to_a[at];
                    let is_same = own != NONE
                        && in_ours.to_a[own as usize] == NONE
                        && both.to_b[own as usize] == short(at)
                        && !both.stretched.iter().any(|&(one, _)| one == own)
                        && ours.name_of(own) == theirs.name_of(short(at))
                        && is_alike(&ours, own, &theirs, short(at));
                    if is_same { own } else { NONE }
                }
                // Of an element that was split only the first part is the old one.
                base if in_theirs.to_b[base as usize] == short(at) => own_of(&in_ours, base),
                _ => NONE,
            })
            .collect();
        let mut our_gaps: Vec<Gap> = Vec::new();
        for (stream, &own) in to_ours.streams.iter().enumerate().filter(|&(_, &own)| own != NONE) {
            let (from, to) = (base.streams[stream], ours.streams[own as usize]);
            our_gaps.extend(gaps(&Gap { a: from.first..from.last, b: to.first..to.last }, &to_ours));
        }
        let element_theirs = inverse(&element_ours, ours.elements.len());
        Self {
            base,
            ours,
            theirs,
            to_ours,
            to_theirs,
            in_ours,
            in_theirs,
            base_ours,
            ours_base,
            base_theirs,
            theirs_base,
            theirs_ours,
            element_ours,
            element_theirs,
            our_gaps,
            moved_apart: both.moved.iter().copied().collect(),
        }
    }
}

/// Aligns each with each, until no word is cut any more.
fn settled(
    base: &mut Encoding<'_>,
    ours: &mut Encoding<'_>,
    theirs: &mut Encoding<'_>,
) -> (Alignment, Alignment, Alignment) {
    let mut rounds = 0;
    loop {
        let sizes = (base.tokens.len(), ours.tokens.len(), theirs.tokens.len());
        let all = (align(base, ours), align(base, theirs), align(ours, theirs));
        rounds += 1;
        if rounds == ROUNDS || sizes == (base.tokens.len(), ours.tokens.len(), theirs.tokens.len()) {
            return all;
        }
    }
}

/// Makes streams of their own of what either side moved, in all three documents; tells whether there is any.
fn promote_all(
    base: &mut Encoding<'_>,
    ours: &mut Encoding<'_>,
    theirs: &mut Encoding<'_>,
    to_ours: &Alignment,
    to_theirs: &Alignment,
) -> bool {
    let (by_ours, by_theirs) = (moves(base, ours, to_ours), moves(base, theirs, to_theirs));
    if by_ours.is_empty() && by_theirs.is_empty() {
        return false;
    }
    let (in_ours, in_theirs) = (match_elements(base, ours, to_ours), match_elements(base, theirs, to_theirs));
    let mut elements: Vec<u32> = by_ours.iter().chain(&by_theirs).map(|&(element, _)| element).collect();
    elements.sort_unstable();
    elements.dedup();
    let mut chosen: Vec<u32> = Vec::new();
    for element in elements {
        if chosen.last().is_none_or(|&last| !base.holds(last, element)) {
            chosen.push(element);
        }
    }
    let of = |list: &[(u32, u32)], matching: &Matching, element: u32| {
        let moved = list.iter().find(|&&(one, _)| one == element).map(|&(_, other)| other);
        moved.or_else(|| Some(own_of(matching, element)).filter(|&own| own != NONE))
    };
    let (mut in_base, mut of_ours, mut of_theirs) = (Vec::new(), Vec::new(), Vec::new());
    for (number, element) in chosen.into_iter().enumerate() {
        in_base.push((element, number));
        of_ours.extend(of(&by_ours, &in_ours, element).map(|own| (own, number)));
        of_theirs.extend(of(&by_theirs, &in_theirs, element).map(|theirs| (theirs, number)));
    }
    let outermost = |doc: &Encoding<'_>, mut list: Vec<(u32, usize)>| {
        list.sort_unstable();
        let mut last = NONE;
        list.retain(|&(element, _)| {
            let is_outer = last == NONE || !doc.holds(last, element);
            last = if is_outer { element } else { last };
            is_outer
        });
        list
    };
    let (of_ours, of_theirs) = (outermost(ours, of_ours), outermost(theirs, of_theirs));
    promote(base, &in_base);
    promote(ours, &of_ours);
    promote(theirs, &of_theirs);
    true
}

/// The element of ours that is one of the base; nothing for a later part of a joined element.
pub(super) fn own_of(matching: &Matching, base: u32) -> u32 {
    match matching.to_b[base as usize] {
        NONE => NONE,
        own if matching.to_a[own as usize] == base => own,
        _ => NONE,
    }
}

/// The alignment with the tokens of what moved.
fn extended(alignment: &Alignment) -> Vec<u32> {
    let mut to = alignment.to_b.clone();
    for &(from, other) in &alignment.moved {
        to[from as usize] = other;
    }
    to
}

fn inverse(to: &[u32], len: usize) -> Vec<u32> {
    let mut inverse = vec![NONE; len];
    for (from, &other) in to.iter().enumerate() {
        if other != NONE {
            inverse[other as usize] = short(from);
        }
    }
    inverse
}

/// The bytes of a token, those of a whole element where it stands for one.
pub(super) fn bytes_of(doc: &Encoding<'_>, at: u32) -> (u32, u32) {
    let token = &doc.tokens[at as usize];
    match token.kind {
        TokenKind::Text => (token.start, token.end()),
        TokenKind::Empty | TokenKind::Note => {
            let mark = &doc.elements[token.element as usize];
            (mark.open.0, mark.close.1)
        }
        TokenKind::Comment | TokenKind::Instruction => {
            let rest = &doc.xml[token.start as usize..];
            let close = if token.kind == TokenKind::Comment { "-->" } else { "?>" };
            let len = rest.find(close).map_or(rest.len(), |at| at + close.len());
            (token.start, token.start + short(len))
        }
    }
}

/// Whether two elements say the same, where each is one token.
fn is_alike(a: &Encoding<'_>, one: u32, b: &Encoding<'_>, other: u32) -> bool {
    let token = |doc: &Encoding<'_>, element: u32| {
        let mark = &doc.elements[element as usize];
        let token = doc.tokens.get(mark.first as usize)?;
        (!token.is_text() && token.element == element).then_some(token.hash)
    };
    token(a, one) == token(b, other)
}

/// Whether an element is written as one tag, or is one token all the same.
pub(super) fn is_empty(doc: &Encoding<'_>, mark: &Mark) -> bool {
    mark.last == mark.first + 1 && {
        let token = &doc.tokens[mark.first as usize];
        token.kind == TokenKind::Empty && token.start == mark.open.0
    }
}

/// Something that both theirs and ours have: bytes of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) theirs: (u32, u32),
    pub(super) ours: (u32, u32),
}

/// The byte after the XML declaration, and the byte order mark before it.
fn declaration(xml: &str) -> u32 {
    let rest = xml.strip_prefix('\u{FEFF}').unwrap_or(xml);
    let len = if rest.starts_with("<?xml ") { rest.find("?>").map_or(0, |at| at + 2) } else { 0 };
    short(xml.len() - rest.len() + len)
}

/// All tokens and tags that both theirs and ours have, in the order of theirs.
pub(super) fn shared(three: &Three<'_>) -> Vec<Shared> {
    let mut list = Vec::with_capacity(three.theirs.tokens.len() + three.theirs.elements.len());
    // The XML declaration stands before all.
    list.push(Shared { theirs: (0, declaration(three.theirs.xml)), ours: (0, declaration(three.ours.xml)) });
    for (at, &own) in three.theirs_ours.iter().enumerate() {
        let token = &three.theirs.tokens[at];
        if own != NONE && token.kind != TokenKind::Note {
            list.push(Shared { theirs: bytes_of(&three.theirs, short(at)), ours: bytes_of(&three.ours, own) });
        }
    }
    for (at, &own) in three.element_ours.iter().enumerate() {
        let Some(other) = three.ours.elements.get(own as usize) else { continue };
        let mark = &three.theirs.elements[at];
        if is_empty(&three.theirs, mark) || is_empty(&three.ours, other) {
            continue;
        }
        list.push(Shared { theirs: mark.open, ours: other.open });
        // The end of one that was split is that of its last part; the end of one that was joined that of the last.
        let base = three.in_theirs.to_a[at];
        let split = three.in_theirs.split.iter().find(|(whole, _)| *whole == base && base != NONE);
        let joined = three.in_theirs.merged.iter().find(|(_, whole)| *whole == short(at));
        let end = split
            .and_then(|(_, parts)| parts.last())
            .map_or(mark.close, |&last| three.theirs.elements[last as usize].close);
        let last = joined.and_then(|(parts, _)| parts.last()).map(|&last| own_of(&three.in_ours, last));
        let own_end =
            last.and_then(|last| three.ours.elements.get(last as usize)).map_or(other.close, |last| last.close);
        let own_split = three.in_ours.split.iter().find(|(whole, _)| *whole == base && base != NONE);
        let own_last =
            own_split.and_then(|(_, parts)| parts.last()).map(|&last| three.ours.elements[last as usize].close);
        // The end of one that ours joined with the next is gone.
        if !three.in_ours.merged.iter().any(|(parts, _)| parts.first() == Some(&base)) {
            list.push(Shared { theirs: end, ours: own_last.unwrap_or(own_end) });
        }
    }
    for (parts, whole) in &three.in_ours.merged {
        let last = parts.last().map_or(NONE, |&last| own_of(&three.in_theirs, last));
        if let Some(mark) = three.theirs.elements.get(last as usize) {
            list.push(Shared { theirs: mark.close, ours: three.ours.elements[*whole as usize].close });
        }
    }
    list.sort_by_key(|shared| shared.theirs);
    list
}
