//! Settles which of several marks on the same words stays, so that marks of names and dates never cross.

use crate::model::{Annotation, Cert, Mark, NameKind, TextRange, Transcript};

/// A mark with the parts that lie inside it; they stay or go together.
struct Claim {
    mark: Annotation,
    parts: Vec<Annotation>,
}

/// What is compared, the first difference decides, the greater wins: a table of the rules.
///
/// 1. A surer mark wins over a less sure one.
/// 2. A longer mark wins over a shorter one.
/// 3. A date wins over a person, a person over a place, a place over an organization.
/// 4. The earlier mark wins.
fn weight(claim: &Claim) -> (Cert, usize, u8, std::cmp::Reverse<usize>) {
    let range = claim.mark.range;
    (claim.mark.cert.unwrap_or(Cert::High), range.len(), rank(&claim.mark.mark), std::cmp::Reverse(range.start))
}

fn rank(mark: &Mark) -> u8 {
    match mark {
        Mark::Date(_) => 4,
        Mark::Mention(mention) => match mention.kind {
            NameKind::Person => 3,
            NameKind::Place => 2,
            NameKind::Organization => 1,
        },
        Mark::NamePart(_) | Mark::Intervention(_) | Mark::Rendition(_) => 0,
    }
}

/// The marks that stay, in the order of the text, each followed by its parts. None is less sure than `min_cert`, none
/// lies across the end of a block, and no two overlap.
pub(super) fn settle(transcript: &Transcript, annotations: Vec<Annotation>, min_cert: Cert) -> Vec<Annotation> {
    let mut claims = claims(annotations);
    claims.retain(|claim| {
        let range = claim.mark.range;
        claim.mark.cert.unwrap_or(Cert::High) >= min_cert && !range.is_empty() && in_one_block(transcript, range)
    });
    claims.sort_by_key(|claim| claim.mark.range);
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims {
        push(&mut kept, claim);
    }
    kept.into_iter().flat_map(|claim| std::iter::once(claim.mark).chain(claim.parts)).collect()
}

/// Adds a claim to those kept, which are in order and do not overlap, unless one that it overlaps is weightier.
fn push(kept: &mut Vec<Claim>, claim: Claim) {
    while let Some(last) = kept.last().filter(|last| last.mark.range.overlaps(claim.mark.range)) {
        if weight(last) >= weight(&claim) {
            return;
        }
        kept.pop();
    }
    kept.push(claim);
}

/// Marks with their parts: a part belongs to the mark before it.
fn claims(annotations: Vec<Annotation>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for annotation in annotations {
        match (&annotation.mark, claims.last_mut()) {
            (Mark::NamePart(_), Some(last)) if last.mark.range.contains(annotation.range) => {
                last.parts.push(annotation);
            }
            (Mark::NamePart(_), _) => {}
            (Mark::Mention(_) | Mark::Date(_) | Mark::Intervention(_) | Mark::Rendition(_), _) => {
                claims.push(Claim { mark: annotation, parts: Vec::new() });
            }
        }
    }
    claims
}

fn in_one_block(transcript: &Transcript, range: TextRange) -> bool {
    let after = transcript.blocks.partition_point(|block| block.range.start <= range.start);
    match after.checked_sub(1).and_then(|idx| transcript.blocks.get(idx)) {
        Some(block) => block.range.contains(range),
        None => !transcript.text.slice(range).contains('\n'),
    }
}
