//! The body: blocks become elements by their roles and kinds.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Annotation, Block, BlockKind, Mark, Rendition, Role, TextRange, Transcript};
use crate::source::Span;
use crate::tei::content::may_hold;
use crate::tei::division::{Division, Kind, Stage, all_global};
use crate::tei::pointers::Pointers;
use crate::tei::strands::strand;
use crate::tei::weave::{Strand, weave};
use crate::tei::{list, table};
use crate::xml::{Element, Node};

/// The body and the spans of marks that were split in it.
pub(super) fn body(transcript: &Transcript, pointers: &Pointers) -> (Element, Vec<Span>) {
    let mut builder = Builder::new(transcript, pointers);
    let mut blocks = transcript.blocks.as_slice();
    while let Some(first) = blocks.first() {
        let len = group_len(blocks);
        let (group, rest) = blocks.split_at(len);
        builder.add_group(first, group, rest);
        blocks = rest;
    }
    builder.finish()
}

/// How many blocks make one element with the first: the parts of a paragraph, of a list, a table, a quotation.
fn group_len(blocks: &[Block]) -> usize {
    let first = &blocks[0];
    let same = |block: &Block| match (&first.kind, &block.kind) {
        (BlockKind::Item { .. }, BlockKind::Item { .. }) => first.role == block.role,
        (BlockKind::Cell { .. }, BlockKind::Cell { starts_table, .. }) => !starts_table,
        (BlockKind::VerseLine { .. }, BlockKind::VerseLine { starts_group }) => !starts_group,
        (BlockKind::Quotation, BlockKind::Quotation) => true,
        (BlockKind::Paragraph, BlockKind::Paragraph) => block.joins_previous,
        _ => false,
    };
    1 + blocks[1..].iter().take_while(|block| same(block)).count()
}

/// The body as it grows.
pub(super) struct Builder<'a> {
    transcript: &'a Transcript,
    pointers: &'a Pointers,
    /// By start of range, so that those of a block are found quickly.
    annotations: Vec<&'a Annotation>,
    footnotes: BTreeMap<&'a str, Vec<&'a Block>>,
    placed: BTreeSet<&'a str>,
    last_entry: Option<usize>,
    divisions: Vec<Division>,
    body: Element,
    splits: Vec<Span>,
    next_id: usize,
}

impl<'a> Builder<'a> {
    fn new(transcript: &'a Transcript, pointers: &'a Pointers) -> Self {
        let mut annotations: Vec<&Annotation> = transcript.annotations.iter().collect();
        annotations.sort_by_key(|annotation| annotation.range.start);
        let mut footnotes: BTreeMap<&str, Vec<&Block>> = BTreeMap::new();
        for block in &transcript.blocks {
            if let BlockKind::Footnote { label } = &block.kind {
                footnotes.entry(label).or_default().push(block);
            }
        }
        let last_entry = transcript.blocks.iter().rev().find(|block| block.role == Role::EntryDate);
        Self {
            transcript,
            pointers,
            annotations,
            footnotes,
            placed: BTreeSet::new(),
            last_entry: last_entry.map(|block| block.range.start),
            divisions: vec![Division::new(Kind::Document, "document")],
            body: Element::new("body"),
            splits: Vec::new(),
            next_id: 0,
        }
    }

    fn add_group(&mut self, first: &'a Block, group: &'a [Block], rest: &[Block]) {
        match &first.kind {
            BlockKind::Item { .. } if first.role == Role::DistributionItem => {
                let list = list::list(self, group).with("type", "distribution");
                self.division().postscript().push(list);
            }
            BlockKind::Item { .. } if first.role == Role::Paragraph => {
                let list = list::list(self, group);
                self.division().push_common(list);
            }
            BlockKind::Cell { .. } => {
                let table = table::table(self, group);
                self.division().push_common(table);
            }
            BlockKind::VerseLine { .. } => self.add_wrapped("lg", "l", group),
            BlockKind::Quotation => self.add_wrapped("quote", "p", group),
            BlockKind::Rule => {
                let rule = Element::new("milestone").with("unit", "section").with("rend", "rule").from_span(first.span);
                self.division().push_free(rule);
            }
            BlockKind::Footnote { label } => self.add_footnote(label),
            BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Item { .. } => self.add_line(group, rest),
        }
    }

    fn add_wrapped(&mut self, outer: &'static str, inner: &'static str, group: &[Block]) {
        let mut element = Element::new(outer).from_span(joined_span(group));
        for block in group {
            element.push(self.element_of(inner, block));
        }
        self.division().push_common(element);
    }

