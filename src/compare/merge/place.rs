//! Where in ours something of theirs belongs.

use std::ops::Range;

use crate::compare::encoding::{Encoding, NONE, short};
use crate::compare::merge::Plan;
use crate::compare::merge::three::{Shared, bytes_of};
use crate::compare::token::TokenKind;

/// A stretch of theirs between two things that ours has too, and the stretch of ours between the same two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) theirs: Range<u32>,
    pub(super) ours: Range<u32>,
}

impl Plan<'_, '_> {
    /// The stretch round a range of bytes of theirs. What theirs moved there is passed over, and so are tags of ours alone
    /// at its ends, unless it is `tight`.
    pub(super) fn stretch(&self, from: u32, to: u32, is_tight: bool) -> Stretch {
        let after = self.shared.partition_point(|shared| shared.theirs.1 <= from);
        let is_here = |shared: &&Shared| {
            let found = self.moved.partition_point(|&(_, end)| end <= shared.theirs.0);
            self.moved.get(found).is_none_or(|&(start, end)| {
                shared.theirs.0 < start || shared.theirs.1 > end || (start < from && to < end)
            })
        };
        let right = self.shared[after..].iter().filter(|shared| shared.theirs.0 >= to).find(is_here);
        let left = self.shared[..after].iter().rev().find(is_here);
        let end = |doc: &Encoding<'_>| short(doc.xml.len());
        let (in_theirs, in_ours) = (end(&self.three.theirs), end(&self.three.ours));
        let start = left.map_or((0, 0), |shared| (shared.theirs.1, shared.ours.1));
        let stop = right.map_or((in_theirs, in_ours), |shared| (shared.theirs.0, shared.ours.0));
        let from = if is_tight { start.1 } else { self.past_closes(start.1, stop.1) };
        let to = if is_tight { stop.1 } else { self.before_opens(stop.1, from) };
        Stretch { theirs: start.0..stop.0, ours: from..to.max(from) }
    }

    /// Past end tags of elements that ours alone has.
    fn past_closes(&self, mut byte: u32, limit: u32) -> u32 {
        let ours = &self.three.ours;
        while byte < limit && ours.xml[byte as usize..].starts_with("</") {
            let Some(own) = self.own_close(byte) else { break };
            if self.is_shared(own) {
                break;
            }
            byte = ours.elements[own as usize].close.1;
        }
        byte
    }

    /// Before start tags of elements that ours alone has.
    fn before_opens(&self, mut byte: u32, limit: u32) -> u32 {
        let ours = &self.three.ours;
        while byte > limit && ours.xml[..byte as usize].ends_with('>') {
            let found = ours.elements.partition_point(|mark| mark.open.1 < byte);
            let Some(mark) = ours.elements.get(found).filter(|mark| mark.open.1 == byte && mark.close.0 > byte) else {
                break;
            };
            if self.is_shared(short(found)) {
                break;
            }
            byte = mark.open.0;
        }
        byte
    }

    /// The element of ours whose end tag begins at a byte.
    fn own_close(&self, byte: u32) -> Option<u32> {
        let ours = &self.three.ours;
        let last = ours.elements.partition_point(|mark| mark.open.0 < byte);
        let mut element = short(last.checked_sub(1)?);
        loop {
            let mark = ours.elements.get(element as usize)?;
            if mark.close.0 == byte {
                return Some(element);
            }
            element = mark.parent;
        }
    }

    /// The tokens of ours that are those of a range of theirs: first, and one past the last. Nothing where ours has none
    /// of them, or where ours has others of the base among them, because it moved something.
    pub(super) fn range_in_ours(&self, first: u32, last: u32) -> Option<Range<u32>> {
        let three = self.three;
        let edges = (first..last).filter_map(|at| self.in_ours(at, first, last));
        let (from, to) = edges.fold((NONE, 0), |(from, to), range| (range.start.min(from), range.end.max(to)));
        if from >= to || three.ours.stream_of(from) != three.ours.stream_of(to - 1) {
            return None;
        }
        let is_inside = |at: u32| {
            let base = three.ours_base[at as usize];
            base == NONE || {
                let theirs = three.base_theirs[base as usize];
                theirs == NONE || (first..last).contains(&theirs) || three.to_theirs.to_b[base as usize] == NONE
            }
        };
        (from..to).all(is_inside).then_some(from..to)
    }

