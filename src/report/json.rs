//! Findings for programs: one JSON object on each line.

use serde::Serialize;

use crate::report::{FileReport, Finding, Place, Renderer};

/// An object on each line.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonLines;

/// A finding as docs/diagnostics.md describes it.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
}

impl Renderer for JsonLines {
    fn file(&mut self, file: &FileReport) -> String {
        let mut text = String::new();
        for finding in &file.findings {
            let record = Record::new(&file.name, finding);
            text.push_str(&serde_json::to_string(&record).expect("strings and numbers are always JSON"));
            text.push('\n');
        }
        text
    }
}

impl<'a> Record<'a> {
    /// The record of a finding about a file.
    pub fn new(file: &'a str, finding: &'a Finding) -> Self {
        let part = |part: fn(&Place) -> usize| finding.place.as_ref().map(part);
        Self {
            file,
            line: part(|place| place.line),
            column: part(|place| place.column),
            end_line: part(|place| place.end_line),
            end_column: part(|place| place.end_column),
            start: part(|place| place.start),
            end: part(|place| place.end),
            code: finding.code.entry().id,
            severity: finding.severity.as_str(),
            message: &finding.message,
            help: finding.help.as_deref(),
        }
    }

    /// The same record about a line as a whole, from 1.
    #[must_use]
    pub fn on_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    #[test]
    fn a_finding_is_a_line_of_json() {
        let source = Source::from_text("a.txt", "é [x\n]");
        let findings = [
            Diagnostic::new(Code::C001, "no kind").at(Span::new(3, 7)),
            Diagnostic::new(Code::P004, "gone").with_help("look"),
        ];
        assert_eq!(
            JsonLines.file(&FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings))),
            concat!(
                r#"{"file":"a.txt","line":1,"column":3,"end_line":2,"end_column":2,"start":3,"end":7,"#,
                r#""code":"C001","severity":"warning","message":"no kind","help":null}"#,
                "\n",
                r#"{"file":"a.txt","line":null,"column":null,"end_line":null,"end_column":null,"start":null,"end":null,"#,
                r#""code":"P004","severity":"error","message":"gone","help":"look"}"#,
                "\n",
            )
        );
    }
}
