//! What an editor did: the interventions that conventions find in brackets.

use std::borrow::Cow;

use crate::model::text::TextRange;

/// An editorial intervention, as it will be encoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// The kind, which is a TEI element.
    pub kind: InterventionKind,
    /// Its attributes, but for those that point into the header (see [`Attribute`]).
    pub attributes: Vec<Attribute>,
    /// To what it belongs.
    pub anchor: Anchor,
    /// The id of the convention that made it, such as `marginalia`.
    pub convention: String,
}

impl Intervention {
    /// An intervention of a kind, made by a convention, without attributes.
    pub fn new(kind: InterventionKind, convention: impl Into<String>) -> Self {
        Self { kind, attributes: Vec::new(), anchor: Anchor::Here, convention: convention.into() }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}

/// An attribute as a profile gives it.
///
/// Two are not written as they stand: the value of `resp` is a role (`translator`, `editor`), that of `hand` the name
/// of a scribe; the encoder turns both into pointers into the header, or leaves them out where nobody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name in TEI, with the prefix `xml:` where it has one.
    pub name: Cow<'static, str>,
    /// The value.
    pub value: String,
}

impl Attribute {
    /// An attribute of a name and a value.
    pub fn new(name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// To which words an intervention belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The range as it stands.
    #[default]
    Here,
    /// The name, quoted phrase or word that ends before the range; settled when the names are known.
    Preceding {
        /// Where to look back no further than this (start of the block).
        limit: TextRange,
    },
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal),* $(,)?) => {
        /// The kinds of intervention, each a TEI element (TEI P5 3.5, 11.3, 8.3).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum InterventionKind { $($(#[$doc])* $kind),* }

        impl InterventionKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name of the TEI element.
            pub fn element_name(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }
        }
    };
}

kinds! {
    /// Text inserted by author, scribe or another hand.
    Add = "add",
    /// The beginning of a column.
    ColumnBreak = "cb",
    /// Holds alternative encodings of one place: `sic` and `corr`, or two readings.
    Choice = "choice",
    /// The correct form of what `sic` holds.
    Corr = "corr",
    /// A date given by an editor.
    Date = "date",
    /// A line of place and date.
    Dateline = "dateline",
    /// A deletion.
    Del = "del",
    /// A description inside `gap`, `incident`, `vocal` and the like.
    Desc = "desc",
    /// The letters an editor added to expand an abbreviation.
    Ex = "ex",
    /// An expanded abbreviation.
    Expan = "expan",
    /// A figure left out or described.
    Figure = "figure",
    /// The description inside `figure`.
    FigDesc = "figDesc",
    /// Words in another language.
    Foreign = "foreign",
    /// Running heads, letterheads, page numbers.
    FormeWork = "fw",
    /// Something left out.
    Gap = "gap",
    /// A word or phrase that explains another.
    Gloss = "gloss",
    /// A heading; alone on its line it opens a division.
    Head = "head",
    /// Words that look different.
    Highlighted = "hi",
    /// An event that is not speech.
    Incident = "incident",
    /// The words of a label that no attribute expresses.
    Label = "label",
    /// A note.
    Note = "note",
    /// The beginning of a page.
    PageBreak = "pb",
    /// A pause in speech.
    Pause = "pause",
    /// A reference without its target text.
    Reference = "ref",
    /// A segment.
    Segment = "seg",
    /// Reproduced though wrong.
    Sic = "sic",
    /// Left blank in the original.
    Space = "space",
    /// The name of a speaker.
    Speaker = "speaker",
    /// A stamp or seal.
    Stamp = "stamp",
    /// Supplied by an editor.
    Supplied = "supplied",
    /// Superfluous in the original.
    Surplus = "surplus",
    /// Hard to read.
    Unclear = "unclear",
    /// A vocal sound that is not speech.
    Vocal = "vocal",
}

impl InterventionKind {
    /// The kind of a TEI element name.
    pub fn from_element_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.element_name() == name)
    }

    /// Whether its words are no part of the sentence round it: recognizers read them apart.
    pub fn is_out_of_flow(self) -> bool {
        matches!(
            self,
            Self::Corr
                | Self::Desc
                | Self::FigDesc
                | Self::Figure
                | Self::FormeWork
                | Self::Gap
                | Self::Gloss
                | Self::Head
                | Self::Incident
                | Self::Label
                | Self::Note
                | Self::Pause
                | Self::Reference
                | Self::Stamp
                | Self::Vocal
        )
    }
}
