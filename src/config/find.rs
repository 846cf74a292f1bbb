//! Finds `postil.toml`, nearest upwards, and reads it.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::FILE;
use crate::config::file::ProjectFile;
use crate::config::settings::Options;
use crate::diagnostic::{Code, Diagnostic, Problem, TomlError, reason};
use crate::source::Source;

/// A project: its file, where there is one, and the options of the run.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file, as messages show it.
    pub(super) source: Option<Source>,
    pub(super) file: ProjectFile,
    /// The folder of the file: relative to the current folder where it lies in it. Empty for the current folder.
    root: PathBuf,
    pub(super) options: Options,
}

impl Config {
    /// The project of a file or folder: the nearest `postil.toml` in its folder or one above, and options that win over
    /// it. Without one, what is in force are the options and the defaults.
    ///
    /// # Errors
    /// P060: the file cannot be read, or has an error.
    pub fn find(start: &Path, options: Options) -> Result<Self, Problem> {
        match file_above(start) {
            Some(path) => Self::read(&path, options),
            None => Ok(Self { source: None, file: ProjectFile::default(), root: PathBuf::new(), options }),
        }
    }

    /// The project of a file `postil.toml`.
    ///
    /// # Errors
    /// P060, as [`Config::find`].
    pub fn read(path: &Path, options: Options) -> Result<Self, Problem> {
        let path = shown(path);
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(|error| {
            let why = match error.kind() {
                io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
                _ => reason(&error),
            };
            Problem::unread(&name, Diagnostic::new(Code::P060, format!("this project file cannot be read: {why}")))
        })?;
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self::from_toml(&name, &text, root, options)
    }

    /// The project of the text of a `postil.toml` in the folder `root`.
    ///
    /// # Errors
    /// P060: the text has an error.
    pub fn from_toml(name: &str, text: &str, root: PathBuf, options: Options) -> Result<Self, Problem> {
        // A byte order mark, as some editors write it, would shift every place.
        let text = text.trim_start_matches('\u{FEFF}');
        let source = Source::from_text(name, text);
        match toml::from_str(text) {
            Ok(file) => Ok(Self { source: Some(source), file, root, options }),
            Err(error) => {
                let TomlError { message, span, help } = TomlError::from(&error);
                let help = help.unwrap_or_else(|| "docs/configuration.md has every key with an example".to_owned());
                let finding = Diagnostic { span, ..Diagnostic::new(Code::P060, message) };
                Err(Problem::of(source, finding.with_help(help)))
            }
        }
    }

    /// The folder of `postil.toml`, `.` for the current folder; `None` where there is no such file.
    pub fn root(&self) -> Option<&Path> {
        let root = if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root };
        self.source.as_ref().map(|_| root)
    }

    /// The name of `postil.toml`, as messages call it.
    pub fn name(&self) -> Option<&str> {
        self.source.as_ref().map(Source::name)
    }

    /// A path of the file, seen from the current folder.
    pub(super) fn path(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }
}

/// The nearest project file in the folder of a path or above it.
fn file_above(start: &Path) -> Option<PathBuf> {
    let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
    let start = std::path::absolute(start).ok()?;
    start.ancestors().map(|folder| folder.join(FILE)).find(|file| file.is_file())
}

/// A path in the current folder as people write it, without the folders that lead there.
fn shown(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let below = env::current_dir().ok().and_then(|current| absolute.strip_prefix(current).ok().map(Path::to_path_buf));
    below.unwrap_or(absolute)
}
