//! Finds the names of persons by rule: first those that bear a sure sign, then what the document itself says of the rest.

mod evidence;
mod line;
mod rules;

pub(super) use line::{Line, Place, Style};

use crate::model::Cert;
use crate::recognizer::person::evidence::{Occurrence, Words};
use crate::recognizer::person::rules::Found;
use crate::recognizer::reading::Reading;

/// A name that a rule found, in bytes of a flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleName {
    /// The flow in which it stands.
    pub(super) flow: usize,
    /// Where its titles start.
    pub(super) start: usize,
    /// Where its titles end; `start` if it has none.
    pub(super) titles_end: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// How sure it is; `None` is high.
    pub(super) cert: Option<Cert>,
    /// Which rule found it.
    pub(super) rule: Rule,
}

/// What a name was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The rule of this number.
    Sign(u8),
    /// What stands beside the words, all over the document.
    Evidence,
    /// It is one of two names with a hyphen between them, and the document knows it: `the Harwell–Ostrander talks`.
    Part,
}

/// The names of persons that the rules find, in order.
pub(super) fn names(reading: &Reading<'_>) -> Vec<RuleName> {
    let mut search = Search::default();
    let mut found = Vec::new();
    for span in &reading.lines {
        search.read_line(span.flow, reading.line(span), &mut found);
    }
    search.finish()
}

/// What is found while the lines are read.
#[derive(Debug, Default)]
struct Search {
    names: Vec<RuleName>,
    words: Words,
}

impl Search {
    /// Finds the names of a line, and keeps its other capitalized words for later.
    fn read_line(&mut self, flow: usize, mut line: Line<'_>, found: &mut Vec<Found>) {
        let mut at = 0;
        while at < line.tokens.len() {
            found.clear();
            let next = match rules::listed(&line, at, found) {
                Some(end) => end,
                None => self.single(flow, &line, at, found),
            };
            for name in found.iter() {
                self.keep(flow, &line, name);
                line.named = Some(name.end);
            }
            at = next.max(at + 1);
        }
    }

    /// One name, or one word that is none yet; gives where to go on.
    fn single(&mut self, flow: usize, line: &Line<'_>, at: usize, found: &mut Vec<Found>) -> usize {
        if let Some(name) = rules::name_at(line, at) {
            found.push(name);
            return name.end;
        }
        self.words.observe(flow, line, at)
    }

    fn keep(&mut self, flow: usize, line: &Line<'_>, found: &Found) {
        let tokens = line.tokens;
        let start = tokens[found.start].start;
        let titles_end = if found.name > found.start { tokens[found.name - 1].end } else { start };
        let end = tokens[found.end - 1].end;
        self.names.push(RuleName { flow, start, titles_end, end, cert: found.cert, rule: Rule::Sign(found.rule) });
        self.words.learn(line, found);
    }

    fn finish(mut self) -> Vec<RuleName> {
        for Occurrence { flow, start, end, cert, part } in self.words.settle() {
            let cert = (cert != Cert::High).then_some(cert);
            self.names.push(RuleName {
                flow,
                start,
                titles_end: start,
                end,
                cert,
                rule: if part { Rule::Part } else { Rule::Evidence },
            });
        }
        self.names.sort_by_key(|name| (name.flow, name.start));
        self.names
    }
}
