//! Words: what theirs changed is put into ours, unless ours changed the same words or those beside them.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::align::{Gap, block_of, block_round, gaps};
use crate::compare::encoding::{Encoding, NONE, Stream, short};
use crate::compare::merge::conflict::ConflictKind;
use crate::compare::merge::edit::Edit;
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
    let clash = beside.iter().copied().find(|own| clashes(plan, hunk, own));
    if !has_stream || clash.is_some() {
        let message = clash_message(plan, hunk, clash);
        plan.clashes.push(Clash {
            kind: if has_stream { ConflictKind::Text } else { ConflictKind::Removed },
            message,
            ours: clash.and_then(|own| own.new.first().copied()).or_else(|| gone.first().copied()),
            theirs: hunk.new.first().copied(),
            base: hunk
                .gone
                .first()
                .copied()
                .or(Some(hunk.gap.a.start).filter(|&at| at < short(three.base.tokens.len()))),
        });
        plan.refused(&hunk.gone);
        return;
    }
    let moved = hunk.gone.iter().find(|&&at| three.to_ours.moved.iter().any(|&(moved, _)| moved == at));
    if let Some(&at) = moved {
        let own = three.base_ours[at as usize];
        let name = three.base.name_of(three.base.tokens[at as usize].element);
        plan.clashes.push(Clash {
            kind: ConflictKind::Removed,
            message: format!("theirs removed {name}, which ours moved"),
            ours: Some(own),
            theirs: None,
            base: Some(at),
        });
        plan.refused(&hunk.gone);
        return;
    }
    if let Some(element) = plan.edited_among(&gone) {
        let name = three.ours.name_of(element);
        let message = format!("theirs removed words in which ours marked or changed {name}");
        plan.clashes.push(Clash {
            kind: ConflictKind::Removed,
            message,
            ours: Some(three.ours.elements[element as usize].first),
            theirs: hunk.new.first().copied(),
            base: hunk.gone.first().copied(),
        });
        plan.refused(&hunk.gone);
        return;
    }
    let act = plan.act_for(&new, &format!("theirs {}", change(plan, &three.theirs, hunk)));
    if let (true, Some(token)) = (new.is_empty(), three.theirs.tokens.get(hunk.gap.b.start as usize)) {
        plan.acts[act].theirs = token.start;
    }
    plan.tie(&hunk.gone, act);
    plan.going.extend(&gone);
    let mut handled = vec![false; gone.len()];
    let beside = beside.iter().find(|own| !own.new.is_empty()).map(|own| {
        let is_after = own.gap.a.end <= hunk.gap.a.start;
        let token = if is_after { own.new.last() } else { own.new.first() };
        let place = token.map_or((0, 0), |&token| bytes_of(&three.ours, token));
        (is_after, if is_after { place.1 } else { place.0 })
    });
    let mut edits = insert(plan, &new, &gone, &mut handled, beside);
    let left: Vec<u32> = gone.iter().zip(&handled).filter(|(_, handled)| !**handled).map(|(&own, _)| own).collect();
    let next = three.theirs.tokens.get(hunk.gap.b.end as usize);
    let is_glued = next.is_some_and(|next| next.glued);
    edits.extend(delete(plan, &left, is_glued && hunk.new.is_empty()));
    plan.acts[act].edits.extend(edits);
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
            TokenKind::Empty | TokenKind::Note => text.push_str(&format!("<{}>", doc.name_of(token.element))),
            TokenKind::Comment => text.push_str("a comment"),
            TokenKind::Instruction => text.push_str("a processing instruction"),
        }
    }
    if tokens.len() > MANY {
        text.push_str(" …");
    }
    format!("\u{201C}{text}\u{201D}")
}

