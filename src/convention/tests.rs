//! The examples of every profile, and the cases of the issue, as inline TEI.

use crate::convention::{Profile, anchor, interpret};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Annotation, Block, BlockKind, Mark, Mention, NameKind, Rendition, Text, TextRange, Transcript};
use crate::source::{Source, Span};

/// A transcript whose lines are its blocks.
fn read(source: &Source) -> Transcript {
    let mut transcript = Transcript::default();
    let mut text = Text::new();
    let mut at = 0;
    for line in source.text().split('\n') {
        if at > 0 {
            text.push_block_end(Span::new(at - 1, at));
        }
        let start = text.len();
        let span = Span::new(at, at + line.len());
        text.push_verbatim(source.text(), span);
        transcript.blocks.push(Block::new(BlockKind::Paragraph, TextRange::new(start, text.len()), span));
        at += line.len() + 1;
    }
    Transcript { text, ..transcript }
}

fn tags(annotation: &Annotation) -> (String, String) {
    let (name, mut attributes) = match &annotation.mark {
        Mark::Intervention(intervention) => {
            let all = intervention.attributes.iter().map(|it| (it.name.to_string(), it.value.clone()));
            (intervention.kind.element_name(), all.collect::<Vec<_>>())
        }
        Mark::Rendition(Rendition::LineBreak) => ("lb", Vec::new()),
        Mark::Rendition(Rendition::FootnoteReference(label)) => ("ptr", vec![("n".to_owned(), label.clone())]),
        other => panic!("{other:?}"),
    };
    if let Some(cert) = annotation.cert {
        attributes.push(("cert".to_owned(), cert.as_str().to_owned()));
    }
    attributes.sort();
    let attributes = attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect::<Vec<_>>().concat();
    (format!("<{name}{attributes}>"), format!("</{name}>"))
}

/// The words of a transcript with its annotations as tags.
fn woven(transcript: &Transcript) -> String {
    let mut marks: Vec<&Annotation> = transcript.annotations.iter().collect();
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let mut out = String::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    let text = transcript.text.as_str();
    for mark in marks {
        while let Some((end, _)) = open.last().filter(|(end, _)| *end <= mark.range.start) {
            out.push_str(&text[at..*end]);
            at = *end;
            out.push_str(&open.pop().unwrap().1);
        }
        out.push_str(&text[at..mark.range.start]);
        at = mark.range.start;
        let (start_tag, end_tag) = tags(mark);
        if mark.range.is_empty() {
            out.push_str(&start_tag.replace('>', "/>"));
        } else {
            out.push_str(&start_tag);
            open.push((mark.range.end, end_tag));
        }
    }
    while let Some((end, tag)) = open.pop() {
        out.push_str(&text[at..end]);
        at = end;
        out.push_str(&tag);
    }
    out.push_str(&text[at..]);
    out
}

/// Every character that is no white space stands in the text or was consumed, and none twice.
fn balance(transcript: &Transcript, source: &Source) {
    let mut count = vec![0; source.text().len()];
    let spans = transcript.text.pieces_in(transcript.text.range()).map(|(_, span)| span);
    for span in spans.chain(transcript.consumed.iter().copied()) {
        for times in &mut count[span.start..span.end] {
            *times += 1;
        }
    }
    for (at, c) in source.text().char_indices().filter(|(_, c)| !c.is_whitespace()) {
        assert_eq!(count[at], 1, "`{c}` at {at} of {:?}", source.text());
    }
}

fn converted(line: &str, profile: &Profile) -> (String, Vec<Diagnostic>) {
    let source = Source::from_text("case.txt", line);
    let (transcript, findings) = interpret(read(&source), &source, profile);
    balance(&transcript, &source);
    (woven(&anchor(transcript)), findings)
}

fn archival(line: &str) -> String {
    converted(line, &Profile::default()).0
}

