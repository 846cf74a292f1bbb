//! Documents as lines of JSON, in and out.

use serde_json::Value;

use crate::support::Folder;

const LINES: &str = concat!(
    r#"{"id":"a","text":"Mr. Varnov left on 3 May 1950.","metadata":{"title":"A letter"}}"#,
    "\n",
    r#"{"id":"b"}"#,
    "\n",
    r#"{"id":"c","text":"He **left**.","format":"markdown"}"#,
    "\n"
);

fn parsed(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn lines_of_standard_input_are_answered_in_order_on_standard_output() {
    let folder = Folder::new();
    let said = folder.run_with(&["convert", "--from", "ndjson", "--to", "ndjson", "-"], LINES.as_bytes());
    assert_eq!((said.code, said.stderr.as_str()), (1, "postil: 2 converted, 1 failed\n"));
    let answers = parsed(&said.stdout);
    let ids: Vec<&str> = answers.iter().filter_map(|answer| answer["id"].as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(answers[0]["tei"].as_str().is_some_and(|tei| tei.contains("when=\"1950-05-03\"")));
    let finding = &answers[1]["diagnostics"][0];
    assert_eq!((&finding["file"], &finding["line"], &finding["code"]), (&"<stdin>".into(), &2.into(), &"P080".into()));
}

#[test]
fn lines_of_several_files_go_to_one_file_whole_or_not_at_all() {
    let folder = Folder::new();
    folder.write("1.ndjson", LINES);
    folder.write("2.ndjson", LINES);
    let said =
        folder.run(&["convert", "--from", "ndjson", "--to", "ndjson", "1.ndjson", "2.ndjson", "-o", "out.ndjson"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    assert_eq!(parsed(&folder.read("out.ndjson")).len(), 6);
    let before = folder.read("out.ndjson");
    let said =
        folder.run(&["convert", "--from", "ndjson", "--to", "ndjson", "none.ndjson", "2.ndjson", "-o", "out.ndjson"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("P004") && said.stderr.ends_with("2 converted, 2 failed\n"), "{said:?}");
    assert_ne!(folder.read("out.ndjson"), before);
    assert_eq!(folder.files("."), ["1.ndjson", "2.ndjson", "out.ndjson"]);
}

#[test]
fn files_become_lines_with_the_tei_that_they_become_as_files() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "Mr. Varnov [zxqv: 12-b] left.\n");
    folder.write("letters/b.md", "He **left**.\n");
    folder.run(&["convert", "letters", "-o", "tei"]);
    let said = folder.run(&["convert", "letters", "gone.txt", "--to", "ndjson"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, "postil: 2 converted, 1 with findings, 1 failed\n"));
    let answers = parsed(&said.stdout);
    assert_eq!(answers[0]["id"], "letters/a.txt");
    assert_eq!(answers[0]["tei"].as_str(), Some(folder.read("tei/a.xml").as_str()));
    assert_eq!(answers[1]["tei"].as_str(), Some(folder.read("tei/b.xml").as_str()));
    assert_eq!(answers[0]["diagnostics"][0]["code"], "C001");
    assert_eq!((&answers[2]["tei"], &answers[2]["diagnostics"][0]["code"]), (&Value::Null, &"P004".into()));
}

#[test]
fn options_that_lines_cannot_obey_are_refused() {
    let folder = Folder::new();
    folder.write("a.ndjson", LINES);
    let said = folder.run(&["convert", "--from", "ndjson", "a.ndjson"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("`--from ndjson` needs `--to ndjson`"), "{said:?}");
    for option in [&["--source-map"][..], &["--encoding", "koi8-r"], &["--force"], &["--shard", "1/2"], &["--dry-run"]]
    {
        let said = folder.run(&[&["convert", "--from", "ndjson", "--to", "ndjson", "a.ndjson"], option].concat());
        assert!(said.code == 2 && said.stderr.contains(option[0]), "{said:?}");
    }
}
