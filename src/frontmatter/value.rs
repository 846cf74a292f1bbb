//! Values of fields: trimmed, split, and joined, with the places in the source that they came from.

use crate::model::{Text, TextRange, Value};
use crate::source::{Source, Span};

/// The range without the white space at its ends.
pub(super) fn trim(text: &Text, range: TextRange) -> TextRange {
    let words = text.slice(range);
    let start = range.start + (words.len() - words.trim_start().len());
    TextRange::new(start, start + words.trim().len())
}

/// A text of its own from a range of another.
pub(super) fn part(text: &Text, range: TextRange) -> Text {
    let mut part = Text::new();
    part.push_range(text, trim(text, range));
    part
}

/// The spans of the source that hold the characters of a range.
pub(super) fn spans(text: &Text, range: TextRange) -> impl Iterator<Item = Span> + '_ {
    text.pieces_in(range).map(|(_, span)| span).filter(|span| !span.is_empty())
}

/// Appends `source[span]` with each run of white space as one space, or none at the beginning.
pub(super) fn push_words(text: &mut Text, source: &str, span: Span) {
    let Some(raw) = source.get(span.start..span.end) else { return };
    let mut at = span.start;
    for stretch in raw.split_inclusive(char::is_whitespace) {
        let words = stretch.trim_end_matches(char::is_whitespace);
        if !words.is_empty() {
            text.push_verbatim(source, Span::new(at, at + words.len()));
        }
        let end = at + stretch.len();
        if words.len() < stretch.len() && !text.is_empty() && !text.as_str().ends_with(' ') {
            text.push_space(Span::new(at + words.len(), end));
        }
        at = end;
    }
}

/// Appends a text, after a space.
pub(super) fn append(text: &mut Text, more: &Text) {
    if !text.is_empty() && !more.is_empty() {
        text.push_space(Span::at(text.source_offset(text.len())));
    }
    text.push_range(more, more.range());
}

/// A string as a value: characters that XML cannot hold become their control pictures.
pub(super) fn plain(string: &str) -> Value {
    let trimmed = string.trim();
    if trimmed.chars().any(|c| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
        return Value::Plain(Source::from_text("", trimmed).text().to_owned());
    }
    Value::Plain(trimmed.to_owned())
}

/// The values between separators of a value. The separators of a text of the source are returned too.
pub(super) fn split(value: &Value, separators: &[char]) -> (Vec<Value>, Vec<Span>) {
    match value {
        Value::Plain(string) => {
            (string.split(separators).map(plain).filter(|part| !is_empty(part)).collect(), Vec::new())
        }
        Value::Source(text) => split_text(text, separators),
    }
}

fn split_text(text: &Text, separators: &[char]) -> (Vec<Value>, Vec<Span>) {
    let (mut values, mut consumed) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (at, separator) in text.as_str().match_indices(separators) {
        values.push(part(text, TextRange::new(start, at)));
        start = at + separator.len();
        consumed.extend(spans(text, TextRange::new(at, start)));
    }
    values.push(part(text, TextRange::new(start, text.len())));
    values.retain(|value| !value.is_empty());
    (values.into_iter().map(Value::Source).collect(), consumed)
}

fn is_empty(value: &Value) -> bool {
    text_of(value).is_empty()
}

/// The value as a string.
pub(super) fn text_of(value: &Value) -> &str {
    match value {
        Value::Plain(string) => string,
        Value::Source(text) => text.as_str(),
    }
}

/// The text of the source, where the value is one.
pub(super) fn source_of(value: &Value) -> Option<&Text> {
    match value {
        Value::Plain(_) => None,
        Value::Source(text) => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_source_have_single_spaces_and_keep_their_places() {
        let source = "key:  one \n  two ";
        let mut text = Text::new();
        push_words(&mut text, source, Span::new(4, source.len()));
        assert_eq!(text.as_str(), "one two ");
        assert_eq!(text.source_span(TextRange::new(4, 7)), Span::new(13, 16));
    }

    #[test]
    fn a_value_is_split_and_its_separators_are_told() {
        let source = "relief; typhus ;";
        let mut text = Text::new();
        text.push_verbatim(source, Span::new(0, source.len()));
        let (values, consumed) = split(&Value::Source(text), &[';']);
        assert_eq!(values.len(), 2);
        assert_eq!(consumed, [Span::new(6, 7), Span::new(15, 16)]);
    }

    #[test]
    fn a_control_character_of_a_metadata_file_becomes_its_picture() {
        assert_eq!(plain("a\u{1}b"), Value::Plain("a\u{2401}b".to_owned()));
    }
}
