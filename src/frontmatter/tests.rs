//! Front matter of whole transcripts, read by a small reader that knows lines, bold type, headings and links.

use std::collections::BTreeMap;

use super::*;
use crate::model::{Annotation, Block, Mark, Rendition, Text, TextRange};
use crate::source::Span;

/// How the small reader makes blocks of the lines between two blank lines.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    Apart,
    Joined,
}

fn keys() -> HeaderKeys {
    let table: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        toml::from_str(include_str!("../../conventions/header.toml")).unwrap();
    let labels = table["header"].iter().flat_map(|(key, labels)| {
        let key = FieldKey::from_name(key).unwrap();
        labels.iter().map(move |label| (label.clone(), key))
    });
    HeaderKeys { labels: labels.collect() }
}

fn transcript(source: &Source, lines: Lines) -> Transcript {
    let mut transcript = Transcript::default();
    let start = yaml_block(source.text()).map_or(0, |block| block.end);
    let mut at = start;
    let mut open = false;
    for line in source.text()[start..].split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let joins = open && lines == Lines::Joined;
        add_line(&mut transcript, source.text(), span, joins);
        open = true;
    }
    transcript
}

fn add_line(transcript: &mut Transcript, source: &str, span: Span, joins: bool) {
    let (kind, mut span) = (BlockKind::Paragraph, span);
    let is_heading = source[span.start..].starts_with("# ");
    if is_heading {
        transcript.consumed.push(Span::new(span.start, span.start + 1));
        span.start += 2;
    }
    let kind = if is_heading { BlockKind::Heading { level: 1 } } else { kind };
    if joins {
        transcript.text.push_space(Span::new(span.start - 1, span.start));
    } else if !transcript.text.is_empty() {
        transcript.text.push_block_end(Span::at(span.start));
    }
    let from = transcript.text.len();
    push_inline(transcript, source, span);
    let range = TextRange::new(from, transcript.text.len());
    match transcript.blocks.last_mut().filter(|_| joins) {
        Some(block) => block.range.end = range.end,
        None => transcript.blocks.push(Block::new(kind, range, span)),
    }
}

fn push_inline(transcript: &mut Transcript, source: &str, span: Span) {
    let mut bold_from = None;
    let mut at = span.start;
    while at < span.end {
        let rest = &source[at..span.end];
        if rest.starts_with("**") {
            transcript.consumed.push(Span::new(at, at + 2));
            let here = transcript.text.len();
            match bold_from.take() {
                Some(from) => annotate(transcript, TextRange::new(from, here), Rendition::Highlighted("bold")),
                None => bold_from = Some(here),
            }
            at += 2;
        } else if let Some(end) = if rest.starts_with("<http") { rest.find('>') } else { None } {
            transcript.consumed.push(Span::new(at, at + 1));
            transcript.consumed.push(Span::new(at + end, at + end + 1));
            let from = transcript.text.len();
            transcript.text.push_verbatim(source, Span::new(at + 1, at + end));
            let range = TextRange::new(from, transcript.text.len());
            annotate(transcript, range, Rendition::Link(rest[1..end].to_owned()));
            at += end + 1;
        } else {
            let end = at + rest.chars().next().map_or(1, char::len_utf8);
            transcript.text.push_verbatim(source, Span::new(at, end));
            at = end;
        }
    }
}

fn annotate(transcript: &mut Transcript, range: TextRange, rendition: Rendition) {
    let span = transcript.text.source_span(range);
    transcript.annotations.push(Annotation { range, span, mark: Mark::Rendition(rendition), cert: None, resp: None });
}

/// Every character but white space is in a block, in a field, or consumed, and in one of them only.
fn assert_account(source: &Source, transcript: &Transcript) {
    let mut counts = vec![0_usize; source.text().len()];
    let mut count = |span: Span| counts[span.start..span.end].iter_mut().for_each(|count| *count += 1);
    transcript.consumed.iter().copied().for_each(&mut count);
    let spans = |text: &Text, range| text.pieces_in(range).map(|(_, span)| span).collect::<Vec<_>>();
    for block in &transcript.blocks {
        spans(&transcript.text, block.range).into_iter().for_each(&mut count);
    }
    for field in &transcript.header.fields {
        if let Some(text) = value::source_of(&field.value) {
            spans(text, text.range()).into_iter().for_each(&mut count);
        }
    }
    for (at, c) in source.text().char_indices().filter(|(_, c)| !c.is_whitespace()) {
        assert_eq!(counts[at], 1, "{c:?} at {at}: {}", &source.text()[at.saturating_sub(20)..at]);
    }
}

