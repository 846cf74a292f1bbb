//! Marks persons in the invented documents of `tests/cases/persons` and compares with the marks written in them.
//!
//! `{Cde. |A. M. Varnov@a-m-varnov}` is a name with its title and the id of the person; `~` before the closing brace is
//! medium certainty, `-` in place of the id nobody in particular. Documents are parted by `---`; lines that begin with
//! `#` are comments.

use std::fmt::Write;
use std::path::Path;

use postil::model::{
    Annotation, Block, BlockKind, Cert, Intervention, InterventionKind, Mark, NameKind, NamePart, Role, TextRange,
    Transcript,
};
use postil::recognizer::{Options, recognize};
use postil::source::Span;

#[test]
fn persons_are_found_as_the_cases_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/persons");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in files {
        for expected in documents(&std::fs::read_to_string(&file).unwrap()) {
            let found = marked(&recognize(transcript(&plain(&expected)), &Options::default()).0);
            if found != expected {
                let _ = writeln!(wrong, "{}\nexpected:\n{expected}\nfound:\n{found}\n", file.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn documents(file: &str) -> Vec<String> {
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
    lines.join("\n").split("---").map(|document| document.trim().replace("\n\n", "\n")).collect()
}

/// The document without its marks.
fn plain(expected: &str) -> String {
    let mut plain = String::new();
    let mut rest = expected;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, next) = after.split_once('}').expect("each mark of a case is closed");
        let (words, _) = mark.split_once('@').expect("each mark of a case has an id");
        plain += before;
        plain += &words.replacen('|', "", 1);
        rest = next;
    }
    plain + rest
}

/// A transcript of one paragraph a line.
fn transcript(source: &str) -> Transcript {
    let mut transcript = Transcript::default();
    let mut at = 0;
    for line in source.split('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end + 1;
        if !transcript.text.is_empty() {
            transcript.text.push_block_end(Span::at(span.start));
        }
        let start = transcript.text.len();
        transcript.text.push_verbatim(source, span);
        let range = TextRange::new(start, transcript.text.len());
        transcript.blocks.push(Block::new(BlockKind::Paragraph, range, span));
    }
    transcript
}

/// The text with the marks that were found.
fn marked(transcript: &Transcript) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for (idx, annotation) in transcript.annotations.iter().enumerate() {
        let Mark::Mention(mention) = &annotation.mark else { continue };
        if mention.kind != NameKind::Person {
            continue;
        }
        let titles = titles(&transcript.annotations[idx + 1..]);
        marked += transcript.text.slice(TextRange::new(at, annotation.range.start));
        marked += "{";
        if let Some(titles) = titles {
            let _ = write!(marked, "{} |", transcript.text.slice(titles));
        }
        let name_start = titles.map_or(annotation.range.start, |titles| titles.end);
        marked += transcript.text.slice(TextRange::new(name_start, annotation.range.end)).trim_start();
        marked += "@";
        marked += mention.entity.map_or("-", |id| &transcript.entities[id.0].xml_id);
        marked += if annotation.cert == Some(Cert::Medium) { "~}" } else { "}" };
        at = annotation.range.end;
    }
    marked + transcript.text.slice(TextRange::new(at, transcript.text.len()))
}

fn titles(after: &[Annotation]) -> Option<TextRange> {
    let part = after.first()?;
    matches!(part.mark, Mark::NamePart(NamePart::RoleName)).then_some(part.range)
}

#[test]
fn a_line_that_signs_names_a_person_wherever_it_stands() {
    let mut document = transcript("Nothing to report.\nOstrander\nEnclosure");
    assert_eq!(
        marked(&recognize(document.clone(), &Options::default()).0),
        "Nothing to report.\n{Ostrander@ostrander~}\nEnclosure"
    );
    document.blocks[1].role = Role::Signed;
    assert_eq!(
        marked(&recognize(document, &Options::default()).0),
        "Nothing to report.\n{Ostrander@ostrander}\nEnclosure"
    );
}

#[test]
fn a_note_inside_a_name_is_no_part_of_it() {
    let source = "Kim [so] Chol Su left.";
    let mut document = transcript(source);
    let (range, span) = (TextRange::new(4, 9), Span::new(4, 9));
    let mark = Mark::Intervention(Intervention::new(InterventionKind::Note, "editorial"));
    document.annotations.push(Annotation { range, span, mark, cert: None, resp: None });
    let (document, _) = recognize(document, &Options::default());
    assert_eq!(document.entities[0].forms, ["Kim Chol Su"]);
    assert_eq!(document.annotations[1].range, TextRange::new(0, 16));
}

/// Pieces of which hostile and ordinary lines are made.
const PIECES: &[&str] = &[
    "A. ",
    "Mr. ",
    "Mrs. ",
    "Kim ",
    "Il ",
    "Sung ",
    "Messrs. ",
    "and ",
    ", ",
    "Varnov",
    "’s ",
    "VARNOV ",
    "(",
    ") ",
    "de ",
    "von ",
    "Minister ",
    "of ",
    "[",
    "]",
    "\n",
    "“",
    "U.S. ",
    "é",
    "\u{301}",
    "-",
    "–",
    "Jr. ",
    ": ",
    "said ",
    "in ",
    "Ёлкин ",
    "\u{a0}",
    "Чехов",
    "金",
    "1960 ",
    ". ",
    "St. ",
    "Yu. ",
    "General ",
    "Rice ",
    "sister ",
    "s ",
    "'",
];

proptest::proptest! {
    #[test]
    fn marks_never_cross_and_never_leave_their_block(picks in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let source: String = picks.into_iter().map(|pick| PIECES[pick]).collect();
        let (transcript, _) = recognize(transcript(&source), &Options::default());
        let mut end = 0;
        for annotation in &transcript.annotations {
            let range = annotation.range;
            assert!(!transcript.text.slice(range).is_empty(), "{source:?}");
            assert!(transcript.blocks.iter().any(|block| block.range.contains(range)), "{source:?}");
            if matches!(annotation.mark, Mark::Mention(_) | Mark::Date(_)) {
                assert!(range.start >= end, "{source:?}");
                end = range.end;
            } else {
                assert!(range.end <= end, "{source:?}");
            }
        }
        let mut ids: Vec<_> = transcript.entities.iter().map(|entity| &entity.xml_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), transcript.entities.len());
    }
}
