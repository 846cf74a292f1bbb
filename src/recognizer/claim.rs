//! A mark with the parts that lie inside it; they stay or go together.

use crate::model::{Annotation, Mark, NameKind, TextRange, Transcript};

/// A mark with its parts.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) mark: Annotation,
    pub(super) parts: Vec<Annotation>,
}

impl Claim {
    /// Of what the mark says that it is a name.
    pub(super) fn kind(&self) -> Option<NameKind> {
        match &self.mark.mark {
            Mark::Mention(mention) => Some(mention.kind),
            Mark::NamePart(_) | Mark::Date(_) | Mark::Intervention(_) | Mark::Rendition(_) => None,
        }
    }

    /// The name without its titles.
    pub(super) fn name_range(&self, transcript: &Transcript) -> TextRange {
        let range = self.mark.range;
        let titles_end = self.parts.first().map_or(range.start, |titles| titles.range.end);
        let name = transcript.text.slice(TextRange::new(titles_end, range.end));
        TextRange::new(titles_end + (name.len() - name.trim_start().len()), range.end)
    }

    /// The mark, then its parts.
    pub(super) fn into_annotations(self) -> impl Iterator<Item = Annotation> {
        std::iter::once(self.mark).chain(self.parts)
    }
}

/// Marks with their parts: a part belongs to the mark before it.
pub(super) fn claims(annotations: Vec<Annotation>) -> Vec<Claim> {
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