#[test]
fn every_example_gives_what_its_profile_says() {
    let mut wrong = Vec::new();
    for name in Profile::names() {
        let profile = Profile::embedded(name).unwrap();
        for siglum in profile.sigla() {
            let (gives, _) = converted(&siglum.example, &profile);
            if gives != siglum.gives {
                wrong.push(format!("{name}/{}\n  got  {gives}\n  want {}", siglum.id, siglum.gives));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_same_bracket_means_what_the_profile_says() {
    let by = |name| converted("the [old] side", &Profile::embedded(name).unwrap()).0;
    assert_eq!(by("archival"), "the <supplied resp=\"editor\">old</supplied> side");
    assert_eq!(by("leiden"), "the <supplied reason=\"lost\">old</supplied> side");
    assert_eq!(by("by-the-people"), "the <del>old</del> side");
}

#[test]
fn a_stray_bracket_does_not_cut_the_note_in_two() {
    let line = "[handwritten in the left margin: \"to A. B.\" and two other names, one followed by \"delo [file]] 7\" and \"1960\"]";
    let (gives, findings) = converted(line, &Profile::default());
    let expected = "<note place=\"margin left\" rend=\"handwritten\" type=\"marginalia\">\"to A. B.\" and two other names, \
        one followed by \"delo <gloss>file</gloss>] 7\" and \"1960\"</note>";
    assert_eq!(gives, expected);
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::C003]);
}

#[test]
fn a_note_may_run_over_paragraphs() {
    let gives = archival("before\n[handwritten: one\ntwo]\nafter");
    assert_eq!(gives, "before\n<note rend=\"handwritten\" type=\"marginalia\">one <lb/>two</note>\nafter");
}

#[test]
fn a_footnote_and_its_reference_find_each_other() {
    let source = Source::from_text("case.txt", "the tests [1] went\n[1] A conference.");
    let (transcript, _) = interpret(read(&source), &source, &Profile::default());
    balance(&transcript, &source);
    assert_eq!(woven(&transcript), "the tests<ptr n=\"1\"/> went\nA conference.");
    assert_eq!(transcript.blocks[1].kind, BlockKind::Footnote { label: "1".to_owned() });
}

#[test]
fn an_unknown_note_is_kept_whole_and_reported() {
    let (gives, findings) = converted("he [zxqv: 12-b] left", &Profile::default());
    assert_eq!(gives, "he <note type=\"editorial\">zxqv: 12-b</note> left");
    assert_eq!(findings[0].code, Code::C001);
    assert!(findings[0].message.contains("`[zxqv: 12-b]` matches no convention of profile `archival`"));
}

#[test]
fn words_of_a_label_that_nothing_expresses_stay() {
    assert_eq!(
        archival("[faded MFA stamp: Copy 3]"),
        "<stamp rend=\"faded\"><seg type=\"label\">faded MFA stamp</seg>: Copy 3</stamp>"
    );
}

#[test]
fn a_word_with_its_bracket_stays_one_word() {
    assert_eq!(archival("in Minsk-Maz.[owiecki] now"), "in <expan>Minsk-Maz.<ex>owiecki</ex></expan> now");
    assert_eq!(archival("Je[t]zt"), "Je<supplied resp=\"editor\">t</supplied>zt");
    assert_eq!(archival("[H]elenowo"), "<supplied resp=\"editor\">H</supplied>elenowo");
}

#[test]
fn a_name_that_ends_before_sic_is_taken_whole() {
    let source = Source::from_text("case.txt", "with Ri He-sun [sic].");
    let (mut transcript, _) = interpret(read(&source), &source, &Profile::default());
    let name = Mention::new(NameKind::Person);
    let range = TextRange::new(5, 14);
    transcript.annotations.push(Annotation {
        range,
        span: Span::new(5, 14),
        mark: Mark::Mention(name),
        cert: None,
        resp: None,
    });
    let settled = anchor(transcript);
    assert_eq!(settled.annotations[0].range, range);
    assert_eq!(settled.text.as_str(), "with Ri He-sun.");
}

#[test]
fn a_phrase_in_quotation_marks_before_sic_is_taken_whole() {
    assert_eq!(archival("of “old guards” [sic] there"), "of <sic>“old guards”</sic> there");
    assert_eq!(archival("he (came [sic] back)"), "he (<sic>came</sic> back)");
}

#[test]
fn the_sentence_of_an_author_keeps_its_brackets_over_paragraphs() {
    let line = "[This was said twice.\nIt was not heard.] So.";
    let (gives, findings) = converted(line, &Profile::default());
    assert_eq!(gives, line);
    assert_eq!(findings.len(), 2);
}

#[test]
fn strays_are_reported_where_they_stand() {
    let source = Source::from_text("case.txt", "one\nhe [left");
    let (transcript, findings) = interpret(read(&source), &source, &Profile::default());
    assert_eq!(transcript.text.as_str(), source.text());
    assert_eq!((findings[0].code, findings[0].span), (Code::C002, Some(Span::new(7, 8))));
}

#[test]
fn earlier_marks_are_carried_over() {
    let source = Source::from_text("case.txt", "[stamp] he came");
    let mut transcript = read(&source);
    let mark = Mark::Rendition(Rendition::Highlighted("bold"));
    let range = TextRange::new(8, 10);
    transcript.annotations.push(Annotation { range, span: Span::new(8, 10), mark, cert: None, resp: None });
    let (transcript, _) = interpret(transcript, &source, &Profile::default());
    let bold = transcript.annotations[0].range;
    assert_eq!(transcript.text.slice(bold), "he");
}

#[test]
fn no_input_is_lost_or_takes_long() {
    let hostile = [
        "[".repeat(4_000),
        "]".repeat(4_000),
        format!("{}x{}", "[".repeat(3_000), "]".repeat(3_000)),
        "[sic] ".repeat(500),
        "a[b]".repeat(500),
        "” [sic] “".repeat(200),
        "[[a] \n".repeat(200),
        "[handwritten: \u{301}é “x] [?".repeat(100),
        "7 [8] (sic) /s/ ".repeat(100),
        format!("he [footnote: {}] left", "word ".repeat(5_000)),
    ];
    for text in hostile {
        for name in Profile::names() {
            converted(&text, &Profile::embedded(name).unwrap());
        }
    }
}

/// The TOML blocks of the manual, each a profile of its own.
#[test]
fn the_profiles_of_the_manual_do_what_it_says() {
    let manual = include_str!("../../docs/conventions.md");
    let blocks: Vec<&str> = manual.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 2);
    for block in blocks {
        let profile = Profile::from_toml("manual", block, &|_| None).unwrap_or_else(|error| panic!("{error}\n{block}"));
        let own: toml::Table = toml::from_str(block).unwrap();
        let count = own.get("siglum").and_then(toml::Value::as_array).map_or(0, Vec::len);
        for siglum in profile.sigla().iter().take(count) {
            assert_eq!(converted(&siglum.example, &profile).0, siglum.gives, "{}", siglum.id);
        }
    }
}
