//! Teaches the tagger: a conditional random field trained by stochastic gradient descent with a rate for each weight and
//! a tendency to zero (FTRL-proximal; "Ad Click Prediction", KDD 2013).
//!
//! Documents in which some kinds of names are not marked teach too: where a kind may be meant and nobody marked it, all
//! labels of that kind are left open, and the sum over them is made probable.

use std::collections::BTreeMap;

use crate::model::{NameKind, TextRange, Transcript, flows};
use crate::recognizer::hash::HashedMap;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::person;
use crate::recognizer::reading::Reading;
use crate::recognizer::tagger::agreement::{Opinions, Places};
use crate::recognizer::tagger::chain::{Lattice, Scores, Transitions, factors};
use crate::recognizer::tagger::feature::{LEXICAL, features, shape};
use crate::recognizer::tagger::label::{ALL, KINDS, LABELS, Mask, begin, follows, inside};
use crate::recognizer::tagger::segment::Segment;
use crate::recognizer::tagger::sheet::Sheet;
use crate::recognizer::tagger::{Model, Tagger, context_of};
use crate::recognizer::token::Token;
use crate::source::Span;

/// A name that somebody marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where in the source.
    pub span: Span,
    /// Of what it is a name; `None` where it may be marked or not.
    pub kind: Option<NameKind>,
}

/// A document with its names.
#[derive(Clone, Copy)]
pub struct Lesson<'a> {
    /// The document, before anything was recognized in it.
    pub transcript: &'a Transcript,
    /// Its names, in order, none inside another.
    pub marks: &'a [Mark],
    /// Whether names of a kind are marked at a byte of the source.
    pub is_marked: &'a dyn Fn(NameKind, usize) -> bool,
}

/// Many documents, taken apart into features.
#[derive(Debug)]
pub struct Lessons {
    base: Tagger,
    /// The features of all tokens; numbers of [`Lessons::hashes`] once the lessons are complete.
    features: Vec<u64>,
    hashes: Vec<u64>,
    tokens: Vec<TokenLesson>,
    /// First tokens of segments.
    segments: Vec<usize>,
    /// First segments of documents.
    documents: Vec<usize>,
    /// The number of the edition of each document.
    editions: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct TokenLesson {
    /// Where its features end.
    end: usize,
    /// What it may be.
    mask: Mask,
    /// What it is, or may be where that is not known.
    gold: Mask,
    /// What is known before the lesson.
    base: Scores,
    /// The number of its word in the document.
    word: u32,
    /// How it looks.
    shape: u64,
}

impl Lessons {
    /// No lessons yet, for a tagger that knows something already.
    pub fn new(base: Tagger) -> Self {
        Self {
            base,
            features: Vec::new(),
            hashes: Vec::new(),
            tokens: Vec::new(),
            segments: Vec::new(),
            documents: Vec::new(),
            editions: Vec::new(),
        }
    }

    /// Adds a document of the edition with this number.
    pub fn add(&mut self, lesson: &Lesson<'_>, edition: usize) {
        self.documents.push(self.segments.len());
        self.editions.push(edition);
        let flows = flows(lesson.transcript);
        let reading = Reading::new(lesson.transcript, &flows);
        let rules = person::names(&reading);
        let sheet = Sheet::new(&reading, &rules);
        let mut segment = Segment::default();
        for span in &reading.lines {
            let context = context_of(&sheet, span);
            let mut at = span.start;
            while segment.find(&reading, span, at) {
                let spans: Vec<Span> = (segment.start..segment.end())
                    .map(|idx| source_span(lesson.transcript, &reading, span.flow, &reading.tokens[idx]))
                    .collect();
                let gold = gold(lesson, &segment, &spans, &reading.tokens[segment.start..segment.end()]);
                self.segments.push(self.tokens.len());
                for (idx, gold) in (segment.start..).zip(gold) {
                    let first = self.features.len();
                    features(context, &segment, idx, |feature| self.features.push(feature));
                    let base = self.base.judge(&self.features[first..]);
                    let mask = segment.masks[idx - segment.start];
                    let (word, shape) = (sheet.words[idx], shape(&reading.tokens[idx]));
                    self.tokens.push(TokenLesson { end: self.features.len(), mask, gold, base, word, shape });
                }
                at = segment.end();
            }
        }
    }

