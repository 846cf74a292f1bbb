//! What is in force for a transcript, each value with where it comes from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use encoding_rs::Encoding;
use toml::Spanned;

use crate::config::file::{FolderFile, Pattern, ReportName};
use crate::config::find::Config;
use crate::convention::Profile;
use crate::diagnostic::{Code, Level};
use crate::model::Cert;
use crate::reader::Format;
use crate::source::Span;
use crate::tei::Layout;

/// The folder beside `postil.toml` in which postil keeps what it knows of its results.
const CACHE: &str = ".postil";

/// What the command line says. It wins over `postil.toml`.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--output`
    pub output: Option<PathBuf>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--metadata`
    pub metadata: Option<PathBuf>,
    /// `--authority`
    pub authority: Vec<PathBuf>,
    /// `--model`
    pub model: Option<PathBuf>,
    /// `--schema`: a file, or `none`.
    pub schema: Option<String>,
    /// `--layout`
    pub layout: Option<Layout>,
    /// `--min-cert`
    pub min_cert: Option<Cert>,
    /// `--relative-dates`, where it is given.
    pub relative_dates: Option<bool>,
    /// `--date`
    pub date: Option<String>,
    /// `--encoding`
    pub encoding: Option<&'static Encoding>,
    /// `--from`
    pub from: Option<Format>,
    /// `--source-map`, where it is given.
    pub source_map: Option<bool>,
    /// `--cache`
    pub cache: Option<PathBuf>,
    /// `--jobs`
    pub jobs: Option<usize>,
    /// `--report`
    pub report: Vec<PathBuf>,
    /// `--baseline`
    pub baseline: Option<PathBuf>,
    /// The date of the environment variable `SOURCE_DATE_EPOCH`, which `--date` and `postil.toml` win over.
    pub source_date: Option<String>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has chosen.
    Default,
    /// The project file.
    File {
        /// Its name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The bytes of the value.
        span: Span,
    },
    /// An environment variable.
    Environment(&'static str),
    /// An option of the command line.
    Option(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { file, line, .. } => write!(f, "{file}:{line}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Option(name) => write!(f, "option {name}"),
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: change(self.value), origin: self.origin }
    }
}

/// All that is in force for a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Wanted files, as globs; empty for all transcripts.
    pub include: Setting<Vec<String>>,
    /// Unwanted files, as globs.
    pub exclude: Setting<Vec<String>>,
    /// Whether `.gitignore` counts.
    pub gitignore: Setting<bool>,
    /// Whether hidden files are searched.
    pub hidden: Setting<bool>,
    /// The folder or file of the results.
    pub output: Setting<Option<PathBuf>>,
    /// The name of a profile that ships, or a file.
    pub profile: Setting<String>,
    /// The metadata file.
    pub metadata: Setting<Option<PathBuf>>,
    /// The authority files.
    pub authority: Setting<Vec<PathBuf>>,
    /// The model for names.
    pub model: Setting<Option<PathBuf>>,
    /// The schema: a file, `none`, or the bundled one.
    pub schema: Setting<Option<String>>,
    /// The layout of paragraphs.
    pub layout: Setting<Layout>,
    /// The least certainty of names and dates.
    pub min_cert: Setting<Cert>,
    /// Whether dates such as `yesterday` are marked.
    pub relative_dates: Setting<bool>,
    /// The date of the conversion.
    pub date: Setting<Option<String>>,
    /// The encoding of the transcript, where it is known.
    pub encoding: Setting<Option<&'static Encoding>>,
    /// The kind of the transcript, where it is not told by its name.
    pub from: Setting<Option<Format>>,
    /// Whether source maps are written.
    pub source_map: Setting<bool>,
    /// The folder of the cache.
    pub cache: Setting<Option<PathBuf>>,
    /// How many documents at a time; 0 for one a processor.
    pub jobs: Setting<usize>,
    /// The reports on a conversion.
    pub report: Setting<Vec<PathBuf>>,
    /// The file of known findings.
    pub baseline: Setting<Option<PathBuf>>,
    /// How grave the findings of a code are.
    pub severity: BTreeMap<Code, Setting<Level>>,
}

impl Config {
    /// What is in force for a file or folder.
    pub fn settings(&self, path: &Path) -> Settings {
        self.settings_in(self.folder_of(path))
    }

    /// What is in force in a `[[folder]]` of the file, or outside them all.
    pub(super) fn settings_in(&self, folder: Option<&FolderFile>) -> Settings {
        let (file, options, sources) = (&self.file, &self.options, &self.file.sources);
        let path = |path: &PathBuf| self.path(path);
        let output = given(options.output.as_ref(), "--output").or(self.value(file.output.as_ref(), path));
        let cache = given(options.cache.as_ref(), "--cache").or(self.value(file.cache.as_ref(), path));
        let model = given(options.model.as_ref(), "--model").or(self.value(file.model.as_ref(), path));
        let min_cert = given(options.min_cert.as_ref(), "--min-cert");
        let relative_dates = given(options.relative_dates.as_ref(), "--relative-dates");
        let baseline = given(options.baseline.as_ref(), "--baseline").or(self.value(file.baseline.as_ref(), path));
        let source_map = given(options.source_map.as_ref(), "--source-map");
        let jobs = given(options.jobs.as_ref(), "--jobs");
        Settings {
            include: or(self.value(sources.include.as_ref(), |all| globs(all)), Vec::new()),
            exclude: or(self.value(sources.exclude.as_ref(), |all| globs(all)), Vec::new()),
            gitignore: or(self.value(sources.gitignore.as_ref(), bool::clone), false),
            hidden: or(self.value(sources.hidden.as_ref(), bool::clone), false),
            output: optional(output),
            profile: self.profile(folder),
            metadata: self.metadata(folder),
            authority: self.authority(),
            model: optional(model),
            schema: self.schema_name(),
            layout: self.layout(folder),
            min_cert: or(min_cert.or(self.value(file.min_cert.as_ref(), |&name| name.into())), Cert::Low),
            relative_dates: or(relative_dates.or(self.value(file.relative_dates.as_ref(), bool::clone)), false),
            date: self.date(),
            encoding: self.encoding(folder),
            from: self.from(folder),
            source_map: or(source_map.or(self.value(file.source_map.as_ref(), bool::clone)), false),
            cache: or(cache.map(|set| set.map(Some)), self.root().map(|root| root.join(CACHE))),
            jobs: or(jobs.or(self.value(file.jobs.as_ref(), usize::clone)), 0),
            report: self.report(),
            baseline: optional(baseline),
            severity: self.severity(),
        }
    }

    fn profile(&self, folder: Option<&FolderFile>) -> Setting<String> {
        let text = |name: &String| self.named(name);
        let inner = folder.and_then(|folder| self.value(folder.profile.as_ref(), text));
        let outer = self.value(self.file.profile.as_ref(), text);
        or(given(self.options.profile.as_ref(), "--profile").or(inner).or(outer), "archival".to_owned())
    }

    fn metadata(&self, folder: Option<&FolderFile>) -> Setting<Option<PathBuf>> {
        let path = |path: &PathBuf| self.path(path);
        let inner = folder.and_then(|folder| self.value(folder.metadata.as_ref(), path));
        let outer = self.value(self.file.metadata.as_ref(), path);
        optional(given(self.options.metadata.as_ref(), "--metadata").or(inner).or(outer))
    }

    /// The file of the schema, or `none`.
    fn schema_name(&self) -> Setting<Option<String>> {
        let name = |name: &String| match name.as_str() {
            "none" => name.clone(),
            file => self.path(Path::new(file)).display().to_string(),
        };
        optional(given(self.options.schema.as_ref(), "--schema").or(self.value(self.file.schema.as_ref(), name)))
    }

    fn layout(&self, folder: Option<&FolderFile>) -> Setting<Layout> {
        let inner = folder.and_then(|folder| self.value(folder.layout.as_ref(), |&name| name.into()));
        let outer = self.value(self.file.layout.as_ref(), |&name| name.into());
        or(given(self.options.layout.as_ref(), "--layout").or(inner).or(outer), Layout::default())
    }

    fn encoding(&self, folder: Option<&FolderFile>) -> Setting<Option<&'static Encoding>> {
        let inner = folder.and_then(|folder| self.value(folder.encoding.as_ref(), |name| name.0));
        let outer = self.value(self.file.encoding.as_ref(), |name| name.0);
        optional(given(self.options.encoding.as_ref(), "--encoding").or(inner).or(outer))
    }

    fn from(&self, folder: Option<&FolderFile>) -> Setting<Option<Format>> {
        let inner = folder.and_then(|folder| self.value(folder.from.as_ref(), |&kind| kind.into()));
        let outer = self.value(self.file.from.as_ref(), |&kind| kind.into());
        optional(given(self.options.from.as_ref(), "--from").or(inner).or(outer))
    }

    /// The deepest `[[folder]]` that holds a path.
    pub(super) fn folder_of(&self, path: &Path) -> Option<&FolderFile> {
        let place = plain(path);
        let holds = |folder: &&FolderFile| place.starts_with(self.place(folder));
        self.file.folder.iter().filter(holds).max_by_key(|folder| self.place(folder).components().count())
    }

    /// Where a `[[folder]]` is.
    pub(super) fn place(&self, folder: &FolderFile) -> PathBuf {
        plain(&self.path(folder.path.get_ref()))
    }

    /// A value of the file, with its line.
    fn value<T, U>(&self, value: Option<&Spanned<T>>, change: impl FnOnce(&T) -> U) -> Option<Setting<U>> {
        value.map(|value| Setting { value: change(value.get_ref()), origin: self.origin(value) })
    }

    pub(super) fn origin<T>(&self, value: &Spanned<T>) -> Origin {
        let span = Span::new(value.span().start, value.span().end);
        match &self.source {
            Some(source) => {
                Origin::File { file: source.name().to_owned(), line: source.position(span.start).line, span }
            }
            None => Origin::Default,
        }
    }

    /// The name of a profile, or the path of its file.
    fn named(&self, name: &str) -> String {
        let ships = Profile::names().any(|known| known == name);
        let is_path = !ships && (name.contains(['/', '\\', '.']) || self.path(Path::new(name)).is_file());
        if is_path { self.path(Path::new(name)).display().to_string() } else { name.to_owned() }
    }

    fn authority(&self) -> Setting<Vec<PathBuf>> {
        if !self.options.authority.is_empty() {
            return Setting { value: self.options.authority.clone(), origin: Origin::Option("--authority") };
        }
        let value = self.file.authority.iter().map(|file| self.path(file.get_ref())).collect();
        let origin = self.file.authority.first().map_or(Origin::Default, |first| self.origin(first));
        Setting { value, origin }
    }

    fn report(&self) -> Setting<Vec<PathBuf>> {
        let named = Some(&self.options.report).filter(|files| !files.is_empty());
        let paths = |files: &Vec<ReportName>| files.iter().map(|file| self.path(&file.0)).collect();
        or(given(named, "--report").or(self.value(self.file.report.as_ref(), paths)), Vec::new())
    }

    fn date(&self) -> Setting<Option<String>> {
        let environment = self.options.source_date.clone();
        let environment = environment.map(|value| Setting { value, origin: Origin::Environment("SOURCE_DATE_EPOCH") });
        let file = self.value(self.file.date.as_ref(), |date| date.0.clone());
        optional(given(self.options.date.as_ref(), "--date").or(file).or(environment))
    }

    fn severity(&self) -> BTreeMap<Code, Setting<Level>> {
        let setting = |level: &Spanned<Level>| Setting { value: *level.get_ref(), origin: self.origin(level) };
        self.file.severity.iter().map(|(code, level)| (code.0, setting(level))).collect()
    }
}

fn globs(patterns: &[Pattern]) -> Vec<String> {
    patterns.iter().map(|pattern| pattern.0.clone()).collect()
}

fn given<T: Clone>(value: Option<&T>, option: &'static str) -> Option<Setting<T>> {
    value.map(|value| Setting { value: value.clone(), origin: Origin::Option(option) })
}

fn or<T>(setting: Option<Setting<T>>, default: T) -> Setting<T> {
    setting.unwrap_or(Setting { value: default, origin: Origin::Default })
}

fn optional<T>(setting: Option<Setting<T>>) -> Setting<Option<T>> {
    or(setting.map(|setting| setting.map(Some)), None)
}

/// An absolute path without `.` and `..`; links stay as they are written.
pub(super) fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}
