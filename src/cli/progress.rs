//! The progress bar of a run, on a terminal only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use postil::report::Verbosity;

/// Documents, and how far a run has come with them.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many documents; none where nobody looks, or for one document.
    pub(crate) fn new(documents: usize, verbosity: Verbosity) -> Self {
        let hidden = documents < 2 || verbosity == Verbosity::Quiet || !io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
        let template = "{bar:30} {pos} of {len}, {per_sec}, {eta} left{msg}";
        bar.set_style(ProgressStyle::with_template(template).expect("the template names fields that there are"));
        Self(bar)
    }

    /// One document more is done.
    pub(crate) fn tick(&self) {
        self.0.inc(1);
    }

    /// Shows how many documents have findings so far.
    pub(crate) fn findings(&self, documents: usize) {
        if documents > 0 {
            self.0.set_message(format!(", {documents} with findings"));
        }
    }

    /// Writes something else while the bar is away.
    pub(crate) fn pause<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
