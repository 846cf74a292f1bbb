//! The tagger: decides from what it has learned which capitalized words are names of persons, places, organizations.

mod agreement;
mod chain;
mod feature;
mod label;
mod model;
mod segment;
mod sheet;
mod training;

use std::sync::{Arc, LazyLock};

pub use model::{Model, ModelError, Thresholds};
pub(super) use sheet::is_foreign;
pub use training::{Lesson, Lessons, Mark, School};

use crate::model::{Cert, NameKind};
use crate::recognizer::person::RuleName;
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::tagger::agreement::{Opinions, Places};
use crate::recognizer::tagger::chain::{Lattice, Scores, Transitions, factors, names};
use crate::recognizer::tagger::feature::{Context, features, shape};
use crate::recognizer::tagger::label::{LABELS, Mask, begin, inside, number};
use crate::recognizer::tagger::model::Sums;
use crate::recognizer::tagger::segment::Segment;
use crate::recognizer::tagger::sheet::Sheet;

/// A name that the tagger found, as indexes of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tagged {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: NameKind,
    /// How probable it is that just these words are a name of that kind; where a rule is sure, what the tagger alone
    /// thinks.
    pub(super) probability: f32,
    /// Whether a rule is sure of it.
    pub(super) ruled: bool,
}

/// What a tagger knows: the model that ships, and what a project has added.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagger {
    layers: Vec<Arc<Model>>,
}

impl Default for Tagger {
    /// The tagger that ships.
    fn default() -> Self {
        static SHIPPED: LazyLock<Arc<Model>> =
            LazyLock::new(|| Arc::new(Model::shipped(include_bytes!("../data/names.model"))));
        Self { layers: vec![Arc::clone(&SHIPPED)] }
    }
}

impl Tagger {
    /// A tagger that knows nothing yet.
    pub fn untaught() -> Self {
        Self { layers: Vec::new() }
    }

    /// Whether it knows nothing.
    pub fn is_untaught(&self) -> bool {
        self.layers.is_empty()
    }

    /// The same tagger, with what a model adds; a model that stands alone takes the place of all before it.
    #[must_use]
    pub fn with(mut self, model: Model) -> Self {
        if model.stands_alone() {
            self.layers.clear();
        }
        self.layers.push(Arc::new(model));
        self
    }

    /// What tells it from taggers that know something else: 16 hexadecimal digits for each of its models.
    pub fn fingerprint(&self) -> String {
        let models: Vec<String> = self.layers.iter().map(|model| format!("{:016x}", model.fingerprint())).collect();
        models.join("+")
    }

    /// How sure a name is; `None` where it is not to be marked.
    ///
    /// What a rule is sure of is marked in any case; how sure it is says the tagger, of which less is asked then.
    pub(super) fn certainty(&self, name: &Tagged) -> Option<Cert> {
        let thresholds = self.layers.last()?.thresholds;
        let (kind, probability) = (number(name.kind), name.probability);
        if name.ruled {
            return Some(match probability {
                RULED_HIGH.. => Cert::High,
                RULED_MEDIUM.. => Cert::Medium,
                _ => Cert::Low,
            });
        }
        if probability >= thresholds.high[kind] {
            Some(Cert::High)
        } else if probability >= thresholds.medium[kind] {
            Some(Cert::Medium)
        } else {
            (probability >= thresholds.low[kind]).then_some(Cert::Low)
        }
    }

    fn transitions(&self) -> Transitions {
        let mut sums = [[0.0; LABELS]; LABELS];
        for model in &self.layers {
            for (sum, score) in sums.iter_mut().flatten().zip(model.transitions.iter().flatten()) {
                *sum += score;
            }
        }
        sums
    }

    /// What the tagger makes of some features. They are made before they are looked up, so that the processor waits for
    /// many rows of the table at once.
    fn judge(&self, features: &[u64]) -> Scores {
        let mut scores = [0.0; LABELS];
        for model in &self.layers {
            let mut sums = Sums::default();
            for &feature in features {
                model.add(feature, &mut sums);
            }
            scores.iter_mut().zip(model.worth(&sums)).for_each(|(score, worth)| *score += worth);
        }
        scores
    }

    /// The names in a document, in order.
    pub(super) fn tag(&self, reading: &Reading<'_>, rules: &[RuleName]) -> Vec<Tagged> {
        let sheet = Sheet::new(reading, rules);
        let mut chains = Chains::read(self, &sheet);
        let moves = factors(&self.transitions());
        chains.agree(self, &moves);
        chains.names(&moves)
    }
}

/// How probable the tagger alone must think a name of which a rule is sure for it to be certain: so that, on documents
/// that the tagger did not learn from, 95 in 100 have the right extent.
const RULED_HIGH: f32 = 0.9;
/// The same for medium certainty.
const RULED_MEDIUM: f32 = 0.2;

