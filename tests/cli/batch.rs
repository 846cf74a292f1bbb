//! Runs over folders again and again: what is done a second time, what is left, what survives a violent end.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{Folder, Said, forbid, may_read_all, said};

/// Transcripts enough that a run takes a while.
fn letters(folder: &Folder, count: usize) {
    for number in 0..count {
        let text = format!(
            "TOP SECRET\n\nMoscow, {} May 1950\n\nCde. A. M. Varnov [sic] told me of letter {number}.\n\n[signature]\n",
            number % 28 + 1
        );
        folder.write(&format!("letters/{}/{number}.txt", number % 5), text.repeat(3));
    }
}

fn convert(folder: &Folder, more: &[&str]) -> Said {
    folder.run(&[&["convert", "letters", "-o", "tei"], more].concat())
}

fn ends(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == ending)
}

/// Names and contents of all results.
fn results(folder: &Folder, name: &str) -> Vec<(String, String)> {
    folder.files(name).into_iter().map(|file| (file.clone(), folder.read(&format!("{name}/{file}")))).collect()
}

#[test]
fn nothing_is_done_twice_and_every_change_is_seen() {
    let folder = Folder::new();
    letters(&folder, 3);
    assert_eq!(convert(&folder, &[]).stderr, "postil: 3 converted\n");
    assert_eq!(convert(&folder, &[]).stderr, "postil: 0 converted, 3 unchanged\n");
    folder.write("letters/0/0.txt", "He left.\n");
    folder.write("letters/4/new.txt", "She stayed.\n");
    let plan = convert(&folder, &["--dry-run"]);
    assert_eq!(
        plan.stdout,
        "letters/0/0.txt -> tei/0/0.xml: source changed\nletters/4/new.txt -> tei/4/new.xml: new\n"
    );
    assert!(!folder.path("tei/4").exists(), "a dry run writes nothing");
    assert_eq!(convert(&folder, &[]).stderr, "postil: 2 converted, 2 unchanged\n");
    assert!(folder.read("tei/0/0.xml").contains("He left."));
    assert_eq!(convert(&folder, &["--force"]).stderr, "postil: 4 converted\n");
    for (option, value, why) in [
        ("--profile", "leiden", "profile changed"),
        ("--layout", "paragraph", "options changed"),
        ("--min-cert", "high", "options changed"),
        ("--date", "2026-11-23", "options changed"),
    ] {
        let plan = convert(&folder, &["--dry-run", option, value]);
        assert_eq!(plan.stdout.matches(&format!(": {why}\n")).count(), 4, "{option}: {plan:?}");
    }
    fs::remove_file(folder.path("tei/1/1.xml")).expect("it is there");
    assert_eq!(convert(&folder, &["--dry-run"]).stdout, "letters/1/1.txt -> tei/1/1.xml: output missing\n");
}

#[test]
fn a_row_of_the_metadata_concerns_its_own_transcript_only() {
    let folder = Folder::new();
    letters(&folder, 2);
    folder.write("list.csv", "file,title\n0.txt,One\n1.txt,Two\n");
    convert(&folder, &["--metadata", "list.csv"]);
    folder.write("list.csv", "file,title\n0.txt,One\n1.txt,Three\n");
    let plan = convert(&folder, &["--metadata", "list.csv", "--dry-run"]);
    assert_eq!(plan.stdout, "letters/1/1.txt -> tei/1/1.xml: metadata changed\n");
}

#[test]
fn findings_of_unchanged_documents_count_as_before() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He wrote [zxqv: 12-b] and left.\n");
    assert!(convert(&folder, &["--format", "json"]).stderr.contains("C001"));
    let again = convert(&folder, &["--format", "json"]);
    assert!(again.stderr.contains("C001") && again.stderr.contains("\"line\":1"), "{again:?}");
}

#[test]
fn work_by_hand_is_never_overwritten_in_silence() {
    let folder = Folder::new();
    letters(&folder, 2);
    convert(&folder, &[]);
    let edited = folder.read("tei/0/0.xml").replace("told me", "has told me");
    folder.write("tei/0/0.xml", &edited);
    assert_eq!(convert(&folder, &[]).stderr, "postil: 0 converted, 1 unchanged, 1 edited by hand and kept\n");
    folder.write("letters/0/0.txt", "He left.\n");
    let kept = convert(&folder, &[]);
    assert!(kept.code == 0 && kept.stderr.contains("M002") && kept.stderr.contains("M001"), "{kept:?}");
    assert!(folder.read("tei/0/0.xml").contains("has told me"));
    assert_eq!(convert(&folder, &["--overwrite"]).stderr, "postil: 1 converted, 1 unchanged\n");
    assert!(folder.read("tei/0/0.xml").contains("He left."));
}

