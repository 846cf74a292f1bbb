//! Archives in the place of folders.

use std::io::{Cursor, Write};

use crate::support::Folder;

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn tar_gzipped(members: &[(&str, &str)]) -> Vec<u8> {
    let encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let mut builder = tar::Builder::new(encoder);
    for (name, text) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o600);
        builder.append_data(&mut header, name, text.as_bytes()).expect("memory takes it");
    }
    builder.into_inner().expect("memory takes it").finish().expect("memory takes it")
}

const MEMBERS: [(&str, &str); 3] =
    [("box 2/b.md", "He **left** Mr. Varnov.\n"), ("a.txt", "She stayed [sic].\n"), ("README.md", "About.\n")];

#[test]
fn an_archive_gives_what_its_folder_gives() {
    let folder = Folder::new();
    for (name, text) in MEMBERS {
        folder.write(&format!("letters/{name}"), text);
    }
    folder.write("letters.zip", zipped(&MEMBERS));
    folder.write("letters.tar.gz", tar_gzipped(&MEMBERS));
    folder.write("list.csv", "file,title\nbox 2/b.md,A title\n");
    for (input, output) in [("letters", "one"), ("letters.zip", "two"), ("letters.tar.gz", "three")] {
        let said = folder.run(&["convert", input, "-o", output, "--metadata", "list.csv"]);
        assert_eq!((said.code, said.stderr.as_str()), (0, "postil: 2 converted\n"), "{input}");
    }
    assert_eq!(folder.files("one"), ["a.xml", "box 2/b.xml", "box 2/postil.rng", "postil.rng"]);
    for other in ["two", "three"] {
        assert_eq!(folder.files(other), folder.files("one"));
        for file in folder.files("one") {
            assert_eq!(folder.read(&format!("{other}/{file}")), folder.read(&format!("one/{file}")), "{other}/{file}");
        }
    }
    assert!(folder.read("one/box 2/b.xml").contains(">A title<"));
}

#[test]
fn members_are_not_converted_twice_and_are_not_gone() {
    let folder = Folder::new();
    folder.write("letters.zip", zipped(&MEMBERS));
    folder.run(&["convert", "letters.zip", "-o", "tei"]);
    assert_eq!(folder.run(&["convert", "letters.zip", "-o", "tei"]).stderr, "postil: 0 converted, 2 unchanged\n");
    folder.write("letters.zip", zipped(&[MEMBERS[0], ("a.txt", "She left.\n")]));
    assert_eq!(folder.run(&["convert", "letters.zip", "-o", "tei"]).stderr, "postil: 1 converted, 1 unchanged\n");
    assert!(folder.read("tei/a.xml").contains("She left."));
}

#[test]
fn a_member_that_vanished_is_reported_and_one_that_is_refused_is_not_gone() {
    let folder = Folder::new();
    folder.write("letters.zip", zipped(&[("a.txt", "He left.\n"), ("box/b.txt", "She left.\n")]));
    folder.run(&["convert", "letters.zip", "-o", "tei"]);
    folder.write("letters.zip", zipped(&[("a.txt", "He left.\n"), ("../b.txt", "She left.\n")]));
    let said = folder.run(&["convert", "letters.zip", "-o", "tei", "--prune"]);
    assert!(said.stderr.contains("P083") && folder.path("tei/box/b.xml").exists(), "{said:?}");
    folder.write("letters.zip", zipped(&[("a.txt", "He left.\n")]));
    let said = folder.run(&["convert", "letters.zip", "-o", "tei"]);
    assert!(said.stderr.contains("P009") && said.stderr.contains("letters.zip/box/b.txt"), "{said:?}");
    let said = folder.run(&["convert", "letters.zip", "-o", "tei", "--prune"]);
    assert_eq!(said.stderr, "postil: 0 converted, 1 unchanged, 1 removed\n");
    assert!(!folder.path("tei/box/b.xml").exists() && folder.path("tei/a.xml").exists());
}

#[test]
fn nothing_is_written_outside_the_output() {
    let folder = Folder::new();
    folder.write("in/deep/evil.zip", zipped(&[("../../up.txt", "x"), ("/root.txt", "x"), ("good.txt", "He left.\n")]));
    let before = folder.files("");
    let said = folder.run(&["convert", "in/deep/evil.zip", "-o", "in/deep/tei"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stderr.matches("error[P083]").count(), 2, "{said:?}");
    assert!(said.stderr.ends_with("postil: 1 converted, 2 failed\n"), "{said:?}");
    let new: Vec<String> = folder.files("").into_iter().filter(|file| !before.contains(file)).collect();
    assert_eq!(new, ["in/deep/tei/good.xml", "in/deep/tei/postil.rng"]);
}

#[test]
fn a_broken_archive_fails_and_the_others_do_not() {
    let folder = Folder::new();
    folder.write("broken.zip", "no archive");
    folder.write("letters.zip", zipped(&MEMBERS));
    let said = folder.run(&["convert", "broken.zip", "letters.zip", "-o", "tei"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains("error[P082]") && said.stderr.ends_with("postil: 2 converted, 1 failed\n"),
        "{said:?}"
    );
}

#[test]
fn an_encrypted_member_is_said_to_be_encrypted() {
    let folder = Folder::new();
    let mut bytes = zipped(&[("a.txt", "He left.\n")]);
    // Bit 0 of the flags, in the local header and in the directory (APPNOTE 4.4.4).
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|four| four == signature).expect("it is there");
        bytes[at + flags] |= 1;
    }
    folder.write("a.zip", bytes);
    let said = folder.run(&["convert", "a.zip", "-o", "tei"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("P004") && said.stderr.contains("it is encrypted"), "{said:?}");
}
