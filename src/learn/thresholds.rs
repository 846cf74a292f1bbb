//! From probabilities to certainty: how probable a name must be to be marked, and to be called certain.

use crate::learn::evaluate::Verdict;
use crate::learn::{KINDS, number};
use crate::recognizer::Thresholds;

/// Of names that are marked as certain at least so many have the right extent. More is asked of persons, since of them the
/// documents of one edition show more than new ones do.
const CERTAIN: [f64; KINDS.len()] = [0.98, 0.96, 0.96];
/// Of names that are marked with medium certainty at least so many.
const MEDIUM: f64 = 0.75;
/// Below this no name is marked.
const LEAST: f32 = 0.3;

/// The thresholds that fit the verdicts on documents that were kept back.
pub(super) fn fit(verdicts: &[Verdict]) -> Thresholds {
    let mut thresholds = Thresholds::default();
    for kind in KINDS {
        let mut of_kind: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.kind == kind).collect();
        of_kind.sort_by(|one, two| two.probability.total_cmp(&one.probability));
        let kind = number(kind);
        let high = lowest(&of_kind, CERTAIN[kind]).unwrap_or(1.0);
        let rest: Vec<&Verdict> = of_kind.into_iter().filter(|verdict| verdict.probability < high).collect();
        let medium = lowest(&rest, MEDIUM).unwrap_or(high).min(high);
        thresholds.high[kind] = high;
        thresholds.medium[kind] = medium.max(LEAST);
        thresholds.low[kind] = LEAST.min(medium);
    }
    thresholds
}

/// The lowest probability such that of the names that are at least so probable a share is right.
fn lowest(sorted: &[&Verdict], share: f64) -> Option<f32> {
    let (mut right, mut count, mut lowest) = (0u32, 0u32, None);
    for equals in sorted.chunk_by(|one, two| one.probability.total_cmp(&two.probability).is_eq()) {
        for verdict in equals {
            count += 1;
            right += u32::from(verdict.exact);
        }
        if count >= FEWEST && f64::from(right) >= share * f64::from(count) {
            lowest = equals.first().map(|verdict| verdict.probability);
        }
    }
    lowest
}

/// Fewer names than this show no share.
const FEWEST: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NameKind;

    #[test]
    fn what_is_nearly_always_right_is_certain() {
        let verdict = |probability: f32, exact| Verdict { kind: NameKind::Place, probability, exact, overlap: exact };
        let mut verdicts: Vec<Verdict> = (0..100).map(|_| verdict(0.95, true)).collect();
        verdicts.extend((0..100u8).map(|number| verdict(0.6, number % 8 != 0)));
        verdicts.extend((0..100).map(|_| verdict(0.4, false)));
        let thresholds = fit(&verdicts);
        assert!((thresholds.high[1] - 0.95).abs() < 1e-6, "{thresholds:?}");
        assert!((thresholds.medium[1] - 0.6).abs() < 1e-6);
    }
}
