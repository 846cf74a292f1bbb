//! The sample journal, read as an editor reads it: `tests/sample/expected.rng` says in `XPath` what must be there.

mod support;

use std::fs;

use postil::pipeline::convert;
use postil::reader::Format;
use postil::schema::Schema;
use postil::source::Source;

#[test]
fn the_sample_journal_is_encoded_as_an_editor_would() {
    let Some(shared) = support::shared() else { return };
    let bytes = fs::read(shared.join("samples/puzanov-1960-09-14.md")).expect("the sample can be read");
    let source = Source::from_bytes("puzanov-1960-09-14.md", &bytes);
    let conversion = convert(&source, Format::Markdown, &support::project());
    let xml = conversion.xml.expect("the sample converts");
    let rules = Schema::from_text("expected.rng", include_str!("sample/expected.rng")).expect("the rules can be read");
    let findings = rules.validate(&Source::from_text("sample.xml", &xml));
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.is_empty(), "{messages:#?}\n{xml}");
    let stray = conversion
        .diagnostics
        .iter()
        .find(|finding| finding.code.to_string() == "C003")
        .expect("the stray bracket is reported");
    let at = source.position(stray.span.expect("it has a place").start);
    let line = source.line(at.line).map(|span| source.slice(span)).unwrap_or_default();
    assert_eq!(line.chars().nth(at.column - 1), Some(']'), "{at:?}");
    assert!(line.starts_with("[handwritten in the left margin"), "{line}");
}