    /// Numbers the features that are seen at least `least` times, and drops the others. No document may be added after.
    pub fn complete(&mut self, least: u32) {
        let mut counts: HashedMap<u32> = HashedMap::default();
        for &feature in &self.features {
            *counts.entry(feature).or_default() += 1;
        }
        let mut numbers: HashedMap<u64> = HashedMap::default();
        let (mut kept, mut start) = (0, 0);
        for token in &mut self.tokens {
            for at in start..token.end {
                let feature = self.features[at];
                if counts[&feature] >= least {
                    let number = *numbers.entry(feature).or_insert_with(|| {
                        self.hashes.push(feature);
                        (self.hashes.len() as u64 - 1) | (feature & LEXICAL)
                    });
                    self.features[kept] = number;
                    kept += 1;
                }
            }
            start = token.end;
            token.end = kept;
        }
        self.features.truncate(kept);
        self.features.shrink_to_fit();
    }

    /// Adds a document of other lessons, to be looked at again after what a pupil made of it.
    fn look_again(&mut self, lessons: &Self, document: usize, pupil: &Pupil<'_>) {
        self.documents.push(self.segments.len());
        self.editions.push(lessons.editions[document]);
        let segments = lessons.segments_of(document);
        let Some(first) = segments.clone().next() else { return };
        let start = lessons.segments[first];
        let end = lessons.tokens_of(segments.end - 1).end;
        let tokens = &lessons.tokens[start..end];
        let starts: Vec<usize> = segments.map(|segment| lessons.segments[segment] - start).collect();
        let scores: Vec<Scores> = (start..end).map(|token| pupil.score_of(token, false)).collect();
        let masks: Vec<Mask> = tokens.iter().map(|token| token.mask).collect();
        let words: Vec<u32> = tokens.iter().map(|token| token.word).collect();
        let shapes: Vec<u64> = tokens.iter().map(|token| token.shape).collect();
        let places = Places { scores: &scores, masks: &masks, words: &words, shapes: &shapes, segments: &starts };
        let opinions = Opinions::gather(&places, &factors(&pupil.transitions()));
        for segment in 0..starts.len() {
            self.segments.push(self.tokens.len());
            let range = places.segment(segment);
            for place in range.clone() {
                let features = opinions.features(&places, &range, place);
                self.features.extend(features);
                let mut base = self.base.judge(&features);
                base.iter_mut().zip(scores[place]).for_each(|(sum, score)| *sum += score);
                self.tokens.push(TokenLesson { end: self.features.len(), base, ..tokens[place] });
            }
        }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The tokens of a segment.
    fn tokens_of(&self, segment: usize) -> std::ops::Range<usize> {
        self.segments[segment]..self.segments.get(segment + 1).copied().unwrap_or(self.tokens.len())
    }

    /// The features of a token, as if its word were new where it is read blindly.
    fn features_of(&self, token: usize, blind: bool) -> impl Iterator<Item = u64> + '_ {
        let start = token.checked_sub(1).map_or(0, |before| self.tokens[before].end);
        let features = self.features[start..self.tokens[token].end].iter().copied();
        features.filter(move |feature| !blind || feature & LEXICAL == 0)
    }

