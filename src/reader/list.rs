//! Items of lists, however they are indented, and how deep each stands.

use crate::model::{BlockKind, TextRange};
use crate::reader::builder::Builder;
use crate::reader::inline::{Part, Syntax, push_text};
use crate::reader::marker::Marker;
use crate::source::Span;

/// Deeper lists than this are made flat.
const DEEPEST: usize = 16;
/// An item of more bytes than this is a paragraph with a number, not an item of a list.
pub(super) const LONG_ITEM: usize = 200;

/// An item as the reader found it.
#[derive(Debug)]
pub(super) struct Item {
    /// Its bullet, which becomes the item itself.
    pub(super) bullet: Option<Span>,
    /// Its printed number or letter, which stays in the text.
    pub(super) marker: Option<Marker>,
    /// How many columns its sign is indented.
    pub(super) indent: usize,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
    /// Its text by lines, without bullet and marker.
    pub(super) parts: Vec<Part>,
}

impl Item {
    /// The length of its text in bytes.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.words.len()).sum()
    }

    /// Whether it is numbered and has no bullet.
    pub(super) fn is_numbered(&self) -> bool {
        self.bullet.is_none() && self.marker.is_some()
    }
}

/// Whether the numbers of some items count up at least once, as those of a list do.
pub(super) fn counts_up(items: &[Item]) -> bool {
    items.windows(2).any(|pair| match (&pair[0].marker, &pair[1].marker) {
        (Some(before), Some(marker)) => marker.follows(before),
        (None, _) | (_, None) => false,
    })
}

/// Writes items as blocks of a list.
pub(super) fn push_items(builder: &mut Builder<'_>, items: &[Item], syntax: Syntax) {
    let mut levels = Levels::default();
    for item in items {
        let depth = levels.depth(item);
        builder.begin();
        let marker = push_signs(builder, item);
        push_text(builder, &item.parts, syntax);
        builder.end(BlockKind::Item { depth, marker });
    }
}

/// Writes an item as a paragraph that begins with its number.
pub(super) fn push_as_paragraph(builder: &mut Builder<'_>, item: &Item, syntax: Syntax) {
    builder.begin();
    push_signs(builder, item);
    push_text(builder, &item.parts, syntax);
    builder.end(BlockKind::Paragraph);
}

fn push_signs(builder: &mut Builder<'_>, item: &Item) -> Option<(String, TextRange)> {
    if let Some(bullet) = item.bullet {
        builder.consume(bullet);
    }
    let marker = item.marker.as_ref()?;
    let start = builder.here();
    builder.words(marker.span);
    let range = TextRange::new(start, builder.here());
    builder.white_space(marker.span.end);
    Some((marker.label.clone(), range))
}

/// The lists that are open, the outermost first.
#[derive(Default)]
struct Levels<'a> {
    open: Vec<Level<'a>>,
}

struct Level<'a> {
    indent: usize,
    bulleted: bool,
    /// The marker of its last item.
    marker: Option<&'a Marker>,
}

impl<'a> Levels<'a> {
    /// How deep an item stands.
    ///
    /// An item that counts on from the last item of an open list belongs to that list, however it is indented. Any other
    /// belongs to the list whose indentation is nearest, or opens a list inside when it is indented by two columns more,
    /// or by one and its sign is of another sort.
    fn depth(&mut self, item: &'a Item) -> u8 {
        let depth = self.place(item);
        self.open.truncate(depth);
        let indent = item.indent;
        self.open.push(Level { indent, bulleted: item.bullet.is_some(), marker: item.marker.as_ref() });
        u8::try_from(depth).unwrap_or(u8::MAX)
    }

    fn place(&self, item: &Item) -> usize {
        let counts_on = self.open.iter().rposition(|level| level.counts_to(item));
        if let Some(depth) = counts_on {
            return depth;
        }
        let Some(top) = self.open.last() else { return 0 };
        let deeper = item.indent >= top.indent + 2 || (item.indent > top.indent && !top.is_like(item));
        if deeper {
            return self.open.len().min(DEEPEST);
        }
        let nearest = self.open.iter().enumerate().min_by_key(|(_, level)| level.indent.abs_diff(item.indent));
        nearest.map_or(0, |(depth, _)| depth)
    }
}

impl Level<'_> {
    fn is_like(&self, item: &Item) -> bool {
        self.bulleted == item.bullet.is_some() && self.marker.is_some() == item.marker.is_some()
    }

    fn counts_to(&self, item: &Item) -> bool {
        self.bulleted == item.bullet.is_some()
            && match (self.marker, &item.marker) {
                (Some(before), Some(marker)) => marker.follows(before),
                (None, _) | (_, None) => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::marker::bullet;

    fn depths(lines: &[&str]) -> Vec<u8> {
        let items: Vec<Item> = lines
            .iter()
            .map(|line| {
                let indent = line.len() - line.trim_start().len();
                let bullet = bullet(line, Span::new(indent, line.len()), &['-', '*']);
                let marker = Marker::at(line, bullet.map_or(indent, |sign| sign.end + 1), line.len());
                Item { bullet, marker, indent, after_blank: false, parts: Vec::new() }
            })
            .collect();
        let mut levels = Levels::default();
        items.iter().map(|item| levels.depth(item)).collect()
    }

    #[test]
    fn items_that_count_on_stay_in_one_list_however_indented() {
        assert_eq!(depths(&["- 1 - Cde. A", "  - 2 - Cde. B", " - 3 - to file", "- No. 480"]), [0, 0, 0, 0]);
    }

    #[test]
    fn nested_lists_are_told_by_indentation_and_sign() {
        let lines = [
            "1. Bridges",
            " - Foot",
            "    - iron",
            "   - labour",
            " - New",
            "  2. Roads",
            "     a) one",
            "      b) two",
            "3. None",
        ];
        assert_eq!(depths(&lines), [0, 1, 2, 2, 1, 0, 1, 1, 0]);
    }
}
