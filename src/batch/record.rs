//! What is known of a result that was written: everything that decided its bytes, and what was said of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::batch::stamp::Stamp;
use crate::report::Finding;

/// What is kept of one result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The stamp of the transcript when it was read; `None` for what is no file.
    pub(super) source: Option<Stamp>,
    /// What decided the bytes of the result.
    pub(super) parts: Parts,
    /// The result as it was written.
    pub(super) output: Written,
    /// What stood in its place before, while it is not certain that the result has taken that place.
    pub(super) before: Option<String>,
    /// Whether what stood there before had been edited by hand.
    #[serde(default)]
    pub(super) before_edited: bool,
    /// The hash of what postil itself made, where the result has what was done by hand, too.
    #[serde(default)]
    pub(super) machine: Option<String>,
    /// What was found.
    pub(super) findings: Vec<Finding>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    /// The hash of its bytes.
    pub(super) hash: String,
    /// Its stamp.
    pub(super) stamp: Stamp,
}

/// Everything that decides the bytes of a result, each part by a hash.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The transcript.
    pub source: String,
    /// The profile.
    pub profile: String,
    /// The fields that the metadata has for it.
    pub metadata: String,
    /// Authority files, models, suggestions.
    pub names: String,
    /// The schema.
    pub schema: String,
    /// Everything else that can be chosen.
    pub options: String,
    /// The version of postil.
    pub version: String,
}

/// Why a document is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nothing is known of it.
    New,
    /// `--force`
    Forced,
    /// The result is not there.
    OutputMissing,
    /// The result is one that postil did not write as it stands.
    OutputEdited,
    /// The transcript is another.
    SourceChanged,
    /// The profile is another.
    ProfileChanged,
    /// The row of the metadata is another.
    MetadataChanged,
    /// An authority file, a model or a suggestion is another.
    NamesChanged,
    /// The schema is another.
    SchemaChanged,
    /// An option is another.
    OptionsChanged,
    /// postil is another.
    VersionChanged,
}

impl Why {
    fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Forced => "forced",
            Self::OutputMissing => "output missing",
            Self::OutputEdited => "output edited by hand",
            Self::SourceChanged => "source changed",
            Self::ProfileChanged => "profile changed",
            Self::MetadataChanged => "metadata changed",
            Self::NamesChanged => "authority files changed",
            Self::SchemaChanged => "schema changed",
            Self::OptionsChanged => "options changed",
            Self::VersionChanged => "version changed",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Parts {
    /// In what these parts differ from those of an earlier conversion.
    pub(super) fn changed_since(&self, earlier: &Self) -> Vec<Why> {
        [
            (&self.source, &earlier.source, Why::SourceChanged),
            (&self.profile, &earlier.profile, Why::ProfileChanged),
            (&self.metadata, &earlier.metadata, Why::MetadataChanged),
            (&self.names, &earlier.names, Why::NamesChanged),
            (&self.schema, &earlier.schema, Why::SchemaChanged),
            (&self.options, &earlier.options, Why::OptionsChanged),
            (&self.version, &earlier.version, Why::VersionChanged),
        ]
        .into_iter()
        .filter(|(now, then, _)| now != then)
        .map(|(_, _, why)| why)
        .collect()
    }
}

/// The hash of bytes as it is kept: BLAKE3, 128 bits, in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}
