//! Splices into the bytes of a document: what is taken out, and what is put in.

use crate::compare::encoding::short;

/// One splice, as part of an act that is done whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// The bytes that go; empty where only something is put in.
    pub(super) from: u32,
    pub(super) to: u32,
    /// What is put in at `from`.
    pub(super) text: String,
    /// Where that stands in the document it comes from: what is put in at one place keeps that order.
    pub(super) order: u32,
}

impl Edit {
    pub(super) fn insert(at: u32, text: impl Into<String>, order: u32) -> Self {
        Self { from: at, to: at, text: text.into(), order }
    }

    pub(super) fn delete(range: std::ops::Range<u32>) -> Self {
        Self { from: range.start, to: range.end, text: String::new(), order: 0 }
    }

    pub(super) fn replace(range: std::ops::Range<u32>, text: impl Into<String>, order: u32) -> Self {
        Self { from: range.start, to: range.end, text: text.into(), order }
    }
}

/// A stretch that goes elsewhere with all that is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Where it goes.
    pub(super) target: u32,
    pub(super) order: u32,
    /// White space that goes before it.
    pub(super) lead: String,
}

/// The text with all splices done. Ranges that go may overlap; what is put in is never lost.
pub(super) fn spliced(text: &str, edits: &[&Edit], moves: &[&Move]) -> String {
    let mut edits: Vec<Edit> = edits.iter().map(|&edit| edit.clone()).collect();
    // The smallest first, so that a move inside a move is done before it.
    let mut moves = moves.to_vec();
    moves.sort_by_key(|moved| moved.to - moved.from);
    for moved in moves {
        let is_inside = |edit: &Edit| moved.from <= edit.from && edit.to <= moved.to && edit.from < moved.to;
        // What is put in directly before it stays there.
        let (inside, mut rest): (Vec<Edit>, Vec<Edit>) =
            edits.into_iter().partition(|edit| is_inside(edit) && !(edit.from == edit.to && edit.from == moved.from));
        let content = apply(text, moved.from..moved.to, inside);
        rest.push(Edit::delete(moved.from..moved.to));
        rest.push(Edit::insert(moved.target, format!("{}{content}", moved.lead), moved.order));
        edits = rest;
    }
    apply(text, 0..short(text.len()), edits)
}

fn apply(text: &str, range: std::ops::Range<u32>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.from, edit.order));
    let mut result = String::with_capacity(range.len() + range.len() / 16);
    let mut at = range.start;
    for edit in &edits {
        if edit.from > at {
            result.push_str(&text[at as usize..edit.from as usize]);
            at = edit.from;
        }
        result.push_str(&edit.text);
        at = at.max(edit.to);
    }
    if range.end > at {
        result.push_str(&text[at as usize..range.end as usize]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_at_one_place_keeps_its_order() {
        let edits = [Edit::insert(1, "2", 20), Edit::insert(1, "1", 10), Edit::delete(2..3)];
        assert_eq!(spliced("abcd", &edits.iter().collect::<Vec<_>>(), &[]), "a12bd");
    }

    #[test]
    fn a_stretch_moves_with_what_is_done_to_it() {
        let edits = [Edit::replace(1..2, "B", 0)];
        let moved = Move { from: 0, to: 3, target: 4, order: 0, lead: String::new() };
        assert_eq!(spliced("abcd", &edits.iter().collect::<Vec<_>>(), &[&moved]), "daBc");
    }
}
