//! Names of persons, places and organizations: what the rules are sure of, and what the tagger makes of the rest.

use crate::model::{Annotation, Cert, Flow, Mark, Mention, NameKind, NamePart, TextRange, Transcript, flows};
use crate::recognizer::full_name::agree;
use crate::recognizer::known::put_right;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::listed::add_listed;
use crate::recognizer::person::{self, Rule, RuleName};
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::review::{Seen, review};
use crate::recognizer::tagger::{Tagged, Tagger};
use crate::recognizer::token::{Token, Tokenizer};
use crate::recognizer::variant::name_notes;
use crate::recognizer::{Findings, Options, Recognizer, recognize};
use crate::source::Span;

/// The recognizer of names.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// What decides where no rule is sure.
    pub tagger: Tagger,
}

impl Recognizer for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn recognize(&self, transcript: &Transcript, flows: &[Flow]) -> Findings {
        let reading = Reading::new(transcript, flows);
        let rules = person::names(&reading);
        let tagged = self.tagger.tag(&reading, &rules);
        let mut names: Vec<Name> = rules.iter().filter(|name| name.rule == Rule::Part).map(Name::of_rule).collect();
        let parts = names.len();
        let seen = tagged.into_iter().filter_map(|name| Some(Seen { cert: self.tagger.certainty(&name)?, name }));
        let mut seen = review(&reading, &rules, seen.collect());
        put_right(&reading, &mut seen);
        add_listed(&reading, &mut seen);
        agree(&reading, &mut seen);
        name_notes(&reading, &mut seen);
        for Seen { name: found, cert } in seen {
            let line = &reading.lines[found.line];
            let name = Name::of_tagger(&reading, line, &found, cert);
            let before = names[..parts].partition_point(|part| (part.flow, part.start) < (name.flow, name.end));
            if !names[..before].last().is_some_and(|part| part.flow == name.flow && part.end > name.start) {
                names.push(name);
            }
        }
        names.sort_by_key(|name| (name.flow, name.start));
        let annotations = names.iter().flat_map(|name| marks(name, transcript, flows)).collect();
        Findings { annotations, diagnostics: Vec::new() }
    }
}

/// A name in a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundName {
    /// Of what it is a name.
    pub kind: NameKind,
    /// Where in the source, with its titles.
    pub span: Span,
    /// How sure it is.
    pub cert: Cert,
}

/// The names that would be marked in a transcript, in order.
pub fn named(transcript: &Transcript, options: &Options) -> Vec<FoundName> {
    let (transcript, _) = recognize(transcript.clone(), options);
    let name = |annotation: &Annotation| match &annotation.mark {
        Mark::Mention(mention) => {
            Some(FoundName { kind: mention.kind, span: annotation.span, cert: annotation.cert.unwrap_or(Cert::High) })
        }
        Mark::NamePart(_) | Mark::Date(_) | Mark::Intervention(_) | Mark::Rendition(_) => None,
    };
    transcript.annotations.iter().filter_map(name).collect()
}

/// A name that the tagger thinks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProbableName {
    /// Of what it is a name.
    pub kind: NameKind,
    /// Where in the source, without titles.
    pub span: Span,
    /// How probable it is, from 0 to 1.
    pub probability: f32,
}

/// What the tagger thinks of in a transcript, before anything is decided.
pub fn probable(transcript: &Transcript, tagger: &Tagger) -> Vec<ProbableName> {
    let flows = flows(transcript);
    let reading = Reading::new(transcript, &flows);
    let rules = person::names(&reading);
    let name = |found: &Tagged| {
        let flow = &flows[reading.lines[found.line].flow];
        let range = flow.to_text(reading.tokens[found.start].start, reading.tokens[found.end - 1].end);
        let span = transcript.text.source_span(range);
        ProbableName { kind: found.kind, span, probability: found.probability }
    };
    tagger.tag(&reading, &rules).iter().map(name).collect()
}

/// The bytes of the titles before a name of a person, as `Mr. ` or `Lt. Gen. `; 0 where it is nothing but titles.
pub fn without_titles(name: &str) -> usize {
    let mut tokens = Vec::new();
    Tokenizer::new().cut(0, name, &mut tokens);
    let title = |token: &Token| (token.any(Classes::TITLE) && token.is_capital()) || token.is('.');
    tokens.iter().find(|token| !title(token)).map_or(0, |token| token.start)
}

/// A name that was found, in bytes of a flow.
#[derive(Debug, Clone, Copy)]
struct Name {
    flow: usize,
    kind: NameKind,
    /// Where its titles start.
    start: usize,
    /// Where its titles end; `start` if it has none.
    titles_end: usize,
    end: usize,
    cert: Option<Cert>,
}

impl Name {
    fn of_rule(name: &RuleName) -> Self {
        let &RuleName { flow, start, titles_end, end, cert, .. } = name;
        Self { flow, kind: NameKind::Person, start, titles_end, end, cert }
    }

    /// A name that the tagger found, with the titles before it.
    fn of_tagger(reading: &Reading<'_>, line: &LineSpan, found: &Tagged, cert: Cert) -> Self {
        let tokens = &reading.tokens;
        let first = if found.kind == NameKind::Person { titles_start(tokens, line, found.start) } else { found.start };
        let start = tokens[first].start;
        let titles_end = if first < found.start { tokens[found.start - 1].end } else { start };
        let end = tokens[found.end - 1].end;
        Self { flow: line.flow, kind: found.kind, start, titles_end, end, cert: (cert != Cert::High).then_some(cert) }
    }
}

/// Where the titles before the name at `idx` start. A rank after an office (`Attorney General`) is part of the office.
fn titles_start(tokens: &[Token], line: &LineSpan, idx: usize) -> usize {
    let title = |at: usize| tokens[at].is_capital() && tokens[at].any(Classes::TITLE);
    let prefix = |at: usize| tokens[at].is_capital() && tokens[at].any(Classes::RANK_PREFIX);
    let mut first = idx;
    while first > line.start && (title(first - 1) || (first < idx && prefix(first - 1))) {
        first -= 1;
    }
    let office = first > line.start && tokens[first - 1].is_capital() && tokens[first - 1].any(Classes::OFFICE);
    if first < idx && office && tokens[first].any(Classes::RANK) { idx } else { first }
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
    let mention = Mark::Mention(Mention::new(name.kind));
    let mut marks = vec![annotation(range(name.start, name.end), mention, name.cert)];
    if name.titles_end > name.start {
        marks.push(annotation(range(name.start, name.titles_end), Mark::NamePart(NamePart::RoleName), None));
    }
    marks
}
