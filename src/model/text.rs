//! Reading text that remembers which bytes of the source it came from.

use crate::source::Span;

/// A byte range of a [`Text`], end exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl TextRange {
    /// The range from `start` to `end` (bytes, end exclusive).
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty range at an offset.
    pub fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A stretch of text and where it came from. It runs to the start of the next piece.
///
/// Where the stretch is as long as its span the two are equal but for white space; where it is not, it is one space
/// (or line end) that stands for a run of white space, or for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset in the text at which the piece starts.
    pub start: usize,
    /// The bytes of the source.
    pub span: Span,
}

/// Text put together from spans of one source. It grows at its end only and is never edited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    pieces: Vec<Piece>,
}

impl Text {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The text of a range; empty where the range is not one of this text.
    pub fn slice(&self, range: TextRange) -> &str {
        self.string.get(range.start..range.end).unwrap_or_default()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.string.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The range of the whole text.
    pub fn range(&self) -> TextRange {
        TextRange::new(0, self.len())
    }

    /// All pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Appends `source_text[span]` as it stands. `source_text` is the whole decoded source.
    pub fn push_verbatim(&mut self, source_text: &str, span: Span) {
        if let Some(words) = source_text.get(span.start..span.end) {
            self.push_piece(words, span);
        }
    }

    /// Appends one space for the white space of the source at `span`.
    pub fn push_space(&mut self, span: Span) {
        self.push_piece(" ", span);
    }

    /// Appends a line end that parts two blocks; `span` is the white space between them, or empty.
    pub fn push_block_end(&mut self, span: Span) {
        self.push_piece("\n", span);
    }

    /// Appends a range of another text of the same source, with its origins.
    pub fn push_range(&mut self, other: &Self, range: TextRange) {
        for (piece_range, span) in other.pieces_in(range) {
            self.push_piece(other.slice(piece_range), span);
        }
    }

    fn push_piece(&mut self, words: &str, span: Span) {
        if words.is_empty() {
            return;
        }
        if !self.continues_last(words, span) {
            self.pieces.push(Piece { start: self.string.len(), span });
        } else if let Some(last) = self.pieces.last_mut() {
            last.span.end = span.end;
        }
        self.string.push_str(words);
    }

    fn continues_last(&self, words: &str, span: Span) -> bool {
        self.pieces.last().is_some_and(|last| {
            last.span.end == span.start
                && last.span.len() == self.string.len() - last.start
                && words.len() == span.len()
        })
    }

    /// The pieces of a range, cut to it: each with its range in this text and its span in the source.
    pub fn pieces_in(&self, range: TextRange) -> impl Iterator<Item = (TextRange, Span)> + '_ {
        let first = self.pieces.partition_point(|piece| piece.start <= range.start).saturating_sub(1);
        self.pieces[first..].iter().enumerate().map_while(move |(idx, piece)| {
            if piece.start >= range.end {
                return None;
            }
            let end = self.pieces.get(first + idx + 1).map_or(self.len(), |next| next.start);
            Some(cut(*piece, end, range))
        })
    }

    /// The span of the source from which a range came: from its first byte to its last, with all between.
    ///
    /// An empty range gives the empty span at which its offset stands.
    pub fn source_span(&self, range: TextRange) -> Span {
        let mut pieces = self.pieces_in(range).filter(|(part, _)| !part.is_empty()).map(|(_, span)| span);
        match pieces.next() {
            Some(first) => pieces.fold(first, Span::join),
            None => Span::at(self.source_offset(range.start)),
        }
    }

    /// The byte offset of the source that belongs to an offset of this text.
    pub fn source_offset(&self, offset: usize) -> usize {
        let idx = self.pieces.partition_point(|piece| piece.start <= offset);
        let Some(piece) = idx.checked_sub(1).and_then(|before| self.pieces.get(before)) else {
            return self.pieces.first().map_or(0, |piece| piece.span.start);
        };
        piece.span.start + (offset - piece.start).min(piece.span.len())
    }
}

/// The part of a piece (which ends at `piece_end`) that lies in `range`.
fn cut(piece: Piece, piece_end: usize, range: TextRange) -> (TextRange, Span) {
    let part = TextRange::new(piece.start.max(range.start), piece_end.min(range.end));
    if piece.span.len() != piece_end - piece.start {
        return (part, piece.span);
    }
    let start = piece.span.start + (part.start - piece.start);
    (part, Span::new(start, start + part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "Mos[cow]\n  said";

    fn moscow() -> Text {
        let mut text = Text::new();
        text.push_verbatim(SOURCE, Span::new(0, 3));
        text.push_verbatim(SOURCE, Span::new(4, 7));
        text.push_space(Span::new(8, 11));
        text.push_verbatim(SOURCE, Span::new(11, 15));
        text
    }

    #[test]
    fn text_remembers_its_source() {
        let text = moscow();
        assert_eq!(text.as_str(), "Moscow said");
        assert_eq!(text.source_span(TextRange::new(0, 6)), Span::new(0, 7));
        assert_eq!(text.source_span(TextRange::new(3, 6)), Span::new(4, 7));
        assert_eq!(text.source_span(TextRange::new(7, 11)), Span::new(11, 15));
        assert_eq!(text.source_offset(8), 12);
    }

    #[test]
    fn pieces_that_follow_each_other_are_one() {
        let mut text = Text::new();
        text.push_verbatim(SOURCE, Span::new(0, 2));
        text.push_verbatim(SOURCE, Span::new(2, 3));
        assert_eq!(text.pieces().len(), 1);
    }

    #[test]
    fn a_range_of_another_text_keeps_its_origin() {
        let mut copy = Text::new();
        copy.push_range(&moscow(), TextRange::new(2, 8));
        assert_eq!(copy.as_str(), "scow s");
        assert_eq!(copy.source_span(copy.range()), Span::new(2, 12));
    }
}
