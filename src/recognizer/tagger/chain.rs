//! Chains of labels: the best one, and how probable each label and each name is (a linear-chain conditional random
//! field; Lafferty and others 2001).

use crate::model::NameKind;
use crate::recognizer::tagger::label::{LABELS, Mask, OUTSIDE, begin, follows, inside, kind};

/// A score or a probability for each label.
pub(in crate::recognizer) type Scores = [f32; LABELS];

/// For each label the scores of those that follow it. Before the first token stands `OUTSIDE`.
pub(in crate::recognizer) type Transitions = [Scores; LABELS];

/// The probabilities of a chain, with buffers that are used again.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    factors: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    scales: Vec<f32>,
    /// For each token the best label before each of its labels.
    from: Vec<[usize; LABELS]>,
    /// The logarithm of the sum over all chains.
    pub(super) log_sum: f32,
}

/// The factors of transitions: the exponentials of their scores, 0 for those that cannot be.
pub(super) fn factors(transitions: &Transitions) -> Transitions {
    let mut factors = [[0.0; LABELS]; LABELS];
    for (label, next) in (0..LABELS).flat_map(|label| (0..LABELS).map(move |next| (label, next))) {
        if follows(label, next) {
            factors[label][next] = transitions[label][next].exp();
        }
    }
    factors
}

impl Lattice {
    /// Sums over all chains with the labels that the masks allow. `moves` are the factors of the transitions.
    pub(super) fn sum(&mut self, scores: &[Scores], masks: &[Mask], moves: &Transitions) {
        self.prepare(scores, masks);
        let len = scores.len();
        let mut before = [0.0; LABELS];
        before[OUTSIDE] = 1.0;
        for at in 0..len {
            let mut sums = times(&before, moves);
            for (sum, factor) in sums.iter_mut().zip(&self.factors[at]) {
                *sum *= factor;
            }
            let scale = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for sum in &mut sums {
                *sum /= scale;
            }
            self.log_sum += scale.ln();
            self.scales.push(scale);
            self.forward.push(sums);
            before = sums;
        }
        self.backward.resize(len, [1.0; LABELS]);
        for at in (0..len.saturating_sub(1)).rev() {
            let next = self.rest(at + 1);
            for label in 0..LABELS {
                self.backward[at][label] = moves[label].iter().zip(&next).map(|(factor, rest)| factor * rest).sum();
            }
        }
    }

    fn prepare(&mut self, scores: &[Scores], masks: &[Mask]) {
        self.factors.clear();
        self.forward.clear();
        self.backward.clear();
        self.scales.clear();
        self.log_sum = 0.0;
        for (scores, &mask) in scores.iter().zip(masks) {
            let allowed = |label: usize| mask >> label & 1 == 1;
            let most = (0..LABELS)
                .filter(|&label| allowed(label))
                .map(|label| scores[label])
                .fold(f32::MIN, f32::max)
                .max(-1e9);
            let mut factors = [0.0; LABELS];
            for label in (0..LABELS).filter(|&label| allowed(label)) {
                factors[label] = (scores[label] - most).exp();
            }
            self.log_sum += most;
            self.factors.push(factors);
        }
    }

    /// For each label at `at` its factor with all that follows.
    fn rest(&self, at: usize) -> Scores {
        let mut rest = [0.0; LABELS];
        for label in 0..LABELS {
            rest[label] = self.factors[at][label] * self.backward[at][label] / self.scales[at];
        }
        rest
    }

    /// How probable each label is at a token.
    pub(super) fn at(&self, at: usize) -> Scores {
        let mut probabilities = [0.0; LABELS];
        for label in 0..LABELS {
            probabilities[label] = self.forward[at][label] * self.backward[at][label];
        }
        probabilities
    }

    /// How probable a transition into the token `at` is: for each label before it, of each label.
    pub(super) fn moves_to(&self, at: usize, moves: &Transitions) -> Transitions {
        let rest = self.rest(at);
        let mut start = [0.0; LABELS];
        start[OUTSIDE] = 1.0;
        let before = if at == 0 { &start } else { &self.forward[at - 1] };
        let mut into = [[0.0; LABELS]; LABELS];
        for (label, next) in (0..LABELS).flat_map(|label| (0..LABELS).map(move |next| (label, next))) {
            into[label][next] = before[label] * moves[label][next] * rest[next];
        }
        into
    }

