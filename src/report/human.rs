//! Findings for people: the line of the source with the place underlined, and what to do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer as Painter, Snippet};

use crate::diagnostic::{Code, Severity};
use crate::report::printable::printable;
use crate::report::short::line;
use crate::report::{FileReport, Finding, Outcome, Renderer, Summary, Verbosity};

/// So many findings of one code are shown for one file; the others are counted.
const SHOWN: usize = 20;

/// Findings with ANSI colours, each followed by an empty line.
#[derive(Debug)]
pub(super) struct Human {
    verbosity: Verbosity,
    painter: Painter,
    /// Findings of unchanged documents, which an earlier run has shown.
    shown_before: usize,
    /// Unchanged documents that have such.
    unchanged: usize,
}

impl Human {
    pub(super) fn new(verbosity: Verbosity) -> Self {
        // An excerpt is short enough already, so the painter need not cut it once more.
        let painter = Painter::styled().decor_style(DecorStyle::Ascii).term_width(1000);
        Self { verbosity, painter, shown_before: 0, unchanged: 0 }
    }

    /// Whether the file's warnings and remarks have been shown by an earlier run; they are counted then.
    fn pass_over(&mut self, file: &FileReport) -> bool {
        if file.outcome != Outcome::Unchanged || self.verbosity == Verbosity::Verbose {
            return false;
        }
        let count = file.findings.iter().filter(|finding| finding.severity < Severity::Error).count();
        self.shown_before += count;
        self.unchanged += usize::from(count > 0);
        true
    }

    fn is_wanted(&self, finding: &Finding) -> bool {
        match self.verbosity {
            Verbosity::Quiet => finding.severity == Severity::Error,
            Verbosity::Normal | Verbosity::Verbose => true,
        }
    }

    fn finding(&self, file: &str, finding: &Finding) -> String {
        if finding.severity == Severity::Info && self.verbosity != Verbosity::Verbose {
            return line(file, finding) + "\n";
        }
        let Some(shown) = finding.place.as_ref().filter(|place| place.line > 1 || !place.excerpt.text.is_empty())
        else {
            return self.painter.render(&[group(finding, Origin::path(file.to_owned()).into())]) + "\n\n";
        };
        let excerpt = &shown.excerpt;
        let column = excerpt.text[..excerpt.marked.start].chars().count() + 1;
        let mark = AnnotationKind::Primary.span(excerpt.marked.clone());
        let snippet =
            Snippet::source(excerpt.text.clone()).line_start(shown.line).path(file.to_owned()).annotation(mark);
        let text = self.painter.render(&[group(finding, snippet.into())]) + "\n\n";
        // Of a line that is cut the painter knows the part that is shown, and so has the wrong column.
        if column == shown.column {
            text
        } else {
            text.replacen(&place(file, shown.line, column), &place(file, shown.line, shown.column), 1)
        }
    }
}

impl Renderer for Human {
    fn file(&mut self, file: &FileReport) -> String {
        let name = printable(&file.name);
        let mut text = String::new();
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        let passed_over = self.pass_over(file);
        let wanted =
            |finding: &&Finding| self.is_wanted(finding) && !(passed_over && finding.severity < Severity::Error);
        for finding in file.findings.iter().filter(wanted) {
            let count = counts.entry(finding.code).or_default();
            *count += 1;
            if *count <= SHOWN || self.verbosity == Verbosity::Verbose {
                text.push_str(&self.finding(&name, finding));
            }
        }
        if self.verbosity != Verbosity::Verbose {
            push_rest(&mut text, &name, &counts);
        }
        text
    }

    fn foot(&mut self, _: &Summary) -> String {
        if self.shown_before == 0 || self.verbosity != Verbosity::Normal {
            return String::new();
        }
        let (count, unchanged) = (self.shown_before, self.unchanged);
        let findings = if count == 1 { "finding" } else { "findings" };
        let documents = if unchanged == 1 { "document" } else { "documents" };
        let (are, them) = if count == 1 { ("is", "it") } else { ("are", "them") };
        format!(
            "{count} {findings} in {unchanged} unchanged {documents} {are} not shown again; --verbose shows {them}\n"
        )
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

fn group(finding: &Finding, place: Element<'static>) -> Group<'static> {
    let level = match finding.severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(printable(&finding.message)).id(finding.code.entry().id);
    let group = Group::with_title(title).element(place);
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(printable(help))),
        None => group,
    }
}

fn place(file: &str, line: usize, column: usize) -> String {
    format!("{file}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    fn plain(source: &Source, findings: &[Diagnostic], verbosity: Verbosity) -> String {
        let findings = Finding::of_source(source, findings);
        let shown = Human::new(verbosity).file(&FileReport::new(source.name(), Outcome::Converted, findings));
        anstream::adapter::strip_str(&shown).to_string()
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
