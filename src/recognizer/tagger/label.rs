//! The labels that the tagger gives to tokens: outside, or the beginning or inside of a name of some kind.

use crate::model::NameKind;

/// How many labels there are.
pub(in crate::recognizer) const LABELS: usize = 7;

/// The label of a token that is part of no name.
pub(in crate::recognizer) const OUTSIDE: usize = 0;

/// The kinds of names, in the order of their labels.
pub(in crate::recognizer) const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organization];

/// Some of the labels, a bit for each.
pub(in crate::recognizer) type Mask = u8;

/// All labels.
pub(in crate::recognizer) const ALL: Mask = 0b111_1111;

/// The labels of a small word or a sign, which may stand inside a name and begins none.
pub(in crate::recognizer) const INNER: Mask = 0b101_0101;

/// The number of a kind in [`KINDS`].
pub(in crate::recognizer) fn number(kind: NameKind) -> usize {
    match kind {
        NameKind::Person => 0,
        NameKind::Place => 1,
        NameKind::Organization => 2,
    }
}

/// The label of the first token of a name.
pub(in crate::recognizer) fn begin(kind: NameKind) -> usize {
    1 + 2 * number(kind)
}

/// The label of any other token of a name.
pub(in crate::recognizer) fn inside(kind: NameKind) -> usize {
    begin(kind) + 1
}

/// The kind of the name that a label belongs to.
pub(in crate::recognizer) fn kind(label: usize) -> Option<NameKind> {
    KINDS.get(label.checked_sub(1)? / 2).copied()
}

/// Whether the label is that of a first token.
pub(in crate::recognizer) fn begins(label: usize) -> bool {
    label % 2 == 1
}

/// Whether `next` may follow `label`: the inside of a name follows only what belongs to it.
pub(in crate::recognizer) fn follows(label: usize, next: usize) -> bool {
    next == OUTSIDE || begins(next) || next == label || next == label + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_only_after_it_began() {
        let (person, place) = (begin(NameKind::Person), begin(NameKind::Place));
        assert!(follows(person, inside(NameKind::Person)) && follows(inside(NameKind::Person), person));
        assert!(!follows(OUTSIDE, inside(NameKind::Person)) && !follows(person, inside(NameKind::Place)));
        assert!(!follows(inside(NameKind::Person), inside(NameKind::Place)) && follows(person, place));
        assert!((0..LABELS).all(|label| (INNER >> label & 1 == 1) != begins(label)));
    }
}
