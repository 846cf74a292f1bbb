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
