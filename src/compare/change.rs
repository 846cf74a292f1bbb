//! What an editor is told: one change of the text or of the markup, in words.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The tags of an element are new; so may be the words in it, which are then told beside it.
    ElementAdded,
    /// The tags of an element are gone; so may be the words in it, which are then told beside it.
    ElementRemoved,
    /// An element has another name.
    ElementRenamed,
    /// One element became several of the same name.
    ElementSplit,
    /// Several elements became one.
    ElementsMerged,
    /// An element begins or ends elsewhere.
    BoundaryMoved,
    /// An element that stood inside another now stands round it.
    NestingSwapped,
    /// An attribute is new.
    AttributeAdded,
    /// An attribute is gone.
    AttributeRemoved,
    /// An attribute has another value.
    AttributeChanged,
    /// Identifiers changed, and what points to them with them.
    IdsRenumbered,
    /// Words were replaced by others.
    TextChanged,
    /// Words are new.
    TextInserted,
    /// Words are gone.
    TextRemoved,
    /// An element stands elsewhere, with all its words.
    NodeMoved,
    /// A page, column or line break stands elsewhere.
    MilestoneMoved,
    /// An element is new, with other elements and words in it.
    SubtreeAdded,
    /// An element is gone, with other elements and words in it.
    SubtreeRemoved,
    /// A comment is new.
    CommentAdded,
    /// A comment is gone.
    CommentRemoved,
    /// A comment says something else.
    CommentChanged,
    /// A processing instruction is new.
    PiAdded,
    /// A processing instruction is gone.
    PiRemoved,
    /// A processing instruction says something else.
    PiChanged,
}

impl ChangeKind {
    /// Whether words changed, and not only markup.
    pub fn is_text(self) -> bool {
        matches!(self, Self::TextChanged | Self::TextInserted | Self::TextRemoved)
    }

    /// The kind as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ElementAdded => "element-added",
            Self::ElementRemoved => "element-removed",
            Self::ElementRenamed => "element-renamed",
            Self::ElementSplit => "element-split",
            Self::ElementsMerged => "elements-merged",
            Self::BoundaryMoved => "boundary-moved",
            Self::NestingSwapped => "nesting-swapped",
            Self::AttributeAdded => "attribute-added",
            Self::AttributeRemoved => "attribute-removed",
            Self::AttributeChanged => "attribute-changed",
            Self::IdsRenumbered => "ids-renumbered",
            Self::TextChanged => "text-changed",
            Self::TextInserted => "text-inserted",
            Self::TextRemoved => "text-removed",
            Self::NodeMoved => "node-moved",
            Self::MilestoneMoved => "milestone-moved",
            Self::SubtreeAdded => "subtree-added",
            Self::SubtreeRemoved => "subtree-removed",
            Self::CommentAdded => "comment-added",
            Self::CommentRemoved => "comment-removed",
            Self::CommentChanged => "comment-changed",
            Self::PiAdded => "pi-added",
            Self::PiRemoved => "pi-removed",
            Self::PiChanged => "pi-changed",
        }
    }
}

/// Words of a document, with those before and after them (as the `TextQuoteSelector` of the W3C Web Annotation Data
/// Model).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words; empty where the change is at a point. Long ones are cut, with an ellipsis.
    pub exact: String,
    /// Some words before.
    pub prefix: String,
    /// Some words after.
    pub suffix: String,
    /// The line, from 1.
    pub line: usize,
    /// The block in which they stand, such as `p`.
    pub within: String,
}

/// One change from the first document to the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The number of the change: `c1`, `c2` and so on, in the order of the documents.
    pub id: String,
    /// Changes of one group were made by one act, and are accepted or rejected together.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
    /// What was done.
    pub kind: ChangeKind,
    /// The name of the element.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub element: Option<String>,
    /// Its name before, where that changed; the outer element, where nesting changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub a_element: Option<String>,
    /// Its name after.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub b_element: Option<String>,
    /// The name of the attribute.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attribute: Option<String>,
    /// The value before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub a_value: Option<String>,
    /// The value after.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub b_value: Option<String>,
    /// The words before, where words changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub a_text: Option<String>,
    /// The words after, where words changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub b_text: Option<String>,
    /// The target of a processing instruction.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
    /// Which end of an element moved: `start`, `end` or `both`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub side: Option<String>,
    /// How many identifiers were renumbered; how many elements became one, or one became.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub count: Option<usize>,
    /// How many pointers followed them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointers: Option<usize>,
    /// The identifiers before and after.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub map: Option<BTreeMap<String, String>>,
    /// Where in the first document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub a: Option<Quote>,
    /// Where in the second document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub b: Option<Quote>,
}

impl Change {
    pub(super) fn new(kind: ChangeKind) -> Self {
        Self {
            id: String::new(),
            group: None,
            kind,
            element: None,
            a_element: None,
            b_element: None,
            attribute: None,
            a_value: None,
            b_value: None,
            a_text: None,
            b_text: None,
            target: None,
            side: None,
            count: None,
            pointers: None,
            map: None,
            a: None,
            b: None,
        }
    }

    /// The names of the elements that it is about.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        [&self.element, &self.a_element, &self.b_element].into_iter().flatten().map(String::as_str)
    }

    /// The line in the second document, or else in the first; from 1.
    pub fn line(&self) -> usize {
        self.b.as_ref().or(self.a.as_ref()).map_or(1, |quote| quote.line)
    }
}

/// What makes one document from another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The changes, in the order of the documents.
    pub changes: Vec<Change>,
    /// How many words stand behind other white space or other tags though nothing else about them changed.
    pub formatting_changes: usize,
}
