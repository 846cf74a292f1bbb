//! Words: what theirs changed is put into ours, unless ours changed the same words or those beside them.

use std::collections::HashSet;
use std::ops::Range;

use crate::compare::align::{Gap, block_of, block_round, gaps};
use crate::compare::encoding::{Encoding, NONE, Stream, short};
use crate::compare::merge::conflict::ConflictKind;
use crate::compare::merge::edit::Edit;
use crate::compare::merge::insert::{delete, insert};
use crate::compare::merge::three::bytes_of;
use crate::compare::merge::{Clash, Plan};
use crate::compare::token::TokenKind;

/// A stretch of a stream of the base that one side changed.
struct Hunk {
    gap: Gap,
    /// Tokens of the base that are gone.
    gone: Vec<u32>,
    /// Tokens that are new.
    new: Vec<u32>,
}

/// Plans all changes of words, and of comments and other things that are no elements round words.
pub(super) fn plan(plan: &mut Plan<'_, '_>) {
    let three = plan.three;
    for stream in 0..three.base.streams.len() {
        let theirs = three.to_theirs.streams[stream];
        if theirs == NONE {
            continue;
        }
        let ours = three.to_ours.streams[stream];
        let whole = three.base.streams[stream];
        let hunks = |alignment, other: Stream, to: &[u32], back: &[u32]| {
            let whole = Gap { a: whole.first..whole.last, b: other.first..other.last };
            gaps(&whole, alignment)
                .into_iter()
                .map(|gap| Hunk {
                    gone: gap.a.clone().filter(|&at| to[at as usize] == NONE).collect(),
                    new: gap.b.clone().filter(|&at| back[at as usize] == NONE).collect(),
                    gap,
                })
                .filter(|hunk| !hunk.gone.is_empty() || !hunk.new.is_empty())
                .collect::<Vec<_>>()
        };
        let theirs = three.theirs.streams[theirs as usize];
        let of_theirs = hunks(&three.to_theirs, theirs, &three.base_theirs, &three.theirs_base);
        let of_ours = match three.ours.streams.get(ours as usize) {
            Some(&ours) => hunks(&three.to_ours, ours, &three.base_ours, &three.ours_base),
            None => Vec::new(),
        };
        let of_theirs: Vec<Hunk> = of_theirs.into_iter().flat_map(|hunk| parts(plan, hunk)).collect();
        for hunk in of_theirs {
            take(plan, &hunk, &of_ours, ours != NONE);
        }
    }
    comments(plan);
}

/// A removal and an addition that only meet, each in blocks of its own, are two changes.
fn parts(plan: &Plan<'_, '_>, hunk: Hunk) -> Vec<Hunk> {
    if hunk.gone.is_empty() || hunk.new.is_empty() {
        return vec![hunk];
    }
    let three = plan.three;
    let old = blocks(&three.base, &hunk.gone, &[]);
    let new = blocks(&three.theirs, &hunk.new, &three.in_theirs.to_a);
    // A block that was joined with others is known by the first of them.
    let joined = |base: u32| three.in_theirs.merged.iter().find(|(parts, _)| parts.contains(&base));
    let old: Vec<Block> =
        old.into_iter().map(|(_, base)| (true, joined(base).map_or(base, |(parts, _)| parts[0]))).collect();
    if new.iter().any(|block| block.0 && old.contains(block)) {
        return vec![hunk];
    }
    let (a, b) = (hunk.gap.a.end, hunk.gap.b.end);
    let removal = Hunk { gap: Gap { a: hunk.gap.a, b: b..b }, gone: hunk.gone, new: Vec::new() };
    vec![removal, Hunk { gap: Gap { a: a..a, b: hunk.gap.b }, gone: Vec::new(), new: hunk.new }]
}

/// A block: whether the base has it, and its number there, or else in the document.
type Block = (bool, u32);

/// The blocks in which tokens stand. `to_base` tells the elements of the base.
fn blocks(doc: &Encoding<'_>, tokens: &[u32], to_base: &[u32]) -> Vec<Block> {
    let blocks = tokens.iter().map(|&at| {
        let token = &doc.tokens[at as usize];
        // What stands for an element stands in its parent.
        let block = match token.kind {
            TokenKind::Empty | TokenKind::Note => block_round(doc, doc.elements[token.element as usize].parent),
            TokenKind::Text | TokenKind::Comment | TokenKind::Instruction => block_of(doc, at),
        };
        match to_base.get(block as usize) {
            Some(&base) if base != NONE => (true, base),
            _ => (false, block),
        }
    });
    let mut blocks: Vec<Block> = blocks.collect();
    blocks.dedup();
    blocks
}

