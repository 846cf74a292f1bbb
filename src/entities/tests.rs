//! The register of invented documents.

use super::*;

/// A document that names some: each person as `id=form|form`, with an identifier after `@`, and the body.
fn document(persons: &[&str], body: &str) -> Element {
    let mut list = String::new();
    for person in persons {
        let (id, rest) = person.split_once('=').unwrap();
        let (forms, own) = rest.split_once('@').unwrap_or((rest, ""));
        let names = forms.split('|').fold(String::new(), |names, form| names + "<persName>" + form + "</persName>");
        let idno = if own.is_empty() { String::new() } else { format!("<idno type=\"authority\">{own}</idno>") };
        list = format!("{list}<person xml:id=\"{id}\">{names}{idno}</person>");
    }
    let xml =
        format!("<TEI><standOff><listPerson>{list}</listPerson></standOff><text><body>{body}</body></text></TEI>");
    crate::xml::parse(&xml).unwrap().root().unwrap().clone()
}

fn name(target: &str) -> String {
    format!("<p><persName ref=\"{target}\">x</persName></p>")
}

fn register() -> Register {
    let mut register = Register::new();
    register
        .add("a.xml", &document(&["p1=Anton Varnov|Varnov@p1", "anna-berg=Anna Berg"], &(name("#p1") + &name("#p1"))));
    let possible = name("#varnov #anna-berg");
    register
        .add("b.xml", &document(&["varnov=A. Varnov@p1", "anna-berg=ANNA BERG"], &(name("#anna-berg") + &possible)));
    let names = ["a=Anna B.", "berg=Berg", "puzanov=Puzanov", "x=Pusanov", "kim=Lee Kim"];
    register.add("c.xml", &document(&names, ""));
    register
}

#[test]
fn entities_of_one_identifier_or_one_full_name_are_one_entry() {
    let entries = register().entries();
    let shown: Vec<String> = entries
        .iter()
        .map(|entry| {
            let Mentions { sure, possible } = entry.mentions();
            let documents = entry.documents.keys().cloned().collect::<Vec<_>>().join("+");
            format!("{} {} {} {sure}/{possible} {documents}", entry.id, entry.forms.join("|"), entry.basis.as_str())
        })
        .collect();
    let expected = [
        "anna-berg Anna Berg|ANNA BERG name 1/1 a.xml+b.xml",
        "a Anna B. name 0/0 c.xml",
        "p1 Anton Varnov|A. Varnov|Varnov identifier 2/1 a.xml+b.xml",
        "berg Berg single word 0/0 c.xml",
        "kim Lee Kim name 0/0 c.xml",
        "x Pusanov single word 0/0 c.xml",
        "puzanov Puzanov single word 0/0 c.xml",
    ];
    let mut expected = expected.to_vec();
    expected.sort_by_key(|line| line.split_once(' ').unwrap().1.to_owned());
    assert_eq!(shown, expected);
}

#[test]
fn likely_duplicates_are_told_by_words_initials_and_sound() {
    let entries = register().entries();
    let pairs: Vec<String> = duplicates::duplicates(&entries)
        .iter()
        .map(|found| format!("{} ~ {}: {}", entries[found.one].id, entries[found.other].id, found.likeness.as_str()))
        .collect();
    let expected = ["a ~ anna-berg: shorter form", "anna-berg ~ berg: shorter form", "x ~ puzanov: similar spelling"];
    assert_eq!(pairs, expected);
}

#[test]
fn two_of_one_authority_file_are_two_and_a_name_in_another_order_is_one() {
    let mut register = Register::new();
    register.add("a.xml", &document(&["p1=Anna Berg@p1", "p2=Anna Berg@p2", "c=Berg, Anna"], ""));
    let csv = register.to_csv();
    assert!(csv.contains("p1,Anna Berg,,person,,,,,,0,0,1,a.xml,identifier,c (same words)\n"), "{csv}");
}

#[test]
fn counts_do_not_depend_on_the_order_of_the_documents() {
    let one = document(&["berg=Anna Berg"], &name("#berg"));
    let two = document(&["anna-berg=Anna Berg"], &name("#anna-berg"));
    let mut register = Register::new();
    register.add("b.xml", &two);
    register.add("a.xml", &one);
    assert_eq!(register.entries()[0].mentions(), Mentions { sure: 2, possible: 0 });
}

#[test]
fn short_words_are_not_alike_by_their_sound() {
    let mut register = Register::new();
    register.add("a.xml", &document(&["jun=Ong Jun", "yen=Yen", "kan=Yen Kan"], ""));
    let entries = register.entries();
    let pairs: Vec<(usize, usize)> =
        duplicates::duplicates(&entries).iter().map(|pair| (pair.one, pair.other)).collect();
    assert_eq!(pairs, [(1, 2)], "Yen may be Yen Kan, and neither is Ong Jun: {entries:?}");
}
