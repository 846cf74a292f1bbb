//! Files that are rewritten where they are: whole or not at all, by their own name, with their own rights.

use std::fs;
use std::io;
use std::path::Path;

use postil::batch::write_whole;

/// Writes a file that is there in its place. A link stays a link.
///
/// # Errors
/// What the system says; the file is then as it was.
pub(crate) fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let rights = fs::metadata(&path)?.permissions();
    if rights.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    write_whole(&path, bytes)?;
    fs::set_permissions(&path, rights)
}
