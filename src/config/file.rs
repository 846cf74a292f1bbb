//! `postil.toml` as it is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use globset::GlobBuilder;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::config::date;
use crate::diagnostic::{Code, Level};
use crate::model::Cert;
use crate::reader::Format;
use crate::report;
use crate::tei::Layout;

/// The settings of a project of postil. Every key may be left out. Paths are relative to the folder of this file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "postil.toml")]
pub(super) struct ProjectFile {
    /// Which files below the folder of postil.toml are transcripts.
    #[serde(default)]
    pub sources: SourcesFile,
    /// The folder for the results. It mirrors the folders of the transcripts. Without it, --output must be given.
    #[serde(default)]
    #[schemars(with = "String")]
    pub output: Option<Spanned<PathBuf>>,
    /// The editorial conventions: archival, leiden, by-the-people, or a TOML file of your own. Without it: archival.
    #[serde(default)]
    #[schemars(with = "String")]
    pub profile: Option<Spanned<String>>,
    /// A CSV or JSON file with a row for each transcript, found by its column `file`.
    #[serde(default)]
    #[schemars(with = "String")]
    pub metadata: Option<Spanned<PathBuf>>,
    /// Authority files: names of persons, places and organizations with their identifiers.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub authority: Vec<Spanned<PathBuf>>,
    /// A model for the recognition of names.
    #[serde(default)]
    #[schemars(with = "String")]
    pub model: Option<Spanned<PathBuf>>,
    /// The RELAX NG schema (.rng, .rnc) that results are checked against, or "none". Without it: the one that ships.
    #[serde(default)]
    #[schemars(with = "String")]
    pub schema: Option<Spanned<String>>,
    /// A line in the TEI for each sentence or for each paragraph. Without it: sentence.
    #[serde(default)]
    #[schemars(with = "LayoutName")]
    pub layout: Option<Spanned<LayoutName>>,
    /// Leave out names and dates that are less certain than this. Without it: low, which leaves out nothing.
    #[serde(default)]
    #[schemars(with = "CertName")]
    pub min_cert: Option<Spanned<CertName>>,
    /// Mark expressions such as "yesterday" as dates too, with low certainty. Without it: false.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub relative_dates: Option<Spanned<bool>>,
    /// The date of the conversion for revisionDesc: 2026, 2026-11 or 2026-11-23. Without it there is no revisionDesc.
    #[serde(default)]
    #[schemars(with = "String")]
    pub date: Option<Spanned<DateText>>,
    /// The encoding of all transcripts, such as windows-1251. Without it, it is found for each.
    #[serde(default)]
    #[schemars(with = "String")]
    pub encoding: Option<Spanned<EncodingName>>,
    /// The kind of all transcripts. Without it, the ending of the name tells it.
    #[serde(default)]
    #[schemars(with = "Kind")]
    pub from: Option<Spanned<Kind>>,
    /// Write NAME.map.json beside each NAME.xml, from which the transcript can be restored. Without it: false.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub source_map: Option<Spanned<bool>>,
    /// The folder in which postil keeps what it knows of its results. Without it: .postil beside postil.toml.
    #[serde(default)]
    #[schemars(with = "String")]
    pub cache: Option<Spanned<PathBuf>>,
    /// So many documents are converted at a time. Without it, or with 0: one for each processor.
    #[serde(default)]
    #[schemars(with = "usize")]
    pub jobs: Option<Spanned<usize>>,
    /// Reports on each conversion: pages for people (.html), or files for programs (.json, .sarif).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub report: Option<Spanned<Vec<ReportName>>>,
    /// The findings that are known: a conversion does not show them, and they do not make it fail.
    #[serde(default)]
    #[schemars(with = "String")]
    pub baseline: Option<Spanned<PathBuf>>,
    /// How grave the findings of a code are: C001 = "error".
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Level>")]
    pub severity: BTreeMap<CodeName, Spanned<Level>>,
    /// What is different in a folder. Of several folders that hold a transcript the deepest counts.
    #[serde(default)]
    pub folder: Vec<FolderFile>,
}

/// Which files below the folder of postil.toml are transcripts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SourcesFile {
    /// Files and folders that are wanted, as globs; without it all .txt, .md and .markdown files.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub include: Option<Spanned<Vec<Pattern>>>,
    /// Files and folders that are not wanted, as globs.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub exclude: Option<Spanned<Vec<Pattern>>>,
    /// Whether what .gitignore files name is passed over. Without it: false.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub gitignore: Option<Spanned<bool>>,
    /// Whether hidden files and folders are searched. Without it: false.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub hidden: Option<Spanned<bool>>,
}

/// What is different in a folder.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FolderFile {
    /// The folder, relative to the folder of postil.toml.
    #[schemars(with = "String")]
    pub path: Spanned<PathBuf>,
    /// The editorial conventions of its transcripts.
    #[serde(default)]
    #[schemars(with = "String")]
    pub profile: Option<Spanned<String>>,
    /// The metadata of its transcripts.
    #[serde(default)]
    #[schemars(with = "String")]
    pub metadata: Option<Spanned<PathBuf>>,
    /// The kind of its transcripts.
    #[serde(default)]
    #[schemars(with = "Kind")]
    pub from: Option<Spanned<Kind>>,
    /// The encoding of its transcripts.
    #[serde(default)]
    #[schemars(with = "String")]
    pub encoding: Option<Spanned<EncodingName>>,
    /// The layout of its results.
    #[serde(default)]
    #[schemars(with = "LayoutName")]
    pub layout: Option<Spanned<LayoutName>>,
}

/// The layouts of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LayoutName {
    /// A line for each sentence.
    Sentence,
    /// A line for each paragraph.
    Paragraph,
}

impl From<LayoutName> for Layout {
    fn from(name: LayoutName) -> Self {
        match name {
            LayoutName::Sentence => Self::Sentence,
            LayoutName::Paragraph => Self::Paragraph,
        }
    }
}

/// How certain a mark must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CertName {
    /// All are kept.
    Low,
    /// What is of low certainty is left out.
    Medium,
    /// What is certain is kept.
    High,
}

impl From<CertName> for Cert {
    fn from(name: CertName) -> Self {
        match name {
            CertName::Low => Self::Low,
            CertName::Medium => Self::Medium,
            CertName::High => Self::High,
        }
    }
}

/// The kinds of transcripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
}

impl From<Kind> for Format {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Plain,
            Kind::Markdown => Self::Markdown,
        }
    }
}

/// A date as `revisionDesc` takes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct DateText(pub String);

impl TryFrom<String> for DateText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        date::date(&text).map(Self)
    }
}

/// The name of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct EncodingName(pub &'static Encoding);

impl TryFrom<String> for EncodingName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = "the names of encodings are those of the WHATWG Encoding Standard, such as utf-8 or windows-1252";
        let encoding = Encoding::for_label_no_replacement(name.as_bytes());
        encoding.map(Self).ok_or_else(|| format!("there is no encoding `{name}`; {known}"))
    }
}

/// The code of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct CodeName(pub Code);

impl TryFrom<String> for CodeName {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        id.parse().map(Self).map_err(|()| format!("there is no code `{id}`; `postil explain` lists all"))
    }
}

/// The file of a report, whose ending says its form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct ReportName(pub PathBuf);

impl TryFrom<String> for ReportName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        report::Format::of_report(Path::new(&name)).map(|_| Self(PathBuf::from(name)))
    }
}

/// A glob.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pattern(pub String);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(pattern: String) -> Result<Self, String> {
        GlobBuilder::new(&pattern).build().map_err(|error| format!("this is no glob: {}", error.kind()))?;
        Ok(Self(pattern))
    }
}