    /// A footnote to which nothing refers stands where it stands.
    fn add_footnote(&mut self, label: &'a str) {
        if !self.is_referred_to(label) && self.placed.insert(label) {
            let note = self.footnote(label);
            self.division().push_free(note);
        }
    }

    fn is_referred_to(&self, label: &str) -> bool {
        self.annotations.iter().any(
            |annotation| matches!(&annotation.mark, Mark::Rendition(Rendition::FootnoteReference(to)) if to == label),
        )
    }

    /// A paragraph or a line with a role of its own.
    fn add_line(&mut self, group: &[Block], rest: &[Block]) {
        let block = &group[0];
        match &block.role {
            Role::Paragraph | Role::Standalone => self.add_paragraph(group),
            Role::Head => self.add_head(block),
            Role::Section { depth } => self.add_headed_division(Kind::Section(*depth), "section", block),
            Role::Enclosure => self.add_headed_division(Kind::Document, "enclosure", block),
            Role::EntryDate => self.add_entry(block),
            Role::Speech { speaker } => self.add_speech(block, *speaker),
            Role::PageNumber { n } => self.add_page_number(block, n),
            Role::Classification => self.add_opener_part(Element::new("seg").with("type", "classification"), block),
            Role::OpenerLine => self.add_opener_part(Element::new("seg"), block),
            Role::Stamp => self.add_opener_part(Element::new("stamp"), block),
            Role::Idno => self.add_idno(block),
            Role::Date => self.add_opener_nodes(block),
            Role::Dateline => self.add_opener_part(Element::new("dateline"), block),
            Role::Salute => self.add_opener_part(Element::new("salute"), block),
            Role::ClosingSalute => self.add_closer_part("salute", block, rest),
            Role::Signed => self.add_closer_part("signed", block, rest),
            Role::ClosingDateline => self.add_closer_part("dateline", block, rest),
            Role::Postscript | Role::DistributionItem => self.add_postscript_part("p", block),
            Role::PostscriptLabel => self.add_postscript_part("label", block),
        }
    }

    fn add_paragraph(&mut self, group: &[Block]) {
        let span = joined_span(group);
        let nodes = self.joined_nodes(group);
        if all_global(&nodes) {
            self.push_global(nodes);
            return;
        }
        if self.division().stage == Stage::Top
            && only_element(&nodes).is_some_and(|name| matches!(name, "dateline" | "stamp" | "date"))
        {
            self.division().opener().children.extend(nodes);
            return;
        }
        let mut paragraph = Element::new("p").from_span(span);
        paragraph.children = nodes.into_iter().map(for_paragraph).collect();
        self.division().push_common(paragraph);
    }

