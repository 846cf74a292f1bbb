//! From annotations to strands: which element, which attributes, and how strong.

use crate::model::{
    Annotation, Cert, DateValue, Entity, Intervention, InterventionKind, Mark, Mention, NamePart, Rendition,
};
use crate::tei::header::set_date;
use crate::tei::pointers::Pointers;
use crate::tei::responsibility::suggester_id;
use crate::tei::weave::Strand;
use crate::xml::Element;

/// How strong marks are against each other where they cross (invariant 6 of the design).
mod strength {
    pub(super) const RENDITION: u8 = 1;
    pub(super) const MENTION: u8 = 2;
    pub(super) const INTERVENTION: u8 = 3;
}

/// Which of two marks over the same words is outside.
mod rank {
    pub(super) const QUOTED: u8 = 1;
    pub(super) const CONTAINER: u8 = 2;
    pub(super) const CONTAINED: u8 = 3;
    pub(super) const MENTION: u8 = 4;
    pub(super) const NAME_PART: u8 = 5;
    pub(super) const CHOICE: u8 = 6;
    pub(super) const READING: u8 = 7;
    pub(super) const EXPANSION: u8 = 8;
    pub(super) const LETTERS: u8 = 9;
    pub(super) const LINK: u8 = 10;
    pub(super) const RENDITION: u8 = 11;
}

/// The strand of an annotation; `None` for footnote references, which the body makes.
pub(super) fn strand(annotation: &Annotation, entities: &[Entity], pointers: &Pointers) -> Option<Strand> {
    let (mut element, rank, strength) = match &annotation.mark {
        Mark::Intervention(intervention) => {
            (intervention_element(intervention, pointers), intervention_rank(intervention.kind), strength::INTERVENTION)
        }
        Mark::Mention(mention) => (mention_element(mention, entities), rank::MENTION, strength::MENTION),
        Mark::Date(value) => (date_element(value), rank::MENTION, strength::MENTION),
        Mark::NamePart(NamePart::RoleName) => (Element::new("roleName"), rank::NAME_PART, strength::MENTION),
        Mark::Rendition(rendition) => {
            let (element, rank) = rendition_element(rendition)?;
            (element, rank, strength::RENDITION)
        }
    };
    if let Some(cert) = annotation.cert.filter(|&cert| cert != Cert::High) {
        element.set("cert", cert.as_str());
    }
    if let Some(resp) = annotation.resp {
        element.set("resp", format!("#{}", suggester_id(resp)));
    }
    Some(Strand {
        range: annotation.range,
        span: annotation.span,
        element: element.from_span(annotation.span),
        rank,
        strength,
    })
}

fn intervention_element(intervention: &Intervention, pointers: &Pointers) -> Element {
    let mut element = Element::new(intervention.kind.element_name());
    for attribute in &intervention.attributes {
        match attribute.name.as_ref() {
            "resp" => element.set("resp", pointers.responsible(&attribute.value)),
            "hand" => element.set("hand", pointers.hand(&attribute.value)),
            _ => element.set(attribute.name.clone(), attribute.value.clone()),
        }
    }
    element
}

fn intervention_rank(kind: InterventionKind) -> u8 {
    use InterventionKind as Kind;
    match kind {
        Kind::Note
        | Kind::Gloss
        | Kind::Stamp
        | Kind::FormeWork
        | Kind::Figure
        | Kind::Gap
        | Kind::Incident
        | Kind::Vocal
        | Kind::Pause
        | Kind::Head
        | Kind::Label
        | Kind::Reference
        | Kind::Segment
        | Kind::Speaker
        | Kind::Date
        | Kind::Dateline
        | Kind::Space
        | Kind::PageBreak
        | Kind::ColumnBreak => rank::CONTAINER,
        Kind::Desc | Kind::FigDesc => rank::CONTAINED,
        Kind::Choice => rank::CHOICE,
        Kind::Add
        | Kind::Corr
        | Kind::Del
        | Kind::Foreign
        | Kind::Sic
        | Kind::Supplied
        | Kind::Surplus
        | Kind::Unclear => rank::READING,
        Kind::Expan => rank::EXPANSION,
        Kind::Ex => rank::LETTERS,
        Kind::Highlighted => rank::RENDITION,
    }
}

fn mention_element(mention: &Mention, entities: &[Entity]) -> Element {
    let meant = mention.entity.iter().chain(&mention.candidates).filter_map(|id| entities.get(id.0));
    let reference = meant.map(|entity| format!("#{}", entity.xml_id)).collect::<Vec<_>>().join(" ");
    Element::new(mention.kind.element_name()).with("ref", reference)
}

fn date_element(value: &DateValue) -> Element {
    let mut date = Element::new(if value.is_time() { "time" } else { "date" });
    set_date(&mut date, value);
    date
}

fn rendition_element(rendition: &Rendition) -> Option<(Element, u8)> {
    match rendition {
        Rendition::Highlighted(rend) => Some((Element::new("hi").with("rend", *rend), rank::RENDITION)),
        Rendition::Link(target) => Some((Element::new("ref").with("target", target.clone()), rank::LINK)),
        Rendition::Quoted => Some((Element::new("q"), rank::QUOTED)),
        Rendition::LineBreak => Some((Element::new("lb"), rank::CONTAINER)),
        Rendition::FootnoteReference(_) => None,
    }
}
