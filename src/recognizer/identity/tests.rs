//! Identity over annotations made by hand, as other recognizers, authority files and suggestions make them.

use super::*;
use crate::model::{Block, BlockKind, Mark, Mention, NamePart, TextRange};
use crate::source::Span;

/// A document of one line in which names are written as `{kind|words}` or `{kind id|words}`: `p` a person, `l` a place,
/// `o` an organization; `r` a title inside the name that follows it. An id is that of a known entity.
fn document(line: &str) -> (Transcript, Vec<Annotation>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut known: Vec<Entity> = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, next) = after.split_once('}').unwrap();
        let (kind, words) = mark.split_once('|').unwrap();
        text += before;
        let range = TextRange::new(text.len(), text.len() + words.len());
        text += words;
        marks.push((kind, range));
        rest = next;
    }
    text += rest;
    let annotations = marks.iter().map(|(kind, range)| annotation(kind, *range, &text, &mut known)).collect();
    let mut transcript = Transcript { entities: known, ..Transcript::default() };
    transcript.text.push_verbatim(&text, Span::new(0, text.len()));
    let range = transcript.text.range();
    transcript.blocks.push(Block::new(BlockKind::Paragraph, range, Span::new(0, text.len())));
    (transcript, with_titles(annotations))
}

fn annotation(kind: &str, range: TextRange, text: &str, known: &mut Vec<Entity>) -> Annotation {
    let (kind, id) = kind.split_once(' ').unwrap_or((kind, ""));
    let mut name = |kind| {
        let entity = (!id.is_empty()).then(|| {
            let idnos = vec![(Entity::AUTHORITY.to_owned(), id.to_owned())];
            let found = known.iter().position(|entity| entity.idnos == idnos);
            EntityId(found.unwrap_or_else(|| {
                known.push(Entity { idnos, ..Entity::known(kind, &text[range.start..range.end]) });
                known.len() - 1
            }))
        });
        Mark::Mention(Mention { entity, ..Mention::new(kind) })
    };
    let mark = match kind {
        "p" => name(NameKind::Person),
        "l" => name(NameKind::Place),
        "o" => name(NameKind::Organization),
        _ => Mark::NamePart(NamePart::RoleName),
    };
    Annotation { range, span: Span::new(range.start, range.end), mark, cert: None, resp: None }
}

/// Each title goes into the name after it.
fn with_titles(mut annotations: Vec<Annotation>) -> Vec<Annotation> {
    let mut idx = 1;
    while idx < annotations.len() {
        if matches!(annotations[idx - 1].mark, Mark::NamePart(_)) {
            annotations[idx].range.start = annotations[idx - 1].range.start;
            annotations.swap(idx - 1, idx);
            idx += 1;
        }
        idx += 1;
    }
    annotations
}

/// The entity of each mention, and each entity with its forms.
fn identified(line: &str) -> (String, Vec<String>) {
    let (transcript, mut annotations) = document(line);
    let entities = identify(&transcript, &mut annotations);
    let mentions = annotations.iter().filter_map(|annotation| match &annotation.mark {
        Mark::Mention(mention) => Some(mention.entity.map_or("-", |id| &entities[id.0].xml_id)),
        _ => None,
    });
    let mentions = mentions.collect::<Vec<_>>().join(" ");
    let entities = entities.iter().map(|entity| format!("{}={}", entity.xml_id, entity.forms.join("|"))).collect();
    (mentions, entities)
}

#[test]
fn a_place_is_one_however_it_is_written() {
    let (mentions, entities) = identified("{l|Jutmark}, {l|JUTMARK}, {l|the Jütmark}, {l|Velmark}");
    assert_eq!(mentions, "jutmark jutmark jutmark velmark");
    assert_eq!(entities, ["jutmark=the Jütmark|Jutmark|JUTMARK", "velmark=Velmark"]);
}

#[test]
fn initials_are_the_one_organization_that_has_them() {
    let line =
        "{o|Harbour Workers' Party} and {o|HWP}; {o|Ministry of Trade} and {o|Museum of Trade}, {o|MT}; {o|U.N.}";
    assert_eq!(
        identified(line).0,
        "harbour-workers-party harbour-workers-party ministry-of-trade museum-of-trade mt u-n"
    );
}

#[test]
fn a_person_a_place_and_an_organization_of_one_name_are_three() {
    let (mentions, entities) = identified("{p|Varnov} of {l|Varnov} led {o|Varnov}.");
    assert_eq!(mentions, "varnov varnov-2 varnov-3");
    assert_eq!(entities.len(), 3);
}

#[test]
fn who_is_known_keeps_the_identity_and_draws_surname_and_initials() {
    let (mentions, entities) = identified("{p p7|Anton Varnov} came. {p|Varnov} sat. {p|A. Varnov} left.");
    assert_eq!(mentions, "p7 p7 p7");
    assert_eq!(entities, ["p7=Anton Varnov|A. Varnov|Varnov"]);
    assert_eq!(identified("{p p7|Anton Varnov} and {p|B. Varnov}, {p|A. Varnov}; {p|Varnov}").0, "p7 b-varnov p7 -");
}

#[test]
fn two_known_men_of_one_surname_stay_two_and_the_surname_is_nobodys() {
    let (mentions, entities) = identified("{p p1|Anton Varnov} met {p p2|Boris Varnov}; {p|Varnov} spoke.");
    assert_eq!(mentions, "p1 p2 -");
    assert_eq!(entities, ["p1=Anton Varnov", "p2=Boris Varnov"]);
}

#[test]
fn forms_that_an_authority_file_lists_are_one_person_whatever_they_look_like() {
    assert_eq!(identified("{p p1|Anna Berg}, later {p p1|Holm}, and {p|Berta Holm}").0, "p1 p1 berta-holm");
}

#[test]
fn a_known_place_draws_its_other_spellings() {
    let (mentions, entities) = identified("{l|VELMARK} or {l l1|Velmark}, {l l2|Jutmark}; {l l3|Jutmark}, {l|Jutmark}");
    assert_eq!(mentions, "l1 l1 l2 l3 -");
    assert_eq!(entities[0], "l1=VELMARK|Velmark");
}

#[test]
fn an_office_alone_is_the_one_person_of_whom_it_is_said() {
    let one = "{r|Ambassador }{p|Varnov} met {p|Anna Berg}. {p|the Ambassador} left.";
    assert_eq!(identified(one).0, "varnov anna-berg varnov");
    let two = "{r|Ambassador }{p|Varnov} met Ambassador {p|Anna Berg}. {p|The Ambassador} left.";
    assert_eq!(identified(two).0, "varnov anna-berg -");
}

#[test]
fn entities_stand_in_the_order_of_their_first_mention_and_those_without_mention_are_gone() {
    let (mut transcript, mut annotations) = document("{l|Jutmark} and {p p1|Anna Berg}");
    transcript.entities.push(Entity::known(NameKind::Place, "Velmark"));
    let entities = identify(&transcript, &mut annotations);
    let ids: Vec<&str> = entities.iter().map(|entity| entity.xml_id.as_str()).collect();
    assert_eq!(ids, ["jutmark", "p1"]);
}
