//! profileDesc: date and place of writing, summary, languages, correspondents, subjects, hands (TEI P5 2.4).

use crate::model::{Calendar, Field, FieldKey, Header};
use crate::tei::header::{Encoding, field, language, set_date};
use crate::tei::responsibility::name_element;
use crate::xml::Element;

pub(super) fn profile_desc(header: &Header, encoding: &Encoding) -> Element {
    let parts = [
        creation(header),
        abstract_of(header),
        languages(header),
        correspondence(header),
        text_class(header),
        hands(encoding),
        calendars(header, encoding),
    ];
    parts.into_iter().flatten().fold(Element::new("profileDesc"), Element::with_child)
}

fn creation(header: &Header) -> Option<Element> {
    let mut creation = Element::new("creation");
    for (idx, date) in header.all(FieldKey::Date).enumerate() {
        let mut element = field::element("date", date);
        if let (0, Some(value)) = (idx, &header.date) {
            set_date(&mut element, value);
        }
        creation.push(element);
    }
    for place in header.all(FieldKey::Place) {
        creation.push(field::element("placeName", place));
    }
    filled(creation)
}

fn abstract_of(header: &Header) -> Option<Element> {
    let paragraphs = header.all(FieldKey::Abstract).map(|field| field::element("p", field));
    filled(paragraphs.fold(Element::new("abstract"), Element::with_child))
}

/// The languages of transcript and original. Words that stand elsewhere in the header are said again here, without
/// being counted twice.
fn languages(header: &Header) -> Option<Element> {
    let mut usage = Element::new("langUsage");
    let mut known: Vec<String> = Vec::new();
    for key in [FieldKey::Language, FieldKey::OriginalLanguage] {
        for field in header.all(key) {
            let tags = language::tags(field.as_str());
            let first = tags.first().cloned().unwrap_or_else(|| "und".to_owned());
            if key == FieldKey::Language {
                usage.push(field::element("language", field).with("ident", first.clone()));
            } else if !known.contains(&first) {
                usage.push(Element::new("language").with("ident", first.clone()).with_text(field.as_str()));
            }
            for tag in tags.into_iter().skip(1).filter(|tag| !known.contains(tag)) {
                usage.push(Element::new("language").with("ident", tag));
            }
            if !known.contains(&first) {
                known.push(first);
            }
        }
    }
    filled(usage)
}

/// TEI P5 2.4.6. The date of writing is said again where there is a sender.
fn correspondence(header: &Header) -> Option<Element> {
    let sent = action(header, "sent", FieldKey::Sender, FieldKey::SenderPlace);
    let received = action(header, "received", FieldKey::Recipient, FieldKey::RecipientPlace);
    let sent = sent.map(|mut sent| {
        if header.first(FieldKey::SenderPlace).is_none()
            && let Some(place) = header.first(FieldKey::Place)
        {
            sent.push(Element::new("placeName").with_text(place.as_str()));
        }
        if let (Some(value), Some(date)) = (&header.date, header.first(FieldKey::Date)) {
            let mut element = Element::new("date");
            set_date(&mut element, value);
            sent.push(element.with_text(date.as_str()));
        }
        sent
    });
    filled([sent, received].into_iter().flatten().fold(Element::new("correspDesc"), Element::with_child))
}

fn action(header: &Header, kind: &str, who: FieldKey, place: FieldKey) -> Option<Element> {
    let mut action = Element::new("correspAction");
    for person in header.all(who) {
        let mut name = field::element(name_element(person.as_str()), person);
        name.set("role", who.name());
        action.push(name);
    }
    for place in header.all(place) {
        action.push(field::element("placeName", place));
    }
    filled(action).map(|mut action| {
        action.set("type", kind);
        action
    })
}

/// Keywords; those with a label of their own (`places`) bear it as `@type`.
fn text_class(header: &Header) -> Option<Element> {
    let term = |keyword: &Field| {
        if field::is_expressed(keyword) { field::element("term", keyword) } else { field::typed("term", keyword) }
    };
    let keywords = header.all(FieldKey::Keywords).map(term).fold(Element::new("keywords"), Element::with_child);
    filled(keywords).map(|keywords| Element::new("textClass").with_child(keywords))
}

fn hands(encoding: &Encoding) -> Option<Element> {
    let note =
        |(id, name): &(String, String)| Element::new("handNote").with("xml:id", id.clone()).with_text(name.clone());
    filled(encoding.hands.iter().map(note).fold(Element::new("handNotes"), Element::with_child))
}

fn calendars(header: &Header, encoding: &Encoding) -> Option<Element> {
    let of_date = header.date.iter().filter_map(|date| date.custom.as_ref()).map(|(calendar, _)| *calendar);
    let mut calendars: Vec<Calendar> = encoding.calendars.iter().copied().chain(of_date).collect();
    calendars.sort_unstable();
    calendars.dedup();
    let calendar = |calendar: Calendar| {
        let words = Element::new("p").with_text(calendar.label());
        Element::new("calendar").with("xml:id", calendar.id()).with_child(words)
    };
    filled(calendars.into_iter().map(calendar).fold(Element::new("calendarDesc"), Element::with_child))
}

fn filled(element: Element) -> Option<Element> {
    (!element.children.is_empty()).then_some(element)
}
