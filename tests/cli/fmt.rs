//! `postil fmt`: what it rewrites, what it leaves, and what it says.

use crate::support::Folder;

const OLD: &str = "<?xml version='1.0'?>\r\n<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>\r\n<p>He left\r\nearly. She stayed.</p><p>&#233;</p></body></text></TEI>";
const NEW: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <text>\n    <body>\n      <p>He left early.\n        She stayed.</p>\n      <p>&#233;</p>\n    </body>\n  </text>\n</TEI>\n";

#[test]
fn files_are_rewritten_in_their_place() {
    let folder = Folder::new();
    folder.write("tei/a.xml", OLD);
    folder.write("tei/sub/b.xml", NEW);
    let said = folder.run(&["fmt", "tei", "--check"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, "tei/a.xml\n"));
    assert_eq!(said.stderr, "postil: 1 would be rewritten, 1 in this layout already\n");
    assert_eq!(folder.read("tei/a.xml"), OLD);
    let said = folder.run(&["fmt", "tei"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
    assert_eq!(said.stderr, "postil: 1 rewritten, 1 in this layout already\n");
    assert_eq!(folder.read("tei/a.xml"), NEW);
    assert_eq!(folder.run(&["fmt", "tei", "--check"]).code, 0);
    assert_eq!(folder.files("tei"), ["a.xml", "sub/b.xml"]);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let said = Folder::new().run_with(&["fmt", "-"], OLD.as_bytes());
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, NEW, ""));
}

#[test]
fn a_file_that_cannot_be_laid_out_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("a.xml", "<TEI><p></TEI>");
    folder.write("b.xml", "<html/>");
    folder.write("c.xml", OLD);
    let said = folder.run(&["fmt", "a.xml", "b.xml", "nowhere.xml", "c.xml"]);
    assert_eq!(said.code, 1);
    for part in ["error[V001]", "a.xml:1:", "error[F002]", "b.xml:1:1", "error[P004]", "1 rewritten", "3 failed"] {
        assert!(said.stderr.contains(part), "{part} is not in {}", said.stderr);
    }
    assert_eq!((folder.read("a.xml").as_str(), folder.read("c.xml").as_str()), ("<TEI><p></TEI>", NEW));
}

#[test]
fn the_layout_of_the_project_is_taken() {
    let folder = Folder::new();
    folder.write("postil.toml", "layout = \"paragraph\"\n");
    folder.write("a.xml", OLD);
    assert_eq!(folder.run(&["fmt", "a.xml"]).code, 0);
    assert!(folder.read("a.xml").contains("<p>He left early. She stayed.</p>"));
    assert_eq!(folder.run(&["fmt", "a.xml", "--layout", "sentence"]).code, 0);
    assert_eq!(folder.read("a.xml"), NEW);
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_rights_stay_rights() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("store/a.xml", OLD);
    std::fs::set_permissions(folder.path("store/a.xml"), std::fs::Permissions::from_mode(0o640)).expect("it is ours");
    std::os::unix::fs::symlink("store/a.xml", folder.path("link.xml")).expect("it can be made");
    assert_eq!(folder.run(&["fmt", "link.xml"]).code, 0);
    assert!(std::fs::symlink_metadata(folder.path("link.xml")).expect("it is there").is_symlink());
    let rights = std::fs::metadata(folder.path("store/a.xml")).expect("it is there").permissions();
    assert_eq!((folder.read("store/a.xml").as_str(), rights.mode() & 0o777), (NEW, 0o640));
}

#[test]
fn what_convert_writes_stays_as_it_is() {
    let folder = Folder::new();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    for layout in ["sentence", "paragraph"] {
        let said = folder.run(&["convert", examples, "-o", layout, "--layout", layout, "--no-cache"]);
        assert_eq!(said.code, 0, "{said:?}");
        let said = folder.run(&["fmt", layout, "--check", "--layout", layout]);
        assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said:?}");
    }
}
