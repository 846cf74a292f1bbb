//! The run over many documents, on one screen.
//!
//! It goes in windows of some hundred inputs: read what is known of them, convert those that need it side by side; and
//! while the next window is converted, bring the files to the disk, keep what will be known of them, give them their
//! names, report in order. So the memory needed is that of two windows, the order is that of the inputs, and a run that
//! is killed leaves every file whole.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::Encoding;
use rayon::prelude::*;

use crate::batch::base::Base;
use crate::batch::cache::{Cache, CacheError, Entry};
use crate::batch::destination::{Destination, Target, Targets};
use crate::batch::discover::Input;
use crate::batch::document::{Made, Place, Task, treat, unwritable};
use crate::batch::gone;
use crate::batch::lock::{Reach, Running};
use crate::batch::parts::Projects;
use crate::batch::record::Why;
use crate::batch::shard::Shard;
use crate::batch::write::{Staged, parent, sync_folder, write_whole};
use crate::diagnostic::{Code, Diagnostic};
use crate::pipeline::Project;
use crate::reader::Format;
use crate::report::FileReport;
use crate::schema;

/// Inputs in flight. More need more memory, fewer more commits.
const WINDOW: usize = 256;

/// So many files are brought to the disk at a time. It does many at once in the time of one.
const DISK_THREADS: usize = 16;

/// The file that each document names in its `xml-model`.
const SCHEMA_FILE: &str = "postil.rng";

/// Elements may nest a thousand deep, and each level takes some of the stack.
pub(super) const STACK: usize = 16 << 20;

/// A run: what is converted, how, and whereto.
pub struct Job<'a> {
    /// The transcripts, in the order in which they are reported.
    pub inputs: &'a [Input],
    /// Where the results go.
    pub destination: &'a Destination,
    /// How each transcript is read and converted.
    pub treatment: &'a (dyn Fn(&Input) -> Treatment + Sync),
    /// What earlier runs wrote; without it everything is converted.
    pub cache: Option<&'a Cache>,
    /// What postil itself wrote last, where results were edited by hand.
    pub base: Base,
    /// What is done with what is there already.
    pub mode: Mode,
    /// How many documents are converted at a time; 0 for as many as there are processors.
    pub threads: usize,
    /// The part of the inputs that is converted.
    pub shard: Option<Shard>,
    /// Set from outside to end the run after the documents in flight.
    pub interrupt: &'a AtomicBool,
    /// Called when a document is done, from any thread.
    pub tick: &'a (dyn Fn() + Sync),
}

/// How a transcript is read and converted.
#[derive(Debug, Clone)]
pub struct Treatment {
    /// The project.
    pub project: Arc<Project>,
    /// The form of the transcript.
    pub format: Format,
    /// Its encoding, where that is known.
    pub encoding: Option<&'static Encoding>,
}

/// What is done with what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mode {
    /// Convert what has not changed, too.
    pub force: bool,
    /// Do nothing, and say what would be done.
    pub dry_run: bool,
    /// Remove results whose transcripts are gone.
    pub prune: bool,
    /// What becomes of results that were edited by hand.
    pub existing: Existing,
}

/// What becomes of results that were edited by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// They are brought together with the new conversion; where that cannot be done, they are left.
    #[default]
    Merge,
    /// They are replaced.
    Overwrite,
}

/// What would be done with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Why it would be converted; nothing where it would not.
    pub why: Vec<Why>,
}

/// Who is told of the documents of a run, in their order.
pub trait Observer {
    /// A document is done. `xml` is the TEI where it goes to standard output.
    ///
    /// # Errors
    /// What ends the run.
    fn document(&mut self, report: &FileReport, xml: Option<&str>) -> io::Result<()>;

