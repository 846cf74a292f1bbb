//! Learning from an edition: from documents whose names are marked by hand to a model that marks names as the edition
//! does, and how well it does so on documents that it has not seen.

mod evaluate;
mod thresholds;

use std::collections::BTreeMap;

pub use evaluate::{Figures, Tally};

use crate::convention::{self, Profile};
use crate::frontmatter;
use crate::gold::{GoldDocument, GoldSpan};
use crate::model::{NameKind, Transcript};
use crate::reader::{self, Format};
use crate::recognizer::{Lesson, LessonMark, Lessons, Model, School, Tagger};
use crate::source::{Source, Span};
use crate::structure;

/// The kinds of names.
pub const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organization];

/// A feature must be seen so often to be learned.
const LEAST: u32 = 2;

/// Documents to learn from, read and taken apart.
#[derive(Debug)]
pub struct Collection {
    documents: Vec<Document>,
    lessons: Lessons,
    base: Tagger,
}

/// A document to learn from.
#[derive(Debug)]
struct Document {
    /// What must not be torn apart when some documents are kept to test on: the id up to its first underscore.
    group: String,
    /// The text, on which spans lie.
    source: String,
    transcript: Transcript,
    marks: Vec<LessonMark>,
    /// For each kind the bytes of the source in which its names are marked.
    marked: [Vec<Span>; 3],
}

impl Document {
    fn is_marked(&self, kind: NameKind, at: usize) -> bool {
        self.marked[number(kind)].iter().any(|span| (span.start..span.end).contains(&at))
    }
}

fn number(kind: NameKind) -> usize {
    match kind {
        NameKind::Person => 0,
        NameKind::Place => 1,
        NameKind::Organization => 2,
    }
}

/// How a model is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// How the tagger is taught.
    pub school: School,
    /// Into how many parts the documents are divided to test on what was not learned; at least 2.
    pub parts: usize,
}

impl Collection {
    /// Reads documents under the conventions of a profile, for a tagger that knows something already.
    ///
    /// The documents come by edition. Where one does not say which kinds of names are marked in it, they are those that any
    /// document marks.
    pub fn new(editions: &[Vec<GoldDocument>], profile: &Profile, base: Tagger) -> Self {
        let spans = editions.iter().flatten().flat_map(|document| &document.spans);
        let anywhere = KINDS.map(|kind| spans.clone().any(|span| is_of(span, kind)));
        let mut lessons = Lessons::new(base.clone());
        let mut documents = Vec::new();
        for (edition, gold) in
            editions.iter().enumerate().flat_map(|(number, of)| of.iter().map(move |gold| (number, gold)))
        {
            let document = document(gold, profile, anywhere);
            let is_marked = |kind, at| document.is_marked(kind, at);
            let lesson = Lesson { transcript: &document.transcript, marks: &document.marks, is_marked: &is_marked };
            lessons.add(&lesson, edition);
            documents.push(document);
        }
        lessons.complete(LEAST);
        Self { documents, lessons, base }
    }

    /// How many names of each kind are marked.
    pub fn names(&self) -> [usize; 3] {
        let count = |kind| {
            self.documents.iter().flat_map(|document| &document.marks).filter(|mark| mark.kind == Some(kind)).count()
        };
        KINDS.map(count)
    }

    /// Learns from all documents. The thresholds of certainty are those of the base, or, where it knows nothing, those
    /// that do best on documents that were kept back.
    pub fn learn(&self, course: &Course) -> Model {
        let model = course.school.teach(&self.lessons, |_| true);
        if !self.base.is_untaught() {
            return model;
        }
        let mut verdicts = Vec::new();
        for part in 0..course.parts {
            let tagger = self.base.clone().with(self.without(course, part));
            verdicts.extend(self.part(course, part).flat_map(|document| evaluate::verdicts(document, &tagger)));
        }
        model.with_thresholds(thresholds::fit(&verdicts)).standing_alone()
    }

