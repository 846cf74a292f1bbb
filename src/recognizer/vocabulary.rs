//! What is known of half a million words in general: with which words each keeps company, and whether towns, families
//! or children bear it. Made by `data/vocabulary.py`, where sources and layout of the table are told.

/// What is known of a word; nothing of one that is not in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Word(u32);

static TABLE: &[u8] = include_bytes!("data/vocabulary.table");

/// The larger groups to which each group belongs, of 256 and of 64.
const GROUPS: usize = 1024;
/// The parts of the rows, by the upper 16 bits of the hash.
const PARTS: usize = 1 << 16;

/// Bits of a row that say what is known.
const KNOWN: u32 = 17;
/// Of these the bits of the group.
const GROUP: u32 = 10;

impl Word {
    /// What is known of the folded word with this hash.
    pub(super) fn of(hash: u64) -> Self {
        let (starts, rows) = TABLE[2 * GROUPS..].as_chunks::<4>().0.split_at(PARTS + 1);
        let [one, two, ..] = hash.to_be_bytes();
        let part = usize::from(u16::from_be_bytes([one, two]));
        let start = |part: usize| u32::from_le_bytes(starts[part]) as usize;
        let mut rows = rows[start(part)..start(part + 1)].iter().map(|row| u32::from_le_bytes(*row));
        let check = hash >> 33 & 0x7FFF;
        rows.find(|row| u64::from(row >> KNOWN) == check).map_or(Self(0), |row| Self(row & ((1 << KNOWN) - 1)))
    }

    /// The number of the group of words that keep the same company, from 1 on; 0 where none is known.
    pub(super) fn group(self) -> u64 {
        u64::from(self.0 & ((1 << GROUP) - 1))
    }

    /// The same, of 256 groups.
    pub(super) fn large_group(self) -> u64 {
        self.larger(0)
    }

    /// The same, of 64 groups.
    pub(super) fn largest_group(self) -> u64 {
        self.larger(GROUPS)
    }

    fn larger(self, table: usize) -> u64 {
        match self.0 & ((1 << GROUP) - 1) {
            0 => 0,
            group => 1 + u64::from(TABLE[table + group as usize]),
        }
    }

    /// Of what it is a name, and how well known: two bits of towns, one of towns of several words, two of family names,
    /// two of given names; 0 where nothing is known.
    pub(super) fn bearers(self) -> u64 {
        u64::from(self.0 >> GROUP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizer::hash::hash;

    fn word(folded: &str) -> Word {
        Word::of(hash(folded.as_bytes()))
    }

    #[test]
    fn words_that_keep_the_same_company_are_of_one_group() {
        assert_ne!(word("warsaw").group(), 0);
        assert_eq!(word("warsaw").group(), word("prague").group());
        assert_ne!(word("warsaw").group(), word("miklos").group());
        assert_eq!(word("minister").largest_group(), word("ambassador").largest_group());
    }

    #[test]
    fn towns_families_and_given_names_are_told_apart() {
        let bearers = |folded: &str| {
            let bits = word(folded).bearers();
            (bits & 3, bits >> 3 & 3, bits >> 5)
        };
        assert_eq!(bearers("krakow").0, 3);
        assert_eq!(bearers("smith").1, 3);
        assert_eq!(bearers("mary").2, 2);
        assert_eq!(bearers("tarasivka").1, 0);
    }

    #[test]
    fn nothing_is_known_of_what_is_no_word() {
        assert_eq!(word("qxzvbn"), Word::default());
        assert_eq!(word("qxzvbn").large_group(), 0);
    }
}
