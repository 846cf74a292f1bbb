//! Waiting for changes of files and folders.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::batch::archive::is_archive;
use crate::batch::discover::Wanted;
use crate::batch::write::parent;

/// Editors write a file in several steps; a change counts when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(100);

/// However much happens, changes are handed on after so long.
const LONGEST: Duration = Duration::from_secs(2);

/// How often an interrupt is looked for.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is watched.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    /// Folders with all that is in them, and files.
    pub inputs: Vec<PathBuf>,
    /// Files that concern all inputs, such as a profile.
    pub files: Vec<PathBuf>,
    /// Where results go: what happens there is no change.
    pub output: Option<PathBuf>,
}

/// Watches from when it is made.
#[derive(Debug)]
pub struct Watch {
    /// Kept, since it ends the watch when it is dropped.
    _system: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders of which all counts that could be a transcript.
    folders: Vec<PathBuf>,
    files: BTreeSet<PathBuf>,
    output: Option<PathBuf>,
}

impl Watch {
    /// Begins to watch. Of files, the folder is watched, since many editors save a file by putting another in its place.
    ///
    /// # Errors
    /// Something is not there, or the system can watch no more folders.
    pub fn begin(watched: &Watched) -> Result<Self, notify::Error> {
        let (sender, events) = channel();
        let mut system = notify::recommended_watcher(sender)?;
        let (mut folders, mut files) = (Vec::new(), BTreeSet::new());
        for path in watched.inputs.iter().chain(&watched.files) {
            if path.is_dir() {
                let folder = real(path);
                system.watch(&folder, RecursiveMode::Recursive)?;
                folders.push(folder);
            } else {
                let folder = real(parent(path));
                system.watch(&folder, RecursiveMode::NonRecursive)?;
                files.insert(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)));
            }
        }
        Ok(Self { _system: system, events, folders, files, output: watched.output.as_deref().map(real) })
    }

    /// Waits for changes, and gives the paths that changed when it is quiet again; none when `interrupt` was set.
    ///
    /// # Errors
    /// The system watches no longer.
    pub fn next(&self, interrupt: &AtomicBool) -> Result<Option<BTreeSet<PathBuf>>, notify::Error> {
        let mut changed = BTreeSet::new();
        let mut first: Option<Instant> = None;
        while !interrupt.load(Ordering::Relaxed) {
            let overdue = first.is_some_and(|first| first.elapsed() > LONGEST);
            match self.events.recv_timeout(if first.is_some() { QUIET } else { PATIENCE }) {
                Ok(event) => {
                    changed.extend(event?.into_changes().filter(|path| self.counts(path)));
                    first = first.or((!changed.is_empty()).then(Instant::now));
                    if !overdue {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(notify::Error::generic("the watch has ended")),
            }
            if !changed.is_empty() {
                return Ok(Some(changed));
            }
        }
        Ok(None)
    }

    /// Whether a path could be a transcript, a folder of them, or one of the files.
    fn counts(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let Some(folder) = self.folders.iter().find(|folder| path.starts_with(folder)) else { return false };
        if self.output.as_ref().is_some_and(|output| output != folder && path.starts_with(output)) {
            return false;
        }
        let below = path.strip_prefix(folder).unwrap_or(path);
        let hidden = below.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
        let could_be_folder = path.extension().is_none() || path.is_dir();
        !hidden && (could_be_folder || Wanted::Transcripts.wants(path) || is_archive(path))
    }
}

/// The paths of an event that changed something.
trait Changes {
    fn into_changes(self) -> impl Iterator<Item = PathBuf>;
}

impl Changes for Event {
    fn into_changes(self) -> impl Iterator<Item = PathBuf> {
        let changes = !matches!(self.kind, EventKind::Access(_));
        self.paths.into_iter().filter(move |_| changes)
    }
}

/// The path as the events name it.
fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_could_be_a_transcript_counts_and_results_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir_all(root.join("letters/tei")).unwrap();
        fs::write(root.join("own.toml"), "").unwrap();
        let watched = Watched {
            inputs: vec![root.join("letters")],
            files: vec![root.join("own.toml")],
            output: Some(root.join("letters/tei")),
        };
        let watch = Watch::begin(&watched).unwrap();
        for good in ["letters/a.txt", "letters/b/c.md", "letters/box", "own.toml"] {
            assert!(watch.counts(&root.join(good)), "{good}");
        }
        for bad in ["letters/tei/a.txt", "letters/.a.txt.swp", "letters/.git/x", "letters/a.docx", "other.toml"] {
            assert!(!watch.counts(&root.join(bad)), "{bad}");
        }
        fs::write(root.join("letters/a.txt"), "He left.\n").unwrap();
        let changed = watch.next(&AtomicBool::new(false)).unwrap();
        assert_eq!(changed, Some(BTreeSet::from([root.join("letters/a.txt")])));
        assert_eq!(watch.next(&AtomicBool::new(true)).unwrap(), None);
    }
}