    /// How well the base does, and how well a tagger does that has learned from the other parts of the documents, on
    /// each part in turn.
    pub fn evaluate(&self, course: &Course) -> (Figures, Figures) {
        let (mut before, mut after) = (Figures::default(), Figures::default());
        for part in 0..course.parts {
            let tagger = self.base.clone().with(self.without(course, part));
            for document in self.part(course, part) {
                before.add(&evaluate::figures(document, &self.base));
                after.add(&evaluate::figures(document, &tagger));
            }
        }
        (before, after)
    }

    /// A model that has not seen a part.
    fn without(&self, course: &Course, part: usize) -> Model {
        let parts = self.parts(course.parts);
        let model = course.school.teach(&self.lessons, |document| parts[document] != part);
        if self.base.is_untaught() { model.standing_alone() } else { model }
    }

    fn part(&self, course: &Course, part: usize) -> impl Iterator<Item = &Document> {
        let parts = self.parts(course.parts);
        self.documents.iter().zip(parts).filter(move |(_, of)| *of == part).map(|(document, _)| document)
    }

    /// The part to which each document belongs: groups are dealt out in the order of their names, the largest first, each
    /// to the part that is smallest so far.
    fn parts(&self, count: usize) -> Vec<usize> {
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for document in &self.documents {
            *groups.entry(&document.group).or_default() += document.transcript.text.len();
        }
        let mut order: Vec<(&str, usize)> = groups.into_iter().collect();
        order.sort_by_key(|&(name, size)| (std::cmp::Reverse(size), name));
        let mut sizes = vec![0; count];
        let mut part_of = BTreeMap::new();
        for (name, size) in order {
            let least = (0..count).min_by_key(|&part| sizes[part]).unwrap_or(0);
            sizes[least] += size;
            part_of.insert(name, least);
        }
        self.documents.iter().map(|document| part_of[document.group.as_str()]).collect()
    }
}

/// Reads a document up to the point at which names are looked for.
fn document(gold: &GoldDocument, profile: &Profile, anywhere: [bool; 3]) -> Document {
    let source = Source::from_text(&gold.id, &gold.text);
    let transcript = reader::read(&source, Format::Plain).0;
    let transcript = frontmatter::lift(transcript, &source, profile.header_keys(), &[]).0;
    let transcript = convention::interpret(transcript, &source, profile).0;
    let transcript = structure::arrange(transcript).0;
    let offsets = gold.byte_offsets();
    Document {
        group: gold.id.split('_').next().unwrap_or_default().to_owned(),
        source: source.text().to_owned(),
        transcript,
        marks: marks(gold, &offsets),
        marked: KINDS.map(|kind| marked(gold, kind, &offsets, anywhere[number(kind)])),
    }
}

fn is_of(span: &GoldSpan, kind: NameKind) -> bool {
    span.kind == kind.element_name()
}

/// The names of a document, none inside another.
fn marks(gold: &GoldDocument, offsets: &[usize]) -> Vec<LessonMark> {
    let mut marks: Vec<LessonMark> = Vec::new();
    for span in &gold.spans {
        let Some(kind) = KINDS.into_iter().find(|&kind| is_of(span, kind)) else { continue };
        let bytes = Span::new(offsets[span.start], offsets[span.end]);
        if marks.last().is_none_or(|last| last.span.end <= bytes.start) {
            marks.push(LessonMark { span: bytes, kind: (!span.optional).then_some(kind) });
        }
    }
    marks
}

/// The bytes in which names of a kind are marked.
fn marked(gold: &GoldDocument, kind: NameKind, offsets: &[usize], anywhere: bool) -> Vec<Span> {
    let element = kind.element_name();
    let whole = Span::new(0, gold.text.len());
    if gold.complete.get(element).is_some_and(|complete| complete == "none") {
        return Vec::new();
    }
    let end = offsets.len() - 1;
    match gold.scopes.get(element) {
        Some(scopes) => {
            scopes.iter().map(|&(start, stop)| Span::new(offsets[start.min(end)], offsets[stop.min(end)])).collect()
        }
        None if gold.complete.get(element).is_some_and(|complete| complete.contains("only")) => Vec::new(),
        None if anywhere || gold.complete.contains_key(element) => vec![whole],
        None => Vec::new(),
    }
}
