//! The lines of a transcript that hold words, with their indentation.

use crate::source::Span;

/// Columns to which a tab advances.
const TAB_WIDTH: usize = 4;

/// A line with words; blank lines are only remembered by the line after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, without the white space before and after them.
    pub(super) words: Span,
    /// How many columns it is indented.
    pub(super) indent: usize,
    /// Whether a blank line stands before it, or the beginning of the text.
    pub(super) after_blank: bool,
    /// How many characters of white space stand between its last word and its line end.
    pub(super) trailing: usize,
}

impl Line {
    /// Its words.
    pub(super) fn str<'a>(&self, text: &'a str) -> &'a str {
        &text[self.words.start..self.words.end]
    }
}

/// The lines with words from byte `start` of a text on; a line ends at LF, CRLF or CR.
pub(super) fn lines(text: &str, start: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut next = start;
    for raw in text[start..].split(['\n', '\r']) {
        let raw_start = next;
        next += raw.len() + 1;
        let words = raw.trim();
        if words.is_empty() {
            // The empty string between CR and LF is no blank line.
            after_blank |= !is_between_cr_and_lf(text, raw_start, raw.len());
            continue;
        }
        let before = raw.len() - raw.trim_start().len();
        let words = Span::new(raw_start + before, raw_start + before + words.len());
        let trailing = text[words.end..raw_start + raw.len()].chars().count();
        lines.push(Line { words, indent: columns(&raw[..before]), after_blank, trailing });
        after_blank = false;
    }
    lines
}

fn is_between_cr_and_lf(text: &str, at: usize, len: usize) -> bool {
    len == 0 && text[..at].ends_with('\r') && text[at..].starts_with('\n')
}

fn columns(white_space: &str) -> usize {
    white_space.chars().fold(0, |column, c| if c == '\t' { (column / TAB_WIDTH + 1) * TAB_WIDTH } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_indentation_and_the_blank_line_before_them() {
        let text = "one  \r\n  two\r\n\r\n\tthree\rfour";
        let found: Vec<_> = lines(text, 0).iter().map(|l| (l.str(text), l.indent, l.after_blank, l.trailing)).collect();
        assert_eq!(found, [("one", 0, true, 2), ("two", 2, false, 0), ("three", 4, true, 0), ("four", 0, false, 0)]);
    }
}
