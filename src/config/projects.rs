//! What documents share, loaded once for each part of the project that has settings of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::config::file::FolderFile;
use crate::config::find::Config;
use crate::config::load;
use crate::config::settings::{Origin, Setting, Settings, plain};
use crate::convention::Profile;
use crate::diagnostic::{Code, Diagnostic, Levels, Problem};
use crate::frontmatter::Metadata;
use crate::pipeline::{Check, Project};
use crate::reader::Format;
use crate::recognizer::{self, Tagger};
use crate::schema::Schema;

/// The value of `schema` that turns the check off.
const NO_SCHEMA: &str = "none";

/// How the transcripts of one part of the project are read and converted.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What they share.
    pub project: Arc<Project>,
    /// Their kind, where the name does not tell it.
    pub from: Option<Format>,
    /// Their encoding, where it is known.
    pub encoding: Option<&'static Encoding>,
    /// Where their metadata lies.
    pub metadata: Option<PathBuf>,
}

/// The whole project, loaded.
#[derive(Debug, Clone)]
pub struct Projects {
    base: Reading,
    /// Folders with settings of their own, the deepest first.
    folders: Vec<(PathBuf, Reading)>,
}

impl Projects {
    /// How a transcript is read and converted; `None` is standard input, which lies in no folder.
    pub fn of(&self, path: Option<&Path>) -> &Reading {
        let Some(path) = path.filter(|_| !self.folders.is_empty()) else { return &self.base };
        let place = plain(path);
        let inner = self.folders.iter().find(|(folder, _)| place.starts_with(folder));
        inner.map_or(&self.base, |(_, reading)| reading)
    }

    /// Changes what every part shares, such as the register of all authority files.
    pub fn change(&mut self, mut change: impl FnMut(&mut Project)) {
        for reading in [&mut self.base].into_iter().chain(self.folders.iter_mut().map(|(_, reading)| reading)) {
            change(Arc::make_mut(&mut reading.project));
        }
    }

    /// Every part, that outside all folders first.
    pub fn all(&self) -> impl Iterator<Item = &Reading> {
        [&self.base].into_iter().chain(self.folders.iter().map(|(_, reading)| reading))
    }
}

impl Config {
    /// Loads what the project names, each file once.
    ///
    /// # Errors
    /// A profile, metadata file, schema or authority file cannot be read. A file that is missing is shown where
    /// `postil.toml` names it.
    pub fn load(&self) -> Result<Projects, Problem> {
        let mut loader =
            Loader { config: self, profiles: BTreeMap::new(), metadata: BTreeMap::new(), check: None, tagger: None };
        let base = loader.reading(None)?;
        let mut folders = Vec::new();
        for folder in &self.file.folder {
            folders.push((self.place(folder), loader.reading(Some(folder))?));
        }
        folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.components().count()));
        Ok(Projects { base, folders })
    }

    /// The schema of the project, where it has one of its own.
    ///
    /// # Errors
    /// V004: it cannot be read.
    pub fn schema(&self) -> Result<Option<Arc<Schema>>, Problem> {
        let schema = self.settings_in(None).schema;
        match schema.value.as_deref() {
            None | Some(NO_SCHEMA) => Ok(None),
            Some(path) => {
                let read = load::schema(Path::new(path)).map_err(|problem| self.at_origin(problem, &schema.origin))?;
                Ok(Some(Arc::new(read)))
            }
        }
    }

    /// How grave the project takes findings to be.
    pub fn levels(&self) -> Levels {
        let settings = self.settings_in(None);
        Levels(settings.severity.iter().map(|(code, level)| (*code, level.value)).collect())
    }

    /// A problem with a file that cannot be found, at the place of `postil.toml` where it is named.
    fn at_origin(&self, problem: Problem, origin: &Origin) -> Problem {
        match (origin, &self.source) {
            (Origin::File { span, .. }, Some(source)) if problem.finding.span.is_none() => {
                let message = format!("{}: {}", problem.source.name(), problem.finding.message);
                Problem::of(source.clone(), Diagnostic { message, span: Some(*span), ..*problem.finding })
            }
            _ => problem,
        }
    }

    fn must_exist(&self, files: &[PathBuf], origin: &Origin) -> Result<(), Problem> {
        match files.iter().find(|file| !file.exists()) {
            None => Ok(()),
            Some(file) => {
                let finding = Diagnostic::new(Code::P062, "there is no such file");
                Err(self.at_origin(Problem::unread(file.display().to_string(), finding), origin))
            }
        }
    }
}

