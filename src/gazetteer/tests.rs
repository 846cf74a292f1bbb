//! What the register finds, what it does not, and that it is the same after it was kept.

use std::time::Instant;

use super::*;
use crate::model::NameKind;

fn entry(kind: NameKind, id: &str, names: &[&str]) -> Entry {
    let mut names = names.iter().map(|name| (*name).to_owned());
    let name = names.next().unwrap_or_default();
    Entry { id: id.to_owned(), name, variants: names.collect(), ..Entry::new(kind) }
}

fn gazetteer(entries: &[Entry]) -> Gazetteer {
    let mut builder = Builder::new();
    for entry in entries {
        builder.add(entry).unwrap();
    }
    builder.build()
}

/// Each name found, as `words=ids`.
fn found(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let ids = |name| gazetteer.bearers(name).map(|id| gazetteer.entry(id).unwrap().id).collect::<Vec<_>>().join("+");
    gazetteer.find(text).iter().map(|m| format!("{}={}", &text[m.start..m.end], ids(m.name))).collect()
}

fn sample() -> Gazetteer {
    gazetteer(&[
        entry(NameKind::Person, "p1", &["Varnov, Anton Maksimovich", "A. M. Varnov", "Varnovs"]),
        entry(NameKind::Person, "p2", &["Jean-Luc Oakes", "Oakes"]),
        entry(NameKind::Person, "p3", &["Berta Oakes", "Oakes"]),
        entry(NameKind::Place, "l1", &["Jutmark", "Jutmarks", "Ютмарк"]),
        entry(NameKind::Place, "l2", &["Jutmark Harbour"]),
        entry(NameKind::Organization, "o1", &["Jutmark Harbour Company Ltd."]),
    ])
}

#[test]
fn the_longest_name_is_found_letter_for_letter() {
    let text = "A.M. Varnov of Jutmark, and Anton  Maksimovich Varnov, met the Jutmark Harbour Company Ltd. in Ютмарк.";
    let expected = [
        "A.M. Varnov=p1",
        "Jutmark=l1",
        "Anton  Maksimovich Varnov=p1",
        "Jutmark Harbour Company Ltd.=o1",
        "Ютмарк=l1",
    ];
    assert_eq!(found(&sample(), text), expected);
    assert_eq!(found(&sample(), "jutmark, Jutmarker, JUTMARK and Jutmark-harbour"), [""; 0]);
}

#[test]
fn capitals_count_where_the_whole_line_is_in_capitals() {
    assert_eq!(found(&sample(), "FROM THE JOURNAL OF A. M. VARNOV\nJUTMARK lay there"), ["A. M. VARNOV=p1"]);
}

#[test]
fn a_name_that_several_bear_names_all_of_them() {
    assert_eq!(found(&sample(), "Oakes and Jean‑Luc Oakes"), ["Oakes=p2+p3", "Jean‑Luc Oakes=p2"]);
}

#[test]
fn rows_of_one_identifier_are_one_entry() {
    let gazetteer =
        gazetteer(&[entry(NameKind::Person, "p1", &["Anna Berg"]), entry(NameKind::Person, "p1", &["Anna Holm"])]);
    assert_eq!(gazetteer.len(), 1);
    assert_eq!(found(&gazetteer, "Anna Holm, born Anna Berg"), ["Anna Holm=p1", "Anna Berg=p1"]);
}

#[test]
fn what_has_no_name_or_too_long_a_name_is_refused() {
    let mut builder = Builder::new();
    assert_eq!(builder.add(&entry(NameKind::Person, "p1", &["--"])), Err(Refusal::NoName));
    let long = "word ".repeat(33);
    assert_eq!(builder.add(&entry(NameKind::Person, "p2", &[&long])), Err(Refusal::TooLong(long.clone())));
    assert_eq!(found(&builder.build(), &long), [""; 0]);
}

#[test]
fn a_register_is_kept_as_bytes() {
    let kept = sample().to_bytes();
    assert_eq!(Gazetteer::from_bytes(&kept), Ok(sample()));
    assert_eq!(Gazetteer::from_bytes(&Gazetteer::default().to_bytes()), Err(NotStored));
    for len in [0, 10, 40, kept.len() - 1] {
        assert_eq!(Gazetteer::from_bytes(&kept[..len]), Err(NotStored), "{len}");
    }
}

#[test]
fn bytes_that_were_changed_never_panic() {
    let kept = sample().to_bytes();
    for at in 16..kept.len() {
        let mut changed = kept.clone();
        changed[at] ^= 0x55;
        if let Ok(gazetteer) = Gazetteer::from_bytes(&changed) {
            let found = gazetteer.find("A. M. Varnov met Oakes in Jutmark.");
            assert!(found.len() < 20);
            for name in found {
                let _ = gazetteer.bearers(name.name).filter_map(|id| gazetteer.entry(id)).count();
            }
        }
    }
}

#[test]
fn an_empty_register_finds_nothing() {
    assert_eq!(Builder::new().build().find("Anna Berg"), []);
    assert_eq!(Gazetteer::default().find("Anna Berg"), []);
}

#[test]
fn a_text_of_one_word_is_read_in_proportion_to_its_length() {
    let names: Vec<Entry> =
        (1..=32).map(|count| entry(NameKind::Person, "", &[vec!["a"; count].join(" ").as_str(), "b"])).collect();
    let gazetteer = gazetteer(&names);
    let time = |count: usize| {
        let text = "a ".repeat(count);
        let start = Instant::now();
        assert_eq!(gazetteer.find(&text).len(), count.div_ceil(32));
        start.elapsed()
    };
    time(20_000);
    let (short, long) = (time(20_000), time(200_000));
    assert!(long < short * 60, "ten times the text took {long:?} instead of {short:?}");
}

#[test]
fn entries_are_found_by_their_identifiers() {
    let mut berg = entry(NameKind::Person, "p1", &["Anna Berg"]);
    berg.idnos = vec![("Wikidata".to_owned(), "Q9".to_owned())];
    let gazetteer = gazetteer(&[entry(NameKind::Place, "p1", &["Jutmark"]), berg]);
    assert_eq!(gazetteer.by_id(NameKind::Person, "p1", None), Some(EntryId(1)));
    assert_eq!(gazetteer.by_id(NameKind::Person, "Q9", Some("Wikidata")), Some(EntryId(1)));
    assert_eq!(gazetteer.by_id(NameKind::Person, "Q9", Some("GND")), None);
    assert_eq!(gazetteer.by_id(NameKind::Place, "Q9", Some("Wikidata")), None);
    assert_eq!(identifier("https://www.wikidata.org/wiki/Q9"), Some(("Wikidata".to_owned(), "Q9".to_owned())));
    assert_eq!((identifier("Q9").map(|id| id.0), identifier("Queen")), (Some("Wikidata".to_owned()), None));
}