    fn push_global(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            if let Node::Element(element) = node {
                self.division().push_free(element);
            }
        }
    }

    fn add_head(&mut self, block: &Block) {
        if self.division().stage > Stage::Top {
            self.add_paragraph(std::slice::from_ref(block));
            return;
        }
        let head = self.head(block);
        self.division().push_free(head);
    }

    fn head(&mut self, block: &Block) -> Element {
        let mut head = Element::new("head").from_span(block.span);
        for node in self.nodes(block.range) {
            match node {
                Node::Element(inner) if inner.name == "head" => head.children.extend(inner.children),
                node => head.children.push(for_paragraph(node)),
            }
        }
        head
    }

    fn add_headed_division(&mut self, kind: Kind, type_name: &'static str, block: &Block) {
        let head = self.head(block);
        self.open_division(kind, type_name);
        self.division().push_free(head);
    }

    fn add_entry(&mut self, block: &Block) {
        let dateline = self.element_of("dateline", block);
        self.open_division(Kind::Entry, "entry");
        self.division().opener().push(dateline);
    }

    fn add_speech(&mut self, block: &Block, speaker: TextRange) {
        let rest = self.transcript.text.slice(TextRange::new(speaker.end, block.range.end));
        let name_end = speaker.end
            + rest.find(|c: char| c != ':' && c != ' ').map_or(rest.len(), |at| rest[..at].trim_end().len());
        let name = TextRange::new(block.range.start, name_end);
        // What has no words of its own and stands just behind the colon belongs to the speech.
        let mut strands = self.strands(name);
        strands.retain(|strand| strand.range.start < name_end);
        let mut speech = Element::new("sp").from_span(block.span).with("who", self.reference_in(speaker));
        let mut speaker = Element::new("speaker");
        speaker.children = self.weave(name, strands);
        speech.push(speaker);
        let mut paragraph = Element::new("p");
        let words = self.nodes(TextRange::new(name_end, block.range.end));
        paragraph.children = words.into_iter().map(for_paragraph).collect();
        trim_start(&mut paragraph);
        speech.push(paragraph);
        self.division().push_common(speech);
    }

    /// The entity named in a range, as a pointer; empty where none is.
    fn reference_in(&self, range: TextRange) -> String {
        let mentions = self.annotations_in(range).filter_map(|annotation| match &annotation.mark {
            Mark::Mention(mention) => mention.entity,
            Mark::Intervention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => None,
        });
        let entity = { mentions }.find_map(|id| self.transcript.entities.get(id.0));
        entity.map(|entity| format!("#{}", entity.xml_id)).unwrap_or_default()
    }

    fn add_page_number(&mut self, block: &Block, n: &str) {
        let page = Element::new("pb").with("n", n).from_span(block.span);
        let printed = self.element_of("fw", block).with("type", "pageNum");
        self.division().push_free(page);
        self.division().push_free(printed);
    }

    fn add_opener_part(&mut self, part: Element, block: &Block) {
        if self.division().stage > Stage::Top {
            self.add_paragraph(std::slice::from_ref(block));
            return;
        }
        let mut part = part.from_span(block.span);
        for node in self.nodes(block.range) {
            match node {
                Node::Element(inner) if inner.name == part.name => part.children.extend(inner.children),
                node => part.children.push(for_parent(&part.name, node)),
            }
        }
        self.division().opener().push(part);
    }

    fn add_opener_nodes(&mut self, block: &Block) {
        if self.division().stage > Stage::Top {
            self.add_paragraph(std::slice::from_ref(block));
            return;
        }
        let nodes = self.nodes(block.range);
        self.division().opener().children.extend(nodes);
    }

    /// `idno` holds text only; with marks inside, the line is a `seg`.
    fn add_idno(&mut self, block: &Block) {
        let plain = self.annotations_in(block.range).next().is_none();
        let part = if plain { Element::new("idno") } else { Element::new("seg").with("type", "idno") };
        self.add_opener_part(part, block);
    }

    fn add_closer_part(&mut self, name: &'static str, block: &Block, rest: &[Block]) {
        let entries_follow = self.last_entry.is_some_and(|start| start > block.range.start);
        if !entries_follow && !rest.iter().any(|block| matches!(block.role, Role::Section { .. })) {
            self.close_down_to(Kind::Document);
        }
        let part = self.element_of(name, block);
        self.division().closer().push(part);
    }

    fn add_postscript_part(&mut self, name: &'static str, block: &Block) {
        let part = self.element_of(name, block);
        self.division().postscript().push(part);
    }

    /// An element of a name with the woven words of a block; what a convention already made of that name is not doubled.
    pub(super) fn element_of(&mut self, name: &'static str, block: &Block) -> Element {
        let mut element = Element::new(name).from_span(block.span);
        for node in self.nodes(block.range) {
            match node {
                Node::Element(inner) if inner.name == name => {
                    for attribute in inner.attributes {
                        element.set(attribute.name, attribute.value);
                    }
                    element.children.extend(inner.children);
                }
                node => element.children.push(for_parent(name, node)),
            }
        }
        element
    }

    /// The woven words of a paragraph that page breaks may have cut, with `lb` at each cut.
    fn joined_nodes(&mut self, group: &[Block]) -> Vec<Node> {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let mut strands = self.strands(TextRange::new(first.range.start, last.range.end));
        for pair in group.windows(2) {
            let at = pair[0].range.end;
            let span = Span::new(pair[0].span.end, pair[1].span.start.max(pair[0].span.end));
            strands.push(Strand {
                range: TextRange::at(at),
                span,
                element: Element::new("lb"),
                rank: 0,
                strength: u8::MAX,
            });
        }
        self.weave(TextRange::new(first.range.start, last.range.end), strands)
    }

    /// The woven words of a range.
    pub(super) fn nodes(&mut self, range: TextRange) -> Vec<Node> {
        let strands = self.strands(range);
        self.weave(range, strands)
    }

    /// The woven words of a range with one strand more.
    pub(super) fn nodes_with(&mut self, range: TextRange, extra: Strand) -> Vec<Node> {
        let mut strands = self.strands(range);
        strands.push(extra);
        self.weave(range, strands)
    }

    fn weave(&mut self, range: TextRange, strands: Vec<Strand>) -> Vec<Node> {
        let woven = weave(&self.transcript.text, range, strands, &mut self.next_id);
        self.splits.extend(woven.splits);
        woven.nodes
    }

    fn strands(&mut self, range: TextRange) -> Vec<Strand> {
        let annotations: Vec<&Annotation> = self.annotations_in(range).collect();
        annotations.into_iter().filter_map(|annotation| self.strand(annotation)).collect()
    }

    fn strand(&mut self, annotation: &'a Annotation) -> Option<Strand> {
        let Mark::Rendition(Rendition::FootnoteReference(label)) = &annotation.mark else {
            return strand(annotation, &self.transcript.entities, self.pointers);
        };
        let element = if self.footnotes.contains_key(label.as_str()) && self.placed.insert(label) {
            self.footnote(label)
        } else {
            Element::new("ref")
                .with("type", "footnote")
                .with("n", label.clone())
                .with_text(if annotation.range.is_empty() { label.as_str() } else { "" })
        };
        Some(Strand { range: annotation.range, span: annotation.span, element, rank: 0, strength: u8::MAX })
    }

    fn annotations_in(&self, range: TextRange) -> impl Iterator<Item = &'a Annotation> + use<'a> {
        let first = self.annotations.partition_point(|annotation| annotation.range.start < range.start);
        let last = self.annotations.partition_point(|annotation| annotation.range.start <= range.end);
        let found: Vec<&'a Annotation> = self.annotations[first..last].to_vec();
        found.into_iter().filter(move |annotation| range.contains(annotation.range))
    }

    fn footnote(&mut self, label: &str) -> Element {
        let blocks = self.footnotes.get(label).cloned().unwrap_or_default();
        let mut note = Element::new("note").with("place", "bottom").with("n", label.to_owned());
        let [block] = blocks.as_slice() else {
            for block in blocks {
                note.push(self.element_of("p", block));
            }
            return note;
        };
        note.span = Some(block.span);
        note.children = self.nodes(block.range).into_iter().map(for_paragraph).collect();
        note
    }

    /// The innermost division that is open.
    fn division(&mut self) -> &mut Division {
        if self.divisions.is_empty() {
            self.divisions.push(Division::new(Kind::Document, "document"));
        }
        let last = self.divisions.len() - 1;
        &mut self.divisions[last]
    }

    /// Opens a division inside those that may hold it.
    fn open_division(&mut self, kind: Kind, type_name: &'static str) {
        while self.divisions.last().is_some_and(|open| open.kind >= kind || open.stage == Stage::Bottom) {
            self.close_division();
        }
        self.divisions.push(Division::new(kind, type_name));
    }

    fn close_down_to(&mut self, kind: Kind) {
        while self.divisions.len() > 1 && self.divisions.last().is_some_and(|open| open.kind > kind) {
            self.close_division();
        }
    }

    fn close_division(&mut self) {
        let Some(division) = self.divisions.pop() else { return };
        match self.divisions.last_mut() {
            Some(parent) => parent.push_division(division.element),
            None => self.body.push(division.element),
        }
    }

    fn finish(mut self) -> (Element, Vec<Span>) {
        let empty = self.body.children.is_empty() && self.division().element.children.is_empty();
        if empty {
            self.division().push_common(Element::new("p"));
        }
        for label in self.footnotes.keys().copied().collect::<Vec<_>>() {
            // A note to which only its own words refer.
            if self.placed.insert(label) {
                let note = self.footnote(label);
                self.division().push_free(note);
            }
        }
        while !self.divisions.is_empty() {
            self.close_division();
        }
        (self.body, self.splits)
    }
}

