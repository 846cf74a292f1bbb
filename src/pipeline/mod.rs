//! The whole conversion of one document, on one screen.

mod fingerprint;

use std::path::Path;
use std::sync::Arc;

use crate::convention::{self, Profile};
use crate::diagnostic::{Code, Diagnostic, Levels, Severity};
use crate::frontmatter::{self, Metadata};
use crate::model::{Field, FieldKey, Transcript};
use crate::reader::{self, Format};
use crate::recognizer;
use crate::schema::Schema;
use crate::source::{Source, Span};
use crate::structure;
use crate::suggestion::{self, Annotator, Suggestions};
use crate::tei::{self, Account, Imbalance, Layout, MapError};
use crate::xml::{self, Element, Node, ParseError, Written};

pub use fingerprint::Fingerprint;

/// What all documents of a run share.
#[derive(Debug, Clone)]
pub struct Project {
    /// The profile for documents that name none.
    pub profile: Profile,
    /// Fields of the documents from a file beside them.
    pub metadata: Option<Metadata>,
    /// How paragraphs are laid out.
    pub layout: Layout,
    /// The date of the conversion for `revisionDesc` (`2026-11-23`); without one there is no `revisionDesc`.
    pub date: Option<String>,
    /// What the result is checked against.
    pub check: Check,
    /// Whether a source map is made.
    pub source_map: bool,
    /// What is marked in the text.
    pub recognizer: recognizer::Options,
    /// How grave findings are, where the project says otherwise than the catalogue.
    pub levels: Levels,
    /// Names and dates that others suggest.
    pub suggestions: Arc<Suggestions>,
    /// Who is asked about each document.
    pub annotator: Option<Arc<dyn Annotator>>,
}

/// What a converted document is checked against.
#[derive(Debug, Clone, Default)]
pub enum Check {
    /// The schema that comes with postil.
    #[default]
    Bundled,
    /// A schema of the project.
    Schema(Arc<Schema>),
    /// Nothing.
    None,
}

impl Default for Project {
    fn default() -> Self {
        Self {
            profile: Profile::embedded("archival").expect("archival ships with postil"),
            metadata: None,
            layout: Layout::default(),
            date: None,
            check: Check::default(),
            source_map: false,
            recognizer: recognizer::Options::default(),
            levels: Levels::default(),
            suggestions: Arc::default(),
            annotator: None,
        }
    }
}

/// One document, converted.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// The TEI; `None` where it must not be written.
    pub xml: Option<String>,
    /// The findings, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// The source map, where one was asked for: JSON.
    pub source_map: Option<String>,
}

/// Converts a document. Never fails; what is wrong is in [`Conversion::diagnostics`].
pub fn convert(source: &Source, format: Format, project: &Project) -> Conversion {
    convert_with(source, format, project, Vec::new())
}

/// Converts a document of which more is known than the project's metadata say: these fields come before theirs.
pub fn convert_with(source: &Source, format: Format, project: &Project, fields: Vec<Field>) -> Conversion {
    let mut conversion = stages(source, format, project, fields);
    match conversion.xml {
        Some(_) => project.levels.apply(&mut conversion.diagnostics),
        None => project.levels.apply_but_to_errors(&mut conversion.diagnostics),
    }
    conversion
}

fn stages(source: &Source, format: Format, project: &Project, fields: Vec<Field>) -> Conversion {
    let mut findings = Findings::default();
    let transcript = findings.keep(reader::read(source, format));
    if findings.has_errors() {
        return findings.into_conversion(None);
    }
    let side_file = [fields, project.side_file(source)].concat();
    let transcript = findings.keep(frontmatter::lift(transcript, source, project.profile.header_keys(), &side_file));
    let profile = profile_of(&transcript, project, &mut findings);
    let transcript = findings.keep(convention::interpret(transcript, source, &profile));
    let transcript = findings.keep(structure::arrange(transcript));
    let (suggestions, annotator) = (&project.suggestions, project.annotator.as_deref());
    let suggested = findings.keep(suggestion::gather(source, &transcript, suggestions, annotator));
    let transcript = findings.keep(recognizer::recognize_with(transcript, &project.recognizer, &suggested));
    let transcript = convention::anchor(transcript);
    encode(source, &transcript, &profile, project, findings)
}

impl Project {
    fn side_file(&self, source: &Source) -> Vec<Field> {
        let keys = self.profile.header_keys();
        self.metadata.as_ref().map(|metadata| metadata.fields(Path::new(source.name()), keys)).unwrap_or_default()
    }
}

/// The profile that the document's front matter names, else that of the project.
fn profile_of(transcript: &Transcript, project: &Project, findings: &mut Findings) -> Profile {
    let Some(field) = transcript.header.first(FieldKey::Profile) else { return project.profile.clone() };
    let name = field.as_str().trim();
    Profile::embedded(name).unwrap_or_else(|| {
        let message = format!("the front matter names the profile `{name}`, which does not exist");
        findings.add(
            Diagnostic::new(Code::P002, message)
                .with_help(format!("one of: {}", Profile::names().collect::<Vec<_>>().join(", "))),
        );
        project.profile.clone()
    })
}