    /// This would be done with a document.
    ///
    /// # Errors
    /// What ends the run.
    fn planned(&mut self, report: &FileReport, planned: &Planned) -> io::Result<()>;
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Inputs that were not looked at, because the run was interrupted.
    pub left: usize,
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The cache cannot be used.
    #[error("the cache cannot be used: {0}")]
    Cache(#[from] CacheError),
    /// The observer, or the threads, could not go on.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// There are no threads.
    #[error("no threads can be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Converts all inputs of a job.
///
/// # Errors
/// The cache cannot be used, or the observer cannot go on. What is wrong with single documents is told to the observer.
pub fn run(job: &Job<'_>, observer: &mut dyn Observer) -> Result<Ended, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.threads).stack_size(STACK).build()?;
    let _running = begin(job)?;
    let mut targets = Targets::new(job.destination, job.inputs);
    let mut keys = Keys::new(job);
    let shared = Shared::default();
    let all: Vec<usize> = (0..job.inputs.len()).filter(|&number| job.has(number)).collect();
    let disk = rayon::ThreadPoolBuilder::new().num_threads(all.len().clamp(1, DISK_THREADS)).build()?;
    let mut settler = Settler { job, disk, left: all.len(), known: 0 };
    let mut behind = Vec::new();
    for numbers in all.chunks(WINDOW) {
        let window = Window::plan(job, numbers, &mut targets, &mut keys);
        let mut made = Vec::new();
        pool.in_place_scope(|scope| {
            scope.spawn(|_| made = window.make(job, &shared));
            settler.settle(std::mem::take(&mut behind), observer)
        })?;
        behind = made;
        if job.is_interrupted() {
            break;
        }
    }
    settler.settle(behind, observer)?;
    if !job.is_interrupted() {
        gone::settle(job, settler.known, observer)?;
    }
    Ok(Ended { left: settler.left })
}

fn begin(job: &Job<'_>) -> io::Result<Option<Running>> {
    let (Some(cache), false) = (job.cache, job.mode.dry_run) else { return Ok(None) };
    match job.destination {
        Destination::Stdout => Ok(None),
        Destination::File(path) => Running::begin(cache.folder(), parent(path), Reach::Folder).map(Some),
        Destination::Folder(folder) => Running::begin(cache.folder(), folder, Reach::Tree).map(Some),
    }
}

fn report(made: &Made, observer: &mut dyn Observer) -> io::Result<()> {
    match &made.planned {
        Some(planned) => observer.planned(&made.report, planned),
        None => observer.document(&made.report, made.xml.as_deref()),
    }
}

impl Job<'_> {
    fn has(&self, number: usize) -> bool {
        self.shard.is_none_or(|shard| shard.has(self.inputs[number].below()))
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }
}

/// Inputs that are treated together.
struct Window<'a> {
    slots: Vec<Slot<'a>>,
}

/// One of them: a task, or what is wrong with it from the start.
enum Slot<'a> {
    Task(Box<Task<'a>>),
    Failed(Box<Made>),
}

impl<'a> Window<'a> {
    /// Finds the places of the results, and what is known of them.
    fn plan(job: &Job<'a>, numbers: &[usize], targets: &mut Targets<'a>, keys: &mut Keys<'_>) -> Self {
        let slot = |&number: &usize| {
            let input = &job.inputs[number];
            match targets.of(number) {
                Ok(target) => Slot::Task(Box::new(keys.task(input, target))),
                Err(finding) => Slot::Failed(Box::new(Made::failed(input.name(), finding))),
            }
        };
        let mut window = Self { slots: numbers.iter().map(slot).collect() };
        if let Some(cache) = job.cache {
            window.recall(cache);
        }
        window
    }

    fn recall(&mut self, cache: &Cache) {
        let keys: Vec<Vec<u8>> = self.tasks().map(|task| task.entry.key.clone()).collect();
        match cache.records(&keys) {
            Ok(records) => self.tasks().zip(records).for_each(|(task, record)| task.record = record),
            Err(error) => {
                for slot in &mut self.slots {
                    if let Slot::Task(task) = slot {
                        *slot = Slot::Failed(Box::new(Made::failed(task.input.name(), unusable(&error))));
                    }
                }
            }
        }
    }

    fn tasks(&mut self) -> impl Iterator<Item = &mut Task<'a>> {
        self.slots.iter_mut().filter_map(|slot| match slot {
            Slot::Task(task) => Some(task.as_mut()),
            Slot::Failed(_) => None,
        })
    }

    /// Treats the tasks side by side; those that an interrupt left are missing.
    fn make(self, job: &Job<'_>, shared: &Shared) -> Vec<Made> {
        let make = |slot: Slot<'_>| match slot {
            Slot::Failed(made) => Some(*made),
            Slot::Task(_) if job.is_interrupted() => None,
            Slot::Task(task) => {
                let made = treat(job, *task, shared);
                (job.tick)();
                Some(made)
            }
        };
        self.slots.into_par_iter().filter_map(make).collect()
    }
}

/// Settles what was made, one window after the other.
struct Settler<'a> {
    job: &'a Job<'a>,
    disk: rayon::ThreadPool,
    /// Inputs that are not settled yet.
    left: usize,
    /// Results of which something is known.
    known: usize,
}

impl Settler<'_> {
    /// Brings the files to the disk, keeps what will be known of the documents, only then gives the files their names,
    /// and reports.
    fn settle(&mut self, mut window: Vec<Made>, observer: &mut dyn Observer) -> io::Result<()> {
        let written: Vec<&mut Made> = window.iter_mut().filter(|made| !made.staged.is_empty()).collect();
        if !written.is_empty() {
            self.disk.install(|| written.into_par_iter().with_max_len(1).for_each(sync));
        }
        keep(self.job.cache, &mut window);
        put(&mut window);
        self.left -= window.len();
        self.known += window.iter().filter(|made| made.known).count();
        window.iter().try_for_each(|made| report(made, observer))
    }
}

