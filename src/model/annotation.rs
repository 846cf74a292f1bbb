//! Standoff claims on spans of the reading text: interventions, names, dates, renditions.

use crate::model::date::DateValue;
use crate::model::entity::EntityId;
use crate::model::intervention::Intervention;
use crate::model::text::TextRange;
use crate::source::Span;

/// A claim on a range of the reading text.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The range of the reading text; empty for what has no text of its own (a gap, a page break).
    pub range: TextRange,
    /// The bytes of the source it came from, with brackets and labels.
    pub span: Span,
    /// What is claimed.
    pub mark: Mark,
    /// How sure the claim is; `None` is high and is not written.
    pub cert: Option<Cert>,
    /// Who claims it, where it is somebody else than postil or the editors.
    pub resp: Option<RespId>,
}

/// Who is meant of [`Transcript::responsible`](crate::model::Transcript::responsible): its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RespId(pub usize);

/// What an annotation claims.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// What a transcriber, translator or editor did.
    Intervention(Intervention),
    /// A person, place or organization is named.
    Mention(Mention),
    /// A part of a name, inside a [`Mark::Mention`].
    NamePart(NamePart),
    /// A date expression.
    Date(DateValue),
    /// How the words look or what they are typographically.
    Rendition(Rendition),
}

/// A name as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Of what it is a name.
    pub kind: NameKind,
    /// The entity it names, once that is known.
    pub entity: Option<EntityId>,
    /// Those of which it may name one, where nothing tells which; empty where the entity is known, or nothing.
    pub candidates: Vec<EntityId>,
}

impl Mention {
    /// A name of a kind, of nobody knows whom.
    pub fn new(kind: NameKind) -> Self {
        Self { kind, entity: None, candidates: Vec::new() }
    }
}

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// `persName`, `person`.
    Person,
    /// `placeName`, `place`.
    Place,
    /// `orgName`, `org`.
    Organization,
}

impl NameKind {
    /// The TEI element of a mention.
    pub fn element_name(self) -> &'static str {
        match self {
            Self::Person => "persName",
            Self::Place => "placeName",
            Self::Organization => "orgName",
        }
    }
}

/// A part of a personal name (TEI P5 14.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamePart {
    /// `roleName`: an honorific, rank or title that stands before the name.
    RoleName,
}

/// Typographical facts (TEI P5 3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rendition {
    /// `hi`, with the value of `@rend`.
    Highlighted(&'static str),
    /// `ref`, with the value of `@target`.
    Link(String),
    /// `q`: words between quotation marks, the marks included.
    Quoted,
    /// `lb`: a line end of the transcript that matters; its range is empty.
    LineBreak,
    /// A reference to the footnote of this label; its range covers the label where that is kept as text.
    FootnoteReference(String),
}

/// Certainty, as the TEI class `att.global.responsibility` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cert {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
}

impl Cert {
    /// The value of `@cert`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
