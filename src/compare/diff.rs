//! From aligned words and matched elements to the changes that an editor is told, each once.

use std::collections::{BTreeMap, HashMap};

use crate::compare::align::{Alignment, Gap, align, block_of, gaps, target};
use crate::compare::change::{Change, ChangeKind, Comparison};
use crate::compare::encoding::{Encoding, Mark, NONE, is_block, is_break, short};
use crate::compare::matching::{Matching, match_elements};
use crate::compare::moves::{moves, promote};
use crate::compare::quote::Quoter;
use crate::compare::renumber::renumber;
use crate::compare::token::TokenKind;

/// Elements whose children belong together: one act makes them.
const BUNDLES: &[&str] = &["choice", "app", "subst"];

/// Compares two documents: what is to be done to the first to have the second.
///
/// White space, the order of attributes, prefixes, the form of references and of empty elements, CDATA sections and
/// Unicode normal forms are no changes.
pub fn diff(a: &mut Encoding<'_>, b: &mut Encoding<'_>) -> Comparison {
    let mut alignment = align(a, b);
    let moved = moves(a, b, &alignment);
    if !moved.is_empty() {
        promote(a, &moved.iter().enumerate().map(|(number, &(from, _))| (from, number)).collect::<Vec<_>>());
        promote(b, &moved.iter().enumerate().map(|(number, &(_, to))| (to, number)).collect::<Vec<_>>());
        alignment = align(a, b);
    }
    let matching = match_elements(a, b, &alignment);
    Differ::new(a, b, &alignment, &matching).run()
}

/// A change, and where it stands: bytes of the second document, or where it would stand there, then of the first.
struct Placed {
    at: (u32, u32),
    change: Change,
}

/// One side of the comparison.
struct Side<'d, 'a> {
    doc: &'d Encoding<'a>,
    quoter: Quoter<'d, 'a>,
    /// For each token whether another change tells of it.
    told: Vec<bool>,
    /// For each element whether nothing of it has a counterpart.
    is_whole: Vec<bool>,
    /// For each element the group of the change that tells of it.
    groups: HashMap<u32, usize>,
}

struct Differ<'d, 'a> {
    a: Side<'d, 'a>,
    b: Side<'d, 'a>,
    alignment: &'d Alignment,
    matching: &'d Matching,
    changes: Vec<Placed>,
    groups: usize,
}

impl<'d, 'a> Side<'d, 'a> {
    fn new(doc: &'d Encoding<'a>, words: &[u32], elements: &[u32]) -> Self {
        let mut is_whole = vec![false; doc.elements.len()];
        let mut free = 0..0;
        for (idx, mark) in doc.elements.iter().enumerate() {
            if elements[idx] != NONE {
                continue;
            }
            let (first, last) = (mark.first as usize, mark.last as usize);
            let is_free = free.start <= first && last <= free.end;
            is_whole[idx] = is_free || words[first..last].iter().all(|&word| word == NONE);
            if is_whole[idx] && !is_free {
                free = first..last;
            }
        }
        Self { doc, quoter: Quoter::new(doc), told: vec![false; doc.tokens.len()], is_whole, groups: HashMap::new() }
    }

    /// Notes that a change tells of an element with all its words.
    fn tell(&mut self, element: u32) {
        let mark = self.doc.elements[element as usize];
        let mut ranges = vec![(mark.first, mark.last)];
        while let Some((first, last)) = ranges.pop() {
            self.told[first as usize..last as usize].fill(true);
            for token in &self.doc.tokens[first as usize..last as usize] {
                if token.kind == TokenKind::Note {
                    let own = self.doc.streams[self.doc.elements[token.element as usize].owned as usize];
                    ranges.push((own.first, own.last));
                }
            }
        }
    }

    fn has_children(&self, element: u32) -> bool {
        self.doc.elements.get(element as usize + 1).is_some_and(|next| next.parent == element)
    }

    /// Whether new words stand directly beside an element, in the same parent: then they are told as one.
    fn is_amid(&self, element: u32, words: &[u32]) -> bool {
        let mark = &self.doc.elements[element as usize];
        let name = self.doc.name(mark);
        if is_block(name) || mark.owned != NONE {
            return false;
        }
        let stream = self.doc.streams[mark.stream as usize];
        let is_new = |at: u32| {
            let token = &self.doc.tokens[at as usize];
            words[at as usize] == NONE && token.is_text() && !self.told[at as usize] && token.element == mark.parent
        };
        (mark.first > stream.first && is_new(mark.first - 1)) || (mark.last < stream.last && is_new(mark.last))
    }

