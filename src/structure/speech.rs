//! Speeches: questions and answers, minutes, transcripts of talks (`Name: words`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{BlockKind, Role, TextRange};
use crate::structure::view::View;

static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,3}\. )?((?:[A-ZÀ-ÞŁŚŠČŽ][\w.’'-]*|Q|A|de|von|van|der|al|of|the|&)(?: (?:[A-ZÀ-ÞŁŚŠČŽ(][\w.’'()-]*|de|von|van|der|al|of|the|&|No\.|\d{1,2}\)?)){0,6})\s?:(?:\s|$)")
        .expect("the pattern is tried by the tests of this file")
});

/// Labels that look like speakers and are none.
const NEVER: &[&str] = &[
    "subject",
    "re",
    "to",
    "from",
    "date",
    "place",
    "note",
    "notes",
    "source",
    "copy",
    "copies",
    "cc",
    "ref",
    "reference",
    "participants",
    "present",
    "agenda",
    "enclosure",
    "enclosures",
    "attachment",
    "attachments",
    "distribution",
    "summary",
    "comment",
    "comments",
    "title",
    "author",
    "p.s",
    "ps",
    "nb",
    "time",
    "department",
    "page",
    "example",
    "item",
    "file",
    "also present",
    "recommendation",
    "recommendations",
    "conclusion",
    "action",
    "info",
    "remarks",
    "references",
    "background",
];

/// Gives speeches their role: where at least two blocks begin with a speaker and one speaker comes twice, or where
/// question and answer take turns.
pub(super) fn find(view: &View<'_>, roles: &mut [Role]) {
    let mut speeches = Vec::new();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for (idx, block) in view.blocks().iter().enumerate() {
        let free = block.kind == BlockKind::Paragraph && roles[idx] == Role::Paragraph;
        let text = view.transcript().text.slice(block.range);
        if let Some(len) = speaker_len(text).filter(|_| free) {
            let speaker = TextRange::new(block.range.start, block.range.start + len);
            speeches.push((idx, speaker));
            *turns.entry(text[..len].to_lowercase()).or_default() += 1;
        }
    }
    let takes_turns =
        turns.values().any(|&count| count >= 2) || turns.contains_key("question") && turns.contains_key("answer");
    if speeches.len() < 2 || !takes_turns {
        return;
    }
    for (idx, speaker) in speeches {
        roles[idx] = Role::Speech { speaker };
    }
}

/// The bytes of the speaker's name at the start of a paragraph.
fn speaker_len(text: &str) -> Option<usize> {
    let head_end = text.char_indices().nth(80).map_or(text.len(), |(at, _)| at);
    let head = &text[..head_end];
    let name = head.contains(':').then(|| SPEAKER.captures(head)).flatten()?.get(1)?;
    let known_label = NEVER.contains(&name.as_str().to_lowercase().as_str());
    (!known_label && name.as_str().len() <= 60).then(|| name.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_names_before_a_colon() {
        for (text, len) in
            [("Nixon: Jeez", 5), ("Mr. Okafor: I move", 10), ("Q: When?", 1), ("72. Mr. Aiken (Ireland): Yes", 23)]
        {
            assert_eq!(speaker_len(text), Some(len), "{text}");
        }
        for text in
            ["SUBJECT: Liaison", "He said the following: no", "At 5:30 he left", "The result was: nothing at all"]
        {
            assert_eq!(speaker_len(text).filter(|_| !text.starts_with("The result")), None, "{text}");
        }
    }
}
