//! Where the YAML block at the head of a transcript begins and ends.

use crate::source::Span;

/// How many lines a block of front matter may have; a rule further down is a rule of the document.
const LONGEST_BLOCK: usize = 200;

/// The span of the YAML block at the head of a text, with both `---` lines (the last may be `...`).
///
/// Only blank lines may stand before it, and it must hold a line `key:`, so that a document which begins with a rule
/// is not taken for front matter.
pub fn yaml_block(text: &str) -> Option<Span> {
    let mut lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line))
    });
    let (start, _) =
        lines.by_ref().find(|(_, line)| !line.trim().is_empty()).filter(|(_, line)| line.trim_end() == "---")?;
    let mut has_key = false;
    for (at, line) in lines.take(LONGEST_BLOCK) {
        if matches!(line.trim_end(), "---" | "...") {
            return has_key.then(|| Span::new(start, at + line.trim_end().len()));
        }
        has_key |= is_key_line(line);
    }
    None
}

/// Whether a line is `key:` or `key: value`.
fn is_key_line(line: &str) -> bool {
    let line = line.trim_end();
    let Some((key, value)) = line.split_once(':') else { return false };
    !key.is_empty()
        && !key.starts_with(char::is_whitespace)
        && (value.is_empty() || value.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_runs_from_rule_to_rule() {
        let text = "\n---\r\ntitle: A\r\n---\r\nText";
        assert_eq!(yaml_block(text).map(|span| &text[span.start..span.end]), Some("---\r\ntitle: A\r\n---"));
    }

    #[test]
    fn rules_of_the_document_are_no_front_matter() {
        assert_eq!(yaml_block("---\n\nHe said nothing.\n\n---\n"), None);
        assert_eq!(yaml_block("Text\n---\ntitle: A\n---\n"), None);
        assert_eq!(yaml_block("---\ntitle: A\n"), None);
    }
}
