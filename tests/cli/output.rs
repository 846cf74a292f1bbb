//! Where results go: whole or not at all, never over an input, never two in one place.

use std::fs;
use std::process::Stdio;

use crate::support::{Folder, said};

#[test]
fn several_transcripts_need_a_folder() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    for arguments in
        [&["convert", "letters"][..], &["convert", "letters/a.txt", "b.txt"], &["convert", "letters", "-o", "-"]]
    {
        let said = folder.run(arguments);
        assert!(said.code == 2 && said.stdout.is_empty() && said.stderr.contains("several transcripts"), "{said:?}");
    }
}

#[test]
fn an_output_that_is_a_file_where_a_folder_is_needed_stops_the_run() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    folder.write("tei", "mine");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(said.code, 2);
    let expected = "error[P005]: this is a file, and a folder is needed here\n--> tei\n";
    assert!(said.stderr.starts_with(expected), "{said:?}");
    assert_eq!(folder.read("tei"), "mine");
    assert_eq!(folder.run(&["convert", "letters/a.txt", "-o", "tei/a.xml"]).code, 2);
}

#[test]
fn a_file_or_a_folder_may_be_named_for_one_transcript() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    for (output, written) in
        [("b.xml", "b.xml"), ("new/c.xml", "new/c.xml"), ("tei/", "tei/a.xml"), ("tei", "tei/a.xml")]
    {
        let said = folder.run(&["convert", "a.txt", "-o", output]);
        assert!(said.code == 0 && said.stdout.is_empty(), "{said:?}");
        assert!(folder.read(written).contains("He left."));
    }
}

#[test]
fn the_schema_that_the_documents_name_lies_beside_them() {
    let folder = Folder::new();
    folder.write("letters/sub/a.txt", "He left.\n");
    folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(folder.files("tei"), ["sub/a.xml", "sub/postil.rng"]);
}

#[test]
fn the_second_of_two_transcripts_for_one_file_is_refused() {
    let folder = Folder::new();
    folder.write("letters/a.md", "The first.\n");
    folder.write("letters/a.txt", "The second.\n");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("error[P005]: this would be written to tei/a.xml, like letters/a.md"), "{said:?}");
    assert!(folder.read("tei/a.xml").contains("The first."));
}

#[test]
fn a_transcript_named_twice_is_converted_once() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    assert_eq!(folder.run(&["convert", "a.txt", "a.txt", "-o", "tei"]).stderr, "postil: 1 converted\n");
}

#[test]
fn an_input_is_never_written_over() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.write("b.xml", "He left too.\n");
    let said = folder.run(&["convert", "a.txt", "-o", "./a.txt"]);
    assert!(said.code == 2 && said.stderr.contains("error[P005]"), "{said:?}");
    let said = folder.run(&["convert", "a.txt", "b.xml", "-o", "."]);
    assert!(said.code == 1 && said.stderr.contains("never written over"), "{said:?}");
    assert_eq!((folder.read("a.txt"), folder.read("b.xml")), ("He left.\n".to_owned(), "He left too.\n".to_owned()));
}

#[test]
fn a_document_that_cannot_be_written_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    folder.write("letters/b.txt", "He left.\n");
    fs::create_dir_all(folder.path("tei/a.xml")).expect("a folder can be made");
    let said = folder.run(&["convert", "letters", "-o", "tei"]);
    assert!(said.code == 1 && said.stderr.contains("error[P005]"), "{said:?}");
    assert!(said.stderr.ends_with("postil: 1 converted, 1 failed\n"), "{said:?}");
    assert_eq!(folder.files("tei"), ["b.xml", "postil.rng"], "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn written_files_have_the_usual_rights() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    folder.run(&["convert", "a.txt", "-o", "a.xml"]);
    let mode = |name: &str| fs::metadata(folder.path(name)).expect("it is there").permissions().mode();
    assert_eq!(mode("a.xml"), mode("a.txt"));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    assert_eq!(folder.run(&["convert", "a.txt", "-o", "/dev/null"]).code, 0);
    assert!(fs::metadata("/dev/null").expect("it is there").file_type().is_char_device());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_run() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n");
    let said = folder.run(&["convert", "a.txt", "-o", "/dev/full"]);
    assert!(said.code == 2 && said.stderr.contains("No space left on device"), "{said:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    folder.write("a.txt", "He left.\n".repeat(50_000));
    let mut command = folder.command(&["convert", "a.txt", "--schema", "none"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("postil runs");
    drop(child.stdout.take());
    let said = said(&child.wait_with_output().expect("postil ends"));
    assert!(said.code == 0 && !said.stderr.contains("error") && !said.stderr.contains("panicked"), "{said:?}");
}
