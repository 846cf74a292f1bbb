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
    assert!(said.stderr.contains("`--from ndjson` needs a folder for the TEI, --output FOLDER"), "{said:?}");
    let said = folder.run(&["convert", "--from", "ndjson", "a.ndjson", "-o", "out.ndjson"]);
    assert!(said.code == 2 && said.stderr.contains("`--to ndjson`") && !folder.path("out.ndjson").exists(), "{said:?}");
    for option in [&["--source-map"][..], &["--encoding", "koi8-r"], &["--force"], &["--dry-run"]] {
        let said = folder.run(&[&["convert", "--from", "ndjson", "--to", "ndjson", "a.ndjson"], option].concat());
        assert!(said.code == 2 && said.stderr.contains(option[0]), "{said:?}");
    }
}

const FOLDER_OF_LINES: [&str; 4] = [
    r#"{"id":"box 1/a","text":"Mr. Varnov left on 3 May 1950.","metadata":{"title":"A letter"}}"#,
    r#"{"id":7,"text":"He **left**.","format":"markdown"}"#,
    r#"{"id":"letter.2","text":"He left."}"#,
    r#"{"id":"old/c.txt","text":"She left."}"#,
];

#[test]
fn lines_become_files_named_by_their_ids_with_the_tei_that_they_have_in_lines() {
    let folder = Folder::new();
    folder.write("all.ndjson", FOLDER_OF_LINES.join("\n"));
    let said = folder.run(&["convert", "--from", "ndjson", "all.ndjson", "-o", "tei"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "postil: 4 converted\n"));
    let files =
        ["7.xml", "box 1/a.xml", "box 1/postil.rng", "letter.2.xml", "old/c.xml", "old/postil.rng", "postil.rng"];
    assert_eq!(folder.files("tei"), files);
    assert!(folder.read("tei/box 1/a.xml").contains(">A letter</title>"));
    let lines = parsed(&folder.run(&["convert", "--from", "ndjson", "--to", "ndjson", "all.ndjson"]).stdout);
    for (line, file) in lines.iter().zip(["tei/box 1/a.xml", "tei/7.xml", "tei/letter.2.xml", "tei/old/c.xml"]) {
        assert_eq!(line["tei"].as_str(), Some(folder.read(file).as_str()), "{file}");
    }
    let piped =
        folder.run_with(&["convert", "--from", "ndjson", "-", "-o", "piped"], FOLDER_OF_LINES.join("\n").as_bytes());
    assert_eq!((piped.code, folder.files("piped")), (0, folder.files("tei")));
    assert_eq!(folder.read("piped/7.xml"), folder.read("tei/7.xml"));
}

#[test]
fn lines_that_became_files_are_a_run_like_any_other() {
    let folder = Folder::new();
    folder.write("all.ndjson", FOLDER_OF_LINES.join("\n"));
    let convert = ["convert", "--from", "ndjson", "all.ndjson", "-o", "tei"];
    folder.run(&convert);
    let mut lines = FOLDER_OF_LINES.map(str::to_owned);
    lines[2] = lines[2].replace("He left", "They left");
    folder.write("all.ndjson", lines[..3].join("\n"));
    let said = folder.run(&[&convert[..], &["--dry-run"]].concat());
    assert!(said.stdout.contains("letter.2 -> tei/letter.2.xml: source changed\n"), "{said:?}");
    let said = folder.run(&convert);
    assert!(
        said.stderr.ends_with("1 converted, 2 unchanged, 1 with no transcript any more, 1 with findings\n"),
        "{said:?}"
    );
    assert!(said.stderr.contains("warning[P009]") && folder.path("tei/old/c.xml").exists(), "{said:?}");
    folder.write("tei/7.xml", "<TEI>");
    lines[1] = lines[1].replace("left", "stayed");
    folder.write("all.ndjson", lines[..3].join("\n"));
    let said = folder.run(&[&convert[..], &["--prune"]].concat());
    assert!(said.stderr.contains("warning[P008]") && !folder.path("tei/old/c.xml").exists(), "{said:?}");
    assert_eq!(folder.read("tei/7.xml"), "<TEI>");
}

#[test]
fn nothing_of_a_line_is_written_outside_the_output_and_one_name_is_used_once() {
    let folder = Folder::new();
    let bad = ["../up", "/root", "a/../../up", ".postil/x", "C:x", "a\\\\b", "", "a\\u0000b"];
    let mut lines: Vec<String> = bad.map(|id| format!("{{\"id\": \"{id}\", \"text\": \"He left.\"}}")).into();
    lines.extend(["7", "\"7\"", "\"7.txt\""].map(|id| format!("{{\"id\": {id}, \"text\": \"He left.\"}}")));
    lines.extend(["{".to_owned(), "{\"id\": \"no text\"}".to_owned()]);
    folder.write("in/all.ndjson", lines.join("\n"));
    let said = folder.run(&["convert", "--from", "ndjson", "in/all.ndjson", "-o", "in/tei", "--format", "short"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stderr.matches("error[P066]").count(), bad.len(), "{said:?}");
    assert_eq!(said.stderr.matches("error[P080]").count(), 2, "{said:?}");
    assert_eq!(said.stderr.matches("like line 9 of in/all.ndjson").count(), 2, "{said:?}");
    assert_eq!(folder.files("."), ["in/all.ndjson", "in/tei/7.xml", "in/tei/postil.rng"]);
}

#[test]
fn each_line_belongs_to_one_part_in_lines_and_in_files() {
    let folder = Folder::new();
    let lines: Vec<String> = (0..40).map(|id| format!("{{\"id\": \"b/{id}\", \"text\": \"He left.\"}}")).collect();
    folder.write("all.ndjson", lines.join("\n"));
    let mut answered = 0;
    for shard in ["1/2", "2/2"] {
        let files = ["convert", "--from", "ndjson", "all.ndjson", "-o", shard, "--shard", shard];
        assert_eq!(folder.run(&files).code, 0);
        let said = folder.run(&["convert", "--from", "ndjson", "--to", "ndjson", "all.ndjson", "--shard", shard]);
        let mut answers: Vec<String> = parsed(&said.stdout)
            .iter()
            .map(|answer| format!("{}.xml", answer["id"].as_str().unwrap_or_default()))
            .collect();
        answers.sort();
        let made: Vec<String> = folder.files(shard).into_iter().filter(|name| !name.ends_with("postil.rng")).collect();
        assert!(made == answers && made.len() > 5, "{made:?} {answers:?}");
        answered += answers.len();
    }
    assert_eq!(answered, 40);
}
