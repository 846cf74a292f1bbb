//! Weaving: annotations that stand off the text become elements that nest. The only place where crossing marks are
//! settled: interventions are stronger than mentions, mentions stronger than rendition; the weaker is split.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::model::{Text, TextRange};
use crate::source::Span;
use crate::tei::content::{is_sound_choice, may_hold};
use crate::tei::provenance::text_node;
use crate::xml::{Element, Node};

/// How the ids of the parts of a split mark begin.
const PART: &str = "part-";

/// An element that is to be laid over a range of the text.
#[derive(Debug, Clone)]
pub(super) struct Strand {
    /// The range of the reading text.
    pub(super) range: TextRange,
    /// The bytes of the source, brackets included; it tells what lies inside what where ranges are empty.
    pub(super) span: Span,
    /// The element; where it already has children, they stand before the text.
    pub(super) element: Element,
    /// Which of two strands over the same range is outside: the lower.
    pub(super) rank: u8,
    /// Which of two crossing strands is split: the lower; of equals the later.
    pub(super) strength: u8,
}

/// What was woven.
#[derive(Debug, Default)]
pub(super) struct Woven {
    /// The nodes.
    pub(super) nodes: Vec<Node>,
    /// The spans of strands that had to be split.
    pub(super) splits: Vec<Span>,
}

/// Lays `strands` over a range of the text. `next_id` numbers the parts of split strands through the document.
pub(super) fn weave(text: &Text, range: TextRange, strands: Vec<Strand>, next_id: &mut usize) -> Woven {
    let mut loom = Loom::new(text, range, next_id);
    let mut queue = Queue::new(strands);
    while let Some(strand) = queue.next() {
        loom.add(strand, &mut queue);
    }
    loom.finish()
}

/// Strands in the order in which they open.
struct Queue {
    /// Reversed, so that the next is at the end.
    sorted: Vec<Strand>,
    /// Second parts of split strands, the earliest first.
    parts: BinaryHeap<Reverse<(usize, Reverse<usize>, usize)>>,
    part_strands: Vec<Option<Strand>>,
}

impl Queue {
    fn new(strands: Vec<Strand>) -> Self {
        let (mut points, mut stretches): (Vec<Strand>, Vec<Strand>) =
            strands.into_iter().partition(|strand| strand.range.is_empty());
        points.sort_by_key(|strand| (strand.range.start, strand.span.start));
        stretches.sort_by_key(|strand| (strand.range.start, Reverse(strand.range.end), strand.rank));
        Self { sorted: merge(points, stretches), parts: BinaryHeap::new(), part_strands: Vec::new() }
    }

    fn next(&mut self) -> Option<Strand> {
        let part_start = self.parts.peek().map(|Reverse((start, ..))| *start);
        match (part_start, self.sorted.last()) {
            (Some(start), Some(strand)) if start <= strand.range.start => self.next_part(),
            (Some(_), None) => self.next_part(),
            _ => self.sorted.pop(),
        }
    }

    fn next_part(&mut self) -> Option<Strand> {
        let Reverse((_, _, idx)) = self.parts.pop()?;
        self.part_strands[idx].take()
    }

    fn put_back(&mut self, part: Strand) {
        self.parts.push(Reverse((part.range.start, Reverse(part.range.end), self.part_strands.len())));
        self.part_strands.push(Some(part));
    }
}

/// Puts strands without text among those with text: before the first that starts at the same place but later in the
/// source. The result is reversed.
fn merge(points: Vec<Strand>, stretches: Vec<Strand>) -> Vec<Strand> {
    let mut merged = Vec::with_capacity(points.len() + stretches.len());
    let mut points = points.into_iter().peekable();
    for stretch in stretches {
        let opens_after = |point: &Strand| {
            (point.range.start, point.span.start) < (stretch.range.start, stretch.span.start)
                && point.range.start <= stretch.range.start
        };
        while let Some(point) = points.next_if(opens_after) {
            merged.push(point);
        }
        merged.push(stretch);
    }
    merged.extend(points);
    merged.reverse();
    merged
}

/// Strands that are open, the outermost first, and the text woven so far.
struct Loom<'a> {
    text: &'a Text,
    range: TextRange,
    at: usize,
    open: Vec<(Strand, Vec<Node>)>,
    nodes: Vec<Node>,
    splits: Vec<Span>,
    next_id: &'a mut usize,
}

