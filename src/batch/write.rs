//! Files written whole or not at all: a new file beside the old one takes its name when all of it is on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::batch::stamp::Stamp;

/// How the names of files begin and end that have not got their own yet.
const UNFINISHED: (&str, &str) = (".postil-", ".tmp");

/// A file that is written whole and has not got its name yet. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Staged {
    bytes: Bytes,
    path: PathBuf,
    /// The stamp that the file will have.
    pub(super) stamp: Stamp,
}

#[derive(Debug)]
enum Bytes {
    /// In a file beside the one it becomes.
    InFile(TempPath),
    /// For a device or pipe such as /dev/null, which must not be replaced by a file.
    ForDevice(Vec<u8>),
}

/// Writes a file whole or not at all.
///
/// # Errors
/// What the system says; the file is then as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let staged = stage(path, bytes)?;
    staged.sync()?;
    staged.put()
}

/// Writes the bytes of a file. [`Staged::sync`] brings them to the disk, and only [`Staged::put`] gives them their name.
pub(super) fn stage(path: &Path, bytes: &[u8]) -> io::Result<Staged> {
    let path = path.to_path_buf();
    if fs::metadata(&path).is_ok_and(|target| !target.is_file() && !target.is_dir()) {
        return Ok(Staged { bytes: Bytes::ForDevice(bytes.to_vec()), path, stamp: Stamp::default() });
    }
    let mut file = new_file(parent(&path))?;
    file.write_all(bytes)?;
    let stamp = Stamp::of(&file.as_file().metadata()?);
    Ok(Staged { bytes: Bytes::InFile(file.into_temp_path()), path, stamp })
}

impl Staged {
    /// Brings the file to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        match &self.bytes {
            Bytes::InFile(file) => File::options().write(true).open(file)?.sync_all(),
            Bytes::ForDevice(_) => Ok(()),
        }
    }

    /// Gives the file its name.
    pub(super) fn put(self) -> io::Result<()> {
        match self.bytes {
            Bytes::InFile(file) => file.persist(&self.path).map_err(|error| error.error),
            Bytes::ForDevice(bytes) => fs::write(&self.path, bytes),
        }
    }

    /// The folder in which the file gets its name.
    pub(super) fn folder(&self) -> &Path {
        parent(&self.path)
    }
}

/// A file that is written bit by bit, and takes its name only with [`Growing::finish`]. Dropped before, it is gone.
#[derive(Debug)]
pub struct Growing {
    out: Out,
    path: PathBuf,
}

#[derive(Debug)]
enum Out {
    InFile(BufWriter<NamedTempFile>),
    Device(File),
}

impl Growing {
    /// Begins a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let path = path.to_path_buf();
        let is_device = fs::metadata(&path).is_ok_and(|target| !target.is_file() && !target.is_dir());
        let out = if is_device {
            Out::Device(File::options().write(true).open(&path)?)
        } else {
            Out::InFile(BufWriter::new(new_file(parent(&path))?))
        };
        Ok(Self { out, path })
    }

    /// The folder in which the file gets its name; none for a device.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self.out {
            Out::InFile(_) => Some(parent(&self.path)),
            Out::Device(_) => None,
        }
    }

    /// Brings the file to the disk and gives it its name.
    ///
    /// # Errors
    /// What the system says; what stood in its place is then as it was.
    pub fn finish(self) -> io::Result<()> {
        match self.out {
            Out::Device(mut file) => file.flush(),
            Out::InFile(out) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(&self.path).map_err(|error| error.error)?;
                sync_folder(parent(&self.path));
                Ok(())
            }
        }
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::InFile(out) => out.write(bytes),
            Out::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::InFile(out) => out.flush(),
            Out::Device(file) => file.flush(),
        }
    }
}

/// Asks the system to keep the names in a folder. Where folders cannot be synchronized, as on Windows, it keeps them by
/// itself.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
}

/// Whether a file is one that a killed run has left.
pub(super) fn is_unfinished(path: &Path) -> bool {
    let (begin, end) = UNFINISHED;
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(begin) && name.ends_with(end))
}

/// The folder of a file; `.` for a bare name.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new hidden file with the usual mode, which is gone again unless it gets its name.
pub(super) fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
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

    #[test]
    fn a_file_that_grows_has_no_name_until_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "before").unwrap();
        let mut dropped = Growing::begin(&path).unwrap();
        dropped.write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read(&path).unwrap(), b"before");
        let mut whole = Growing::begin(&path).unwrap();
        whole.write_all(b"after").unwrap();
        whole.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