/// The second half: TEI, the account, the schema.
fn encode(
    source: &Source,
    transcript: &Transcript,
    profile: &Profile,
    project: &Project,
    mut findings: Findings,
) -> Conversion {
    let encoding = tei::Encoding {
        profile: profile.name().to_owned(),
        date: project.date.clone(),
        fallback_title: title_of(source.name()),
        ..tei::Encoding::default()
    };
    let mut encoded = tei::encode(transcript, &encoding);
    for span in encoded.splits {
        findings.add(Diagnostic::new(Code::T002, "this mark crosses another and was split in two").at(span));
    }
    let account = match Account::balance(source, &transcript.consumed, &encoded.root) {
        Ok(account) => account,
        Err(imbalances) => {
            findings.extend(imbalances.into_iter().map(imbalance));
            return findings.into_conversion(None);
        }
    };
    tei::lay_out(&mut encoded.root, project.layout);
    let nodes = document(encoded.root);
    let written = xml::write(&nodes);
    findings.extend(project.check.findings(&written, &nodes));
    let source_map = project.source_map.then(|| account.source_map(source));
    Conversion { source_map, ..findings.into_conversion(Some(written.xml)) }
}

/// The name of a file without folders and ending.
fn title_of(name: &str) -> String {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name).to_owned()
}

fn document(root: Element) -> [Node; 3] {
    let [grammar, rules] = prolog();
    [grammar, rules, Node::Element(root)]
}

/// The processing instructions before the root, which name the bundled schema (TEI P5 22; W3C xml-model).
pub fn prolog() -> [Node; 2] {
    let model = |kind: &str| {
        Node::ProcessingInstruction(
            "xml-model".to_owned(),
            format!("href=\"postil.rng\" type=\"application/xml\" schematypens=\"{kind}\""),
        )
    };
    ["http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron"].map(model)
}

fn imbalance(imbalance: Imbalance) -> Diagnostic {
    let (message, span) = match imbalance {
        Imbalance::Missing(span) => ("these characters would be missing from the TEI", span),
        Imbalance::Doubled(span) => ("these characters would stand in the TEI twice", span),
        Imbalance::Altered(span) => ("these characters would be changed in the TEI", span),
    };
    let help = "nothing was written; please report this as a bug of postil, with the transcript";
    Diagnostic::new(Code::T001, message).at(span).with_help(help)
}

impl Check {
    /// Whether a document is valid. One that is not well-formed is not.
    pub fn accepts(&self, xml: &str) -> bool {
        let schema = match self {
            Self::Bundled => Schema::bundled(),
            Self::Schema(schema) => schema,
            Self::None => return true,
        };
        schema.validate(&Source::from_text("result", xml)).iter().all(|finding| finding.severity != Severity::Error)
    }

    /// What the schema finds, at the places of the transcript from which the elements were made.
    fn findings(&self, written: &Written, nodes: &[Node]) -> Vec<Diagnostic> {
        let schema = match self {
            Self::Bundled => Schema::bundled(),
            Self::Schema(schema) => schema,
            Self::None => return Vec::new(),
        };
        if nodes.iter().filter_map(Node::as_element).all(|root| schema.accepts(root)) {
            return Vec::new();
        }
        let xml = Source::from_text("result", &written.xml);
        schema.validate(&xml).into_iter().map(|finding| at_transcript(&finding, written)).collect()
    }
}

fn at_transcript(finding: &Diagnostic, written: &Written) -> Diagnostic {
    let message = format!("the result is not valid: {}", finding.message);
    let span = finding.span.and_then(|span| written.origin(span.start)).unwrap_or(Span::at(0));
    let help = "with the bundled schema this is a bug of postil; with your own, this is what it does not allow";
    Diagnostic::new(Code::T003, message).at(span).with_help(help)
}

/// The reading text of a TEI document: its words without header and markup, a line a block.
///
/// # Errors
/// The document is not well-formed.
pub fn reading_text(xml: &str) -> Result<String, ParseError> {
    let document = xml::parse(xml)?;
    Ok(document.root().map(tei::reading_text).unwrap_or_default())
}

/// Why a transcript cannot be had back from its TEI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The TEI is not well-formed.
    #[error("the TEI is not well-formed: {0}")]
    Xml(#[from] ParseError),
    /// The source map does not fit.
    #[error(transparent)]
    Map(#[from] MapError),
}

/// The bytes of the transcript from which a TEI document was made, by its source map.
///
/// # Errors
/// The document is not well-formed, or the map is not its map.
pub fn restore(xml: &str, source_map: &str) -> Result<Vec<u8>, RestoreError> {
    let document = xml::parse(xml)?;
    let root = document.root().cloned().unwrap_or_default();
    Ok(tei::restore(&root, source_map)?)
}

/// The findings so far.
#[derive(Debug, Default)]
struct Findings(Vec<Diagnostic>);

impl Findings {
    /// Takes the findings of a stage and hands on its value.
    fn keep<T>(&mut self, (value, found): (T, Vec<Diagnostic>)) -> T {
        self.0.extend(found);
        value
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Sorts the findings by place.
    fn into_conversion(mut self, xml: Option<String>) -> Conversion {
        self.0.sort_by_key(|diagnostic| (diagnostic.span.map(|span| span.start), diagnostic.code));
        Conversion { xml, diagnostics: self.0, source_map: None }
    }
}
