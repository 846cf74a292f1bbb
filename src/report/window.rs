//! The part of a line that a message shows: the whole of a short line, the neighbourhood of the place in a long one.

use crate::report::finding::Excerpt;
use crate::report::position::line_of;
use crate::report::printable::printable_char;
use crate::source::{Source, Span};

/// Characters shown before the place.
const BEFORE: usize = 40;

/// Characters shown from the place on.
const FROM: usize = 70;

/// The window at a span. A span of several lines is shown by its first.
pub(super) fn window(source: &Source, span: Span) -> Excerpt {
    let line = source.line(line_of(source, span.start)).unwrap_or_default();
    let start = span.start.clamp(line.start, line.end);
    let end = span.end.clamp(start, line.end);
    let mut window = Excerpt { text: String::new(), marked: 0..0 };
    push_before(&mut window.text, source.slice(Span::new(line.start, start)));
    window.marked.start = window.text.len();
    let (marked, rest) = (source.slice(Span::new(start, end)), source.slice(Span::new(end, line.end)));
    let left = push_up_to(&mut window.text, marked, FROM);
    window.marked.end = window.text.len();
    push_up_to(&mut window.text, rest, left);
    if window.marked.is_empty() {
        window.marked.end += window.text[window.marked.start..].chars().next().map_or(0, char::len_utf8);
    }
    window
}

/// Appends the end of `text`, with an ellipsis where its beginning is cut off.
fn push_before(shown: &mut String, text: &str) {
    let cut = text.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    if cut > 0 {
        shown.push('…');
    }
    shown.extend(text[cut..].chars().map(printable_char));
}

/// Appends the beginning of `text`, with an ellipsis where its end is cut off; what is left of the limit.
fn push_up_to(shown: &mut String, text: &str, limit: usize) -> usize {
    let mut left = limit;
    for c in text.chars() {
        let Some(fewer) = left.checked_sub(1) else {
            if !shown.ends_with('…') {
                shown.push('…');
            }
            return 0;
        };
        left = fewer;
        shown.push(printable_char(c));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let source = Source::from_text("a.txt", "one\nHe wrote [zxqv] and left.\n");
        let shown = window(&source, Span::new(13, 19));
        assert_eq!(shown.text, "He wrote [zxqv] and left.");
        assert_eq!(&shown.text[shown.marked], "[zxqv]");
    }

    #[test]
    fn of_a_long_line_the_neighbourhood_is_shown() {
        let text = format!("{}[zxqv]{}", "д".repeat(100_000), "ж".repeat(100_000));
        let at = text.find('[').expect("there is a bracket");
        let shown = window(&Source::from_text("a.txt", &text), Span::new(at, at + 6));
        assert_eq!(shown.text.chars().count(), 1 + BEFORE + FROM + 1);
        assert_eq!(&shown.text[shown.marked], "[zxqv]");
    }

    #[test]
    fn a_span_of_several_lines_is_shown_by_its_first() {
        let shown = window(&Source::from_text("a.txt", "a [b\nc] d"), Span::new(2, 7));
        assert_eq!((shown.text.as_str(), shown.marked), ("a [b", 2..4));
    }

    #[test]
    fn an_empty_span_marks_a_character_where_there_is_one() {
        assert_eq!(window(&Source::from_text("a.txt", "éa"), Span::at(0)).marked, 0..2);
        assert_eq!(window(&Source::from_text("a.txt", ""), Span::at(0)).marked, 0..0);
    }
}
