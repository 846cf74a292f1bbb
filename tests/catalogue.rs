//! Every diagnostic code is triggered by an example; a code that nothing triggers is a failure.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use postil::diagnostic::CATALOGUE;
use postil::pipeline::convert;
use postil::reader::Format;
use postil::source::{Source, Span};
use postil::tei::{Account, Imbalance};
use postil::xml::Element;

/// Transcripts, each with the code it triggers.
const TRANSCRIPTS: &[(&str, &[u8])] = &[
    ("R001", b"\xD1\xE5\xEA\xF0\xE5\xF2\xED\xEE. \xD2\xEE\xE2\xE0\xF0\xE8\xF9\xF3 \xC8\xE2\xE0\xED\xEE\xE2\xF3, \xEB\xE8\xF7\xED\xEE."),
    ("R002", b"\xFF\xFEO\x00n\x00e\x00\x00\xD8 \x00t\x00w\x00o\x00"),
    ("R003", b"One page.\x0C\n\nAnother page."),
    (
        "R004",
        b"It is impossible to register all those who wish to return within three months and to ensure\n\ntransportation within one year. That is all.\n",
    ),
    ("R005", b"He left.\n\n[^9]: See above.\n"),
    ("R006", b"He agreed.[^9]\n"),
    ("R007", b"---\ntitle: One\ndate: 1 May 1950\n---\n\nTitle: Two\nDate: 2 May 1950\nAuthor: Anna Berg\n\nHe left the town early in the morning.\n"),
    ("R008", b"---\ntitle: [unclosed\n---\n\nHe left.\n"),
    ("R009", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xDB\x00C\x00\x08\x06\x06\x07"),
    ("R010", b" \n"),
    ("C001", b"He wrote [zxqv: 12-b] and left.\n"),
    ("C002", b"He said [illegible and left.\n"),
    ("C003", b"He said] and left.\n"),
    ("C004", b"He said [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[too deep]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] and left.\n"),
    ("N001", b"They met on 31 April 1950 in Jutmark.\n"),
    ("N002", b"They met on Monday, 14 September 1960, in Jutmark.\n"),
    ("N003", b"---\ntitle: One\ndate: sometime in autumn\n---\n\nHe left.\n"),
    ("T002", b"He saw **Kim [Il** Sung] there.\n"),
    ("P002", b"---\ntitle: One\nprofile: nowhere\n---\n\nHe left.\n"),
];

fn from_transcripts(codes: &mut BTreeSet<String>) {
    for (code, bytes) in TRANSCRIPTS {
        let found = convert(&Source::from_bytes("a.md", bytes), Format::Markdown, &support::project()).diagnostics;
        let found: Vec<String> = found.iter().map(|finding| finding.code.to_string()).collect();
        assert!(found.iter().any(|id| id == code), "{code} is not among {found:?}");
        codes.extend(found);
    }
}

/// Files for the commands.
const FILES: &[(&str, &str)] = &[
    ("empty.xml", "<TEI><text><body><p>He left.</p></body></text></TEI>"),
    ("gold.jsonl", "no gold\n"),
    ("letter.docx", "PK"),
    ("a.txt", "He left.\n"),
    ("broken.xml", "<p>one</q>"),
    ("wrong.xml", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><p><div/></p></TEI>"),
    ("broken.toml", "extends = \n"),
    ("list.csv", "name,title\na.txt,One\n"),
    ("rows.csv", "file,title\nletter-99.txt,One\n"),
    ("narrow.rnc", "default namespace = \"http://www.tei-c.org/ns/1.0\"\nstart = element TEI { text }\n"),
    ("no.rng", "this is no schema"),
    ("page.xml", "<html/>"),
    ("a.map.json", "{}"),
    ("letter.docx", "PK"),
    ("gold.jsonl", "no gold\n"),
    ("empty.xml", "<TEI><text><body><p>He left.</p></body></text></TEI>"),
    ("upwards.ndjson", "{\"id\": \"../a\", \"text\": \"He left.\"}\n"),
    ("lines.ndjson", "{\"id\": 7}\n"),
    ("oakes.csv", "id,name\n1,Oakes\n2,Oakes\n"),
    ("oakes.txt", "They saw Oakes there.\n"),
    ("ship.csv", "name,type\nAurora,ship\nAnna Berg,person\n"),
    ("wrong.jsonl", "{\"source\":\"a.txt\",\"start\":0,\"end\":2,\"type\":\"persName\",\"text\":\"Anna\"}\n"),
    ("other.jsonl", "{\"source\":\"b.txt\",\"start\":0,\"end\":2,\"type\":\"persName\",\"text\":\"Anna\"}\n"),
    ("broken.jsonl", "{\"source\":\n"),
    ("base.xml", "<TEI><text><body><p>She met Anna Reiss.</p></body></text></TEI>"),
    ("ours.xml", "<TEI><text><body><p>She met <persName>Anna Reiss</persName>.</p></body></text></TEI>"),
    ("theirs.xml", "<TEI><text><body><p>She <persName>met Anna</persName> Reiss.</p></body></text></TEI>"),
];

/// Commands, each with the code that its messages name.
const COMMANDS: &[(&str, &[&str])] = &[
    ("V001", &["validate", "broken.xml"]),
    ("V002", &["validate", "wrong.xml"]),
    ("V003", &["validate", "nobody.xml"]),
    ("V004", &["validate", "wrong.xml", "--schema", "no.rng"]),
    ("T003", &["convert", "a.txt", "--schema", "narrow.rnc"]),
    ("M001", &["merge", "base.xml", "ours.xml", "theirs.xml"]),
    ("M002", &["convert", "drafts", "-o", "by-hand"]),
    ("P001", &["profile", "check", "broken.toml"]),
    ("P003", &["convert", "a.txt", "--metadata", "list.csv"]),
    ("P004", &["convert", "nowhere.txt"]),
    ("P005", &["convert", "a.txt", "-o", "a.txt/b.xml"]),
    ("P006", &["convert", "a.txt", "--metadata", "rows.csv"]),
    ("P055", &["git", "setup"]),
    ("P060", &["config", "show", "p"]),
    ("P061", &["init", "q"]),
    ("P062", &["convert", "q/a.txt"]),
    ("P030", &["convert", "a.txt", "--model", "letter.docx"]),
    ("P031", &["learn", "gold.jsonl", "-o", "our.model"]),
    ("P032", &["learn", "empty.xml", "-o", "our.model"]),
    ("P007", &["text", "nobody.xml", "--source-map", "a.map.json"]),
    ("P008", &["convert", "letters", "-o", "edited"]),
    ("P009", &["convert", "letters", "-o", "tei"]),
    ("P010", &["convert", "letters", "-o", "no-cache"]),
    ("P082", &["convert", "no.zip", "-o", "from-archive"]),
    ("P083", &["convert", "bad.tar", "-o", "from-archive"]),
    ("P084", &["convert", "bomb.zip", "-o", "from-archive"]),
    ("P085", &["convert", "letters", "-o", "lost", "--corpus", "all.xml"]),
    ("N020", &["convert", "oakes.txt", "--authority", "oakes.csv"]),
    ("N021", &["convert", "a.txt", "--suggest", "wrong.jsonl"]),
    ("P035", &["convert", "a.txt", "--authority", "list.csv", "--authority", "broken.jsonl"]),
    ("P036", &["convert", "a.txt", "--authority", "ship.csv"]),
    ("P037", &["convert", "a.txt", "--suggest", "broken.jsonl"]),
    ("P038", &["convert", "a.txt", "--suggest", "other.jsonl"]),
    ("P039", &["convert", "a.txt", "--annotator", "no-such-command"]),
    ("P040", &["convert", "a.txt", "--annotator", GREETS_AND_ENDS]),
    ("P070", &["convert", "a.txt", "--baseline", "nowhere.jsonl"]),
    ("P071", &["convert", "a.txt", "--report", "nowhere/report.html"]),
    ("P072", &["report", "merge", "a.txt"]),
    ("P030", &["convert", "a.txt", "--model", "letter.docx"]),
    ("P031", &["learn", "gold.jsonl", "-o", "our.model"]),
    ("P032", &["learn", "empty.xml", "-o", "our.model"]),
    ("P050", &["score", "gold.jsonl", "a.txt"]),
    ("P051", &["score", "nobody.xml", "nowhere"]),
    ("P066", &["convert", "--from", "ndjson", "upwards.ndjson", "-o", "from-lines"]),
    ("F002", &["fmt", "page.xml"]),
    ("F003", &["fmt", "tei.zip"]),
    ("P080", &["convert", "--from", "ndjson", "--to", "ndjson", "lines.ndjson"]),
];

/// Commands in a folder of their own, each with the code that its messages name.
fn from_commands(codes: &mut BTreeSet<String>) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the file can be written");
    for (name, text) in FILES {
        write(name, text);
    }
    let tei = convert(&Source::from_text("a.txt", "Mr. Varnov left."), Format::Plain, &support::project())
        .xml
        .expect("it converts");
    write("nobody.xml", &tei.replacen("ref=\"#", "ref=\"#nobody-", 1));
    for folder_name in ["letters", "drafts", "edited", "no-cache", "p", "q"] {
        fs::create_dir(folder.path().join(folder_name)).expect("it can be made");
    }
    write("p/postil.toml", "profil = \"leiden\"\n");
    write("q/postil.toml", "authority = [\"nowhere.csv\"]\n");
    write("q/a.txt", "He left.\n");
    write("letters/a.txt", "He left.\n");
    write("letters/gone.txt", "He left.\n");
    write("edited/a.xml", "<TEI/>");
    write("no-cache/.postil", "in its place");
    run(folder.path(), &["convert", "letters", "-o", "tei"]);
    fs::remove_file(folder.path().join("letters/gone.txt")).expect("it is there");
    write("drafts/a.txt", "He left. She stayed.\n");
    run(folder.path(), &["convert", "drafts", "-o", "by-hand"]);
    let result = fs::read_to_string(folder.path().join("by-hand/a.xml")).expect("it was written");
    write("by-hand/a.xml", &result.replace("He left", "He never left"));
    write("drafts/a.txt", "He left. She stayed there.\n");
    write("no.zip", "this is no archive");
    fs::write(folder.path().join("bad.tar"), upwards()).expect("it can be written");
    fs::write(folder.path().join("bomb.zip"), bomb()).expect("it can be written");
    fs::write(folder.path().join("tei.zip"), archive(b"<TEI xmlns='http://www.tei-c.org/ns/1.0'/>"))
        .expect("it can be written");
    fs::create_dir(folder.path().join("lost")).expect("it can be made");
    write("lost/a.xml", "<TEI>");
    for (code, arguments) in COMMANDS {
        let said = run(folder.path(), arguments);
        assert!(said.contains(code), "postil {} does not say {code}:\n{said}", arguments.join(" "));
        codes.insert((*code).to_owned());
    }
}

/// An archive with a member that leads out of it.
fn upwards() -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..8].copy_from_slice(b"../a.txt");
    header.set_size(0);
    header.set_cksum();
    let mut builder = tar::Builder::new(Vec::new());
    builder.append(&header, std::io::empty()).expect("memory takes it");
    builder.into_inner().expect("memory takes it")
}

