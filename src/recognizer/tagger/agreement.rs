//! What the places of a word say of each other: after a first look at all of them, each is looked at again with what the
//! others are likely to be.

use crate::recognizer::hash::mix;
use crate::recognizer::tagger::chain::{Lattice, Scores, Transitions};
use crate::recognizer::tagger::label::{LABELS, Mask};
use crate::recognizer::tagger::sheet::NO_WORD;

/// The tokens of a document that may be part of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    /// The scores of the first look.
    pub(super) scores: &'a [Scores],
    /// What each may be.
    pub(super) masks: &'a [Mask],
    /// The words, by their numbers in the document.
    pub(super) words: &'a [u32],
    /// How each looks.
    pub(super) shapes: &'a [u64],
    /// Where segments start.
    pub(super) segments: &'a [usize],
}

impl Places<'_> {
    /// The tokens of a segment.
    pub(super) fn segment(&self, segment: usize) -> std::ops::Range<usize> {
        self.segments[segment]..self.segments.get(segment + 1).copied().unwrap_or(self.scores.len())
    }
}

/// How probable the labels are at each place, and over all places of each word.
#[derive(Debug, Default)]
pub(super) struct Opinions {
    own: Vec<Scores>,
    sums: Vec<Scores>,
}

impl Opinions {
    /// The opinions after a first look.
    pub(super) fn gather(places: &Places<'_>, moves: &Transitions) -> Self {
        let mut lattice = Lattice::default();
        let most = places.words.iter().filter(|&&word| word != NO_WORD).max().map_or(0, |&most| most as usize + 1);
        let mut opinions = Self { own: Vec::with_capacity(places.words.len()), sums: vec![[0.0; LABELS]; most] };
        for segment in 0..places.segments.len() {
            let range = places.segment(segment);
            lattice.sum(&places.scores[range.clone()], &places.masks[range.clone()], moves);
            for (at, place) in range.enumerate() {
                let own = lattice.at(at);
                opinions.own.push(own);
                if let Some(sums) = opinions.sums.get_mut(places.words[place] as usize) {
                    sums.iter_mut().zip(own).for_each(|(sum, part)| *sum += part);
                }
            }
        }
        opinions
    }

    /// The features of a place. `segment` are the tokens of its segment.
    pub(super) fn features(&self, places: &Places<'_>, segment: &std::ops::Range<usize>, place: usize) -> [u64; 7] {
        let beside = |at: Option<usize>| match at.filter(|at| segment.contains(at)) {
            Some(at) => (self.others(places.words[at], at), best(&self.own[at])),
            None => (7, 7),
        };
        let (others, own) = (self.others(places.words[place], place), best(&self.own[place]));
        let (before, own_before) = beside(place.checked_sub(1));
        let (after, own_after) = beside(Some(place + 1));
        let feature = |template: u64, value: u64| mix(template, value) & !super::feature::LEXICAL;
        [
            feature(100, others),
            feature(101, mix(others, own)),
            feature(102, mix(others, places.shapes[place])),
            feature(103, mix(others, mix(before, after))),
            feature(104, mix(own, mix(own_before, own_after))),
            feature(105, mix(mix(others, before), mix(own, own_before))),
            feature(106, mix(mix(others, after), mix(own, own_after))),
        ]
    }

    /// What the other places of a word are, in steps: how many they are, the likeliest label and how likely it is.
    fn others(&self, word: u32, place: usize) -> u64 {
        let Some(sums) = self.sums.get(word as usize) else { return 6 };
        let mut rest = *sums;
        rest.iter_mut().zip(self.own[place]).for_each(|(sum, own)| *sum = (*sum - own).max(0.0));
        let count: f32 = rest.iter().sum();
        let many = match count {
            ..0.5 => return 5,
            ..1.5 => 0,
            ..4.5 => 1,
            _ => 2,
        };
        for sum in &mut rest {
            *sum /= count;
        }
        // Whether it is a name of a person matters even where that is not the likeliest.
        mix(best(&rest), step(rest[1] + rest[2]) << 4 | many)
    }
}

/// The likeliest label and how likely it is, in steps.
fn best(labels: &Scores) -> u64 {
    let label = (0..LABELS).fold(0, |best, label| if labels[label] > labels[best] { label } else { best });
    ((8 + label as u64) << 4) | step(labels[label])
}

fn step(share: f32) -> u64 {
    match share {
        ..0.1 => 0,
        ..0.3 => 1,
        ..0.5 => 2,
        ..0.7 => 3,
        ..0.9 => 4,
        _ => 5,
    }
}
