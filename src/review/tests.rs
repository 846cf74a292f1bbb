//! What decisions do to the bytes of a file, and that nothing of a document becomes markup of its page.

use proptest::prelude::*;

use crate::review::{
    Action, Certainty, Decision, DecisionError, Document, Edge, IndexRow, Kind, Page, Refusal, Request, Site, Step,
    Terms, decide, edit, undo, undoable,
};
use crate::schema::Schema;
use crate::source::Source;

/// The text after an action on the first place of `tag`.
fn acted(xml: &str, tag: &str, action: &Action) -> Result<String, Refusal> {
    let at = xml.find(tag).expect("the tag is there");
    edit(xml, at, action).and_then(|edit| edit.apply(xml))
}

fn retype(to: &str) -> Action {
    Action::Retype { to: to.to_owned() }
}

#[test]
fn an_accepted_mark_is_of_high_certainty_and_all_else_stays() {
    let xml = "<p>a <persName\n ref='#x'  cert='medium' >Kim</persName> b\r\n</p>";
    let accepted = acted(xml, "<persName", &Action::Accept).expect("it is a mark");
    assert_eq!(accepted, xml.replace("medium", "high"));
    assert_eq!(acted(&accepted, "<persName", &Action::Accept), Err(Refusal::Accepted));
    let accepted = acted("<p><date when=\"1950\">1950</date><gap/></p>", "<gap", &Action::Accept);
    assert_eq!(accepted.as_deref(), Ok("<p><date when=\"1950\">1950</date><gap cert=\"high\"/></p>"));
}

#[test]
fn a_rejected_mark_leaves_its_words() {
    let xml = "<p>a <persName ref=\"#x\"><roleName>Cde.</roleName> K<hi>i</hi>m</persName>.</p>";
    assert_eq!(acted(xml, "<persName", &Action::Reject).as_deref(), Ok("<p>a Cde. K<hi>i</hi>m.</p>"));
    for (xml, tag) in [("<p><gap/></p>", "<gap"), ("<p><note></note></p>", "<note"), ("<p><date> </date></p>", "<date")]
    {
        assert!(matches!(acted(xml, tag, &Action::Reject), Err(Refusal::NoWords(_))), "{xml}");
    }
    let xml = "<p><choice><sic>a</sic><corr>b</corr></choice></p>";
    for tag in ["<choice", "<sic", "<corr"] {
        assert!(matches!(acted(xml, tag, &Action::Reject), Err(Refusal::Reading(_))), "{tag}");
    }
}

#[test]
fn a_mark_of_another_kind_keeps_what_it_can() {
    let xml = "<p><t:persName xml:id=\"a\" ref=\"#x\" cert=\"low\"><roleName>Mr.</roleName> Kim</t:persName></p>";
    let changed = acted(xml, "<t:persName", &retype("orgName"));
    assert_eq!(changed.as_deref(), Ok("<p><t:orgName xml:id=\"a\" cert=\"high\">Mr. Kim</t:orgName></p>"));
    assert!(matches!(acted(xml, "<t:persName", &retype("p")), Err(Refusal::Kind(..))));
    assert!(matches!(acted("<p><hi>a</hi></p>", "<hi", &retype("date")), Err(Refusal::Kind(..))));
}

