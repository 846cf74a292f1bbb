//! Authority files in a whole conversion: what is marked, with which identity, and what is said of the rest.

mod support;

use std::sync::Arc;

use postil::diagnostic::Code;
use postil::gazetteer::{Builder, FileFormat, Gazetteer, read};
use postil::pipeline::{Project, convert};
use postil::reader::Format;
use postil::recognizer::Options;
use postil::source::Source;

const TABLE: &str = "\
id,name,variants,type,dates,viaf,wikidata
varnov-a,\"Varnov, Anton Maksimovich\",A. M. Varnov|Varnovu,person,1901-1970,321,
varnov-b,Boris Varnov,,person,,,
oakes-1,Jean Oakes,Oakes|Mr. Oakes the elder,person,1880-1950,,
oakes-2,Berta Oakes,Oakes,person,,,
jut,Jutmark,Jutmarku,place,,,Q1
jut-harbour,Jutmark Harbour Company,JHC,org,,,
jut-person,Maria Jutmark,,person,,,
";

fn register(table: &str) -> Arc<Gazetteer> {
    let mut builder = Builder::new();
    let findings = read(&Source::from_text("people.csv", table), FileFormat::Table, &mut builder);
    assert!(findings.is_empty(), "{findings:?}");
    Arc::new(builder.build())
}

/// What follows the header, and the findings.
fn converted(table: &str, text: &str) -> (String, Vec<String>) {
    let recognizer = Options { authority: Some(register(table)), ..Options::default() };
    let project = Project { recognizer, ..support::project() };
    let conversion = convert(&Source::from_text("a.txt", text), Format::Plain, &project);
    let xml = conversion.xml.expect("it converts");
    let start = xml.find("<standOff").or(xml.find("<text")).expect("there is a text");
    let findings = conversion.diagnostics.iter().map(|finding| format!("{} {}", finding.code, finding.message));
    (xml[start..].to_owned(), findings.collect())
}

fn assert_holds(xml: &str, parts: &[&str]) {
    for part in parts {
        assert!(xml.contains(part), "{part} is missing in\n{xml}");
    }
}

#[test]
fn names_of_the_file_are_marked_with_the_entry_and_its_identifiers() {
    let (xml, findings) = converted(
        TABLE,
        "He gave Cde. Varnovu a letter from A.M. Varnov of the Jutmark Harbour Company; JHC lies in Jutmarku.\n",
    );
    assert_eq!(findings, [""; 0]);
    assert_holds(
        &xml,
        &[
            "<person xml:id=\"varnov-a\">",
            "<persName>A.M. Varnov</persName>",
            "<persName>Varnovu</persName>",
            "<idno type=\"authority\">varnov-a</idno>",
            "<idno type=\"VIAF\">321</idno>",
            "<note type=\"dates\">1901-1970</note>",
            "<idno type=\"Wikidata\">Q1</idno>",
            "<persName ref=\"#varnov-a\"><roleName>Cde.</roleName> Varnovu</persName>",
            "<persName ref=\"#varnov-a\">A.M. Varnov</persName>",
            "<orgName ref=\"#jut-harbour\">Jutmark Harbour Company</orgName>",
            "<orgName ref=\"#jut-harbour\">JHC</orgName>",
            "<placeName ref=\"#jut\">Jutmarku</placeName>",
        ],
    );
}

#[test]
fn a_name_that_two_bear_points_to_both_and_says_so() {
    let (xml, findings) = converted(TABLE, "They saw Oakes in the town, and Oakes saw them.\n");
    assert_holds(
        &xml,
        &[
            "<persName ref=\"#oakes-1 #oakes-2\" cert=\"low\">Oakes</persName>",
            "<person xml:id=\"oakes-1\">",
            "<person xml:id=\"oakes-2\">",
        ],
    );
    let expected =
        "N020 `Oakes` may be any of Jean Oakes (oakes-1, 1880-1950); Berta Oakes (oakes-2), here and once more";
    assert_eq!(findings, [expected]);
}

