//! The count of a run: how many documents went well, and how many did not.

use std::time::Duration;

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
    /// Findings that a baseline lists, and that are not shown.
    pub known: usize,
    /// Inputs with a finding that is an error.
    errors: usize,
    /// Failed inputs all of whose errors a baseline lists.
    excused: usize,
}

/// A run that is over: its count, and how long it took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// The count.
    pub tally: Tally,
    /// How long it took; nothing where that is not measured.
    pub took: Duration,
}

impl Summary {
    /// How many documents a second; `None` where the time was not measured.
    pub fn rate(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
        let documents = self.tally.all() as f64;
        (self.took > Duration::ZERO).then(|| documents / self.took.as_secs_f64())
    }

    /// ` in 3.4 s (294 a second)`; nothing for less than two documents, where it tells nobody anything.
    pub fn pace(&self) -> String {
        match self.rate() {
            Some(rate) if self.tally.all() > 1 => {
                format!(" in {:.1} s ({rate:.0} a second)", self.took.as_secs_f64())
            }
            Some(_) | None => String::new(),
        }
    }
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
            Outcome::Consulted => {}
        }
        if !matches!(file.outcome, Outcome::Failed | Outcome::Consulted) {
            self.with_findings += usize::from(gravest >= Some(Severity::Warning));
            self.with_errors += usize::from(gravest == Some(Severity::Error));
        }
        self.errors += usize::from(gravest == Some(Severity::Error));
        self.known += file.known;
        let has_only_known = file.known > 0 && gravest != Some(Severity::Error);
        self.excused += usize::from(file.outcome == Outcome::Failed && has_only_known);
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
            known: self.known + other.known,
            excused: self.excused + other.excused,
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
        push_counted(&mut parts, self.known, "findings of the baseline not shown");
        parts.join(", ")
    }

    /// `12 would be converted, 30 unchanged, 1 failed`: of a run that did nothing.
    pub fn of_plans(&self) -> String {
        let mut parts = vec![format!("{} would be converted", self.done)];
        push_counted(&mut parts, self.unchanged, "unchanged");
        push_counted(&mut parts, self.kept, "edited by hand would be kept");
        push_counted(&mut parts, self.gone, "with no transcript any more");
        push_counted(&mut parts, self.removed, "would be removed");
        push_counted(&mut parts, self.failed, "failed");
        parts.join(", ")
    }

    /// `12 valid, 1 not valid, 1 failed`.
    pub fn of_checks(&self) -> String {
        let mut parts = vec![format!("{} valid", self.done - self.with_errors)];
        push_counted(&mut parts, self.with_errors, "not valid");
        push_counted(&mut parts, self.failed, "failed");
        push_counted(&mut parts, self.known, "findings of the baseline not shown");
        parts.join(", ")
    }

    /// How many inputs there were.
    pub fn all(&self) -> usize {
        self.done + self.unchanged + self.kept + self.failed
    }

    /// Whether nothing failed and nothing is an error, save what a baseline lists. An input that failed without an error (it had no text, say) is a
    /// failure all the same.
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && self.failed == self.excused
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
