//! `postil convert`: inputs and the options of a conversion.

use crate::support::{Folder, forbid, may_read_all};

#[test]
fn one_transcript_goes_to_standard_output() {
    let folder = Folder::new();
    folder.write("a.txt", "He left the town.\n");
    let said = folder.run(&["convert", "a.txt"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "postil: 1 converted\n"));
    assert!(said.stdout.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "{}", said.stdout);
    assert!(said.stdout.contains("He left the town."), "{}", said.stdout);
}

#[test]
fn standard_input_is_a_transcript_too() {
    let said = Folder::new().run_with(&["convert", "-"], b"He wrote *this*.\n");
    assert!(said.code == 0 && said.stdout.contains("*this*"), "{said:?}");
    let said = Folder::new().run_with(&["convert", "-", "--from", "markdown"], b"He wrote *this*.\n");
    assert!(said.code == 0 && said.stdout.contains(">this</hi>"), "{said:?}");
}

#[test]
fn folders_are_searched_and_mirrored() {
    let folder = Folder::new();
    for name in ["a.txt", "b.md", "sub/c.markdown", "sub/deep/d.TXT", ".hidden.txt", ".git/e.txt", "README.md", "f.doc"]
    {
        folder.write(&format!("letters/{name}"), "He left.\n");
    }
    let said = folder.run(&["convert", "letters", "-o", "tei/new"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", "postil: 4 converted\n"));
    let written: Vec<String> =
        folder.files("tei/new").into_iter().filter(|name| !name.contains("postil.rng")).collect();
    assert_eq!(written, ["a.xml", "b.xml", "sub/c.xml", "sub/deep/d.xml"]);
}

#[test]
fn what_git_ignores_is_converted_all_the_same() {
    let folder = Folder::new();
    folder.write("letters/.gitignore", "*.txt\n");
    folder.write("letters/a.txt", "He left.\n");
    assert_eq!(folder.run(&["convert", "letters", "-o", "tei"]).stderr, "postil: 1 converted\n");
}

#[test]
fn a_folder_without_transcripts_is_said_to_be_so() {
    let folder = Folder::new();
    folder.write("letters/a.doc", "x");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.stderr, "postil: letters holds no transcripts (.txt, .md, .markdown)\npostil: 0 converted\n");
}

#[test]
fn an_input_that_is_missing_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    let said = folder.run(&["convert", "nowhere.txt", "a.txt", "-o", "tei"]);
    assert_eq!(said.code, 1);
    let expected = "error[P004]: this input cannot be read: No such file or directory\n--> nowhere.txt\n\n";
    assert_eq!(said.stderr, format!("{expected}postil: 1 converted, 1 failed\n"));
    assert!(folder.path("tei/a.xml").is_file());
}

#[test]
fn a_file_and_a_folder_that_may_not_be_read_do_not_stop_the_others() {
    let folder = Folder::new();
    if may_read_all(&folder) {
        return;
    }
    for name in ["letters/a.txt", "letters/b.txt", "letters/closed/c.txt"] {
        folder.write(name, "He left.\n");
    }
    forbid(&folder.path("letters/b.txt"));
    forbid(&folder.path("letters/closed"));
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stderr.matches("error[P004]: this input cannot be read: Permission denied").count(), 2, "{said:?}");
    assert!(said.stderr.ends_with("postil: 1 converted, 2 failed\n"), "{said:?}");
}

#[test]
fn a_binary_file_fails_alone() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    folder.write("letters/b.txt", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xDB\x00C");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains("error[R009]") && said.stderr.ends_with("postil: 1 converted, 1 failed\n"),
        "{said:?}"
    );
    assert!(!folder.path("tei/b.xml").exists());
}

