//! Names of persons, places and organizations: the model that ships, what is learned from an edition, and what holds for
//! any text.

use std::collections::BTreeMap;
use std::path::Path;

use postil::convention::{self, Profile};
use postil::gold::{GoldDocument, GoldSpan};
use postil::learn::{Collection, Course};
use postil::model::{Mark, NameKind, Transcript};
use postil::reader::{self, Format};
use postil::recognizer::{Model, Options, School, Tagger, named, recognize};
use postil::source::Source;
use postil::{frontmatter, structure};
use proptest::prelude::*;

fn profile() -> Profile {
    Profile::embedded("archival").expect("archival ships")
}

fn transcript(text: &str) -> Transcript {
    let source = Source::from_text("a.txt", text);
    let transcript = reader::read(&source, Format::Plain).0;
    let transcript = frontmatter::lift(transcript, &source, profile().header_keys(), &[]).0;
    structure::arrange(convention::interpret(transcript, &source, &profile()).0).0
}

fn names(text: &str, tagger: &Tagger) -> Vec<(NameKind, String)> {
    let options = Options { tagger: tagger.clone(), ..Options::default() };
    let found = named(&transcript(text), &options);
    found.into_iter().map(|name| (name.kind, text[name.span.start..name.span.end].to_owned())).collect()
}

#[test]
fn the_model_that_ships_is_whole_and_small() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/recognizer/data/names.model");
    let bytes = std::fs::read(file).expect("it can be read");
    assert!(bytes.len() < 8 << 20);
    assert!(Model::from_bytes(&bytes).is_ok());
}

#[test]
fn persons_places_and_organizations_are_told_apart() {
    let text = "On the next day Ambassador Harwell flew from Warsaw to Budapest, where Miss Ostrander of the Red Cross met \
                him. Harwell said that the Gestapo had been in Budapest for a year.\n";
    let found = names(text, &Tagger::default());
    let of = |kind| found.iter().filter(|(of, _)| *of == kind).map(|(_, words)| words.as_str()).collect::<Vec<_>>();
    assert_eq!(of(NameKind::Person), ["Ambassador Harwell", "Miss Ostrander", "Harwell"]);
    assert_eq!(of(NameKind::Place), ["Warsaw", "Budapest", "Budapest"]);
    assert_eq!(of(NameKind::Organization), ["Red Cross", "Gestapo"]);
}

/// The words of each name of a kind in a text, by the model that ships.
fn of_kind(kind: NameKind, text: &str) -> Vec<String> {
    names(text, &Tagger::default()).into_iter().filter(|(of, _)| *of == kind).map(|(_, words)| words).collect()
}

#[test]
fn the_letters_of_a_state_are_a_place_everywhere() {
    let text = "The ROK will not attack, said the envoy. The DPRK side objected, and the DPRK did not go. According to the \
                PRC, nobody asked the GDR.\n";
    assert_eq!(of_kind(NameKind::Place, text), ["ROK", "DPRK", "DPRK", "PRC", "GDR"]);
}

#[test]
fn the_name_of_a_state_is_marked_whole_and_not_as_part_of_another_name() {
    let text = "He left the United States of America for Great Britain. THE UNITED KINGDOM did not answer, and the United \
                States Air Force flew. The delegates met at the United Nations.\n";
    assert_eq!(of_kind(NameKind::Place, text), ["United States of America", "Great Britain", "UNITED KINGDOM"]);
    assert_eq!(of_kind(NameKind::Organization, text), ["United Nations"]);
}

#[test]
fn a_list_of_persons_is_no_place() {
    let text = "Also present were Liu Shaoqi, Deng Xiaoping.\n";
    assert_eq!(of_kind(NameKind::Person, text), ["Liu Shaoqi", "Deng Xiaoping"]);
    assert_eq!(of_kind(NameKind::Place, text), Vec::<String>::new());
}

