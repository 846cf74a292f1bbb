//! The close: salute, signature, and what stands after it (distribution lists, postscripts, registry lines).

use std::ops::Range;

use crate::model::{BlockKind, InterventionKind, Mark, Role};
use crate::structure::line;
use crate::structure::view::View;

/// A signature stands no more than this many blocks before the end of its part.
const LONGEST: usize = 40;

/// Gives roles to the lines at the end of a part.
pub(super) fn find(view: &View<'_>, part: Range<usize>, roles: &mut [Role]) {
    distribution(view, part.clone(), roles);
    let Some(signed) = signature(view, part.clone(), roles) else { return };
    roles[signed] = Role::Signed;
    before_signature(view, part.start..signed, roles);
    after_signature(view, signed + 1..part.end, roles);
}

/// The line of the signature: one that a convention says is signed, else the last line if it is a name alone.
fn signature(view: &View<'_>, part: Range<usize>, roles: &[Role]) -> Option<usize> {
    let tail = part.end.saturating_sub(LONGEST).max(part.start)..part.end;
    let marked = tail.clone().rev().find(|&idx| is_free(view, idx, roles) && has_signature_note(view, idx));
    marked.or_else(|| {
        let last = tail
            .rev()
            .find(|&idx| roles[idx] == Role::Paragraph && !view.is_standalone(idx) && !is_footnote(view, idx))?;
        let body_before = (part.start..last).any(|idx| roles[idx] == Role::Paragraph && view.is_prose(idx));
        (body_before && is_free(view, last, roles) && line::is_signature(view.text(last))).then_some(last)
    })
}

fn is_free(view: &View<'_>, idx: usize, roles: &[Role]) -> bool {
    view.blocks()[idx].kind == BlockKind::Paragraph
        && matches!(roles[idx], Role::Paragraph | Role::OpenerLine | Role::Head)
}

fn is_footnote(view: &View<'_>, idx: usize) -> bool {
    matches!(view.blocks()[idx].kind, BlockKind::Footnote { .. })
}

fn has_signature_note(view: &View<'_>, idx: usize) -> bool {
    let marked = view.interventions(idx).any(|(annotation, kind)| {
        kind == InterventionKind::Note
            && matches!(&annotation.mark, Mark::Intervention(note) if note.attribute("type") == Some("signature"))
    });
    marked && view.text(idx).len() < 200
}

/// Salutes, datelines and further signatures just before the last one.
fn before_signature(view: &View<'_>, range: Range<usize>, roles: &mut [Role]) {
    for idx in range.rev() {
        let text = view.text(idx);
        if !is_free(view, idx, roles) {
            break;
        }
        roles[idx] = if line::is_closing(text) {
            Role::ClosingSalute
        } else if has_signature_note(view, idx) {
            Role::Signed
        } else if line::is_date(text) || line::is_dateline(text) {
            Role::ClosingDateline
        } else {
            break;
        };
    }
}

/// Everything after the signature is part of the close or a postscript.
fn after_signature(view: &View<'_>, range: Range<usize>, roles: &mut [Role]) {
    let mut in_closer = true;
    for idx in range {
        let text = view.text(idx);
        if view.is_standalone(idx)
            || !matches!(roles[idx], Role::Paragraph | Role::OpenerLine | Role::Head | Role::Date)
        {
            in_closer &= view.is_standalone(idx);
            continue;
        }
        if view.blocks()[idx].kind != BlockKind::Paragraph {
            in_closer = false;
            continue;
        }
        if in_closer && (line::is_date(text) || line::is_dateline(text)) {
            roles[idx] = Role::ClosingDateline;
        } else if in_closer && !line::is_postscript(text) && (has_signature_note(view, idx) || line::is_signature(text))
        {
            roles[idx] = Role::Signed;
        } else {
            in_closer = false;
            roles[idx] = Role::Postscript;
        }
    }
}

/// Distribution lists: a label, then the items of the list that follows it; what has no number there is a registry line.
fn distribution(view: &View<'_>, part: Range<usize>, roles: &mut [Role]) {
    for idx in part.clone() {
        let label = roles[idx] == Role::Paragraph && view.is_line(idx) && line::is_distribution_label(view.text(idx));
        let items =
            (idx + 1..part.end).take_while(|&next| matches!(view.blocks()[next].kind, BlockKind::Item { .. })).count();
        if !label || items == 0 {
            continue;
        }
        roles[idx] = Role::PostscriptLabel;
        let numbered = (idx + 1..=idx + items).filter(|&item| has_marker(view, item)).count();
        for item in idx + 1..=idx + items {
            roles[item] =
                if numbered >= 2 && !has_marker(view, item) { Role::Postscript } else { Role::DistributionItem };
        }
    }
}

fn has_marker(view: &View<'_>, idx: usize) -> bool {
    matches!(&view.blocks()[idx].kind, BlockKind::Item { marker: Some(_), .. })
}
