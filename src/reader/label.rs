//! Lines that begin with a label, as `Author: Hale` or `Question: Where were you?`.

/// A label has no more characters than this.
const LONGEST: usize = 40;

/// Whether a line begins with one to five words, the first with a capital, then a colon and white space or nothing.
pub(super) fn has_label(line: &str) -> bool {
    let Some(end) = line.char_indices().take(LONGEST + 1).find(|&(_, c)| c == ':').map(|(idx, _)| idx) else {
        return false;
    };
    let (label, rest) = (&line[..end], &line[end + 1..]);
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’');
    label.starts_with(char::is_uppercase)
        && label.chars().all(is_letter)
        && label.ends_with(char::is_alphanumeric)
        && label.split_whitespace().count() <= 5
        && (rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether a line of Markdown begins with a label in bold: `**Author:** Hale` or `**Author**: Hale`.
pub(super) fn has_bold_label(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("**") else { return false };
    let Some(end) = rest.bytes().take(4 * LONGEST).position(|byte| byte == b'*') else { return false };
    let (label, rest) = (&rest[..end], &rest[end..]);
    let Some(rest) = rest.strip_prefix("**") else { return false };
    !label.trim().is_empty() && (label.ends_with(':') || rest.starts_with(':'))
}

/// Whether a line of Markdown is bold from its first word to its last; a backslash may end it.
pub(super) fn is_bold(line: &str) -> bool {
    let line = line.trim_end_matches('\\').trim_end();
    let inner = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|inner| inner == inner.trim() && !inner.is_empty() && !inner.contains("**"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_sentences() {
        for line in ["Author: Hale", "Original Language:", "Mr. Okafor: Or", "Record ID: 4"] {
            assert!(has_label(line), "{line}");
        }
        for line in ["he said: no", "At 10:30 we left", "(Note: so)", "The commission has now decided this at last: no"]
        {
            assert!(!has_label(line), "{line}");
        }
        assert!(has_bold_label("**Author:** Hale") && has_bold_label("**Author**: Hale"));
        assert!(!has_bold_label("**Author** Hale"));
    }

    #[test]
    fn a_bold_line_is_bold_throughout() {
        assert!(is_bold("**Journal of the Ambassador**") && is_bold("**a**\\") && is_bold("***a***"));
        assert!(!is_bold("**a** b **c**") && !is_bold("****") && !is_bold("a"));
    }
}