    /// The text of a range that no other change tells of, cut where a block ends.
    fn runs(&self, range: std::ops::Range<u32>) -> Vec<std::ops::Range<u32>> {
        let mut runs: Vec<std::ops::Range<u32>> = Vec::new();
        let mut block = NONE;
        let mut is_open = false;
        for at in range {
            let token = &self.doc.tokens[at as usize];
            if !token.is_text() {
                continue;
            }
            if self.told[at as usize] {
                is_open = false;
                continue;
            }
            let own = block_of(self.doc, at);
            match runs.last_mut().filter(|_| is_open && own == block) {
                Some(run) => run.end = at + 1,
                None => runs.push(at..at + 1),
            }
            (block, is_open) = (own, true);
        }
        runs
    }
}

impl<'d, 'a> Differ<'d, 'a> {
    fn new(a: &'d Encoding<'a>, b: &'d Encoding<'a>, alignment: &'d Alignment, matching: &'d Matching) -> Self {
        Self {
            a: Side::new(a, &alignment.to_b, &matching.to_b),
            b: Side::new(b, &alignment.to_a, &matching.to_a),
            alignment,
            matching,
            changes: Vec::new(),
            groups: 0,
        }
    }

    fn run(mut self) -> Comparison {
        self.moved();
        self.removed();
        self.added();
        self.several();
        self.stretched();
        self.swapped();
        self.matched();
        self.comments();
        self.text();
        let formatting_changes = self.formatting();
        self.finish(formatting_changes)
    }

    fn push(&mut self, at: (u32, u32), change: Change) {
        self.changes.push(Placed { at, change });
    }

    fn moved(&mut self) {
        for &(from, to) in &self.matching.moved {
            let name = self.b.doc.name_of(to);
            let kind = if is_break(name) { ChangeKind::MilestoneMoved } else { ChangeKind::NodeMoved };
            let change = Change {
                element: Some(name.to_owned()),
                a: Some(self.a.quoter.element(from)),
                b: Some(self.b.quoter.element(to)),
                ..Change::new(kind)
            };
            self.push((self.b.doc.elements[to as usize].open.0, 0), change);
        }
    }

    fn removed(&mut self) {
        for idx in 0..self.a.doc.elements.len() {
            if self.matching.to_b[idx] != NONE {
                continue;
            }
            let (at, own) = (self.place_in_b(self.a.doc.elements[idx].first), self.a.doc.elements[idx].open.0);
            let group = group_of(&mut self.a, short(idx), &mut self.groups);
            let Some(group) = group else { continue };
            let told = element_change(&mut self.a, short(idx), &self.alignment.to_b);
            let quote = self.a.quoter.element(short(idx));
            let change =
                Change { a: Some(quote), group: Some(group.to_string()), ..Change::new(ChangeKind::TextChanged) };
            let (kind, text) = match told {
                Told::Markup => (ChangeKind::ElementRemoved, None),
                Told::Words(words) => {
                    let kind = ChangeKind::TextRemoved;
                    self.push((at, own + 1), Change { kind, a_text: Some(words), ..change.clone() });
                    (ChangeKind::ElementRemoved, None)
                }
                Told::Subtree(text) => (ChangeKind::SubtreeRemoved, Some(text)),
            };
            let element = Some(self.a.doc.name_of(short(idx)).to_owned());
            self.push((at, own), Change { kind, element, a_text: text, ..change });
        }
    }

    fn added(&mut self) {
        for idx in 0..self.b.doc.elements.len() {
            if self.matching.to_a[idx] != NONE {
                continue;
            }
            let at = self.b.doc.elements[idx].open.0;
            let Some(group) = group_of(&mut self.b, short(idx), &mut self.groups) else { continue };
            let told = element_change(&mut self.b, short(idx), &self.alignment.to_a);
            let quote = self.b.quoter.element(short(idx));
            let change =
                Change { b: Some(quote), group: Some(group.to_string()), ..Change::new(ChangeKind::TextChanged) };
            let (kind, text) = match told {
                Told::Markup => (ChangeKind::ElementAdded, None),
                Told::Words(words) => {
                    let kind = ChangeKind::TextInserted;
                    self.push((at, 1), Change { kind, b_text: Some(words), ..change.clone() });
                    (ChangeKind::ElementAdded, None)
                }
                Told::Subtree(text) => (ChangeKind::SubtreeAdded, Some(text)),
            };
            let element = Some(self.b.doc.name_of(short(idx)).to_owned());
            self.push((at, 0), Change { kind, element, b_text: text, ..change });
        }
    }

