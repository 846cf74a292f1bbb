//! The report of a run as one HTML page for editors: what there is to do, how often, and where.
//!
//! Of a large run it keeps totals, and lists that end somewhere: its memory does not grow with the collection.

mod brackets;
mod codes;
mod documents;

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::diagnostic::Severity;
use crate::report::html::brackets::Brackets;
use crate::report::html::codes::Codes;
use crate::report::html::documents::Documents;
use crate::report::page::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH, environment};
use crate::report::{FileReport, Renderer, Summary};

const TEMPLATE: &str = include_str!("../templates/report.html");

/// The page; everything of it is written at the end.
#[derive(Debug, Default)]
pub(super) struct Html {
    codes: Codes,
    brackets: Brackets,
    documents: Documents,
    counts: Counts,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

impl Renderer for Html {
    fn file(&mut self, file: &FileReport) -> String {
        for finding in &file.findings {
            self.counts.add(finding.severity);
        }
        self.codes.add(file);
        self.brackets.add(file);
        self.documents.add(file);
        String::new()
    }

    fn foot(&mut self, summary: &Summary) -> String {
        let environment = environment(&[("report.html", TEMPLATE)]);
        let template = environment.get_template("report.html").expect("the template is in the environment");
        template.render(self.context(summary)).expect("the template names values that there are")
    }
}

impl Html {
    fn context(&self, summary: &Summary) -> Value {
        let tally = &summary.tally;
        context! {
            version => env!("CARGO_PKG_VERSION"),
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            style_hash => STYLE_HASH,
            script_hash => SCRIPT_HASH,
            all => tally.all(),
            totals => Value::from(Serde(totals(summary))),
            clean => tally.is_clean(),
            known => tally.known,
            counts => Value::from(Serde(self.counts)),
            pace => summary.pace().trim_start(),
            codes => Value::from(Serde(self.codes.rows())),
            brackets => Value::from(Serde(self.brackets.rows())),
            brackets_left => self.brackets.left(),
            slowest => Value::from(Serde(self.documents.slowest())),
            documents => Value::from(Serde(self.documents.rows())),
            documents_note => self.documents.note(),
        }
    }
}

/// The totals that are not zero, each with its words.
fn totals(summary: &Summary) -> Vec<(usize, &'static str, &'static str)> {
    let tally = &summary.tally;
    let all = [
        (tally.done, "converted or checked", "good"),
        (tally.unchanged, "unchanged", "plain"),
        (tally.kept, "edited by hand and kept", "plain"),
        (tally.gone, "with no transcript any more", "plain"),
        (tally.removed, "removed", "plain"),
        (tally.with_findings, "with findings", "warning"),
        (tally.failed, "failed", "error"),
    ];
    all.into_iter().filter(|(count, _, _)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::{Finding, Outcome, Tally};
    use crate::source::{Source, Span};

    fn page(reports: &[FileReport]) -> String {
        let mut html = Html::default();
        let mut tally = Tally::default();
        for report in reports {
            tally.add(report);
            assert_eq!(html.file(report), "");
        }
        html.foot(&Summary { tally, ..Summary::default() })
    }

    #[test]
    fn nothing_of_a_transcript_is_markup_of_the_page() {
        let text = "He wrote [<script>alert(1)</script>] and left.\n";
        let source = Source::from_text("<b>&\".txt", text);
        let findings = [Diagnostic::new(Code::C001, "`[<script>` is of no kind").at(Span::new(9, 36))];
        let page = page(&[FileReport::new("<b>&\".txt", Outcome::Converted, Finding::of_source(&source, &findings))]);
        assert!(!page.contains("<script>alert") && !page.contains("<b>&"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "{page}");
        assert!(!page.contains("http:") && !page.contains("https:"), "nothing is fetched");
    }

    #[test]
    fn a_document_names_its_codes_and_a_message_has_marks_of_people() {
        let source = Source::from_text("a.txt", "[x] [x] ]\n");
        let found = |code, at| Diagnostic::new(code, "`[x]` is of no kind of `ours`").at(Span::new(at, at + 1));
        let findings = [found(Code::C001, 0), found(Code::C001, 4), found(Code::C003, 8)];
        let page = page(&[FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings))]);
        assert!(page.contains("<span class=\"codes\">C001 ×2, C003</span>"), "{page}");
        assert!(page.contains("“[x]” is of no kind of “ours”"), "{page}");
    }

    #[test]
    fn an_empty_run_has_a_page_too() {
        assert!(page(&[]).contains("</html>"));
    }
}
