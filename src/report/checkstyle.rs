//! Findings as the XML of Checkstyle, which Jenkins, GitLab, reviewdog and many editors read.

use crate::diagnostic::Severity;
use crate::report::xml_form::{DECLARATION, xml_text};
use crate::report::{FileReport, Finding, Renderer, Summary};
use crate::xml::{Element, Node, write_node};

/// A `file` for each document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checkstyle;

impl Renderer for Checkstyle {
    fn head(&mut self) -> String {
        format!("{DECLARATION}<checkstyle version=\"4.3\">\n")
    }

    fn file(&mut self, file: &FileReport) -> String {
        let mut element = Element::new("file").with("name", xml_text(&file.name));
        for finding in &file.findings {
            element.push(error(finding));
        }
        write_node(&Node::Element(element)) + "\n"
    }

    fn foot(&mut self, _: &Summary) -> String {
        "</checkstyle>\n".to_owned()
    }
}

fn error(finding: &Finding) -> Element {
    let mut element = Element::new("error");
    if let Some(place) = &finding.place {
        element.set("line", place.line.to_string());
        element.set("column", place.column.to_string());
    }
    let severity = match finding.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    element
        .with("severity", severity)
        .with("message", xml_text(&finding.message))
        .with("source", format!("postil.{}", finding.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};
    use crate::xml::parse;

    #[test]
    fn a_file_has_an_element_and_each_finding_one_in_it() {
        let source = Source::from_text("a.txt", "He [<x>]\n");
        let findings = [Diagnostic::new(Code::C001, "`[<x> & \u{FFFF}]`").at(Span::new(3, 8))];
        let report = FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings));
        let text = Checkstyle.head() + &Checkstyle.file(&report) + &Checkstyle.foot(&Summary::default());
        assert!(parse(&text).is_ok(), "{text}");
        let line = "<error line=\"1\" column=\"4\" severity=\"warning\" message=\"`[&lt;x&gt; &amp; \u{FFFD}]`\" \
                    source=\"postil.C001\"/>";
        assert!(text.contains(line), "{text}");
    }
}
