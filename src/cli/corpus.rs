//! `postil convert --corpus`: the documents of a run, taken into one file as they are reported.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::args::StreamArgs;
use postil::batch::{Corpus, CorpusError, Destination, Found, Input};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::report::{FileReport, Finding, Outcome};
use postil::source::Source;

/// The corpus of a run.
pub(crate) struct Gathering {
    path: PathBuf,
    corpus: Corpus,
    /// The paths of the inputs below their folders, without endings, by what messages call them.
    names: BTreeMap<String, PathBuf>,
}

impl Gathering {
    /// Begins the corpus, where one is wanted.
    pub(crate) fn begin(
        args: &StreamArgs,
        inputs: &[PathBuf],
        found: &Found,
        destination: &Destination,
    ) -> Result<Option<Self>, Problem> {
        let Some(path) = &args.corpus else { return Ok(None) };
        let real = fs::canonicalize(path).ok();
        if real.is_some() && files(found).into_iter().any(|file| fs::canonicalize(file).ok() == real) {
            let finding = Diagnostic::new(Code::P005, "this is an input, and is not written over");
            return Err(Problem::unread(path.display().to_string(), finding));
        }
        if destination.is_result(path, &found.inputs) {
            let finding = Diagnostic::new(Code::P005, "this is the place of the result of a transcript")
                .with_help("give --corpus another name");
            return Err(Problem::unread(path.display().to_string(), finding));
        }
        let title = args.corpus_title.clone().unwrap_or_else(|| title_of(inputs));
        let corpus = Corpus::begin(path, &title).map_err(|error| unwritable(path, &error))?;
        let names = found.inputs.iter().map(|input| (input.name(), input.below().with_extension(""))).collect();
        Ok(Some(Self { path: path.clone(), corpus, names }))
    }

    /// Takes in the document of a report: what is given, else what stands in the file of the result.
    ///
    /// # Errors
    /// The corpus cannot be written. A document that cannot stand in it is a finding.
    pub(crate) fn add(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<Option<Finding>> {
        let read;
        let xml = match (report.outcome, xml, &report.output) {
            (Outcome::Failed | Outcome::Gone | Outcome::Removed | Outcome::Checked, ..) | (_, None, None) => {
                return Ok(None);
            }
            (_, Some(xml), _) => xml,
            (_, None, Some(output)) => match fs::read_to_string(output) {
                Ok(text) => {
                    read = text;
                    &read
                }
                Err(error) => return Ok(Some(left_out(&format!("it cannot be read: {}", reason(&error))))),
            },
        };
        let name = self.names.get(&report.name).map_or_else(|| report.name.clone(), |name| slashed(name));
        match self.corpus.add(&name, xml) {
            Ok(()) => Ok(None),
            Err(CorpusError::Document(why)) => Ok(Some(left_out(&why))),
            Err(CorpusError::Io(error)) => Err(error),
        }
    }

    /// Ends the corpus. One without documents would be none, and is not written.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        if self.corpus.is_empty() {
            anyhow::bail!("there is no document for the corpus {}", self.path.display());
        }
        let path = self.path;
        Ok(self.corpus.finish().map_err(|error| unwritable(&path, &error))?)
    }
}

/// The files in which the inputs are.
fn files(found: &Found) -> Vec<&Path> {
    let mut files: Vec<&Path> = found.inputs.iter().filter_map(Input::file).collect();
    files.dedup();
    files
}

fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The name of the folder or archive that is converted.
fn title_of(inputs: &[PathBuf]) -> String {
    let first = inputs.first().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone()));
    first.and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).unwrap_or_else(|| "Corpus".to_owned())
}

fn left_out(why: &str) -> Finding {
    let diagnostic = Diagnostic::new(Code::P085, format!("this document is not in the corpus: {why}"));
    Finding::of_source(&Source::from_text("", ""), &[diagnostic]).remove(0)
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let message = format!("the corpus cannot be written: {}", reason(error));
    Problem::unread(path.display().to_string(), Diagnostic::new(Code::P005, message))
}
