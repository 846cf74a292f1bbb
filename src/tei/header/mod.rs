//! The teiHeader.

mod encoding_desc;
mod field;
mod file_desc;
mod language;
mod profile_desc;
mod source_desc;

pub(in crate::tei) use encoding_desc::corpus_encoding_desc;
pub(in crate::tei) use field::{node as field_node, slug};
pub(super) use language::text_language;

use crate::model::{Cert, DateValue, Header};
use crate::xml::Element;

/// What the header says of the conversion itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoding {
    /// The name of the profile.
    pub profile: String,
    /// The date of the conversion (`2026-11-23`) for `revisionDesc`; left out where there is none.
    pub date: Option<String>,
    /// Hands named by interventions: `xml:id` and name.
    pub hands: Vec<(String, String)>,
    /// Calendars used by dates.
    pub calendars: Vec<crate::model::Calendar>,
    /// The title of a document that names none: the name of its file.
    pub fallback_title: String,
    /// Those who suggested what is marked: `xml:id` and name.
    pub suggesters: Vec<(String, String)>,
}

/// Builds the `teiHeader`. Every field of the header ends somewhere in it, each once.
pub(super) fn header(header: &Header, encoding: &Encoding) -> Element {
    Element::new("teiHeader")
        .with_child(file_desc::file_desc(header, encoding))
        .with_child(encoding_desc::encoding_desc(header, encoding))
        .with_child(profile_desc::profile_desc(header, encoding))
        .with_child(encoding_desc::revision_desc(encoding))
}

/// Writes a date as the attributes of `att.datable.w3c` and `att.datable.custom`.
pub(super) fn set_date(element: &mut Element, date: &DateValue) {
    let values = [
        ("when", &date.when),
        ("from", &date.from),
        ("to", &date.to),
        ("notBefore", &date.not_before),
        ("notAfter", &date.not_after),
    ];
    for (name, value) in values {
        element.set(name, value.clone().unwrap_or_default());
    }
    if let Some(cert) = date.cert.filter(|&cert| cert != Cert::High) {
        element.set("cert", cert.as_str());
    }
    if let Some((calendar, value)) = &date.custom {
        element.set("when-custom", value.clone());
        element.set("calendar", format!("#{}", calendar.id()));
    }
}

#[cfg(test)]
mod tests;
