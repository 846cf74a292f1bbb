//! A run that goes on until the user ends it.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Folder;

/// Waits until something is the case.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        // It has ended already where the test went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn watch(folder: &Folder, arguments: &[&str]) -> Watching {
    let mut command = folder.command(arguments);
    Watching(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("postil runs"))
}

fn has(folder: &Folder, file: &str, text: &str) -> bool {
    fs::read_to_string(folder.path(file)).is_ok_and(|found| found.contains(text))
}

#[test]
#[cfg(unix)]
fn what_changes_is_converted_again_until_ctrl_c() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "One left.\n");
    let mut watching = watch(&folder, &["convert", "letters", "-o", "tei", "--watch"]);
    until("the first run", || has(&folder, "tei/a.xml", "One left."));
    folder.write("letters/a.txt", "Two left.\n");
    until("a change", || has(&folder, "tei/a.xml", "Two left."));
    folder.write("letters/.a.txt.new", "Three left.\n");
    fs::rename(folder.path("letters/.a.txt.new"), folder.path("letters/a.txt")).expect("it can be renamed");
    until("a change by renaming", || has(&folder, "tei/a.xml", "Three left."));
    folder.write("letters/box/b.md", "Four left.\n");
    until("a new folder", || has(&folder, "tei/box/b.xml", "Four left."));
    fs::remove_file(folder.path("letters/box/b.md")).expect("it is there");
    folder.write("letters/c.txt", "Five left.\n");
    until("a new file", || has(&folder, "tei/c.xml", "Five left."));
    assert!(has(&folder, "tei/box/b.xml", "Four left."), "what is gone is left without --prune");
    Command::new("kill").args(["-INT", &watching.0.id().to_string()]).status().expect("there is kill");
    let mut ended = None;
    until("the end", || {
        ended = watching.0.try_wait().expect("it can be asked");
        ended.is_some()
    });
    // 130 where Ctrl-C came in the middle of a run.
    let code = ended.and_then(|status| status.code());
    assert!(matches!(code, Some(0 | 130)), "{code:?}");
}

#[test]
fn a_single_file_and_its_profile_are_watched() {
    let folder = Folder::new();
    folder.write("a.txt", "He wrote [zxqv] and left.\n");
    folder.write("own.toml", "description = \"Ours\"\nextends = \"archival\"\n");
    let _watching = watch(&folder, &["convert", "a.txt", "-o", "a.xml", "--profile", "own.toml", "--watch"]);
    until("the first run", || has(&folder, "a.xml", "and left."));
    folder.write("a.txt", "He wrote [zxqv] and stayed.\n");
    until("a change", || has(&folder, "a.xml", "and stayed."));
    folder.write("own.toml", "extends = \"leiden\"\n");
    until("a change of the profile", || has(&folder, "a.xml", "<supplied reason=\"lost\">zxqv"));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    for arguments in [
        &["convert", "a.txt", "--watch"][..],
        &["convert", "-", "-o", "a.xml", "--watch"],
        &["convert", "nowhere/a.txt", "-o", "a.xml", "--watch"],
        &["convert", "a.txt", "-o", "a.xml", "--watch", "--dry-run"],
    ] {
        let said = folder.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
    }
}
