//! Schemas: the one that comes with postil and any other, RELAX NG with embedded Schematron rules.
//!
//! Two engines stand behind one face. The verdict comes from an automaton that is kept across documents
//! (`verdict`), and for the rules of the bundled schema from one walk over the tree (`rules`); the words for what is
//! wrong come from the crate `teixml`, which is asked only where the verdict is not a clear yes.

mod message;
mod rules;
pub mod verdict;

use std::path::Path;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use teixml::relaxng::SchemaSyntax;

use crate::diagnostic::{Code, Diagnostic};
use crate::schema::verdict::{Automaton, Verdict};
use crate::source::{Source, Span};
use crate::xml::{self, Element};

/// A compiled schema.
pub struct Schema {
    name: String,
    text: String,
    fingerprint: String,
    syntax: SchemaSyntax,
    /// Made when it is first needed: for a document that is not surely valid.
    words: OnceLock<teixml::Schema>,
    /// `None` where the schema uses what the automaton does not know.
    automaton: Option<Mutex<Automaton>>,
    rules: Rules,
}

/// What is known of the Schematron rules of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    /// It has none.
    None,
    /// Those of the bundled schema.
    Bundled,
    /// Some that only the full check knows.
    Own,
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
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::new("postil.rng".to_owned(), BUNDLED, SchemaSyntax::Xml, Rules::Bundled));
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
        let has_rules = text.contains("purl.oclc.org/dsdl/schematron") || text.contains("include");
        let schema = Self::new(name, text, syntax, if has_rules { Rules::Own } else { Rules::None });
        schema.words().map(|_| ()).map_err(|reason| SchemaError { name: schema.name.clone(), reason })?;
        Ok(schema)
    }

    fn new(name: String, text: &str, syntax: SchemaSyntax, rules: Rules) -> Self {
        let automaton = if syntax == SchemaSyntax::Xml { Automaton::load(text).ok() } else { None };
        Self {
            name,
            text: text.to_owned(),
            fingerprint: blake3::hash(text.as_bytes()).to_hex()[..32].to_owned(),
            syntax,
            words: OnceLock::new(),
            automaton: automaton.map(Mutex::new),
            rules,
        }
    }

    /// The name or path of the schema.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A hash of its text: BLAKE3, 128 bits, in hexadecimal digits. Files that it includes are not part of it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Whether the document that has this root is surely valid: much quicker than [`Schema::validate`], which tells what
    /// is wrong where this says no.
    pub fn accepts(&self, root: &Element) -> bool {
        self.surely_keeps_rules(root)
            && self.with_automaton(|automaton| verdict::verdict_on_tree(automaton, root)) == Verdict::Valid
    }

    fn surely_keeps_rules(&self, root: &Element) -> bool {
        match self.rules {
            Rules::None => true,
            Rules::Bundled => rules::surely_kept(root),
            Rules::Own => false,
        }
    }

    fn verdict(&self, xml: &str) -> Verdict {
        self.with_automaton(|automaton| verdict::verdict(automaton, xml).unwrap_or(Verdict::Unknown))
    }

    fn with_automaton(&self, ask: impl FnOnce(&mut Automaton) -> Verdict) -> Verdict {
        let Some(automaton) = &self.automaton else { return Verdict::Unknown };
        ask(&mut automaton.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is wrong with a document, at places of its own text. Empty where it is valid.
    pub fn validate(&self, xml: &Source) -> Vec<Diagnostic> {
        let document = match xml::parse(xml.text()) {
            Ok(document) => document,
            Err(error) => return vec![Diagnostic::new(Code::V001, error.message).at(error.span)],
        };
        let verdict = self.verdict(xml.text());
        if verdict == Verdict::Valid && document.root().is_some_and(|root| self.surely_keeps_rules(root)) {
            return Vec::new();
        }
        let findings = self.full_check(xml);
        let refused = findings.is_empty() && matches!(verdict, Verdict::Invalid(_));
        if refused { vec![message::refused()] } else { findings }
    }

    /// Grammar and rules by the engine that has the words.
    fn full_check(&self, xml: &Source) -> Vec<Diagnostic> {
        match self.words().map(|words| words.validate_str(xml.text())) {
            Ok(Ok(findings)) => findings.iter().map(|finding| diagnostic(finding, xml)).collect(),
            Ok(Err(error)) => vec![Diagnostic::new(Code::V001, error.to_string())],
            Err(reason) => vec![Diagnostic::new(Code::V004, reason)],
        }
    }

    fn words(&self) -> Result<&teixml::Schema, String> {
        if let Some(words) = self.words.get() {
            return Ok(words);
        }
        let compiled =
            teixml::Schema::from_text(&self.text, &self.name, self.syntax).map_err(|error| error.to_string())?;
        Ok(self.words.get_or_init(|| compiled))
    }
}

fn diagnostic(finding: &teixml::Diagnostic, xml: &Source) -> Diagnostic {
    let mut found = message::diagnostic(finding);
    if let Some(position) = finding.position {
        found = found.at(start_tag(xml, position));
    }
    found
}

/// The name of the start tag at a position or, as the engine gives its end, before it.
fn start_tag(xml: &Source, position: teixml::Position) -> Span {
    let (line, column) = (position.line as usize, position.column as usize);
    let Some(span) = xml.line(line) else { return Span::at(xml.text().len()) };
    let at = xml.slice(span).char_indices().nth(column - 1).map_or(span.end, |(at, _)| span.start + at);
    let starts_here = xml.text()[at..].starts_with('<');
    let start = if starts_here { at } else { xml.text()[..at].rfind('<').unwrap_or(at) };
    let name_end = xml.text()[start..].find([' ', '>', '/', '\n']).map_or(start + 1, |len| start + len);
    Span::new(start, name_end.max(start + 1).min(xml.text().len()))
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
        assert_eq!(findings[0].span.map(|span| &xml[span.start..span.end]), Some("<nonsense"));
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
