//! Runs that write at the same time, and what a killed run has left behind.
//!
//! Each run that writes holds a shared lock on one file of the cache folder, and has a file of its own there that names
//! the folder it writes to. A run that can have the lock for itself is alone: files of runs that are still there then
//! are those of killed ones, and what they left unfinished is taken away.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::batch::write::is_unfinished;

/// A run that writes. Dropped, it has ended.
#[derive(Debug)]
pub(super) struct Running {
    /// Holds the lock until the run ends.
    _lock: File,
    marker: PathBuf,
}

/// Where a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Into this folder alone.
    Folder,
    /// Into this folder and all below.
    Tree,
}

impl Running {
    /// Begins a run that writes into `output`, after taking away what killed runs left.
    ///
    /// # Errors
    /// What the system says of the files in the cache folder.
    pub(super) fn begin(cache: &Path, output: &Path, reach: Reach) -> io::Result<Self> {
        let runs = cache.join("runs");
        fs::create_dir_all(&runs)?;
        let lock = File::options().create(true).truncate(false).write(true).open(cache.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {
                clean_up(&runs)?;
                sweep(cache, Reach::Folder);
                lock.unlock()?;
                // Whoever has the lock for itself in between finds nothing of ours yet.
                lock.lock_shared()?;
            }
            Err(TryLockError::WouldBlock) => lock.lock_shared()?,
            // Where there are no locks, nothing is taken away.
            Err(TryLockError::Error(_)) => {}
        }
        let marker = marker(&runs, output, reach)?;
        Ok(Self { _lock: lock, marker })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A file that stays is taken for that of a killed run: the next run looks once more, and finds nothing.
        drop(fs::remove_file(&self.marker));
    }
}

/// Says where this run writes, in a file of a name that no other run has.
fn marker(runs: &Path, output: &Path, reach: Reach) -> io::Result<PathBuf> {
    let reach = match reach {
        Reach::Folder => "folder",
        Reach::Tree => "tree",
    };
    let mut name = reach.as_bytes().to_vec();
    name.push(b'\n');
    name.extend(fs::canonicalize(output)?.as_os_str().as_encoded_bytes());
    let mut file = tempfile::Builder::new().prefix("run-").tempfile_in(runs)?;
    io::Write::write_all(&mut file, &name)?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path)
}

/// Takes away what runs left that never ended.
fn clean_up(runs: &Path) -> io::Result<()> {
    for marker in fs::read_dir(runs)? {
        let marker = marker?.path();
        let content = fs::read(&marker)?;
        let content = String::from_utf8_lossy(&content);
        if let Some((reach, folder)) = content.split_once('\n') {
            sweep(Path::new(folder), if reach == "tree" { Reach::Tree } else { Reach::Folder });
        }
        fs::remove_file(&marker)?;
    }
    Ok(())
}

/// Takes unfinished files away from a folder. One that cannot be removed does no harm.
fn sweep(folder: &Path, reach: Reach) {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).max_depth((reach == Reach::Folder).then_some(1));
    for entry in walk.build().flatten() {
        if is_unfinished(entry.path()) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_taken_away_by_the_next_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, tei) = (folder.path().join(".postil"), folder.path().join("tei"));
        fs::create_dir_all(tei.join("sub")).unwrap();
        std::mem::forget(Running::begin(&cache, &tei, Reach::Tree).unwrap());
        let left = tei.join("sub/.postil-x1.tmp");
        fs::write(&left, "half").unwrap();
        fs::write(tei.join("a.xml"), "whole").unwrap();
        // The forgotten run still holds its lock: it might be alive.
        let second = Running::begin(&cache, &tei, Reach::Tree).unwrap();
        assert!(left.exists());
        drop(second);
        assert_eq!(fs::read_dir(cache.join("runs")).unwrap().count(), 1);
    }

    #[test]
    fn a_run_that_ended_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join(".postil");
        drop(Running::begin(&cache, folder.path(), Reach::Folder).unwrap());
        assert_eq!(fs::read_dir(cache.join("runs")).unwrap().count(), 0);
    }
}
