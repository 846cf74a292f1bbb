//! The examples: each transcript has its TEI beside it, and converting it again gives the same bytes.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use postil::diagnostic::Severity;
use postil::pipeline::convert;
use postil::reader::Format;
use postil::source::Source;

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(folder).expect("there are examples").flatten().map(|entry| entry.path());
    let is_transcript = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == "txt" || ending == "md") && !path.ends_with("README.md")
    };
    let mut transcripts: Vec<PathBuf> = entries.filter(is_transcript).collect();
    transcripts.sort();
    transcripts
}

#[test]
fn every_example_becomes_the_tei_beside_it() {
    let transcripts = transcripts();
    assert!(transcripts.len() >= 8, "only {} examples", transcripts.len());
    let mut failures = Vec::new();
    for path in transcripts {
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8");
        let source = Source::from_bytes(name, &fs::read(&path).expect("the example can be read"));
        let conversion = convert(&source, Format::of(&path), &support::project());
        let errors: Vec<&str> = conversion
            .diagnostics
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        failures.extend(support::compare(&path.with_extension("xml"), &conversion.xml.unwrap_or_default()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What the README shows is what postil does.
#[test]
fn the_readme_shows_what_happens() {
    let readme = include_str!("../README.md");
    let blocks: Vec<&str> = readme.split("```").skip(1).step_by(2).collect();
    let [transcript, tei, message] = [0, 1, 2].map(|idx| blocks[idx].split_once('\n').expect("a block has lines").1);
    let conversion = convert(&Source::from_text("letter.md", transcript), Format::Markdown, &support::project());
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let xml = squeeze(&conversion.xml.expect("it converts"));
    assert!(xml.contains(&squeeze(tei)), "{xml}");
    let finding = conversion.diagnostics.first().expect("there is a finding");
    assert!(message.contains(&finding.message) && message.contains(&finding.code.to_string()), "{finding:?}");
}
