//! Findings for people: the line of the source with the place underlined, and what to do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::cli::report::position::Positions;
use crate::cli::report::window::window;
use crate::cli::terminal::{Verbosity, printable};
use postil::diagnostic::{Code, Diagnostic, Severity};
use postil::source::{Position, Source};

/// So many findings of one code are shown for one file; the others are counted.
const SHOWN: usize = 20;

/// The findings of a file with ANSI colours, each followed by an empty line.
pub(super) fn render(source: &Source, findings: &[Diagnostic], verbosity: Verbosity) -> String {
    // The window is short enough already, so the renderer need not cut it once more.
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(1000);
    let positions = Positions::new(source);
    let file = printable(source.name());
    let mut text = String::new();
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| is_wanted(finding, verbosity)) {
        let count = counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= SHOWN || verbosity == Verbosity::Verbose {
            let view = View { source, file: &file, positions: &positions, finding };
            text.push_str(&view.render(&renderer, verbosity));
        }
    }
    if verbosity != Verbosity::Verbose {
        push_rest(&mut text, &file, &counts);
    }
    text
}

fn is_wanted(finding: &Diagnostic, verbosity: Verbosity) -> bool {
    match verbosity {
        Verbosity::Quiet => finding.severity == Severity::Error,
        Verbosity::Normal | Verbosity::Verbose => true,
    }
}

/// `a.txt: ... and 13 more C001 (bracketed note of no known kind); --verbose shows all`.
fn push_rest(text: &mut String, file: &str, counts: &BTreeMap<Code, usize>) {
    for (code, count) in counts {
        if let Some(more) = count.checked_sub(SHOWN).filter(|&more| more > 0) {
            let title = code.entry().title;
            writeln!(text, "{file}: ... and {more} more {code} ({title}); --verbose shows all\n")
                .expect("strings take all that is written to them");
        }
    }
}

/// A finding and what is needed to show it.
struct View<'a> {
    source: &'a Source,
    file: &'a str,
    positions: &'a Positions<'a>,
    finding: &'a Diagnostic,
}

impl View<'_> {
    fn render(&self, renderer: &Renderer, verbosity: Verbosity) -> String {
        if self.finding.severity == Severity::Info && verbosity != Verbosity::Verbose {
            return self.short() + "\n";
        }
        let Some(span) = self.finding.span.filter(|_| !self.source.text().is_empty()) else {
            return renderer.render(&[self.group(Origin::path(self.file.to_owned()).into())]) + "\n\n";
        };
        let window = window(self.source, span);
        let shown = window.text[..window.marked.start].chars().count() + 1;
        let mark = AnnotationKind::Primary.span(window.marked);
        let snippet = Snippet::source(window.text).line_start(window.line).path(self.file.to_owned()).annotation(mark);
        let text = renderer.render(&[self.group(snippet.into())]) + "\n\n";
        let Position { line, column } = self.positions.of(span.start);
        // Of a line that is cut the renderer knows the part that is shown, and so has the wrong column.
        if shown == column {
            text
        } else {
            text.replacen(&place(self.file, line, shown), &place(self.file, line, column), 1)
        }
    }

    /// A remark takes one line: `a.txt:3:1: info[R004]: paragraph joined over a page break`.
    fn short(&self) -> String {
        let place = match self.finding.span.map(|span| self.positions.of(span.start)) {
            Some(Position { line, column }) => place(self.file, line, column),
            None => self.file.to_owned(),
        };
        let (severity, code) = (self.finding.severity.as_str(), self.finding.code);
        format!("{place}: {severity}[{code}]: {}", self.message())
    }

    fn group(&self, place: Element<'static>) -> Group<'static> {
        let level = match self.finding.severity {
            Severity::Info => Level::INFO,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let title = level.primary_title(self.message()).id(self.finding.code.entry().id);
        let group = Group::with_title(title).element(place);
        match &self.finding.help {
            Some(help) => group.element(Level::HELP.message(printable(help))),
            None => group,
        }
    }

    fn message(&self) -> String {
        printable(&self.finding.message)
    }
}

fn place(file: &str, line: usize, column: usize) -> String {
    format!("{file}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use postil::source::Span;

    use super::*;

    fn plain(source: &Source, findings: &[Diagnostic], verbosity: Verbosity) -> String {
        anstream::adapter::strip_str(&render(source, findings, verbosity)).to_string()
    }

    #[test]
    fn a_finding_shows_the_line_with_the_place_underlined() {
        let source = Source::from_text("letters/a.txt", "Dear Anna,\nI wrote [zxqv: 12-b] to him.\n");
        let finding = Diagnostic::new(Code::C001, "`[zxqv: 12-b]` is of no known kind")
            .at(Span::new(19, 31))
            .with_help("add a convention");
        let expected = "\
warning[C001]: `[zxqv: 12-b]` is of no known kind
 --> letters/a.txt:2:9
  |
2 | I wrote [zxqv: 12-b] to him.
  |         ^^^^^^^^^^^^
  |
  = help: add a convention

";
        assert_eq!(plain(&source, &[finding], Verbosity::Normal), expected);
    }

    #[test]
    fn the_column_is_right_where_the_line_is_cut() {
        let source = Source::from_text("a.txt", &format!("{}[x]", "a".repeat(500)));
        let text = plain(&source, &[Diagnostic::new(Code::C001, "no kind").at(Span::new(500, 503))], Verbosity::Normal);
        assert!(text.contains("--> a.txt:1:501\n"), "{text}");
    }

    #[test]
    fn findings_beyond_twenty_of_a_code_are_counted() {
        let source = Source::from_text("a.txt", &"x ".repeat(40));
        let findings: Vec<Diagnostic> =
            (0..33).map(|n| Diagnostic::new(Code::C001, "no kind").at(Span::new(2 * n, 2 * n + 1))).collect();
        let text = plain(&source, &findings, Verbosity::Normal);
        assert_eq!(text.matches("warning[C001]").count(), 20);
        let rest = "a.txt: ... and 13 more C001 (bracketed note of no known kind); --verbose shows all";
        assert!(text.contains(rest), "{text}");
        assert_eq!(plain(&source, &findings, Verbosity::Verbose).matches("warning[C001]").count(), 33);
        assert_eq!(plain(&source, &findings, Verbosity::Quiet), "");
    }

    #[test]
    fn a_remark_takes_one_line() {
        let source = Source::from_text("a.txt", "one\n");
        let finding = Diagnostic::new(Code::R001, "read as windows-1251");
        assert_eq!(plain(&source, &[finding], Verbosity::Normal), "a.txt: info[R001]: read as windows-1251\n");
    }
}
