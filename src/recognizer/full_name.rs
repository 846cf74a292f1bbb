//! What the full names of persons say of the rest of a document: the same words are the same person, the particle belongs
//! to the family name, and, in English, the family name alone is a person too.

use std::collections::HashSet;

use crate::model::{Cert, NameKind};
use crate::recognizer::hash::HashedSet;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::reading::Reading;
use crate::recognizer::review::Seen;
use crate::recognizer::tagger::{Tagged, is_foreign};
use crate::recognizer::token::{Shape, Token};

/// Makes the names of a document, which are in order, agree with the full names of which it is sure.
pub(super) fn agree(reading: &Reading<'_>, seen: &mut Vec<Seen>) {
    let names = FullNames::of(&reading.tokens, seen);
    if names.whole.is_empty() && names.particles.is_empty() {
        return;
    }
    for one in seen.iter_mut() {
        names.correct(reading, one);
    }
    // In German and French more words have capitals than are names.
    if !is_foreign(&reading.tokens) {
        let overlooked = names.overlooked(reading, seen);
        seen.extend(overlooked);
        seen.sort_by_key(|seen| seen.name.start);
    }
}

/// The full names of a document, as hashes of their words.
#[derive(Default)]
struct FullNames {
    whole: HashSet<Vec<u64>>,
    /// Particles with the family name after them.
    particles: HashSet<(u64, u64)>,
    families: HashedSet,
}

impl FullNames {
    fn of(tokens: &[Token], seen: &[Seen]) -> Self {
        let mut names = Self::default();
        let full = |seen: &&Seen| {
            let Seen { name, cert } = seen;
            name.kind == NameKind::Person && *cert > Cert::Low && name.end - name.start > 1
        };
        for Seen { name, cert } in seen.iter().filter(full) {
            let words = &tokens[name.start..name.end];
            let [.., before, last] = words else { continue };
            if is_particle(before) {
                names.particles.insert((before.hash, last.hash));
            }
            if *cert < Cert::High {
                continue;
            }
            names.whole.insert(words.iter().map(|token| token.hash).collect());
            if last.is_capital() && !words[0].any(Classes::FAMILY) {
                names.families.insert(last.hash);
            }
        }
        names
    }

    /// A name that has the words of a person is that person, and one that lacks its particle has it.
    fn correct(&self, reading: &Reading<'_>, seen: &mut Seen) {
        let name = &mut seen.name;
        let words = &reading.tokens[name.start..name.end];
        if name.kind != NameKind::Person {
            let words: Vec<u64> = words.iter().map(|token| token.hash).collect();
            if seen.cert < Cert::High && self.whole.contains(&words) {
                name.kind = NameKind::Person;
                seen.cert = Cert::Medium;
            }
        } else if let ([word], true) = (words, name.start > reading.lines[name.line].start) {
            let before = &reading.tokens[name.start - 1];
            if is_particle(before) && self.particles.contains(&(before.hash, word.hash)) {
                name.start -= 1;
            }
        }
    }

    /// The places of a family name that nobody saw, in capitals too, where the document has the word in no other sense.
    fn overlooked(&self, reading: &Reading<'_>, seen: &[Seen]) -> Vec<Seen> {
        let mut found = Vec::new();
        let mut other_sense = HashedSet::default();
        for name in seen.iter().map(|seen| &seen.name).filter(|name| name.kind != NameKind::Person) {
            other_sense.extend(reading.tokens[name.start..name.end].iter().map(|token| token.hash));
        }
        let small = reading.tokens.iter().filter(|token| token.shape == Shape::Lower).map(|token| token.hash);
        other_sense.extend(small.filter(|hash| self.families.contains(hash)));
        for (line, span) in reading.lines.iter().enumerate() {
            let tokens = &reading.tokens;
            let capital = |at: usize| (span.start..span.end).contains(&at) && tokens[at].is_capital();
            for start in span.start..span.end {
                let token = &tokens[start];
                let is_family = token.is_capital() && self.families.contains(&token.hash);
                let known = Classes::NEVER | Classes::TITLE | Classes::OFFICE | Classes::CITY | Classes::COUNTRY;
                if !is_family || token.any(known) || other_sense.contains(&token.hash) {
                    continue;
                }
                let alone = !capital(start + 1) && !start.checked_sub(1).is_some_and(capital);
                let next = seen.partition_point(|seen| seen.name.end <= start);
                if alone && seen.get(next).is_none_or(|seen| seen.name.start > start) {
                    let kind = NameKind::Person;
                    let name = Tagged { line, start, end: start + 1, kind, probability: 0.0, ruled: true };
                    found.push(Seen { name, cert: Cert::Medium });
                }
            }
        }
        found
    }
}

fn is_particle(token: &Token) -> bool {
    token.shape == Shape::Lower && token.any(Classes::PARTICLE)
}
