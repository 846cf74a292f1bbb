//! What is known of a document: the fields of its front matter, on their way to the teiHeader.

use crate::model::date::DateValue;
use crate::model::text::Text;

/// The fields of the front matter, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The fields. A key may come more than once (several authors).
    pub fields: Vec<Field>,
    /// The date of the document, normalized, from which dates without a year take theirs.
    pub date: Option<DateValue>,
}

impl Header {
    /// The first field of a key.
    pub fn first(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// All fields of a key.
    pub fn all(&self, key: FieldKey) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.key == key)
    }
}

/// One field of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it says.
    pub key: FieldKey,
    /// Its label as written, such as `Record ID`; empty for a title without a label.
    pub label: String,
    /// Its value.
    pub value: Value,
    /// Where it stood.
    pub origin: FieldOrigin,
}

impl Field {
    /// The value as a string.
    pub fn as_str(&self) -> &str {
        match &self.value {
            Value::Source(text) => text.as_str(),
            Value::Plain(string) => string,
        }
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text of the transcript; its characters are accounted for.
    Source(Text),
    /// Text of a metadata file, or a part of a citation taken apart; not accounted for here.
    Plain(String),
}

/// Where a field stood; the later in this list wins over the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldOrigin {
    /// A labelled line or title lines of the transcript.
    Line,
    /// The YAML block at the head of the transcript.
    Yaml,
    /// The file given with `--metadata`.
    SideFile,
}

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident = $name:literal),* $(,)?) => {
        /// What a field says; the names are those of the profile's `[header]` table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FieldKey { $($(#[$doc])* $key),* }

        impl FieldKey {
            /// All keys.
            pub const ALL: &'static [Self] = &[$(Self::$key),*];

            /// The name in profiles and side files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$key => $name),* }
            }

            /// The key of a name in profiles and side files.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|key| key.name() == name)
            }
        }
    };
}

keys! {
    /// Summary or abstract: `profileDesc/abstract`.
    Abstract = "abstract",
    /// `titleStmt/author`.
    Author = "author",
    /// `publicationStmt/availability`.
    Availability = "availability",
    /// The citation, whole and taken apart.
    Citation = "citation",
    /// `msIdentifier/collection`.
    Collection = "collection",
    /// "Contents: Translation - English".
    Contents = "contents",
    /// `respStmt` "Contributed by", "Obtained by".
    Contributor = "contributor",
    /// Credits; may name a funder.
    Credits = "credits",
    /// The date of the document: `profileDesc/creation/date`.
    Date = "date",
    /// `titleStmt/editor`, a `respStmt`.
    Editor = "editor",
    /// `titleStmt/funder`.
    Funder = "funder",
    /// A number or name of the document itself: `publicationStmt/idno`.
    Identifier = "identifier",
    /// The language of the transcript: `text/@xml:lang`.
    Language = "language",
    /// `textClass/keywords`.
    Keywords = "keywords",
    /// Whatever is labelled and not understood: `notesStmt/note`.
    Note = "note",
    /// The language of the original: `msItem/textLang`.
    OriginalLanguage = "original-language",
    /// Pages of the original: `msItem/locus`.
    Pages = "pages",
    /// The place of writing: `profileDesc/creation/placeName`.
    Place = "place",
    /// The name of the profile that reads this document.
    Profile = "profile",
    /// `publicationStmt/publisher`.
    Publisher = "publisher",
    /// `correspDesc/correspAction[@type='received']`.
    Recipient = "recipient",
    /// `correspDesc/correspAction[@type='received']/placeName`.
    RecipientPlace = "recipient-place",
    /// `msIdentifier/repository`.
    Repository = "repository",
    /// `correspDesc/correspAction[@type='sent']`.
    Sender = "sender",
    /// `correspDesc/correspAction[@type='sent']/placeName`.
    SenderPlace = "sender-place",
    /// A part of the call number: `msIdentifier/idno/idno`, with the label as `@type` (`fond`, `box`, `folder`, `piece`).
    Shelfmark = "shelfmark",
    /// `titleStmt/title[@type='sub']`.
    Subtitle = "subtitle",
    /// `titleStmt/title[@type='main']`.
    Title = "title",
    /// `respStmt` "Transcribed by".
    Transcriber = "transcriber",
    /// `respStmt` "Translated by".
    Translator = "translator",
    /// `publicationStmt/idno[@type='URL']` or `DOI`.
    Url = "url",
}

/// Which labels of labelled lines, YAML and side files mean which key. It comes from the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderKeys {
    /// Label in lower case, single spaces, without the colon; and its key.
    pub labels: Vec<(String, FieldKey)>,
}

impl HeaderKeys {
    /// The key of a label, whatever its case, spacing, hyphens or underscores.
    pub fn key(&self, label: &str) -> Option<FieldKey> {
        let folded = fold(label);
        self.labels.iter().find(|(known, _)| *known == folded).map(|&(_, key)| key)
    }
}

/// A label in lower case, with single spaces for spaces, hyphens and underscores.
fn fold(label: &str) -> String {
    let words = label.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
