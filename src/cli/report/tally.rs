//! The count of a run: how many documents went well, and how many did not.

use crate::cli::exit::Exit;
use crate::cli::report::gravest;
use postil::diagnostic::{Diagnostic, Severity};

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was converted, or checked.
    Done,
    /// It was not.
    Failed,
}

/// The count of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Inputs that were converted or checked.
    pub(crate) done: usize,
    /// Those of them with a warning or an error.
    pub(crate) with_findings: usize,
    /// Those of them with an error.
    pub(crate) with_errors: usize,
    /// Inputs that could not be converted or checked.
    pub(crate) failed: usize,
    /// Findings that are errors, of whatever kind.
    errors: usize,
}

impl Tally {
    /// Counts an input.
    pub(crate) fn add(&mut self, outcome: Outcome, findings: &[Diagnostic]) {
        let gravest = gravest(findings);
        match outcome {
            Outcome::Done => {
                self.done += 1;
                self.with_findings += usize::from(gravest >= Some(Severity::Warning));
                self.with_errors += usize::from(gravest == Some(Severity::Error));
            }
            Outcome::Failed => self.failed += 1,
        }
        self.errors += usize::from(gravest == Some(Severity::Error));
    }

    /// `12 converted, 2 with findings, 1 failed`.
    pub(crate) fn of_conversions(&self) -> String {
        let mut parts = vec![format!("{} converted", self.done)];
        push_counted(&mut parts, self.with_findings, "with findings");
        push_counted(&mut parts, self.failed, "failed");
        parts.join(", ")
    }

    /// `12 valid, 1 not valid, 1 failed`.
    pub(crate) fn of_checks(&self) -> String {
        let mut parts = vec![format!("{} valid", self.done - self.with_errors)];
        push_counted(&mut parts, self.with_errors, "not valid");
        push_counted(&mut parts, self.failed, "failed");
        parts.join(", ")
    }

    /// How the run ends. An input that failed without an error (it had no text, say) is a failure all the same.
    pub(crate) fn exit(&self) -> Exit {
        if self.errors > 0 || self.failed > 0 { Exit::Findings } else { Exit::Clean }
    }
}

fn push_counted(parts: &mut Vec<String>, count: usize, what: &str) {
    if count > 0 {
        parts.push(format!("{count} {what}"));
    }
}

#[cfg(test)]
mod tests {
    use postil::diagnostic::Code;

    use super::*;

    #[test]
    fn warnings_do_not_make_a_run_fail_and_errors_do() {
        let mut tally = Tally::default();
        tally.add(Outcome::Done, &[]);
        tally.add(Outcome::Done, &[Diagnostic::new(Code::C001, "unknown")]);
        assert_eq!((tally.of_conversions().as_str(), tally.exit()), ("2 converted, 1 with findings", Exit::Clean));
        tally.add(Outcome::Failed, &[Diagnostic::new(Code::P004, "not there")]);
        assert_eq!(tally.of_conversions(), "2 converted, 1 with findings, 1 failed");
        assert_eq!(tally.exit(), Exit::Findings);
    }

    #[test]
    fn a_remark_is_no_finding_of_the_summary() {
        let mut tally = Tally::default();
        tally.add(Outcome::Done, &[Diagnostic::new(Code::R001, "guessed")]);
        assert_eq!((tally.of_conversions().as_str(), tally.exit()), ("1 converted", Exit::Clean));
    }
}
