//! How well a tagger does on documents whose names are known.

use std::collections::BTreeMap;

use crate::learn::{Document, KINDS, number};
use crate::model::{Cert, NameKind};
use crate::recognizer::{Options, Tagger, named, probable, without_titles};
use crate::source::Span;

/// How many names were marked, found, and found where they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Names that are there.
    pub gold: usize,
    /// Names that were found.
    pub found: usize,
    /// Of those, names whose extent is right but for titles.
    pub exact: usize,
    /// Of those, names that share a character with one that is there, each counted once.
    pub overlap: usize,
}

impl Tally {
    /// Precision, recall and their harmonic mean, where `right` of the names found are right.
    #[allow(clippy::cast_precision_loss, reason = "counts of names are far below 2^52")]
    pub fn figures(&self, right: usize) -> [f64; 3] {
        let share = |of: usize| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let (precision, recall) = (share(self.found), share(self.gold));
        let sum = precision + recall;
        [precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 }]
    }

    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.overlap += other.overlap;
    }
}

/// The tallies of each kind of name, and of persons, places and organizations by certainty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// For persons, places and organizations.
    pub kinds: [Tally; 3],
    /// For each certainty how many names were marked with it, and how many of those have the right extent.
    pub certainties: BTreeMap<Cert, (usize, usize)>,
}

impl Figures {
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, tally) in self.kinds.iter_mut().zip(&other.kinds) {
            sum.add(tally);
        }
        for (&cert, &(found, right)) in &other.certainties {
            let sums = self.certainties.entry(cert).or_default();
            *sums = (sums.0 + found, sums.1 + right);
        }
    }
}

/// A name, without titles, and whether it is open whether it is one.
#[derive(Debug, Clone, Copy)]
struct Known {
    span: Span,
    optional: bool,
}

/// The names of a kind that are there.
fn known(document: &Document, kind: NameKind) -> Vec<Known> {
    let of_kind = document.marks.iter().filter(|mark| mark.kind.is_none_or(|of| of == kind));
    of_kind.map(|mark| Known { span: bare(document, kind, mark.span), optional: mark.kind.is_none() }).collect()
}

/// The span of a name of a person without the titles before it.
fn bare(document: &Document, kind: NameKind, span: Span) -> Span {
    if kind != NameKind::Person {
        return span;
    }
    let words = document.source.get(span.start..span.end).unwrap_or_default();
    Span::new(span.start + without_titles(words), span.end)
}

/// The figures of one document.
pub(super) fn figures(document: &Document, tagger: &Tagger) -> Figures {
    let options = Options { tagger: tagger.clone(), ..Options::default() };
    let found = named(&document.transcript, &options);
    let mut figures = Figures::default();
    for kind in KINDS {
        let known = known(document, kind);
        let mut taken = vec![false; known.len()];
        let tally = &mut figures.kinds[number(kind)];
        tally.gold = known.iter().filter(|known| !known.optional).count();
        for name in found.iter().filter(|name| name.kind == kind) {
            let span = bare(document, kind, name.span);
            let meets = |at: &usize| known[*at].span.overlaps(span);
            let hit = (0..known.len()).find(|at| !taken[*at] && !known[*at].optional && meets(at));
            if hit.is_none() && ((0..known.len()).any(|at| meets(&at)) || !document.is_marked(kind, span.start)) {
                continue;
            }
            let exact = hit.is_some_and(|at| same(document, known[at].span, span));
            if let Some(at) = hit {
                taken[at] = true;
            }
            tally.found += 1;
            tally.overlap += usize::from(hit.is_some());
            tally.exact += usize::from(exact);
            let sums = figures.certainties.entry(name.cert).or_default();
            *sums = (sums.0 + 1, sums.1 + usize::from(exact));
        }
    }
    figures
}

/// Whether two spans cover the same words, whatever punctuation and genitive endings stand at their edges.
fn same(document: &Document, one: Span, two: Span) -> bool {
    let core = |span: Span| {
        let words = document.source.get(span.start..span.end).unwrap_or_default();
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        words.strip_suffix("'s").or(words.strip_suffix("’s")).unwrap_or(words).to_owned()
    };
    one.overlaps(two) && core(one) == core(two)
}

/// A name that was found: of what kind, how probable, whether its extent is right, and whether it overlaps a right one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub(super) kind: NameKind,
    pub(super) probability: f32,
    pub(super) exact: bool,
    pub(super) overlap: bool,
}

/// The verdicts on all names that a tagger thinks of in a document.
pub(super) fn verdicts(document: &Document, tagger: &Tagger) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for name in probable(&document.transcript, tagger) {
        let meets: Vec<Known> =
            known(document, name.kind).into_iter().filter(|known| known.span.overlaps(name.span)).collect();
        let open = meets.iter().all(|known| known.optional)
            && (!meets.is_empty() || !document.is_marked(name.kind, name.span.start));
        if open {
            continue;
        }
        let exact = meets.iter().any(|known| same(document, known.span, name.span));
        let overlap = meets.iter().any(|known| !known.optional);
        verdicts.push(Verdict { kind: name.kind, probability: name.probability, exact, overlap });
    }
    verdicts
}
