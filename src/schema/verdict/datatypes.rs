//! Datatypes: whether a value is a date, a language, a word. The common values are decided here; teixml decides the
//! rest, so that there is one truth about each datatype.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use teixml::relaxng::{
    Content, DatatypeRegistry, Element, ExpandedName, ResolveError, Schema, SchemaResolver, SchemaSource, SchemaSyntax,
    XSD_DATATYPE_LIBRARY,
};

use super::LoadError;
use super::strictness::Family;
use super::uri::is_uri;

/// How many values are remembered for each datatype, and how long they may be (bytes).
const REMEMBERED: usize = 1024;
const REMEMBERED_LENGTH: usize = 128;

/// What an attribute of a datatype does to the ids of a document (RELAX NG DTD Compatibility, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdRole {
    None,
    Defines,
    Refers,
}

/// One `data` or `value` of a schema, as it is written there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Declaration {
    pub(super) library: String,
    pub(super) name: String,
    pub(super) params: Vec<(String, String)>,
    /// The value that alone is allowed, for `value`.
    pub(super) value: Option<String>,
}

/// A datatype that can say yes or no.
#[derive(Clone)]
pub(super) struct Datatype {
    pub(super) id_role: IdRole,
    surely: Surely,
    family: Family,
    judge: Arc<Judge>,
    remembered: HashMap<String, bool>,
}

impl Datatype {
    pub(super) fn new(declaration: &Declaration) -> Result<Self, LoadError> {
        if matches!(declaration.name.as_str(), "QName" | "NOTATION") {
            return Err(LoadError::Unsupported(format!("the datatype {}", declaration.name)));
        }
        let xsd = declaration.library == XSD_DATATYPE_LIBRARY;
        let id_role = match declaration.name.as_str() {
            "ID" if xsd => IdRole::Defines,
            "IDREF" | "IDREFS" if xsd => IdRole::Refers,
            _ => IdRole::None,
        };
        let judge = Arc::new(Judge::new(declaration)?);
        let family = if xsd { Family::of(&declaration.name) } else { Family::Other };
        Ok(Datatype { id_role, surely: Surely::new(declaration), family, judge, remembered: HashMap::new() })
    }

    /// Whether a value belongs to the datatype.
    pub(super) fn allows(&mut self, value: &str) -> bool {
        if let Some(answer) = self.surely.answer(value) {
            return answer;
        }
        if let Some(answer) = self.remembered.get(value) {
            return *answer;
        }
        let answer = !self.family.refuses(value) && self.judge.allows(value);
        if value.len() <= REMEMBERED_LENGTH {
            if self.remembered.len() >= REMEMBERED {
                self.remembered.clear();
            }
            self.remembered.insert(value.to_owned(), answer);
        }
        answer
    }
}

/// What can be said of a value without asking the judge: of most datatypes the plainest forms only.
#[derive(Clone)]
enum Surely {
    Anything,
    Token(String),
    Text(String),
    Word,
    /// An address; with `solid` it has no white space inside and is not empty (`\S+`).
    Uri {
        solid: bool,
    },
    Name,
    Language,
    Number,
    Date,
    Nothing,
}

impl Surely {
    fn new(declaration: &Declaration) -> Self {
        let pattern = match declaration.params.as_slice() {
            [] => None,
            [(name, pattern)] if name == "pattern" => Some(pattern.as_str()),
            _ => return Surely::Nothing,
        };
        if let Some(value) = &declaration.value {
            return match (declaration.library.as_str(), declaration.name.as_str()) {
                ("", "token") => Surely::Token(value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
                ("", "string") => Surely::Text(value.clone()),
                _ => Surely::Nothing,
            };
        }
        match (declaration.name.as_str(), pattern) {
            ("string" | "token", None) => Surely::Anything,
            ("token", Some(r"[^\p{C}\p{Z}]+")) => Surely::Word,
            ("anyURI", None) => Surely::Uri { solid: false },
            ("anyURI", Some(r"\S+")) => Surely::Uri { solid: true },
            ("ID" | "IDREF" | "NCName" | "Name" | "NMTOKEN", None) => Surely::Name,
            ("language", None) => Surely::Language,
            ("nonNegativeInteger" | "integer" | "decimal" | "double", None) => Surely::Number,
            ("date", None) => Surely::Date,
            _ => Surely::Nothing,
        }
    }

    fn answer(&self, value: &str) -> Option<bool> {
        let bytes = value.as_bytes();
        let name_like = |bytes: &[u8]| {
            bytes.first().is_some_and(u8::is_ascii_alphabetic)
                && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        let plain = match self {
            Surely::Anything => true,
            Surely::Token(token) => return Some(same_token(value, token)),
            Surely::Text(text) => return Some(value == text),
            Surely::Word => !bytes.is_empty() && bytes.iter().all(u8::is_ascii_graphic),
            Surely::Uri { .. } if name_like(bytes.strip_prefix(b"#").unwrap_or(bytes)) => true,
            Surely::Uri { solid } => return Some(is_address(value, *solid)),
            Surely::Name => name_like(bytes),
            Surely::Language => (2..=3).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_lowercase),
            Surely::Number => !bytes.is_empty() && bytes.len() < 16 && bytes.iter().all(u8::is_ascii_digit),
            Surely::Date => is_plain_date(bytes),
            Surely::Nothing => false,
        };
        plain.then_some(true)
    }
}

fn is_address(value: &str, solid: bool) -> bool {
    let collapsed = value.trim_matches([' ', '\t', '\r', '\n']);
    let broken = collapsed.is_empty() || collapsed.contains([' ', '\t', '\r', '\n']);
    !(solid && broken) && is_uri(collapsed)
}

fn same_token(value: &str, token: &str) -> bool {
    value == token || value.split_ascii_whitespace().eq(token.split_ascii_whitespace())
}

/// `1960-09-14`: four figures, a month, and a day that every month has.
fn is_plain_date(bytes: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return false };
    let figures = [y1, y2, y3, y4, m1, m2, d1, d2];
    figures.iter().all(u8::is_ascii_digit)
        && y1 != b'0'
        && (b"01"..=b"12").contains(&&[m1, m2])
        && (b"01"..=b"28").contains(&&[d1, d2])
}