#[test]
fn an_empty_file_is_a_warning() {
    let folder = Folder::new();
    folder.write("a.txt", "");
    let said = folder.run(&["convert", "a.txt", "-o", "a.xml"]);
    assert!(said.code == 0 && said.stderr.contains("warning[R010]"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_circles_are_not() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("elsewhere/a.txt", "He left.\n");
    folder.write("letters/b.txt", "He left.\n");
    symlink("../elsewhere/a.txt", folder.path("letters/a.txt")).expect("links can be made");
    symlink("..", folder.path("letters/round")).expect("links can be made");
    symlink("nowhere.txt", folder.path("letters/broken.txt")).expect("links can be made");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert!(said.code == 1 && said.stderr.contains("--> letters/broken.txt"), "{said:?}");
    assert!(said.stderr.ends_with("postil: 2 converted, 1 failed\n"), "{said:?}");
}

#[test]
fn an_unknown_profile_stops_the_run() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    let said = folder.run(&["convert", "a.txt", "--profile", "archive"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("error[P002]: there is no profile of the name `archive`"), "{said:?}");
    assert!(said.stderr.contains("archival, by-the-people, leiden"), "{said:?}");
}

#[test]
fn a_broken_profile_is_shown_where_it_is_broken() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.write("our.toml", "extends = \"archival\"\nnonsense = 1\n");
    let said = folder.run(&["convert", "a.txt", "--profile", "our.toml"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("error[P001]") && said.stderr.contains("--> our.toml:2:1"), "{said:?}");
}

#[test]
fn a_profile_may_extend_a_file_beside_it_and_an_error_is_shown_there() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.write("p/base.toml", "extends = \"archival\"\nnonsense = 1\n");
    folder.write("p/our.toml", "extends = \"base\"\n");
    let said = folder.run(&["convert", "a.txt", "--profile", "p/our.toml"]);
    assert!(said.code == 2 && said.stderr.contains("--> p/base.toml:2:1"), "{said:?}");
    folder.write("p/base.toml", "extends = \"archival\"\n");
    assert_eq!(folder.run(&["convert", "a.txt", "--profile", "p/our.toml"]).code, 0);
}

#[test]
fn metadata_fills_the_header_and_a_row_of_no_file_is_reported() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    folder.write("list.csv", "file,title\na.txt,A letter from nowhere\nletter-99.txt,Lost\n");
    let said = folder.run(&["convert", "letters", "-o", "tei", "--metadata", "list.csv"]);
    assert!(
        said.code == 0 && said.stderr.contains("warning[P006]") && said.stderr.contains("letter-99.txt"),
        "{said:?}"
    );
    assert!(folder.read("tei/a.xml").contains("A letter from nowhere"));
    let said = folder.run(&["convert", "letters/a.txt", "--metadata", "list.csv"]);
    assert!(!said.stderr.contains("P006"), "the rows of other files are as they should be: {said:?}");
}

#[test]
fn metadata_that_cannot_be_read_stops_the_run() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.write("list.csv", "name,title\na.txt,One\n");
    folder.write("list.json", "[{\"file\": ");
    for file in ["list.csv", "list.json", "nowhere.csv"] {
        let said = folder.run(&["convert", "a.txt", "--metadata", file]);
        assert!(said.code == 2 && said.stderr.contains("error[P003]"), "{said:?}");
    }
}

#[test]
fn the_date_of_the_conversion_comes_from_the_option_or_the_environment() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    assert!(!folder.run(&["convert", "a.txt"]).stdout.contains("<change when="));
    let said = folder.run(&["convert", "a.txt", "--date", "2026-11-23"]);
    assert!(said.stdout.contains("<change when=\"2026-11-23\""), "{}", said.stdout);
    let epoch =
        |value: &str| folder.command(&["convert", "a.txt"]).env("SOURCE_DATE_EPOCH", value).output().expect("it runs");
    assert!(String::from_utf8_lossy(&epoch("1709164800").stdout).contains("<change when=\"2024-02-29\""));
    assert_eq!(epoch("yesterday").status.code(), Some(2));
    assert_eq!(folder.run(&["convert", "a.txt", "--date", "31 April"]).code, 2);
}

