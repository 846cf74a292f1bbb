//! Footnotes and references that have lost each other.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BlockKind, Mark, Rendition};
use crate::structure::view::View;

/// A finding for each footnote to which nothing refers, and for each reference without a footnote.
pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let transcript = view.transcript();
    let notes = transcript.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Footnote { label } => Some((label.as_str(), block.span)),
        BlockKind::Paragraph
        | BlockKind::Heading { .. }
        | BlockKind::Item { .. }
        | BlockKind::Quotation
        | BlockKind::Cell { .. }
        | BlockKind::VerseLine { .. }
        | BlockKind::Rule => None,
    });
    let references = transcript.annotations.iter().filter_map(|annotation| match &annotation.mark {
        Mark::Rendition(Rendition::FootnoteReference(label)) => Some((label.as_str(), annotation.span)),
        Mark::Rendition(_) | Mark::Intervention(_) | Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) => None,
    });
    let labels: BTreeSet<&str> = notes.clone().map(|(label, _)| label).collect();
    let referred: BTreeSet<&str> = references.clone().map(|(label, _)| label).collect();
    let mut seen = BTreeSet::new();
    let lonely = notes.filter(|(label, _)| !referred.contains(label) && seen.insert(*label)).map(|(label, span)| {
        let message = format!("nothing refers to the footnote `{label}`; it was encoded where it stands");
        Diagnostic::new(Code::R005, message).at(span)
    });
    let lonely: Vec<Diagnostic> = lonely.collect();
    let empty = references.filter(|(label, _)| !labels.contains(label)).map(|(label, span)| {
        let message = format!("there is no footnote `{label}`; the reference was encoded as ref");
        Diagnostic::new(Code::R006, message).at(span)
    });
    lonely.into_iter().chain(empty).collect()
}
