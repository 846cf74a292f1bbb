//! Which schema a document is checked against: each is read once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postil::config::{self, Config};
use postil::diagnostic::{Levels, Problem};
use postil::schema::{self, Schema};

/// A schema, shared by the documents that are checked against it.
#[derive(Debug, Clone)]
pub(crate) enum Shared {
    Bundled,
    Read(Arc<Schema>),
}

impl Shared {
    pub(crate) fn get(&self) -> &Schema {
        match self {
            Self::Bundled => Schema::bundled(),
            Self::Read(schema) => schema,
        }
    }
}

/// The schemas of a run, each read once, and how grave the project takes what they find.
pub(crate) struct Schemas {
    /// That of `--schema`, or of the project.
    given: Option<Shared>,
    /// Those that documents name.
    declared: BTreeMap<PathBuf, Result<Shared, Problem>>,
    pub(crate) levels: Levels,
}

impl Schemas {
    pub(crate) fn new(option: Option<&Path>, config: &Config) -> Result<Self, Problem> {
        let given = match option {
            Some(path) => Some(Arc::new(config::schema(path)?)),
            None => config.schema()?,
        };
        Ok(Self { given: given.map(Shared::Read), declared: BTreeMap::new(), levels: config.levels() })
    }

    /// The schema for a document: that of `--schema` or the project, else the one it names, else the bundled one.
    pub(crate) fn of(&mut self, document: Option<&Path>, xml: &str) -> Result<Shared, Problem> {
        if let Some(given) = &self.given {
            return Ok(given.clone());
        }
        match declared(document, xml) {
            Some(path) => self.declared.entry(path).or_insert_with_key(|path| read(path)).clone(),
            None => Ok(Shared::Bundled),
        }
    }
}

/// The file that a document names as its RELAX NG schema (W3C, "Associating Schemas with XML documents"), where it is
/// one here.
fn declared(document: Option<&Path>, xml: &str) -> Option<PathBuf> {
    let href = schema::declared(xml)?;
    let path =
        document.and_then(Path::parent).unwrap_or(Path::new("")).join(unescape(href.trim_start_matches("file://")));
    let is_relax_ng = path.extension().is_some_and(|ending| ending == "rng" || ending == "rnc");
    (is_relax_ng && path.is_file()).then_some(path)
}

/// A path in which `%20` and its like are the characters they stand for (RFC 3986, 2.1).
fn unescape(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a schema; a copy of the bundled one need not be read again.
fn read(path: &Path) -> Result<Shared, Problem> {
    if fs::read(path).is_ok_and(|bytes| bytes == schema::BUNDLED.as_bytes()) {
        return Ok(Shared::Bundled);
    }
    config::schema(path).map(|schema| Shared::Read(Arc::new(schema)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_of_a_reference_are_read() {
        assert_eq!(unescape("a%20b/%D0%B6.rng"), "a b/ж.rng");
        assert_eq!(unescape("100%"), "100%");
    }

    #[test]
    fn a_schema_elsewhere_in_the_world_is_none_of_ours() {
        let xml = "<?xml-model href=\"https://example.org/tei.rng\"?><TEI/>";
        assert_eq!(declared(Some(Path::new("a.xml")), xml), None);
    }
}
