//! Paragraphs that a page break cut in two.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BlockKind, InterventionKind, Role};
use crate::source::Span;
use crate::structure::view::View;

/// A paragraph that is cut by a page is at least this long; shorter lines are headings, addresses, verses.
const SHORTEST: usize = 60;

/// For each block whether it goes on with the one before, and a finding for each join.
pub(super) fn find(view: &View<'_>, roles: &[Role]) -> (Vec<bool>, Vec<Diagnostic>) {
    let mut joined = vec![false; roles.len()];
    let mut diagnostics = Vec::new();
    for idx in 0..roles.len() {
        if !is_cut(view, idx, roles) {
            continue;
        }
        let Some(next) = (idx + 1..roles.len()).find(|&next| !is_page_break(view, next)) else { continue };
        if goes_on(view, next, roles) {
            joined[idx + 1..=next].fill(true);
            let span = Span::new(view.blocks()[idx].span.end, view.blocks()[next].span.start);
            let message = "this paragraph goes on after the break; both parts were encoded as one";
            diagnostics.push(Diagnostic::new(Code::R004, message).at(last_word(view, idx).join(span)));
        }
    }
    (joined, diagnostics)
}

/// Whether a paragraph stops without an end: no final punctuation.
fn is_cut(view: &View<'_>, idx: usize, roles: &[Role]) -> bool {
    let text = view.text(idx);
    is_paragraph(view, idx, roles)
        && text.len() >= SHORTEST
        && text.ends_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// Whether a paragraph begins in the middle of a sentence.
fn goes_on(view: &View<'_>, idx: usize, roles: &[Role]) -> bool {
    let text = view.text(idx);
    let enumerated = text.chars().nth(1).is_some_and(|c| matches!(c, '.' | ')'));
    is_paragraph(view, idx, roles) && text.starts_with(char::is_lowercase) && !enumerated
}

fn is_paragraph(view: &View<'_>, idx: usize, roles: &[Role]) -> bool {
    view.blocks()[idx].kind == BlockKind::Paragraph && roles[idx] == Role::Paragraph
}

/// Whether a block is a page break alone, without words.
fn is_page_break(view: &View<'_>, idx: usize) -> bool {
    let block = &view.blocks()[idx];
    block.kind == BlockKind::Paragraph
        && view.text(idx).is_empty()
        && view.interventions(idx).any(|(_, kind)| kind == InterventionKind::PageBreak)
}

/// The span of the last word of a block.
fn last_word(view: &View<'_>, idx: usize) -> Span {
    let block = &view.blocks()[idx];
    let text = view.transcript().text.slice(block.range);
    let start = text.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let from = view.transcript().text.source_offset(block.range.start + start);
    Span::new(from, block.span.end.max(from))
}
