//! Where in ours new words of theirs go, and which white space goes with them.

use std::ops::Range;

use crate::compare::encoding::short;
use crate::compare::merge::Plan;
use crate::compare::merge::edit::Edit;
use crate::compare::merge::place::Stretch;
use crate::compare::merge::three::bytes_of;
use crate::compare::token::TokenKind;

/// Where a piece of theirs goes.
struct Placing {
    /// The byte of ours at which it is put in.
    at: u32,
    /// The bytes of theirs.
    piece: Range<u32>,
    /// What goes from ours for it.
    cuts: Vec<Edit>,
    /// Whether the words of ours that are to go from the stretch go with those cuts.
    is_cut: bool,
}

/// The stretches of both documents between two things that they share, with what is to happen there.
struct Site<'s, 'a> {
    plan: &'s Plan<'s, 'a>,
    stretch: Stretch,
    /// New tokens of theirs.
    tokens: &'s [u32],
    /// The bytes of the tokens of ours that are to go.
    gone: Vec<(u32, u32)>,
}

/// Puts in new words, in place of old ones where they stand at the same place. Tells the old words that are left to be
/// taken out.
///
/// `beside` says that ours put in words at the same place: whether those of theirs come after them, and the byte there.
pub(super) fn insert(
    plan: &mut Plan<'_, '_>,
    new: &[u32],
    gone: &[u32],
    beside: Option<(bool, u32)>,
) -> (Vec<Edit>, Vec<u32>) {
    let three = plan.three;
    let mut edits = Vec::new();
    let mut left = gone.to_vec();
    let mut rest = new;
    while let Some(&first) = rest.first() {
        let stretch = stretch_of(plan, first);
        let count = rest.iter().take_while(|&&at| bytes_of(&three.theirs, at).1 <= stretch.theirs.end).count().max(1);
        let (tokens, after) = rest.split_at(count);
        rest = after;
        let own = stretch.ours.clone();
        let is_here = |&token: &u32| own.contains(&bytes_of(&three.ours, token).0);
        let gone = gone.iter().filter(|token| is_here(token)).map(|&token| bytes_of(&three.ours, token)).collect();
        let placing = Site { plan, stretch, tokens, gone }.placing(beside);
        if placing.is_cut {
            left.retain(|token| !is_here(token));
        }
        edits.extend(placing.cuts);
        let Range { start, end } = placing.piece;
        edits.extend(plan.pieces(start..end.max(start), placing.at));
        plan.inserted.extend(tokens.iter().map(|&token| (token, placing.at)));
    }
    (edits, left)
}

/// The stretch in which a new token of theirs stands.
fn stretch_of(plan: &Plan<'_, '_>, token: u32) -> Stretch {
    let theirs = &plan.three.theirs;
    let place = bytes_of(theirs, token);
    let token = &theirs.tokens[token as usize];
    let round = match token.kind {
        TokenKind::Empty | TokenKind::Note => theirs.elements[token.element as usize].parent,
        TokenKind::Text | TokenKind::Comment | TokenKind::Instruction => token.element,
    };
    // Words in an element that theirs put round others too stand with those.
    let is_tight = plan.outermost(round).is_some_and(|top| plan.has_shared_words(top));
    plan.stretch(place.0, place.1, is_tight)
}

impl Site<'_, '_> {
    /// What ours has in the stretch.
    fn region(&self) -> &str {
        let own = &self.stretch.ours;
        &self.plan.three.ours.xml[own.start as usize..own.end as usize]
    }

    /// White space at both ends of what theirs has in the stretch.
    fn space(&self) -> (u32, u32) {
        let range = &self.stretch.theirs;
        let piece = &self.plan.three.theirs.xml[range.start as usize..range.end as usize];
        (space_before(piece), space_after(piece))
    }

    fn placing(&self, beside: Option<(bool, u32)>) -> Placing {
        let region = self.region();
        let is_blank = region.trim_matches(SPACE).is_empty();
        match beside {
            Some(beside) if !is_blank => self.among_ours(beside),
            _ if region.contains('<') => self.among_tags(),
            _ if is_blank => self.in_space(),
            _ => self.for_words(),
        }
    }

    /// Words of ours stand in the stretch too, and stay: those of theirs are put in one for one.
    fn among_ours(&self, (is_after, edge): (bool, u32)) -> Placing {
        let theirs = &self.plan.three.theirs;
        let bytes = |token: Option<&u32>| token.map_or((0, 0), |&token| bytes_of(theirs, token));
        let (mut from, mut to) =
            self.plan.with_tags(self.tokens, bytes(self.tokens.first()).0, bytes(self.tokens.last()).1);
        let own = &self.stretch.ours;
        let at = if let Some(&(first, _)) = self.gone.first() {
            first
        } else if is_after {
            from -= space_after(&theirs.xml[..from as usize]);
            if own.contains(&edge) { edge } else { own.end - space_after(self.region()) }
        } else {
            to += space_before(&theirs.xml[to as usize..]);
            if own.contains(&edge) { edge } else { own.start + space_before(self.region()) }
        };
        Placing { at, piece: from..to, cuts: self.cuts(), is_cut: true }
    }