    /// The segments of a document.
    fn segments_of(&self, document: usize) -> std::ops::Range<usize> {
        self.documents[document]..self.documents.get(document + 1).copied().unwrap_or(self.segments.len())
    }
}

fn source_span(transcript: &Transcript, reading: &Reading<'_>, flow: usize, token: &Token) -> Span {
    let range: TextRange = reading.flows[flow].to_text(token.start, token.end);
    transcript.text.source_span(range)
}

/// For each token of a segment what it is, as far as that is known.
fn gold(lesson: &Lesson<'_>, segment: &Segment, spans: &[Span], tokens: &[Token]) -> Vec<Mask> {
    let mut gold: Vec<Mask> = spans.iter().map(|span| open(lesson, span.start)).collect();
    let first = lesson.marks.partition_point(|mark| mark.span.end <= spans.first().map_or(0, |span| span.start));
    for mark in &lesson.marks[first..] {
        let mut start = spans.partition_point(|span| span.end <= mark.span.start);
        let mut end = spans.partition_point(|span| span.start < mark.span.end);
        let Some(kind) = mark.kind else {
            gold[start.min(end)..end].fill(ALL);
            continue;
        };
        while start < end && (segment.masks[start] != ALL || is_title(kind, &tokens[start..end])) {
            start += 1;
        }
        while start < end && segment.masks[end - 1] != ALL {
            end -= 1;
        }
        if start < end {
            gold[start] = 1 << begin(kind);
            gold[start + 1..end].fill(1 << inside(kind));
        } else if start >= spans.len() {
            break;
        }
    }
    gold.iter().zip(&segment.masks).map(|(gold, mask)| if gold & mask == 0 { *mask } else { gold & mask }).collect()
}

/// Titles before a name are no part of what the tagger finds; they are added by rule.
fn is_title(kind: NameKind, tokens: &[Token]) -> bool {
    kind == NameKind::Person && tokens.len() > 1 && tokens[0].any(Classes::TITLE) && tokens[0].is_capital()
}

/// The labels of a token over which no mark lies: of names of the kinds that are not marked there, and none.
fn open(lesson: &Lesson<'_>, at: usize) -> Mask {
    KINDS.iter().filter(|&&kind| !(lesson.is_marked)(kind, at)).fold(1, |mask, &kind| mask | 0b11 << begin(kind))
}

/// How the tagger is taught.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct School {
    /// How often all documents are gone through.
    pub rounds: usize,
    /// How fast weights change.
    pub rate: f32,
    /// How strongly weights tend to zero.
    pub pull: f32,
    /// The rows of the table of the model; a power of two.
    pub rows: usize,
    /// How often, from 0 to 1, a word is learned from as if it had never been seen before, so that what stands beside
    /// it is learned too.
    pub blindness: f32,
    /// So many documents of an edition, drawn anew each time, are read in a round at most, so that a large edition does
    /// not drown a small one.
    pub per_round: usize,
}

/// A weight of a feature for each label, while it is learned: the sums that FTRL-proximal keeps.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    gradient: Scores,
    square: Scores,
}

impl Cell {
    fn weight(&self, label: usize, rate: f32, pull: f32) -> f32 {
        let gradient = self.gradient[label];
        let beyond = gradient.abs() - pull;
        if beyond <= 0.0 {
            return 0.0;
        }
        -beyond.copysign(gradient) / ((1.0 + self.square[label].sqrt()) / rate)
    }

    fn learn(&mut self, label: usize, slope: f32, rate: f32, pull: f32) {
        let weight = self.weight(label, rate, pull);
        let square = self.square[label];
        let change = ((square + slope * slope).sqrt() - square.sqrt()) / rate;
        self.gradient[label] += slope - change * weight;
        self.square[label] += slope * slope;
    }
}

/// Slopes smaller than this teach nothing.
const FLAT: f32 = 0.002;

