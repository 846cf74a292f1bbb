//! A profile as its TOML file words it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use toml::Spanned;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ProfileFile {
    pub description: Option<String>,
    pub extends: Option<Spanned<String>>,
    pub without: Vec<Spanned<String>>,
    pub footnote_mark: Option<Spanned<String>>,
    pub authorial: Option<bool>,
    pub fillers: Vec<String>,
    pub signs: BTreeMap<String, Spanned<SignFile>>,
    pub classes: BTreeMap<String, Vec<String>>,
    pub kinds: BTreeMap<String, Vec<String>>,
    pub terms: BTreeMap<String, BTreeMap<String, String>>,
    pub patterns: BTreeMap<String, Spanned<String>>,
    pub header: BTreeMap<String, Spanned<Vec<String>>>,
    pub siglum: Vec<SiglumFile>,
}

/// `[signs]`: a pair of delimiters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SignFile {
    pub open: String,
    pub close: String,
    #[serde(default)]
    pub stray: StrayFile,
}

/// What becomes of a delimiter without a partner; it always stays as a character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StrayFile {
    /// It is reported.
    #[default]
    Report,
    /// It is an ordinary character, as a round bracket often is.
    Text,
}

/// `[[siglum]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SiglumFile {
    pub id: Spanned<String>,
    #[serde(default)]
    pub sign: Option<Spanned<String>>,
    #[serde(default)]
    pub pattern: Option<Spanned<Several>>,
    #[serde(default)]
    pub label: Option<Spanned<LabelFile>>,
    #[serde(default)]
    pub position: Option<PositionFile>,
    #[serde(default)]
    pub before: Vec<Spanned<String>>,
    #[serde(default)]
    pub after: Vec<Spanned<String>>,
    #[serde(default)]
    pub shape: Vec<Spanned<String>>,
    #[serde(default)]
    pub tei: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub content: Option<ContentFile>,
    #[serde(default)]
    pub attach: AttachFile,
    pub example: String,
    pub gives: String,
    pub see: String,
}

/// `label = { need = [...], may = [...] }`: tables of terms.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LabelFile {
    pub need: Vec<String>,
    #[serde(default)]
    pub may: Vec<String>,
}

/// Where a bracketed note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PositionFile {
    /// It is its whole line.
    Alone,
    /// Other words stand on its line, and it touches none.
    Inline,
    /// It touches a letter or digit.
    InWord,
}

/// What becomes of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ContentFile {
    /// They stay, and the element holds them.
    Keep,
    /// They stay, in a description inside the element.
    Desc,
    /// They leave the text: element and attributes say the same.
    Drop,
    /// They stay with their brackets: the author wrote them.
    Text,
}

/// Which words the element belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AttachFile {
    /// Its own, where it stands.
    #[default]
    Here,
    /// The name, quoted phrase or word before it.
    Preceding,
    /// The whole word that it is a part of.
    Word,
    /// It stands in place of the words before it.
    Replaced,
}

/// One string or a list of strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Several(pub Vec<String>);

impl<'de> Deserialize<'de> for Several {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;

        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Several;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pattern or a list of patterns")
            }

            fn visit_str<E>(self, value: &str) -> Result<Several, E> {
                Ok(Several(vec![value.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Several, A::Error> {
                let mut all = Vec::new();
                while let Some(value) = seq.next_element()? {
                    all.push(value);
                }
                Ok(Several(all))
            }
        }

        deserializer.deserialize_any(OneOrMore)
    }
}