    /// Tags stand in the stretch of ours: words go in the place of old ones, or to the side to which they are glued.
    fn among_tags(&self) -> Placing {
        let ours = &self.plan.three.ours;
        let own = &self.stretch.ours;
        let (lead, trail) = self.space();
        let Range { start: mut from, end: mut to } = self.stretch.theirs.clone();
        let at = if let (Some(first), Some(last)) = (self.gone.first(), self.gone.iter().map(|place| place.1).max()) {
            // White space that ours has at the same side stays, also outside an element of ours.
            let (before, after) = (own.start as usize..first.0 as usize, last as usize..own.end.max(last) as usize);
            from += if is_spaced(&ours.xml[before]) { lead } else { 0 };
            to -= if is_spaced(&ours.xml[after]) { trail } else { 0 };
            first.0
        } else if lead > 0 && trail == 0 {
            from += lead;
            own.end
        } else {
            to -= if is_spaced(self.region()) { trail } else { 0 };
            own.start
        };
        Placing { at, piece: from..to, cuts: self.cuts(), is_cut: true }
    }

    /// Ours has white space there, or nothing.
    fn in_space(&self) -> Placing {
        let own = &self.stretch.ours;
        let (lead, trail) = self.space();
        let Range { start: from, end: to } = self.stretch.theirs.clone();
        let placing = |at: u32, piece: Range<u32>| Placing { at, piece, cuts: Vec::new(), is_cut: false };
        match (own.is_empty(), lead > 0, trail > 0) {
            (true, ..) => placing(own.start, from..to),
            (false, _, true) => placing(own.start, from..to - trail),
            (false, true, false) => placing(own.end, from + lead..to),
            (false, false, false) => Placing { cuts: vec![Edit::delete(own.clone())], ..placing(own.start, from..to) },
        }
    }

    /// Ours has the old words there, and no tag: they are replaced with what is between them.
    fn for_words(&self) -> Placing {
        let own = &self.stretch.ours;
        let (lead, trail) = self.space();
        let (own_lead, own_trail) = (space_before(self.region()), space_after(self.region()));
        let (mut start, mut end) = (own.start, own.end);
        let Range { start: mut from, end: mut to } = self.stretch.theirs.clone();
        if lead > 0 && own_lead > 0 {
            (start, from) = (start + own_lead, from + lead);
        }
        if trail > 0 && own_trail > 0 {
            (end, to) = (end - own_trail, to - trail);
        }
        Placing { at: start, piece: from..to, cuts: vec![Edit::delete(start..end)], is_cut: true }
    }

    /// Takes out the old words one by one, with the white space between them.
    fn cuts(&self) -> Vec<Edit> {
        let ours = &self.plan.three.ours;
        let mut end = self.gone.first().map_or(0, |place| place.0);
        let cut = |&(from, to): &(u32, u32)| {
            let is_space = from >= end && ours.xml[end as usize..from as usize].trim_matches(SPACE).is_empty();
            let start = if is_space { end } else { from };
            end = to;
            Edit::delete(start..to)
        };
        self.gone.iter().map(cut).collect()
    }
}

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether there is white space outside tags.
fn is_spaced(markup: &str) -> bool {
    markup.split('<').enumerate().any(|(idx, piece)| {
        let text = if idx == 0 { piece } else { piece.rsplit_once('>').map_or("", |(_, text)| text) };
        text.contains(SPACE)
    })
}

/// The bytes of white space at the start.
fn space_before(text: &str) -> u32 {
    short(text.len() - text.trim_start_matches(SPACE).len())
}

/// The bytes of white space at the end.
fn space_after(text: &str) -> u32 {
    short(text.len() - text.trim_end_matches(SPACE).len())
}

/// Takes out words of ours, with the white space that they leave over.
pub(super) fn delete(plan: &Plan<'_, '_>, gone: &[u32], is_glued: bool) -> Vec<Edit> {
    let ours = &plan.three.ours;
    let mut gone = gone.to_vec();
    gone.sort_unstable();
    let mut runs: Vec<Range<u32>> = Vec::new();
    for token in gone {
        let (from, to) = bytes_of(ours, token);
        match runs.last_mut() {
            Some(run) if ours.xml[run.end as usize..from as usize].trim_matches(SPACE).is_empty() => run.end = to,
            _ => runs.push(from..to),
        }
    }
    runs.into_iter()
        .map(|run| {
            let (before, after) = (&ours.xml[..run.start as usize], &ours.xml[run.end as usize..]);
            let (left, right) = (space_after(before), space_before(after));
            let at_start = before.trim_end_matches(SPACE).ends_with('>');
            let at_end = after.trim_start_matches(SPACE).starts_with('<');
            let (mut from, mut to) = (run.start, run.end);
            match (left > 0, right > 0) {
                (true, true) => {
                    to += right;
                    from -= if is_glued { left } else { 0 };
                    if at_end && right > left {
                        (from, to) = (run.start - left, run.end);
                    }
                }
                (true, false) if is_glued || at_end => from -= left,
                (false, true) if is_glued || at_start => to += right,
                _ => {}
            }
            Edit::delete(from..to)
        })
        .collect()
}
