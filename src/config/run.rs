//! A run of a project: which inputs, whereto, and with how many hands.

use std::path::{Path, PathBuf};

use crate::config::find::Config;
use crate::config::selection::Selection;
use crate::config::settings::Origin;

/// The argument for standard input.
const STANDARD_INPUT: &str = "-";

/// What a command does with its arguments in this project.
#[derive(Debug, Clone)]
pub struct Run {
    /// The files and folders to search.
    pub inputs: Vec<PathBuf>,
    /// Which of their files are wanted.
    pub selection: Selection,
    /// Where results go; where the project says so, it is a folder that mirrors that of the project.
    pub output: Option<PathBuf>,
    /// Whether the results mirror the folder of the project, wherever the inputs are named from.
    pub mirrors_project: bool,
    /// The folder of the cache, where the option, the project file, or its place says so.
    pub cache: Option<PathBuf>,
    /// How many documents at a time; 0 for one a processor.
    pub jobs: usize,
    /// The reports that are written.
    pub reports: Vec<PathBuf>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// The authority files.
    pub authority: Vec<PathBuf>,
    /// Whether all transcripts of the project are inputs.
    pub whole_project: bool,
}

/// There is nothing to work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("name a file or folder: there is no postil.toml here or above that says what to work on")]
pub struct NoInputs;

impl Config {
    /// The run over the transcripts that the arguments name; over all sources of the project where they name none.
    ///
    /// # Errors
    /// There are no arguments and no project file.
    pub fn conversion(&self, arguments: &[PathBuf]) -> Result<Run, NoInputs> {
        let settings = self.settings(arguments.first().map_or(Path::new(""), PathBuf::as_path));
        let inputs = inputs(arguments, self.root())?;
        let selection = self.root().map(|root| Selection::of(&settings, root)).unwrap_or_default();
        let all_stdin = inputs.iter().all(|input| input == Path::new(STANDARD_INPUT));
        let by_project = matches!(settings.output.origin, Origin::File { .. });
        let mirrors_project = by_project && !all_stdin;
        Ok(Run {
            whole_project: self.root().is_none() || inputs.iter().any(|input| Some(input.as_path()) == self.root()),
            output: settings.output.value.filter(|_| mirrors_project || !by_project),
            jobs: settings.jobs.value,
            inputs,
            selection,
            mirrors_project,
            cache: settings.cache.value,
            reports: settings.report.value,
            baseline: settings.baseline.value,
            authority: settings.authority.value,
        })
    }

    /// The authority files.
    pub fn authority_files(&self) -> Vec<PathBuf> {
        self.settings(Path::new("")).authority.value
    }

    /// Every file that may decide the results, beside the transcripts: the project file, profiles, metadata, schemas,
    /// authority files, models. A name that is no file is that of what ships with postil.
    pub fn files(&self) -> Vec<PathBuf> {
        let places = self.file.folder.iter().map(|folder| self.place(folder));
        let mut files: Vec<PathBuf> = self.name().map(PathBuf::from).into_iter().collect();
        for settings in [PathBuf::new()].into_iter().chain(places).map(|place| self.settings(&place)) {
            files.push(PathBuf::from(settings.profile.value));
            files.extend(settings.metadata.value);
            files.extend(settings.schema.value.map(PathBuf::from));
            files.extend(settings.authority.value);
            files.extend(settings.model.value);
        }
        files.sort();
        files.dedup();
        files
    }

    /// The files to check: those that the arguments name, else the results of the project.
    ///
    /// # Errors
    /// There are no arguments, and no project file that says where the results go.
    pub fn validation(&self, arguments: &[PathBuf]) -> Result<Vec<PathBuf>, NoInputs> {
        let output = self.settings(Path::new("")).output;
        inputs(arguments, output.value.as_deref())
    }
}

fn inputs(arguments: &[PathBuf], default: Option<&Path>) -> Result<Vec<PathBuf>, NoInputs> {
    match (arguments, default) {
        ([], None) => Err(NoInputs),
        ([], Some(default)) => Ok(vec![default.to_path_buf()]),
        (named, _) => Ok(named.to_vec()),
    }
}
