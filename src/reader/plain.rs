//! Plain text: blank lines part blocks, and the layout says which lines run on.
//!
//! Nothing is markup but what the eye sees: lists, tables, verse, and rules across the page.

use crate::model::BlockKind;
use crate::reader::builder::Builder;
use crate::reader::inline::{Part, PartEnd, Syntax};
use crate::reader::label::has_label;
use crate::reader::layout::{Layout, LineEnd, length};
use crate::reader::line::Line;
use crate::reader::list::{Item, LONG_ITEM, counts_up, push_items};
use crate::reader::marker::{Marker, bullet, is_page_number, is_rule};
use crate::reader::table::{Row, push_table, rows_of_equal_length};
use crate::source::Span;

/// Bullets of typed lists.
const BULLETS: [char; 4] = ['-', '*', '•', '·'];
/// Lines of verse have no more characters than this; longer lines are prose.
const LONGEST_VERSE: usize = 60;
/// Verse is indented by at least and at most so many columns; what stands further right is a signature.
const VERSE_INDENT: std::ops::RangeInclusive<usize> = 2..=16;

/// Reads the lines into blocks.
pub(super) fn read(builder: &mut Builder<'_>, lines: &[Line]) {
    let text = builder.source();
    let prose = prose(text, lines);
    let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let mut reader =
        Reader { text, lines, layout: Layout::of(text, lines), prose, margin, builder, at: 0, no_list_before: 0 };
    while reader.at < lines.len() {
        reader.block();
    }
}

/// The lines from the first long one to the last: verse stands among prose, an address before it, a close after it.
fn prose(text: &str, lines: &[Line]) -> std::ops::Range<usize> {
    let is_long = |line: &Line| length(line.str(text)) >= LONGEST_VERSE;
    let first = lines.iter().position(is_long).unwrap_or(lines.len());
    first..lines.iter().rposition(is_long).unwrap_or(0)
}

struct Reader<'a, 'b> {
    text: &'a str,
    lines: &'b [Line],
    layout: Layout,
    prose: std::ops::Range<usize>,
    /// The indentation of the whole document.
    margin: usize,
    builder: &'b mut Builder<'a>,
    at: usize,
    /// Lines before this one are known to belong to no list.
    no_list_before: usize,
}

impl Reader<'_, '_> {
    fn block(&mut self) {
        let line = &self.lines[self.at];
        if is_rule(line.str(self.text)) {
            self.rule(line.words);
        } else if !(self.table() || self.list() || self.verse()) {
            self.paragraph();
        }
    }

    fn rule(&mut self, words: Span) {
        self.builder.begin();
        self.builder.consume(words);
        self.builder.end(BlockKind::Rule);
        self.at += 1;
    }

    /// The lines from the one at hand on.
    fn ahead(&self) -> &[Line] {
        &self.lines[self.at..]
    }

    fn table(&mut self) -> bool {
        let text = self.text;
        let mut rows = rows_of_equal_length(self.ahead(), |line| Row::by_tabs(text, line.words));
        if rows.is_empty() {
            rows = rows_of_equal_length(self.ahead(), |line| Row::by_bars(text, line.words));
        }
        push_table(self.builder, &rows, Syntax::Plain);
        self.at += rows.len();
        !rows.is_empty()
    }

    /// A list: two or more items on lines that follow each other. Numbered lines are one if their numbers count up and
    /// no item is longer than 200 bytes; longer ones are numbered paragraphs, and one that ends with a colon and has no
    /// item after it is a heading.
    fn list(&mut self) -> bool {
        if self.at < self.no_list_before {
            return false;
        }
        let mut items: Vec<Item> = Vec::new();
        let mut at = self.at;
        while let Some(item) = self.item(at) {
            if !items.is_empty() && self.lines[at].after_blank {
                break;
            }
            at += item.parts.len();
            items.push(item);
        }
        let numbered = items.iter().any(Item::is_numbered);
        let is_list = items.len() >= 2 && (!numbered || self.is_numbered_list(&items));
        if is_list {
            push_items(self.builder, &items, Syntax::Plain);
            self.at = at;
        } else {
            self.no_list_before = at;
        }
        is_list
    }

    fn is_numbered_list(&self, items: &[Item]) -> bool {
        let last = items.last().and_then(|item| item.parts.last());
        let leads_on = last.is_some_and(|part| self.text[..part.words.end].ends_with(':'));
        counts_up(items) && !leads_on && items.iter().all(|item| item.len() <= LONG_ITEM)
    }

