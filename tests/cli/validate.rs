//! `postil validate`: which schema, and what it says.

use crate::support::Folder;

const TEI: &str = "http://www.tei-c.org/ns/1.0";

/// A folder with a converted document.
fn converted() -> Folder {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left the town.\n");
    folder.write("letters/sub/b.txt", "She stayed.\n");
    assert_eq!(folder.run(&["convert", "letters", "-o", "tei"]).code, 0);
    folder
}

#[test]
fn what_was_converted_is_valid() {
    let folder = converted();
    let said = folder.run(&["validate", "tei"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", "postil: 2 valid\n"));
}

#[test]
fn an_edit_that_is_not_valid_is_shown_at_its_line() {
    let folder = converted();
    let edited = folder.read("tei/a.xml").replace("<p>He", "<p><nonsense/>He");
    folder.write("tei/a.xml", &edited);
    let said = folder.run(&["validate", "tei"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, "postil: 1 valid, 1 not valid\n"));
    assert!(said.stdout.starts_with("error[V002]") && said.stdout.contains("nonsense"), "{}", said.stdout);
    assert!(said.stdout.contains("--> tei/a.xml:"), "{}", said.stdout);
}

#[test]
fn what_is_not_well_formed_is_said_to_be_so() {
    let folder = Folder::new();
    folder.write("a.xml", "<p>one</q>");
    folder.write("b.xml", b"<p>caf\xE9</p>");
    folder.write("c.xml", "<p>\u{1}</p>");
    folder.write("d.xml", "");
    for file in ["a.xml", "b.xml", "c.xml", "d.xml"] {
        let said = folder.run(&["validate", file]);
        assert!(said.code == 1 && said.stdout.starts_with("error[V001]"), "{file}: {said:?}");
    }
}

#[test]
fn the_schema_that_a_document_names_is_taken_where_it_is_a_file() {
    let folder = Folder::new();
    let document = |href: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<?xml-model href=\"{href}\" type=\"application/xml\"?>\n<TEI xmlns=\"{TEI}\">x</TEI>\n"
        )
    };
    folder.write("our schema.rnc", format!("default namespace = \"{TEI}\"\nstart = element TEI {{ text }}\n"));
    folder.write("sub/here.xml", document("../our%20schema.rnc"));
    folder.write("sub/nowhere.xml", document("https://example.org/tei.rng"));
    assert_eq!(folder.run(&["validate", "sub/here.xml"]).code, 0);
    let said = folder.run(&["validate", "sub/nowhere.xml"]);
    assert!(said.code == 1 && said.stdout.contains("error[V002]"), "the bundled schema is taken: {said:?}");
    assert_eq!(folder.run(&["validate", "sub", "--schema", "our schema.rnc"]).code, 0);
}

#[test]
fn a_schema_that_cannot_be_read_stops_the_run_where_it_was_asked_for() {
    let folder = converted();
    folder.write("no.rng", "this is no schema");
    let said = folder.run(&["validate", "tei", "--schema", "no.rng"]);
    assert!(said.code == 2 && said.stderr.contains("error[V004]"), "{said:?}");
    folder.write("tei/postil.rng", "this is no schema");
    let said = folder.run(&["validate", "tei"]);
    assert!(said.code == 1 && said.stdout.contains("error[V004]"), "{said:?}");
    assert_eq!(said.stderr, "postil: 1 valid, 1 failed\n");
}

#[test]
fn a_file_that_is_missing_does_not_stop_the_others() {
    let folder = converted();
    let said = folder.run(&["validate", "nowhere.xml", "tei/a.xml"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, "postil: 1 valid, 1 failed\n"));
    assert!(said.stdout.starts_with("error[P004]"), "{said:?}");
}

#[test]
fn programs_get_findings_on_standard_output() {
    let folder = Folder::new();
    folder.write("a.xml", "<p>one</q>");
    let said = folder.run(&["validate", "a.xml", "--format", "json"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""));
    let finding: serde_json::Value = serde_json::from_str(said.stdout.trim_end()).expect("it is one line of JSON");
    assert_eq!((&finding["file"], &finding["code"]), (&"a.xml".into(), &"V001".into()));
}

#[test]
fn a_document_in_the_encoding_it_declares_is_read() {
    let folder = converted();
    let text = folder
        .read("tei/a.xml")
        .replace("encoding=\"UTF-8\"", "encoding=\"windows-1252\"")
        .replace("town", "town\u{A0}é");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("it is Latin")).collect();
    folder.write("tei/a.xml", bytes);
    let said = folder.run(&["validate", "tei/a.xml"]);
    assert_eq!(said.code, 0, "{said:?}");
}
