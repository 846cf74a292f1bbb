//! Where the YAML block at the head of a transcript begins and ends.

use crate::source::Span;

/// A block longer than this many lines is no front matter.
const MAX_LINES: usize = 200;

/// The span of the YAML block with which a text begins: from its opening `---` to its closing `---` or `...`.
///
/// Blank lines may stand before it. It counts as YAML if its first line with words has the form `key:`, if most of the
/// lines at its margin are YAML, and if it is closed within 200 lines; otherwise `---` is a rule across the page. That
/// the block is well-formed YAML is not checked.
pub fn yaml_block(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let start = text[..start].rfind(['\n', '\r']).map_or(0, |line_end| line_end + 1);
    let mut lines = lines_from(text, start);
    let opening = lines.next()?;
    if text[opening.start..opening.end].trim_end() != "---" {
        return None;
    }
    let mut seen = Margin::default();
    for line in lines.take(MAX_LINES) {
        let words = text[line.start..line.end].trim_end();
        if words == "---" || words == "..." {
            return seen.is_yaml().then(|| Span::new(opening.start, line.start + words.len()));
        }
        seen.look_at(words);
    }
    None
}

/// What stands at the left margin of the block.
#[derive(Default)]
struct Margin {
    begins_with_key: Option<bool>,
    yaml: usize,
    other: usize,
}

impl Margin {
    fn look_at(&mut self, line: &str) {
        if line.trim().is_empty() || line.starts_with(['#', ' ', '\t']) {
            return;
        }
        let key = is_key(line);
        self.begins_with_key.get_or_insert(key);
        if key || line.starts_with(['-', ']', '}']) {
            self.yaml += 1;
        } else {
            self.other += 1;
        }
    }

    fn is_yaml(&self) -> bool {
        self.begins_with_key == Some(true) && self.yaml >= self.other
    }
}

/// Whether a line has the form `key:` or `key: value`.
fn is_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let key = key.trim_matches(['"', '\'']);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    !key.is_empty()
        && key.len() <= 60
        && key.chars().all(plain)
        && (value.is_empty() || value.starts_with(char::is_whitespace))
}

/// The lines of a text from an offset on, without their line ends (LF, CRLF, CR).
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    let mut next = Some(start);
    std::iter::from_fn(move || {
        let start = next?;
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |len| start + len);
        let line_end = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        next = (end < text.len()).then_some(end + line_end);
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Option<&str> {
        yaml_block(text).map(|span| &text[span.start..span.end])
    }

    #[test]
    fn a_block_between_dashes_at_the_head_is_found() {
        let text = "\n---\ntitle: A\nlist:\n  - b\n---\n\nWords.";
        assert_eq!(block(text), Some("---\ntitle: A\nlist:\n  - b\n---"));
        assert_eq!(block("---\r\ntitle: A\r\n...\r\nWords."), Some("---\r\ntitle: A\r\n..."));
    }

    #[test]
    fn a_block_that_is_not_well_formed_is_still_a_block() {
        assert_eq!(block("---\ntitle: [unclosed\n---"), Some("---\ntitle: [unclosed\n---"));
    }

    #[test]
    fn a_rule_across_the_page_is_no_yaml() {
        assert_eq!(block("---\nHe said: no.\nWe left.\nThey stayed.\n---\n"), None);
        assert_eq!(block("---\n\nWords that go on.\n\n---\n"), None);
        assert_eq!(block("---\ntitle: never closed\n"), None);
        assert_eq!(block("Words\n---\ntitle: A\n---\n"), None);
        assert_eq!(block(""), None);
        assert_eq!(block("---"), None);
    }
}