/// What a part of an opener or closer may not hold becomes what it may.
fn for_parent(parent: &str, node: Node) -> Node {
    match for_paragraph(node) {
        Node::Element(mut element) if element.name == "label" && !may_hold(parent, "label") => {
            element.name = "seg".into();
            element.set("type", "label");
            Node::Element(element)
        }
        node => node,
    }
}

/// What a paragraph may not hold becomes what it may: a `dateline` or `head` in running text.
fn for_paragraph(node: Node) -> Node {
    match node {
        Node::Element(mut element) if matches!(element.name.as_ref(), "dateline" | "head" | "speaker") => {
            let type_name = if element.name == "head" { "label" } else { "dateline" };
            element.name = "seg".into();
            element.set("type", type_name);
            Node::Element(element)
        }
        node => node,
    }
}

/// Takes away the white space with which an element begins.
fn trim_start(element: &mut Element) {
    if let Some(Node::Text(first)) = element.children.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
}

/// The name of the element, where the nodes are one element and white space.
fn only_element(nodes: &[Node]) -> Option<&str> {
    let mut names = nodes.iter().filter(|node| !matches!(node, Node::Text(text) if text.text.trim().is_empty()));
    match (names.next(), names.next()) {
        (Some(Node::Element(element)), None) => Some(&element.name),
        _ => None,
    }
}

fn joined_span(group: &[Block]) -> Span {
    group.iter().skip(1).fold(group[0].span, |span, block| span.join(block.span))
}
