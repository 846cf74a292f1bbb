//! The transcript as we got it: decoded text, lines and spans.

mod decode;
mod span;
mod yaml;

pub use decode::{Decoded, Encoding, Replacement};
pub use span::{Position, Span};
pub use yaml::yaml_block;

/// A transcript file, decoded to Unicode. Immutable: every later stage points into [`Source::text`] by [`Span`].
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    decoded: Decoded,
    line_starts: Vec<usize>,
}

impl Source {
    /// Decodes `bytes` (UTF-8, UTF-16 with a byte order mark, or a legacy encoding found by its letter statistics).
    ///
    /// `name` is what messages call the file. Never fails: what cannot be decoded becomes U+FFFD and is listed in
    /// [`Source::replacements`].
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self::from_decoded(name.into(), Decoded::from_bytes(bytes))
    }

    /// Decodes `bytes` from an encoding that is known. Never fails, as [`Source::from_bytes`].
    pub fn from_bytes_in(name: impl Into<String>, bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Self {
        Self::from_decoded(name.into(), Decoded::from_bytes_in(bytes, encoding))
    }

    /// A source from text that is already Unicode, as from a library user or a test.
    pub fn from_text(name: impl Into<String>, text: &str) -> Self {
        Self::from_decoded(name.into(), Decoded::from_bytes(text.as_bytes()))
    }

    fn from_decoded(name: String, decoded: Decoded) -> Self {
        let line_starts = line_starts(&decoded.text);
        Self { name, decoded, line_starts }
    }

    /// What messages call this file: its path, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text. Line ends are as in the file; the byte order mark is not part of it.
    pub fn text(&self) -> &str {
        &self.decoded.text
    }

    /// The text of a span; empty where the span lies outside the source.
    pub fn slice(&self, span: Span) -> &str {
        self.decoded.text.get(span.start..span.end).unwrap_or_default()
    }

    /// How the bytes were decoded.
    pub fn encoding(&self) -> &Encoding {
        &self.decoded.encoding
    }

    /// Characters that XML 1.0 forbids and bytes that could not be decoded, in order, with what stands in their place.
    pub fn replacements(&self) -> &[Replacement] {
        &self.decoded.replacements
    }

    /// The bytes of the file, kept only where they cannot be had back from the text.
    pub fn undecodable_bytes(&self) -> Option<&[u8]> {
        self.decoded.undecodable.as_deref()
    }

    /// The 1-based line and column (in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let end = offset.min(self.text().len());
        let column = self.text().get(start..end).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column }
    }

    /// The number of lines; a text without a line end has one.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The span of a 1-based line without its line end, or `None` past the last line.
    pub fn line(&self, number: usize) -> Option<Span> {
        let start = *self.line_starts.get(number.checked_sub(1)?)?;
        let end = self.line_starts.get(number).copied().unwrap_or(self.text().len());
        let line = self.text()[start..end].trim_end_matches(['\r', '\n']);
        Some(Span::new(start, start + line.len()))
    }
}

/// Byte offsets at which a line starts: after LF, CRLF, or a CR that stands alone.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (idx, &byte) in bytes.iter().enumerate() {
        let ends_line = byte == b'\n' || (byte == b'\r' && bytes.get(idx + 1) != Some(&b'\n'));
        if ends_line {
            starts.push(idx + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let source = Source::from_text("a.txt", "one\r\ntwo\rthree\nfour");
        let lines: Vec<&str> =
            (1..=source.line_count()).filter_map(|n| source.line(n)).map(|s| source.slice(s)).collect();
        assert_eq!(lines, ["one", "two", "three", "four"]);
    }

    #[test]
    fn columns_count_characters_from_one() {
        let source = Source::from_text("a.txt", "ab\nжук [sic]");
        let at = source.text().find('[').expect("there is a bracket");
        assert_eq!(source.position(at), Position { line: 2, column: 5 });
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
    }

    #[test]
    fn an_empty_source_has_one_empty_line() {
        let source = Source::from_text("a.txt", "");
        assert_eq!(source.line(1), Some(Span::new(0, 0)));
        assert_eq!(source.line(2), None);
    }
}
