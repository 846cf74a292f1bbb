//! The kinds of marks: what they are called, in which order the legend shows them, and which are doubts.

use serde::Serialize;

use crate::review::edit::local;
use crate::xml::Element;

/// A kind of marks, with a colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Persons.
    Person,
    /// Places.
    Place,
    /// Organizations.
    Organization,
    /// Dates and times.
    Date,
    /// Other names and terms.
    Name,
    /// What cannot be read for sure, or not at all, or was supplied.
    Reading,
    /// Errors and their corrections, expansions.
    Correction,
    /// What the writer crossed out or put in.
    Change,
    /// Notes, glosses, stamps.
    Note,
    /// Conflicts that a merge has left.
    Conflict,
}

/// All kinds, in the order of the legend.
pub(super) const KINDS: &[(Kind, &str, &str)] = &[
    (Kind::Person, "person", "persons"),
    (Kind::Place, "place", "places"),
    (Kind::Organization, "organization", "organizations"),
    (Kind::Date, "date", "dates"),
    (Kind::Name, "name", "other names"),
    (Kind::Reading, "reading", "gaps, unclear and supplied words"),
    (Kind::Correction, "correction", "corrections and expansions"),
    (Kind::Change, "change", "additions and deletions"),
    (Kind::Note, "note", "notes"),
    (Kind::Conflict, "conflict", "conflicts"),
];

impl Kind {
    /// The kind of an element of the text; `None` for one that is no mark.
    pub fn of(element: &Element) -> Option<Self> {
        let kind = match local(&element.name) {
            "persName" => Self::Person,
            "placeName" | "geogName" | "settlement" | "region" | "country" | "district" => Self::Place,
            "orgName" => Self::Organization,
            "date" | "time" => Self::Date,
            "name" | "rs" | "term" | "foreign" | "num" | "measure" => Self::Name,
            "gap" | "unclear" | "supplied" | "damage" | "space" | "surplus" => Self::Reading,
            "choice" | "sic" | "corr" | "orig" | "reg" | "expan" | "ex" | "abbr" => Self::Correction,
            "add" | "del" | "subst" => Self::Change,
            "note" | "gloss" | "stamp" | "fw" => Self::Note,
            _ => return None,
        };
        Some(kind)
    }

    /// The word of the kind, as class names have it.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, word, _)| word)
    }
}

/// How sure a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// `@cert` is `low` or `unknown`, or the words are `unclear`.
    Low,
    /// `@cert` is `medium`.
    Medium,
    /// There is no `@cert`.
    Plain,
    /// `@cert` is `high`: somebody has looked at it and accepted it.
    Accepted,
}

impl Certainty {
    /// The certainty of a mark.
    pub fn of(element: &Element) -> Self {
        match element.attribute("cert") {
            Some("high") => Self::Accepted,
            Some("medium") => Self::Medium,
            Some(_) => Self::Low,
            None if local(&element.name) == "unclear" => Self::Low,
            None => Self::Plain,
        }
    }

    /// Whether an editor should look at it.
    pub fn is_doubt(self) -> bool {
        self <= Self::Medium
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::Plain => "plain",
            Self::Accepted => "accepted",
        }
    }
}

/// Whether an element is a bracketed note of which nobody has said what it is: convert writes those that no convention
/// knows as editorial notes of nobody.
pub(super) fn is_unclassified(element: &Element) -> bool {
    local(&element.name) == "note"
        && element.attribute("type") == Some("editorial")
        && element.attribute("resp").is_none()
        && element.attribute("cert") != Some("high")
}
