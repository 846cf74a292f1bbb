//! `postil convert --watch`: converts again whatever changes, until Ctrl-C.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use crate::cli::args::{ConvertArgs, InputKind, OutputKind};
use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::terminal::Terminal;
use postil::batch::{STANDARD_STREAM, Watch, Watched};

/// Refuses what cannot be watched.
pub(crate) fn refuse(args: &ConvertArgs) -> anyhow::Result<()> {
    let plan = project::of_conversion(args)?.conversion(&args.inputs)?;
    let to_file = plan.output.as_deref().is_some_and(|output| output != Path::new(STANDARD_STREAM));
    if !to_file && args.streams.corpus.is_none() {
        anyhow::bail!("`--watch` needs a file or folder for the TEI: --output");
    }
    if args.inputs.iter().any(|input| input == Path::new(STANDARD_STREAM)) {
        anyhow::bail!("standard input cannot be watched");
    }
    if args.streams.to == OutputKind::Ndjson || args.from == Some(InputKind::Ndjson) {
        anyhow::bail!("`--watch` is for transcripts in files, not for NDJSON");
    }
    Ok(())
}

/// Runs once, and again after each change. Ends well when the user ends it while it waits.
pub(crate) fn run(
    args: &ConvertArgs,
    terminal: &Terminal,
    interrupted: &AtomicBool,
    mut once: impl FnMut() -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    // Before the first run, so that nothing is missed that changes meanwhile.
    let watch = Watch::begin(&watched(args)?).context("the inputs cannot be watched")?;
    let mut outcome = once()?;
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Ok(outcome);
        }
        terminal.detail("waiting for changes; Ctrl-C ends it");
        let Some(changed) = watch.next(interrupted).context("the inputs cannot be watched any longer")? else {
            return Ok(Exit::Clean);
        };
        for path in changed {
            terminal.detail(&format!("{} changed", path.display()));
        }
        // A profile in the middle of an edit is no reason to end.
        outcome = once().unwrap_or_else(|error| {
            terminal.message(&format!("error: {error:#}"));
            Exit::CouldNotRun
        });
    }
}

/// The inputs, and the files that the options and the project file name.
fn watched(args: &ConvertArgs) -> anyhow::Result<Watched> {
    let config = project::of_conversion(args)?;
    let plan = config.conversion(&args.inputs)?;
    let files = config.files().into_iter().filter(|path| path.is_file()).collect();
    Ok(Watched { inputs: plan.inputs, files, output: plan.output })
}