#[test]
fn the_encoding_can_be_told() {
    let folder = Folder::new();
    folder.write("a.txt", b"He left the caf\x8E.\n");
    let said = folder.run(&["convert", "a.txt", "-o", "a.xml", "--encoding", "macintosh", "--source-map"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "postil: 1 converted\n"));
    assert!(folder.read("a.xml").contains("the café."));
    let back = folder.command(&["text", "a.xml", "--source-map", "a.map.json"]).output().expect("it runs");
    assert_eq!(back.stdout, b"He left the caf\x8E.\n");
    let said = folder.run(&["convert", "a.txt", "--encoding", "klingon"]);
    assert!(said.code == 2 && said.stderr.contains("windows-1252"), "{said:?}");
}

#[test]
fn a_schema_of_the_project_is_what_the_result_is_checked_against() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.write("narrow.rnc", "default namespace = \"http://www.tei-c.org/ns/1.0\"\nstart = element TEI { text }\n");
    let said = folder.run(&["convert", "a.txt", "--schema", "narrow.rnc"]);
    assert!(said.code == 1 && said.stderr.contains("error[T003]"), "{said:?}");
    assert_eq!(folder.run(&["convert", "a.txt", "--schema", "none"]).code, 0);
    folder.write("no.rng", "this is no schema");
    for schema in ["no.rng", "nowhere.rng", "https://example.org/tei.rng"] {
        let said = folder.run(&["convert", "a.txt", "--schema", schema]);
        assert!(said.code == 2 && said.stderr.contains("error[V004]"), "{said:?}");
    }
}

#[test]
fn the_layout_can_be_a_line_a_paragraph() {
    let folder = Folder::new();
    folder.write("a.txt", "He left the town in the morning. She stayed there for the night.\n");
    let said = folder.run(&["convert", "a.txt", "--layout", "paragraph"]);
    assert!(said.stdout.contains("morning. She"), "{}", said.stdout);
    let said = folder.run(&["convert", "a.txt"]);
    assert!(!said.stdout.contains("morning. She"), "{}", said.stdout);
}

#[test]
fn with_the_source_map_the_transcript_comes_back_byte_for_byte() {
    let folder = Folder::new();
    let transcript = "\u{FEFF}Dear Anna,\r\n\r\nHe  wrote [in haste: \"go\"] and\x0C left [two words illegible].\t\r\n";
    folder.write("a.txt", transcript);
    assert_eq!(folder.run(&["convert", "a.txt", "-o", "a.xml", "--source-map"]).code, 0);
    let said = folder.run(&["text", "a.xml", "--source-map", "a.map.json"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, transcript));
    let said = folder.run(&["convert", "a.txt", "--source-map"]);
    assert!(said.code == 2 && said.stderr.contains("--output"), "{said:?}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::new();
    folder.write("a.md", "# One\n\nMr. Varnov [sic] met Anna Berg on 5 May 1950.[^1]\n\n[^1]: Not so.\n");
    assert_eq!(folder.run(&["convert", "a.md"]).stdout, folder.run(&["convert", "a.md"]).stdout);
}

#[test]
fn relative_dates_are_marked_where_they_are_asked_for() {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: One\ndate: 1960-03-01\n---\n\nHe left yesterday at 5 p.m. and was well.\n");
    let plain = folder.run(&["convert", "a.md"]).stdout;
    assert!(!plain.contains(">yesterday<") && plain.contains("<time when=\"17:00:00\">5 p.m.</time>"), "{plain}");
    let marked = folder.run(&["convert", "a.md", "--relative-dates"]).stdout;
    assert!(marked.contains("<date when=\"1960-02-29\" cert=\"low\">yesterday</date>"), "{marked}");
}

#[test]
fn the_date_of_the_document_may_be_in_edtf() {
    let folder = Folder::new();
    for (edtf, tei) in [
        ("196X", "<date notBefore=\"1960\" notAfter=\"1969\">196X</date>"),
        ("1960-09-12/..", "<date from=\"1960-09-12\">1960-09-12/..</date>"),
        ("1960?", "<date when=\"1960\" cert=\"low\">1960?</date>"),
    ] {
        folder.write("a.md", format!("---\ntitle: One\ndate: \"{edtf}\"\n---\n\nHe left the town.\n"));
        let said = folder.run(&["convert", "a.md"]);
        assert!(said.code == 0 && said.stdout.contains(tei), "{edtf}: {}", said.stdout);
    }
}
