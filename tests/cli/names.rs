//! `postil convert`: the options about names.

use std::process::Command;

use crate::support::Folder;

const PEOPLE: &str = "id,name,variants,type\nberg,\"Berg, Anna\",Bergu,person\njut,Jutmark,,place\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("letters/a.txt", "Anna Berg came to Jutmark. We gave Bergu a letter.\n");
    folder.write("letters/b.txt", "We saw Anna Berg in Velmark.\n");
    folder.write("people.csv", PEOPLE);
    folder
}

/// The registers that are kept in a folder.
fn registers(folder: &Folder, name: &str) -> Vec<String> {
    folder.files(name).into_iter().filter(|file| file.contains("register-")).collect()
}

#[test]
fn authority_files_mark_names_and_their_register_is_kept() {
    let folder = folder();
    let options = ["convert", "letters", "-o", "tei", "--authority", "people.csv", "--cache", "kept"];
    let said = folder.run(&options);
    assert!(said.code == 0 && said.stderr.starts_with("postil: 2 converted"), "{said:?}");
    let first = folder.read("tei/a.xml");
    assert!(first.contains("<persName ref=\"#berg\">Bergu</persName>"), "{first}");
    assert!(first.contains("<placeName ref=\"#jut\">Jutmark</placeName>"), "{first}");
    let kept = registers(&folder, "kept");
    assert_eq!(kept.len(), 1);
    let again = [&options[..], &["--force"]].concat();
    for content in [None, Some("damaged")] {
        if let Some(content) = content {
            folder.write(&format!("kept/{}", kept[0]), content);
        }
        assert_eq!(folder.run(&again).code, 0);
        assert_eq!((folder.read("tei/a.xml"), registers(&folder, "kept")), (first.clone(), kept.clone()));
    }
}

#[test]
fn documents_are_converted_again_where_the_names_have_changed() {
    let folder = folder();
    let options = ["convert", "letters", "-o", "tei", "--authority", "people.csv"];
    assert_eq!(folder.run(&options).code, 0);
    assert!(folder.run(&options).stderr.contains("2 unchanged"));
    folder.write("people.csv", format!("{PEOPLE}vel,Velmark,,place\n"));
    let said = folder.run(&options);
    assert!(said.stderr.contains("2 converted"), "{said:?}");
    assert!(folder.read("tei/b.xml").contains("ref=\"#vel\""));
    let line = "{\"source\":\"a.txt\",\"start\":0,\"end\":4,\"type\":\"GPE\",\"text\":\"Anna\"}\n";
    folder.write("model.jsonl", line);
    let said = folder.run(&[&options[..], &["--suggest", "model.jsonl"]].concat());
    assert!(said.stderr.contains("1 converted, 1 unchanged"), "only a.txt has a suggestion: {said:?}");
}

#[test]
fn a_dry_run_leaves_the_register_as_it_is() {
    let folder = folder();
    let options = ["convert", "letters", "-o", "tei", "--authority", "people.csv", "--entities", "register.csv"];
    assert_eq!(folder.run(&options).code, 0);
    let register = folder.read("register.csv");
    assert!(register.contains("berg"), "{register}");
    assert_eq!(folder.run(&[&options[..], &["--dry-run"]].concat()).code, 0);
    assert_eq!(folder.read("register.csv"), register);
}

#[test]
fn what_was_not_converted_again_is_in_the_register_too() {
    let folder = folder();
    let options = [
        "convert",
        "letters",
        "-o",
        "tei",
        "--authority",
        "people.csv",
        "--entities",
        "register.csv",
        "--standoff",
        "s.jsonl",
    ];
    assert_eq!(folder.run(&options).code, 0);
    let (table, lines) = (folder.read("register.csv"), folder.read("s.jsonl"));
    assert!(folder.run(&options).stderr.contains("2 unchanged"));
    assert_eq!((folder.read("register.csv"), folder.read("s.jsonl")), (table, lines));
}

#[test]
fn the_project_file_names_authority_files_and_the_option_wins_over_it() {
    let folder = folder();
    folder.write("postil.toml", "authority = [\"people.csv\"]\n");
    let said = folder.run(&["convert", "letters/a.txt"]);
    assert!(said.stdout.contains("ref=\"#jut\""), "{said:?}");
    folder.write("others.csv", "id,name,type\nother,Jutmark,place\n");
    let said = folder.run(&["convert", "letters/a.txt", "--authority", "others.csv"]);
    assert!(said.stdout.contains("ref=\"#other\"") && !said.stdout.contains("#jut"), "{said:?}");
}