fn lift_text(text: &str, lines: Lines) -> (Transcript, Vec<Diagnostic>) {
    let source = Source::from_text("a.md", text);
    let (transcript, diagnostics) = lift(transcript(&source, lines), &source, &keys(), &[]);
    assert_account(&source, &transcript);
    (transcript, diagnostics)
}

fn values(transcript: &Transcript, key: FieldKey) -> Vec<&str> {
    transcript.header.all(key).map(Field::as_str).collect()
}

fn first_block(transcript: &Transcript) -> &str {
    transcript.blocks.first().map_or("", |block| transcript.text.slice(block.range))
}

const JOURNAL: &str = r#"

**October 15, 1957**
**Journal of Soviet Ambassador to the MPR S. M.**
**Zabelin for 12-15 October 1957**

**Citation:**

"Journal of Zabelin", October 15, 1957, Lakeside Digital Archive, AVPRF fond 0311, opis 9, delo 14, p.58-63. Translated by Helen Marsh.
<https://archive.example.org/document/100457>

**Summary:**

Zabelin hears a complaint.

He sends Moscow a list.

**Record ID:**

100457

**Credits:**

This document was made possible with support from the Lakeside Foundation

**Original Language:**

Russian

**Contents:**

Translation - English

USSR TOP SECRET

MFA stamp: Copy № 2
"#;

#[test]
fn labels_that_stand_alone_have_their_values_below() {
    for lines in [Lines::Apart, Lines::Joined] {
        let (transcript, diagnostics) = lift_text(JOURNAL, lines);
        assert_eq!(diagnostics, []);
        assert_eq!(first_block(&transcript), "USSR TOP SECRET");
        if lines == Lines::Apart {
            let title = "Journal of Soviet Ambassador to the MPR S. M. Zabelin for 12-15 October 1957";
            assert_eq!(values(&transcript, FieldKey::Title), [title]);
            assert_eq!(values(&transcript, FieldKey::Date), ["October 15, 1957"]);
        }
        assert_eq!(values(&transcript, FieldKey::Abstract), ["Zabelin hears a complaint.", "He sends Moscow a list."]);
        assert_eq!(values(&transcript, FieldKey::Identifier), ["100457"]);
        assert_eq!(values(&transcript, FieldKey::Repository), ["AVPRF"]);
        assert_eq!(values(&transcript, FieldKey::Translator), ["Helen Marsh"]);
        assert_eq!(values(&transcript, FieldKey::Funder), ["Lakeside Foundation"]);
        assert_eq!(values(&transcript, FieldKey::Language), ["English"]);
        assert_eq!(values(&transcript, FieldKey::Url), ["https://archive.example.org/document/100457"]);
        assert_eq!(transcript.header.date, Some(DateValue::when("1957-10-15")));
        assert!(transcript.annotations.is_empty());
    }
}

#[test]
fn labels_with_their_values_beside_them_are_read() {
    let text = "Title: Circular to all\nharbour masters\nAuthor: A. Roux; B. Lund\nDate: 18 April 1921\nSender: Margaret Ellery, Thornby\nBox: 40\nCopies: 28\n\n[letterhead]\nDear Sir,\n";
    for lines in [Lines::Apart, Lines::Joined] {
        let (transcript, _) = lift_text(text, lines);
        assert_eq!(values(&transcript, FieldKey::Title), ["Circular to all harbour masters"]);
        assert_eq!(values(&transcript, FieldKey::Author), ["A. Roux", "B. Lund"]);
        assert_eq!(values(&transcript, FieldKey::SenderPlace), ["Thornby"]);
        assert_eq!(values(&transcript, FieldKey::Note), ["28"]);
        assert_eq!(transcript.header.first(FieldKey::Note).map(|field| field.label.as_str()), Some("Copies"));
        assert!(first_block(&transcript).starts_with("[letterhead]"));
    }
}

