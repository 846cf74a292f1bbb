//! Findings for programs: one JSON object on each line, or one document on the whole run.

use serde::Serialize;

use crate::report::record::{DocumentRecord, FindingRecord, SummaryRecord, VERSION};
use crate::report::{FileReport, Renderer, Summary};

/// An object on each line.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonLines;

impl Renderer for JsonLines {
    fn file(&mut self, file: &FileReport) -> String {
        file.findings.iter().map(|finding| json(&FindingRecord::new(&file.name, finding)) + "\n").collect()
    }
}

/// One document on the whole run, with a line for each of its documents.
#[derive(Debug, Default)]
pub(super) struct JsonReport {
    has_document: bool,
}

impl Renderer for JsonReport {
    fn head(&mut self) -> String {
        format!("{{\"version\":{VERSION},\"postil\":{},\"documents\":[", json(&env!("CARGO_PKG_VERSION")))
    }

    fn file(&mut self, file: &FileReport) -> String {
        let comma = if self.has_document { "," } else { "" };
        self.has_document = true;
        format!("{comma}\n{}", json(&DocumentRecord::new(file)))
    }

    fn foot(&mut self, summary: &Summary) -> String {
        format!("\n],\"summary\":{}}}\n", json(&SummaryRecord::new(summary)))
    }
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers are always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::{Finding, Outcome};
    use crate::source::{Source, Span};

    #[test]
    fn a_finding_is_a_line_of_json() {
        let source = Source::from_text("a.txt", "é [x\n]");
        let findings = [
            Diagnostic::new(Code::C001, "no kind").at(Span::new(3, 7)),
            Diagnostic::new(Code::P004, "gone").with_help("look"),
        ];
        let text =
            JsonLines.file(&FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings)));
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with(concat!(
                r#"{"file":"a.txt","line":1,"column":3,"end_line":2,"end_column":2,"start":3,"end":7,"#,
                r#""code":"C001","severity":"warning","message":"no kind","help":null,"subject":"[x ]","ordinal":0,"#,
            )) && lines[0].ends_with(r#""excerpt":{"text":"é [x","start":3,"end":5}}"#),
            "{}",
            lines[0]
        );
        assert!(
            lines[1].starts_with(concat!(
                r#"{"file":"a.txt","line":null,"column":null,"end_line":null,"end_column":null,"start":null,"end":null,"#,
                r#""code":"P004","severity":"error","message":"gone","help":"look","subject":"gone","#,
            )),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn a_report_without_documents_is_one_json_document() {
        let mut report = JsonReport::default();
        let text = report.head() + &report.foot(&Summary::default());
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["documents"], serde_json::json!([]));
        assert_eq!(value["summary"]["failed"], 0);
    }
}