    /// How probable it is that exactly the tokens from `start` to `end` are a name of a kind.
    pub(super) fn name(&self, kind: NameKind, start: usize, end: usize, moves: &Transitions) -> f32 {
        let (mut label, inner) = (begin(kind), inside(kind));
        let mut probability = self.forward[start][label];
        for at in start + 1..end {
            probability *= moves[label][inner] * self.factors[at][inner] / self.scales[at];
            label = inner;
        }
        if end < self.factors.len() {
            let rest = self.rest(end);
            let others = (0..LABELS).filter(|&next| next != inner);
            probability *= others.map(|next| moves[label][next] * rest[next]).sum::<f32>();
        }
        probability
    }

    /// Writes the best chain of labels to `labels`.
    pub(super) fn best(&mut self, moves: &Transitions, labels: &mut Vec<usize>) {
        let len = self.factors.len();
        labels.clear();
        labels.resize(len, OUTSIDE);
        self.from.clear();
        self.from.resize(len, [OUTSIDE; LABELS]);
        let mut before = [0.0; LABELS];
        before[OUTSIDE] = 1.0;
        for at in 0..len {
            let mut best = [0.0f32; LABELS];
            for label in (0..LABELS).filter(|&label| before[label] > 0.0) {
                for next in 0..LABELS {
                    let product = before[label] * moves[label][next] * self.factors[at][next];
                    if product > best[next] {
                        best[next] = product;
                        self.from[at][next] = label;
                    }
                }
            }
            let most = best.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            before = best.map(|product| product / most);
        }
        let mut label = (0..LABELS).fold(OUTSIDE, |best, next| if before[next] > before[best] { next } else { best });
        for at in (0..len).rev() {
            labels[at] = label;
            label = self.from[at][label];
        }
    }
}

fn times(before: &Scores, moves: &Transitions) -> Scores {
    let mut sums = [0.0; LABELS];
    for (label, row) in moves.iter().enumerate() {
        for next in 0..LABELS {
            sums[next] += before[label] * row[next];
        }
    }
    sums
}

/// The names in a chain of labels: kind, first token, one past the last.
pub(super) fn names(labels: &[usize], mut found: impl FnMut(NameKind, usize, usize)) {
    let mut at = 0;
    while at < labels.len() {
        let Some(kind) = kind(labels[at]) else {
            at += 1;
            continue;
        };
        let end = (at + 1..labels.len()).find(|&next| labels[next] != inside(kind)).unwrap_or(labels.len());
        found(kind, at, end);
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizer::tagger::label::{ALL, INNER};

    const PERSON: usize = 1;

    fn lattice(scores: &[Scores], masks: &[Mask]) -> (Lattice, Transitions) {
        let moves = factors(&[[0.0; LABELS]; LABELS]);
        let mut lattice = Lattice::default();
        lattice.sum(scores, masks, &moves);
        (lattice, moves)
    }

    #[test]
    fn probabilities_of_labels_and_of_transitions_add_up_to_one() {
        let scores = [[0.5, 2.0, 0.0, -1.0, 0.0, 0.3, 0.0], [0.1, 0.0, 1.0, 0.0, 0.0, 0.0, 3.0], [0.0; LABELS]];
        let (lattice, moves) = lattice(&scores, &[ALL, INNER, ALL]);
        for at in 0..3 {
            assert!((lattice.at(at).iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!((lattice.moves_to(at, &moves).iter().flatten().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert!(lattice.at(1)[PERSON].abs() < 1e-9);
    }

    #[test]
    fn the_best_chain_is_a_name_of_two_tokens_and_as_probable_as_its_labels_say() {
        let scores = [
            [0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0],
            [9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ];
        let (mut lattice, moves) = lattice(&scores, &[ALL; 3]);
        let mut labels = Vec::new();
        lattice.best(&moves, &mut labels);
        assert_eq!(labels, [1, 2, 0]);
        let mut found = Vec::new();
        names(&labels, |kind, start, end| found.push((kind, start, end)));
        assert_eq!(found, [(NameKind::Person, 0, 2)]);
        assert!(lattice.name(NameKind::Person, 0, 2, &moves) > 0.99);
        assert!(lattice.name(NameKind::Person, 0, 3, &moves) < 0.01);
    }

    #[test]
    fn nothing_follows_nothing() {
        let (mut lattice, moves) = lattice(&[], &[]);
        let mut labels = vec![3];
        lattice.best(&moves, &mut labels);
        assert!(labels.is_empty() && lattice.log_sum == 0.0);
    }
}
