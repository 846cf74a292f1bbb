//! Ctrl-C: the first ends the run after the documents in flight, the second at once.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use crate::cli::exit::Exit;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Catches Ctrl-C, and the request of the system to end, from now on.
pub(crate) fn catch() -> anyhow::Result<&'static AtomicBool> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    })
    .context("the signal of Ctrl-C cannot be caught")?;
    Ok(&INTERRUPTED)
}