fn sync(made: &mut Made) {
    if let Err(error) = made.staged.iter().try_for_each(Staged::sync) {
        (made.entry, made.staged) = (None, Vec::new());
        made.fail(unwritable(made.report.output.as_deref().map(Path::new), &error));
    }
}

fn keep(cache: Option<&Cache>, window: &mut [Made]) {
    let entries: Vec<&Entry> = window.iter().filter_map(|made| made.entry.as_ref()).collect();
    if let Some(Err(error)) = cache.map(|cache| cache.keep(&entries)) {
        for made in window.iter_mut().filter(|made| made.entry.is_some()) {
            made.staged.clear();
            made.fail(unusable(&error));
        }
    }
}

fn put(window: &mut [Made]) {
    let mut folders = BTreeSet::new();
    for made in window {
        for file in std::mem::take(&mut made.staged) {
            folders.insert(file.folder().to_path_buf());
            if let Err(error) = file.put() {
                let finding = unwritable(made.report.output.as_deref().map(Path::new), &error);
                made.fail(finding);
            }
        }
    }
    for folder in &folders {
        sync_folder(folder);
    }
}

fn unusable(error: &CacheError) -> Diagnostic {
    let help =
        "look at the reason; where the cache is damaged, remove its folder: results that were edited by hand stay";
    Diagnostic::new(Code::P010, format!("the cache cannot be used: {error}")).with_help(help)
}

/// The keys of records: real paths, however the way there is written.
struct Keys<'a> {
    cache: Option<&'a Cache>,
    /// The output folder as it is given and as it is.
    output: Option<(&'a Path, PathBuf)>,
    /// The folder of the last transcript, likewise.
    last: (PathBuf, PathBuf),
}

impl<'a> Keys<'a> {
    fn new(job: &Job<'a>) -> Self {
        let output = match job.destination {
            Destination::Stdout => None,
            Destination::File(path) => Some(parent(path)),
            Destination::Folder(folder) => Some(folder.as_path()),
        };
        let output = output.map(|folder| (folder, real(folder)));
        Self { cache: job.cache, output, last: (PathBuf::new(), real(Path::new("."))) }
    }

    fn task<'b>(&mut self, input: &'b Input, target: Target) -> Task<'b> {
        let key = match (&self.output, target.path()) {
            (Some((folder, real)), Some(path)) => self.key(&real.join(path.strip_prefix(folder).unwrap_or(path))),
            (Some(_) | None, _) => Vec::new(),
        };
        let source = input.path().map(|path| self.source(path)).unwrap_or_default();
        Task { input, target, entry: Place { key, source }, record: None }
    }

    fn source(&mut self, path: &Path) -> Vec<u8> {
        let folder = path.parent().unwrap_or(Path::new(""));
        if self.last.0 != folder {
            self.last = (folder.to_path_buf(), real(parent(path)));
        }
        self.key(&path.file_name().map_or_else(|| self.last.1.clone(), |name| self.last.1.join(name)))
    }

    fn key(&self, real: &Path) -> Vec<u8> {
        self.cache.map(|cache| cache.key(real)).unwrap_or_default()
    }
}

/// The path of a folder without links and dots. What lies below an archive is left as it is.
pub(super) fn real(folder: &Path) -> PathBuf {
    let known = folder.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match known {
        Some((above, real)) if above == folder => real,
        Some((above, real)) => real.join(folder.strip_prefix(above).unwrap_or(folder)),
        None => folder.to_path_buf(),
    }
}

/// What the documents of a run have in common.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) folders: Folders,
    pub(super) projects: Projects,
}

/// Folders into which results have gone in this run.
#[derive(Debug, Default)]
pub(super) struct Folders(Mutex<BTreeSet<PathBuf>>);

impl Folders {
    /// Makes the folder of a result; where results go into folders, the schema lies beside them.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn prepare(&self, path: &Path, destination: &Destination) -> io::Result<()> {
        let folder = parent(path);
        let mut prepared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if prepared.contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        if matches!(destination, Destination::Folder(_)) {
            write_schema(folder)?;
        }
        prepared.insert(folder.to_path_buf());
        Ok(())
    }
}

/// Writes the bundled schema into a folder, where it is not there already.
pub(super) fn write_schema(folder: &Path) -> io::Result<()> {
    let path = folder.join(SCHEMA_FILE);
    if fs::read(&path).is_ok_and(|bytes| bytes == schema::BUNDLED.as_bytes()) {
        return Ok(());
    }
    write_whole(&path, schema::BUNDLED.as_bytes())
}
