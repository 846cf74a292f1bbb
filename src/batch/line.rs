//! A line of NDJSON: the document that it holds, and what is wrong with one that holds none.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::batch::below::{Unsafe, checked, is_hidden};
use crate::batch::discover::Wanted;
use crate::batch::document::guarded;
use crate::diagnostic::{Code, Diagnostic};
use crate::frontmatter::Metadata;
use crate::pipeline::{self, Conversion, Project};
use crate::reader::Format;
use crate::source::Source;

/// A document that a line holds.
#[derive(Debug)]
pub(super) struct LineDocument {
    pub(super) id: Value,
    text: String,
    metadata: Map<String, Value>,
    format: Option<Format>,
}

/// A line that holds none: its id, where it has one, and why.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) id: Value,
    why: String,
}

/// The text, the metadata and the form of a document.
type Members = (String, Map<String, Value>, Option<Format>);

impl LineDocument {
    /// Reads a line that is not empty.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let nameless = |why: String| Refused { id: Value::Null, why };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| nameless(within_line(&error)))?;
        let Value::Object(mut members) = value else { return Err(nameless("it is no JSON object".to_owned())) };
        let id = match members.remove("id") {
            Some(id) if id.is_string() || id.is_i64() || id.is_u64() => id,
            Some(_) => return Err(nameless("its `id` is to be a string or a whole number".to_owned())),
            None => return Err(nameless("it has no `id`".to_owned())),
        };
        match Self::members(&mut members) {
            Ok((text, metadata, format)) => Ok(Self { id, text, metadata, format }),
            Err(why) => Err(Refused { id, why: why.to_owned() }),
        }
    }

    fn members(members: &mut Map<String, Value>) -> Result<Members, &'static str> {
        let text = match members.remove("text") {
            Some(Value::String(text)) => text,
            Some(_) => return Err("its `text` is to be a string"),
            None => return Err("it has no `text`"),
        };
        let metadata = match members.remove("metadata") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(metadata)) => metadata,
            Some(_) => return Err("its `metadata` is to be an object"),
        };
        let format = match members.remove("format").as_ref().map(|format| format.as_str().unwrap_or_default()) {
            None => None,
            Some("text") => Some(Format::Plain),
            Some("markdown") => Some(Format::Markdown),
            Some(_) => return Err("its `format` is to be \"text\" or \"markdown\""),
        };
        Ok((text, metadata, format))
    }

    /// Converts it. Where it names no format, it has the one that is given.
    pub(super) fn convert(&self, format: Format, project: &Project) -> (Source, Conversion) {
        let source = Source::from_text(name_of(&self.id).unwrap_or_default(), &self.text);
        let fields = Metadata::fields_of_object(&self.metadata, project.profile.header_keys());
        let format = self.format.unwrap_or(format);
        let conversion = guarded(|| pipeline::convert_with(&source, format, project, fields));
        (source, conversion)
    }
}

impl Refused {
    /// The finding on it, by its number from 1.
    pub(super) fn finding(&self, number: usize) -> Diagnostic {
        Diagnostic::new(Code::P080, format!("line {number} is no document: {}", self.why))
            .with_help("a line is {\"id\": ..., \"text\": ...}, at will with \"metadata\" and \"format\"")
    }
}

/// The finding on a line of which no more than `longest` bytes were read.
pub(super) fn too_long(number: usize, longest: usize) -> Diagnostic {
    Diagnostic::new(Code::P081, format!("line {number} is longer than {longest} bytes, and was passed over"))
}

/// A line without the byte order mark before the first, which is not allowed in JSON text and may be passed over
/// (RFC 8259 8.1).
pub(super) fn without_mark(bytes: &[u8], number: usize) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).filter(|_| number == 1).unwrap_or(bytes)
}

/// An id as the name of its document; none where there is no id.
pub(super) fn name_of(id: &Value) -> Option<Cow<'_, str>> {
    match id {
        Value::String(id) => Some(Cow::Borrowed(id)),
        Value::Number(id) => Some(Cow::Owned(id.to_string())),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The path of a document, by its name, as if it lay in a file of its own in a folder. Where the name has no ending of
/// a transcript, it gets one.
pub(super) fn checked_place(name: &str) -> Result<PathBuf, Unsafe> {
    let path = checked(name.as_bytes())?;
    if is_hidden(&path) {
        return Err(Unsafe::Hidden);
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if Wanted::Transcripts.endings().iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return Ok(path);
    }
    let mut path = path.into_os_string();
    path.push(".txt");
    Ok(PathBuf::from(path))
}

/// The same for a document that gets no file, so that it belongs to the same part of a run.
pub(super) fn place(name: &str) -> Cow<'_, Path> {
    checked_place(name).map_or(Cow::Borrowed(Path::new(name)), Cow::Owned)
}

/// What `serde_json` says, without the number of the line, which is always the first.
fn within_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let mut why = text.split(" at line ").next().unwrap_or_default().to_owned();
    // Writing to a string never fails.
    let _ = write!(why, ", at its byte {}", error.column());
    why
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_path_with_the_ending_of_a_transcript() {
        let places = [
            ("7", "7.txt"),
            ("box 1/letter.2", "box 1/letter.2.txt"),
            ("letters/a.txt", "letters/a.txt"),
            ("a.MD", "a.MD"),
            ("a.xml", "a.xml.txt"),
            ("a/", "a.txt"),
        ];
        for (id, path) in places {
            assert_eq!(checked_place(id), Ok(PathBuf::from(path)));
        }
        for (id, why) in [
            ("../a", Unsafe::Up),
            ("/a", Unsafe::Absolute),
            ("", Unsafe::Empty),
            (".postil/cache", Unsafe::Hidden),
            ("a/.b", Unsafe::Hidden),
            ("C:a", Unsafe::Drive),
            ("a\\b", Unsafe::Backslash),
        ] {
            assert_eq!(checked_place(id), Err(why), "{id}");
            assert_eq!(place(id), Path::new(id));
        }
    }
}