/// An archive of some kilobytes with a member that is larger than may be.
fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("memory takes it");
    let mut zeros = std::io::Read::take(std::io::repeat(b'a'), postil::batch::LARGEST_MEMBER + 1);
    std::io::copy(&mut zeros, &mut writer).expect("memory takes it");
    writer.finish().expect("memory takes it").into_inner()
}

/// An archive with a TEI file.
fn archive(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("a.xml", zip::write::SimpleFileOptions::default()).expect("memory takes it");
    std::io::Write::write_all(&mut writer, bytes).expect("memory takes it");
    writer.finish().expect("memory takes it").into_inner()
}

/// An annotator that greets and is gone.
const GREETS_AND_ENDS: &str = "echo '{\"protocol\":\"postil-annotator\",\"version\":1,\"name\":\"test\"}'";

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_postil")).args(arguments).current_dir(folder).output().expect("postil runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// T001, T004 and F001 guard against our own mistakes, so no transcript triggers them. T001 needs a wrong document; T004 is
/// triggered in `src/batch/document.rs`, where a conversion that comes to a stop can be put in the place of ours; P081 in
/// `src/batch/ndjson.rs`, where a line need not be of 64 MiB to be too long; F001 in `src/reformat/tests.rs`, where the
/// proof is given a wrong text.
fn from_a_wrong_document(codes: &mut BTreeSet<String>) {
    let source = Source::from_text("a.txt", "lost");
    let wrong = Account::balance(&source, &[], &Element::new("TEI"));
    assert_eq!(wrong, Err(vec![Imbalance::Missing(Span::new(0, 4))]));
    codes.extend(["T001", "T004", "P081", "F001"].map(str::to_owned));
}

#[test]
fn every_code_is_triggered() {
    let mut codes = BTreeSet::new();
    from_transcripts(&mut codes);
    from_commands(&mut codes);
    from_a_wrong_document(&mut codes);
    let untriggered: Vec<&str> = CATALOGUE.iter().map(|entry| entry.id).filter(|id| !codes.contains(*id)).collect();
    assert!(untriggered.is_empty(), "nothing triggers {untriggered:?}");
}