    /// The item at a line, with the lines that go on with it.
    fn item(&self, idx: usize) -> Option<Item> {
        let line = self.lines.get(idx)?;
        let words = line.str(self.text);
        if is_page_number(words) || is_rule(words) {
            return None;
        }
        let bullet = bullet(self.text, line.words, &BULLETS);
        let start = bullet
            .map_or(line.words.start, |sign| line.words.end - self.text[sign.end..line.words.end].trim_start().len());
        let marker = Marker::at(self.text, start, line.words.end);
        if bullet.is_none() && marker.is_none() {
            return None;
        }
        let start = marker.as_ref().map_or(start, |marker| marker.text_start);
        let first = Part { prefix: None, words: Span::new(start, line.words.end), end: PartEnd::Space };
        let parts = std::iter::once(first).chain(self.continuation(idx)).collect();
        Some(Item { bullet, marker, indent: line.indent, after_blank: line.after_blank, parts })
    }

    /// The lines that go on with the item at a line: they hang under its text, or its line was full.
    fn continuation(&self, idx: usize) -> impl Iterator<Item = Part> {
        let first = &self.lines[idx];
        let pairs = self.lines[idx..].windows(2);
        let going_on = pairs.take_while(move |pair| {
            let hangs = pair[1].indent >= first.indent + 2;
            !pair[1].after_blank
                && !self.begins_item(&pair[1])
                && !is_rule(pair[1].str(self.text))
                && (hangs || self.layout.line_end(self.text, &pair[0], &pair[1]) != LineEnd::Own)
        });
        going_on.map(|pair| Part { prefix: None, words: pair[1].words, end: PartEnd::Space })
    }

    fn begins_item(&self, line: &Line) -> bool {
        bullet(self.text, line.words, &BULLETS).is_some()
            || Marker::at(self.text, line.words.start, line.words.end).is_some()
    }

    /// Verse: two or more short lines among prose, all of them indented.
    fn verse(&mut self) -> bool {
        let count = (self.at..self.lines.len())
            .take_while(|&idx| self.is_verse(idx) && (idx == self.at || !self.lines[idx].after_blank))
            .count();
        if count < 2 {
            return false;
        }
        for idx in self.at..self.at + count {
            self.builder.begin();
            self.builder.words(self.lines[idx].words);
            self.builder.end(BlockKind::VerseLine { starts_group: idx == self.at });
        }
        self.at += count;
        true
    }

    fn is_verse(&self, idx: usize) -> bool {
        let line = &self.lines[idx];
        let words = line.str(self.text);
        self.prose.contains(&idx)
            && VERSE_INDENT.contains(&(line.indent - self.margin))
            && length(words) <= LONGEST_VERSE
            && !words.starts_with('[')
            && !is_page_number(words)
            && !self.begins_item(line)
    }

    fn paragraph(&mut self) {
        self.builder.begin();
        self.builder.words(self.lines[self.at].words);
        self.at += 1;
        let mut wrapped = false;
        loop {
            let wraps = match self.runs_on(self.at) {
                LineEnd::Wrap => true,
                LineEnd::Perhaps => wrapped || self.runs_on(self.at + 1) == LineEnd::Wrap,
                LineEnd::Own => false,
            };
            if !wraps {
                break;
            }
            self.builder.white_space(self.lines[self.at - 1].words.end);
            self.builder.words(self.lines[self.at].words);
            self.at += 1;
            wrapped = true;
        }
        self.builder.end(BlockKind::Paragraph);
    }

    /// How the line before a line ends, and whether that line goes on with its paragraph.
    fn runs_on(&self, idx: usize) -> LineEnd {
        let Some(next) = self.lines.get(idx) else { return LineEnd::Own };
        let line = &self.lines[idx - 1];
        let (words, next_words) = (line.str(self.text), next.str(self.text));
        let stands_alone = |words: &str| is_rule(words) || is_page_number(words);
        let ends_sentence = words.ends_with(['.', '!', '?', ':', ';', ']', '"', '”', ')']);
        let begins_block = next.after_blank
            || next.indent >= line.indent + 2
            || stands_alone(words)
            || stands_alone(next_words)
            || has_label(next_words)
            || (ends_sentence && self.begins_item(next));
        if begins_block { LineEnd::Own } else { self.layout.line_end(self.text, line, next) }
    }
}
