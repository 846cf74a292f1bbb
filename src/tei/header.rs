//! The teiHeader.

use crate::model::Header;
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
}

/// Builds the `teiHeader`.
pub(crate) fn header(_header: &Header, _encoding: &Encoding) -> Element {
    Element::new("teiHeader")
}

/// The `xml:lang` of the text.
pub(crate) fn text_language(_header: &Header) -> Option<String> {
    None
}

/// The `xml:id` of whoever fills a role.
pub(crate) fn responsible(_header: &Header, _role: &str) -> Option<String> {
    None
}