/// Takes a change of theirs, or finds that it cannot be taken.
fn take(plan: &mut Plan<'_, '_>, hunk: &Hunk, of_ours: &[Hunk], has_stream: bool) {
    let three = plan.three;
    let new: Vec<u32> = hunk.new.iter().copied().filter(|&at| three.theirs_ours[at as usize] == NONE).collect();
    let gone: Vec<u32> = hunk.gone.iter().map(|&at| three.base_ours[at as usize]).filter(|&own| own != NONE).collect();
    if new.is_empty() && gone.is_empty() {
        return;
    }
    let first = of_ours.partition_point(|own| own.gap.a.end < hunk.gap.a.start);
    let beside: Vec<&Hunk> = of_ours[first..].iter().take_while(|own| own.gap.a.start <= hunk.gap.a.end).collect();
    let at_odds = beside.iter().copied().find(|own| clashes(plan, hunk, own));
    let refusal = if !has_stream || at_odds.is_some() {
        Some(contradiction(plan, hunk, at_odds, &gone, has_stream))
    } else {
        lost_work(plan, hunk, &gone, &new)
    };
    if let Some(clash) = refusal {
        plan.clashes.push(clash);
        plan.refused(&hunk.gone);
        return;
    }
    let act = plan.act_for(&new, &format!("theirs {}", change(plan, &three.theirs, hunk)));
    if let (true, Some(token)) = (new.is_empty(), three.theirs.tokens.get(hunk.gap.b.start as usize)) {
        plan.acts[act].theirs = token.start;
    }
    plan.tie(&hunk.gone, act);
    plan.going.extend(&gone);
    let beside = beside.iter().find(|own| !own.new.is_empty()).map(|own| {
        let is_after = own.gap.a.end <= hunk.gap.a.start;
        let token = if is_after { own.new.last() } else { own.new.first() };
        let place = token.map_or((0, 0), |&token| bytes_of(&three.ours, token));
        (is_after, if is_after { place.1 } else { place.0 })
    });
    let (mut edits, left) = insert(plan, &new, &gone, beside);
    let next = three.theirs.tokens.get(hunk.gap.b.end as usize);
    let is_glued = next.is_some_and(|next| next.glued);
    edits.extend(delete(plan, &left, is_glued && hunk.new.is_empty()));
    plan.acts[act].edits.extend(edits);
}

/// What is said of a change that is at odds with one of ours.
fn contradiction(plan: &Plan<'_, '_>, hunk: &Hunk, own: Option<&Hunk>, gone: &[u32], has_stream: bool) -> Clash {
    let in_base = |&at: &u32| at < short(plan.three.base.tokens.len());
    Clash {
        kind: if has_stream && !own.is_some_and(|own| own.new.is_empty()) {
            ConflictKind::Text
        } else {
            ConflictKind::Removed
        },
        message: clash_message(plan, hunk, own),
        ours: own.and_then(|own| own.new.first().copied()).or_else(|| gone.first().copied()),
        theirs: hunk.new.first().copied(),
        base: hunk.gone.first().copied().or_else(|| Some(hunk.gap.a.start).filter(in_base)),
    }
}

/// What of ours would be lost with words that theirs removed: a move, other words of a note, a mark.
fn lost_work(plan: &Plan<'_, '_>, hunk: &Hunk, gone: &[u32], new: &[u32]) -> Option<Clash> {
    let three = plan.three;
    let clash = |message: String, ours: u32, base: Option<u32>| Clash {
        kind: ConflictKind::Removed,
        message,
        ours: Some(ours),
        theirs: hunk.new.first().copied(),
        base: base.or_else(|| hunk.gone.first().copied()),
    };
    let moved = hunk.gone.iter().find(|&&at| three.to_ours.moved.iter().any(|&(moved, _)| moved == at));
    if let Some(&at) = moved {
        let name = three.base.name_of(three.base.tokens[at as usize].element);
        return Some(clash(format!("theirs removed {name}, which ours moved"), three.base_ours[at as usize], Some(at)));
    }
    let is_other = |&base: &u32| {
        let (old, own) = (&three.base.tokens[base as usize], three.base_ours[base as usize]);
        let is_same = three.ours.tokens.get(own as usize).is_none_or(|own| own.hash == old.hash);
        !is_same && old.kind != TokenKind::Empty
    };
    if let Some(base) = hunk.gone.iter().copied().find(is_other) {
        let message = "theirs removed a note, a comment or an instruction that ours changed".to_owned();
        return Some(clash(message, three.base_ours[base as usize], Some(base)));
    }
    let element = plan.edited_among(gone, new)?;
    let name = three.ours.name_of(element);
    let message = format!("theirs removed words in which ours marked or changed {name}");
    Some(clash(message, three.ours.elements[element as usize].first, None))
}

