//! One corpus from a folder.

use std::fs;

use crate::support::Folder;

fn letters() -> Folder {
    let folder = Folder::new();
    folder
        .write("letters/1/a.txt", "Title: First\nTranslated by: Ann Berg\n\nMr. Varnov left.\n\nMr. Varnov stayed.\n");
    folder.write("letters/2/a.txt", "Mr. Varnov left again [Translator's note: twice].\n");
    folder.write("letters/b.md", "Nobody left.\n");
    folder
}

#[test]
fn a_corpus_holds_all_documents_and_is_valid() {
    let folder = letters();
    let said = folder.run(&["convert", "letters", "--corpus", "all.xml"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", "postil: 3 converted\n"));
    let xml = folder.read("all.xml");
    assert!(xml.contains("<title type=\"main\">letters</title>"));
    let ids: Vec<&str> = xml.split("<TEI xml:id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids, ["d1.a", "d2.a", "b"]);
    assert!(xml.contains("xml:id=\"d1.a..varnov\"") && xml.contains("ref=\"#d2.a..varnov\""), "{xml}");
    let valid = folder.run(&["validate", "all.xml"]);
    assert_eq!(valid.code, 0, "{valid:?}");
}

#[test]
fn a_corpus_of_unchanged_documents_is_the_same_and_takes_what_was_edited() {
    let folder = letters();
    folder.run(&["convert", "letters", "-o", "tei", "--corpus", "all.xml", "--corpus-title", "Letters & more"]);
    let first = folder.read("all.xml");
    assert!(first.contains("Letters &amp; more"));
    folder.write("tei/b.xml", folder.read("tei/b.xml").replace("Nobody", "Somebody"));
    folder.write("tei/2/a.xml", "<TEI>");
    let again =
        folder.run(&["convert", "letters", "-o", "tei", "--corpus", "all.xml", "--corpus-title", "Letters & more"]);
    assert!(again.stderr.contains("P085"), "{again:?}");
    let second = folder.read("all.xml");
    assert!(second.contains("Somebody left.") && !second.contains("d2.a"));
    let middle = first.find("<TEI xml:id=\"d2.a\"").expect("it is there");
    assert!(second.starts_with(&first[..middle]));
}

#[test]
fn a_corpus_without_documents_is_not_written_nor_one_over_an_input() {
    let folder = letters();
    fs::create_dir(folder.path("empty")).expect("it can be made");
    let said = folder.run(&["convert", "empty", "--corpus", "all.xml"]);
    assert_eq!((said.code, folder.path("all.xml").exists()), (2, false), "{said:?}");
    let over = folder.run(&["convert", "letters", "--corpus", "letters/b.md"]);
    assert_eq!((over.code, folder.read("letters/b.md").as_str()), (2, "Nobody left.\n"));
}

#[test]
fn a_corpus_is_not_written_over_a_result() {
    let folder = letters();
    for corpus in ["tei/b.xml", "./tei/../tei/b.xml"] {
        let said = folder.run(&["convert", "letters", "-o", "tei", "--corpus", corpus]);
        assert!(said.code == 2 && said.stderr.contains("P005"), "{said:?}");
    }
    assert!(folder.files("tei").is_empty());
    let said = folder.run(&["convert", "letters/b.md", "-o", "b.xml", "--corpus", "b.xml"]);
    assert!(said.code == 2 && said.stderr.contains("P005"), "{said:?}");
    assert_eq!(folder.run(&["convert", "letters", "-o", "tei", "--corpus", "tei/all.xml"]).code, 0);
}

#[test]
fn the_schema_that_a_corpus_names_lies_beside_it_wherever_that_is() {
    let folder = letters();
    let said = folder.run(&["convert", "letters", "-o", "tei", "--corpus", "all.xml"]);
    assert!(said.code == 0 && folder.read("all.xml").contains("href=\"postil.rng\""), "{said:?}");
    assert_eq!(folder.read("postil.rng"), folder.read("tei/postil.rng"));
    fs::create_dir(folder.path("corpus")).expect("it can be made");
    assert_eq!(folder.run(&["convert", "letters", "--corpus", "corpus/all.xml"]).code, 0);
    assert_eq!(folder.files("corpus"), ["all.xml", "postil.rng"]);
}

#[test]
fn a_corpus_is_not_written_over_the_lines_that_it_is_made_of() {
    let folder = Folder::new();
    let lines = "{\"id\": \"a\", \"text\": \"He left.\"}\n{\"id\": \"b\", \"text\": \"She left.\"}\n";
    folder.write("all.ndjson", lines);
    let said = folder.run(&["convert", "--from", "ndjson", "all.ndjson", "--corpus", "all.ndjson"]);
    assert!(said.code == 2 && said.stderr.contains("P005"), "{said:?}");
    assert_eq!(folder.read("all.ndjson"), lines);
    let said = folder.run(&["convert", "--from", "ndjson", "all.ndjson", "--corpus", "all.xml"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "postil: 2 converted\n"));
    assert!(folder.read("all.xml").contains("<TEI xml:id=\"b\">"));
}