impl School {
    /// Learns from the documents for which `takes` is true. The same lessons give the same model.
    ///
    /// The second look is taught on what pupils make of documents that they have not learned from, for on those that it
    /// has learned from the first look is always right.
    pub fn teach(&self, lessons: &Lessons, takes: impl Fn(usize) -> bool) -> Model {
        let all: Vec<usize> = (0..lessons.len()).filter(|&document| takes(document)).collect();
        let first = self.pupil(lessons, &all);
        let mut second = Lessons::new(lessons.base.clone());
        let side = (all.len() / 2).clamp(1, SIDE);
        for half in 0..2 {
            let (own, other): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&document| document / side % 2 == half);
            let pupil = self.pupil(lessons, &own);
            for document in other {
                second.look_again(lessons, document, &pupil);
            }
        }
        second.complete(LEAST_AGAIN);
        let again: Vec<usize> = (0..second.len()).collect();
        let transitions = first.transitions();
        let school = Self { rounds: ROUNDS_AGAIN, blindness: 0.0, ..*self };
        let second = school.pupil_with(&second, &again, Moves::Given(transitions));
        first.model(second.weights())
    }

    fn pupil<'a>(&'a self, lessons: &'a Lessons, documents: &[usize]) -> Pupil<'a> {
        self.pupil_with(lessons, documents, Moves::Learned(lessons.base.transitions()))
    }

    /// A pupil that has learned from some documents, with transitions to begin with.
    fn pupil_with<'a>(&'a self, lessons: &'a Lessons, documents: &[usize], base: Moves) -> Pupil<'a> {
        let mut pupil = Pupil {
            school: *self,
            lessons,
            cells: vec![Cell::default(); lessons.hashes.len()],
            moves: [Cell::default(); LABELS],
            base,
            scores: Vec::new(),
            blind: Vec::new(),
            free: Lattice::default(),
            bound: Lattice::default(),
        };
        let mut editions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &document in documents {
            editions.entry(lessons.editions[document]).or_default().push(document);
        }
        let mut order = Vec::new();
        let mut chance = Chance(1);
        for _ in 0..self.rounds {
            order.clear();
            for documents in editions.values_mut() {
                if documents.len() > self.per_round {
                    chance.shuffle(documents);
                }
                let read = documents.iter().take(self.per_round);
                order.extend(read.flat_map(|&document| lessons.segments_of(document)));
            }
            chance.shuffle(&mut order);
            for &segment in &order {
                pupil.read(segment, &mut chance);
            }
        }
        pupil
    }
}

/// So many documents that follow each other, which are likely to be of one volume, are on the same side when one half is
/// learned from and the other looked at.
const SIDE: usize = 40;
/// A feature of the second look must be seen so often to be learned.
const LEAST_AGAIN: u32 = 5;
/// How often the documents are gone through for the second look.
const ROUNDS_AGAIN: usize = 3;

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// Whether something happens that happens with this probability.
    fn happens(&mut self, probability: f32) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "a number of 24 bits is exact")]
        let number = (self.next() >> 7) as f32 / (1u64 << 24) as f32;
        number < probability
    }

    /// Puts items into another order.
    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.next() % (at as u64 + 1)).expect("it is less than the length");
            items.swap(at, other);
        }
    }
}

/// The scores of transitions.
#[derive(Debug, Clone, Copy)]
enum Moves {
    /// They stay as they are.
    Given(Transitions),
    /// They are learned, from these on.
    Learned(Transitions),
}

/// A model that is being made.
struct Pupil<'a> {
    school: School,
    lessons: &'a Lessons,
    cells: Vec<Cell>,
    moves: [Cell; LABELS],
    base: Moves,
    scores: Vec<Scores>,
    /// Which words are learned from as if they were new.
    blind: Vec<bool>,
    /// All chains, and those that fit what is known.
    free: Lattice,
    bound: Lattice,
}

