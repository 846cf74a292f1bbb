//! Properties of any input: nothing panics, nothing is lost, the output is well-formed and valid, and always the same.

mod support;

use std::sync::Arc;

use postil::gazetteer::{Builder, FileFormat, read};
use postil::pipeline::{Conversion, Project, convert};
use postil::reader::Format;
use postil::source::Source;
use postil::suggestion::Suggestions;
use postil::{schema, xml};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Words, brackets and signs that meet in transcripts, in any order.
fn bracket_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("["),
        Just("]"),
        Just("[["),
        Just("]]"),
        Just("("),
        Just(")"),
        Just("\""),
        Just("“"),
        Just("”"),
        Just("\n"),
        Just("\n\n"),
        Just("  \n"),
        Just("- "),
        Just("1. "),
        Just("**"),
        Just("*"),
        Just("_"),
        Just("|"),
        Just("> "),
        Just("# "),
        Just("sic"),
        Just("illegible"),
        Just("handwritten in the left margin: "),
        Just("Kim Il Sung "),
        Just("?"),
        Just("..."),
        Just("7 September 1960 "),
        Just("Mr. Brown "),
        Just("word "),
        Just("S"),
        Just("[^1]"),
        Just("[^1]: "),
        Just("[1] "),
        Just("signature"),
        Just("crossed out: "),
        Just("page 2"),
        Just("Title: "),
        Just("**Citation:**"),
        Just("---\n"),
        Just("Nixon: "),
        Just("TOP SECRET"),
        Just("<P-43>"),
        Just("&amp; "),
        Just("Mos"),
        Just("cow "),
        Just("\t"),
        Just("\\"),
        Just("Moscow, 3 May 1950"),
        Just("Yours sincerely,"),
        Just("Five copies sent"),
        Just("/s/ "),
        Just("ё̈ "),
        Just("\u{7}"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str, format: Format) {
    check_with(text, format, &support::project());
}

fn check_with(text: &str, format: Format, project: &Project) {
    let source = Source::from_text("soup.txt", text);
    let Conversion { xml, diagnostics, .. } = convert(&source, format, project);
    let codes: Vec<String> = diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    let Some(xml) = xml else {
        assert!(codes.iter().any(|code| code.starts_with("R009")), "nothing was written for {text:?}: {codes:?}");
        return;
    };
    assert!(!codes.iter().any(|code| code.starts_with('T') && !code.starts_with("T002")), "{codes:?} for {text:?}");
    let document = xml::parse(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
    assert!(document.root().is_some());
    let findings = schema::Schema::bundled().validate(&Source::from_text("soup.xml", &xml));
    assert!(findings.is_empty(), "{findings:?} for {text:?} in {xml}");
    let again = convert(&source, format, project);
    assert_eq!(again.xml.as_deref(), Some(xml.as_str()));
}

/// A project with authority files, and with a suggestion for each pair of offsets, in characters.
fn project_with_names(text: &str, suggested: &[(usize, usize)]) -> Project {
    let people = "id,name,variants,type\nkim,Kim Il Sung,Kim|Mos,person\nmos,Moscow,Mos,place\nword,word 7,Brown,org\n\
                  date,7 September,,place\nbrown,Brown,,person\nsig,signature,,person\n";
    let mut builder = Builder::new();
    read(&Source::from_text("people.csv", people), FileFormat::Table, &mut builder);
    let mut project = support::project();
    project.recognizer.authority = Some(Arc::new(builder.build()));
    let letters: Vec<char> = text.chars().collect();
    let mut suggestions = Suggestions::default();
    for (idx, &(start, len)) in suggested.iter().enumerate() {
        let (start, end) = (start.min(letters.len()), (start + len).min(letters.len()));
        let words: String = letters[start..end].iter().collect();
        let kind = ["persName", "placeName", "orgName", "date"][idx % 4];
        let (reference, cert) = [("", "high"), ("kim", "medium"), ("Q5", "low")][idx % 3];
        let line = serde_json::json!({ "source": "soup.txt", "start": start, "end": end, "type": kind, "text": words,
            "ref": reference, "cert": cert, "when": "1950-05" });
        suggestions.add_file(&Source::from_text("model.jsonl", &line.to_string())).expect("the line is right");
    }
    project.suggestions = Arc::new(suggestions);
    project
}

proptest! {
    // The same cases every time, so that a change is judged and not its luck; another seed finds new ones.
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(1960), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bracket_soup_converts_to_valid_tei(text in bracket_soup()) {
        check(&text, Format::Plain);
        check(&text, Format::Markdown);
    }

    #[test]
    fn any_text_converts_to_valid_tei(text in "\\PC{0,200}") {
        check(&text, Format::Plain);
        check(&text, Format::Markdown);
    }

    #[test]
    fn no_authority_file_and_no_suggestion_changes_a_character(
        text in bracket_soup(),
        suggested in proptest::collection::vec((0_usize..200, 0_usize..40), 0..8),
    ) {
        let project = project_with_names(&text, &suggested);
        check_with(&text, Format::Plain, &project);
        check_with(&text, Format::Markdown, &project);
        let plain = |project: &Project| {
            let xml = convert(&Source::from_text("soup.txt", &text), Format::Plain, project).xml.expect("it converts");
            postil::pipeline::reading_text(&xml).expect("it is XML").split_whitespace().collect::<String>()
        };
        prop_assert_eq!(plain(&project), plain(&support::project()));
    }

    #[test]
    fn the_source_map_gives_the_transcript_back_byte_for_byte(text in bracket_soup()) {
        let source = Source::from_text("soup.txt", &text);
        let mut project = support::project();
        project.source_map = true;
        let conversion = convert(&source, Format::Markdown, &project);
        if let (Some(xml), Some(map)) = (conversion.xml, conversion.source_map) {
            let bytes = postil::pipeline::restore(&xml, &map).expect("the map fits");
            prop_assert_eq!(bytes, text.as_bytes());
        }
    }
}
