//! Settles which of several marks on the same words stays, so that marks of names and dates never cross.

use crate::model::{Annotation, Cert, Mark, NameKind, TextRange, Transcript};
use crate::recognizer::claim::{Claim, claims};

/// The rules, as a key: the first difference decides, the greater wins.
///
/// 1. What is more than a guess wins over a guess.
/// 2. The longer mark wins: a university over the person it is named for.
/// 3. The surer mark wins.
/// 4. A person wins over a date (Mr. May), a date over a place, a place over an organization.
type Weight = (bool, usize, Cert, u8);

fn weight(claim: &Claim) -> Weight {
    let cert = claim.mark.cert.unwrap_or(Cert::High);
    (cert > Cert::Low, claim.mark.range.len(), cert, rank(&claim.mark.mark))
}

fn rank(mark: &Mark) -> u8 {
    match mark {
        Mark::Mention(mention) => match mention.kind {
            NameKind::Person => 4,
            NameKind::Place => 2,
            NameKind::Organization => 1,
        },
        Mark::Date(_) => 3,
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
    kept.into_iter().flat_map(Claim::into_annotations).collect()
}

/// Adds a claim to those kept, which are in order and do not overlap, so that only the last can lie in its way.
fn push(kept: &mut Vec<Claim>, claim: Claim) {
    if let Some(last) = kept.last().filter(|last| last.mark.range.overlaps(claim.mark.range)) {
        if weight(last) >= weight(&claim) {
            return;
        }
        kept.pop();
    }
    kept.push(claim);
}

fn in_one_block(transcript: &Transcript, range: TextRange) -> bool {
    let after = transcript.blocks.partition_point(|block| block.range.start <= range.start);
    match after.checked_sub(1).and_then(|idx| transcript.blocks.get(idx)) {
        Some(block) => block.range.contains(range),
        None => !transcript.text.slice(range).contains('\n'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, DateValue, Mention};
    use crate::source::Span;

    const SOURCE: &str = "Mr. May left in May\nYork";

    fn transcript() -> Transcript {
        let mut transcript = Transcript::default();
        transcript.text.push_verbatim(SOURCE, Span::new(0, 19));
        transcript.text.push_block_end(Span::new(19, 20));
        transcript.text.push_verbatim(SOURCE, Span::new(20, 24));
        for (start, end) in [(0, 19), (20, 24)] {
            transcript.blocks.push(Block::new(BlockKind::Paragraph, TextRange::new(start, end), Span::new(start, end)));
        }
        transcript
    }

    fn claim(start: usize, end: usize, mark: Mark, cert: Option<Cert>) -> Annotation {
        Annotation { range: TextRange::new(start, end), span: Span::new(start, end), mark, cert, resp: None }
    }

    fn name(kind: NameKind) -> Mark {
        Mark::Mention(Mention::new(kind))
    }

    fn kept(claims: Vec<Annotation>, min_cert: Cert) -> Vec<(usize, usize)> {
        let kept = settle(&transcript(), claims, min_cert);
        kept.iter().map(|claim| (claim.range.start, claim.range.end)).collect()
    }

    #[test]
    fn a_longer_name_wins_over_a_date_inside_it() {
        let date = claim(4, 7, Mark::Date(DateValue::when("--05")), None);
        let person = claim(0, 7, name(NameKind::Person), None);
        assert_eq!(kept(vec![date, person], Cert::Low), [(0, 7)]);
    }

    #[test]
    fn a_guess_loses_against_what_is_more() {
        let guess = claim(0, 12, name(NameKind::Organization), Some(Cert::Low));
        let person = claim(0, 7, name(NameKind::Person), Some(Cert::Medium));
        assert_eq!(kept(vec![guess, person], Cert::Low), [(0, 7)]);
    }

    #[test]
    fn nothing_lies_across_the_end_of_a_block_and_nothing_is_less_sure_than_asked() {
        let across = claim(16, 24, name(NameKind::Person), None);
        let unsure = claim(4, 7, name(NameKind::Person), Some(Cert::Medium));
        assert_eq!(kept(vec![across, unsure.clone()], Cert::High), []);
        assert_eq!(kept(vec![unsure], Cert::Medium), [(4, 7)]);
    }

    #[test]
    fn the_titles_of_a_name_stay_or_go_with_it() {
        let person = claim(0, 7, name(NameKind::Person), None);
        let title = claim(0, 3, Mark::NamePart(crate::model::NamePart::RoleName), None);
        let place = claim(0, 12, name(NameKind::Place), None);
        assert_eq!(kept(vec![person.clone(), title.clone()], Cert::Low), [(0, 7), (0, 3)]);
        assert_eq!(kept(vec![person, title, place], Cert::Low), [(0, 12)]);
    }
}
