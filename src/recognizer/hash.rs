//! Hashes of words and of features: fast, the same on every machine, and good enough for tables of known size.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of some bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("the chunk has 8 bytes"));
        state = mix(state, word);
    }
    let rest = chunks.remainder().iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    mix(state, rest)
}

/// The hash of two values in this order.
pub(super) fn mix(one: u64, two: u64) -> u64 {
    let product = (one.rotate_left(23) ^ two).wrapping_mul(MULTIPLIER);
    (product ^ product >> 29).wrapping_mul(MULTIPLIER | 1 << 40)
}

/// A map whose keys are hashes already.
pub(super) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Unhashed>>;

/// A set of hashes.
pub(super) type HashedSet = HashSet<u64, BuildHasherDefault<Unhashed>>;

/// Takes a key that is a hash as it stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_have_different_hashes() {
        let words = ["", "a", "b", "varnov", "varnova", "orlovsky-varnov", "orlovsky-varnow"];
        let hashes: std::collections::BTreeSet<u64> = words.iter().map(|word| hash(word.as_bytes())).collect();
        assert_eq!(hashes.len(), words.len());
    }

    #[test]
    fn hashes_stay_what_they_were_for_models_are_made_of_them() {
        assert_eq!(hash(b"varnov"), 0x3B42_417D_16EC_51CE);
        assert_eq!(mix(1, 2), 0xB116_163A_9493_864A);
    }
}