#[test]
fn a_mark_grows_and_shrinks_by_words() {
    let moved = |xml: &str, edge, by| acted(xml, "<name", &Action::Extent { edge, by });
    let xml = "<p>to Kim, <name>Il Sung</name>-<hi>the</hi> <lb/>caf&#233;s &amp; all</p>";
    let cases = [
        (Edge::Start, Step::Grow, "to <name>Kim, Il Sung</name>-<hi>the</hi> <lb/>caf&#233;s"),
        (Edge::Start, Step::Shrink, "to Kim, Il <name>Sung</name>-<hi>the</hi>"),
        (Edge::End, Step::Shrink, "<name>Il</name> Sung-<hi>"),
        (Edge::End, Step::Grow, "<name>Il Sung-<hi>the</hi></name> <lb/>"),
    ];
    for (edge, by, expected) in cases {
        let moved = moved(xml, edge, by).expect("there is a word");
        assert!(moved.contains(expected), "{moved} has not {expected}");
    }
    let further = moved(xml, Edge::End, Step::Grow).and_then(|xml| moved(&xml, Edge::End, Step::Grow));
    assert!(further.is_ok_and(|xml| xml.contains("<hi>the</hi> <lb/>caf&#233;s</name> &amp; all")));
    assert!(matches!(moved("<p><name>a</name></p>", Edge::End, Step::Grow), Err(Refusal::Extent(_))));
    assert!(matches!(moved("<p><name>a</name> b</p>", Edge::Start, Step::Shrink), Err(Refusal::Extent(_))));
}

/// A valid document round some content of a paragraph.
fn document(paragraph: &str) -> String {
    let header = "<teiHeader><fileDesc><titleStmt><title type=\"main\">T</title></titleStmt><publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>";
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  {header}\n  <standOff><listPerson><person xml:id=\"kim\"><persName>Kim</persName></person></listPerson></standOff>\n  <text><body><div type=\"document\"><p>{paragraph}</p></div></body></text>\n</TEI>\n"
    )
}

const TERMS: fn() -> Terms<'static> = || Terms { schema: Schema::bundled(), revision: None };

fn ask(source: &Source, tag: &str, action: Action) -> Request {
    let at = source.text().find(tag).expect("the tag is there");
    Request { hash: String::from("before"), at, action, reason: "seen in\nthe original".to_owned() }
}

#[test]
fn a_decision_leaves_a_valid_file_valid() {
    let source = Source::from_text(
        "a.xml",
        &document("A <persName xml:id=\"n\" cert=\"low\">Kim</persName> <ref target=\"#n\">b</ref>."),
    );
    assert_eq!(Schema::bundled().validate(&source), []);
    let refused = decide(&source, &ask(&source, "<persName xml:id=\"n\"", Action::Reject), TERMS());
    assert!(
        matches!(refused, Err(DecisionError::NotValid(_))),
        "what points to it would point to nothing: {refused:?}"
    );
    let accepted = decide(&source, &ask(&source, "<persName xml:id=\"n\"", Action::Accept), TERMS());
    assert!(accepted.is_ok_and(|(text, _)| text == source.text().replace("\"low\"", "\"high\"")));
    let invalid = Source::from_text("a.xml", &source.text().replace("target=\"#n\"", "target=\"#nobody\""));
    assert!(decide(&invalid, &ask(&invalid, "<persName xml:id=\"n\"", Action::Reject), TERMS()).is_ok());
}

#[test]
fn a_change_of_the_day_is_left_once() {
    let terms = Terms { revision: Some("2026-11-27"), ..TERMS() };
    let source =
        Source::from_text("a.xml", &document("<date when=\"1950\">1950</date> <persName ref=\"#kim\">Kim</persName>"));
    let (text, _) = decide(&source, &ask(&source, "<date", Action::Accept), terms).expect("it is carried out");
    assert_eq!(text.matches("<change when=\"2026-11-27\">").count(), 1, "{text}");
    let source = Source::from_text("a.xml", &text);
    let (text, _) = decide(&source, &ask(&source, "<persName ref", Action::Reject), terms).expect("it is carried out");
    assert_eq!(text.matches("<change").count(), 1);
    let tomorrow = Terms { revision: Some("2026-11-28"), ..terms };
    let source = Source::from_text("a.xml", &text);
    let (text, edit) = decide(&source, &ask(&source, "<date", Action::Reject), tomorrow).expect("it is carried out");
    assert!(text.find("2026-11-28") < text.find("2026-11-27"), "{text}");
    assert_eq!(edit.inverse().apply(&text).as_deref(), Ok(source.text()));
}

