//! Blocks: the paragraph-like units of a transcript, and the part each plays in the document.

use crate::model::text::TextRange;
use crate::source::Span;

/// A paragraph-like unit. Blocks stand in the order of the transcript and do not overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What the transcript's own layout says it is.
    pub kind: BlockKind,
    /// Its words in the reading text.
    pub range: TextRange,
    /// Its bytes in the source, with markers.
    pub span: Span,
    /// The part it plays, as the structure stage sees it.
    pub role: Role,
    /// Whether it goes on with the paragraph before it, which a page break cut in two.
    pub joins_previous: bool,
}

impl Block {
    /// A block of a kind whose role is not known yet.
    pub fn new(kind: BlockKind, range: TextRange, span: Span) -> Self {
        Self { kind, range, span, role: Role::Paragraph, joins_previous: false }
    }
}

/// What the layout of the transcript says of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text or a line of its own.
    Paragraph,
    /// A heading; level 1 is the highest.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// An item of a list.
    Item {
        /// How deep the list is nested; 0 is the outermost.
        depth: u8,
        /// The printed number or letter without its punctuation, such as `1` or `b`; its printed form is part of the
        /// block's text and covers this range.
        marker: Option<(String, TextRange)>,
    },
    /// A paragraph of a block quotation.
    Quotation,
    /// A cell of a table.
    Cell {
        /// Whether a new row starts here.
        starts_row: bool,
        /// Whether a new table starts here.
        starts_table: bool,
        /// Whether it is a column heading.
        heading: bool,
    },
    /// A line of verse.
    VerseLine {
        /// Whether a new stanza starts here.
        starts_group: bool,
    },
    /// The text of a footnote, wherever it stood.
    Footnote {
        /// Its number or sign.
        label: String,
    },
    /// A rule across the page; its range is empty.
    Rule,
}

/// The part that a block plays in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A paragraph, or whatever its kind says.
    Paragraph,
    /// `seg[@type='classification']` of the opener.
    Classification,
    /// `stamp` of the opener or closer.
    Stamp,
    /// `idno`: a registry or document number.
    Idno,
    /// A date alone on its line, in the opener.
    Date,
    /// `dateline`.
    Dateline,
    /// `salute`.
    Salute,
    /// `head` of the division that is open.
    Head,
    /// `head` that opens a nested division of this depth, 1 the first.
    Section {
        /// 1 to 6.
        depth: u8,
    },
    /// The date line that opens a `div[@type='entry']`.
    EntryDate,
    /// The `head` of a new `div[@type='enclosure']`.
    Enclosure,
    /// Any other line of the opener (an address, a reference line).
    OpenerLine,
    /// A speech: the speaker's name (a range of the reading text), then words.
    Speech {
        /// The speaker's name, without the colon.
        speaker: TextRange,
    },
    /// `closer/salute`.
    ClosingSalute,
    /// `closer/signed`.
    Signed,
    /// `closer/dateline`.
    ClosingDateline,
    /// `postscript`: a paragraph after the signature.
    Postscript,
    /// `postscript/label`: what the list after it is.
    PostscriptLabel,
    /// An item of a distribution list.
    DistributionItem,
    /// `pb` with the page number of this label; the printed line is kept as `fw[@type='pageNum']`.
    PageNumber {
        /// The number.
        n: String,
    },
    /// A bracketed note that stands alone between blocks (a gap, a stamp, a note).
    Standalone,
}
