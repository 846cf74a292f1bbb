//! The members of a tar: POSIX ustar with the extensions of GNU and pax for long names.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use flate2::read::MultiGzDecoder;
use tar::{Entry, EntryType};

use crate::batch::archive::index::Index;
use crate::batch::archive::{Content, Place};

/// The bytes that an extended header may have.
const LONGEST_HEADER: u64 = 1 << 20;

/// What a compressed archive may grow to: so many bytes, or so many times its own length.
const GROWTH: (u64, u64) = (1 << 30, 100);

/// Reads the directory of a tar; its members stay where they are.
pub(super) fn plain(file: File, index: &mut Index<'_>) -> io::Result<Content> {
    let reader = BufReader::new(file.try_clone()?);
    let mut archive = tar::Archive::new(reader);
    let mut names = Names::default();
    for entry in archive.entries_with_seek()?.raw(true) {
        let mut entry = entry?;
        if let Some(path) = names.path(&mut entry, index)? {
            index.put(path, Place::Bytes { from: entry.raw_file_position(), len: entry.size() });
        }
    }
    Ok(Content::Plain(Arc::new(Mutex::new(file))))
}

/// Reads a tar that is compressed as a whole, so that its members can be had only one after the other. Those that are
/// wanted go to a nameless temporary file, each up to one byte more than a member may have.
pub(super) fn gzip(file: File, index: &mut Index<'_>, largest: u64) -> io::Result<Content> {
    let (least, times) = GROWTH;
    let most = least.max(file.metadata()?.len().saturating_mul(times));
    let mut spool = tempfile::tempfile()?;
    let mut used = 0;
    let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::new(file)));
    let mut names = Names::default();
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        if let Some(path) = names.path(&mut entry, index)? {
            let len = io::copy(&mut (&mut entry).take(largest + 1), &mut spool)?;
            index.put(path, Place::Bytes { from: used, len });
            used += len;
        }
        if used > most {
            return Err(io::Error::other(format!("its members have more than {most} bytes")));
        }
    }
    spool.flush()?;
    spool.seek(SeekFrom::Start(0))?;
    Ok(Content::Plain(Arc::new(Mutex::new(spool))))
}

/// The name that an extended header gives to the member after it.
#[derive(Debug, Default)]
struct Names {
    next: Option<Vec<u8>>,
}

impl Names {
    /// The path of an entry that is a wanted file.
    fn path(&mut self, entry: &mut Entry<'_, impl Read>, index: &mut Index<'_>) -> io::Result<Option<PathBuf>> {
        let kind = entry.header().entry_type();
        if kind == EntryType::GNULongName {
            let mut name = extended(entry)?;
            while name.last() == Some(&0) {
                name.pop();
            }
            self.next = Some(name);
            return Ok(None);
        }
        if kind == EntryType::XHeader {
            self.pax(&extended(entry)?)?;
            return Ok(None);
        }
        if matches!(kind, EntryType::GNULongLink | EntryType::XGlobalHeader) {
            return Ok(None);
        }
        let name = self.next.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        Ok(match kind {
            EntryType::Regular | EntryType::Continuous => index.take(&name),
            EntryType::Symlink | EntryType::Link => {
                index.link(&String::from_utf8_lossy(&name));
                None
            }
            // Folders, devices, pipes, files with holes.
            _ => None,
        })
    }

    /// The record `path` of an extended header: lines `LENGTH KEYWORD=VALUE` (POSIX.1-2017, pax, "pax Extended Header").
    fn pax(&mut self, mut records: &[u8]) -> io::Result<()> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "an extended header of it is broken");
        while !records.is_empty() {
            let space = records.iter().position(|&byte| byte == b' ').ok_or_else(broken)?;
            let len = str::from_utf8(&records[..space]).ok().and_then(|len| len.parse::<usize>().ok());
            let len = len.filter(|&len| len > space + 1 && len <= records.len()).ok_or_else(broken)?;
            let record = records[space + 1..len].strip_suffix(b"\n").ok_or_else(broken)?;
            if let Some(path) = record.strip_prefix(b"path=") {
                self.next = Some(path.to_vec());
            }
            if record.starts_with(b"size=") {
                return Err(io::Error::other("it holds files of more than 8 GB"));
            }
            records = &records[len..];
        }
        Ok(())
    }
}

fn extended(entry: &mut Entry<'_, impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    entry.take(LONGEST_HEADER + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_HEADER {
        return Err(io::Error::other("a name in it is longer than a megabyte"));
    }
    Ok(bytes)
}
