//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

use std::fmt::Write as _;

use crate::diagnostic::Severity;
use crate::report::{FileReport, Finding, Renderer};

/// A command for each finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Commands;

impl Renderer for Commands {
    fn file(&mut self, file: &FileReport) -> String {
        file.findings.iter().map(|finding| command(&file.name, finding)).collect()
    }
}

fn command(file: &str, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Info => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut command = format!("::{level} file={}", property(file));
    if let Some(place) = &finding.place {
        write!(command, ",line={},endLine={}", place.line, place.end_line).expect("strings take all");
        // Columns are taken on one line only, and the last one is the last of the place, not one past it.
        if place.line == place.end_line {
            let last = (place.end_column - 1).max(place.column);
            write!(command, ",col={},endColumn={last}", place.column).expect("strings take all");
        }
    }
    let entry = finding.code.entry();
    let title = property(&format!("{}: {}", entry.id, entry.title));
    let message = finding
        .help
        .as_ref()
        .map_or_else(|| data(&finding.message), |help| data(&format!("{}\n{help}", finding.message)));
    format!("{command},title={title}::{message}\n")
}

/// The text of a command, as the runner's toolkit escapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command; there colons and commas have a meaning, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    #[test]
    fn nothing_in_a_name_or_message_ends_a_command() {
        let source = Source::from_text("a,b:c.txt", "100% [x]\n");
        let findings = [Diagnostic::new(Code::C001, "100%\n::error::no").at(Span::new(5, 8)).with_help("look")];
        let report = FileReport::new("a,b:c.txt", Outcome::Converted, Finding::of_source(&source, &findings));
        assert_eq!(
            Commands.file(&report),
            "::warning file=a%2Cb%3Ac.txt,line=1,endLine=1,col=6,endColumn=8,title=C001%3A bracketed note of no known \
             kind::100%25%0A::error::no%0Alook\n"
        );
    }
}
