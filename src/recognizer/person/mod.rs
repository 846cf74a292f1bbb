//! Finds the names of persons: first those that bear a sure sign, then what the document itself says of the rest.

mod evidence;
mod line;
mod rules;

use crate::model::{Annotation, Cert, Flow, Mark, Mention, NameKind, NamePart, Role, TextRange, Transcript};
use crate::recognizer::person::evidence::{Occurrence, Words};
use crate::recognizer::person::line::{Line, Place};
use crate::recognizer::person::rules::Found;
use crate::recognizer::token::{Shape, Token, Tokenizer, lines};
use crate::recognizer::{Findings, Recognizer};

/// The recognizer of persons by rules and word lists.
#[derive(Debug, Clone, Copy, Default)]
pub struct Persons;

impl Recognizer for Persons {
    fn name(&self) -> &'static str {
        "persons"
    }

    fn recognize(&self, transcript: &Transcript, flows: &[Flow]) -> Findings {
        let mut search = Search::default();
        for (idx, flow) in flows.iter().enumerate() {
            search.read(idx, flow, transcript);
        }
        search.finish(transcript, flows)
    }
}

/// A name that was found, in bytes of a flow.
#[derive(Debug, Clone, Copy)]
struct Name {
    flow: usize,
    /// Where its titles start.
    start: usize,
    /// Where its titles end; `start` if it has none.
    titles_end: usize,
    end: usize,
    cert: Option<Cert>,
}

/// What is found while the flows are read.
#[derive(Debug, Default)]
struct Search {
    names: Vec<Name>,
    words: Words,
}

impl Search {
    fn read(&mut self, idx: usize, flow: &Flow, transcript: &Transcript) {
        let text = flow.as_str();
        let mut tokenizer = Tokenizer::new();
        let mut tokens = Vec::new();
        let mut found = Vec::new();
        let end = text.trim_end().len();
        for (base, part) in lines(text) {
            tokenizer.cut(base, part, &mut tokens);
            let place = match place(transcript, flow.to_text(base, base + 1)) {
                // The last line, with nothing but a name, is a signature where nobody said what it is.
                Place::Body if base + part.len() >= end && only_words(&tokens) => Place::Signature,
                known => known,
            };
            self.read_line(idx, Line::new(text, &tokens, place), &mut found);
        }
    }

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
        let titles_end = if found.name > found.start { tokens[found.name - 1].end } else { tokens[found.start].start };
        let last: &Token = &tokens[found.end - 1];
        self.names.push(Name { flow, start: tokens[found.start].start, titles_end, end: last.end, cert: found.cert });
        self.words.learn(line, found);
    }

    fn finish(mut self, transcript: &Transcript, flows: &[Flow]) -> Findings {
        for Occurrence { flow, start, end, cert } in self.words.settle() {
            let cert = (cert != Cert::High).then_some(cert);
            self.names.push(Name { flow, start, titles_end: start, end, cert });
        }
        self.names.sort_by_key(|name| (name.flow, name.start));
        let annotations = self.names.iter().flat_map(|name| marks(name, transcript, flows)).collect();
        Findings { annotations, diagnostics: Vec::new() }
    }
}

/// The annotations of a name: the mention, and its titles inside.
fn marks(name: &Name, transcript: &Transcript, flows: &[Flow]) -> Vec<Annotation> {
    let range = |start, end| flows[name.flow].to_text(start, end);
    let annotation = |range: TextRange, mark, cert| Annotation {
        range,
        span: transcript.text.source_span(range),
        mark,
        cert,
        resp: None,
    };
    let mention = Mark::Mention(Mention::new(NameKind::Person));
    let mut marks = vec![annotation(range(name.start, name.end), mention, name.cert)];
    if name.titles_end > name.start {
        marks.push(annotation(range(name.start, name.titles_end), Mark::NamePart(NamePart::RoleName), None));
    }
    marks
}

/// Where the line that starts at `start` stands, by the role of its block.
fn place(transcript: &Transcript, start: TextRange) -> Place {
    let after = transcript.blocks.partition_point(|block| block.range.start <= start.start);
    let block = after.checked_sub(1).and_then(|idx| transcript.blocks.get(idx));
    match block.filter(|block| block.range.contains(start)).map(|block| &block.role) {
        Some(Role::Signed) => Place::Signature,
        Some(Role::Speech { .. }) => Place::Speech,
        Some(
            Role::Paragraph
            | Role::Classification
            | Role::Stamp
            | Role::Idno
            | Role::Date
            | Role::Dateline
            | Role::Salute
            | Role::Head
            | Role::Section { .. }
            | Role::EntryDate
            | Role::Enclosure
            | Role::OpenerLine
            | Role::ClosingSalute
            | Role::ClosingDateline
            | Role::Postscript
            | Role::PostscriptLabel
            | Role::DistributionItem
            | Role::PageNumber { .. }
            | Role::Standalone,
        )
        | None => Place::Body,
    }
}

fn only_words(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| !matches!(token.shape, Shape::Lower | Shape::Mark(_) | Shape::Other))
}
