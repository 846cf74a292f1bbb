//! Archives as folders: zip and tar, also compressed with gzip. Members are read one by one, and nothing is unpacked.

mod index;
mod tarball;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::batch::archive::index::Index;
use crate::batch::stamp::Stamp;
use crate::diagnostic::{Code, Diagnostic, reason};

/// The bytes that a member may have once it is decompressed. What an archive says of itself is not believed.
pub const LARGEST_MEMBER: u64 = 64 << 20;

/// An archive that is open, and may be read from several threads.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    stamp: Stamp,
    /// Whether no member was refused, so that what is not found in it is not there.
    is_whole: bool,
    content: Content,
    members: Vec<Member>,
    largest: u64,
}

/// The forms of archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zip,
    Tar,
    TarGzip,
}

#[derive(Debug)]
enum Content {
    Zip(ZipArchive<Window>),
    /// The bytes of a member of a tar lie together: in the archive, or in a nameless file that holds what was compressed.
    Plain(Arc<Mutex<File>>),
}

/// A transcript in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    /// Below the archive, checked.
    below: PathBuf,
    place: Place,
}

/// Where a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// By its number in the directory of a zip.
    Entry(usize),
    /// In bytes.
    Bytes { from: u64, len: u64 },
}

/// An archive and what of it was refused: the names of members, each with the reason.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) archive: Archive,
    pub(super) refused: Vec<(String, Diagnostic)>,
}

/// Whether a file is an archive, by the ending of its name.
pub(super) fn is_archive(path: &Path) -> bool {
    kind(path).is_some()
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let kinds = [(".zip", Kind::Zip), (".tar", Kind::Tar), (".tar.gz", Kind::TarGzip), (".tgz", Kind::TarGzip)];
    kinds.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| kind)
}

impl Archive {
    /// Opens an archive and finds the members that are wanted, sorted by their paths; hidden ones do not come.
    ///
    /// # Errors
    /// P004 where the file cannot be read, P082 where it is no archive of the form that its name says.
    pub(super) fn open(path: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<Opened, Diagnostic> {
        Self::open_within(path, wanted, LARGEST_MEMBER)
    }

    fn open_within(path: &Path, wanted: &dyn Fn(&Path) -> bool, largest: u64) -> Result<Opened, Diagnostic> {
        let file = File::open(path).map_err(|error| unreadable(&reason(&error)))?;
        // Of the file that is open, not of one that may be put in its place.
        let stamp = Stamp::of(&file.metadata().map_err(|error| unreadable(&reason(&error)))?);
        let mut index = Index::new(wanted);
        let content = match kind(path).unwrap_or(Kind::Zip) {
            Kind::Zip => zip_content(file, &mut index).map_err(|error| broken(&words(&error)))?,
            Kind::Tar => tarball::plain(file, &mut index).map_err(|error| broken(&reason(&error)))?,
            Kind::TarGzip => tarball::gzip(file, &mut index, largest).map_err(|error| broken(&reason(&error)))?,
        };
        let (members, refused) = index.finish();
        let (path, is_whole) = (path.to_path_buf(), refused.is_empty());
        Ok(Opened { archive: Self { path, stamp, is_whole, content, members, largest }, refused })
    }

    /// Where it is.
    pub(super) fn file(&self) -> &Path {
        &self.path
    }

    /// What the system said of it when it was opened.
    pub(super) fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Whether no member was refused, so that what is not found in it is not there.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many members are wanted.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// The path of a member below the archive.
    pub(super) fn below(&self, number: usize) -> &Path {
        &self.members[number].below
    }

    /// The path of a member, as if the archive were a folder.
    pub(super) fn path(&self, number: usize) -> PathBuf {
        self.path.join(&self.members[number].below)
    }

    /// The bytes of a member.
    ///
    /// # Errors
    /// P004 where it is encrypted or broken, P084 where it is larger than [`LARGEST_MEMBER`].
    pub(super) fn read(&self, number: usize) -> Result<Vec<u8>, Diagnostic> {
        match (&self.content, self.members[number].place) {
            (Content::Zip(zip), Place::Entry(entry)) => {
                let mut zip = zip.clone();
                let member = zip.by_index(entry).map_err(|error| unreadable(&words(&error)))?;
                self.bounded(member)
            }
            (Content::Plain(file), Place::Bytes { from, len }) => {
                self.bounded(Window { file: Arc::clone(file), from, len, at: 0 })
            }
            (Content::Zip(_), Place::Bytes { .. }) | (Content::Plain(_), Place::Entry(_)) => {
                Err(unreadable("the archive is of another form than its directory"))
            }
        }
    }

    fn bounded(&self, member: impl Read) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::new();
        member.take(self.largest + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&reason(&error)))?;
        if bytes.len() as u64 > self.largest {
            let message = format!("this member of an archive is larger than {} bytes", self.largest);
            let help = "unpack the archive and convert the folder";
            return Err(Diagnostic::new(Code::P084, message).with_help(help));
        }
        Ok(bytes)
    }
}

fn zip_content(file: File, index: &mut Index<'_>) -> Result<Content, ZipError> {
    let len = file.metadata()?.len();
    let mut zip = ZipArchive::new(Window { file: Arc::new(Mutex::new(file)), from: 0, len, at: 0 })?;
    let mut extents = Vec::new();
    for number in 0..zip.len() {
        let member = zip.by_index_raw(number)?;
        extents.extend(member.data_start().map(|start| (start, member.compressed_size())));
        let name = member.name()?.into_owned();
        if member.is_dir() {
            continue;
        }
        if member.is_symlink() {
            index.link(&name);
        } else {
            index.add(name.as_bytes(), Place::Entry(number));
        }
    }
    // Members that share bytes with others are how a small archive becomes an endless one.
    extents.sort_unstable();
    if extents.windows(2).any(|pair| pair[0].0.saturating_add(pair[0].1) > pair[1].0) {
        return Err(ZipError::InvalidArchive("its members lie one over the other".into()));
    }
    Ok(Content::Zip(zip))
}

/// A part of a file, read by whoever needs it: each reader has a place of its own.
#[derive(Debug, Clone)]
struct Window {
    file: Arc<Mutex<File>>,
    from: u64,
    len: u64,
    at: u64,
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        if wanted == 0 {
            return Ok(0);
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.from + self.at))?;
        let read = file.read(&mut buffer[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => self.len.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::new(Code::P004, format!("this input cannot be read: {why}"))
}

fn broken(why: &str) -> Diagnostic {
    Diagnostic::new(Code::P082, format!("this archive cannot be read: {why}"))
        .with_help("archives are .zip, .tar, .tar.gz and .tgz; unpack others, and convert the folder")
}

/// What is wrong with a zip or one of its members, in our words where the crate's say little.
fn words(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => reason(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "it is encrypted".to_owned()
        }
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
