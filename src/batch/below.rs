//! Which names, of members of an archive or of lines, are paths below a folder, on every system.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// Why a member or a line is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsafe {
    Empty,
    NotUnicode,
    Nul,
    Absolute,
    Up,
    Drive,
    Backslash,
    Link,
    Hidden,
}

impl fmt::Display for Unsafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it has no name",
            Self::NotUnicode => "its name is not in UTF-8",
            Self::Nul => "its name holds a NUL",
            Self::Absolute => "its path begins at the root",
            Self::Up => "its path leads upwards with `..`",
            Self::Drive => "its path holds a colon, as that of a drive does",
            Self::Backslash => "its path holds a backslash",
            Self::Link => "it is a link",
            Self::Hidden => "a part of its path begins with a dot, as that of a hidden file does",
        })
    }
}

/// The path below the folder that a name stands for.
pub(super) fn checked(name: &[u8]) -> Result<PathBuf, Unsafe> {
    let name = str::from_utf8(name).map_err(|_| Unsafe::NotUnicode)?;
    let forbidden = [
        (name.contains('\0'), Unsafe::Nul),
        (name.contains('\\'), Unsafe::Backslash),
        (name.starts_with('/'), Unsafe::Absolute),
        (name.contains(':'), Unsafe::Drive),
        (name.split('/').any(|part| part == ".."), Unsafe::Up),
    ];
    if let Some((_, why)) = forbidden.into_iter().find(|(is_so, _)| *is_so) {
        return Err(why);
    }
    let normal = |part| match part {
        Component::Normal(part) => Some(part),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    };
    let path: PathBuf = Path::new(name).components().filter_map(normal).collect();
    if path.as_os_str().is_empty() { Err(Unsafe::Empty) } else { Ok(path) }
}

/// Whether a file is hidden, by itself or with a folder.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_folder_pass() {
        assert_eq!(checked(b"a/./b//c.txt"), Ok(PathBuf::from("a/b/c.txt")));
        assert_eq!(checked("Ж/..a.txt".as_bytes()), Ok(PathBuf::from("Ж/..a.txt")));
        for (name, why) in [
            (b"/etc/a.txt".as_slice(), Unsafe::Absolute),
            (b"../a.txt", Unsafe::Up),
            (b"a/../../b.txt", Unsafe::Up),
            (b"a/..", Unsafe::Up),
            (b"C:/a.txt", Unsafe::Drive),
            (b"a.txt:stream", Unsafe::Drive),
            (b"..\\a.txt", Unsafe::Backslash),
            (b"a\0.txt", Unsafe::Nul),
            (b"\xFF.txt", Unsafe::NotUnicode),
            (b"./", Unsafe::Empty),
        ] {
            assert_eq!(checked(name), Err(why), "{}", String::from_utf8_lossy(name));
        }
    }

    #[test]
    fn hidden_files_are_told() {
        assert!(is_hidden(Path::new("a/.b/c.txt")) && is_hidden(Path::new(".a.txt")));
        assert!(!is_hidden(Path::new("a/b.txt")));
    }
}
