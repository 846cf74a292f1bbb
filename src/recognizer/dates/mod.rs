//! Marks date expressions and times of day, and gives dates without a year the year of which the text speaks.

mod context;
mod order;
mod story;

use crate::date::{Expression, Found, Point, Precision, Tongues, find_in, parse, relative};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Annotation, Cert, DateValue, FieldKey, Flow, Mark, Role, TextRange, Transcript};
use crate::recognizer::dates::context::{Context, resolve, share};
use crate::recognizer::dates::order::Order;
use crate::recognizer::{Findings, Recognizer};

/// The date expressions of the flows, and the dates that cannot be.
///
/// A date without a year takes it from the entry in which it stands, else from the last full date before it, else
/// from the date of the document; such a mark is of medium certainty. In a text that speaks of another time than that
/// of its writing (a memoir), the date of the document counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// Whether `yesterday`, `last year` and the like are marked, with low certainty.
    pub relative: bool,
}

impl Recognizer for Dates {
    fn name(&self) -> &'static str {
        "dates"
    }

    fn recognize(&self, transcript: &Transcript, flows: &[Flow]) -> Findings {
        let tongues = tongues(transcript, flows);
        let found: Vec<Vec<Found>> = flows.iter().map(|flow| find_in(flow.as_str(), tongues)).collect();
        let order = Order::of(flows.iter().zip(&found));
        let document = document_date(transcript, tongues);
        let is_memoir = document.is_some_and(|document| speaks_of_another_time(found.iter().flatten(), document));
        let mut reading = Reading { transcript, annotations: Vec::new(), diagnostics: Vec::new() };
        for (flow, all) in flows.iter().zip(&found) {
            let all: Vec<Found> = all.iter().map(|found| order.settle(found)).collect();
            let ahead = all.iter().find(|found| tells_time(found)).map(|found| found.expression.first());
            let context = Context { document: document.filter(|_| !is_memoir), ahead, ..Context::default() };
            reading.read(flow, &all, Context { written: document, ..context });
            if let Some(written) = document.filter(|_| self.relative) {
                reading.add_relative(flow, &all, written, tongues);
            }
        }
        Findings { annotations: reading.annotations, diagnostics: reading.diagnostics }
    }
}

/// The language of the transcript: that which its front matter names, else that in which the most of it is written.
fn tongues(transcript: &Transcript, flows: &[Flow]) -> Tongues {
    let named = transcript.header.first(FieldKey::Language).and_then(|field| Tongues::named(field.as_str()));
    named.unwrap_or_else(|| Tongues::told_by(flows.first().map_or("", Flow::as_str)))
}

/// The date of the document: of its front matter, else of its first dateline.
fn document_date(transcript: &Transcript, tongues: Tongues) -> Option<Point> {
    let day = |value: &str| parse(value.split('T').next()?).map(|found| found.expression.first());
    let of_header = transcript.header.date.as_ref().and_then(DateValue::earliest).and_then(day);
    of_header.or_else(|| {
        let mut lines = transcript.blocks.iter().filter(|block| is_dateline(&block.role));
        lines
            .find_map(|block| full_date(transcript.text.slice(block.range), tongues))
            .or_else(|| head_date(transcript, tongues))
    })
}

/// How many lines at the begin may bear the date of the document, and how long they may be (in bytes).
const HEAD: (usize, usize) = (6, 64);

/// The day with which one of the first short lines ends, after a place that is not known for one: `Créans, (Sarthe) le 3
/// Décembre 1914`. The text begins with the first longer line.
fn head_date(transcript: &Transcript, tongues: Tongues) -> Option<Point> {
    let (lines, longest) = HEAD;
    let words = transcript.blocks.iter().map(|block| transcript.text.slice(block.range).trim());
    let mut short = words.take(lines).take_while(|line| line.len() <= longest);
    short.find_map(|line| {
        let last = find_in(line, tongues).pop().filter(|last| last.end >= line.trim_end_matches(['.', ',']).len())?;
        let place = line[..last.start].trim_start();
        let point = last.expression.first();
        let is_day = point.year.is_some() && point.precision() == Precision::Day && point.is_possible();
        (is_day && place.contains(',') && place.starts_with(char::is_uppercase)).then_some(point)
    })
}

fn is_dateline(role: &Role) -> bool {
    matches!(role, Role::Dateline | Role::Date | Role::ClosingDateline)
}

/// The last date of a line that has a year.
fn full_date(line: &str, tongues: Tongues) -> Option<Point> {
    let mut points = find_in(line, tongues).into_iter().map(|found| found.expression.first());
    points.rfind(|point| point.year.is_some())
}

/// Whether a date tells of which time the text speaks.
fn tells_time(found: &Found) -> bool {
    !found.is_aside
        && !found.needs_year()
        && found.expression.precision() > Precision::Year
        && !found.is_impossible()
        && !found.expression.first().is_time()
}

