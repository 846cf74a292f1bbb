//! The teiHeader.

use crate::model::Header;
use crate::xml::Element;

/// What the header says of the conversion itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Encoding {
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
pub(super) fn header(_header: &Header, _encoding: &Encoding) -> Element {
    Element::new("teiHeader")
}