#[test]
fn bold_labels_with_blank_lines_between_are_one_run() {
    let text = "**Diary of Anna Whitlock**\n\n**Author:** Anna Whitlock\n\n**Date:** January 1918\n\n**Keywords:** relief work; typhus\n\nVologda. We keep: both calendars.\n";
    let (transcript, _) = lift_text(text, Lines::Apart);
    assert_eq!(values(&transcript, FieldKey::Title), ["Diary of Anna Whitlock"]);
    assert_eq!(values(&transcript, FieldKey::Keywords), ["relief work", "typhus"]);
    assert_eq!(first_block(&transcript), "Vologda. We keep: both calendars.");
}

#[test]
fn speakers_and_the_head_of_a_memorandum_are_no_front_matter() {
    for text in [
        "Nixon: Good morning.\n\nKissinger: Mr. President.\n\nNixon: Sit down.\n",
        "MEMORANDUM\n\nTo: The Director\nFrom: T. H. Garrow\nDate: 2 May 1929\nSubject: Bridges\n\nI have seen them.\n",
        "Dear Sir,\n\nSubject: Bridges\n\nI have seen them.\n",
        "Harbour notes\n\nIt was late. Source: a sailor.\n",
        "Date: 2 May 1929\n\nNote: it rained.\n",
        "Secret\nNo. 2\nCopy 3\nFile: 305/14\nSource: a sailor\nReference: yours of the 4th\n\nText\n",
    ] {
        let (transcript, _) = lift_text(text, Lines::Apart);
        assert_eq!(values(&transcript, FieldKey::Date), Vec::<&str>::new(), "{text}");
        assert!(text.starts_with(first_block(&transcript)), "{text}");
    }
}

#[test]
fn a_memorandum_and_its_speakers_stay_below_the_front_matter() {
    let text =
        "Title: Bridges\nRepository: Kell Archives\n\nTo: The Director\nFrom: T. H. Garrow\n\nGarrow: The bridge.\n";
    let (transcript, _) = lift_text(text, Lines::Apart);
    assert_eq!(first_block(&transcript), "To: The Director");
    let text = "Title: Minutes\nDate: 2 May 1929\nGarrow: The bridge.\nPask: Which?\nGarrow: The new one.\n";
    let (transcript, _) = lift_text(text, Lines::Apart);
    assert_eq!(first_block(&transcript), "Garrow: The bridge.");
}

#[test]
fn labels_in_plain_text_may_stand_alone_without_blank_lines() {
    let text = "October 15, 1957\nJournal of Zabelin\nCitation:\n\"Journal\", AVPRF, fond 3\nSummary:\nOne.\nTwo.\nContents:\nTranslation - English\nUSSR TOP SECRET\nDate: 3 May\nText\n";
    let (transcript, _) = lift_text(text, Lines::Apart);
    assert_eq!(values(&transcript, FieldKey::Title), ["Journal of Zabelin"]);
    assert_eq!(values(&transcript, FieldKey::Abstract), ["One. Two."]);
    assert_eq!(values(&transcript, FieldKey::Contents), ["Translation - English"]);
    assert_eq!(first_block(&transcript), "USSR TOP SECRET");
}

#[test]
fn a_short_line_before_plain_labels_is_the_title() {
    let (transcript, _) =
        lift_text("Letter to Ostrogin\n\nCitation: Ellery Papers, Box 4\n\nDear Sir,\n", Lines::Apart);
    assert_eq!(values(&transcript, FieldKey::Title), ["Letter to Ostrogin"]);
    assert_eq!(values(&transcript, FieldKey::Collection), ["Ellery Papers"]);
    assert_eq!(first_block(&transcript), "Dear Sir,");
}

