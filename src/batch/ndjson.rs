//! Streams: a document a line in, its TEI and its findings a line out, in the same order. The form is NDJSON
//! (<https://github.com/ndjson/ndjson-spec>).

use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::batch::line::{LineDocument, name_of, place, too_long, without_mark};
use crate::batch::queue::{self, Line, Taken};
use crate::batch::run::STACK;
use crate::batch::shard::Shard;
use crate::diagnostic::Diagnostic;
use crate::pipeline::Project;
use crate::reader::Format;
use crate::report::{FileReport, Finding, FindingRecord, Outcome, Tally};
use crate::source::Source;

/// The bytes that a line may hold.
pub const LONGEST_LINE: usize = 64 << 20;

/// How often an interrupt is looked for while the input is silent.
const PATIENCE: Duration = Duration::from_millis(100);

/// How the lines of a stream are converted.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'a> {
    /// What messages call the stream.
    pub name: &'a str,
    /// The project.
    pub project: &'a Project,
    /// The form of texts that name none.
    pub format: Format,
    /// How many documents are converted at a time; 0 for as many as there are processors.
    pub threads: usize,
    /// The bytes that a line may hold.
    pub longest: usize,
    /// The part of the documents that is converted and answered.
    pub shard: Option<Shard>,
    /// Set from outside to end the stream after the documents in flight.
    pub interrupt: &'a AtomicBool,
}

/// Why a stream came to an end before its time.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// The lines cannot be read.
    #[error("the lines cannot be read: {0}")]
    Read(io::Error),
    /// The answers cannot be written.
    #[error("the lines cannot be written: {0}")]
    Write(#[source] io::Error),
    /// There are no threads.
    #[error("no threads can be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// What a line of the output holds.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    tei: Option<&'a str>,
    diagnostics: Vec<FindingRecord>,
}

/// Converts a stream to its end, and counts.
///
/// The lines in flight are held in memory: some megabytes, or one line. Each answer is written as soon as all before it
/// are, and flushed when no more lines wait, so that another program may hold a dialogue.
///
/// # Errors
/// The input cannot be read or the output cannot be written. What is wrong with single lines stands in the output.
pub fn convert(
    input: impl BufRead + Send + 'static,
    output: &mut dyn Write,
    lines: &Lines<'_>,
) -> Result<Tally, StreamError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(lines.threads).stack_size(STACK).build()?;
    let taker = queue::read(input, lines.longest).map_err(StreamError::Read)?;
    let mut tally = Tally::default();
    while !lines.interrupt.load(Ordering::Relaxed) {
        let window = match taker.take(PATIENCE).map_err(StreamError::Read)? {
            Taken::Lines(window) => window,
            Taken::Nothing => continue,
            Taken::End => break,
        };
        let made: Vec<(FileReport, String)> =
            pool.install(|| window.into_par_iter().filter_map(|line| lines.convert(line)).collect());
        for (report, answer) in made {
            tally.add(&report);
            output.write_all(answer.as_bytes()).map_err(StreamError::Write)?;
        }
        output.flush().map_err(StreamError::Write)?;
    }
    Ok(tally)
}

/// The line of a document: its id, its TEI where there is one, its findings, and a line end.
#[allow(clippy::missing_panics_doc, reason = "strings and numbers are always JSON")]
pub fn answer(id: &Value, report: &FileReport, tei: Option<&str>) -> String {
    let diagnostics = report.findings.iter().map(|finding| FindingRecord::new(&report.name, finding)).collect();
    let answer = Answer { id, tei, diagnostics };
    serde_json::to_string(&answer).expect("strings and numbers are always JSON") + "\n"
}