    /// The byte of the second document where a token of the first stands, or would stand.
    fn place_in_b(&self, token: u32) -> u32 {
        let to = self.alignment.to_b[token as usize..].iter().take(1_000).find(|&&to| to != NONE);
        let end = short(self.b.doc.xml.len());
        to.map_or(end, |&to| self.b.doc.tokens[to as usize].start)
    }

    fn several(&mut self) {
        for (whole, parts) in &self.matching.split {
            let change = Change {
                element: Some(self.a.doc.name_of(*whole).to_owned()),
                count: Some(parts.len()),
                a: Some(self.a.quoter.element(*whole)),
                b: Some(self.b.quoter.element(parts[1])),
                ..Change::new(ChangeKind::ElementSplit)
            };
            self.push((self.b.doc.elements[parts[1] as usize].open.0, 0), change);
        }
        for (parts, whole) in &self.matching.merged {
            let change = Change {
                element: Some(self.b.doc.name_of(*whole).to_owned()),
                count: Some(parts.len()),
                a: Some(self.a.quoter.element(parts[1])),
                b: Some(self.b.quoter.element(*whole)),
                ..Change::new(ChangeKind::ElementsMerged)
            };
            self.push((self.b.doc.elements[*whole as usize].open.0, 1), change);
        }
    }

