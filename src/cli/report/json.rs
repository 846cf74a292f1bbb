//! Findings for programs: one JSON object on each line.

use serde::Serialize;

use crate::cli::report::position::Positions;
use postil::diagnostic::Diagnostic;
use postil::source::Source;

/// A finding as docs/diagnostics.md describes it.
#[derive(Debug, Serialize)]
struct Finding<'a> {
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

/// The findings of a file, one on each line.
pub(super) fn render(source: &Source, findings: &[Diagnostic]) -> String {
    let positions = Positions::new(source);
    let mut text = String::new();
    for diagnostic in findings {
        let finding = finding(source, diagnostic, &positions);
        text.push_str(&serde_json::to_string(&finding).expect("strings and numbers are always JSON"));
        text.push('\n');
    }
    text
}

fn finding<'a>(source: &'a Source, diagnostic: &'a Diagnostic, positions: &Positions<'_>) -> Finding<'a> {
    let start = diagnostic.span.map(|span| positions.of(span.start));
    let end = diagnostic.span.map(|span| positions.of(span.end));
    Finding {
        file: source.name(),
        line: start.map(|position| position.line),
        column: start.map(|position| position.column),
        end_line: end.map(|position| position.line),
        end_column: end.map(|position| position.column),
        start: diagnostic.span.map(|span| span.start),
        end: diagnostic.span.map(|span| span.end),
        code: diagnostic.code.entry().id,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use postil::diagnostic::Code;
    use postil::source::Span;

    use super::*;

    #[test]
    fn a_finding_is_a_line_of_json() {
        let source = Source::from_text("a.txt", "é [x\n]");
        let findings = [
            Diagnostic::new(Code::C001, "no kind").at(Span::new(3, 7)),
            Diagnostic::new(Code::P004, "gone").with_help("look"),
        ];
        assert_eq!(
            render(&source, &findings),
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