#[test]
fn newspapers_files_offices_and_saints_are_no_places() {
    for text in [
        "He read in the New York Times that the harvest was bad.\n",
        "It lies in the Valmark Post Files.\n",
        "It is so unless the Surveyor certify that it was closed in error.\n",
        "On St. Valentine we met the others.\n",
    ] {
        assert_eq!(of_kind(NameKind::Place, text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(of_kind(NameKind::Person, "The Chargé d’Affaires spoke to me.\n"), Vec::<String>::new());
}

#[test]
fn a_street_has_the_number_of_the_house_and_of_the_flat() {
    let text = "We lived at Gęsia Street 66/17 and then in Nowolipki Street 66/17, and he was there on 12/5.\n";
    assert_eq!(of_kind(NameKind::Place, text), ["Gęsia Street 66/17", "Nowolipki Street 66/17"]);
}

#[test]
fn the_words_beside_it_show_who_is_meant() {
    let text = "Department please repeat to Paris for Mr. Prentiss, Geneva for Oakes, London.\n";
    assert_eq!(of_kind(NameKind::Person, text), ["Mr. Prentiss", "Oakes"]);
    let text = "If the overseer was Kunze, you could sit down at noon.\n";
    assert_eq!(of_kind(NameKind::Person, text), ["Kunze"]);
}

#[test]
fn the_same_words_are_the_same_person_with_the_particle() {
    let text = "Countess Anna de Wraia left; Anna de Wraia stayed. Later de Wraia came to Berlin.\n";
    assert_eq!(of_kind(NameKind::Person, text), ["Countess Anna de Wraia", "Anna de Wraia", "de Wraia"]);
}

/// An edition that calls its boats organizations and knows nobody.
fn edition() -> Vec<GoldDocument> {
    let boats = ["Zora", "Melba", "Tirza", "Quilla", "Ondra", "Vesna"];
    let document = |(number, boat): (usize, &str)| {
        let before = "In the evening the boat ";
        let text = format!("{before}{boat} left the harbour, and the boat {boat} was not seen again.\n");
        let spans = text.match_indices(boat).map(|(at, words)| GoldSpan {
            kind: "orgName".to_owned(),
            start: at,
            end: at + words.len(),
            attributes: BTreeMap::new(),
            optional: false,
        });
        GoldDocument { id: format!("{number}"), spans: spans.collect(), text, ..GoldDocument::default() }
    };
    boats.into_iter().cycle().take(60).enumerate().map(document).collect()
}

fn course() -> Course {
    let school = School { rounds: 10, rate: 0.2, pull: 0.1, rows: 1 << 12, blindness: 0.3, per_round: usize::MAX };
    Course { school, parts: 3 }
}

#[test]
fn an_edition_teaches_what_it_marks() {
    let collection = Collection::new(&[edition()], &profile(), Tagger::default());
    assert_eq!(collection.names(), [0, 0, 120]);
    let model = collection.learn(&course());
    let text = "In the evening the boat Jolanta left the harbour.\n";
    let expected = (NameKind::Organization, "Jolanta".to_owned());
    assert!(!names(text, &Tagger::default()).contains(&expected));
    assert!(names(text, &Tagger::default().with(model)).contains(&expected));
}

#[test]
fn a_large_edition_does_not_drown_a_small_one_where_a_round_reads_as_much_of_each() {
    let silent = |(number, document): (usize, GoldDocument)| match number % 5 {
        0 => document,
        _ => GoldDocument { spans: Vec::new(), ..document },
    };
    let large: Vec<GoldDocument> = (0..10).flat_map(|_| edition()).enumerate().map(silent).collect();
    let collection = Collection::new(&[large, edition()], &profile(), Tagger::untaught());
    let marks = |per_round| {
        let course = Course { school: School { per_round, ..course().school }, ..course() };
        collection.evaluate(&course).1.kinds[2].found
    };
    let (drowned, heard) = (marks(usize::MAX), marks(30));
    assert!(heard > drowned, "{drowned} marks where all is read, {heard} where as much is read of each");
}

#[test]
fn the_same_lessons_give_the_same_model_and_it_is_had_back_from_its_file() {
    let learn = || Collection::new(&[edition()], &profile(), Tagger::untaught()).learn(&course());
    let model = learn();
    assert_eq!(model.to_bytes(), learn().to_bytes());
    assert_eq!(Model::from_bytes(&model.to_bytes()), Ok(model));
}

#[test]
fn what_was_learned_shows_on_documents_that_were_not() {
    let collection = Collection::new(&[edition()], &profile(), Tagger::default());
    let (before, after) = collection.evaluate(&course());
    let right = |figures: &postil::learn::Figures| figures.kinds[2].exact;
    assert_eq!(before.kinds[2].gold, 120);
    assert!(right(&after) > right(&before) && right(&after) > 100, "{before:?} {after:?}");
}

/// Words and signs of which names are made.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Mr."),
        Just("General"),
        Just("A."),
        Just("Varnov"),
        Just("VARNOV"),
        Just("Kim"),
        Just("Il"),
        Just("Sung"),
        Just("of"),
        Just("the"),
        Just("Ministry"),
        Just("Warsaw"),
        Just("l'Italie"),
        Just("Harwell–Ostrander"),
        Just("'s"),
        Just(","),
        Just("-"),
        Just("("),
        Just("["),
        Just("]"),
        Just("sic"),
        Just("said"),
        Just("ё́"),
        Just("Ł."),
        Just("\n"),
        Just("\n\n"),
        Just("1950"),
    ];
    proptest::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_never_change_the_text_and_are_always_the_same(text in words()) {
        let before = transcript(&text);
        let (after, _) = recognize(before.clone(), &Options::default());
        prop_assert_eq!(before.text.as_str(), after.text.as_str());
        let (again, _) = recognize(before, &Options::default());
        prop_assert_eq!(&after.annotations, &again.annotations);
        let mut last = 0;
        for annotation in after.annotations.iter().filter(|annotation| matches!(annotation.mark, Mark::Mention(_))) {
            prop_assert!(annotation.range.start >= last && annotation.range.end <= after.text.len());
            last = annotation.range.end;
        }
    }
}
