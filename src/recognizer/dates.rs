//! Marks date expressions, and gives those without a year the year of which the text speaks.

use crate::date::{Expression, Found, Point, Precision, find, parse};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Annotation, Block, Cert, DateValue, Flow, Mark, Role, TextRange, Transcript};
use crate::recognizer::{Findings, Recognizer};

/// The date expressions of the flows, and the dates that cannot be.
///
/// A date without a year takes it from the entry in which it stands, else from the last full date before it, else
/// from the date of the document; such a mark is of medium certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates;

impl Recognizer for Dates {
    fn name(&self) -> &'static str {
        "dates"
    }

    fn recognize(&self, transcript: &Transcript, flows: &[Flow]) -> Findings {
        let mut reading = Reading { transcript, annotations: Vec::new(), diagnostics: Vec::new() };
        let document = document_date(transcript);
        for flow in flows {
            reading.read(flow, document);
        }
        Findings { annotations: reading.annotations, diagnostics: reading.diagnostics }
    }
}

/// The date of the document: of its front matter, else of its first dateline.
fn document_date(transcript: &Transcript) -> Option<Point> {
    let of_header = transcript
        .header
        .date
        .as_ref()
        .and_then(DateValue::earliest)
        .and_then(parse)
        .map(|found| found.expression.first());
    of_header.or_else(|| {
        let lines = transcript.blocks.iter().filter(|block| is_dateline(&block.role));
        lines.filter_map(|block| full_date(transcript.text.slice(block.range))).next()
    })
}

fn is_dateline(role: &Role) -> bool {
    matches!(role, Role::Dateline | Role::Date | Role::ClosingDateline)
}

/// The last date of a line that has a year.
fn full_date(line: &str) -> Option<Point> {
    find(line).into_iter().map(|found| found.expression.first()).rfind(|point| point.year.is_some())
}

/// What is known of the time of which the text speaks.
#[derive(Debug, Clone, Copy, Default)]
struct Context {
    document: Option<Point>,
    /// The date of the entry, in a diary or journal.
    entry: Option<Point>,
    /// The last date with a year, by its words or by the text before it.
    last: Option<Point>,
}

struct Reading<'a> {
    transcript: &'a Transcript,
    annotations: Vec<Annotation>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn read(&mut self, flow: &Flow, document: Option<Point>) {
        let all = find(flow.as_str());
        let mut context = Context { document, ..Context::default() };
        let mut block = 0;
        for (idx, found) in all.iter().enumerate() {
            let range = flow.to_text(found.start, found.end);
            self.enter_blocks(&mut block, range.start, &mut context);
            let shared = year_of_next(flow.as_str(), found, all.get(idx + 1));
            self.add(range, found, shared, &mut context);
        }
    }

    /// Goes on to the block of an offset; the date of an entry begins to count where the entry begins.
    fn enter_blocks(&self, block: &mut usize, offset: usize, context: &mut Context) {
        let blocks = &self.transcript.blocks;
        while let Some(entered) = blocks.get(*block).filter(|block| block.range.start <= offset) {
            if entered.role == Role::EntryDate {
                context.entry = self.entry_date(entered, context);
                context.last = None;
            }
            *block += 1;
        }
    }

    fn entry_date(&self, block: &Block, context: &Context) -> Option<Point> {
        let found = find(self.transcript.text.slice(block.range)).into_iter().next()?;
        Some(resolve(&found.expression, context)?.first())
    }

    fn add(&mut self, range: TextRange, found: &Found, shared: Option<i32>, context: &mut Context) {
        let span = self.transcript.text.source_span(range);
        if found.is_impossible() {
            let words = self.transcript.text.slice(range);
            let message = format!("`{words}` is no date: there is no such day");
            let help = "it was kept as text; if the original has it so, mark it [sic]";
            self.diagnostics.push(Diagnostic::new(Code::N001, message).at(span).with_help(help));
            return;
        }
        let (expression, cert) = match shared {
            _ if !found.needs_year() => (Some(found.expression), None),
            Some(year) => (Some(found.expression.in_year(year)), None),
            None => (resolve(&found.expression, context), Some(Cert::Medium)),
        };
        if let Some(point) =
            expression.map(|expression| expression.first()).filter(|point| point.precision() > Precision::Year)
        {
            context.last = Some(point);
        }
        let as_written = || Some(found.expression).filter(|_| !found.is_bare);
        if let Some(value) = expression.or_else(as_written).and_then(|expression| expression.value()) {
            let cert = cert.filter(|_| expression.is_some());
            self.annotations.push(Annotation { range, span, mark: Mark::Date(value), cert });
        }
    }
}

/// The year that a date shares with the next one: `July 31 and August 8, 1969`.
fn year_of_next(text: &str, found: &Found, next: Option<&Found>) -> Option<i32> {
    let next =
        next.filter(|next| found.needs_year() && !found.expression.needs_month() && next.start - found.end < 12)?;
    let between = text[found.end..next.start].trim();
    let joined = matches!(between, "and" | "or" | "to" | "until" | "till" | "," | "to the" | "and the" | "–" | "-");
    let year = next.expression.first().year?;
    let (first, second) = (found.expression.first(), next.expression.first());
    let in_order = (first.month, first.day) <= (second.month, second.day.or(first.day));
    (joined && next.expression.precision() == found.expression.precision()).then_some(year - i32::from(!in_order))
}

/// The expression with the year (and month) of which the text speaks; `None` where nothing is known.
fn resolve(expression: &Expression, context: &Context) -> Option<Expression> {
    let reference = context.last.or(context.entry).or(context.document)?;
    let expression = match reference.month {
        Some(month) if expression.needs_month() => expression.in_month(month),
        _ if expression.needs_month() => return None,
        _ => *expression,
    };
    let year = reference.year?;
    let candidates = [year, year - 1, year + 1].map(|year| expression.in_year(year));
    let distance = |candidate: &Expression| months_between(candidate.first(), reference);
    candidates.into_iter().filter(|candidate| !candidate.is_impossible()).min_by_key(distance)
}

/// How many months lie between two points; none where one of them is a year.
fn months_between(point: Point, reference: Point) -> u32 {
    let count = |point: Point| Some(point.year? * 12 + i32::from(point.month?));
    match (count(point), count(reference)) {
        (Some(one), Some(other)) => one.abs_diff(other),
        _ => point.year.unwrap_or_default().abs_diff(reference.year.unwrap_or_default()) * 12,
    }
}