#[test]
fn yaml_and_labelled_lines_may_stand_together() {
    let text = "---\ntitle: Roads\ndate: 1929-05-02\nprofile: leiden\nbox: 22\n---\n\n**Title:** Bridges\n\n**Date:** 2 May 1929\n\n# REPORT\n\nText\n";
    let (transcript, diagnostics) = lift_text(text, Lines::Apart);
    assert_eq!(values(&transcript, FieldKey::Title), ["Roads"]);
    assert_eq!(values(&transcript, FieldKey::Profile), ["leiden"]);
    assert_eq!(values(&transcript, FieldKey::Note), ["Bridges", "2 May 1929"]);
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), [Code::R007]);
    assert_eq!(first_block(&transcript), "REPORT");
}

#[test]
fn broken_yaml_stays_text_and_is_reported() {
    let text = "---\ntitle: [unclosed\nkey: value\n---\n\nDear Sir,\n\n**Yours**\n";
    let (transcript, diagnostics) = lift_text(text, Lines::Apart);
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), [Code::R008]);
    assert_eq!(first_block(&transcript), "---");
    assert_eq!(transcript.blocks.len(), 6);
    assert_eq!(transcript.text.slice(transcript.annotations[0].range), "Yours");
}

#[test]
fn a_metadata_file_wins_over_the_transcript() {
    let source = Source::from_text("a.txt", "Title: Old\nBox: 4\n\nText\n");
    let metadata = Metadata::from_csv("file,title,box,donor\na.txt,New,4,Mrs. Pask\n").unwrap();
    let fields = metadata.fields(std::path::Path::new("in/a.txt"), &keys());
    let (transcript, diagnostics) = lift(transcript(&source, Lines::Apart), &source, &keys(), &fields);
    assert_account(&source, &transcript);
    assert_eq!(values(&transcript, FieldKey::Title), ["New"]);
    assert_eq!(values(&transcript, FieldKey::Note), ["Mrs. Pask", "Old", "4"]);
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn a_heading_is_the_title_of_a_file_without_front_matter() {
    let (transcript, _) = lift_text("# REPORT\n\nText\n", Lines::Apart);
    assert_eq!(values(&transcript, FieldKey::Title), ["REPORT"]);
    assert_eq!(first_block(&transcript), "REPORT");
}

#[test]
fn hostile_heads_cost_little() {
    let many_words = (0..30_000).fold(String::new(), |words, n| words + "k" + &n.to_string() + ",");
    for text in [
        "Title: ".repeat(100_000),
        "Title:\n".repeat(50_000),
        "a: b\n".repeat(50_000),
        "**Title:**\n\n".repeat(20_000),
        format!("Title: x\nKeywords: {many_words}\n"),
        format!("---\na:\n{}---\n", "- b\n".repeat(190)),
        format!("---\nkeywords: [{many_words}]\n---\n"),
        format!("---\na: {}\n---\n", "[".repeat(100_000)),
        format!("---\na: {}\n---\n", "- ".repeat(100_000)),
        format!("---\na: {}\n---\n", "b: ".repeat(100_000)),
        format!("---\na: {}\n---\n", "? ".repeat(100_000)),
        format!("---\na: \"{}\"\n---\n", "\\\"".repeat(100_000)),
        format!("---\na: {}\n---\n", "&a ".repeat(100_000)),
        format!("---\na: {}\n---\n", "{".repeat(100_000)),
        format!("---\na: {}\n---\n", "#".repeat(100_000)),
        format!("---\na: {}\n---\n", " ".repeat(100_000)),
        format!("---\na: {}\n---\n", "{a: ".repeat(100_000)),
        format!("---\na: [{}]\n---\n", "a: b, ".repeat(40_000)),
    ] {
        lift_text(&text, Lines::Apart);
    }
}

proptest::proptest! {
    #[test]
    fn no_character_is_lost(lines in proptest::collection::vec("(Title|Date|Author|Box|Foo|\\*\\*Citation|---|# x)?(:|:\\*\\*)?[ a-z\"'\\[;,.–é0-9]{0,20}\n?", 0..12), yaml in proptest::bool::ANY) {
        let text = lines.concat();
        let text = if yaml { format!("---\ntitle: x\n{text}\n---\n\n{text}") } else { text };
        lift_text(&text, Lines::Apart);
        lift_text(&text, Lines::Joined);
    }
}