/// A schema of one attribute with one datatype in it: teixml's word on a value.
struct Judge {
    schema: Schema,
    registry: DatatypeRegistry,
}

impl Judge {
    fn new(declaration: &Declaration) -> Result<Self, LoadError> {
        let unusable = |reason: String| LoadError::Schema(format!("datatype {}: {reason}", declaration.name));
        let source = probe_schema(declaration).map_err(|error| unusable(error.to_string()))?;
        let source = SchemaSource::new(source, "", SchemaSyntax::Xml);
        let schema = Schema::compile(&source, &NoFiles).map_err(|error| unusable(error.to_string()))?;
        let registry = DatatypeRegistry::new();
        schema.validate(&registry, &Probe("")).map_err(|error| unusable(error.to_string()))?;
        Ok(Judge { schema, registry })
    }

    fn allows(&self, value: &str) -> bool {
        self.schema.validate(&self.registry, &Probe(value)).is_ok_and(|errors| errors.is_empty())
    }
}

fn probe_schema(declaration: &Declaration) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = Writer::new(Vec::new());
    let root = [
        ("xmlns", "http://relaxng.org/ns/structure/1.0"),
        ("name", "probe"),
        ("datatypeLibrary", declaration.library.as_str()),
    ];
    writer.write_event(Event::Start(BytesStart::new("element").with_attributes(root)))?;
    writer.write_event(Event::Start(BytesStart::new("attribute").with_attributes([("name", "value")])))?;
    let kind = if declaration.value.is_some() { "value" } else { "data" };
    let datatype = BytesStart::new(kind).with_attributes([("type", declaration.name.as_str())]);
    writer.write_event(Event::Start(datatype))?;
    for (name, value) in &declaration.params {
        writer.write_event(Event::Start(BytesStart::new("param").with_attributes([("name", name.as_str())])))?;
        writer.write_event(Event::Text(BytesText::new(value)))?;
        writer.write_event(Event::End(BytesEnd::new("param")))?;
    }
    if let Some(value) = &declaration.value {
        writer.write_event(Event::Text(BytesText::new(value)))?;
    }
    writer.write_event(Event::End(BytesEnd::new(kind)))?;
    writer.write_event(Event::End(BytesEnd::new("attribute")))?;
    writer.write_event(Event::End(BytesEnd::new("element")))?;
    Ok(String::from_utf8(writer.into_inner())?)
}

/// `<probe value="..."/>`
struct Probe<'v>(&'v str);

impl Element for Probe<'_> {
    type Location = ();

    fn name(&self) -> ExpandedName {
        ExpandedName::new(None::<String>, "probe")
    }

    fn attributes(&self) -> impl Iterator<Item = (ExpandedName, String)> {
        std::iter::once((ExpandedName::new(None::<String>, "value"), self.0.to_owned()))
    }

    fn children(&self) -> impl Iterator<Item = Content<Self>> {
        std::iter::empty()
    }
}

struct NoFiles;

impl SchemaResolver for NoFiles {
    fn resolve(&self, href: &str, _base: &str) -> Result<SchemaSource, ResolveError> {
        Err(ResolveError::new(format!("a datatype includes no file, not even `{href}`")))
    }
}