#[test]
fn lines_are_converted_with_authority_files_too() {
    let folder = folder();
    folder.write("lines.ndjson", "{\"id\":\"a\",\"text\":\"We saw Jutmark.\"}\n");
    let options = ["convert", "--from", "ndjson", "--to", "ndjson", "lines.ndjson"];
    let said = folder.run(&[&options[..], &["--authority", "people.csv"]].concat());
    assert!(said.code == 0 && said.stdout.contains("#jut"), "{said:?}");
    let said = folder.run(&[&options[..], &["--entities", "all.csv"]].concat());
    assert!(said.code == 2 && said.stderr.contains("`--entities` cannot be used"), "{said:?}");
}

#[test]
fn several_authority_files_are_one_register() {
    let folder = folder();
    folder.write(
        "places.xml",
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><standOff><listPlace><place xml:id=\"vel\"><placeName>Velmark</placeName>\
         </place></listPlace></standOff></TEI>",
    );
    let said = folder.run(&["convert", "letters/b.txt", "--authority", "people.csv", "--authority", "places.xml"]);
    assert!(said.stdout.contains("ref=\"#vel\"") && said.stdout.contains("ref=\"#berg\""), "{said:?}");
}

#[test]
fn a_broken_authority_file_ends_the_run_and_a_broken_row_does_not() {
    let folder = folder();
    folder.write("broken.csv", "id,title\n1,Anna\n");
    let said = folder.run(&["convert", "letters/a.txt", "--authority", "broken.csv"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("error[P035]: the first row names no column `name`\n --> broken.csv:1:1"), "{said:?}");
    folder.write("ship.csv", "id,name,type\n1,Aurora,ship\n2,Anna Berg,person\n");
    let said = folder.run(&["convert", "letters/a.txt", "--authority", "ship.csv"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stderr.contains("warning[P036]: `ship` is neither person, place nor org\n --> ship.csv:2:10"),
        "{said:?}"
    );
    folder.write("people.doc", PEOPLE);
    let said = folder.run(&["convert", "letters/a.txt", "--authority", "people.doc"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("authority files end in .csv, .tsv, .xml or .jsonl"), "{said:?}");
}

#[test]
fn the_register_of_a_run_is_written_as_table_and_as_tei() {
    let folder = folder();
    let options = ["convert", "letters", "-o", "tei", "--authority", "people.csv"];
    let said = folder.run(&[&options[..], &["--entities", "register.csv"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let table = folder.read("register.csv");
    assert!(table.contains("berg,Anna Berg,Bergu,person,,,,,,3,0,2,a.xml | b.xml,identifier,"), "{table}");
    assert_eq!(folder.run(&[&options[..], &["--entities", "register.xml"]].concat()).code, 0);
    assert!(folder.read("register.xml").contains("<person xml:id=\"berg\">"));
    let said = folder.run(&["validate", "register.xml"]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = folder.run(&[&options[..], &["--entities", "register.doc"]].concat());
    assert!(said.code == 2 && said.stderr.contains("is to end in .csv or .xml"), "{said:?}");
}

#[test]
#[cfg(unix)]
fn a_device_gets_the_annotations_and_is_not_replaced() {
    let folder = folder();
    assert_eq!(folder.run(&["convert", "letters", "-o", "tei", "--standoff", "/dev/null"]).code, 0);
    assert!(!std::fs::metadata("/dev/null").expect("there is one").is_file());
}

#[test]
fn annotations_are_written_one_a_line() {
    let folder = folder();
    let options = ["convert", "letters", "-o", "tei", "--authority", "people.csv", "--standoff", "all.jsonl"];
    assert_eq!(folder.run(&options).code, 0);
    let lines = folder.read("all.jsonl");
    let texts =
        [("a.xml", folder.run(&["text", "tei/a.xml"]).stdout), ("b.xml", folder.run(&["text", "tei/b.xml"]).stdout)];
    let mut names = 0;
    for line in lines.lines() {
        let annotation: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let target = &annotation["target"];
        let text: Vec<char> =
            texts.iter().find(|(name, _)| target["source"] == *name).expect("it is of a document").1.chars().collect();
        let at = |key: &str| usize::try_from(target["selector"][0][key].as_u64().expect("a number")).expect("it fits");
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(target["selector"][1]["exact"], words);
        names += usize::from(annotation["body"][1]["source"] == "a.xml#berg");
    }
    assert_eq!(names, 2, "{lines}");
}

#[test]
fn suggestions_are_woven_with_who_made_them() {
    let folder = folder();
    let line = |source: &str, start: usize, words: &str, more: &str| {
        let end = start + words.chars().count();
        format!(
            "{{\"source\":\"{source}\",\"start\":{start},\"end\":{end},\"type\":\"GPE\",\"text\":\"{words}\"{more}}}\n"
        )
    };
    let lines = line("b.txt", 20, "Velmark", ",\"cert\":0.7,\"resp\":\"model 2\",\"ref\":\"https://example.org/vel\"")
        + &line("a.txt", 0, "Velmark", "")
        + &line("c.txt", 0, "Velmark", "");
    folder.write("model.jsonl", lines);
    let said = folder.run(&["convert", "letters", "-o", "tei", "--suggest", "model.jsonl"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stderr.contains(
            "warning[N021]: the suggestion of GPE `Velmark` at 0..7 was left out: the text has `Anna Be` there"
        ),
        "{said:?}"
    );
    assert!(said.stderr.contains("warning[P038]: there are suggestions for `c.txt`, which is no input"), "{said:?}");
    let tei = folder.read("tei/b.xml");
    for part in [
        "<placeName ref=\"#velmark\" cert=\"medium\" resp=\"#suggested-by-1\">Velmark</placeName>",
        "<respStmt xml:id=\"suggested-by-1\">",
        "<name>model 2</name>",
        "<idno type=\"URI\">https://example.org/vel</idno>",
    ] {
        assert!(tei.contains(part), "{part} is missing in {tei}");
    }
    folder.write("broken.jsonl", "{\"source\":\"a.txt\"\n");
    let said = folder.run(&["convert", "letters/a.txt", "--suggest", "broken.jsonl"]);
    assert!(
        said.code == 2 && said.stderr.contains("error[P037]") && said.stderr.contains("broken.jsonl:1:"),
        "{said:?}"
    );
}

/// Whether Python can be run; says so where it cannot.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: there is no python3");
    }
    found
}

#[test]
fn an_annotator_is_asked_and_its_words_are_woven() {
    let folder = folder();
    if !has_python() {
        return;
    }
    folder.write("word_list.py", include_str!("../../examples/annotators/word_list.py"));
    folder.write("words.tsv", "placeName\tVelmark\nplaceName\tJutmark\n");
    let said = folder.run(&["convert", "letters", "-o", "tei", "--annotator", "python3 word_list.py words.tsv"]);
    assert!(said.code == 0 && said.stderr.starts_with("postil: 2 converted"), "{said:?}");
    let tei = folder.read("tei/b.xml");
    assert!(tei.contains("cert=\"medium\" resp=\"#suggested-by-1\">Velmark</placeName>"), "{tei}");
    assert!(tei.contains("<name>word list</name>"), "{tei}");
}

/// A command that says these lines, each when it is asked for one.
#[cfg(unix)]
fn talker(lines: &[&str]) -> String {
    let says: Vec<String> = lines.iter().map(|line| format!("read -r question; echo '{line}'")).collect();
    format!("sh -c \"{}\"", says.join("; ").replace('"', "\\\""))
}

#[cfg(unix)]
const HELLO: &str = "{\"protocol\":\"postil-annotator\",\"version\":1,\"name\":\"test\"}";

#[test]
#[cfg(unix)]
fn an_annotator_that_cannot_be_used_ends_the_run() {
    let folder = folder();
    for (command, said_of_it) in [
        ("no-such-command-at-all", "it cannot be started: No such file or directory"),
        ("true", "it ended (exit status: 0)"),
        (talker(&["Loading ..."]).as_str(), "it began with `Loading ...` instead of a handshake"),
        (
            talker(&[&HELLO.replace(":1", ":7")]).as_str(),
            "it speaks postil-annotator 7, and postil speaks postil-annotator 1",
        ),
    ] {
        let said = folder.run(&["convert", "letters/a.txt", "--annotator", command]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains("error[P039]") && said.stderr.contains(said_of_it), "{command}: {said:?}");
    }
}

#[test]
#[cfg(unix)]
fn an_annotator_that_fails_on_the_way_is_reported_and_the_documents_are_converted() {
    let folder = folder();
    for (command, said_of_it) in [
        (talker(&[HELLO, "garbage"]), "it answered `garbage`, which is no answer"),
        (talker(&[HELLO]), "it ended (exit status: 0)"),
        (talker(&[HELLO]) + "; sleep 60", "it took longer than 1 seconds"),
        (talker(&[HELLO, "{\"id\":\"letters/a.txt#0\",\"spans\":[]}", "no"]), "it answered `no`, which is no answer"),
    ] {
        let command =
            if command.ends_with("60") { command.replace("\"; sleep 60", "; exec sleep 60\"") } else { command };
        let options =
            ["convert", "letters", "-o", "tei", "-j", "1", "--annotator-timeout", "1", "--annotator", &command];
        let said = folder.run(&options);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stderr.contains("warning[P040]: the annotator test gave no answer:"), "{said:?}");
        assert!(said.stderr.contains(said_of_it), "{command}: {said:?}");
        assert!(said.stderr.contains("2 converted"), "{said:?}");
        assert!(folder.read("tei/b.xml").contains("Velmark"));
    }
}
