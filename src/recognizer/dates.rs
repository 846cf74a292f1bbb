//! Marks date expressions, and gives those without a year the year of which the text speaks.

use crate::date::{Expression, Found, Hint, Point, Precision, find, parse};
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
    let day = |value: &str| parse(value.split('T').next()?).map(|found| found.expression.first());
    let of_header = transcript.header.date.as_ref().and_then(DateValue::earliest).and_then(day);
    of_header.or_else(|| {
        let mut lines = transcript.blocks.iter().filter(|block| is_dateline(&block.role));
        lines.find_map(|block| full_date(transcript.text.slice(block.range)))
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
    /// The first date with a year of the whole flow, for want of any other.
    ahead: Option<Point>,
}

impl Context {
    /// The date from which a date without a year is seen, and how sure that is.
    fn reference(&self) -> Option<(Point, Cert)> {
        let before = self.last.or(self.entry).or(self.document);
        before.map(|point| (point, Cert::Medium)).or(self.ahead.map(|point| (point, Cert::Low)))
    }

    /// The date from which `last March` is seen: that of writing, if it is known.
    fn writing(&self) -> Option<Point> {
        self.entry.or(self.document).or(self.last)
    }
}

struct Reading<'a> {
    transcript: &'a Transcript,
    annotations: Vec<Annotation>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn read(&mut self, flow: &Flow, document: Option<Point>) {
        let all = find(flow.as_str());
        let ahead = all.iter().find(|found| tells_time(found)).map(|found| found.expression.first());
        let mut context = Context { document, ahead, ..Context::default() };
        let mut block = 0;
        for (idx, found) in all.iter().enumerate() {
            let range = flow.to_text(found.start, found.end);
            self.enter_blocks(&mut block, range.start, &mut context);
            let expression = share(flow.as_str(), &all, idx);
            self.add(range, &Found { expression, ..*found }, &mut context);
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
        Some(resolve(&found, context)?.0.first())
    }

    fn add(&mut self, range: TextRange, found: &Found, context: &mut Context) {
        if found.is_impossible() {
            self.report_impossible(range);
            return;
        }
        let resolved = resolve(found, context);
        if let Some((expression, _)) = resolved.filter(|_| !found.is_aside) {
            context.see(expression.first());
        }
        let as_written = Some((found.expression, None)).filter(|_| !found.is_bare);
        let Some((expression, cert)) = resolved.or(as_written) else { return };
        if let Some(value) = expression.value() {
            let span = self.transcript.text.source_span(range);
            self.annotations.push(Annotation { range, span, mark: Mark::Date(value), cert, resp: None });
        }
    }

    fn report_impossible(&mut self, range: TextRange) {
        let words = self.transcript.text.slice(range);
        let message = format!("`{words}` is no date: there is no such day");
        let help = "it was kept as text; if the original has it so, mark it [sic]";
        let span = self.transcript.text.source_span(range);
        self.diagnostics.push(Diagnostic::new(Code::N001, message).at(span).with_help(help));
    }
}

impl Context {
    /// Takes note of a date. A year alone counts only in a text that bears no date itself (a testimony, a memoir), and
    /// does not make a month of that year forgotten.
    fn see(&mut self, point: Point) {
        let dated = self.document.or(self.entry).is_some();
        let same_year = self.last.is_some_and(|last| last.year == point.year);
        if point.precision() > Precision::Year || !(dated || same_year) {
            self.last = Some(point);
        }
    }
}

/// Whether a date tells of which time the text speaks.
fn tells_time(found: &Found) -> bool {
    !found.is_aside && !found.needs_year() && found.expression.precision() > Precision::Year && !found.is_impossible()
}

/// A date with the year or month that a neighbour gives it.
fn share(text: &str, all: &[Found], idx: usize) -> Expression {
    let found = all[idx];
    let before = idx.checked_sub(1).and_then(|before| share_with_last(text, &all[before], &found));
    before.or_else(|| Some(share_with_next(text, &found, all.get(idx + 1)?))).unwrap_or(found.expression)
}

/// A date with the year that stands right before it: `1927, February 16`, `1941 (the 15th of May)`.
fn share_with_last(text: &str, last: &Found, found: &Found) -> Option<Expression> {
    let Expression::At(Point { year: Some(year), month: None, .. }) = last.expression else {
        return None;
    };
    let near = found.needs_year() && !found.expression.needs_month() && found.start.checked_sub(last.end)? < 12;
    let between = text[last.end..found.start].trim();
    let joins = matches!(between, "," | "(" | "(the" | ", in" | ", on" | "(in" | "(on" | ", the" | "on");
    (near && joins).then(|| found.expression.in_year(year))
}

/// A date with the month and year that it shares with the next one: `July 31 and August 8, 1969`.
fn share_with_next(text: &str, found: &Found, next: &Found) -> Expression {
    let (first, second) = (found.expression.first(), next.expression.first());
    let near = next.start - found.end < 12 && first.precision() == second.precision();
    let between = text[found.end..next.start].trim();
    let joins = matches!(between, "and" | "or" | "to" | "until" | "till" | "," | "to the" | "and the" | "–" | "-");
    if !(near && joins && found.needs_year()) {
        return found.expression;
    }
    let expression = match second.month {
        Some(month) if found.expression.needs_month() => found.expression.in_month(month),
        _ => found.expression,
    };
    let in_order = (expression.first().month, first.day) <= (second.month, second.day.or(first.day));
    second.year.map_or(expression, |year| expression.in_year(year - i32::from(!in_order)))
}

/// The expression with the year (and month) of which the text speaks, and how sure that is; `None` where nothing is
/// known.
fn resolve(found: &Found, context: &Context) -> Option<(Expression, Option<Cert>)> {
    if !found.needs_year() {
        return Some((found.expression, None));
    }
    let (reference, cert) = match found.hint {
        Some(_) => (context.writing()?, Cert::Medium),
        None => context.reference()?,
    };
    let expression = match reference.month {
        Some(month) if found.expression.needs_month() => found.expression.in_month(month),
        _ if found.expression.needs_month() => return None,
        _ => found.expression,
    };
    let year = reference.year?;
    if let Some(Hint::Year(years)) = found.hint {
        return Some((expression.in_year(year + years), Some(cert)));
    }
    let fits =
        |candidate: &Expression| !candidate.is_impossible() && fits_hint(found.hint, candidate.first(), reference);
    // The year of the reference itself wins a tie.
    let years = [year, year - 1, year + 1, year - 2, year + 2].into_iter();
    let candidates = years.map(|year| expression.in_year(year)).filter(fits);
    let cost = |candidate: &Expression| {
        let weekday = found.weekday.is_some_and(|weekday| candidate.first().weekday() != Some(weekday));
        (weekday, distance(candidate.first(), reference))
    };
    Some((candidates.min_by_key(cost)?, Some(cert)))
}

fn fits_hint(hint: Option<Hint>, point: Point, reference: Point) -> bool {
    let month = |point: Point| (point.year, point.month);
    match hint {
        Some(Hint::Before) => month(point) < month(reference),
        Some(Hint::After) => month(point) > month(reference),
        Some(Hint::Year(_)) | None => true,
    }
}

/// How far two points lie apart, in months; where one names no month, by their years alone.
fn distance(point: Point, reference: Point) -> u32 {
    let months = |point: Point, month: u8| point.year.unwrap_or_default() * 12 + i32::from(month);
    match (point.month, reference.month) {
        (Some(month), Some(other)) => months(point, month).abs_diff(months(reference, other)),
        _ => months(point, 0).abs_diff(months(reference, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, flows};
    use crate::source::Span;

    /// A transcript of lines, each a block of its role.
    fn transcript(lines: &[(Role, &str)]) -> Transcript {
        let source = lines.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let mut transcript = Transcript::default();
        let mut at = 0;
        for (role, line) in lines {
            if !transcript.text.is_empty() {
                transcript.text.push_block_end(Span::new(at - 1, at));
            }
            let (start, span) = (transcript.text.len(), Span::new(at, at + line.len()));
            transcript.text.push_verbatim(&source, span);
            let mut block = Block::new(BlockKind::Paragraph, TextRange::new(start, transcript.text.len()), span);
            block.role = role.clone();
            transcript.blocks.push(block);
            at += line.len() + 1;
        }
        transcript
    }

    /// Each date as `words: value certainty`.
    fn dates(transcript: &Transcript) -> Vec<String> {
        let annotations = Dates.recognize(transcript, &flows(transcript)).annotations;
        let shown = annotations.iter().filter_map(|annotation| match &annotation.mark {
            Mark::Date(value) => Some((annotation, value)),
            Mark::Intervention(_) | Mark::Mention(_) | Mark::NamePart(_) | Mark::Rendition(_) => None,
        });
        shown
            .map(|(annotation, value)| {
                let words = transcript.text.slice(annotation.range);
                let cert = annotation.cert.map_or("", Cert::as_str);
                format!("{words}: {} {cert}", value.earliest().unwrap_or_default()).trim_end().to_owned()
            })
            .collect()
    }

    #[test]
    fn a_date_takes_its_year_from_the_dateline() {
        let letter = transcript(&[
            (Role::Dateline, "Jutmark, 3 February 1951"),
            (Role::Paragraph, "I arrived on 20 December and shall leave on 1 March. In May I was ill."),
        ]);
        assert_eq!(
            dates(&letter),
            [
                "3 February 1951: 1951-02-03",
                "20 December: 1950-12-20 medium",
                "1 March: 1951-03-01 medium",
                "May: 1951-05 medium"
            ]
        );
    }

    #[test]
    fn the_entry_of_a_diary_counts_more_than_the_date_of_the_document() {
        let mut diary = transcript(&[
            (Role::EntryDate, "2 January 1961"),
            (Role::Paragraph, "On 30 December the guests left."),
            (Role::EntryDate, "3 January"),
            (Role::Paragraph, "We met in the treaty year 1955; on 2 January nobody came."),
        ]);
        diary.header.date = Some(DateValue::when("1975-06-01"));
        assert_eq!(
            dates(&diary),
            [
                "2 January 1961: 1961-01-02",
                "30 December: 1960-12-30 medium",
                "3 January: 1961-01-03 medium",
                "1955: 1955",
                "2 January: 1961-01-02 medium"
            ]
        );
    }

    #[test]
    fn the_front_matter_dates_the_document_with_or_without_the_hour() {
        let mut telegram = transcript(&[(Role::Paragraph, "Your message of 20 January was read.")]);
        telegram.header.date = Some(DateValue::when("1967-01-25T19:23:00"));
        assert_eq!(dates(&telegram), ["20 January: 1967-01-20 medium"]);
    }

    #[test]
    fn a_story_goes_on_from_its_last_date_and_not_from_a_date_of_birth() {
        let story = transcript(&[(
            Role::Paragraph,
            "In 1943 we moved. On 5 May, Anna (born 3 April 1921) fell ill. She died on 30 May, and on the 31st was buried.",
        )]);
        assert_eq!(
            dates(&story),
            [
                "1943: 1943",
                "5 May: 1943-05-05 medium",
                "3 April 1921: 1921-04-03",
                "30 May: 1943-05-30 medium",
                "31st: 1943-05-31 medium"
            ]
        );
    }

    #[test]
    fn neighbours_share_a_year_and_a_month() {
        let line = transcript(&[(
            Role::Paragraph,
            "On July 31 and August 8, 1969; on the 2nd and 3rd of September 1943; born 1927, February 16.",
        )]);
        assert_eq!(
            dates(&line),
            [
                "July 31: 1969-07-31",
                "August 8, 1969: 1969-08-08",
                "2nd: 1943-09-02",
                "3rd of September 1943: 1943-09-03",
                "1927: 1927",
                "February 16: 1927-02-16"
            ]
        );
    }

    #[test]
    fn last_and_next_and_this_year_are_seen_from_the_date_of_writing() {
        let letter = transcript(&[
            (Role::Date, "17 August 1966"),
            (
                Role::Paragraph,
                "Agreed last October, confirmed next March, signed September 9 of last year, on Tuesday, 15 February.",
            ),
        ]);
        assert_eq!(
            dates(&letter)[1..],
            [
                "October: 1965-10 medium",
                "March: 1967-03 medium",
                "September 9: 1965-09-09 medium",
                "Tuesday, 15 February: 1966-02-15 medium"
            ]
        );
    }

    #[test]
    fn without_any_year_a_day_is_marked_as_it_stands_and_a_month_is_not() {
        let line = transcript(&[(Role::Paragraph, "He came on 7 September and left in October.")]);
        assert_eq!(dates(&line), ["7 September: --09-07"]);
    }

    #[test]
    fn an_impossible_date_is_reported_at_its_words_and_not_marked() {
        let line = transcript(&[(Role::Paragraph, "Signed on 31 April 1950.")]);
        let Findings { annotations, diagnostics } = Dates.recognize(&line, &flows(&line));
        assert!(annotations.is_empty());
        assert_eq!(diagnostics.len(), 1);
        assert_eq!((diagnostics[0].code, diagnostics[0].span), (Code::N001, Some(Span::new(10, 23))));
    }
}
