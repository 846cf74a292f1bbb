//! Structure: which part each block plays in the document (ENCODING section 4): opener, entry, speech, closer.

mod closer;
mod footnotes;
mod joins;
mod line;
mod opener;
mod speech;
mod view;

use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Role, Transcript};
use crate::structure::view::View;

/// Gives every block its role, and joins paragraphs that a page break cut in two.
pub fn arrange(mut transcript: Transcript) -> (Transcript, Vec<Diagnostic>) {
    let mut roles = vec![Role::Paragraph; transcript.blocks.len()];
    let view = View::new(&transcript);
    headings(&view, &mut roles);
    page_numbers(&view, &mut roles);
    let parts = parts(&view, &mut roles);
    for &(start, end) in &parts {
        opener::find(&view, start..end, &mut roles);
        closer::find(&view, start..end, &mut roles);
    }
    entries(&view, &mut roles);
    speech::find(&view, &mut roles);
    let (joined, mut diagnostics) = joins::find(&view, &roles);
    diagnostics.extend(footnotes::check(&view));
    for (block, (role, joins)) in transcript.blocks.iter_mut().zip(roles.into_iter().zip(joined)) {
        block.role = role;
        block.joins_previous = joins;
    }
    (transcript, diagnostics)
}

/// Headings of the transcript's own layout: the first is the head of the document, the others open sections.
fn headings(view: &View<'_>, roles: &mut [Role]) {
    let levels: Vec<u8> = view.blocks().iter().filter_map(heading_level).collect();
    let Some(&top) = levels.iter().min() else { return };
    let only_one_at_top = levels.iter().filter(|&&level| level == top).count() == 1;
    let mut seen = false;
    for (block, role) in view.blocks().iter().zip(roles.iter_mut()) {
        let Some(level) = heading_level(block) else { continue };
        *role = if only_one_at_top && level == top && !seen {
            Role::Head
        } else {
            Role::Section { depth: level - top + u8::from(!only_one_at_top || level == top) }
        };
        seen = true;
    }
}

fn heading_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level } => Some(level),
        BlockKind::Paragraph
        | BlockKind::Item { .. }
        | BlockKind::Quotation
        | BlockKind::Cell { .. }
        | BlockKind::VerseLine { .. }
        | BlockKind::Footnote { .. }
        | BlockKind::Rule => None,
    }
}

/// Lines that hold a page number alone: `-3-`, `- 3 -`, `— 12 —`, `Page 3`.
fn page_numbers(view: &View<'_>, roles: &mut [Role]) {
    for (idx, role) in roles.iter_mut().enumerate() {
        if view.is_plain_line(idx)
            && let Some(n) = line::page_number(view.text(idx))
        {
            *role = Role::PageNumber { n };
        }
    }
}

/// The parts of the document: itself, and each enclosure, which its label opens.
fn parts(view: &View<'_>, roles: &mut [Role]) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    for (idx, role) in roles.iter_mut().enumerate() {
        if view.is_enclosure_label(idx) {
            *role = Role::Enclosure;
            starts.push(idx);
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([view.blocks().len()]).collect();
    starts.into_iter().zip(ends).collect()
}

/// Date lines of a diary or journal that running text follows; once there is an entry, a list or a quotation will do.
fn entries(view: &View<'_>, roles: &mut [Role]) {
    if !view.is_diary(roles) {
        return;
    }
    let mut seen = false;
    for idx in 0..roles.len() {
        let free = matches!(
            roles[idx],
            Role::Paragraph | Role::Date | Role::Dateline | Role::Section { .. } | Role::Head | Role::OpenerLine
        );
        let line = view.text(idx);
        let date_line = view.is_line(idx) && (line::is_date(line) || line::is_dateline(line));
        let follows = |next: usize| roles[next] == Role::Paragraph && (seen || view.is_prose(next));
        if free && date_line && view.next_in_text(idx).is_some_and(follows) {
            roles[idx] = Role::EntryDate;
            seen = true;
        }
    }
}