/// All tokens that may be part of a name, segment by segment.
#[derive(Debug, Default)]
struct Chains {
    scores: Vec<Scores>,
    masks: Vec<Mask>,
    /// What each may be where no rule is heard.
    free: Vec<Mask>,
    words: Vec<u32>,
    shapes: Vec<u64>,
    /// Whether the document is in German or French.
    foreign: bool,
    /// Where the segments start.
    segments: Vec<usize>,
    /// The line and the first token of each segment.
    origins: Vec<(usize, usize)>,
}

impl Chains {
    fn read(tagger: &Tagger, sheet: &Sheet<'_>) -> Self {
        let mut chains = Self { foreign: is_foreign(&sheet.reading.tokens), ..Self::default() };
        let mut segment = Segment::default();
        let mut known = Vec::new();
        for (line, span) in sheet.reading.lines.iter().enumerate() {
            let mut at = span.start;
            let mut context = None;
            while segment.find(sheet.reading, span, at) {
                let context = *context.get_or_insert_with(|| context_of(sheet, span));
                chains.origins.push((line, segment.start));
                chains.segments.push(chains.scores.len());
                for idx in segment.start..segment.end() {
                    known.clear();
                    features(context, &segment, idx, |feature| known.push(feature));
                    chains.scores.push(tagger.judge(&known));
                    chains.shapes.push(shape(&sheet.reading.tokens[idx]));
                }
                chains.words.extend_from_slice(&sheet.words[segment.start..segment.end()]);
                let sure = &sheet.sure[segment.start..segment.end()];
                chains.free.extend_from_slice(&segment.masks);
                chains.masks.extend(
                    segment.masks.iter().zip(sure).map(
                        |(&mask, &sure)| {
                            if mask & sure == 0 { mask } else { mask & sure }
                        },
                    ),
                );
                at = segment.end();
            }
        }
        chains
    }

    fn places(&self) -> Places<'_> {
        let Self { scores, masks, words, shapes, segments, .. } = self;
        Places { scores, masks, words, shapes, segments }
    }

    /// Looks at each place again, with what the other places of its word are likely to be.
    fn agree(&mut self, tagger: &Tagger, moves: &Transitions) {
        let places = self.places();
        let opinions = Opinions::gather(&places, moves);
        let mut bonus = Vec::with_capacity(self.scores.len());
        for segment in 0..self.segments.len() {
            let range = places.segment(segment);
            for place in range.clone() {
                bonus.push(tagger.judge(&opinions.features(&places, &range, place)));
            }
        }
        for (scores, bonus) in self.scores.iter_mut().zip(bonus) {
            scores.iter_mut().zip(bonus).for_each(|(score, bonus)| *score += bonus);
        }
    }

    fn names(&self, moves: &Transitions) -> Vec<Tagged> {
        let (mut lattice, mut alone) = (Lattice::default(), Lattice::default());
        let (mut labels, mut masks) = (Vec::new(), Vec::new());
        let mut found = Vec::new();
        for (segment, &(line, first)) in self.origins.iter().enumerate() {
            let range = self.places().segment(segment);
            let (scores, free) = (&self.scores[range.clone()], &self.free[range.clone()]);
            masks.clear();
            masks.extend_from_slice(&self.masks[range]);
            let has_rules = masks != free;
            if has_rules {
                alone.sum(scores, free, moves);
                self.doubt(&alone, free, &mut masks, moves);
            }
            lattice.sum(scores, &masks, moves);
            lattice.best(moves, &mut labels);
            names(&labels, |kind, start, end| {
                let ruled = masks[start..end].iter().all(|mask| mask.is_power_of_two());
                let probability = if ruled { &alone } else { &lattice }.name(kind, start, end, moves);
                found.push(Tagged { line, start: first + start, end: first + end, kind, probability, ruled });
            });
        }
        found
    }

    /// Takes back what rules say that the tagger, without them, thinks nearly impossible. `alone` is what it thinks then.
    fn doubt(&self, alone: &Lattice, free: &[Mask], masks: &mut [Mask], moves: &Transitions) {
        let (person, inner) = (1 << begin(NameKind::Person), 1 << inside(NameKind::Person));
        for start in (0..masks.len()).filter(|_| self.foreign) {
            if masks[start] != person {
                continue;
            }
            let len = masks[start + 1..].iter().take_while(|&&mask| mask == inner).count();
            let end = start + 1 + len;
            if alone.name(NameKind::Person, start, end, moves) < IMPOSSIBLE {
                masks[start..end].copy_from_slice(&free[start..end]);
            }
        }
    }
}

/// A rule is not heard in a German or French document where the tagger thinks what it says less probable than this: what
/// is an initial in English may be a title (`M. Briand`) or a numeral there.
const IMPOSSIBLE: f32 = 0.2;

fn context_of<'a>(sheet: &'a Sheet<'a>, line: &'a LineSpan) -> Context<'a> {
    Context { sheet, line, style: sheet.reading.line(line).style }
}
