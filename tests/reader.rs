//! The readers on a corpus of cases: `tests/cases/reader/NAME.txt` or `.md`, and beside it `NAME.txt.blocks`, what is read.
//!
//! `POSTIL_UPDATE=1` writes the `.blocks` files anew; look at the difference before you keep it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postil::model::{Block, BlockKind, Mark, Rendition, Transcript};
use postil::reader::{Format, read};
use postil::source::Source;

#[test]
fn every_case_is_read_as_its_file_says() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 10, "the cases are found");
    for case in cases {
        let expected_file = PathBuf::from(format!("{}.blocks", case.display()));
        let bytes = fs::read(&case).expect("a case can be read");
        let source = Source::from_bytes("case", &bytes);
        let (transcript, findings) = read(&source, Format::of(&case));
        let mut shown = show(&transcript, &source);
        for finding in findings {
            writeln!(shown, "{}", finding.code).expect("a string takes all");
        }
        if std::env::var_os("POSTIL_UPDATE").is_some() {
            fs::write(&expected_file, &shown).expect("the case can be written");
        }
        let expected = fs::read_to_string(&expected_file).unwrap_or_default();
        if expected != shown {
            wrong.push(format!("{}\n--- expected\n{expected}--- read\n{shown}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reader");
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"));
    files.sort();
    files
}

/// One line for each block, the marks of its text below it, and what was consumed at the end.
fn show(transcript: &Transcript, source: &Source) -> String {
    let mut shown = String::new();
    for block in &transcript.blocks {
        let words = transcript.text.slice(block.range);
        writeln!(shown, "{}: {words}", kind(block, transcript)).expect("a string takes all");
        for annotation in &transcript.annotations {
            let range = annotation.range;
            if let Mark::Rendition(rendition) = &annotation.mark
                && block.range.start <= range.start
                && range.end <= block.range.end
            {
                let words = transcript.text.slice(range);
                writeln!(shown, "    {} at {}: {words}", name(rendition), range.start - block.range.start)
                    .expect("a string takes all");
            }
        }
    }
    let consumed: Vec<&str> = transcript.consumed.iter().map(|&span| source.slice(span)).collect();
    if !consumed.is_empty() {
        writeln!(shown, "consumed: {}", consumed.join(" · ")).expect("a string takes all");
    }
    shown
}

fn kind(block: &Block, transcript: &Transcript) -> String {
    match &block.kind {
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Heading { level } => format!("heading {level}"),
        BlockKind::Item { depth, marker } => {
            let marker = marker.as_ref().map(|(label, range)| format!(" {label} `{}`", transcript.text.slice(*range)));
            format!("item {depth}{}", marker.unwrap_or_default())
        }
        BlockKind::Quotation => "quotation".to_owned(),
        BlockKind::Cell { starts_row, starts_table, heading } => {
            let place = match (starts_table, starts_row) {
                (true, _) => "table ",
                (false, true) => "row ",
                (false, false) => "",
            };
            format!("{place}{}", if *heading { "heading cell" } else { "cell" })
        }
        BlockKind::VerseLine { starts_group } => format!("verse{}", if *starts_group { " (new stanza)" } else { "" }),
        BlockKind::Footnote { label } => format!("footnote {label}"),
        BlockKind::Rule => "rule".to_owned(),
    }
}

fn name(rendition: &Rendition) -> String {
    match rendition {
        Rendition::Highlighted(rend) => (*rend).to_owned(),
        Rendition::Link(url) => format!("link to {url}"),
        Rendition::Quoted => "quoted".to_owned(),
        Rendition::LineBreak => "line break".to_owned(),
        Rendition::FootnoteReference(label) => format!("reference to note {label}"),
    }
}
