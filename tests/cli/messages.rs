//! Findings as people and programs read them.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Folder;

const UNKNOWN: &str = "He wrote [zxqv: 12-b] and left.\n";

#[test]
fn a_finding_shows_its_line() {
    let folder = Folder::new();
    folder.write("a.txt", format!("Dear Anna,\n\n{UNKNOWN}"));
    let said = folder.run(&["convert", "a.txt"]);
    assert_eq!(said.code, 0, "warnings do not count");
    let place = " --> a.txt:3:10\n  |\n3 | He wrote [zxqv: 12-b] and left.\n  |          ^^^^^^^^^^^^\n";
    assert!(said.stderr.starts_with("warning[C001]") && said.stderr.contains(place), "{}", said.stderr);
    assert!(said.stderr.contains("= help: "), "{}", said.stderr);
    assert!(said.stderr.ends_with("postil: 1 converted, 1 with findings\n"), "{}", said.stderr);
}

#[test]
fn of_many_findings_of_a_kind_the_first_are_shown() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{UNKNOWN}\n").repeat(33));
    let said = folder.run(&["convert", "a.txt"]);
    assert_eq!(said.stderr.matches("warning[C001]").count(), 20);
    assert!(said.stderr.contains("... and 13 more C001"), "{}", said.stderr);
    let said = folder.run(&["convert", "a.txt", "--verbose"]);
    assert_eq!(said.stderr.matches("warning[C001]").count(), 33);
}

#[test]
fn a_quiet_run_says_nothing_but_errors() {
    let folder = Folder::new();
    folder.write("a.txt", UNKNOWN);
    assert_eq!(folder.run(&["convert", "a.txt", "--quiet"]).stderr, "");
    let said = folder.run(&["convert", "nowhere.txt", "-q"]);
    assert!(said.code == 1 && said.stderr.starts_with("error[P004]") && !said.stderr.contains("converted"), "{said:?}");
}

#[test]
fn programs_get_an_object_on_each_line_and_nothing_else() {
    let folder = Folder::new();
    folder.write("a.txt", format!("Ж\n\n{UNKNOWN}"));
    let said = folder.run(&["convert", "a.txt", "nowhere.txt", "-o", "tei", "--format", "json"]);
    let findings: Vec<Value> =
        said.stderr.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(findings.len(), 2, "{}", said.stderr);
    let numbers: Vec<Option<u64>> = ["line", "column", "end_line", "end_column", "start", "end"]
        .iter()
        .map(|name| findings[0][name].as_u64())
        .collect();
    assert_eq!(numbers, [3, 10, 3, 22, 13, 25].map(Some));
    assert_eq!((&findings[0]["code"], &findings[0]["severity"]), (&Value::from("C001"), &Value::from("warning")));
    assert_eq!((&findings[1]["file"], &findings[1]["line"]), (&Value::from("nowhere.txt"), &Value::Null));
}

#[test]
fn programs_get_an_object_also_where_the_run_cannot_be_done() {
    let folder = Folder::new();
    folder.write("broken.toml", "extends = \n");
    let said = folder.run(&["convert", "a.txt", "--profile", "broken.toml", "--format", "json"]);
    let finding: Value = serde_json::from_str(said.stderr.trim_end()).expect("it is one line of JSON");
    assert_eq!((said.code, &finding["code"], &finding["line"]), (2, &Value::from("P001"), &Value::from(1)));
}

#[test]
fn there_are_colours_where_they_are_asked_for() {
    let folder = Folder::new();
    folder.write("a.txt", UNKNOWN);
    assert!(!folder.run(&["convert", "a.txt"]).stderr.contains('\u{1b}'));
    assert!(folder.run(&["convert", "a.txt", "--color", "always"]).stderr.contains('\u{1b}'));
    let never = folder.command(&["convert", "a.txt"]).env("NO_COLOR", "1").output().expect("it runs");
    assert!(!never.stderr.contains(&0x1b));
}

#[test]
fn a_transcript_cannot_command_the_terminal() {
    let folder = Folder::new();
    folder.write("a.txt", "He wrote [zxqv \u{9b}31m\u{1b}[31m 12-b] and left.\n");
    let said = folder.run(&["convert", "a.txt"]);
    assert!(!said.stderr.contains(['\u{9b}', '\u{1b}']), "{said:?}");
}

#[test]
fn one_long_line_costs_neither_time_nor_screens() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{}[zxqv: 12-b] ", "He wrote to me. ".repeat(100)).repeat(200));
    let start = Instant::now();
    for format in ["human", "json"] {
        let said = folder.run(&["convert", "a.txt", "-o", "a.xml", "--schema", "none", "--format", format]);
        assert_eq!(said.code, 0);
        assert!(format == "json" || said.stderr.len() < 50_000, "{} bytes of messages", said.stderr.len());
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
