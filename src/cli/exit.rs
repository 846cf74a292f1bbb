//! How a run ended, as the shell sees it.

use std::process::ExitCode;

use postil::report::Tally;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All is well; there may be warnings.
    Clean = 0,
    /// A finding is an error: a document is not valid, or an input could not be converted.
    Findings = 1,
    /// The run could not be done: wrong usage, an unknown profile, a broken configuration, an output that cannot be
    /// written at all.
    CouldNotRun = 2,
    /// The user ended the run: 128 and the number of SIGINT, as shells have it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Tally> for Exit {
    fn from(tally: &Tally) -> Self {
        if tally.is_clean() { Self::Clean } else { Self::Findings }
    }
}
