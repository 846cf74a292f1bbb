//! The opener: the lines before the first running paragraph.

use std::ops::Range;

use crate::model::{BlockKind, FieldKey, InterventionKind, Role};
use crate::structure::line;
use crate::structure::view::View;

/// No opener is longer than this many blocks.
const LONGEST: usize = 60;

/// Gives roles to the lines of the opener of a part.
pub(super) fn find(view: &View<'_>, part: Range<usize>, roles: &mut [Role]) {
    let end = end_of_opener(view, part.clone(), roles);
    let mut after_head = false;
    for idx in part.start..end {
        if roles[idx] == Role::Paragraph {
            roles[idx] = role(view, idx, &roles[part.start..idx], after_head);
        }
        if !view.is_standalone(idx) {
            after_head = roles[idx] == Role::Head;
        }
    }
    places(view, part.start..end, roles);
    let last_known = (part.start..end).rev().find(|&idx| is_known(&roles[idx]));
    let lines_end = last_known.map_or(part.start, |idx| idx + 1);
    for idx in part.start..end {
        if roles[idx] == Role::OpenerLine && idx >= lines_end {
            roles[idx] = Role::Paragraph;
        }
    }
}

/// Where running text, a list or a table begins.
fn end_of_opener(view: &View<'_>, part: Range<usize>, roles: &[Role]) -> usize {
    let limit = part.end.min(part.start + LONGEST);
    let ends = |&idx: &usize| {
        let text = view.text(idx);
        let opens =
            line::is_salute(text) || line::is_classification(text) || line::is_date(text) || line::is_dateline(text);
        let head = matches!(roles[idx], Role::Head | Role::Enclosure);
        match view.blocks()[idx].kind {
            BlockKind::Paragraph => !opens && !view.is_standalone(idx) && !is_short(text),
            BlockKind::Rule => false,
            BlockKind::Heading { .. } => !head,
            BlockKind::Item { .. }
            | BlockKind::Quotation
            | BlockKind::Cell { .. }
            | BlockKind::VerseLine { .. }
            | BlockKind::Footnote { .. } => true,
        }
    };
    (part.start..limit).find(ends).unwrap_or(limit)
}

/// A line that can be part of an opener: not long, and no sentence.
fn is_short(text: &str) -> bool {
    text.len() <= 250 && !line::is_sentence(text) && !line::runs_on(text) && (text.len() <= 120 || !text.ends_with('.'))
}

fn role(view: &View<'_>, idx: usize, before: &[Role], after_head: bool) -> Role {
    let text = view.text(idx);
    if view.is_standalone(idx) {
        return standalone_role(view, idx);
    }
    if line::is_classification(text) {
        Role::Classification
    } else if line::is_stamp(text) {
        Role::Stamp
    } else if line::is_number(text) {
        Role::Idno
    } else if after_head && text.starts_with(char::is_lowercase) {
        Role::Head
    } else if line::is_date(text) {
        Role::Date
    } else if line::is_dateline(text) {
        Role::Dateline
    } else if line::is_salute(text) {
        Role::Salute
    } else if line::is_capitals(text) || is_first_title(view, text, before) {
        Role::Head
    } else {
        Role::OpenerLine
    }
}

fn standalone_role(view: &View<'_>, idx: usize) -> Role {
    let kinds: Vec<InterventionKind> = view.interventions(idx).map(|(_, kind)| kind).collect();
    if kinds.contains(&InterventionKind::Dateline) { Role::Dateline } else { Role::Standalone }
}

/// The first line that reads like a title, where no head was found yet.
fn is_first_title(view: &View<'_>, text: &str, before: &[Role]) -> bool {
    let no_head = !before.contains(&Role::Head) && !before.contains(&Role::Enclosure);
    let first_words =
        before.iter().all(|role| matches!(role, Role::Standalone | Role::Classification | Role::Idno | Role::Stamp));
    let untitled = view.transcript().header.first(FieldKey::Title).is_none();
    let ends_open = !text.ends_with(['.', ',', ';', ':', '!']);
    no_head
        && ends_open
        && (line::is_title(text) || (first_words && untitled && text.len() >= 3 && !text.contains(": ")))
}

/// A place alone on its line is a dateline where a date stands beside it.
fn places(view: &View<'_>, opener: Range<usize>, roles: &mut [Role]) {
    let dated = |role: Option<&Role>| matches!(role, Some(Role::Date | Role::Dateline));
    for idx in opener.clone() {
        let text = view.text(idx);
        let one_or_two_words = text.split_whitespace().count() <= 2 && line::is_place(text) && !line::is_capitals(text);
        let previous = (opener.start..idx).rev().find(|&before| !view.is_standalone(before));
        let beside_date = dated(roles.get(idx + 1))
            || previous.is_some_and(|before| dated(roles.get(before)) || line::is_date(view.text(before)));
        if roles[idx] == Role::OpenerLine && one_or_two_words && beside_date {
            roles[idx] = Role::Dateline;
        }
    }
}

/// Whether a role says that the block surely belongs to the opener.
fn is_known(role: &Role) -> bool {
    matches!(
        role,
        Role::Classification
            | Role::Stamp
            | Role::Idno
            | Role::Date
            | Role::Dateline
            | Role::Salute
            | Role::Head
            | Role::Enclosure
    )
}
