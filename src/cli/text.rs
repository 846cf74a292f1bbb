//! `postil text`: the reading text, or the transcript itself, back from the TEI.

use std::fs;

use crate::cli::args::TextArgs;
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::xml_file;
use postil::batch::single;
use postil::diagnostic::Problem;
use postil::diagnostic::reason;
use postil::diagnostic::{Code, Diagnostic};
use postil::pipeline::{self, RestoreError};
use postil::reformat::reformat;
use postil::tei::Layout;
use postil::xml::ParseError;

/// Prints the text.
pub(crate) fn run(args: &TextArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    match text(args) {
        Ok(bytes) => {
            terminal.result(&bytes)?;
            Ok(Exit::Clean)
        }
        Err(problem) => {
            Reporter::human(Stream::Message, terminal).problem(&problem)?;
            Ok(Exit::Findings)
        }
    }
}

/// The bytes to print.
fn text(args: &TextArgs) -> Result<Vec<u8>, Problem> {
    let input = single(&args.file);
    let bytes = input.read().map_err(|finding| Problem::unread(input.name(), finding))?;
    let source = xml_file::read(&input.name(), &bytes)?;
    if args.marks {
        return Ok(marks(source.text()).into_bytes());
    }
    let Some(map_file) = &args.source_map else {
        let read = pipeline::reading_text(source.text());
        let mut text = read.map_err(|error| Problem::of(source, not_well_formed(error)))?;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        return Ok(text.into_bytes());
    };
    let map_name = map_file.display().to_string();
    let map = fs::read_to_string(map_file).map_err(|error| {
        let message = format!("the source map cannot be read: {}", reason(&error));
        Problem::unread(&map_name, Diagnostic::new(Code::P004, message))
    })?;
    pipeline::restore(source.text(), &map).map_err(|error| match error {
        RestoreError::Xml(error) => Problem::of(source, not_well_formed(error)),
        RestoreError::Map(error) => {
            let finding = Diagnostic::new(Code::P007, error.to_string())
                .with_help("convert the transcript again with --source-map");
            Problem::unread(&map_name, finding)
        }
    })
}

/// A line for each sentence and each tag of a block. A file that is no TEI, or not well-formed, stays as it is.
fn marks(xml: &str) -> String {
    let laid_out = reformat(xml, Layout::Sentence);
    laid_out.as_deref().unwrap_or(xml).lines().flat_map(|line| [line.trim(), "\n"]).collect()
}

fn not_well_formed(error: ParseError) -> Diagnostic {
    Diagnostic::new(Code::V001, error.message).at(error.span)
}