/// Whether two changes that meet are at odds. Those that only take words out are not, nor are those that touch: one that
/// puts in words at the edge of what the other replaces, or each in a block of its own.
fn clashes(plan: &Plan<'_, '_>, hunk: &Hunk, own: &Hunk) -> bool {
    if own.new.is_empty() && hunk.new.is_empty() {
        return false;
    }
    let (one, other) = (&hunk.gap.a, &own.gap.a);
    let are_apart = one.end <= other.start || other.end <= one.start;
    if are_apart && !(one.is_empty() && other.is_empty()) {
        return false;
    }
    let three = plan.three;
    let of_theirs = blocks(&three.theirs, &hunk.new, &three.in_theirs.to_a);
    let of_ours = blocks(&three.ours, &own.new, &three.in_ours.to_a);
    let are_parted = of_theirs.iter().all(|block| !block.0 || !of_ours.contains(block))
        && of_ours.iter().all(|block| block.0 || of_theirs.iter().all(|block| block.0));
    // A note, a break or a comment goes with the word before it, and new words after that.
    let are_words = |doc: &Encoding<'_>, new: &[u32]| new.iter().any(|&at| doc.tokens[at as usize].is_text());
    let is_one_of_words = are_words(&three.theirs, &hunk.new) != are_words(&three.ours, &own.new);
    !(are_apart && (are_parted || is_one_of_words))
}

fn clash_message(plan: &Plan<'_, '_>, hunk: &Hunk, own: Option<&Hunk>) -> String {
    let theirs = change(plan, &plan.three.theirs, hunk);
    match own {
        Some(own) => format!("ours {}, and theirs {theirs}", change(plan, &plan.three.ours, own)),
        None => format!("ours removed the note in which theirs {theirs}"),
    }
}

/// A change in words: what `doc` put in, took out or changed.
fn change(plan: &Plan<'_, '_>, doc: &Encoding<'_>, hunk: &Hunk) -> String {
    let (old, new) = (words(&plan.three.base, &hunk.gone), words(doc, &hunk.new));
    match (hunk.gone.is_empty(), hunk.new.is_empty()) {
        (true, _) => format!("put in {new}"),
        (_, true) => format!("took out {old}"),
        _ => format!("changed {old} to {new}"),
    }
}

/// Tokens in words; what is no text by its name.
fn words(doc: &Encoding<'_>, tokens: &[u32]) -> String {
    const MANY: usize = 16;
    let mut text = String::new();
    for &at in tokens.iter().take(MANY) {
        let token = &doc.tokens[at as usize];
        if !text.is_empty() && !token.glued {
            text.push(' ');
        }
        match token.kind {
            TokenKind::Text => text.push_str(&doc.text(token)),
            TokenKind::Empty | TokenKind::Note => {
                text.extend(["<", doc.name_of(token.element), ">"]);
            }
            TokenKind::Comment => text.push_str("a comment"),
            TokenKind::Instruction => text.push_str("a processing instruction"),
        }
    }
    if tokens.len() > MANY {
        text.push_str(" …");
    }
    format!("\u{201C}{text}\u{201D}")
}

/// Comments and processing instructions that say something else.
fn comments(plan: &mut Plan<'_, '_>) {
    let three = plan.three;
    for (at, token) in three.base.tokens.iter().enumerate() {
        let theirs = three.base_theirs[at];
        if !matches!(token.kind, TokenKind::Comment | TokenKind::Instruction) || theirs == NONE {
            continue;
        }
        let new = &three.theirs.tokens[theirs as usize];
        if new.hash == token.hash {
            continue;
        }
        let own = three.base_ours[at];
        let hash = three.ours.tokens.get(own as usize).map(|own| own.hash);
        if hash == Some(token.hash) {
            let (from, to) = bytes_of(&three.theirs, theirs);
            let (start, end) = bytes_of(&three.ours, own);
            let text = &three.theirs.xml[from as usize..to as usize];
            let act = plan.act_for(&[], "a comment changed by theirs");
            plan.acts[act].theirs = from;
            plan.acts[act].edits.push(Edit::replace(start..end, text, from));
        } else if hash != Some(new.hash) {
            plan.clashes.push(Clash {
                kind: if own == NONE { ConflictKind::Removed } else { ConflictKind::Text },
                message: "theirs changed a comment that ours changed otherwise, or removed".to_owned(),
                ours: Some(own).filter(|&own| own != NONE),
                theirs: Some(theirs),
                base: Some(short(at)),
            });
        }
    }
}

