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
