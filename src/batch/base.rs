//! What postil wrote last, before somebody edited it: from the cache, from a folder, or from a revision in git.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::batch::cache::Cache;
use crate::batch::destination::Destination;
use crate::diagnostic::reason;

/// Where the last version of postil's own is kept of each result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Base {
    /// In the cache: what the last run wrote.
    #[default]
    Cache,
    /// In a folder, under the same paths as the results below the output folder.
    Folder(PathBuf),
    /// In git, under the paths of the results, as of a revision such as `HEAD` or `v1.2`.
    Revision(String),
}

/// Where the cache has what postil wrote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    pub(super) cache: Option<&'a Cache>,
    /// The key of the document.
    pub(super) key: &'a [u8],
    /// Whether the time before the last is asked for.
    pub(super) is_before: bool,
}

impl Base {
    /// The last version of postil's own of a result; nothing where none is known.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    pub(super) fn of(
        &self,
        result: &Path,
        destination: &Destination,
        kept: &Kept<'_>,
    ) -> Result<Option<String>, String> {
        match self {
            Self::Cache => {
                let Some(cache) = kept.cache else { return Ok(None) };
                let kept = cache.base(kept.key, kept.is_before).map_err(|error| error.to_string())?;
                kept.map(|bytes| unpacked(&bytes).map_err(|error| reason(&error))).transpose()
            }
            Self::Folder(folder) => {
                let below = match destination {
                    Destination::Folder(output) => result.strip_prefix(output).unwrap_or(result),
                    Destination::File(_) | Destination::Stdout => Path::new(result.file_name().unwrap_or_default()),
                };
                let path = folder.join(below);
                match fs::read_to_string(&path) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(format!("{} cannot be read: {}", path.display(), reason(&error))),
                }
            }
            Self::Revision(revision) => of_revision(revision, result),
        }
    }
}

/// A file as it is in a revision; nothing where the revision does not have it.
fn of_revision(revision: &str, result: &Path) -> Result<Option<String>, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is no revision"));
    }
    let folder = result.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = result.file_name().unwrap_or_default().to_string_lossy();
    let git = |arguments: &[&str]| {
        let run = Command::new("git").arg("-C").arg(folder).args(arguments).output();
        run.map_err(|error| format!("git cannot be started: {}", reason(&error)))
    };
    let known = git(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !known.status.success() {
        return Err(format!("git knows no revision `{revision}` in {}", folder.display()));
    }
    let shown = git(&["show", &format!("{revision}:./{name}")])?;
    if !shown.status.success() {
        return Ok(None);
    }
    String::from_utf8(shown.stdout).map(Some).map_err(|_| format!("{name} of {revision} is not in UTF-8"))
}

/// A document as it is kept.
pub(super) fn packed(xml: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(xml.len() / 3), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(xml.as_bytes());
    encoder.finish().unwrap_or_default()
}

fn unpacked(bytes: &[u8]) -> io::Result<String> {
    let mut xml = String::new();
    DeflateDecoder::new(bytes).read_to_string(&mut xml)?;
    Ok(xml)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let xml = "<p>Ö</p>".repeat(1_000);
        let kept = packed(&xml);
        assert!(kept.len() < xml.len() / 10);
        assert_eq!(unpacked(&kept).unwrap(), xml);
        assert!(unpacked(&kept[..20]).is_err());
    }
}
