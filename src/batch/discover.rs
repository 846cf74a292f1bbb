//! Which files the arguments name: files, everything in folders, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::DirEntry;

use crate::batch::archive::{Archive, is_archive};
use crate::batch::line_file::LineFile;
use crate::batch::stamp::Stamp;
use crate::config::Selection;
use crate::diagnostic::{Code, Diagnostic, Problem, reason};
use crate::reader::Format;

/// The argument for standard input and output.
pub const STANDARD_STREAM: &str = "-";

/// What messages call standard input.
pub(super) const STANDARD_INPUT: &str = "<stdin>";

/// A file to read.
#[derive(Debug, Clone)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, and its path below the folder that was named; the name alone for a file that was named itself.
    File {
        /// Where it is.
        path: PathBuf,
        /// Where its result goes, below the output folder.
        below: PathBuf,
    },
    /// A member of an archive, which is like a folder.
    Member {
        /// The archive.
        archive: Arc<Archive>,
        /// Its number there.
        number: usize,
        /// Its path as if the archive were a folder.
        path: PathBuf,
    },
    /// A line of a file of NDJSON, which is like a folder.
    Line {
        /// The file.
        file: Arc<LineFile>,
        /// Its number among the lines that are documents.
        number: usize,
    },
}

impl Input {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => STANDARD_INPUT.to_owned(),
            Self::File { path, .. } | Self::Member { path, .. } => path.display().to_string(),
            Self::Line { file, number } => file.id(*number).to_owned(),
        }
    }

    /// The path in the file system, where it has one; that of a member or line begins with the path of its file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File { path, .. } | Self::Member { path, .. } => Some(path),
            Self::Line { file, number } => file.path(*number),
        }
    }

    /// The file in which it is, where there is one: its own, or that of its archive or lines.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File { path, .. } => Some(path),
            Self::Member { archive, .. } => Some(archive.file()),
            Self::Line { file, .. } => file.file(),
        }
    }

    /// The file in which it is with others, where all that is in it is known.
    pub(super) fn whole_container(&self) -> Option<&Path> {
        let is_whole = match self {
            Self::Stdin | Self::File { .. } => false,
            Self::Member { archive, .. } => archive.is_whole(),
            Self::Line { file, .. } => file.is_whole(),
        };
        self.file().filter(|_| is_whole)
    }

    /// Where it stands, for messages about two of one name.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Stdin | Self::File { .. } | Self::Member { .. } => self.name(),
            Self::Line { file, number } => {
                let name = file.file().map_or_else(|| STANDARD_INPUT.to_owned(), |path| path.display().to_string());
                format!("line {} of {name}", file.line(*number))
            }
        }
    }

    /// The form that its name tells; plain text where there is none. A line says its form itself.
    pub fn format(&self) -> Format {
        match self {
            Self::Stdin | Self::Line { .. } => Format::Plain,
            Self::File { path, .. } | Self::Member { path, .. } => Format::of(path),
        }
    }

    /// What the system says of the file in which it is.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        match self {
            Self::Stdin => None,
            Self::File { path, .. } => fs::metadata(path).ok().map(|file| Stamp::of(&file)),
            Self::Member { archive, .. } => Some(archive.stamp()),
            Self::Line { file, .. } => file.stamp(),
        }
    }

    /// The path below an output folder.
    pub fn below(&self) -> &Path {
        match self {
            Self::Stdin => Path::new("stdin"),
            Self::File { below, .. } => below,
            Self::Member { archive, number, .. } => archive.below(*number),
            Self::Line { file, number } => file.below(*number),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// It cannot be read: a finding of P004 with the reason of the system, or P084 for a member that is too large.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        let read = match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File { path, .. } => read_file(path),
            Self::Member { archive, number, .. } => return archive.read(*number),
            Self::Line { file, number } => return file.read(*number),
        };
        read.map_err(|error| unreadable(&reason(&error)))
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The input that an argument names, a file or `-`.
pub fn single(argument: &Path) -> Input {
    if argument == Path::new(STANDARD_STREAM) {
        return Input::Stdin;
    }
    let below = argument.file_name().map_or_else(|| argument.to_path_buf(), PathBuf::from);
    Input::File { path: argument.to_path_buf(), below }
}

/// Which files of a folder are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Transcripts: `.txt`, `.md`, `.markdown`, but for `README.md`.
    Transcripts,
    /// `.xml`.
    Xml,
}

impl Wanted {
    /// The endings, for messages.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Transcripts => &["txt", "md", "markdown"],
            Self::Xml => &["xml"],
        }
    }

    pub(super) fn wants(self, path: &Path) -> bool {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let readme = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("README.md"));
        !readme && self.endings().iter().any(|wanted| ending.eq_ignore_ascii_case(wanted))
    }
}

/// What the arguments name.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, in the order of the arguments; those of a folder by name.
    pub inputs: Vec<Input>,
    /// Files and folders that cannot be read.
    pub unreadable: Vec<Problem>,
    /// Folders in which no file is wanted.
    pub empty_folders: Vec<PathBuf>,
    /// Whether an argument is a folder or an archive.
    pub has_folder: bool,
}

