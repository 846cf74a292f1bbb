//! Conflicts that a merge has left in a document: a comment before the place that says what the other side wanted, and one
//! after it that says `end`.

use crate::review::edit::{Edit, Refusal, Splice};
use crate::review::words::Tree;
use crate::xml::TokenKind;

/// How the comments begin.
const CONFLICT: &str = "postil:conflict";

/// What the first comment of a conflict says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beginning<'a> {
    /// The name of the conflict, which the comment at its end has too.
    id: &'a str,
    /// What the other side wanted.
    pub(super) words: &'a str,
}

/// What a comment says, without its delimiters, where a conflict begins with it.
pub(super) fn beginning(comment: &str) -> Option<Beginning<'_>> {
    let rest = comment.trim().strip_prefix(CONFLICT)?.trim();
    if rest.ends_with(" end") && !rest.contains(':') {
        return None;
    }
    let (id, words) = rest.split_once(':').unwrap_or((rest, rest));
    Some(Beginning { id: id.trim(), words: words.trim() })
}

/// The text of a comment as it is written, without its delimiters.
pub(super) fn comment(raw: &str) -> Option<&str> {
    raw.strip_prefix("<!--")?.strip_suffix("-->")
}

/// The edit that settles the conflict whose first comment is a token of the tree: both comments go, and what stands between
/// them stays.
pub(super) fn settle(xml: &str, tree: &Tree, idx: usize) -> Result<Edit, Refusal> {
    let raw = |idx: usize| &xml[tree.span(idx).start..tree.span(idx).end];
    let begins = comment(raw(idx)).and_then(beginning).ok_or(Refusal::NoElement)?;
    let end = format!("{CONFLICT} {} end", begins.id);
    let is_end =
        |&idx: &usize| tree.kind(idx) == TokenKind::Comment && comment(raw(idx)).is_some_and(|text| text.trim() == end);
    let ends = (idx + 1..tree.len()).find(is_end);
    let removal =
        |idx: usize| Splice { at: tree.span(idx).start, removed: raw(idx).to_owned(), inserted: String::new() };
    Ok(Edit([idx].into_iter().chain(ends).map(removal).collect()))
}
