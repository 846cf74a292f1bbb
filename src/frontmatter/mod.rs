//! Front matter: labelled lines, YAML, side files and citations become the fields of the header.

mod citation;
mod derive;
mod head;
mod lines;
mod metadata;
mod reconcile;
mod take;
mod value;
mod yaml;

pub use metadata::{Metadata, MetadataError};

use crate::date;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BlockKind, DateValue, Field, FieldKey, FieldOrigin, HeaderKeys, Transcript};
use crate::source::{Source, yaml_block};

/// Lifts the front matter out of the blocks into [`Transcript::header`].
///
/// `side_file` are the fields of the document's row in the metadata file. Blocks that became fields are taken out of
/// [`Transcript::blocks`], their annotations with them; what they consumed is added to [`Transcript::consumed`].
pub fn lift(
    transcript: Transcript,
    source: &Source,
    keys: &HeaderKeys,
    side_file: &[Field],
) -> (Transcript, Vec<Diagnostic>) {
    let mut fields = side_file.to_vec();
    let (mut transcript, mut diagnostics) = lift_yaml(transcript, source, keys, &mut fields);
    // A YAML block that cannot be read stays text, also where its lines look like labelled lines.
    let labelled =
        if diagnostics.is_empty() { lines::read(&transcript, source, keys) } else { lines::Labelled::default() };
    fields.extend(labelled.fields);
    fields.extend(take::links(&transcript, &labelled.taken));
    transcript.consumed.extend(labelled.consumed);
    transcript = take::without(transcript, &labelled.taken);
    let (fields, separators) = derive::split_lists(fields);
    let (fields, commas) = derive::split_places(fields);
    transcript.consumed.extend(separators);
    transcript.consumed.extend(commas);
    let (fields, contradictions) = reconcile::reconcile(fields);
    diagnostics.extend(contradictions);
    let mut fields = derive::derive(fields);
    fields.extend(title_from_heading(&transcript, &fields));
    let date = fields.iter().find(|field| field.key == FieldKey::Date);
    transcript.header.date = date.and_then(|field| document_date(field.as_str()));
    diagnostics.extend(date.filter(|_| transcript.header.date.is_none()).and_then(unread_date));
    transcript.header.fields.extend(fields);
    (transcript, diagnostics)
}

/// The YAML block becomes fields; one that cannot be read becomes blocks.
fn lift_yaml(
    mut transcript: Transcript,
    source: &Source,
    keys: &HeaderKeys,
    fields: &mut Vec<Field>,
) -> (Transcript, Vec<Diagnostic>) {
    let Some(block) = yaml_block(source.text()) else { return (transcript, Vec::new()) };
    match yaml::read(source.text(), block, keys) {
        Ok(yaml) => {
            fields.extend(yaml.fields);
            transcript.consumed.extend(yaml.consumed);
            (transcript, Vec::new())
        }
        Err(error) => {
            let message = format!("the YAML block at the head cannot be read: {}", error.message);
            let help = "it was kept as text; put values that hold a colon or a bracket between quotation marks";
            let diagnostic = Diagnostic::new(Code::R008, message).at(error.span).with_help(help);
            (take::with_lines_before(&transcript, source, block), vec![diagnostic])
        }
    }
}

/// The first heading of the document as the title of a file that has no other; the heading stays where it is.
fn title_from_heading(transcript: &Transcript, fields: &[Field]) -> Option<Field> {
    if fields.iter().any(|field| field.key == FieldKey::Title) {
        return None;
    }
    let heading = transcript.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    let words = value::plain(transcript.text.slice(heading.range));
    let is_empty = value::text_of(&words).is_empty();
    (!is_empty).then(|| Field { key: FieldKey::Title, label: String::new(), value: words, origin: FieldOrigin::Line })
}

/// What archives write where a document bears no date.
const UNDATED: &[&str] =
    &["n.d.", "n. d.", "s.d.", "s. d.", "o.D.", "o. D.", "undated", "no date", "undatiert", "sans date", "unknown"];

/// Reports a date of the metadata file or of the YAML block that is none: there somebody meant to write one, while a line
/// of the transcript may be called a date and say more.
fn unread_date(field: &Field) -> Option<Diagnostic> {
    let place = match field.origin {
        FieldOrigin::Line => return None,
        FieldOrigin::Yaml => "YAML block",
        FieldOrigin::SideFile => "metadata",
    };
    let words = field.as_str().trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    if words.is_empty() || UNDATED.iter().any(|undated| words.eq_ignore_ascii_case(undated)) {
        return None;
    }
    let message = format!("the date of the document, `{}` in its {place}, cannot be read", field.as_str());
    let help = "it was kept as text without a value; write it in EDTF, such as 1960-09-14, 1960-09/1961 or 196X";
    let diagnostic = Diagnostic::new(Code::N003, message).with_help(help);
    Some(match value::source_of(&field.value) {
        Some(text) => diagnostic.at(text.source_span(text.range())),
        None => diagnostic,
    })
}

/// The date of the document, where the words are nothing but a date, in EDTF or in the words of a language.
fn document_date(words: &str) -> Option<DateValue> {
    date::edtf(words).or_else(|| date::parse(words)?.value())
}

#[cfg(test)]
mod tests;