impl<'a> Loom<'a> {
    fn new(text: &'a Text, range: TextRange, next_id: &'a mut usize) -> Self {
        Self { text, range, at: range.start, open: Vec::new(), nodes: Vec::new(), splits: Vec::new(), next_id }
    }

    fn add(&mut self, mut strand: Strand, queue: &mut Queue) {
        let start = strand.range.start;
        while self.open.last().is_some_and(|(top, _)| closes_before(top, &strand)) {
            self.close();
        }
        self.push_text(start);
        if let Some(end) = self.first_stronger_end(&strand) {
            let (first, second) = self.split(strand, end);
            queue.put_back(second);
            strand = first;
        }
        while self.open.last().is_some_and(|(top, _)| top.range.end < strand.range.end) {
            self.split_open(start, queue);
        }
        let before = std::mem::take(&mut strand.element.children);
        self.open.push((strand, before));
    }

    /// The end of the innermost open strand that this one crosses and may not split.
    fn first_stronger_end(&self, strand: &Strand) -> Option<usize> {
        let crossed = self.open.iter().rev().take_while(|(open, _)| open.range.end < strand.range.end);
        crossed.filter(|(open, _)| open.strength >= strand.strength).map(|(open, _)| open.range.end).next()
    }

    /// Closes the innermost open strand at `at`, and opens its rest after the strand that made it close.
    fn split_open(&mut self, at: usize, queue: &mut Queue) {
        let Some((mut strand, nodes)) = self.open.pop() else { return };
        if strand.range.start == at && nodes.is_empty() {
            queue.put_back(strand);
            return;
        }
        strand.element.children = Vec::new();
        let (mut first, second) = self.split(strand, at);
        queue.put_back(second);
        first.element.children = nodes;
        self.keep(first.element);
    }

    /// Cuts a strand in two, linked by `@next` and `@prev` (TEI P5 17.7).
    fn split(&mut self, strand: Strand, at: usize) -> (Strand, Strand) {
        self.splits.push(strand.span);
        let (mut first, mut second) = (strand.clone(), strand);
        first.range.end = at;
        second.range.start = at;
        second.element.children.clear();
        let first_id = first.element.attribute("xml:id").map_or_else(|| self.new_id(), str::to_owned);
        let second_id = self.new_id();
        first.element.set("next", format!("#{second_id}"));
        second.element.set("prev", format!("#{first_id}"));
        first.element.set("xml:id", first_id);
        second.element.set("xml:id", second_id);
        (first, second)
    }

    fn new_id(&mut self) -> String {
        *self.next_id += 1;
        format!("{PART}{}", self.next_id)
    }

    fn push_text(&mut self, end: usize) {
        let end = end.min(self.range.end);
        if end > self.at {
            let node = text_node(self.text, TextRange::new(self.at, end));
            self.children().push(Node::Text(node));
            self.at = end;
        }
    }

    fn children(&mut self) -> &mut Vec<Node> {
        match self.open.last_mut() {
            Some((_, children)) => children,
            None => &mut self.nodes,
        }
    }

    fn close(&mut self) {
        let Some((strand, _)) = self.open.last() else { return };
        self.push_text(strand.range.end);
        if let Some((mut strand, children)) = self.open.pop() {
            strand.element.children = children;
            self.keep(strand.element);
        }
    }

    /// Adds a finished element to the one round it; where that may not hold it, its words alone. A choice that marks
    /// inside it made unsound gives way to its readings.
    fn keep(&mut self, mut element: Element) {
        let allowed = self.open.last().is_none_or(|(parent, _)| may_hold(&parent.element.name, &element.name));
        let is_choice = element.name == "choice";
        describe(&mut element);
        if is_choice && is_sound_choice(&element) {
            element.children.retain(|child| child.as_element().is_some());
        }
        if allowed && (!is_choice || is_sound_choice(&element)) {
            self.children().push(Node::Element(element));
            return;
        }
        for child in element.children {
            match child {
                Node::Element(inner) if is_choice => self.keep(inner),
                child => self.children().push(child),
            }
        }
    }

    fn finish(mut self) -> Woven {
        while !self.open.is_empty() {
            self.close();
        }
        self.push_text(self.range.end);
        Woven { nodes: self.nodes, splits: self.splits }
    }
}

