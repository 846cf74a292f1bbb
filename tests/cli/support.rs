//! A folder of one's own to run the command in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder for one test, gone afterwards.
pub(crate) struct Folder(TempDir);

/// What a run of the command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("there is room for a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("folders can be made");
        fs::write(path, content).expect("the file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// All files below a folder, hidden ones too, sorted; but not what postil knows of its results.
    pub(crate) fn files(&self, name: &str) -> Vec<String> {
        let mut files = Vec::new();
        collect(&self.path(name), &self.path(name), &mut files);
        files.sort();
        files
    }

    /// The command, not yet run. What the surroundings say of colours and dates does not count.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(&self.command(arguments).output().expect("postil runs"))
    }

    /// Runs the command with something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("postil runs");
        child.stdin.take().expect("it is piped").write_all(input).expect("postil reads");
        said(&child.wait_with_output().expect("postil ends"))
    }
}

/// What a finished run said, without the time it took.
pub(crate) fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().expect("postil ends by itself"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: without_time(&String::from_utf8_lossy(&output.stderr)),
    }
}

/// ` in 0.4 s (30 a second)` at the end of the summary is another each time.
fn without_time(text: &str) -> String {
    let time = regex::Regex::new(r" in [0-9]+\.[0-9] s \([0-9]+ a second\)\n").expect("the pattern is right");
    time.replace_all(text, "\n").into_owned()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.ends_with(".postil") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).expect("it lies below").display().to_string());
        }
    }
}

/// Whether nothing is forbidden to us, so that a forbidden folder cannot be made.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn may_read_all(folder: &Folder) -> bool {
    folder.write("forbidden", "x");
    forbid(&folder.path("forbidden"));
    let may = fs::read(folder.path("forbidden")).is_ok();
    if may {
        eprintln!("skipped: this user may read what nobody may");
    }
    may
}

/// Takes all rights to a file or folder away.
pub(crate) fn forbid(path: &Path) {
    let mut rights = fs::metadata(path).expect("it is there").permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        rights.set_mode(0o000);
    }
    #[cfg(not(unix))]
    rights.set_readonly(true);
    fs::set_permissions(path, rights).expect("rights can be changed");
}