#[test]
fn the_last_decision_that_stands_is_taken_back() {
    let source = Source::from_text("a.xml", &document("<date when=\"1950\">1950</date> <name>Kim</name>"));
    let carried_out = |source: &Source, tag, before: &str, after: &str| {
        let request = Request { hash: before.to_owned(), ..ask(source, tag, Action::Reject) };
        let (text, splices) = decide(source, &request, TERMS()).expect("it is carried out");
        let decision = Decision::of(source, &request, splices);
        (text, Decision { file: "a.xml".to_owned(), after: after.to_owned(), ..decision })
    };
    let (once, first) = carried_out(&source, "<date", "0", "1");
    assert_eq!((first.words.as_str(), first.reason.as_str()), ("1950", "seen in the original"));
    let (twice, second) = carried_out(&Source::from_text("a.xml", &once), "<name>", "1", "2");
    let mut log = vec![first.clone(), second];
    assert_eq!(undoable(&log, "a.xml", "1"), None, "the file is not as the last decision left it");
    let (back, line) = undo(&twice, undoable(&log, "a.xml", "2").expect("there is one")).expect("it is unchanged");
    assert_eq!((back.as_str(), line.after.as_str()), (once.as_str(), "1"));
    log.push(line);
    let last = undoable(&log, "a.xml", "1").expect("the first stands");
    assert_eq!(undo(&once, last).expect("it is unchanged").0, source.text());
    let json = serde_json::to_string(&log).expect("it is JSON");
    assert_eq!(serde_json::from_str::<Vec<Decision>>(&json).expect("it is a log"), log);
}

#[test]
fn marks_know_what_they_are() {
    let body = "<persName ref=\"#kim\" cert=\"medium\">Kim</persName> <unclear>x</unclear> <date when=\"1950\">1950</date> \
                <note type=\"editorial\">zxqv</note> <name cert=\"high\">N</name>\n<!-- postil:conflict c1: theirs has `b` -->a<!-- postil:conflict c1 end -->";
    let seen = Document::of(&Source::from_text("a.xml", &document(body)), Schema::bundled());
    let kinds: Vec<(Kind, Certainty)> = seen.marks.iter().map(|mark| (mark.kind, mark.certainty)).collect();
    assert_eq!(
        kinds,
        [
            (Kind::Person, Certainty::Medium),
            (Kind::Reading, Certainty::Low),
            (Kind::Date, Certainty::Plain),
            (Kind::Note, Certainty::Plain),
            (Kind::Name, Certainty::Accepted),
            (Kind::Conflict, Certainty::Plain),
        ]
    );
    let counts = seen.counts();
    assert_eq!((counts.doubts, counts.unclassified, counts.conflicts, counts.accepted), (2, 1, 1, 1));
    let doubts: Vec<&str> = seen.doubts().iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(doubts, ["conflict", "note", "unclear", "persName"]);
    assert_eq!((seen.title.as_str(), seen.marks[0].refers_to.as_str(), seen.marks[5].line), ("T", "Kim", 5));
}

#[test]
fn a_conflict_is_settled_by_accepting_what_stands() {
    let xml = "<p>a <!-- postil:conflict c1: b --><hi>c<!-- d --></hi><!-- postil:conflict c2: e -->f<!-- postil:conflict c2 end --> <!-- postil:conflict c1 end --></p>";
    let settled = acted(xml, "<!-- postil:conflict c1", &Action::Accept).expect("it is a conflict");
    assert_eq!(settled, "<p>a <hi>c<!-- d --></hi><!-- postil:conflict c2: e -->f<!-- postil:conflict c2 end --> </p>");
    assert_eq!(acted(xml, "<!-- postil:conflict c1", &Action::Reject), Err(Refusal::Conflict));
    for other in ["<!-- d", "<!-- postil:conflict c1 end"] {
        assert_eq!(acted(xml, other, &Action::Accept), Err(Refusal::NoElement), "{other}");
    }
}

