//! Lines and columns of many places in one source, however long its lines are.

use crate::source::{Position, Source};

/// A column is found by counting characters from the nearest of these, which lie this many bytes apart.
const STEP: usize = 4096;

/// Finds lines and columns in a source, each in about the same time, also where the whole source is one line.
pub(super) struct Positions<'a> {
    source: &'a Source,
    /// How many characters begin before each multiple of [`STEP`] bytes.
    characters: Vec<usize>,
}

impl<'a> Positions<'a> {
    /// Reads the source once.
    pub(super) fn new(source: &'a Source) -> Self {
        let mut characters = vec![0];
        let mut count = 0;
        for chunk in source.text().as_bytes().chunks(STEP) {
            count += beginnings(chunk);
            characters.push(count);
        }
        Self { source, characters }
    }

    /// The line and column of a byte offset.
    pub(super) fn of(&self, offset: usize) -> Position {
        let offset = offset.min(self.source.text().len());
        let line = line_of(self.source, offset);
        let start = self.source.line(line).map_or(0, |span| span.start);
        Position { line, column: self.before(offset) - self.before(start) + 1 }
    }

    /// How many characters begin before a byte offset.
    fn before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        self.characters[step] + beginnings(&self.source.text().as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The number of the line that holds a byte offset, from 1.
pub(super) fn line_of(source: &Source, offset: usize) -> usize {
    let (mut low, mut high) = (1, source.line_count());
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        match source.line(middle) {
            Some(line) if line.start <= offset => low = middle,
            Some(_) | None => high = middle - 1,
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_source() {
        let text = format!("жук\r\n\n{}ü!\nend\n", "é".repeat(5000));
        let source = Source::from_text("a.txt", &text);
        let positions = Positions::new(&source);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(positions.of(offset), source.position(offset), "at byte {offset}");
        }
    }
}