/// Puts in new words, in place of old ones where they stand at the same place.
///
/// `beside` says that ours put in words at the same place: whether those of theirs come after them, and the byte there.
fn insert(
    plan: &mut Plan<'_, '_>,
    new: &[u32],
    gone: &[u32],
    handled: &mut [bool],
    beside: Option<(bool, u32)>,
) -> Vec<Edit> {
    let three = plan.three;
    let mut edits = Vec::new();
    let mut rest = new;
    while let Some(&first) = rest.first() {
        let place = bytes_of(&three.theirs, first);
        // Words in an element that theirs put round others too stand with those.
        let token = &three.theirs.tokens[first as usize];
        let round = match token.kind {
            TokenKind::Empty | TokenKind::Note => three.theirs.elements[token.element as usize].parent,
            TokenKind::Text | TokenKind::Comment | TokenKind::Instruction => token.element,
        };
        let is_tight = plan.outermost(round).is_some_and(|top| plan.has_shared_words(top));
        let stretch = plan.stretch(place.0, place.1, is_tight);
        let count = rest.iter().take_while(|&&at| bytes_of(&three.theirs, at).1 <= stretch.theirs.end).count().max(1);
        let (tokens, after) = rest.split_at(count);
        rest = after;
        let own = stretch.ours.clone();
        let region = &three.ours.xml[own.start as usize..own.end as usize];
        let (mut from, mut to) = (stretch.theirs.start, stretch.theirs.end);
        let piece = &three.theirs.xml[from as usize..to as usize];
        let (lead, trail) = (space_before(piece), space_after(piece));
        let at;
        if let (Some((is_after, edge)), false) = (beside, region.trim_matches(SPACE).is_empty()) {
            // Words of ours stand in the stretch too, and stay: those of theirs are put in one for one.
            (from, to) = (place.0, tokens.last().map_or(place.1, |&last| bytes_of(&three.theirs, last).1));
            let among = gone.iter().map(|&token| bytes_of(&three.ours, token)).filter(|place| own.contains(&place.0));
            if let Some(place) = among.map(|place| place.0).min() {
                at = place;
                let mut end = place;
                for (idx, &token) in gone.iter().enumerate() {
                    let place = bytes_of(&three.ours, token);
                    if own.contains(&place.0) {
                        let between = &three.ours.xml[end.min(place.0) as usize..place.0 as usize];
                        let is_space = between.trim_matches(SPACE).is_empty();
                        edits.push(Edit::delete(if is_space { end.min(place.0) } else { place.0 }..place.1));
                        (end, handled[idx]) = (place.1, true);
                    }
                }
            } else if is_after {
                from -= space_after(&three.theirs.xml[..from as usize]);
                at = if own.contains(&edge) { edge } else { own.end - space_after(region) };
            } else {
                to += space_before(&three.theirs.xml[to as usize..]);
                at = if own.contains(&edge) { edge } else { own.start + space_before(region) };
            }
        } else if region.contains('<') {
            let among = gone.iter().position(|&token| own.contains(&bytes_of(&three.ours, token).0));
            if let Some(idx) = among {
                at = bytes_of(&three.ours, gone[idx]).0;
                let last =
                    gone.iter().map(|&token| bytes_of(&three.ours, token)).filter(|place| own.contains(&place.0));
                let last = last.map(|place| place.1).max().unwrap_or(at);
                // White space that ours has at the same side stays.
                from += if space_after(&three.ours.xml[..at as usize]) > 0 { lead } else { 0 };
                to -= if space_before(&three.ours.xml[last as usize..]) > 0 { trail } else { 0 };
                let mut end = at;
                for (idx, &token) in gone.iter().enumerate() {
                    let place = bytes_of(&three.ours, token);
                    if own.contains(&place.0) {
                        let between = &three.ours.xml[end.min(place.0) as usize..place.0 as usize];
                        let is_space = between.trim_matches(SPACE).is_empty();
                        edits.push(Edit::delete(if is_space { end.min(place.0) } else { place.0 }..place.1));
                        end = place.1;
                        handled[idx] = true;
                    }
                }
            } else if lead > 0 && trail == 0 {
                from += lead;
                at = own.end;
            } else {
                let has_space = region.starts_with([' ', '\t', '\r', '\n']);
                to -= if lead > 0 && has_space { trail } else { 0 };
                at = own.start;
            }
        } else if region.trim_matches(SPACE).is_empty() {
            match (region.is_empty(), lead > 0, trail > 0) {
                (true, ..) => at = own.start,
                (_, true, true) | (_, false, true) => {
                    to -= trail;
                    at = own.start;
                }
                (_, true, false) => {
                    from += lead;
                    at = own.end;
                }
                (_, false, false) => {
                    edits.push(Edit::delete(own.clone()));
                    at = own.start;
                }
            }
        } else {
            let (own_lead, own_trail) = (space_before(region), space_after(region));
            let (mut start, mut end) = (own.start, own.end);
            if lead > 0 && own_lead > 0 {
                (start, from) = (start + own_lead, from + lead);
            }
            if trail > 0 && own_trail > 0 {
                (end, to) = (end - own_trail, to - trail);
            }
            edits.push(Edit::delete(start..end));
            at = start;
            for (idx, &token) in gone.iter().enumerate() {
                handled[idx] |= own.contains(&bytes_of(&three.ours, token).0);
            }
        }
        edits.extend(plan.pieces(from..to.max(from), at));
        for &token in tokens {
            plan.inserted.insert(token, at);
        }
    }
    edits
}

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The bytes of white space at the start.
fn space_before(text: &str) -> u32 {
    short(text.len() - text.trim_start_matches(SPACE).len())
}

/// The bytes of white space at the end.
fn space_after(text: &str) -> u32 {
    short(text.len() - text.trim_end_matches(SPACE).len())
}

/// Takes out words of ours, with the white space that they leave over.
fn delete(plan: &Plan<'_, '_>, gone: &[u32], is_glued: bool) -> Vec<Edit> {
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
    /// What theirs has in a range of bytes, to be put in at a byte of ours: all but the tags of elements that reach beyond
    /// it, which are put in on their own.
    fn pieces(&mut self, range: Range<u32>, at: u32) -> Vec<Edit> {
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

    /// An element that ours added or changed among words that are to go.
    fn edited_among(&self, gone: &[u32]) -> Option<u32> {
        let three = self.three;
        let (&first, &last) = (gone.iter().min()?, gone.iter().max()?);
        let from = bytes_of(&three.ours, first).0;
        let to = bytes_of(&three.ours, last).1;
        let start = three.ours.elements.partition_point(|mark| mark.open.1 <= from && mark.close.1 <= from);
        let lists: HashMap<u32, ()> = gone.iter().map(|&token| (token, ())).collect();
        three.ours.elements[start.min(three.ours.elements.len())..]
            .iter()
            .enumerate()
            .take_while(|(_, mark)| mark.open.0 < to)
            .filter(|(_, mark)| mark.close.1 > from)
            .map(|(idx, mark)| (short(start + idx), mark))
            .find(|(idx, mark)| {
                let is_among = if mark.stream == three.ours.stream_of(first) {
                    mark.first < mark.last && (mark.first..mark.last).all(|token| lists.contains_key(&token))
                } else {
                    true
                };
                is_among && self.is_edited(*idx)
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
