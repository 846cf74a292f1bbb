//! Small documents, counted by hand.

use super::*;
use crate::gold::{read_json_lines, read_tei};
use crate::xml;

fn scored(gold: &GoldDocument, output: &str) -> Report {
    let output = xml::parse(output).expect("it is well-formed");
    let mut score = Score::new(std::slice::from_ref(gold), &[]);
    score.add(gold, output.root());
    score.finish()
}

fn counts(report: &Report, kind: &str) -> Counts {
    report.types.iter().find(|(name, _)| name == kind).map(|(_, counts)| *counts).unwrap_or_default()
}

const GOLD: &str = "<TEI><text><body><p>Mr. <persName>Varnov</persName> met <persName>Anna Berg</persName> in \
    <placeName>Velmark</placeName> on <date when='1950-05-03'>3 May</date>.</p></body></text></TEI>";

#[test]
fn titles_and_white_space_cost_nothing_and_other_types_are_confused() {
    let gold = read_tei("a", GOLD).expect("it is well-formed");
    let report = scored(
        &gold,
        "<TEI><text><body><div><p><persName>Mr.\n Varnov</persName> met\n  Anna <persName>Berg</persName> in \
        <orgName>Velmark</orgName> on <date when='1951-05-03'>3 May</date>.</p></div></body></text></TEI>",
    );
    let persons = counts(&report, "persName");
    assert_eq!((persons.gold, persons.found, persons.exact, persons.untitled, persons.overlap), (2, 2, 0, 1, 2));
    assert_eq!((report.when.found, report.when.equal), (1, 0));
    let confused = |gold: Option<&str>, found: Option<&str>| {
        let row = report.confusion.iter().find(|row| row.gold.as_deref() == gold && row.found.as_deref() == found);
        row.map_or(0, |row| row.count)
    };
    // Nothing in the gold is an organization, so that type is not measured.
    assert_eq!(confused(Some("persName"), Some("persName")), 2);
    assert_eq!(confused(Some("placeName"), None), 1);
    assert!(report.aligned["a"] > 0.99);
    let value = |mistake: &&Mistake| matches!(mistake.kind, ErrorKind::Value { .. });
    let mistake = report.mistakes.iter().find(value).expect("the year is wrong");
    assert_eq!((mistake.words.as_str(), mistake.before.ends_with("on ")), ("3 May", true));
}

#[test]
fn a_note_that_was_moved_and_a_choice_cost_nothing() {
    let line = r#"{"id":"a","text":"He saw Bergg [sic] (a long note on Varnov here) there.","spans":[
        {"start":7,"end":12,"type":"persName"},{"start":35,"end":41,"type":"persName"}]}"#;
    let gold = read_json_lines(&line.replace('\n', "")).expect("it is JSON");
    let report = scored(
        &gold[0],
        "<TEI><text><body><p>He saw <persName><choice><sic>Bergg</sic><corr>Berg</corr></choice></persName> there.</p>\
        <note>(a long note on <persName>Varnov</persName> here)</note></body></text></TEI>",
    );
    let persons = counts(&report, "persName");
    assert_eq!((persons.gold, persons.found, persons.exact), (2, 2, 2));
}

#[test]
fn what_is_optional_or_out_of_scope_is_neither_right_nor_wrong() {
    let line = r#"{"id":"a","text":"On Monday, 3 May, and on 4 May.","spans":[{"start":3,"end":9,"type":"date","attrs":{"optional":true}},{"start":11,"end":16,"type":"date"}],"scopes":{"date":[[0,17]]}}"#;
    let gold = read_json_lines(line).expect("it is JSON");
    let report = scored(
        &gold[0],
        "<TEI><text><body><p>On <date>Monday</date>, <date>3 May</date>, and on <date>4 May</date>.</p></body></text></TEI>",
    );
    let dates = counts(&report, "date");
    assert_eq!((dates.gold, dates.found, dates.exact), (1, 1, 1));
}

#[test]
fn without_output_everything_is_missed() {
    let gold = [read_tei("a", GOLD).expect("it is well-formed")];
    let mut score = Score::new(&gold, &["date".to_owned()]);
    score.add(&gold[0], None);
    let report = score.finish();
    assert_eq!(report.missing, ["a"]);
    assert_eq!((report.types.len(), counts(&report, "date").gold, counts(&report, "date").found), (1, 1, 0));
    assert_eq!(counts(&report, "date").rates(0), Rates { precision: 0.0, recall: 0.0, f1: 0.0 });
}