/// Whether the full dates of the text lie, most of them, two years or more from the date of the document.
fn speaks_of_another_time<'a>(found: impl Iterator<Item = &'a Found>, document: Point) -> bool {
    let Some(year) = document.year else { return false };
    let years = found.filter(|found| tells_time(found)).filter_map(|found| found.expression.first().year);
    let (near, far): (Vec<i32>, Vec<i32>) = years.partition(|other| other.abs_diff(year) < 2);
    far.len() > 1 && far.len() > near.len()
}

struct Reading<'a> {
    transcript: &'a Transcript,
    annotations: Vec<Annotation>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn read(&mut self, flow: &Flow, all: &[Found], mut context: Context) {
        let mut block = 0;
        let all = share(flow.as_str(), all);
        let years = if context.is_story() { story::years(flow.as_str(), &all) } else { vec![None; all.len()] };
        for (found, year) in all.iter().zip(years) {
            let range = flow.to_text(found.start, found.end);
            self.enter_blocks(&mut block, range.start, &mut context);
            context.story_year = year;
            self.add(range, found, &mut context);
        }
    }

    /// Goes on to the block of an offset; the date of an entry begins to count where the entry begins.
    fn enter_blocks(&self, block: &mut usize, offset: usize, context: &mut Context) {
        let blocks = &self.transcript.blocks;
        while let Some(entered) = blocks.get(*block).filter(|block| block.range.start <= offset) {
            if entered.role == Role::EntryDate {
                context.entry = self.entry_date(entered.range, context);
                context.last = None;
            }
            *block += 1;
        }
    }

    fn entry_date(&self, range: TextRange, context: &Context) -> Option<Point> {
        let found = crate::date::find(self.transcript.text.slice(range)).into_iter().next()?;
        Some(resolve(&found, context)?.0.first())
    }

    fn add(&mut self, range: TextRange, found: &Found, context: &mut Context) {
        if found.is_impossible() {
            self.report_impossible(range);
            return;
        }
        let resolved = resolve(found, context);
        if let Some((expression, _)) = resolved.filter(|_| !found.is_aside && !found.expression.first().is_time()) {
            context.see(expression.first());
        }
        let as_written = Some((found.expression, None)).filter(|_| !found.is_bare);
        let Some((expression, cert)) = resolved.or(as_written) else { return };
        let is_wrong_day = self.report_weekday(range, found);
        let doubts = [cert, found.doubt.map(crate::date::Doubt::cert), is_wrong_day.then_some(Cert::Medium)];
        self.annotate(range, expression, doubts.into_iter().flatten().min());
    }

    fn annotate(&mut self, range: TextRange, expression: Expression, cert: Option<Cert>) {
        if let Some(value) = expression.value() {
            let span = self.transcript.text.source_span(range);
            self.annotations.push(Annotation { range, span, mark: Mark::Date(value), cert, resp: None });
        }
    }

    /// Marks `yesterday` and the like, where no date stands already.
    fn add_relative(&mut self, flow: &Flow, all: &[Found], written: Point, tongues: Tongues) {
        for one in relative(flow.as_str(), written, tongues) {
            let next = all.partition_point(|found| found.end <= one.start);
            if all.get(next).is_none_or(|found| found.start >= one.end) {
                self.annotate(flow.to_text(one.start, one.end), one.expression, Some(Cert::Low));
            }
        }
    }

    fn report_impossible(&mut self, range: TextRange) {
        let words = self.transcript.text.slice(range);
        let message = format!("`{words}` is no date: there is no such day");
        let help = "it was kept as text; if the original has it so, mark it [sic]";
        let span = self.transcript.text.source_span(range);
        self.diagnostics.push(Diagnostic::new(Code::N001, message).at(span).with_help(help));
    }

    /// Reports a day of the week that is not that of the date, and says whether it is so. Only of a date whose year the
    /// words themselves give: an inherited year is chosen by the day of the week.
    fn report_weekday(&mut self, range: TextRange, found: &Found) -> bool {
        let day = match found.expression {
            Expression::OldStyle(point) => point.from_julian(),
            Expression::At(point) => Some(point),
            Expression::BothStyles { gregorian, .. } => Some(gregorian),
            Expression::NotBefore(_)
            | Expression::NotAfter(_)
            | Expression::Period { .. }
            | Expression::Between { .. } => None,
        };
        let Some((said, real)) = found.weekday.zip(day.and_then(|point| point.weekday())) else { return false };
        if said == real {
            return false;
        }
        let words = self.transcript.text.slice(range);
        let name = |day: u8| WEEKDAYS[usize::from(day) - 1];
        let message = format!("`{words}` was a {}, not a {}", name(real), name(said));
        let help = "either the day of the week or the date is wrong; if the original has it so, mark it [sic]";
        let span = self.transcript.text.source_span(range);
        self.diagnostics.push(Diagnostic::new(Code::N002, message).at(span).with_help(help));
        true
    }
}

/// The days of the week, for messages.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[cfg(test)]
mod tests;
