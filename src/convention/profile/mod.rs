//! Profiles: named sets of conventions, read from TOML.

mod build;
mod file;
mod siglum;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use regex::bytes::RegexSet;

use crate::convention::bracket::Sign;
use crate::convention::rule::Rule;
use crate::convention::vocabulary::Vocabulary;
use crate::model::HeaderKeys;
use crate::source::Span;

/// The profiles that ship with postil: name and TOML.
const EMBEDDED: &[(&str, &str)] = &[
    ("archival", include_str!("../../../conventions/archival.toml")),
    ("by-the-people", include_str!("../../../conventions/by-the-people.toml")),
    ("leiden", include_str!("../../../conventions/leiden.toml")),
];

static ARCHIVAL: LazyLock<Profile> = LazyLock::new(|| {
    Profile::from_toml("archival", EMBEDDED[0].1, &|_| None).expect("a test reads every profile that ships")
});

/// A named set of conventions. Cheap to clone; threads can share it.
#[derive(Clone)]
pub struct Profile {
    inner: Arc<Inner>,
}

/// What a profile holds.
pub(super) struct Inner {
    pub name: String,
    pub fingerprint: String,
    pub description: String,
    pub signs: Vec<Sign>,
    pub words: Vocabulary,
    /// Conventions of bracketed notes, in order; the first that applies wins.
    pub rules: Vec<Rule>,
    /// Which patterns of the rules may match.
    pub patterns: RegexSet,
    /// Conventions of signs in running text, such as `/s/`.
    pub running: Vec<(Regex, Rule)>,
    /// What a footnote is called by.
    pub footnote_mark: Option<Regex>,
    pub sigla: Vec<Siglum>,
    pub header_keys: HeaderKeys,
}

/// A convention as its profile documents it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Siglum {
    /// Its id, unique in the profile.
    pub id: String,
    /// A line of a transcript in which it stands.
    pub example: String,
    /// The TEI of that line, without the paragraph round it; attributes in alphabetical order.
    pub gives: String,
    /// The rule it follows: a section of the TEI Guidelines or of an editorial guideline.
    pub see: String,
}

/// Why a profile cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{profile}: {message}")]
pub struct ProfileError {
    /// The name of the profile with the error: the one asked for, or one that it extends.
    pub profile: String,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The bytes of the TOML text that are wrong.
    pub span: Option<Span>,
    /// What is allowed.
    pub help: Option<String>,
}

impl Profile {
    /// A profile that ships with postil; `None` where there is none of this name.
    pub fn embedded(name: &str) -> Option<Self> {
        let (name, toml) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        if *name == "archival" {
            return Some(ARCHIVAL.clone());
        }
        Self::from_toml(name, toml, &|_| None).ok()
    }

    /// The names of the profiles that ship with postil.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// The TOML text of a profile that ships with postil.
    pub fn embedded_toml(name: &str) -> Option<&'static str> {
        EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, toml)| *toml)
    }

    /// Reads a profile. `resolve` gives the TOML of a profile that it extends and that does not ship with postil.
    ///
    /// # Errors
    /// The TOML is not well-formed, holds an unknown key, or asks for what no convention may write.
    pub fn from_toml(name: &str, toml: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Result<Self, ProfileError> {
        build::profile(name, toml, resolve).map(|inner| Self { inner: Arc::new(inner) })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// A hash of the TOML texts that it was made of, its own and those it extends: BLAKE3, 128 bits, in hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.inner.fingerprint
    }

    /// What it is for, in a sentence.
    pub fn description(&self) -> &str {
        &self.inner.description
    }

    /// Its conventions, in the order in which they are tried.
    pub fn sigla(&self) -> &[Siglum] {
        &self.inner.sigla
    }

    /// The labels of front matter that the profile knows.
    pub fn header_keys(&self) -> &HeaderKeys {
        &self.inner.header_keys
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl Default for Profile {
    /// The profile `archival`.
    fn default() -> Self {
        ARCHIVAL.clone()
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("name", &self.inner.name).finish_non_exhaustive()
    }
}