/// Finds the files that the arguments name, and in folders those that the project selects. A file that is named twice is
/// found once.
pub fn discover(arguments: &[PathBuf], wanted: Wanted, selection: &Selection) -> Found {
    let mut found = Found::default();
    for argument in arguments {
        if argument.is_dir() {
            found.has_folder = true;
            found.search(argument, wanted, selection);
        } else if is_archive(argument) && argument.is_file() {
            found.has_folder = true;
            found.open(argument, wanted);
        } else {
            found.inputs.push(single(argument));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.inputs.retain(|input| seen.insert(input.path().map(Path::to_path_buf)));
    found
}

impl Found {
    /// Lets the results mirror the folder of the project, wherever the inputs are named from.
    pub fn mirror(&mut self, selection: &Selection) {
        for input in &mut self.inputs {
            let Input::File { path, below } = input else { continue };
            if let Some(place) = selection.below_root(path) {
                *below = place;
            }
            if let Ok(bare) = path.strip_prefix(".") {
                *path = bare.to_path_buf();
            }
        }
    }

    /// Finds the files of a folder and all folders in it, but for hidden ones. What git ignores is found all the same,
    /// unless the project says otherwise.
    fn search(&mut self, folder: &Path, wanted: Wanted, selection: &Selection) {
        let before = self.inputs.len() + self.unreadable.len();
        for entry in selection.walk(folder).build() {
            match entry {
                Ok(entry) if !selection.includes(entry.path()) => {}
                Ok(entry) => self.add(&entry, folder, wanted),
                Err(error) => self.add_error(&error, folder),
            }
        }
        if self.inputs.len() + self.unreadable.len() == before {
            self.empty_folders.push(folder.to_path_buf());
        }
    }

    /// Finds the members of an archive.
    fn open(&mut self, path: &Path, wanted: Wanted) {
        let opened = match Archive::open(path, &|member| wanted.wants(member)) {
            Ok(opened) => opened,
            Err(finding) => {
                self.unreadable.push(Problem::unread(path.display().to_string(), finding));
                return;
            }
        };
        if opened.archive.len() + opened.refused.len() == 0 {
            self.empty_folders.push(path.to_path_buf());
        }
        let named = |name: &str| format!("{}/{name}", path.display());
        self.unreadable.extend(opened.refused.into_iter().map(|(name, why)| Problem::unread(named(&name), why)));
        let archive = Arc::new(opened.archive);
        let member = |number| Input::Member { path: archive.path(number), archive: Arc::clone(&archive), number };
        self.inputs.extend((0..archive.len()).map(member));
    }

    /// Adds a file that is wanted, also by way of a link. Links to folders are not followed: they may run in a circle.
    fn add(&mut self, entry: &DirEntry, folder: &Path, wanted: Wanted) {
        let path = entry.path();
        let is_link = entry.file_type().is_some_and(|kind| kind.is_symlink());
        if !wanted.wants(path) || entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return;
        }
        if is_link {
            match fs::metadata(path) {
                Ok(target) if !target.is_file() => return,
                Ok(_) => {}
                Err(error) => {
                    self.unreadable.push(Problem::unread(path.display().to_string(), unreadable(&reason(&error))));
                    return;
                }
            }
        }
        let below = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
        self.inputs.push(Input::File { path: path.to_path_buf(), below });
    }

    fn add_error(&mut self, error: &ignore::Error, folder: &Path) {
        let path = path_of(error).unwrap_or(folder);
        let why = error.io_error().map_or_else(|| error.to_string(), |error| reason(innermost(error)));
        self.unreadable.push(Problem::unread(path.display().to_string(), unreadable(&why)));
    }
}

/// The error of the operating system inside one that names the path once more.
fn innermost(error: &io::Error) -> &io::Error {
    let wrapped = error.get_ref().and_then(|inner| inner.source());
    wrapped.and_then(|inner| inner.downcast_ref()).unwrap_or(error)
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::new(Code::P004, format!("this input cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcripts_are_told_by_their_endings() {
        let wanted = |name: &str| Wanted::Transcripts.wants(Path::new(name));
        assert!(wanted("a.txt") && wanted("b.MD") && wanted("c/d.markdown"));
        assert!(!wanted("a.docx") && !wanted("txt") && !wanted("README.md") && !wanted("x/readme.md"));
    }

    #[test]
    fn files_of_a_folder_come_sorted_and_hidden_ones_do_not_come() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.md", ".hidden.txt", "README.md", "sub/c.txt", ".git/d.txt", "note.doc"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = discover(
            &[folder.path().to_path_buf(), folder.path().join("b.txt")],
            Wanted::Transcripts,
            &Selection::default(),
        );
        let below: Vec<&Path> = found.inputs.iter().map(Input::below).collect();
        assert_eq!(below, [Path::new("a.md"), Path::new("b.txt"), Path::new("sub/c.txt")]);
        assert!(found.has_folder && found.unreadable.is_empty() && found.empty_folders.is_empty());
    }
}