    /// The tokens of ours that stand for a token of theirs: its own, or those that ours put in its place, if what they
    /// replaced lies within the range.
    fn in_ours(&self, at: u32, first: u32, last: u32) -> Option<Range<u32>> {
        let three = self.three;
        let own = three.theirs_ours[at as usize];
        if own != NONE {
            return Some(own..own + 1);
        }
        let base = three.theirs_base[at as usize];
        let found = three.our_gaps.partition_point(|gap| gap.a.end <= base);
        let gap = three.our_gaps.get(found).filter(|gap| base != NONE && gap.a.contains(&base))?;
        let is_within = gap.a.clone().all(|base| {
            let theirs = three.base_theirs[base as usize];
            theirs == NONE || (first..last).contains(&theirs)
        });
        (is_within && !gap.b.is_empty()).then(|| gap.b.clone())
    }

    /// Where the tags of an element over a range of tokens of ours stand (bytes), or the element with which it would cross.
    /// `holds` says of an element over the same words whether the new one holds it. Elements whose tags go are passed over.
    pub(super) fn tags(&self, range: &Range<u32>, holds: &dyn Fn(u32) -> bool) -> Result<(u32, u32), u32> {
        self.tags_of(range, holds).or_else(|element| {
            // Words beside the range that theirs takes out do not count.
            let whole = self.three.ours.streams[self.three.ours.stream_of(range.start) as usize];
            let mut wide = range.clone();
            while wide.start > whole.first && self.going.contains(&(wide.start - 1)) {
                wide.start -= 1;
            }
            while wide.end < whole.last && self.going.contains(&wide.end) {
                wide.end += 1;
            }
            if wide == *range { Err(element) } else { self.tags_of(&wide, holds) }
        })
    }

    fn tags_of(&self, range: &Range<u32>, holds: &dyn Fn(u32) -> bool) -> Result<(u32, u32), u32> {
        let ours = &self.three.ours;
        let (first, last) = (range.start, range.end - 1);
        let mut open = bytes_of(ours, first).0;
        let mut close = bytes_of(ours, last).1;
        let is_taken = |element: u32| {
            let mark = &ours.elements[element as usize];
            let is_same = mark.first == range.start && mark.last == range.end;
            range.start <= mark.first && mark.last <= range.end && (!is_same || holds(element))
        };
        let mut element = self.around(first);
        while let Some(mark) = ours.elements.get(element as usize) {
            if self.fading[element as usize] {
                element = mark.parent;
                continue;
            }
            if mark.first < range.start && mark.last > range.start && mark.last < range.end {
                return Err(element);
            }
            if mark.first != range.start || mark.stream != ours.stream_of(first) || !is_taken(element) {
                break;
            }
            open = mark.open.0;
            element = mark.parent;
        }
        self.crossing(element, range)?;
        let mut element = self.around(last);
        while let Some(mark) = ours.elements.get(element as usize) {
            if self.fading[element as usize] {
                element = mark.parent;
                continue;
            }
            if mark.first > range.start && mark.first < range.end && mark.last > range.end {
                return Err(element);
            }
            if mark.last != range.end || mark.stream != ours.stream_of(last) || !is_taken(element) {
                break;
            }
            close = mark.close.1;
            element = mark.parent;
        }
        self.crossing(element, range)?;
        Ok((open, close))
    }

    /// The innermost element round a token that is not the token itself.
    pub(super) fn around(&self, at: u32) -> u32 {
        let ours = &self.three.ours;
        let token = &ours.tokens[at as usize];
        match token.kind {
            TokenKind::Empty | TokenKind::Note => ours.elements[token.element as usize].parent,
            TokenKind::Text | TokenKind::Comment | TokenKind::Instruction => token.element,
        }
    }

    fn crossing(&self, mut element: u32, range: &Range<u32>) -> Result<(), u32> {
        let ours = &self.three.ours;
        while let Some(mark) = ours.elements.get(element as usize) {
            let is_inside = range.start <= mark.first && mark.last <= range.end;
            let is_round = mark.first <= range.start && range.end <= mark.last;
            if !self.fading[element as usize] && mark.stream == ours.stream_of(range.start) && !is_inside && !is_round {
                return Err(element);
            }
            element = mark.parent;
        }
        Ok(())
    }
}
