//! `postil validate`: TEI files against a schema.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::cli::args::ValidateArgs;
use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::reporter::Reporter;
use crate::cli::schemas::Schemas;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::{Input, Wanted, discover};
use postil::config::Selection;
use postil::diagnostic::Problem;
use postil::report::{FileReport, Finding, Outcome, Summary};

/// Checks all inputs.
pub(crate) fn run(args: &ValidateArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let config = project::of_path(args.inputs.first().map_or(Path::new(""), PathBuf::as_path))?;
    let inputs = config.validation(&args.inputs)?;
    let mut schemas = Schemas::new(args.schema.as_deref(), &config)?;
    let found = discover(&inputs, Wanted::Xml, &Selection::default());
    let reporter = Reporter::of_run(&args.findings, Stream::Result, terminal)?;
    let begun = Instant::now();
    reporter.begin()?;
    for problem in &found.unreadable {
        reporter.file(&FileReport::of_problem(problem))?;
    }
    for folder in &found.empty_folders {
        reporter.remark(&format!("{} holds no .xml files", folder.display()));
    }
    for input in &found.inputs {
        let begun = Instant::now();
        let report = check(input, &mut schemas);
        let report = FileReport { took: begun.elapsed(), ..report };
        reporter.file(&report)?;
        if terminal.is_closed() {
            break;
        }
    }
    let summary = Summary { tally: reporter.tally(), took: begun.elapsed() };
    reporter.finish(summary.took)?;
    reporter.remark(&format!("{}{}", summary.tally.of_checks(), summary.pace()));
    Ok(Exit::from(&summary.tally))
}

fn check(input: &Input, schemas: &mut Schemas) -> FileReport {
    let name = input.name();
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(finding) => return FileReport::of_problem(&Problem::unread(name, finding)),
    };
    let source = match xml_file::read(&name, &bytes) {
        Ok(source) => source,
        Err(problem) => return FileReport::new(name, Outcome::Checked, vec![Finding::of_problem(&problem)]),
    };
    match schemas.of(input.path(), source.text()) {
        Ok(schema) => {
            let mut findings = schema.get().validate(&source);
            schemas.levels.apply(&mut findings);
            FileReport::new(name, Outcome::Checked, Finding::of_source(&source, &findings))
        }
        Err(problem) => FileReport::of_problem(&problem),
    }
}
