//! The matching blocks of two sequences, after Ratcliff and Obershelp: the longest first, then what lies before and after.

use std::collections::BTreeMap;

/// A block that both sequences share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shared {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) len: usize,
}

/// The blocks, in order. The time grows with the product of the lengths at worst; callers bound it.
pub(super) fn shared_blocks<T: Ord>(a: &[T], b: &[T]) -> Vec<Shared> {
    let mut places: BTreeMap<&T, Vec<usize>> = BTreeMap::new();
    for (idx, item) in b.iter().enumerate() {
        places.entry(item).or_default().push(idx);
    }
    let mut found = Vec::new();
    let mut queue = vec![(0, a.len(), 0, b.len())];
    while let Some((a_start, a_end, b_start, b_end)) = queue.pop() {
        let block = longest(a, &places, (a_start, a_end), (b_start, b_end));
        if block.len > 0 {
            queue.push((a_start, block.first, b_start, block.second));
            queue.push((block.first + block.len, a_end, block.second + block.len, b_end));
            found.push(block);
        }
    }
    found.sort_unstable();
    found
}

/// The longest block within two ranges; of equals the one that begins first.
fn longest<T: Ord>(a: &[T], places: &BTreeMap<&T, Vec<usize>>, of_a: (usize, usize), of_b: (usize, usize)) -> Shared {
    let mut best = Shared { first: of_a.0, second: of_b.0, len: 0 };
    // Lengths of the blocks that end at the item before, by their end in `b`.
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for (idx, item) in a.iter().enumerate().take(of_a.1).skip(of_a.0) {
        let mut next = BTreeMap::new();
        for &place in places.get(item).into_iter().flatten().filter(|&&place| (of_b.0..of_b.1).contains(&place)) {
            let before = place.checked_sub(1).and_then(|before| lengths.get(&before)).copied().unwrap_or_default();
            let len = before + 1;
            next.insert(place, len);
            if len > best.len {
                best = Shared { first: idx + 1 - len, second: place + 1 - len, len };
            }
        }
        lengths = next;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_block_comes_first_and_the_rest_round_it() {
        let chars = |words: &str| words.chars().collect::<Vec<_>>();
        let blocks = shared_blocks(&chars("xabcdy"), &chars("abcdxy"));
        let shown: Vec<(usize, usize, usize)> = blocks.iter().map(|one| (one.first, one.second, one.len)).collect();
        assert_eq!(shown, [(1, 0, 4), (5, 5, 1)]);
        assert_eq!(shared_blocks(&chars("abc"), &chars("xyz")), []);
    }
}