#[test]
fn a_file_that_postil_did_not_write_is_left_as_well() {
    let folder = Folder::new();
    letters(&folder, 1);
    folder.write("tei/0/0.xml", "<TEI/>\n");
    let kept = convert(&folder, &[]);
    assert!(kept.stderr.contains("P008") && kept.stderr.contains("is not known to be a result"), "{kept:?}");
    assert_eq!(folder.read("tei/0/0.xml"), "<TEI/>\n");
}

#[test]
fn results_of_transcripts_that_are_gone_are_reported_and_removed_on_request() {
    let folder = Folder::new();
    letters(&folder, 3);
    convert(&folder, &["--source-map"]);
    folder.write("tei/1/1.xml", folder.read("tei/1/1.xml").replace("told me", "has told me"));
    fs::remove_file(folder.path("letters/0/0.txt")).expect("it is there");
    fs::remove_file(folder.path("letters/1/1.txt")).expect("it is there");
    let gone = convert(&folder, &["--source-map"]);
    assert_eq!(gone.stderr.matches("P009").count(), 2, "{gone:?}");
    let pruned = convert(&folder, &["--source-map", "--prune"]);
    assert!(pruned.stderr.contains("1 removed") && pruned.stderr.contains("edited by hand since"), "{pruned:?}");
    assert!(!folder.path("tei/0/0.xml").exists() && !folder.path("tei/0/0.map.json").exists());
    assert!(folder.path("tei/1/1.xml").exists());
}

#[test]
fn a_project_that_is_moved_keeps_what_it_knows() {
    let folder = Folder::new();
    letters(&folder, 2);
    folder.run(&["convert", "letters", "-o", "tei", "--cache", ".postil"]);
    fs::create_dir(folder.path("elsewhere")).expect("it can be made");
    for name in ["letters", "tei", ".postil"] {
        fs::rename(folder.path(name), folder.path(&format!("elsewhere/{name}"))).expect("it can be moved");
    }
    let said = folder.run(&["convert", "elsewhere/letters", "-o", "elsewhere/tei", "--cache", "elsewhere/.postil"]);
    assert_eq!(said.stderr, "postil: 0 converted, 2 unchanged\n");
}

#[test]
fn a_run_that_is_killed_at_any_moment_can_be_run_again() {
    let undisturbed = Folder::new();
    letters(&undisturbed, 40);
    convert(&undisturbed, &["-j", "2"]);
    let folder = Folder::new();
    letters(&folder, 40);
    for attempt in 0..50_u64 {
        let mut command = folder.command(&["convert", "letters", "-o", "tei", "-j", "2"]);
        let mut child = command.stderr(Stdio::null()).spawn().expect("postil runs");
        // Moments spread over the length of a run, in an order without a pattern.
        std::thread::sleep(Duration::from_millis(attempt * 37 % 50 * 4));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if attempt % 10 == 9 {
            assert_eq!(convert(&folder, &["-j", "2"]).code, 0);
            assert_eq!(results(&folder, "tei"), results(&undisturbed, "tei"), "after {attempt} kills");
            fs::remove_dir_all(folder.path("tei")).expect("it is there");
        }
    }
}

