//! Bracketed notes that no convention knows, the most frequent first, each with a convention to start from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Code;
use crate::report::FileReport;

/// So many kinds are counted; more distinct ones come only from text that is no editor's.
const KINDS: usize = 20_000;

/// So many are shown.
const SHOWN: usize = 100;

/// The notes, by their text without capitals and with any number for each number.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    kinds: BTreeMap<String, Kind>,
    /// Findings of kinds beyond those that are counted.
    left: usize,
}

#[derive(Debug)]
struct Kind {
    text: String,
    findings: usize,
    first: String,
}

/// A kind as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    text: &'a str,
    findings: usize,
    first: &'a str,
    toml: String,
}

impl Brackets {
    pub(super) fn add(&mut self, file: &FileReport) {
        for finding in file.findings.iter().filter(|finding| finding.code == Code::C001) {
            let key = digits_as(&finding.subject, "0").to_lowercase();
            if self.kinds.len() >= KINDS && !self.kinds.contains_key(&key) {
                self.left += 1;
                continue;
            }
            let kind = self.kinds.entry(key).or_insert_with(|| Kind {
                text: finding.subject.clone(),
                findings: 0,
                first: finding
                    .place
                    .as_ref()
                    .map_or_else(|| file.name.clone(), |at| format!("{}:{}", file.name, at.line)),
            });
            kind.findings += 1;
        }
    }

    /// The most frequent.
    pub(super) fn rows(&self) -> Vec<Row<'_>> {
        let mut kinds: Vec<&Kind> = self.kinds.values().collect();
        kinds.sort_by_key(|kind| Reverse(kind.findings));
        kinds.truncate(SHOWN);
        kinds
            .into_iter()
            .map(|kind| Row { text: &kind.text, findings: kind.findings, first: &kind.first, toml: toml(&kind.text) })
            .collect()
    }

    /// How many findings are of kinds that are not shown.
    pub(super) fn left(&self) -> usize {
        let all: usize = self.kinds.values().map(|kind| kind.findings).sum();
        all - self.rows().iter().map(|row| row.findings).sum::<usize>() + self.left
    }
}

/// Text in which each number is replaced by the same.
fn digits_as(text: &str, number: &str) -> String {
    let mut replaced = String::new();
    let mut in_number = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            replaced.push(c);
        } else if !in_number {
            replaced.push_str(number);
        }
        in_number = c.is_ascii_digit();
    }
    replaced
}

/// A siglum for notes of a kind, to be put in a profile (docs/conventions.md). What it means only an editor can say, so
/// it stands as a note of the editor, whose type is to be changed.
pub(super) fn toml(text: &str) -> String {
    let content = content(text);
    let (known, rest) = content.strip_suffix('…').map_or((content, ""), |known| (known, ".*"));
    let pattern = digits_as(&regex::escape(known), "[0-9]+") + rest;
    let id = id(known);
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut gives = String::from("<note type=\"editorial\">");
    crate::xml::escape_text(content, &mut gives);
    gives.push_str("</note>");
    [
        "[[siglum]]".to_owned(),
        format!("id = {}", quoted(&id)),
        format!("pattern = {}", quoted(&pattern)),
        "tei = { element = \"note\", type = \"editorial\" }".to_owned(),
        format!("example = {}", quoted(text)),
        format!("gives = {}", quoted(&gives)),
        "see = \"docs/conventions.md\"".to_owned(),
    ]
    .join("\n")
}

/// What stands between the brackets.
fn content(text: &str) -> &str {
    let signs = ["[[", "((", "{{", "<<"].iter().any(|double| text.starts_with(double));
    let depth = if signs { 2 } else { 1 };
    let end = if text.ends_with('…') { 0 } else { depth };
    let from = text.char_indices().nth(depth).map_or(text.len(), |(at, _)| at);
    let to = text.char_indices().rev().nth(end.wrapping_sub(1)).map_or(text.len(), |(at, _)| at);
    text.get(from..to).unwrap_or(text).trim()
}

/// Letters and digits of the text, its first words.
fn id(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() { "note-of-ours".to_owned() } else { format!("{}-ours", words.join("-")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_make_no_kinds_of_their_own() {
        assert_eq!(digits_as("box 12, no. 7", "0"), "box 0, no. 0");
        assert_eq!(content("[zxqv: 12-b]"), "zxqv: 12-b");
        assert_eq!(content("[[a]]"), "a");
        assert_eq!(content("[a long…"), "a long…");
        assert_eq!(content(""), "");
    }

    #[test]
    fn a_siglum_has_the_pattern_of_its_kind() {
        let toml = toml("[zxqv: 12-b]");
        assert!(
            toml.contains("pattern = 'zxqv: [0-9]+\\-b'") || toml.contains("pattern = \"zxqv: [0-9]+\\\\-b\""),
            "{toml}"
        );
        assert!(toml.contains("id = \"zxqv-12-b-ours\""), "{toml}");
    }
}