impl Pupil<'_> {
    /// Learns from one segment.
    fn read(&mut self, segment: usize, chance: &mut Chance) {
        let range = self.lessons.tokens_of(segment);
        let tokens = &self.lessons.tokens[range.clone()];
        let masks: Vec<Mask> = tokens.iter().map(|token| token.mask).collect();
        let gold: Vec<Mask> = tokens.iter().map(|token| token.gold).collect();
        self.blind.clear();
        self.blind.extend(range.clone().map(|_| chance.happens(self.school.blindness)));
        self.score(range.clone());
        let moves = factors(&self.transitions());
        self.free.sum(&self.scores, &masks, &moves);
        self.bound.sum(&self.scores, &gold, &moves);
        for (at, token) in range.enumerate() {
            self.learn(at, token);
            if let Moves::Learned(_) = self.base {
                self.learn_move(at, &moves);
            }
        }
    }

    fn transitions(&self) -> Transitions {
        let (Moves::Given(mut transitions) | Moves::Learned(mut transitions)) = self.base;
        for (row, cell) in transitions.iter_mut().zip(&self.moves) {
            for (label, score) in row.iter_mut().enumerate() {
                *score += cell.weight(label, self.school.rate, 0.0);
            }
        }
        transitions
    }

    fn score(&mut self, tokens: std::ops::Range<usize>) {
        self.scores.clear();
        for (at, token) in tokens.enumerate() {
            let blind = self.blind[at];
            let scores = self.score_of(token, blind);
            self.scores.push(scores);
        }
    }

    fn score_of(&self, token: usize, blind: bool) -> Scores {
        let mut scores = self.lessons.tokens[token].base;
        for feature in self.lessons.features_of(token, blind) {
            let cell = &self.cells[position(feature)];
            for (label, score) in scores.iter_mut().enumerate() {
                *score += cell.weight(label, self.school.rate, self.school.pull);
            }
        }
        scores
    }

    fn learn(&mut self, at: usize, token: usize) {
        let (free, bound) = (self.free.at(at), self.bound.at(at));
        for label in 0..LABELS {
            let slope = free[label] - bound[label];
            if slope.abs() < FLAT {
                continue;
            }
            for feature in self.lessons.features_of(token, self.blind[at]) {
                self.cells[position(feature)].learn(label, slope, self.school.rate, self.school.pull);
            }
        }
    }

    fn learn_move(&mut self, at: usize, moves: &Transitions) {
        let (free, bound) = (self.free.moves_to(at, moves), self.bound.moves_to(at, moves));
        for label in 0..LABELS {
            for next in (0..LABELS).filter(|&next| follows(label, next)) {
                let slope = free[label][next] - bound[label][next];
                if slope.abs() >= FLAT {
                    self.moves[label].learn(next, slope, self.school.rate, 0.0);
                }
            }
        }
    }

    /// What was learned of each feature.
    fn weights(&self) -> Vec<(u64, Scores)> {
        let School { rate, pull, .. } = self.school;
        let mut weights: Vec<(u64, Scores)> = Vec::new();
        for (&hash, cell) in self.lessons.hashes.iter().zip(&self.cells) {
            let mut row = [0.0; LABELS];
            row.iter_mut().enumerate().for_each(|(label, weight)| *weight = cell.weight(label, rate, pull));
            if row.iter().any(|&weight| weight != 0.0) {
                weights.push((hash, row));
            }
        }
        weights
    }

    /// The model of what was learned, and of the second look, which comes first.
    fn model(self, second: Vec<(u64, Scores)>) -> Model {
        let mut weights = self.weights();
        let weight = |row: &Scores| row.iter().fold(0.0f32, |most, weight| most.max(weight.abs()));
        weights.sort_by(|one, two| weight(&two.1).total_cmp(&weight(&one.1)).then(one.0.cmp(&two.0)));
        let mut all = second;
        all.extend(weights);
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (row, cell) in transitions.iter_mut().zip(&self.moves) {
            row.iter_mut().enumerate().for_each(|(label, score)| *score = cell.weight(label, self.school.rate, 0.0));
        }
        Model::new(&all, self.school.rows, transitions)
    }
}

/// The number of a feature as an index.
fn position(feature: u64) -> usize {
    usize::try_from(feature & !LEXICAL).expect("features are numbered from 0")
}