#[test]
fn a_change_of_the_transcript_after_a_kill_is_no_work_by_hand() {
    let folder = Folder::new();
    letters(&folder, 30);
    for attempt in 0..12_u64 {
        for number in 0..30 {
            folder
                .write(&format!("letters/{}/{number}.txt", number % 5), format!("Letter {number}, draft {attempt}.\n"));
        }
        let mut command = folder.command(&["convert", "letters", "-o", "tei"]);
        let mut child = command.stderr(Stdio::null()).spawn().expect("postil runs");
        std::thread::sleep(Duration::from_millis(attempt * 13 % 12 * 8));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    let said = convert(&folder, &[]);
    assert!(!said.stderr.contains("P008"), "{said:?}");
    assert!(folder.read("tei/4/29.xml").contains("Letter 29, draft 11."));
}

#[test]
fn two_runs_share_one_cache() {
    let alone = Folder::new();
    letters(&alone, 60);
    convert(&alone, &[]);
    let folder = Folder::new();
    letters(&folder, 60);
    let spawn = |output: &str| {
        let mut command = folder.command(&["convert", "letters", "-o", output, "--cache", ".postil"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("postil runs")
    };
    let children = [spawn("tei"), spawn("tei"), spawn("other")];
    for child in children {
        let ended = said(&child.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, 0, "{ended:?}");
    }
    assert_eq!(results(&folder, "tei"), results(&alone, "tei"));
    assert_eq!(results(&folder, "other"), results(&alone, "tei"));
    let again = folder.run(&["convert", "letters", "-o", "other", "--cache", ".postil"]);
    assert_eq!(again.stderr, "postil: 0 converted, 60 unchanged\n");
}

#[test]
fn shards_make_what_one_run_makes() {
    let whole = Folder::new();
    letters(&whole, 20);
    convert(&whole, &[]);
    let folder = Folder::new();
    letters(&folder, 20);
    for shard in ["1/3", "2/3", "3/3"] {
        assert_eq!(convert(&folder, &["--shard", shard]).code, 0);
    }
    assert_eq!(results(&folder, "tei"), results(&whole, "tei"));
    assert_eq!(convert(&folder, &[]).stderr, "postil: 0 converted, 20 unchanged\n");
}

#[test]
fn the_number_of_threads_changes_no_byte_and_no_order() {
    let folder = Folder::new();
    letters(&folder, 20);
    folder.write("letters/3/strange.txt", "He wrote [zxqv: 12-b] and left.\n");
    let one = folder.run(&["convert", "letters", "-o", "one", "-j", "1", "--format", "json"]);
    let four = folder.run(&["convert", "letters", "-o", "four", "-j", "4", "--format", "json"]);
    assert_eq!(one.stderr, four.stderr);
    assert_eq!(results(&folder, "one"), results(&folder, "four"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_in_order_and_goes_on_where_it_ended() {
    let folder = Folder::new();
    letters(&folder, 400);
    let mut command = folder.command(&["convert", "letters", "-o", "tei", "-j", "1"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("postil runs");
    // It has begun when its folder is there.
    while !folder.path("tei/0").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is kill");
    let ended = said(&child.wait_with_output().expect("it ends"));
    assert_eq!(ended.code, 130, "{ended:?}");
    assert!(ended.stderr.contains("interrupted:") && ended.stderr.contains("are left"), "{ended:?}");
    assert!(folder.files("tei").iter().all(|file| ends(file, "xml") || ends(file, "rng")));
    let done = folder.files("tei").iter().filter(|file| ends(file, "xml")).count();
    let rest = convert(&folder, &[]);
    assert_eq!(rest.stderr, format!("postil: {} converted, {done} unchanged\n", 400 - done));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_fails_its_documents_only() {
    let folder = Folder::new();
    if may_read_all(&folder) {
        return;
    }
    letters(&folder, 10);
    fs::create_dir_all(folder.path("tei/2")).expect("it can be made");
    forbid(&folder.path("tei/2"));
    let said = convert(&folder, &[]);
    assert_eq!((said.code, said.stderr.matches("P005").count()), (1, 2), "{said:?}");
    assert!(said.stderr.ends_with("8 converted, 2 failed\n"), "{said:?}");
}

#[test]
fn a_cache_that_cannot_be_used_is_told() {
    let folder = Folder::new();
    letters(&folder, 1);
    folder.write("tei/.postil", "a file in its place");
    let said = convert(&folder, &[]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("P010"), "{said:?}");
    fs::remove_file(folder.path("tei/.postil")).expect("it is there");
    folder.write("tei/.postil/cache.redb", "no database");
    assert_eq!(convert(&folder, &[]).code, 2);
    assert_eq!(convert(&folder, &["--no-cache"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn a_full_disk_fails_documents_and_leaves_none_in_part() {
    let folder = Folder::new();
    letters(&folder, 60);
    fs::create_dir(folder.path("small")).expect("it can be made");
    let small = folder.path("small");
    let mount = ["-t", "tmpfs", "-o", "size=700k", "tmpfs"];
    let mounted = std::process::Command::new("mount").args(mount).arg(&small).stderr(Stdio::null()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    }
    let full = folder.run(&["convert", "letters", "-o", "small/tei", "--cache", ".postil"]);
    let files = folder.files("small");
    let whole = files
        .iter()
        .filter(|file| ends(file, "xml"))
        .all(|file| folder.read(&format!("small/{file}")).ends_with("</TEI>\n"));
    let unmounted = std::process::Command::new("umount").arg(&small).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert_eq!(full.code, 1, "{full:?}");
    assert!(full.stderr.contains("No space left on device") && full.stderr.contains("failed"), "{full:?}");
    assert!(whole && !files.iter().any(|file| ends(file, "tmp")), "{files:?}");
}
