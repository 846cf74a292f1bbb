//! Suggestions that fit and that do not, from files and from annotators.

use super::*;
use crate::model::{Cert, Claim, DateValue, NameKind, TextRange};
use crate::source::Span;

const WORDS: &str = "Жук met An[na] Berg\nthere.";

/// The reading text `Жук met Anna Berg`, a line end, `there.`
fn document() -> (Source, Transcript) {
    let mut transcript = Transcript::default();
    let at = WORDS.find('[').unwrap();
    for (start, end) in [(0, at), (at + 1, at + 3), (at + 4, WORDS.len() - 7)] {
        transcript.text.push_verbatim(WORDS, Span::new(start, end));
    }
    transcript.text.push_block_end(Span::new(WORDS.len() - 7, WORDS.len() - 6));
    transcript.text.push_verbatim(WORDS, Span::new(WORDS.len() - 6, WORDS.len()));
    (Source::from_text("letters/a.txt", WORDS), transcript)
}

fn suggestions(lines: &str) -> Suggestions {
    let mut suggestions = Suggestions::default();
    suggestions.add_file(&Source::from_text("x/model.jsonl", lines)).unwrap();
    suggestions
}

#[test]
fn offsets_count_characters_and_brackets_do_not_matter() {
    let (source, transcript) = document();
    let lines = "{\"source\":\"a.txt\",\"start\":8,\"end\":19,\"type\":\"PERSON\",\"text\":\"An[na] Berg\",\"ref\":\"p1\",\"cert\":0.7}\n\n\
                 {\"source\":\"letters/a.txt\",\"start\":0,\"end\":3,\"type\":\"date\",\"text\":\"Жук\",\"when\":\"1950-02-30\",\"resp\":\"A. Editor\"}\n";
    let (placed, diagnostics) = gather(&source, &transcript, &suggestions(lines), None);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(transcript.text.slice(placed[0].range), "Anna Berg");
    assert_eq!(
        (placed[0].cert, placed[0].reference.as_str(), placed[0].resp.as_str()),
        (Some(Cert::Medium), "p1", "model.jsonl")
    );
    assert_eq!(placed[0].claim, Claim::Name(NameKind::Person));
    assert_eq!((placed[1].claim.clone(), placed[1].resp.as_str()), (Claim::Date(DateValue::default()), "A. Editor"));
}

#[test]
fn what_does_not_fit_is_said_and_left_out() {
    let (source, transcript) = document();
    let line = |start: usize, end: usize, kind: &str, text: &str| {
        format!("{{\"source\":\"a.txt\",\"start\":{start},\"end\":{end},\"type\":\"{kind}\",\"text\":\"{text}\"}}\n")
    };
    let cases = [
        (line(8, 19, "person", "Anna Berg"), "the text has `An[na] Berg` there"),
        (line(8, 190, "person", "Anna Berg"), "the text is not so long"),
        (line(8, 8, "person", ""), "its end is not after its start"),
        (line(15, 25, "person", "Berg\\nthere"), "it lies across two paragraphs"),
        (line(10, 11, "person", "["), "these words are no part of the reading text"),
        (line(0, 3, "animal", "Жук"), "`animal` is no type that postil marks"),
        (line(3, 4, "person", " "), "it holds no words"),
    ];
    for (line, reason) in cases {
        let (placed, diagnostics) = gather(&source, &transcript, &suggestions(&line), None);
        assert!(placed.is_empty(), "{line}");
        assert!(diagnostics[0].message.ends_with(reason), "{line}: {}", diagnostics[0].message);
    }
}

#[test]
fn a_line_that_is_no_suggestion_is_shown_at_its_place() {
    let file = Source::from_text("a.jsonl", "\n{\"source\":\"a.txt\",\"start\":8,\"end\":\"x\"}\n");
    let finding = Suggestions::default().add_file(&file).unwrap_err();
    assert_eq!(file.position(finding.span.unwrap().start).line, 2);
    assert!(finding.message.contains("invalid type: string \"x\", expected usize"), "{}", finding.message);
}

#[test]
fn suggestions_for_no_document_are_known() {
    let lines = "{\"source\":\"b.txt\",\"start\":0,\"end\":1,\"type\":\"org\",\"text\":\"x\"}";
    let found = suggestions(lines);
    assert_eq!(found.unused(&["x/a.txt".into()]), [std::path::Path::new("b.txt")]);
    assert!(found.unused(&["x/b.txt".into()]).is_empty());
    assert!(found.of("xb.txt").is_empty());
}

/// Finds every capitalized word, or says what it is told.
#[derive(Debug)]
struct Capitals(Option<&'static str>);

impl Annotator for Capitals {
    fn name(&self) -> String {
        "capitals 1.0".to_owned()
    }

    fn annotate(&self, id: &str, text: &str) -> Result<Vec<SuggestedSpan>, String> {
        if let Some(line) = self.0 {
            return read_answer(line, id);
        }
        let start = text.chars().position(|c| c == 'A').unwrap();
        let spans =
            format!("{{\"id\":\"{id}\",\"spans\":[{{\"start\":{start},\"end\":{},\"type\":\"PER\"}}]}}", start + 4);
        read_answer(&spans, id)
    }
}

#[test]
fn an_annotator_sees_the_reading_text() {
    let (source, transcript) = document();
    let (placed, diagnostics) = gather(&source, &transcript, &Suggestions::default(), Some(&Capitals(None)));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!((transcript.text.slice(placed[0].range), placed[0].resp.as_str()), ("Anna", "capitals 1.0"));
    assert_eq!(placed[0].range, TextRange::new(11, 15));
}

#[test]
fn an_annotator_that_answers_wrongly_is_reported() {
    let (source, transcript) = document();
    for (answer, said) in [
        ("Traceback", "it answered `Traceback`, which is no answer"),
        ("{\"id\":\"other\",\"spans\":[]}", "it answered for `other` instead of `letters/a.txt#0`"),
    ] {
        let (placed, found) = gather(&source, &transcript, &Suggestions::default(), Some(&Capitals(Some(answer))));
        assert!(placed.is_empty() && found[0].message.contains(said), "{found:?}");
    }
    let long = "{\"id\":\"letters/a.txt#0\",\"spans\":[{\"start\":0,\"end\":999,\"type\":\"PER\"}]}";
    let (_, found) = gather(&source, &transcript, &Suggestions::default(), Some(&Capitals(Some(long))));
    assert!(found[0].message.ends_with("the text is not so long"), "{found:?}");
}

#[test]
fn the_handshake_names_protocol_and_version() {
    let hello = serde_json::to_string(&Hello { name: "x 1".to_owned(), ..Hello::of_postil() }).unwrap();
    assert_eq!(read_hello(&hello), Ok("x 1".to_owned()));
    let other = hello.replace("\"version\":1", "\"version\":9");
    assert_eq!(
        read_hello(&other),
        Err("it speaks postil-annotator 9, and postil speaks postil-annotator 1".to_owned())
    );
    assert!(read_hello("Loading model ...").unwrap_err().starts_with("it began with `Loading model ...`"));
}
