//! Findings as the XML of `JUnit`: a suite for each document with one case. The case fails where the document has an
//! error, as the run does; what is no error is said in its output.

use crate::diagnostic::Severity;
use crate::report::short::line;
use crate::report::xml_form::{DECLARATION, xml_text};
use crate::report::{FileReport, Finding, Outcome, Renderer, Summary};
use crate::xml::{Element, Node, write_node};

/// A `testsuite` for each document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Junit;

impl Renderer for Junit {
    fn head(&mut self) -> String {
        format!("{DECLARATION}<testsuites name=\"postil\">\n")
    }

    fn file(&mut self, file: &FileReport) -> String {
        let verdict = verdict(file);
        let count = |name| usize::from(verdict.as_ref().is_some_and(|element| element.name == name)).to_string();
        let time = format!("{:.3}", file.took.as_secs_f64());
        let name = xml_text(&file.name);
        let suite = Element::new("testsuite")
            .with("name", name.clone())
            .with("tests", "1")
            .with("failures", count("failure"))
            .with("errors", count("error"))
            .with("skipped", "0")
            .with("time", time.clone());
        let mut case = Element::new("testcase").with("classname", "postil").with("name", name).with("time", time);
        if let Some(verdict) = verdict {
            case.push(verdict);
        }
        let rest = lines(file, |finding| finding.severity < Severity::Error);
        if !rest.is_empty() {
            case.push(Element::new("system-out").with_text(rest));
        }
        write_node(&Node::Element(suite.with_child(case))) + "\n"
    }

    fn foot(&mut self, _: &Summary) -> String {
        "</testsuites>\n".to_owned()
    }
}

/// An `error` for a document that failed, a `failure` for one with errors.
fn verdict(file: &FileReport) -> Option<Element> {
    let first = file.of_severity(Severity::Error).next();
    let has_failed = file.outcome == Outcome::Failed && (first.is_some() || file.known == 0);
    let name = match (has_failed, first) {
        (true, _) => "error",
        (false, Some(_)) => "failure",
        (false, None) => return None,
    };
    let message = first.map_or("it could not be converted or checked", |finding| finding.message.as_str());
    let element = Element::new(name)
        .with("message", xml_text(message))
        .with("type", first.map_or("failed", |finding| finding.code.entry().id));
    Some(element.with_text(lines(file, |finding| finding.severity == Severity::Error)))
}

fn lines(file: &FileReport, is_wanted: fn(&Finding) -> bool) -> String {
    let wanted = file.findings.iter().filter(|finding| is_wanted(finding));
    wanted.map(|finding| xml_text(&line(&file.name, finding)) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::Source;
    use crate::xml::parse;

    fn junit(outcome: Outcome, codes: &[Code]) -> String {
        let source = Source::from_text("a.txt", "He left.\n");
        let findings: Vec<Diagnostic> = codes.iter().map(|&code| Diagnostic::new(code, "<so> it is")).collect();
        let report = FileReport::new("a.txt", outcome, Finding::of_source(&source, &findings));
        let text = Junit.head() + &Junit.file(&report) + &Junit.foot(&Summary::default());
        assert!(parse(&text).is_ok(), "{text}");
        text
    }

    #[test]
    fn a_case_fails_where_the_run_does() {
        let warned = junit(Outcome::Converted, &[Code::C001]);
        assert!(warned.contains("failures=\"0\" errors=\"0\"") && warned.contains("<system-out>a.txt: warning[C001]"));
        assert!(
            junit(Outcome::Checked, &[Code::V002]).contains("<failure message=\"&lt;so&gt; it is\" type=\"V002\">")
        );
        assert!(junit(Outcome::Failed, &[Code::P004]).contains("errors=\"1\""));
        assert!(junit(Outcome::Failed, &[]).contains("<error"));
    }
}