#[test]
fn the_one_whom_the_document_names_in_full_is_meant() {
    let (xml, findings) = converted(TABLE, "Then Berta Oakes came. They saw Oakes in the town.\n");
    assert_holds(&xml, &["<persName ref=\"#oakes-2\">Oakes</persName>"]);
    assert!(findings.is_empty() && !xml.contains("oakes-1"), "{xml}");
    let (xml, findings) = converted(TABLE, "Then Berta Oakes came with Jean Oakes. They saw Oakes in the town.\n");
    assert_holds(
        &xml,
        &["<persName ref=\"#oakes-2 #oakes-1\" cert=\"low\">Oakes</persName>"].map(|part| {
            if xml.contains(part) { part } else { "<persName ref=\"#oakes-1 #oakes-2\" cert=\"low\">Oakes</persName>" }
        }),
    );
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_name_that_more_than_five_bear_points_to_none() {
    let table = "id,name\nk1,Kim\nk2,Kim\nk3,Kim\nk4,Kim\nk5,Kim\nk6,Kim\n";
    let (xml, findings) = converted(table, "They saw Kim there.\n");
    assert!(!xml.contains("#k1"), "{xml}");
    assert!(findings[0].ends_with("Kim (k5); others"), "{findings:?}");
}

#[test]
fn a_longer_name_of_a_recognizer_stays_and_a_title_tells_a_person_from_a_place() {
    let (xml, _) = converted(TABLE, "Mr. Jutmark went to Jutmark. Mr. Peter Jutmark stayed.\n");
    assert_holds(
        &xml,
        &[
            "<roleName>Mr.</roleName> Jutmark</persName>",
            "<placeName ref=\"#jut\">Jutmark</placeName>",
            "<roleName>Mr.</roleName> Peter Jutmark</persName>",
        ],
    );
}

#[test]
fn names_of_two_kinds_are_what_the_recognizers_say_or_nothing() {
    let table = "id,name,type\nv1,Velmark,place\nv2,Velmark,person\n";
    let (xml, findings) = converted(table, "Mr. Velmark spoke.\n");
    assert_holds(&xml, &["<persName ref=\"#v2\"><roleName>Mr.</roleName> Velmark</persName>"]);
    assert!(findings.is_empty(), "{findings:?}");
    let (xml, findings) = converted(table, "It was Velmark who slept.\n");
    assert!(!xml.contains("Velmark</"), "{xml}");
    assert!(findings[0].starts_with(&format!("{} `Velmark` may be any of", Code::N020)), "{findings:?}");
}

#[test]
fn brackets_do_not_cut_a_name_of_the_file() {
    let (xml, _) =
        converted(TABLE, "They met the Jut[mark] Harbour Co[mpany] there, and A[nton] Maksimovich Varnov.\n");
    assert_holds(&xml, &["<orgName ref=\"#jut-harbour\">", "<persName ref=\"#varnov-a\">"]);
}

#[test]
fn surnames_and_initials_join_the_entry_where_it_alone_is_left() {
    let (xml, _) = converted(TABLE, "Anton Maksimovich Varnov came. Mr. Varnov sat down.\n");
    assert_holds(&xml, &["<persName ref=\"#varnov-a\"><roleName>Mr.</roleName> Varnov</persName>"]);
    let (xml, _) = converted(TABLE, "Anton Maksimovich Varnov met Boris Varnov. Mr. Varnov sat down.\n");
    assert_holds(&xml, &["<persName><roleName>Mr.</roleName> Varnov</persName>"]);
}

#[test]
fn what_is_written_is_valid_against_the_bundled_schema() {
    // `support::project` checks each document; a document that is not valid has an error among its findings.
    let (_, findings) = converted(TABLE, "Mr. Oakes and A. M. Varnov of JHC in Jutmark, Oakes, Maria Jutmark.\n");
    assert!(findings.iter().all(|finding| finding.starts_with("N020")), "{findings:?}");
}
