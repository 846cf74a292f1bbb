//! What is done by hand in the TEI survives the next conversion.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{Folder, Said};

const LETTER: &str =
    "Valmark, 3 May 1931\n\nIn the evening Mr. Reiss sat at the harbour.\n\nThe telegram was lost. Nobody found it.\n";

fn convert(folder: &Folder, options: &[&str]) -> Said {
    folder.run(&[&["convert", "letters", "-o", "tei"], options].concat())
}

/// A letter that was converted, and then edited by hand.
fn edited() -> Folder {
    let folder = Folder::new();
    folder.write("letters/a.txt", LETTER);
    assert_eq!(convert(&folder, &["-q"]).code, 0);
    replace(&folder, "tei/a.xml", "harbour", "<placeName>harbour</placeName>");
    folder
}

fn replace(folder: &Folder, name: &str, from: &str, to: &str) {
    let before = folder.read(name);
    assert_eq!(before.matches(from).count(), 1, "{from} is in {before}");
    folder.write(name, before.replace(from, to));
}

fn holds(folder: &Folder, parts: &[&str]) {
    let text = folder.read("tei/a.xml");
    for part in parts {
        assert_eq!(text.matches(part).count(), 1, "{part} is once in {text}");
    }
    assert_eq!(folder.run(&["validate", "tei", "-q"]).code, 0);
}

#[test]
fn an_edit_is_kept_when_the_transcript_changes() {
    let folder = edited();
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    let said = convert(&folder, &[]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.contains("info[M002]: tei/a.xml was edited by hand: 1 change of the new"), "{said:?}");
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it."]);
    assert!(convert(&folder, &[]).stderr.contains("0 converted, 1 unchanged"));
}

#[test]
fn a_second_edit_is_kept_after_a_second_change() {
    let folder = edited();
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    convert(&folder, &[]);
    replace(&folder, "tei/a.xml", "In the evening ", "");
    assert!(convert(&folder, &[]).stderr.contains("1 edited by hand and kept"));
    replace(&folder, "letters/a.txt", "was lost", "got lost");
    convert(&folder, &[]);
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it.", "got lost."]);
    assert!(!folder.read("tei/a.xml").contains("evening"), "what was removed stays removed");
}

#[test]
fn an_edit_is_kept_when_the_profile_changes() {
    let folder = edited();
    folder.write("letters/a.txt", LETTER.replace("lost.", "lost [* in haste]."));
    convert(&folder, &[]);
    holds(&folder, &["<placeName>harbour</placeName>", "lost <supplied>* in haste</supplied>."]);
    let profile = "extends = \"archival\"\n\n[[siglum]]\nid = \"shorthand\"\npattern = '\\* (?P<text>.+)'\ntei = { element \
                   = \"hi\", rend = \"shorthand\" }\nexample = \"lost [* in haste].\"\ngives = 'lost <hi \
                   rend=\"shorthand\">in haste</hi>.'\nsee = \"https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-hi.html\"\n";
    folder.write("ours.toml", profile);
    let said = convert(&folder, &["--profile", "ours.toml"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("M002"), "{said:?}");
    holds(&folder, &["<placeName>harbour</placeName>", "lost <hi rend=\"shorthand\">in haste</hi>."]);
}

#[test]
fn a_conflict_leaves_the_edit_and_is_reported() {
    let folder = edited();
    replace(&folder, "tei/a.xml", "was lost", "went astray");
    replace(&folder, "letters/a.txt", "was lost", "has vanished");
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    let said = convert(&folder, &[]);
    assert_eq!(said.code, 0);
    let line = folder.read("tei/a.xml").lines().position(|line| line.contains("astray")).expect("it is there") + 1;
    assert!(said.stderr.contains("warning[M001]") && said.stderr.contains(&format!("tei/a.xml:{line}:")), "{said:?}");
    holds(&folder, &["went astray", "Nobody ever found it.", "<placeName>harbour</placeName>"]);
    assert!(!folder.read("tei/a.xml").contains("vanished"));
}

#[test]
fn overwriting_is_asked_for() {
    let folder = edited();
    assert_eq!(convert(&folder, &["--overwrite"]).code, 0);
    assert!(!folder.read("tei/a.xml").contains("<placeName>harbour"));
}

#[test]
fn the_base_may_lie_in_a_folder() {
    let folder = edited();
    fs::remove_dir_all(folder.path("tei/.postil")).expect("it is there");
    let lost = convert(&folder, &[]);
    assert!(lost.stderr.contains("P008") && lost.stderr.contains("is not known to be a result"), "{lost:?}");
    assert_eq!(folder.run(&["convert", "letters", "-o", "machine", "-q"]).code, 0);
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    let said = convert(&folder, &["--base", "machine"]);
    assert!(said.stderr.contains("M002"), "{said:?}");
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it."]);
}

#[test]
fn the_base_may_be_a_revision() {
    let folder = Folder::new();
    if Command::new("git").arg("--version").stdout(Stdio::null()).status().is_err() {
        skipped();
        return;
    }
    folder.write("letters/a.txt", LETTER);
    convert(&folder, &["-q", "--no-cache"]);
    let commit = ["-c", "user.name=An Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false"];
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "tei/a.xml"],
        &[&commit[..], &["commit", "--quiet", "--message", "what postil made"]].concat(),
    ] {
        let done = Command::new("git").args(arguments).current_dir(folder.path("")).status().expect("git runs");
        assert!(done.success(), "{arguments:?}");
    }
    replace(&folder, "tei/a.xml", "harbour", "<placeName>harbour</placeName>");
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    let unknown = convert(&folder, &["--no-cache", "--base-revision", "nowhere"]);
    assert!(
        unknown.stderr.contains("P008") && unknown.stderr.contains("git knows no revision `nowhere`"),
        "{unknown:?}"
    );
    let said = convert(&folder, &["--no-cache", "--base-revision", "HEAD"]);
    assert!(said.stderr.contains("M002"), "{said:?}");
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it."]);
}

