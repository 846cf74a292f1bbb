//! `postil review`: pages of finished documents, as files or served.

mod http;
mod log;
mod serve;
mod shelf;

use std::fs;
use std::io;
use std::path::Path;

use crate::cli::args::ReviewArgs;
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::review::shelf::{Opened, Shelf};
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::write_whole;
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::review::{IndexRow, Page, Site};

/// Writes the pages, or serves them.
pub(crate) fn run(args: &ReviewArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut shelf = Shelf::of(args)?;
    match &args.output {
        Some(folder) => write(&mut shelf, folder, terminal),
        None => serve::serve(shelf, args, terminal),
    }
}

fn write(shelf: &mut Shelf, folder: &Path, terminal: &Terminal) -> anyhow::Result<Exit> {
    let reporter = Reporter::human(Stream::Message, terminal);
    let (inputs, unreadable) = shelf.documents();
    let mut failed = unreadable.len();
    for problem in &unreadable {
        reporter.problem(problem)?;
    }
    let mut rows = Vec::new();
    for (name, input) in &inputs {
        match shelf.open(name, input) {
            Ok(opened) => {
                rows.push(IndexRow::new(name, &opened.document));
                let page = Site::Files.page(&shown(name, &opened));
                put(&folder.join(Site::file(name)), &page)?;
            }
            Err(problem) => {
                failed += 1;
                rows.push(IndexRow::of_trouble(name, &problem.finding.message));
                reporter.problem(&problem)?;
            }
        }
    }
    let index = folder.join("index.html");
    let count = rows.len();
    put(&index, &Site::Files.index(rows))?;
    terminal.remark(&format!("{count} documents; open {}", index.display()));
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}

/// What a page shows of a document.
fn shown<'a>(name: &'a str, opened: &'a Opened) -> Page<'a> {
    Page { name, document: &opened.document, hash: &opened.hash, transcript: opened.transcript.as_deref() }
}

fn put(path: &Path, page: &str) -> Result<(), Problem> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written: io::Result<()> = fs::create_dir_all(folder).and_then(|()| write_whole(path, page.as_bytes()));
    written.map_err(|error| {
        let finding = Diagnostic::new(Code::P005, format!("this page cannot be written: {}", reason(&error)));
        Problem::unread(path.display().to_string(), finding)
    })
}
