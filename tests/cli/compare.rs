//! `postil diff` and `postil merge`: what they say, what they write, and how they end.

use serde_json::Value;

use crate::support::{Folder, forbid, may_read_all};

fn document(paragraphs: &str) -> String {
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <text>\n    <body>\n      {paragraphs}\n    </body>\n  </text>\n</TEI>\n"
    )
}

const OLD: &str = "<p>In the evening Anna Reiss met Olga Brandt.</p>\n      <p>On <date when=\"1931-05-03\">3 May</date> a \
                   telegram was lost in the harbor.</p>";
const NEW: &str = "<p>In the evening <persName>Anna Reiss</persName> met\n        Olga Brandt.</p>\n      <p>On <date \
                   when=\"1931-05-04\">3 May</date> a telegram was lost in the harbour.</p>";

/// Two files that differ by a name, a date and a spelling.
fn pair() -> Folder {
    let folder = Folder::new();
    folder.write("old.xml", document(OLD));
    folder.write("new.xml", document(NEW));
    folder
}

fn kinds(json: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).expect("it is JSON");
    let changes = json["changes"].as_array().expect("it has changes").iter();
    changes.map(|change| change["kind"].as_str().expect("it has a kind").to_owned()).collect()
}

#[test]
fn changes_are_sentences_and_the_exit_status_tells() {
    let folder = pair();
    let said = folder.run(&["diff", "old.xml", "new.xml"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said:?}");
    for line in [
        "  persName added round \u{201C}Anna Reiss\u{201D} (p, line 4)\n",
        "  @when of date \u{201C}3 May\u{201D} changed from \u{201C}1931-05-03\u{201D} to \u{201C}1931-05-04\u{201D} (p, line 6)\n",
        "  \u{201C}harbor\u{201D} changed to \u{201C}harbour\u{201D} (p, line 6)\n",
        "[-harbor-]{+harbour+}",
        "3 changes, 1 of the words, 2 of the markup\n",
    ] {
        assert!(said.stdout.contains(line), "{line} is not in {}", said.stdout);
    }
    let same = folder.run(&["diff", "old.xml", "old.xml"]);
    assert_eq!((same.code, same.stdout.as_str(), same.stderr.as_str()), (0, "", ""));
}

#[test]
fn other_white_space_is_no_change() {
    let folder = pair();
    folder.write("wrapped.xml", document(&OLD.replace(' ', "\n   ")).replace("<date\n   ", "<date "));
    let said = folder.run(&["diff", "old.xml", "wrapped.xml", "--format", "json"]);
    assert_eq!((said.code, kinds(&said.stdout)), (0, Vec::new()), "{said:?}");
}

#[test]
fn only_and_ignore_choose_among_the_changes() {
    let folder = pair();
    let of = |options: &[&str]| {
        let said = folder.run(&[&["diff", "old.xml", "new.xml", "--format", "json"], options].concat());
        (said.code, kinds(&said.stdout))
    };
    let all = ["element-added", "attribute-changed", "text-changed"].map(str::to_owned);
    assert_eq!(of(&[]), (1, all.to_vec()));
    assert_eq!(of(&["--only", "persName"]), (1, all[..1].to_vec()));
    assert_eq!(of(&["--only", "persName,date"]), (1, all[..2].to_vec()));
    assert_eq!(of(&["--only", "@when"]), (1, all[1..2].to_vec()));
    assert_eq!(of(&["--only", "text"]), (1, all[2..].to_vec()));
    assert_eq!(of(&["--ignore", "text,@when"]), (1, all[..1].to_vec()));
    assert_eq!(of(&["--only", "date", "--ignore", "@when"]), (0, Vec::new()));
}

#[test]
fn the_other_forms_have_every_change() {
    let folder = pair();
    let unified = folder.run(&["diff", "old.xml", "new.xml", "--format", "unified"]);
    assert_eq!(unified.code, 1);
    assert!(unified.stdout.starts_with("--- old.xml\n+++ new.xml\n@@ "), "{unified:?}");
    assert_eq!(unified.stdout.matches("@@ -").count(), 3, "{unified:?}");
    let page = folder.run(&["diff", "old.xml", "new.xml", "--format", "html", "-o", "changes.html"]);
    assert_eq!((page.code, page.stdout.as_str()), (1, ""));
    assert_eq!(folder.read("changes.html").matches("<li class=\"change").count(), 3);
    let plain = folder.run(&["diff", "old.xml", "new.xml", "-o", "changes.txt"]);
    assert_eq!(plain.code, 1);
    assert!(!folder.read("changes.txt").contains('\u{1b}'), "a file has no colours");
}

#[test]
fn folders_are_compared_file_by_file() {
    let folder = Folder::new();
    for (name, text) in [("a/1.xml", OLD), ("a/sub/2.xml", OLD), ("a/gone.xml", OLD), ("b/1.xml", OLD)] {
        folder.write(name, document(text));
    }
    folder.write("b/sub/2.xml", document(NEW));
    folder.write("b/fresh.xml", document(NEW));
    let said = folder.run(&["diff", "a", "b"]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("a/gone.xml is gone\n") && said.stdout.contains("b/fresh.xml is new\n"), "{said:?}");
    assert!(said.stdout.contains("b/sub/2.xml\n  persName added") && !said.stdout.contains("1.xml"), "{said:?}");
    let said = folder.run(&["diff", "a", "b", "--format", "json"]);
    let json: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let files = json["files"].as_array().expect("it has files");
    let names: Vec<_> = files.iter().map(|file| (file["a"].as_str(), file["b"].as_str())).collect();
    let wanted = [(None, Some("b/fresh.xml")), (Some("a/gone.xml"), None), (Some("a/sub/2.xml"), Some("b/sub/2.xml"))];
    assert_eq!(names, wanted);
    assert_eq!(files[2]["changes"].as_array().map(Vec::len), Some(3));
    // A file beside a folder is compared with the one of its name.
    assert_eq!(folder.run(&["diff", "a", "b/1.xml"]).code, 0);
}

#[test]
fn a_side_may_be_standard_input() {
    let folder = pair();
    let said = folder.run_with(&["diff", "old.xml", "-", "--format", "json"], document(NEW).as_bytes());
    assert_eq!((said.code, kinds(&said.stdout).len()), (1, 3), "{said:?}");
    let said = folder.run_with(&["diff", "-", "old.xml"], document(OLD).as_bytes());
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_compared_is_said_with_its_line() {
    let folder = pair();
    folder.write("broken.xml", "<TEI>\n<p>one</q>\n</TEI>\n");
    let said = folder.run(&["diff", "old.xml", "broken.xml"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("error[V001]") && said.stderr.contains("broken.xml:2:"), "{said:?}");
    let said = folder.run(&["diff", "old.xml", "nowhere.xml"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("error[P004]") && said.stderr.contains("nowhere.xml"), "{said:?}");
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let folder = Folder::new();
    if may_read_all(&folder) {
        folder.write("b/1.xml", "<TEI>");
    } else {
        folder.write("b/1.xml", document(NEW));
        forbid(&folder.path("b/1.xml"));
    }
    folder.write("a/1.xml", document(OLD));
    folder.write("a/2.xml", document(OLD));
    folder.write("b/2.xml", document(NEW));
    let said = folder.run(&["diff", "a", "b"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("b/1.xml") && said.stdout.contains("b/2.xml\n  persName added"), "{said:?}");
}

/// A base and two versions: a name each, and one date in two ways.
fn versions() -> Folder {
    let folder = Folder::new();
    folder.write("base.xml", document(OLD));
    folder.write("ours.xml", document(NEW));
    let theirs = OLD.replace("Olga Brandt", "<persName>Olga Brandt</persName>").replace("05-03", "05-13");
    folder.write("theirs.xml", document(&theirs));
    folder
}

/// Both names, and the layout of ours.
fn both_names() -> String {
    document(&NEW.replace("Olga Brandt", "<persName>Olga Brandt</persName>"))
}

#[test]
fn a_merge_takes_what_is_not_at_odds() {
    let folder = versions();
    let said = folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml"]);
    assert_eq!((said.code, said.stdout), (1, both_names()));
    for part in ["warning[M001]", "ours.xml:6:", "\u{201C}1931-05-04\u{201D}", "\u{201C}1931-05-13\u{201D}"] {
        assert!(said.stderr.contains(part), "{part} is not in {}", said.stderr);
    }
}

#[test]
fn a_merge_may_go_to_one_of_the_three() {
    let folder = versions();
    let said = folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml", "-o", "ours.xml"]);
    assert_eq!((said.code, said.stdout.as_str(), folder.read("ours.xml")), (1, "", both_names()));
    assert!(said.stderr.ends_with("postil: 1 change taken, 1 conflict\n"), "{said:?}");
    let clean = folder.run(&["merge", "base.xml", "base.xml", "theirs.xml", "-o", "out.xml", "-q"]);
    assert_eq!((clean.code, clean.stderr.as_str()), (0, ""));
    assert_eq!(folder.read("out.xml"), folder.read("theirs.xml"));
}

#[test]
fn conflicts_are_listed_as_json() {
    let folder = versions();
    let said = folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml", "--conflicts", "conflicts.json"]);
    assert_eq!(said.code, 1);
    let json: Value = serde_json::from_str(&folder.read("conflicts.json")).expect("it is JSON");
    let conflicts = json["conflicts"].as_array().expect("it lists them");
    assert_eq!(conflicts.len(), 1, "{json}");
    assert_eq!((&conflicts[0]["id"], &conflicts[0]["kind"]), (&1.into(), &"attribute".into()));
    assert_eq!((&conflicts[0]["ours"]["line"], &conflicts[0]["ours"]["within"]), (&6.into(), &"p".into()));
    folder.run(&["merge", "base.xml", "base.xml", "ours.xml", "--conflicts", "none.json"]);
    let json: Value = serde_json::from_str(&folder.read("none.json")).expect("it is JSON");
    assert_eq!(json["conflicts"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_conflict_is_held_in_comments_or_settled_for_theirs() {
    let folder = versions();
    let merge = |what: &str| folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml", "--on-conflict", what]);
    let marked = merge("mark");
    assert_eq!(marked.code, 1);
    let comments = regex::Regex::new("<!-- postil:conflict 1(: [^>]*| end) -->").expect("the pattern is right");
    assert_eq!(comments.find_iter(&marked.stdout).count(), 2, "{marked:?}");
    assert_eq!(comments.replace_all(&marked.stdout, ""), both_names());
    let theirs = merge("theirs");
    assert_eq!(theirs.code, 1);
    assert!(theirs.stdout.contains("1931-05-13") && theirs.stdout.contains("harbour"), "{theirs:?}");
    assert_eq!(theirs.stdout.matches("<persName>").count(), 2);
}

#[test]
fn what_is_not_well_formed_is_not_merged() {
    let folder = versions();
    folder.write("theirs.xml", "<TEI>\n<text>\n</TEI>\n");
    let said = folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml", "-o", "out.xml"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("error[V001]") && said.stderr.contains("theirs.xml:3:"), "{said:?}");
    assert!(!folder.path("out.xml").exists());
}

/// The blocks of a page that begin with a fence of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

#[test]
fn the_page_about_comparing_shows_what_happens() {
    let page = include_str!("../../docs/compare.md");
    let folder = Folder::new();
    let xml = blocks(page, "xml");
    let whole = |body: &str| format!("<TEI>\n<teiHeader/>\n<text><body>\n{body}</body></text>\n</TEI>\n");
    folder.write("old.xml", whole(&xml[0]));
    folder.write("new.xml", whole(&xml[1]));
    let said = folder.run(&["diff", "old.xml", "new.xml"]);
    assert_eq!(said.stdout.trim_end(), blocks(page, "text")[0].trim_end());
    let said = folder.run(&["diff", "old.xml", "new.xml", "--format", "json"]);
    let json: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let shown: Value = serde_json::from_str(&blocks(page, "json")[0]).expect("the page shows JSON");
    assert_eq!(json["changes"][0], shown);
    for command in blocks(page, "sh").iter().flat_map(|block| block.lines()).filter(|line| line.contains("diff old")) {
        let words: Vec<&str> = command.split(" #").next().unwrap_or_default().split_whitespace().skip(1).collect();
        assert_eq!(folder.run(&words).code, 1, "{command}");
    }
    folder.write("theirs.xml", whole(&xml[0].replace("05-03", "05-13")));
    let said = folder.run(&["merge", "old.xml", "new.xml", "theirs.xml", "--on-conflict", "mark"]);
    assert!(said.stdout.contains(xml[2].trim_end()), "{said:?}");
}

#[test]
fn a_merged_file_stays_in_its_encoding() {
    let folder = Folder::new();
    let xml = |words: &str| {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>{words}</p></body></text></TEI>\n"
        );
        encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
    };
    folder.write("base.xml", xml("Москва была далеко, и никто не пришёл."));
    folder.write("ours.xml", xml("Москва была очень далеко, и никто не пришёл."));
    folder.write("theirs.xml", xml("<placeName>Москва</placeName> была далеко, и никто не пришёл."));
    let said = folder.run(&["merge", "base.xml", "ours.xml", "theirs.xml", "-o", "ours.xml"]);
    assert_eq!(said.code, 0, "{said:?}");
    let wanted = xml("<placeName>Москва</placeName> была очень далеко, и никто не пришёл.");
    assert_eq!(std::fs::read(folder.path("ours.xml")).expect("it is there"), wanted);
}
