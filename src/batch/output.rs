//! Where results go, and how they are written: whole or not at all, never over an input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::batch::discover::{Input, STANDARD_STREAM};
use crate::diagnostic::{Code, Diagnostic, Problem, reason};
use crate::schema;

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

/// What an input becomes.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The TEI.
    pub xml: &'a str,
    /// The source map, where one was asked for.
    pub source_map: Option<&'a str>,
}

/// Where the document of one input goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file, which no other input of the run has.
    File(PathBuf),
}

/// Why a document is not written.
#[derive(Debug)]
pub enum WriteProblem {
    /// This document cannot be written; others may.
    This(Diagnostic),
    /// No document can be written.
    All(Problem),
}

impl WriteProblem {
    /// Standard output cannot be written.
    pub fn stdout(error: &io::Error) -> Self {
        all(Path::new("<stdout>"), &format!("standard output cannot be written: {}", reason(error)))
    }
}

/// Writes the documents of a run.
#[derive(Debug)]
pub struct Writer {
    destination: Destination,
    /// Inputs that bear a name which a result may bear.
    inputs: BTreeSet<PathBuf>,
    /// Files that are promised, each with the name of the input they come from.
    promised: BTreeMap<PathBuf, String>,
    /// Folders in which the schema lies already.
    with_schema: BTreeSet<PathBuf>,
}

impl Writer {
    /// A writer for a run over these inputs, none of which is ever written over.
    pub fn new(destination: Destination, inputs: &[Input]) -> Self {
        let one_file = matches!(destination, Destination::File(_));
        let paths = inputs.iter().filter_map(Input::path).filter(|path| one_file || ends_like_result(path));
        let inputs = paths.map(place).collect();
        Self { destination, inputs, promised: BTreeMap::new(), with_schema: BTreeSet::new() }
    }

    /// Where the document of an input goes. Nothing is written yet.
    ///
    /// # Errors
    /// Another input, or another result, has that place.
    pub fn target(&mut self, input: &Input) -> Result<Target, WriteProblem> {
        let path = match &self.destination {
            Destination::Stdout => return Ok(Target::Stdout),
            Destination::File(path) => path.clone(),
            Destination::Folder(folder) => folder.join(input.below()).with_extension("xml"),
        };
        if [path.clone(), path.with_extension("map.json")].iter().any(|path| self.inputs.contains(&place(path))) {
            return Err(self.problem(&path, "this is a transcript of this run, which is never written over"));
        }
        if let Some(other) = self.promised.get(&path) {
            let message = format!("this would be written to {}, like {other}", path.display());
            let finding = Diagnostic::new(Code::P005, message).with_help("rename one of the two transcripts");
            return Err(WriteProblem::This(finding));
        }
        self.promised.insert(path.clone(), input.name());
        Ok(Target::File(path))
    }

    /// Writes a document and, into a folder of results, the schema that its first lines name.
    ///
    /// # Errors
    /// The system says why not.
    pub fn write(&mut self, path: &Path, document: Document<'_>) -> Result<(), WriteProblem> {
        self.write_all(path, document).map_err(|error| self.io_problem(path, &error))
    }

    fn write_all(&mut self, path: &Path, document: Document<'_>) -> io::Result<()> {
        let folder = parent(path);
        fs::create_dir_all(folder)?;
        if matches!(self.destination, Destination::Folder(_)) && self.with_schema.insert(folder.to_path_buf()) {
            write_schema(folder)?;
        }
        if let Some(source_map) = document.source_map {
            write_whole(&path.with_extension("map.json"), source_map.as_bytes())?;
        }
        write_whole(path, document.xml.as_bytes())
    }

    fn io_problem(&self, path: &Path, error: &io::Error) -> WriteProblem {
        let message = format!("{} cannot be written: {}", path.display(), reason(error));
        let concerns_all = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem
        );
        if concerns_all { all(path, &message) } else { self.problem(path, &message) }
    }

    /// A problem with a file: of all documents where there is but one.
    fn problem(&self, path: &Path, message: &str) -> WriteProblem {
        match self.destination {
            Destination::Folder(_) => WriteProblem::This(Diagnostic::new(Code::P005, message)),
            Destination::File(_) | Destination::Stdout => all(path, message),
        }
    }
}

fn all(path: &Path, message: &str) -> WriteProblem {
    WriteProblem::All(Problem::unread(path.display().to_string(), Diagnostic::new(Code::P005, message)))
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

/// The folder of a file; `.` for a bare name.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the bundled schema into a folder, where it is not there already.
fn write_schema(folder: &Path) -> io::Result<()> {
    let path = folder.join(SCHEMA_FILE);
    if fs::read(&path).is_ok_and(|bytes| bytes == schema::BUNDLED.as_bytes()) {
        return Ok(());
    }
    write_whole(&path, schema::BUNDLED.as_bytes())
}

/// The file that each document names in its `xml-model`.
const SCHEMA_FILE: &str = "postil.rng";

/// Writes a file whole or not at all: a new file beside it takes its name when all is on the disk.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|target| !target.is_file() && !target.is_dir()) {
        // A device or pipe, such as /dev/null, must not be replaced by a file.
        return fs::write(path, bytes);
    }
    let mut file = new_file(parent(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A new hidden file with the usual mode, which is gone again unless it gets its name.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".postil-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's umask takes away what others may not have.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::discover::single;

    const DOCUMENT: Document<'static> = Document { xml: "<TEI/>\n", source_map: None };

    fn file(target: Result<Target, WriteProblem>) -> PathBuf {
        match target {
            Ok(Target::File(path)) => path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_transcripts_never_go_to_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = [single(Path::new("x/a.txt")), single(Path::new("x/a.md"))];
        let mut writer = Writer::new(Destination::Folder(folder.path().to_path_buf()), &inputs);
        assert_eq!(file(writer.target(&inputs[0])), folder.path().join("a.xml"));
        let Err(WriteProblem::This(finding)) = writer.target(&inputs[1]) else { panic!("the second is refused") };
        assert!(finding.message.ends_with("a.xml, like x/a.txt"), "{}", finding.message);
    }

    #[test]
    fn an_input_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let input = [single(&folder.path().join("a.xml"))];
        let mut writer = Writer::new(Destination::Folder(folder.path().join(".")), &input);
        assert!(matches!(writer.target(&input[0]), Err(WriteProblem::This(_))));
        let mut writer = Writer::new(Destination::File(folder.path().join("./a.xml")), &input);
        assert!(matches!(writer.target(&input[0]), Err(WriteProblem::All(_))));
        let input = [single(&folder.path().join("a.map.json"))];
        let mut writer = Writer::new(Destination::File(folder.path().join("a.xml")), &input);
        assert!(matches!(writer.target(&input[0]), Err(WriteProblem::All(_))));
    }

    #[test]
    fn a_written_folder_holds_the_documents_and_their_schema_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::new(Destination::Folder(folder.path().to_path_buf()), &[]);
        writer.write(&folder.path().join("sub/a.xml"), DOCUMENT).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(folder.path().join("sub")).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.xml", "postil.rng"]);
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_a_problem_of_that_document() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.xml")).unwrap();
        let mut writer = Writer::new(Destination::Folder(folder.path().to_path_buf()), &[]);
        assert!(matches!(writer.write(&folder.path().join("a.xml"), DOCUMENT), Err(WriteProblem::This(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
    }
}
