//! Rows of tables whose cells are parted by `|` or by tabs.

use crate::model::BlockKind;
use crate::reader::builder::Builder;
use crate::reader::inline::{Part, PartEnd, Syntax, push_text};
use crate::reader::line::Line;
use crate::reader::marker::{Marker, bullet};
use crate::source::Span;

/// A line with more cells than this is no row.
const MOST_CELLS: usize = 500;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The words of each cell, without white space round them; empty for an empty cell.
    pub(super) cells: Vec<Span>,
    /// The signs between the cells.
    pub(super) bars: Vec<Span>,
}

impl Row {
    /// The row of a line whose cells are parted by `|`: two cells at least, words in one of them.
    ///
    /// A bar after a backslash parts no cells, nor does one in `[[double|brackets]]`.
    pub(super) fn by_bars(text: &str, words: Span) -> Option<Self> {
        if !text.as_bytes()[words.start..words.end].contains(&b'|') {
            return None;
        }
        let bars = bars(text, words)?;
        let first = bars.first()?;
        let mut cells = Vec::with_capacity(bars.len() + 1);
        let mut start = words.start;
        if first.start == words.start {
            start = first.end;
        }
        for bar in bars.iter().filter(|bar| bar.start > words.start) {
            cells.push(trimmed(text, Span::new(start, bar.start)));
            start = bar.end;
        }
        if start < words.end {
            cells.push(trimmed(text, Span::new(start, words.end)));
        }
        Some(Self { cells, bars }).filter(Self::is_row)
    }

    /// The row of a line whose cells are parted by single tabs.
    pub(super) fn by_tabs(text: &str, words: Span) -> Option<Self> {
        let line = &text[words.start..words.end];
        if !line.as_bytes().contains(&b'\t') {
            return None;
        }
        let mut start = words.start;
        let mut cells = Vec::new();
        for cell in line.split('\t').take(MOST_CELLS + 1) {
            cells.push(trimmed(text, Span::new(start, start + cell.len())));
            start += cell.len() + 1;
        }
        let row = Self { cells, bars: Vec::new() };
        let first = *row.cells.first()?;
        // `1.`, `a)`, `-` before a tab begin an item, `Author:` a line of front matter.
        let is_item = Marker::at(text, words.start, words.end).is_some_and(|marker| marker.text_start > first.end)
            || bullet(text, words, &['-', '*', '•', '·']).is_some()
            || text[first.start..first.end].ends_with(':');
        Some(row).filter(|row| row.is_row() && !is_item)
    }

    fn is_row(&self) -> bool {
        (2..=MOST_CELLS).contains(&self.cells.len()) && self.cells.iter().any(|cell| !cell.is_empty())
    }

    /// Whether a bar stands at both ends.
    pub(super) fn is_framed(&self, words: Span) -> bool {
        let ends = (self.bars.first(), self.bars.last());
        matches!(ends, (Some(first), Some(last)) if first.start == words.start && last.end == words.end)
    }

    /// Whether it is the row of dashes under the column headings.
    pub(super) fn is_delimiter(&self, text: &str) -> bool {
        self.cells.iter().all(|cell| {
            let cell = &text[cell.start..cell.end];
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
    }
}

/// Where in its table a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is the first, of column headings.
    Headings,
    /// It is the first.
    First,
    /// Another stands before it.
    Later,
}

/// Writes the rows of one table as cells; a row of dashes after the first makes the first one of headings.
pub(super) fn push_table(builder: &mut Builder<'_>, rows: &[Row], syntax: Syntax) {
    let text = builder.source();
    let headed = rows.get(1).is_some_and(|row| row.is_delimiter(text));
    for (idx, row) in rows.iter().enumerate() {
        match idx {
            0 if headed => push_row(builder, row, Place::Headings, syntax),
            0 => push_row(builder, row, Place::First, syntax),
            1 if headed => consume_row(builder, row),
            _ => push_row(builder, row, Place::Later, syntax),
        }
    }
}

fn consume_row(builder: &mut Builder<'_>, row: &Row) {
    let mut spans: Vec<Span> = row.bars.iter().chain(&row.cells).copied().collect();
    spans.sort_unstable();
    for span in spans {
        builder.consume(span);
    }
}

fn push_row(builder: &mut Builder<'_>, row: &Row, place: Place, syntax: Syntax) {
    let mut bars = row.bars.iter().copied().peekable();
    for (idx, &cell) in row.cells.iter().enumerate() {
        builder.begin();
        while let Some(bar) = bars.next_if(|bar| bar.end <= cell.start) {
            builder.consume(bar);
        }
        push_text(builder, &[Part { prefix: None, words: cell, end: PartEnd::Space }], syntax);
        builder.end(BlockKind::Cell {
            starts_row: idx == 0,
            starts_table: idx == 0 && place != Place::Later,
            heading: place == Place::Headings,
        });
    }
    for bar in bars {
        builder.consume(bar);
    }
}

/// The rows with which some lines begin, all of them with as many cells as the first; at least two, or none.
pub(super) fn rows_of_equal_length(lines: &[Line], row: impl Fn(&Line) -> Option<Row>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        let next = (idx == 0 || !line.after_blank).then(|| row(line)).flatten();
        let Some(next) = next.filter(|next| rows.first().is_none_or(|first| first.cells.len() == next.cells.len()))
        else {
            break;
        };
        rows.push(next);
    }
    if rows.len() < 2 { Vec::new() } else { rows }
}

fn bars(text: &str, words: Span) -> Option<Vec<Span>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = words.start;
    let mut no_more_brackets = false;
    while at < words.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'|' => found.push(Span::new(at, at + 1)),
            b'[' if !no_more_brackets && text[at..words.end].starts_with("[[") => {
                match text[at..words.end].find("]]") {
                    Some(len) => at += len,
                    None => no_more_brackets = true,
                }
            }
            _ => {}
        }
        if found.len() > MOST_CELLS {
            return None;
        }
        at += 1;
    }
    Some(found)
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = &text[span.start..span.end];
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Option<Vec<&str>> {
        let row = Row::by_bars(line, Span::new(0, line.len()))?;
        Some(row.cells.iter().map(|cell| &line[cell.start..cell.end]).collect())
    }

    #[test]
    fn bars_part_cells() {
        assert_eq!(cells("| a | b c | |"), Some(vec!["a", "b c", ""]));
        assert_eq!(cells("a | b"), Some(vec!["a", "b"]));
        assert_eq!(cells(r"| a \| b | [[C|c]] |"), Some(vec![r"a \| b", "[[C|c]]"]));
        assert_eq!(cells("| a |"), None);
        assert_eq!(cells("|||"), None);
        assert_eq!(cells("no bar"), None);
    }

    #[test]
    fn tabs_part_cells_but_not_markers_and_labels() {
        let row = |line: &str| Row::by_tabs(line, Span::new(0, line.len())).map(|row| row.cells.len());
        assert_eq!(row("a\tb\tc"), Some(3));
        assert_eq!(row("1.\tText"), None);
        assert_eq!(row("Author:\tHale"), None);
        assert_eq!(row("no tab"), None);
    }
}
