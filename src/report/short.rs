//! Findings on one line each, in the form of compilers, which editors and Emacs know.

use crate::diagnostic::Severity;
use crate::report::printable::printable;
use crate::report::{FileReport, Finding, Renderer, Verbosity};

/// A line for each finding.
#[derive(Debug)]
pub(super) struct Short {
    pub(super) verbosity: Verbosity,
}

impl Renderer for Short {
    fn file(&mut self, file: &FileReport) -> String {
        let name = printable(&file.name);
        let is_wanted = |finding: &&Finding| self.verbosity > Verbosity::Quiet || finding.severity == Severity::Error;
        file.findings.iter().filter(is_wanted).map(|finding| line(&name, finding) + "\n").collect()
    }
}

/// `a.txt:3:1: info[R004]: paragraph joined over a page break`; a line also where the message has several.
pub(super) fn line(file: &str, finding: &Finding) -> String {
    let place =
        finding.place.as_ref().map_or_else(|| file.to_owned(), |at| format!("{file}:{}:{}", at.line, at.column));
    let (severity, code) = (finding.severity.as_str(), finding.code);
    let message = printable(&finding.message).replace(['\n', '\t'], " ");
    format!("{place}: {severity}[{code}]: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    #[test]
    fn a_finding_takes_one_line() {
        let source = Source::from_text("a.txt", "He wrote\n[zxqv].\n");
        let findings = [
            Diagnostic::new(Code::C001, "of no\nknown kind").at(Span::new(9, 15)),
            Diagnostic::new(Code::P004, "gone"),
        ];
        let report = FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings));
        let expected = "a.txt:2:1: warning[C001]: of no known kind\na.txt: error[P004]: gone\n";
        assert_eq!(Short { verbosity: Verbosity::Normal }.file(&report), expected);
        assert_eq!(Short { verbosity: Verbosity::Quiet }.file(&report), "a.txt: error[P004]: gone\n");
    }
}