#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped() {
    eprintln!("skipped: git is not there");
}

#[test]
fn a_merged_file_is_not_pruned() {
    let folder = edited();
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    convert(&folder, &[]);
    fs::remove_file(folder.path("letters/a.txt")).expect("it is there");
    folder.write("letters/b.txt", "He left.\n");
    let said = convert(&folder, &["--prune"]);
    assert!(said.stderr.contains("P009"), "{said:?}");
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it."]);
}

#[test]
fn an_edited_file_that_is_not_well_formed_is_left() {
    let folder = edited();
    replace(&folder, "tei/a.xml", "</body>", "");
    let broken = folder.read("tei/a.xml");
    replace(&folder, "letters/a.txt", "Nobody found", "Nobody ever found");
    let said = convert(&folder, &[]);
    assert_eq!((said.code, folder.read("tei/a.xml")), (0, broken));
    assert!(
        said.stderr.contains("P008") && said.stderr.contains("the edited file is not well-formed: line "),
        "{said:?}"
    );
    replace(&folder, "tei/a.xml", "</text>", "</body></text>");
    assert!(convert(&folder, &[]).stderr.contains("M002"));
    holds(&folder, &["<placeName>harbour</placeName>", "Nobody ever found it."]);
}

/// The blocks of a walk: what stands after the fence, and the content.
fn blocks(walk: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = walk.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let content: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((info, content.join("\n") + "\n"));
    }
    blocks
}

#[test]
#[cfg(unix)]
fn the_walk_over_hand_edits_goes_as_it_is_written() {
    let page = include_str!("../../docs/review.md");
    let (_, walk) = page.split_once("## A walk over hand edits").expect("the page has the walk");
    let folder = Folder::new();
    let mut said = String::new();
    for (info, content) in blocks(walk) {
        if let Some((_, name)) = info.split_once(' ') {
            folder.write(name, content);
        } else if info == "sh" {
            said = content.lines().map(|line| typed(&folder, line)).collect();
        } else {
            for line in content.lines() {
                assert!(said.contains(line), "{line} is not in {said}");
            }
        }
    }
    assert_eq!(folder.run(&["validate", "tei/"]).code, 0);
    let again = folder.run(&["convert", "letters/", "-o", "tei/", "--profile", "ours.toml"]);
    assert!(again.stderr.contains("0 converted, 1 unchanged"), "{again:?}");
    for part in ["<persName>Lake Brandt</persName>", "was mislaid.", "ever found", "rend=\"shorthand\">in haste</hi>"] {
        assert_eq!(folder.read("tei/visit.xml").matches(part).count(), 1, "{part}");
    }
}

/// What a line says that somebody types; the server is not started.
#[cfg(unix)]
fn typed(folder: &Folder, line: &str) -> String {
    let Some(arguments) = line.strip_prefix("postil ") else {
        let done = Command::new("sh").args(["-c", line]).current_dir(folder.path("")).status().expect("sh runs");
        assert!(done.success(), "{line}");
        return String::new();
    };
    if arguments.contains("--serve") {
        return String::new();
    }
    let said = folder.run(&arguments.split_whitespace().collect::<Vec<_>>());
    assert_eq!(said.code, i32::from(arguments.starts_with("diff")), "{line}: {said:?}");
    said.stdout + &said.stderr
}
