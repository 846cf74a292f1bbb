//! Where results go: each to a place of its own, never over an input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::batch::discover::{Input, STANDARD_STREAM};
use crate::batch::run::real;
use crate::batch::write::parent;
use crate::diagnostic::{Code, Diagnostic, Problem, reason};

/// Where the results of a run go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// One file.
    File(PathBuf),
    /// A folder, with the folders of the input below it.
    Folder(PathBuf),
}

/// Why results have no place to go to.
#[derive(Debug, thiserror::Error)]
pub enum DestinationError {
    /// Several inputs, and no folder for their results.
    #[error("several transcripts need a folder to go to: --output FOLDER")]
    NoFolder,
    /// Several inputs for standard output.
    #[error("several transcripts cannot all go to standard output")]
    Stdout,
    /// The folder cannot be made.
    #[error(transparent)]
    Folder(#[from] Problem),
}

/// How many results there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// One: the argument is a file or `-`.
    One,
    /// Any number: there are several arguments, or one is a folder.
    Several,
}

impl Destination {
    /// Where the results go, as the option `--output` and the number of inputs say; the folder for them is made.
    ///
    /// # Errors
    /// There is no such place, or it cannot be made.
    pub fn choose(output: Option<&Path>, expected: Expected) -> Result<Self, DestinationError> {
        let Some(output) = output else {
            return match expected {
                Expected::One => Ok(Self::Stdout),
                Expected::Several => Err(DestinationError::NoFolder),
            };
        };
        let stdout = output == Path::new(STANDARD_STREAM);
        let names_folder = output.is_dir() || output.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
        let destination = match expected {
            Expected::One if stdout => return Ok(Self::Stdout),
            Expected::Several if stdout => return Err(DestinationError::Stdout),
            Expected::One if !names_folder => Self::File(output.to_path_buf()),
            Expected::One | Expected::Several => Self::Folder(output.to_path_buf()),
        };
        destination.prepare()?;
        Ok(destination)
    }

    /// Whether a path is the place of the result of one of these inputs.
    pub fn is_result(&self, path: &Path, inputs: &[Input]) -> bool {
        let Some(name) = path.file_name() else { return false };
        let file = real(parent(path)).join(name);
        let is_it = |result: &Path| result.file_name() == Some(name) && real(parent(result)).join(name) == file;
        match self {
            Self::Stdout => false,
            Self::File(result) => is_it(result),
            Self::Folder(folder) => inputs.iter().any(|input| is_it(&folder.join(input.below()).with_extension("xml"))),
        }
    }

    /// Whether what stands there is left where postil did not write it: in a folder of results always, as a single
    /// file, which the user has named, only where there are records.
    pub(super) fn is_kept(&self, has_records: bool) -> bool {
        match self {
            Self::Stdout => false,
            Self::File(_) => has_records,
            Self::Folder(_) => true,
        }
    }

    /// Makes the folder that is needed.
    fn prepare(&self) -> Result<(), Problem> {
        let folder = match self {
            Self::Stdout => return Ok(()),
            Self::File(file) => parent(file),
            Self::Folder(folder) => folder,
        };
        if folder.exists() && !folder.is_dir() {
            let finding = Diagnostic::new(Code::P005, "this is a file, and a folder is needed here")
                .with_help("give --output the name of a folder, or move the file away");
            return Err(Problem::unread(folder.display().to_string(), finding));
        }
        fs::create_dir_all(folder).map_err(|error| {
            let finding = Diagnostic::new(Code::P005, format!("this folder cannot be made: {}", reason(&error)));
            Problem::unread(folder.display().to_string(), finding)
        })
    }
}

/// Where the document of one input goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// A file, which no other input of the run has.
    File(PathBuf),
}

impl Target {
    /// The file, where it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) => Some(path),
        }
    }
}

/// The places of the results of a run.
#[derive(Debug)]
pub(super) struct Targets<'a> {
    destination: &'a Destination,
    /// Inputs that bear a name which a result may bear.
    inputs: BTreeSet<PathBuf>,
    /// Places that are taken, each with the number of the input that has it.
    taken: BTreeMap<PathBuf, usize>,
    all: &'a [Input],
}

impl<'a> Targets<'a> {
    /// The places for a run over these inputs, none of which is ever written over.
    pub(super) fn new(destination: &'a Destination, all: &'a [Input]) -> Self {
        let one_file = matches!(destination, Destination::File(_));
        let mut files: Vec<&Path> = all.iter().filter_map(Input::file).collect();
        files.dedup();
        let files = files.into_iter().filter(|path| one_file || ends_like_result(path));
        Self { destination, inputs: files.map(place).collect(), taken: BTreeMap::new(), all }
    }

    /// Where the document of an input, given by its number, goes. Nothing is written yet.
    ///
    /// # Errors
    /// Another input, or another result, has that place.
    pub(super) fn of(&mut self, number: usize) -> Result<Target, Diagnostic> {
        let path = match self.destination {
            Destination::Stdout => return Ok(Target::Stdout),
            Destination::File(path) => path.clone(),
            Destination::Folder(folder) => folder.join(self.all[number].below()).with_extension("xml"),
        };
        let is_input = |path: &Path| self.inputs.contains(&place(path));
        if !self.inputs.is_empty() && (is_input(&path) || is_input(&path.with_extension("map.json"))) {
            let message = "this is a transcript of this run, which is never written over";
            return Err(Diagnostic::new(Code::P005, message));
        }
        if let Some(&other) = self.taken.get(&path) {
            let other = self.all[other].place();
            let message = format!("this would be written to {}, like {other}", path.display());
            return Err(Diagnostic::new(Code::P005, message).with_help("rename one of the two transcripts"));
        }
        self.taken.insert(path.clone(), number);
        Ok(Target::File(path))
    }
}

/// Whether a result in a folder may bear such a name.
fn ends_like_result(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "xml" || ending == "json")
}

/// The name of a file in its real folder, however the way there was written.
fn place(path: &Path) -> PathBuf {
    let folder = parent(path);
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::discover::single;

    #[test]
    fn two_transcripts_never_go_to_one_file() {
        let inputs = [single(Path::new("x/a.txt")), single(Path::new("x/a.md"))];
        let destination = Destination::Folder(PathBuf::from("out"));
        let mut targets = Targets::new(&destination, &inputs);
        assert_eq!(targets.of(0), Ok(Target::File(PathBuf::from("out/a.xml"))));
        let finding = targets.of(1).unwrap_err();
        assert!(finding.message.ends_with("a.xml, like x/a.txt"), "{}", finding.message);
    }

    #[test]
    fn an_input_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = [single(&folder.path().join("a.xml"))];
        let destination = Destination::Folder(folder.path().join("."));
        assert!(Targets::new(&destination, &inputs).of(0).is_err());
        let destination = Destination::File(folder.path().join("./a.xml"));
        assert!(Targets::new(&destination, &inputs).of(0).is_err());
        let inputs = [single(&folder.path().join("a.map.json"))];
        let destination = Destination::File(folder.path().join("a.xml"));
        assert!(Targets::new(&destination, &inputs).of(0).is_err());
    }
}
