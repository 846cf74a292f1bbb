//! `docs/names.md` says what happens: its files are written, its commands run, and what it shows is looked for.

use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = include_str!("../docs/names.md");

/// The fenced blocks with a file name after their language: name and content.
fn files() -> Vec<(&'static str, String)> {
    let mut files = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let content: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, name)) = info.split_once(' ') {
            files.push((name, content.join("\n") + "\n"));
        }
    }
    files
}

/// Files that commands write; the page shows lines of them.
const WRITTEN: &[&str] = &["tei/a.xml", "tei/b.xml", "suggested/b.xml", "register.csv", "all.jsonl"];

fn run(folder: &Path, arguments: &[&str]) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_postil")).args(arguments).current_dir(folder).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_page_shows_what_happens() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("letters")).expect("it can be made");
    let (written, given): (Vec<_>, Vec<_>) = files().into_iter().partition(|(name, _)| WRITTEN.contains(name));
    for (name, content) in &given {
        fs::write(path(name), content).expect("it can be written");
    }
    let names = ["--authority", "people.csv", "--authority", "places.xml", "--authority", "more.jsonl"];
    let outputs = ["--entities", "register.csv", "--standoff", "all.jsonl"];
    run(folder.path(), &[&["convert", "letters", "-o", "tei"][..], &names, &outputs].concat());
    run(
        folder.path(),
        &[&["convert", "letters", "-o", "suggested"][..], &names, &["--suggest", "model.jsonl"]].concat(),
    );
    run(folder.path(), &["convert", "letters", "-o", "again", "--authority", "register.csv"]);
    assert_eq!(written.len(), WRITTEN.len());
    for (name, shown) in written {
        let found = fs::read_to_string(path(name)).expect("it was written");
        for line in shown.lines() {
            assert!(found.contains(line), "{name} does not hold\n{line}\nbut is\n{found}");
        }
    }
}

#[test]
fn the_page_names_every_option_about_names() {
    for option in ["--authority", "--suggest", "--annotator", "--annotator-timeout", "--entities", "--standoff"] {
        assert!(PAGE.contains(&format!("`{option}")), "docs/names.md does not name {option}");
    }
}

#[test]
fn the_adapter_for_spacy_is_short() {
    let adapter = include_str!("../examples/annotators/spacy_annotator.py");
    assert!(adapter.lines().count() <= 25, "an adapter is to be short enough to be read at once");
}
