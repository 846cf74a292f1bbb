//! Headers made from fields.

use super::*;
use crate::model::{Calendar, Field, FieldKey, FieldOrigin, Text, Value};
use crate::source::Span;
use crate::xml::{Node, write};

fn field(key: FieldKey, label: &str, words: &str) -> Field {
    Field { key, label: label.to_owned(), value: Value::Plain(words.to_owned()), origin: FieldOrigin::Line }
}

fn made_of(fields: Vec<Field>, date: Option<DateValue>) -> Element {
    let encoding =
        Encoding { profile: "archival".to_owned(), fallback_title: "letter-4".to_owned(), ..Encoding::default() };
    header(&Header { fields, date }, &encoding)
}

fn find<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element.descendants().find(|element| element.name == name)
}

fn xml(element: &Element) -> String {
    let xml = write(&[Node::Element(element.clone())]).xml;
    xml.lines().skip(1).collect()
}

fn part(element: &Element, name: &str) -> String {
    find(element, name).map(xml).unwrap_or_default()
}

#[test]
fn a_header_of_nothing_has_a_title_and_says_what_is_not_known() {
    let header = made_of(Vec::new(), None);
    assert_eq!(part(&header, "titleStmt"), "<titleStmt><title type=\"main\">letter-4</title></titleStmt>");
    assert!(find(&header, "publicationStmt").is_some_and(|stmt| !stmt.text().is_empty()));
    assert!(find(&header, "sourceDesc").is_some_and(|desc| !desc.text().is_empty()));
    assert_eq!(part(&header, "revisionDesc").matches("when").count(), 0);
}

#[test]
fn the_archive_and_its_call_number_are_an_ms_identifier() {
    let header = made_of(
        vec![
            field(FieldKey::Repository, "", "AVPRF"),
            field(FieldKey::Shelfmark, "fond", "0311"),
            field(FieldKey::Shelfmark, "Record Group", "9"),
            field(FieldKey::Pages, "", "p.102-9"),
            field(FieldKey::OriginalLanguage, "Original Language", "Russian"),
        ],
        None,
    );
    assert_eq!(
        part(&header, "msDesc"),
        "<msDesc><msIdentifier><repository>AVPRF</repository><idno><idno type=\"fond\">0311</idno>\
         <idno type=\"record-group\">9</idno></idno></msIdentifier><msContents><msItem>\
         <locus from=\"102\" to=\"109\">p.102-9</locus><textLang mainLang=\"ru\">Russian</textLang></msItem></msContents></msDesc>"
    );
    assert_eq!(part(&header, "langUsage"), "<langUsage><language ident=\"ru\">Russian</language></langUsage>");
}

#[test]
fn whoever_is_responsible_has_an_id_to_point_to() {
    let fields = vec![
        field(FieldKey::Translator, "Translated by", "Helen Marsh"),
        field(FieldKey::Translator, "Translator", "Carl Dunne"),
        field(FieldKey::Transcriber, "transcribed by", "Volunteers of the Society"),
        field(FieldKey::Contributor, "Obtained by", "Ann Weir"),
    ];
    let header_model = Header { fields, date: None };
    let element = header(&header_model, &Encoding::default());
    let statements: Vec<String> = element.descendants().filter(|element| element.name == "respStmt").map(xml).collect();
    assert_eq!(
        statements,
        [
            "<respStmt xml:id=\"translator\"><resp>Translated by</resp><persName>Helen Marsh</persName></respStmt>",
            "<respStmt xml:id=\"translator-2\"><resp>Translated by</resp><persName>Carl Dunne</persName></respStmt>",
            "<respStmt xml:id=\"transcriber\"><resp>Transcribed by</resp><orgName>Volunteers of the Society</orgName></respStmt>",
            "<respStmt xml:id=\"contributor\"><resp>Obtained by</resp><persName>Ann Weir</persName></respStmt>",
        ]
    );
    assert_eq!(crate::tei::responsibility::responsible(&header_model, "translator").as_deref(), Some("translator"));
    assert_eq!(crate::tei::responsibility::responsible(&header_model, "editor"), None);
}

#[test]
fn a_date_in_the_julian_calendar_declares_it() {
    let date = DateValue {
        when: Some("1921-05-01".to_owned()),
        cert: None,
        custom: Some((Calendar::Julian, "1921-04-18".to_owned())),
        ..DateValue::default()
    };
    let header = made_of(vec![field(FieldKey::Date, "Date", "18 April 1921 (O.S.)")], Some(date));
    assert_eq!(
        part(&header, "creation"),
        "<creation><date when=\"1921-05-01\" when-custom=\"1921-04-18\" calendar=\"#julian\">18 April 1921 (O.S.)</date></creation>"
    );
    assert!(find(&header, "calendar").is_some_and(|calendar| calendar.attribute("xml:id") == Some("julian")));
}

#[test]
fn a_letter_has_correspondents() {
    let header = made_of(
        vec![
            field(FieldKey::Sender, "Sender", "Margaret Ellery"),
            field(FieldKey::SenderPlace, "Sender", "Thornby"),
            field(FieldKey::Recipient, "To", "Ministry of Mosses"),
        ],
        None,
    );
    assert_eq!(
        part(&header, "correspDesc"),
        "<correspDesc><correspAction type=\"sent\"><persName role=\"sender\">Margaret Ellery</persName><placeName>Thornby</placeName>\
         </correspAction><correspAction type=\"received\"><orgName n=\"To\" role=\"recipient\">Ministry of Mosses</orgName></correspAction></correspDesc>"
    );
}

/// One field of each key, each from its own bytes of a source.
fn one_of_each() -> (String, Header) {
    let mut source = String::new();
    let mut fields = Vec::new();
    for (idx, &key) in FieldKey::ALL.iter().enumerate() {
        let start = source.len();
        source += &["word", &idx.to_string(), " "].concat();
        let mut text = Text::new();
        text.push_verbatim(&source, Span::new(start, source.len() - 1));
        fields.push(Field {
            key,
            label: format!("Label {idx}"),
            value: Value::Source(text),
            origin: FieldOrigin::Line,
        });
    }
    (source, Header { fields, date: None })
}

fn sources(element: &Element) -> Vec<Span> {
    let nodes = element.descendants().flat_map(|element| &element.children);
    let texts = nodes.filter_map(|node| match node {
        Node::Text(text) => Some(text.sources.clone()),
        Node::Element(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => None,
    });
    let mut spans: Vec<Span> = texts.flatten().collect();
    spans.sort_unstable();
    spans
}

#[test]
fn every_field_ends_somewhere_and_only_once() {
    let (source, header_model) = one_of_each();
    for with_archive in [true, false] {
        let mut model = header_model.clone();
        let is_archive = |field: &Field| matches!(field.key, FieldKey::Repository | FieldKey::Collection);
        model.fields.retain(|field| with_archive || !is_archive(field));
        let element = header(&model, &Encoding::default());
        let expected: Vec<Span> = model
            .fields
            .iter()
            .filter_map(|field| match &field.value {
                Value::Source(text) => Some(text.source_span(text.range())),
                Value::Plain(_) => None,
            })
            .collect();
        assert_eq!(sources(&element), expected, "{source}");
        let whole = xml(&element).to_lowercase();
        for field in &model.fields {
            let number = field.label.trim_start_matches("Label ");
            let is_said =
                [format!("label {number}"), format!("label-{number}")].iter().any(|label| whole.contains(label));
            assert!(is_said, "the label of {} is lost", field.key.name());
        }
    }
}