impl Plan<'_, '_> {
    /// Bytes of new tokens of theirs, with the tags of new elements that hold none but them.
    pub(super) fn with_tags(&self, tokens: &[u32], mut from: u32, mut to: u32) -> (u32, u32) {
        let three = self.three;
        for &token in tokens {
            let mut element = three.theirs.tokens[token as usize].element;
            while let Some(mark) = three.theirs.elements.get(element as usize) {
                let is_new =
                    three.in_theirs.to_a[element as usize] == NONE && three.element_ours[element as usize] == NONE;
                if !is_new || !(mark.first..mark.last).all(|at| tokens.contains(&at)) {
                    break;
                }
                (from, to) = (from.min(mark.open.0), to.max(mark.close.1));
                element = mark.parent;
            }
        }
        (from, to)
    }

    /// What theirs has in a range of bytes, to be put in at a byte of ours: all but the tags of elements that reach beyond
    /// it, which are put in on their own.
    pub(super) fn pieces(&mut self, range: Range<u32>, at: u32) -> Vec<Edit> {
        let theirs = &self.three.theirs;
        let mut cuts: Vec<(u32, u32)> = Vec::new();
        let first = theirs.elements.partition_point(|mark| mark.open.0 < range.start);
        let mut opened = Vec::new();
        for (idx, mark) in theirs.elements.iter().enumerate().skip(first) {
            if mark.open.0 >= range.end {
                break;
            }
            if mark.close.1 <= range.end {
                opened.push(short(idx));
            } else {
                cuts.push(mark.open);
            }
        }
        let after = self.moved.partition_point(|&(_, end)| end <= range.start);
        let moved: Vec<(u32, u32)> = self.moved[after..]
            .iter()
            .copied()
            .take_while(|&(start, _)| start < range.end)
            .filter(|&(start, end)| range.start <= start && end <= range.end)
            .collect();
        // What moved is put in by its move.
        opened.retain(|&element: &u32| {
            let at = theirs.elements[element as usize].open.0;
            !moved.iter().any(|&(start, end)| start <= at && at < end)
        });
        self.carried.extend(opened);
        let first = self.closes.partition_point(|close| close.0.0 < range.start);
        for &(close, element) in &self.closes[first..] {
            if close.0 >= range.end {
                break;
            }
            if theirs.elements[element as usize].open.0 < range.start && close.0 < close.1 {
                cuts.push(close);
            }
        }
        cuts.extend(moved);
        cuts.sort_unstable();
        let mut edits = Vec::new();
        let mut from = range.start;
        for cut in cuts.into_iter().chain([(range.end, range.end)]) {
            if cut.0 > from {
                edits.push(Edit::insert(at, &theirs.xml[from as usize..cut.0 as usize], from));
            }
            from = from.max(cut.1);
        }
        edits
    }

    /// An element that ours added or changed among words that are to go. One round all of them stays, if other words of
    /// one element come in their place.
    fn edited_among(&self, gone: &[u32], new: &[u32]) -> Option<u32> {
        let three = self.three;
        let (&first, &last) = (gone.iter().min()?, gone.iter().max()?);
        let from = bytes_of(&three.ours, first).0;
        let to = bytes_of(&three.ours, last).1;
        let start = three.ours.elements.partition_point(|mark| mark.open.1 <= from && mark.close.1 <= from);
        let element = new.first().map(|&token| three.theirs.tokens[token as usize].element);
        let is_plain = |&token: &u32| {
            let token = &three.theirs.tokens[token as usize];
            token.is_text() && Some(token.element) == element
        };
        let is_known = element.is_some_and(|element| three.in_theirs.to_a[element as usize] != NONE);
        let are_replaced = is_known && new.iter().all(is_plain);
        let lists: HashSet<u32> = gone.iter().copied().collect();
        three.ours.elements[start.min(three.ours.elements.len())..]
            .iter()
            .enumerate()
            .take_while(|(_, mark)| mark.open.0 < to)
            .filter(|(_, mark)| mark.close.1 > from)
            .map(|(idx, mark)| (short(start + idx), mark))
            .find(|(idx, mark)| {
                let is_among = if mark.stream == three.ours.stream_of(first) {
                    mark.first < mark.last && (mark.first..mark.last).all(|token| lists.contains(&token))
                } else {
                    true
                };
                let stays = are_replaced && mark.owned == NONE && mark.first == first && mark.last == last + 1;
                is_among && !stays && self.is_edited(*idx)
            })
            .map(|(idx, _)| idx)
    }

    /// Whether ours added an element, or changed its name or its attributes.
    pub(super) fn is_edited(&self, own: u32) -> bool {
        let three = self.three;
        match three.in_ours.to_a[own as usize] {
            NONE => !self.is_shared(own),
            base => {
                let (mark, old) = (&three.ours.elements[own as usize], &three.base.elements[base as usize]);
                three.ours.name(mark) != three.base.name(old)
                    || three.ours.attributes(mark) != three.base.attributes(old)
            }
        }
    }
}
