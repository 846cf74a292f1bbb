//! What the file system says of a file, by which one that was touched is told without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Length, time of the last change and inode of a file. A file that is written anew, or edited, gets another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// In bytes.
    len: u64,
    /// Nanoseconds since 1970; 0 where the system does not tell.
    modified: u64,
    /// 0 where the system has none.
    inode: u64,
}

impl Stamp {
    pub(super) fn of(file: &Metadata) -> Self {
        let modified = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        let modified = u64::try_from(modified.as_nanos()).unwrap_or_default();
        Self { len: file.len(), modified, inode: inode(file) }
    }

    /// Whether the file was last changed long enough before `time` that a later change would have shown in its stamp
    /// (some file systems count time in steps of two seconds).
    pub(super) fn settled_before(&self, time: SystemTime) -> bool {
        let modified = UNIX_EPOCH + Duration::from_nanos(self.modified);
        self.modified > 0 && modified + Duration::from_secs(2) <= time
    }
}

#[cfg(unix)]
fn inode(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}