impl Lines<'_> {
    /// The answer to one line; none to a line of white space, or of another part.
    fn convert(&self, line: Line) -> Option<(FileReport, String)> {
        let Some(bytes) = line.bytes else {
            return self
                .does_rest()
                .then(|| self.refuse(&Value::Null, line.number, too_long(line.number, self.longest)));
        };
        let bytes = without_mark(&bytes, line.number);
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        match LineDocument::read(bytes) {
            Ok(document) if self.has(&document.id) => Some(self.document(&document)),
            Err(refused) if self.has(&refused.id) => {
                Some(self.refuse(&refused.id, line.number, refused.finding(line.number)))
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// Whether a document belongs to the part that is converted.
    fn has(&self, id: &Value) -> bool {
        match name_of(id) {
            Some(name) => self.shard.is_none_or(|shard| shard.has(&place(&name))),
            None => self.does_rest(),
        }
    }

    /// Whether lines that have no id are answered.
    fn does_rest(&self) -> bool {
        self.shard.is_none_or(Shard::is_first)
    }

    fn document(&self, document: &LineDocument) -> (FileReport, String) {
        let (source, conversion) = document.convert(self.format, self.project);
        let outcome = if conversion.xml.is_some() { Outcome::Converted } else { Outcome::Failed };
        let report = FileReport::new(source.name(), outcome, Finding::of_source(&source, &conversion.diagnostics));
        let answer = answer(&document.id, &report, conversion.xml.as_deref());
        (report, answer)
    }

    /// The answer to a line that holds no document: the finding is at that line of the stream.
    fn refuse(&self, id: &Value, number: usize, finding: Diagnostic) -> (FileReport, String) {
        let findings = Finding::of_source(&Source::from_text(self.name, ""), &[finding]);
        let report = FileReport::new(self.name, Outcome::Failed, findings);
        let records = report.findings.iter().map(|finding| FindingRecord::new(&report.name, finding).on_line(number));
        let answer = Answer { id, tei: None, diagnostics: records.collect() };
        let mut line = serde_json::to_string(&answer).expect("strings and numbers are always JSON");
        line.push('\n');
        (report, line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn answers(input: impl Into<Vec<u8>>, longest: usize) -> (Vec<Value>, Tally) {
        answers_of(input, longest, None)
    }

    fn answers_of(input: impl Into<Vec<u8>>, longest: usize, shard: Option<Shard>) -> (Vec<Value>, Tally) {
        let (project, interrupt) = (Project::default(), AtomicBool::new(false));
        let lines = Lines {
            name: "in.ndjson",
            project: &project,
            format: Format::Plain,
            threads: 2,
            longest,
            shard,
            interrupt: &interrupt,
        };
        let mut output = Vec::new();
        let tally = convert(Cursor::new(input.into()), &mut output, &lines).unwrap();
        let output = String::from_utf8(output).unwrap();
        (output.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), tally)
    }

    fn message(answer: &Value) -> &str {
        answer["diagnostics"][0]["message"].as_str().unwrap()
    }

    #[test]
    fn a_document_a_line_gives_its_tei_a_line() {
        let input = concat!(
            r#"{"id": "a", "text": "Mr. Varnov left.", "metadata": {"title": "A letter", "author": ["Ann", "Ben"]}}"#,
            "\r\n\n",
            r#"{"id": 7, "text": "He **left** [zxqv: 12-b].", "format": "markdown", "note": "other members are allowed"}"#,
        );
        let (answers, tally) = answers(format!("\u{FEFF}{input}"), LONGEST_LINE);
        assert_eq!((answers.len(), tally.done, tally.failed), (2, 2, 0));
        assert_eq!(answers[0]["id"], "a");
        let tei = answers[0]["tei"].as_str().unwrap();
        assert!(tei.contains(">A letter</title>") && tei.contains(">Ben<"), "{tei}");
        assert!(tei.contains("Varnov</persName>"), "{tei}");
        assert_eq!(answers[1]["id"], 7);
        assert!(answers[1]["tei"].as_str().unwrap().contains("<hi rend=\"bold\">left</hi>"));
        let finding = &answers[1]["diagnostics"][0];
        assert_eq!((finding["file"].as_str(), finding["code"].as_str()), (Some("7"), Some("C001")));
        assert_eq!(finding["column"], 13);
    }

    #[test]
    fn a_bad_line_is_answered_with_its_number_and_the_others_go_on() {
        let good = r#"{"id": 1, "text": "He left."}"#;
        let bad = [
            ("{", "EOF while parsing an object, at its byte 1"),
            ("[1]", "it is no JSON object"),
            (r#"{"text": "x"}"#, "it has no `id`"),
            (r#"{"id": 1.5, "text": "x"}"#, "its `id` is to be a string or a whole number"),
            (r#"{"id": "b"}"#, "it has no `text`"),
            (r#"{"id": "b", "text": 3}"#, "its `text` is to be a string"),
            (r#"{"id": "b", "text": "", "metadata": 3}"#, "its `metadata` is to be an object"),
            (r#"{"id": "b", "text": "", "format": "docx"}"#, "its `format` is to be \"text\" or \"markdown\""),
        ];
        for (line, why) in bad {
            let (answers, tally) = answers(format!("{good}\n{line}\n{good}\n"), LONGEST_LINE);
            assert_eq!((tally.done, tally.failed, tally.is_clean()), (2, 1, false));
            assert_eq!(message(&answers[1]), format!("line 2 is no document: {why}"));
            assert_eq!((&answers[1]["diagnostics"][0]["line"], &answers[1]["tei"]), (&Value::from(2), &Value::Null));
            assert_eq!(answers[1]["id"] == "b", line.contains("\"b\""), "the id is given back where there is one");
            assert_eq!(answers[0], answers[2]);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_refused() {
        let (answers, _) = answers("{\"id\": 1, \"text\": \"He left.\"}\n{\"id\": 2, \"text\": \"x\"}\n", 24);
        assert_eq!(message(&answers[0]), "line 1 is longer than 24 bytes, and was passed over");
        assert_eq!(answers[0]["diagnostics"][0]["code"], "P081");
        assert_eq!(answers[1]["id"], 2);
    }

    #[test]
    fn bytes_that_are_no_text_are_a_bad_line() {
        let (answers, tally) = answers(b"\xFF\xFE{\n\"\xC3\"\n".to_vec(), LONGEST_LINE);
        assert_eq!((answers.len(), tally.failed), (2, 2));
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines() {
        let line = |id: usize| format!("{{\"id\": {id}, \"text\": \"{}\"}}", "He left. ".repeat(id % 7));
        let text = (0..600).map(line).collect::<Vec<_>>().join("\n");
        let (answers, _) = answers(text, LONGEST_LINE);
        let ids: Vec<u64> = answers.iter().filter_map(|answer| answer["id"].as_u64()).collect();
        assert_eq!(ids, (0..600).collect::<Vec<_>>());
    }
    #[test]
    fn every_line_is_answered_in_one_part() {
        let lines: Vec<String> = (0..60).map(|id| format!("{{\"id\": {id}, \"text\": \"He left.\"}}")).collect();
        let text = format!("{{\n{}\n{{\"id\": \"no text\"}}\n", lines.join("\n"));
        let ids = |shard: Option<&str>| {
            let shard = shard.map(|shard| shard.parse().unwrap());
            answers_of(text.as_str(), LONGEST_LINE, shard).0.iter().map(|answer| answer["id"].to_string()).collect()
        };
        let mut parts: Vec<Vec<String>> = ["1/3", "2/3", "3/3"].map(|shard| ids(Some(shard))).into();
        assert!(parts.iter().all(|part| part.len() > 5) && parts[0][0] == "null", "{parts:?}");
        let mut all: Vec<String> = parts.iter_mut().flat_map(std::mem::take).collect();
        let mut whole = ids(None);
        all.sort();
        whole.sort();
        assert_eq!(all, whole);
    }
}