    fn stretched(&mut self) {
        // Where one element ends earlier and the next begins earlier, one act did both.
        let mut groups: HashMap<(u32, u32), usize> = HashMap::new();
        let ends = |differ: &Self, from: u32, to: u32| {
            let (one, other) = (differ.a.doc.elements[from as usize], differ.b.doc.elements[to as usize]);
            let first = |words: &[u32], mark: &Mark| (mark.first..mark.last).find(|&at| words[at as usize] != NONE);
            let last =
                |words: &[u32], mark: &Mark| (mark.first..mark.last).rev().find(|&at| words[at as usize] != NONE);
            let start = (
                first(&differ.alignment.to_b, &one),
                first(&differ.alignment.to_a, &other).map(|at| differ.alignment.to_a[at as usize]),
            );
            let end = (
                last(&differ.alignment.to_b, &one).map(|at| at + 1),
                last(&differ.alignment.to_a, &other).map(|at| differ.alignment.to_a[at as usize] + 1),
            );
            (start, end)
        };
        for &(from, to) in &self.matching.stretched {
            let (start, end) = ends(self, from, to);
            let (start_moved, end_moved) = (start.0 != start.1, end.0 != end.1);
            let side = match (start_moved, end_moved) {
                (true, true) => "both",
                (true, false) => "start",
                (false, true) => "end",
                // Only changed words are in or out.
                (false, false) => {
                    let starts = |doc: &Encoding<'_>, words: &[u32], element: u32| {
                        words[doc.elements[element as usize].first as usize] == NONE
                    };
                    let (before, after) =
                        (starts(self.a.doc, &self.alignment.to_b, from), starts(self.b.doc, &self.alignment.to_a, to));
                    if before == after { "end" } else { "start" }
                }
            };
            let mut group = None;
            for (is_moved, place) in [(start_moved, start), (end_moved, end)] {
                if let (true, (Some(before), Some(after))) = (is_moved, place) {
                    let next = self.groups + 1;
                    let known = *groups.entry((before, after)).or_insert(next);
                    self.groups = self.groups.max(known);
                    group = group.or(Some(known));
                }
            }
            let change = Change {
                element: Some(self.b.doc.name_of(to).to_owned()),
                side: Some(side.to_owned()),
                a: Some(self.a.quoter.element(from)),
                b: Some(self.b.quoter.element(to)),
                group: group.map(|group| group.to_string()),
                ..Change::new(ChangeKind::BoundaryMoved)
            };
            self.push((self.b.doc.elements[to as usize].open.0, 0), change);
        }
    }

    fn swapped(&mut self) {
        for &(from, to) in &self.matching.swapped {
            let outer = |doc: &Encoding<'_>, element: u32| {
                let mark = &doc.elements[element as usize];
                doc.elements
                    .get(mark.parent as usize)
                    .filter(|parent| (parent.first, parent.last) == (mark.first, mark.last))
                    .map(|parent| doc.name(parent).to_owned())
            };
            let name = self.b.doc.name_of(to).to_owned();
            let change = Change {
                a_element: Some(outer(self.a.doc, from).unwrap_or_else(|| name.clone())),
                b_element: Some(outer(self.b.doc, to).unwrap_or(name)),
                a: Some(self.a.quoter.element(from)),
                b: Some(self.b.quoter.element(to)),
                ..Change::new(ChangeKind::NestingSwapped)
            };
            self.push((self.b.doc.elements[to as usize].open.0, 0), change);
        }
    }

    /// Elements that are in both documents: their names and attributes.
    fn matched(&mut self) {
        let mut attributes = Vec::new();
        for (from, &to) in self.matching.to_b.iter().enumerate() {
            if to == NONE || self.matching.to_a[to as usize] != short(from) {
                continue;
            }
            let (one, other) = (&self.a.doc.elements[from], &self.b.doc.elements[to as usize]);
            if self.a.doc.tag(one) == self.b.doc.tag(other) {
                continue;
            }
            let mut group = None;
            if self.a.doc.name(one) != self.b.doc.name(other) {
                self.groups += 1;
                group = Some(self.groups);
                let change = Change {
                    a_element: Some(self.a.doc.name(one).to_owned()),
                    b_element: Some(self.b.doc.name(other).to_owned()),
                    a: Some(self.a.quoter.element(short(from))),
                    b: Some(self.b.quoter.element(to)),
                    group: group.map(|group| group.to_string()),
                    ..Change::new(ChangeKind::ElementRenamed)
                };
                self.changes.push(Placed { at: (other.open.0, 0), change });
            }
            let (before, after) = (self.a.doc.attributes(one), self.b.doc.attributes(other));
            for (name, value, new) in attribute_changes(&before, &after) {
                let kind = match (&value, &new) {
                    (None, _) => ChangeKind::AttributeAdded,
                    (_, None) => ChangeKind::AttributeRemoved,
                    _ => ChangeKind::AttributeChanged,
                };
                let change = Change {
                    element: Some(self.b.doc.name(other).to_owned()),
                    attribute: Some(name),
                    a_value: value,
                    b_value: new,
                    group: group.map(|group| group.to_string()),
                    ..Change::new(kind)
                };
                attributes.push((short(from), to, change));
            }
        }
        for (from, to, mut change) in renumber(attributes) {
            change.a = Some(self.a.quoter.element(from));
            change.b = Some(self.b.quoter.element(to));
            self.push((self.b.doc.elements[to as usize].open.0, 1), change);
        }
    }

    fn comments(&mut self) {
        for at in 0..self.a.doc.tokens.len() {
            let token = &self.a.doc.tokens[at];
            if !matches!(token.kind, TokenKind::Comment | TokenKind::Instruction) {
                continue;
            }
            let is_comment = token.kind == TokenKind::Comment;
            let to = self.alignment.to_b[at];
            let at = short(at);
            let change = if to == NONE {
                if self.a.told[at as usize] {
                    continue;
                }
                let kind = if is_comment { ChangeKind::CommentRemoved } else { ChangeKind::PiRemoved };
                Change { a_text: Some(self.a.quoter.atom(at)), ..Change::new(kind) }
            } else if token.hash == self.b.doc.tokens[to as usize].hash {
                continue;
            } else {
                let kind = if is_comment { ChangeKind::CommentChanged } else { ChangeKind::PiChanged };
                Change {
                    a_text: Some(self.a.quoter.atom(at)),
                    b_text: Some(self.b.quoter.atom(to)),
                    b: Some(self.b.quoter.quote(to..to, self.b.doc.stream_of(to))),
                    ..Change::new(kind)
                }
            };
            let change = Change {
                target: (!is_comment).then(|| target(self.a.doc, token).to_owned()),
                a: Some(self.a.quoter.quote(at..at, self.a.doc.stream_of(at))),
                ..change
            };
            self.push((self.place_in_b(at), token.start), change);
        }
        for at in 0..self.b.doc.tokens.len() {
            let token = &self.b.doc.tokens[at];
            if !matches!(token.kind, TokenKind::Comment | TokenKind::Instruction)
                || self.alignment.to_a[at] != NONE
                || self.b.told[at]
            {
                continue;
            }
            let is_comment = token.kind == TokenKind::Comment;
            let kind = if is_comment { ChangeKind::CommentAdded } else { ChangeKind::PiAdded };
            let at = short(at);
            let change = Change {
                target: (!is_comment).then(|| target(self.b.doc, token).to_owned()),
                b_text: Some(self.b.quoter.atom(at)),
                b: Some(self.b.quoter.quote(at..at, self.b.doc.stream_of(at))),
                ..Change::new(kind)
            };
            self.push((token.start, 0), change);
        }
    }

    fn text(&mut self) {
        for (own, &its) in self.alignment.streams.iter().enumerate() {
            if its == NONE {
                continue;
            }
            let (from, to) = (self.a.doc.streams[own], self.b.doc.streams[its as usize]);
            for gap in gaps(&Gap { a: from.first..from.last, b: to.first..to.last }, self.alignment) {
                self.text_of(&gap, short(own), its);
            }
        }
    }

    fn text_of(&mut self, gap: &Gap, own: u32, its: u32) {
        let (in_a, in_b) = (self.a.runs(gap.a.clone()), self.b.runs(gap.b.clone()));
        for idx in 0..in_a.len().max(in_b.len()) {
            let (before, after) = (in_a.get(idx), in_b.get(idx));
            let kind = match (before, after) {
                (Some(_), Some(_)) => ChangeKind::TextChanged,
                (Some(_), None) => ChangeKind::TextRemoved,
                (None, _) => ChangeKind::TextInserted,
            };
            let group = match (before, after) {
                (None, Some(run)) => self.group_inside(run).or_else(|| self.group_gone(gap)),
                (Some(run), None) => self.group_beside(run, gap),
                _ => None,
            };
            let at = after.map_or_else(
                || (self.place_in_b(before.map_or(0, |run| run.start)), before.map_or(0, |run| run.start)),
                |run| (self.b.doc.tokens[run.start as usize].start, 2),
            );
            let change = Change {
                a_text: before.map(|run| self.a.quoter.text(run.clone())),
                b_text: after.map(|run| self.b.quoter.text(run.clone())),
                a: Some(self.a.quoter.quote(before.cloned().unwrap_or(gap.a.end..gap.a.end), own)),
                b: Some(self.b.quoter.quote(after.cloned().unwrap_or(gap.b.end..gap.b.end), its)),
                group: group.map(|group| group.to_string()),
                ..Change::new(kind)
            };
            self.push(at, change);
        }
    }

    /// The group of an added element that new words hold or fill.
    fn group_inside(&self, run: &std::ops::Range<u32>) -> Option<usize> {
        run.clone().find_map(|at| {
            let element = self.b.doc.tokens[at as usize].element;
            self.b.groups.get(&element).copied()
        })
    }

    /// The group of an element that is gone with its words from where new words stand: a choice that was settled.
    fn group_gone(&self, gap: &Gap) -> Option<usize> {
        gap.a.clone().find_map(|at| {
            let mut element = self.a.doc.tokens[at as usize].element;
            while let Some(mark) = self.a.doc.elements.get(element as usize) {
                if let Some(&group) = self.a.groups.get(&element) {
                    return Some(group);
                }
                element = mark.parent;
            }
            None
        })
    }

    /// The group of an element that was added, or removed, beside words that are gone: `[sic]` became `sic`.
    fn group_beside(&self, run: &std::ops::Range<u32>, gap: &Gap) -> Option<usize> {
        let inside = run.clone().find_map(|at| self.a.groups.get(&self.a.doc.tokens[at as usize].element).copied());
        inside.or_else(|| {
            let beside = [gap.b.start.checked_sub(1)?, gap.b.start];
            beside.into_iter().find_map(|at| {
                let mut element = self.b.doc.tokens.get(at as usize)?.element;
                while let Some(mark) = self.b.doc.elements.get(element as usize) {
                    if mark.last != gap.b.start && mark.first != gap.b.start {
                        return None;
                    }
                    if let Some(&group) = self.b.groups.get(&element) {
                        return Some(group);
                    }
                    element = mark.parent;
                }
                None
            })
        })
    }

    /// Words behind other white space though nothing about them changed.
    fn formatting(&self) -> usize {
        let mut count = 0;
        let mut before = (NONE, NONE);
        for (at, &to) in self.alignment.to_b.iter().enumerate() {
            if to == NONE {
                continue;
            }
            let (one, other) = (&self.a.doc.tokens[at], &self.b.doc.tokens[to as usize]);
            if before != (NONE, NONE) && before.0 <= one.start && before.1 <= other.start {
                let space = |xml: &'a str, from: u32, to: u32| {
                    let between = &xml[from as usize..to as usize];
                    (!between.contains('<')).then_some(between)
                };
                let (first, second) =
                    (space(self.a.doc.xml, before.0, one.start), space(self.b.doc.xml, before.1, other.start));
                count += usize::from(first.is_some() && second.is_some() && first != second);
            }
            before = (one.end(), other.end());
        }
        count
    }

    fn finish(mut self, formatting_changes: usize) -> Comparison {
        self.changes.sort_by_key(|placed| placed.at);
        let mut members: BTreeMap<String, usize> = BTreeMap::new();
        for placed in &self.changes {
            if let Some(group) = &placed.change.group {
                *members.entry(group.clone()).or_default() += 1;
            }
        }
        let mut names: HashMap<String, String> = HashMap::new();
        let changes = self.changes.into_iter().enumerate().map(|(idx, placed)| {
            let group = placed.change.group.filter(|group| members.get(group).is_some_and(|&count| count > 1));
            let group = group.map(|group| {
                let next = format!("g{}", names.len() + 1);
                names.entry(group).or_insert(next).clone()
            });
            Change { id: format!("c{}", idx + 1), group, ..placed.change }
        });
        Comparison { changes: changes.collect(), formatting_changes }
    }
}

