//! One corpus per stage: each file in `tests/cases/STAGE/` is a transcript, and beside it stands what the stage makes
//! of it. `POSTIL_BLESS=1 cargo test --test corpus` writes what is there now; read the difference before you keep it.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use postil::model::Transcript;
use postil::reader::Format;
use postil::source::Source;
use postil::{convention, frontmatter, pipeline, reader, recognizer, structure};
use support::dump;

/// What a stage makes of a transcript, in words.
type Run = fn(&Source, Format) -> String;

/// The stages, in the order of the pipeline, each with what it runs.
const STAGES: &[(&str, Run)] = &[
    ("frontmatter", |source, format| dump(&lift(source, format))),
    ("convention", |source, format| dump(&interpret(source, format))),
    ("structure", |source, format| dump(&arrange(source, format))),
    ("recognizer", |source, format| dump(&recognize(source, format))),
    ("tei", body_of_tei),
];

fn read(source: &Source, format: Format) -> Transcript {
    reader::read(source, format).0
}

fn lift(source: &Source, format: Format) -> Transcript {
    frontmatter::lift(read(source, format), source, support::profile().header_keys(), &[]).0
}

fn interpret(source: &Source, format: Format) -> Transcript {
    convention::interpret(lift(source, format), source, &support::profile()).0
}

fn arrange(source: &Source, format: Format) -> Transcript {
    structure::arrange(interpret(source, format)).0
}

fn recognize(source: &Source, format: Format) -> Transcript {
    convention::anchor(recognizer::recognize(arrange(source, format), &recognizer::Options::default()).0)
}

/// The `text` element of the TEI; the header has its own corpus in `examples`.
fn body_of_tei(source: &Source, format: Format) -> String {
    let xml = pipeline::convert(source, format, &support::project()).xml.expect("the case converts");
    let start = xml.find("<standOff").or_else(|| xml.find("  <text")).expect("there is a text");
    xml[start..].to_owned()
}

#[test]
fn every_stage_makes_of_its_cases_what_is_expected() {
    let mut failures = Vec::new();
    for (stage, run) in STAGES {
        let cases = cases(stage);
        assert!(!cases.is_empty(), "stage {stage} has no cases");
        for case in cases {
            let bytes = fs::read(&case).expect("the case can be read");
            let name = case.file_name().and_then(|name| name.to_str()).expect("case names are UTF-8");
            let found = run(&Source::from_bytes(name, &bytes), Format::of(&case));
            if let Some(failure) = support::compare(&case.with_extension("expected"), &found) {
                failures.push(failure);
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_case_folder_is_read() {
    // tests/reader.rs, tests/persons.rs and tests/compare_cases.rs read theirs.
    let others = ["reader", "persons", "diff", "merge"];
    for entry in fs::read_dir(root()).expect("there are cases").flatten() {
        let name = entry.file_name();
        let known = STAGES.iter().map(|(stage, _)| *stage).chain(others).any(|stage| name == stage);
        assert!(known, "no stage reads tests/cases/{}", name.display());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn cases(stage: &str) -> Vec<PathBuf> {
    let folder = root().join(stage);
    let entries = fs::read_dir(&folder).expect("each stage has a folder").flatten().map(|entry| entry.path());
    let mut cases: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_none_or(|ending| ending != "expected")).collect();
    cases.sort();
    cases
}