#[test]
fn nothing_of_a_document_is_markup_of_its_page() {
    let text = "&lt;script>alert(1)&lt;/script> \" onmouseover=\"alert(1) {{ 7*7 }} \u{202E}";
    let xml = document(&format!("{text} <persName ref='\"&gt;&lt;script&gt;'>{text}</persName><!-- <script> -->"))
        .replace(">T<", &format!(">{text}<"));
    let seen = Document::of(&Source::from_text("a.xml", &xml), Schema::bundled());
    for site in [Site::Files, Site::Served] {
        let name = "<script>/\"a.xml";
        let page = site.page(&Page { name, document: &seen, hash: "h", transcript: Some("<script>alert(2)</script>") });
        assert_eq!(page.matches("<script").count(), 1, "the script of the page is the only one");
        assert!(!page.contains("href=\"http") && !page.contains(" src="), "nothing is fetched");
        let index = site.index(vec![IndexRow::new(name, &seen), IndexRow::of_trouble(name, "<b>")]);
        assert!(index.matches("<script").count() == 1 && !index.contains("<b></"), "{index}");
    }
}

#[test]
fn a_file_that_is_not_well_formed_has_a_page_too() {
    let seen = Document::of(&Source::from_text("a.xml", "<TEI>\n<p></TEI>"), Schema::bundled());
    assert_eq!((seen.marks.len(), seen.findings[0].code.as_str(), seen.findings[0].line), (0, "V001", 2));
    let page = Site::Files.page(&Page { name: "a.xml", document: &seen, hash: "", transcript: None });
    assert!(page.contains("&lt;TEI&gt;"), "{page}");
}

/// Content in which a word can be marked.
fn content() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        "[a-zé日]{1,5}",
        Just(" ".to_owned()),
        Just("\r\n".to_owned()),
        Just("&#233;".to_owned()),
        Just("&lt;".to_owned()),
        Just("<![CDATA[<x>]]>".to_owned()),
        Just("<!-- c -->".to_owned()),
        Just("<lb/>".to_owned()),
        Just("<hi rend = 'a'>b</hi >".to_owned()),
        Just("<persName cert='low'>Kim Il</persName>".to_owned()),
    ];
    prop::collection::vec(piece, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reject_after_wrap_gives_the_same_bytes(parts in content(), at in 0_usize..10) {
        let at = at % parts.len();
        let (before, words, after) = (parts[..at].concat(), &parts[at], parts[at + 1..].concat());
        let xml = |inner: &str| format!("<p>{before}{inner}{after}</p>");
        let wrapped = xml(&format!("<placeName ref=\"#a\"\n n='1'>{words}</placeName>"));
        match acted(&wrapped, "<placeName", &Action::Reject) {
            Ok(unwrapped) => prop_assert_eq!(unwrapped, xml(words)),
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::NoWords(_)), "{}", refusal),
        }
    }

    #[test]
    fn every_decision_can_be_taken_back_and_leaves_the_file_well_formed(parts in content(), which in 0_usize..8) {
        let xml = format!("<p>one {} two</p>", parts.concat());
        let action = match which {
            0 => Action::Accept,
            1 => Action::Reject,
            2 => retype("orgName"),
            3 => retype("date"),
            4 => Action::Extent { edge: Edge::Start, by: Step::Grow },
            5 => Action::Extent { edge: Edge::Start, by: Step::Shrink },
            6 => Action::Extent { edge: Edge::End, by: Step::Grow },
            _ => Action::Extent { edge: Edge::End, by: Step::Shrink },
        };
        for (at, _) in xml.match_indices('<') {
            let Ok(edit) = edit(&xml, at, &action) else { continue };
            let edited = edit.apply(&xml).expect("it fits the text it was made for");
            let parsed = crate::xml::parse(&edited);
            prop_assert!(parsed.is_ok(), "{}: {:?}", edited, parsed);
            let text = |xml: &str| crate::xml::parse(xml).ok().and_then(|it| it.root().map(crate::xml::Element::text));
            prop_assert_eq!(text(&edited), text(&xml));
            prop_assert_ne!(&edited, &xml);
            prop_assert_eq!(edit.inverse().apply(&edited), Ok(xml.clone()));
        }
    }
}