/// Words that stand in an element which holds descriptions only become one (TEI P5 3.5.3, 8.3.3).
fn describe(element: &mut Element) {
    let has_words =
        element.children.iter().any(|child| matches!(child, Node::Text(text) if !text.text.trim().is_empty()));
    if has_words && matches!(element.name.as_ref(), "gap" | "space" | "incident" | "vocal") {
        let mut desc = Element::new("desc");
        for child in std::mem::take(&mut element.children) {
            match child {
                Node::Element(inner) if inner.name == "desc" => desc.children.extend(inner.children),
                child => desc.children.push(child),
            }
        }
        element.push(desc);
    }
}

/// Whether an open strand ends before another starts. One without text stays inside a strand that ends at its place
/// where the source has it inside.
fn closes_before(open: &Strand, strand: &Strand) -> bool {
    let start = strand.range.start;
    if strand.range.is_empty() && open.range.end == start {
        let inside = open.span.start < strand.span.start && strand.span.end < open.span.end;
        return !inside;
    }
    open.range.end <= start
}

/// Takes away `@next` and `@prev` where the other part could not be kept, and the ids that only they pointed to.
pub(super) fn drop_loose_links(root: &mut Element) {
    let ids: BTreeSet<String> =
        root.descendants().filter_map(|element| element.attribute("xml:id")).map(str::to_owned).collect();
    for_each_element(root, &mut |element| {
        element.attributes.retain(|attribute| {
            let link = matches!(attribute.name.as_ref(), "next" | "prev");
            !link || attribute.value.strip_prefix('#').is_some_and(|id| ids.contains(id))
        });
        if element.attribute("next").is_none() && element.attribute("prev").is_none() {
            element.attributes.retain(|attribute| !(attribute.name == "xml:id" && attribute.value.starts_with(PART)));
        }
    });
}

fn for_each_element(root: &mut Element, change: &mut impl FnMut(&mut Element)) {
    change(root);
    for child in &mut root.children {
        if let Node::Element(child) = child {
            for_each_element(child, change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "one two three four";

    fn strand(name: &'static str, start: usize, end: usize, strength: u8) -> Strand {
        Strand {
            range: TextRange::new(start, end),
            span: Span::new(start, end),
            element: Element::new(name),
            rank: 1,
            strength,
        }
    }

    fn woven(strands: Vec<Strand>) -> String {
        let mut text = Text::new();
        text.push_verbatim(WORDS, Span::new(0, WORDS.len()));
        let woven = weave(&text, text.range(), strands, &mut 0);
        let mut root = Element::new("p");
        root.children = woven.nodes;
        let written = crate::xml::write(&[Node::Element(root)]).xml;
        written.lines().nth(1).expect("the root stands on the second line").to_owned()
    }

    #[test]
    fn marks_inside_each_other_nest() {
        let xml = woven(vec![strand("hi", 4, 7, 1), strand("persName", 0, 7, 2)]);
        assert_eq!(xml, "<p><persName>one <hi>two</hi></persName> three four</p>");
    }

    #[test]
    fn the_weaker_of_two_crossing_marks_is_split_and_linked() {
        let xml = woven(vec![strand("hi", 0, 7, 1), strand("persName", 4, 13, 2)]);
        assert_eq!(
            xml,
            "<p><hi next=\"#part-2\" xml:id=\"part-1\">one </hi><persName><hi prev=\"#part-1\" xml:id=\"part-2\">two</hi> \
             three</persName> four</p>"
        );
        let xml = woven(vec![strand("note", 0, 7, 3), strand("persName", 4, 13, 2)]);
        assert_eq!(
            xml,
            "<p><note>one <persName next=\"#part-2\" xml:id=\"part-1\">two</persName></note><persName prev=\"#part-1\" \
             xml:id=\"part-2\"> three</persName> four</p>"
        );
    }

    #[test]
    fn an_empty_mark_at_the_end_of_another_stays_inside_where_the_source_has_it_inside() {
        let mut note = strand("note", 0, 3, 3);
        note.span = Span::new(0, 9);
        let mut gap = strand("gap", 3, 3, 3);
        gap.span = Span::new(5, 8);
        assert_eq!(woven(vec![gap.clone(), note]), "<p><note>one<gap/></note> two three four</p>");
        assert_eq!(woven(vec![gap, strand("note", 0, 3, 3)]), "<p><note>one</note><gap/> two three four</p>");
    }
}