/// How an element that one document alone has is told.
enum Told {
    /// Its tags only: the words are in both.
    Markup,
    /// With its words, which are a change of their own.
    Words(String),
    /// With its words and the elements in it.
    Subtree(String),
}

fn element_change(side: &mut Side<'_, '_>, element: u32, words: &[u32]) -> Told {
    let mark = side.doc.elements[element as usize];
    if !side.is_whole[element as usize] || side.is_amid(element, words) {
        return Told::Markup;
    }
    let text = side.quoter.content(element);
    let is_subtree = side.has_children(element);
    if text.is_empty() && !is_subtree {
        side.told[mark.first as usize..mark.last as usize].fill(true);
        return Told::Markup;
    }
    side.tell(element);
    if is_subtree { Told::Subtree(text) } else { Told::Words(text) }
}

/// The group of an element that one document alone has: that of its parent, where one act made both. Nothing, where
/// the change of the parent tells of it already.
fn group_of(side: &mut Side<'_, '_>, element: u32, groups: &mut usize) -> Option<usize> {
    let mark = side.doc.elements[element as usize];
    let parent = side.groups.get(&mark.parent).copied();
    if parent.is_some() && side.told[mark.first as usize] && side.is_whole[mark.parent as usize] {
        side.groups.insert(element, parent?);
        return None;
    }
    let is_one_act = side.doc.elements.get(mark.parent as usize).is_some_and(|outer| {
        (outer.first, outer.last) == (mark.first, mark.last) || BUNDLES.contains(&side.doc.name(outer))
    });
    let group = parent.filter(|_| is_one_act).unwrap_or_else(|| {
        *groups += 1;
        *groups
    });
    side.groups.insert(element, group);
    Some(group)
}

/// Name, value before and value after of each attribute that differs. Both lists are sorted.
fn attribute_changes(
    before: &[(String, String)],
    after: &[(String, String)],
) -> Vec<(String, Option<String>, Option<String>)> {
    let value = |list: &[(String, String)], name: &str| {
        list.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let mut changes: Vec<_> = before
        .iter()
        .map(|(name, old)| (name.clone(), Some(old.clone()), value(after, name)))
        .filter(|(_, old, new)| old != new)
        .collect();
    let new = after.iter().filter(|(name, _)| value(before, name).is_none());
    changes.extend(new.map(|(name, new)| (name.clone(), None, Some(new.clone()))));
    changes
}
