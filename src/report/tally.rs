//! The count of a run: how many documents went well, and how many did not.

use crate::diagnostic::Severity;
use crate::report::finding::gravest;
use crate::report::{FileReport, Outcome};

/// The count of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Inputs that were converted or checked.
    pub done: usize,
    /// Inputs whose results were up to date.
    pub unchanged: usize,
    /// Inputs whose results were edited by hand, and were left.
    pub kept: usize,
    /// Inputs that are gone, and whose results were left.
    pub gone: usize,
    /// Inputs that are gone, and whose results were removed.
    pub removed: usize,
    /// Inputs, not failed, with a warning or an error.
    pub with_findings: usize,
    /// Those of them with an error.
    pub with_errors: usize,
    /// Inputs that could not be converted or checked.
    pub failed: usize,
    /// Findings that are errors, of whatever kind.
    errors: usize,
}

impl Tally {
    /// Counts an input.
    pub fn add(&mut self, file: &FileReport) {
        let gravest = gravest(&file.findings);
        match file.outcome {
            Outcome::Converted | Outcome::Checked => self.done += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Kept => self.kept += 1,
            Outcome::Gone => self.gone += 1,
            Outcome::Removed => self.removed += 1,
            Outcome::Failed => self.failed += 1,
        }
        if file.outcome != Outcome::Failed {
            self.with_findings += usize::from(gravest >= Some(Severity::Warning));
            self.with_errors += usize::from(gravest == Some(Severity::Error));
        }
        self.errors += usize::from(gravest == Some(Severity::Error));
    }

    /// This count and another, together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            done: self.done + other.done,
            unchanged: self.unchanged + other.unchanged,
            kept: self.kept + other.kept,
            gone: self.gone + other.gone,
            removed: self.removed + other.removed,
            with_findings: self.with_findings + other.with_findings,
            with_errors: self.with_errors + other.with_errors,
            failed: self.failed + other.failed,
            errors: self.errors + other.errors,
        }
    }

    /// `12 converted, 30 unchanged, 2 with findings, 1 failed`.
    pub fn of_conversions(&self) -> String {
        let mut parts = vec![format!("{} converted", self.done)];
        push_counted(&mut parts, self.unchanged, "unchanged");
        push_counted(&mut parts, self.kept, "edited by hand and kept");
        push_counted(&mut parts, self.gone, "with no transcript any more");
        push_counted(&mut parts, self.removed, "removed");
        push_counted(&mut parts, self.with_findings, "with findings");
        push_counted(&mut parts, self.failed, "failed");
        parts.join(", ")
    }

    /// `12 valid, 1 not valid, 1 failed`.
    pub fn of_checks(&self) -> String {
        let mut parts = vec![format!("{} valid", self.done - self.with_errors)];
        push_counted(&mut parts, self.with_errors, "not valid");
        push_counted(&mut parts, self.failed, "failed");
        parts.join(", ")
    }

    /// How many inputs there were.
    pub fn all(&self) -> usize {
        self.done + self.unchanged + self.kept + self.failed
    }

    /// Whether nothing failed and nothing is an error. An input that failed without an error (it had no text, say) is a
    /// failure all the same.
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && self.failed == 0
    }
}

fn push_counted(parts: &mut Vec<String>, count: usize, what: &str) {
    if count > 0 {
        parts.push(format!("{count} {what}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Finding;
    use crate::source::Source;

    fn report(outcome: Outcome, code: Code) -> FileReport {
        let source = Source::from_text("a.txt", "");
        FileReport::new("a.txt", outcome, Finding::of_source(&source, &[Diagnostic::new(code, "so it is")]))
    }

    #[test]
    fn warnings_do_not_make_a_run_fail_and_errors_do() {
        let mut tally = Tally::default();
        tally.add(&FileReport::new("a.txt", Outcome::Converted, Vec::new()));
        tally.add(&report(Outcome::Converted, Code::C001));
        assert_eq!((tally.of_conversions().as_str(), tally.is_clean()), ("2 converted, 1 with findings", true));
        tally.add(&report(Outcome::Failed, Code::P004));
        tally.add(&FileReport::new("a.txt", Outcome::Unchanged, Vec::new()));
        assert_eq!(tally.of_conversions(), "2 converted, 1 unchanged, 1 with findings, 1 failed");
        assert!(!tally.is_clean());
    }

    #[test]
    fn a_remark_is_no_finding_of_the_summary() {
        let mut tally = Tally::default();
        tally.add(&report(Outcome::Converted, Code::R001));
        assert_eq!((tally.of_conversions().as_str(), tally.is_clean()), ("1 converted", true));
    }
}