struct Loader<'a> {
    config: &'a Config,
    profiles: BTreeMap<String, Profile>,
    metadata: BTreeMap<PathBuf, Metadata>,
    check: Option<Check>,
    tagger: Option<Tagger>,
}

impl Loader<'_> {
    fn reading(&mut self, folder: Option<&FolderFile>) -> Result<Reading, Problem> {
        let settings = self.config.settings_in(folder);
        if matches!(settings.authority.origin, Origin::File { .. }) {
            self.config.must_exist(&settings.authority.value, &settings.authority.origin)?;
        }
        if matches!(settings.model.origin, Origin::File { .. }) {
            self.config.must_exist(settings.model.value.as_slice(), &settings.model.origin)?;
        }
        let project = Project {
            profile: self.profile(&settings.profile)?,
            metadata: self.metadata(&settings.metadata)?,
            layout: settings.layout.value,
            date: settings.date.value.clone(),
            check: self.check(&settings)?,
            source_map: settings.source_map.value,
            recognizer: recognizer::Options {
                min_cert: settings.min_cert.value,
                tagger: self.tagger(&settings.model)?,
                relative_dates: settings.relative_dates.value,
                ..recognizer::Options::default()
            },
            levels: self.config.levels(),
            ..Project::default()
        };
        let Settings { from, encoding, metadata, .. } = settings;
        Ok(Reading { project: Arc::new(project), from: from.value, encoding: encoding.value, metadata: metadata.value })
    }

    fn profile(&mut self, name: &Setting<String>) -> Result<Profile, Problem> {
        if let Some(known) = self.profiles.get(&name.value) {
            return Ok(known.clone());
        }
        let profile = load::profile(&name.value).map_err(|problem| self.config.at_origin(problem, &name.origin))?;
        self.profiles.insert(name.value.clone(), profile.clone());
        Ok(profile)
    }

    fn metadata(&mut self, file: &Setting<Option<PathBuf>>) -> Result<Option<Metadata>, Problem> {
        let Some(path) = &file.value else { return Ok(None) };
        if let Some(known) = self.metadata.get(path) {
            return Ok(Some(known.clone()));
        }
        let metadata = load::metadata(path).map_err(|problem| self.config.at_origin(problem, &file.origin))?;
        self.metadata.insert(path.clone(), metadata.clone());
        Ok(Some(metadata))
    }

    /// What is known of names: what ships, and what the model of the project adds.
    fn tagger(&mut self, file: &Setting<Option<PathBuf>>) -> Result<Tagger, Problem> {
        let Some(path) = &file.value else { return Ok(Tagger::default()) };
        if let Some(known) = &self.tagger {
            return Ok(known.clone());
        }
        let model = load::model(path).map_err(|problem| self.config.at_origin(problem, &file.origin))?;
        Ok(self.tagger.insert(Tagger::default().with(model)).clone())
    }

    fn check(&mut self, settings: &Settings) -> Result<Check, Problem> {
        if let Some(check) = &self.check {
            return Ok(check.clone());
        }
        let check = match (settings.schema.value.as_deref(), self.config.schema()?) {
            (Some(NO_SCHEMA), _) => Check::None,
            (_, Some(schema)) => Check::Schema(schema),
            (_, None) => Check::Bundled,
        };
        Ok(self.check.insert(check).clone())
    }
}
