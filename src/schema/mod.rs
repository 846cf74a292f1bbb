//! Schemas: the one that comes with postil and any other, RELAX NG with embedded Schematron rules.
//!
//! A thin face on the crate `teixml`, so that another engine can take its place.

mod message;

use std::path::Path;
use std::sync::LazyLock;

use teixml::relaxng::SchemaSyntax;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

/// A compiled schema.
pub struct Schema {
    name: String,
    compiled: teixml::Schema,
}

/// Why a file is no schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is no usable RELAX NG schema: {reason}")]
pub struct SchemaError {
    /// The file.
    pub name: String,
    /// What is wrong.
    pub reason: String,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The text of the bundled schema in XML syntax, as it is written beside the TEI.
pub const BUNDLED: &str = include_str!("../../schemas/postil.rng");

impl Schema {
    /// The schema that comes with postil, a customization of TEI P5.
    pub fn bundled() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            Schema::from_text("postil.rng", BUNDLED).expect("the bundled schema is compiled by the tests of this file")
        });
        &SCHEMA
    }

    /// Compiles a schema. `name` is its path: the ending `.rnc` tells the compact syntax, and files that it includes are
    /// found beside it.
    ///
    /// # Errors
    /// The text is no RELAX NG schema, or a file it includes cannot be read.
    pub fn from_text(name: impl Into<String>, text: &str) -> Result<Self, SchemaError> {
        let name = name.into();
        let compact = Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("rnc"));
        let syntax = if compact { SchemaSyntax::Compact } else { SchemaSyntax::Xml };
        match teixml::Schema::from_text(text, &name, syntax) {
            Ok(compiled) => Ok(Self { name, compiled }),
            Err(error) => Err(SchemaError { name, reason: error.to_string() }),
        }
    }

    /// The name or path of the schema.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a document is valid; a quicker question than [`Schema::validate`].
    pub fn is_valid(&self, xml: &str) -> bool {
        self.compiled.validate_str(xml).is_ok_and(|findings| !findings.iter().any(teixml::Diagnostic::is_error))
    }

    /// What is wrong with a document, at places of its own text. Empty where it is valid.
    pub fn validate(&self, xml: &Source) -> Vec<Diagnostic> {
        if let Err(error) = crate::xml::parse(xml.text()) {
            return vec![Diagnostic::new(Code::V001, error.message).at(error.span)];
        }
        match self.compiled.validate_str(xml.text()) {
            Ok(findings) => findings.iter().map(|finding| diagnostic(finding, xml)).collect(),
            Err(error) => vec![Diagnostic::new(Code::V001, error.to_string())],
        }
    }
}

fn diagnostic(finding: &teixml::Diagnostic, xml: &Source) -> Diagnostic {
    let mut found = message::diagnostic(finding);
    if let Some(position) = finding.position {
        found = found.at(start_tag(xml, position));
    }
    found
}

/// The span of the start tag at a position, or of its first character.
fn start_tag(xml: &Source, position: teixml::Position) -> Span {
    let (line, column) = (position.line as usize, position.column as usize);
    let Some(span) = xml.line(line) else { return Span::at(xml.text().len()) };
    let rest = xml.slice(span);
    let start = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    let name_end = rest[start..].find([' ', '>', '/']).filter(|_| rest[start..].starts_with('<'));
    Span::new(span.start + start, span.start + start + name_end.unwrap_or(1).max(1))
}

/// The `href` of the `xml-model` instruction that names a RELAX NG schema, as the document declares it.
pub fn declared(xml: &str) -> Option<String> {
    let start = xml.find("<?xml-model")?;
    let prolog = &xml[..xml.find("<TEI").or_else(|| xml.find("<teiCorpus")).unwrap_or(xml.len())];
    let instruction = prolog.get(start..)?.split_once("?>")?.0;
    let value = instruction.split_once("href=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(href, _)| href.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_schema_compiles_and_finds_what_is_wrong() {
        let xml = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <nonsense/>\n</TEI>";
        let findings = Schema::bundled().validate(&Source::from_text("a.xml", xml));
        assert_eq!(findings.first().map(|finding| finding.code), Some(Code::V002));
        assert!(findings[0].message.contains("nonsense"), "{findings:?}");
    }

    #[test]
    fn what_is_not_well_formed_is_said_first() {
        let findings = Schema::bundled().validate(&Source::from_text("a.xml", "<p>one</q>"));
        assert_eq!(findings.first().map(|finding| finding.code), Some(Code::V001));
    }

    #[test]
    fn the_declared_schema_is_found() {
        let xml = "<?xml version=\"1.0\"?>\n<?xml-model href=\"a b.rng\" type=\"application/xml\"?>\n<TEI/>";
        assert_eq!(declared(xml).as_deref(), Some("a b.rng"));
        assert_eq!(declared("<TEI/>"), None);
    }
}
