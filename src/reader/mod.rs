//! Readers: from a source to a transcript whose brackets are still literal.

mod builder;
mod emphasis;
mod findings;
mod inline;
mod label;
mod layout;
mod line;
mod list;
mod markdown;
mod marker;
mod plain;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::Transcript;
use crate::reader::builder::Builder;
use crate::source::{Source, yaml_block};

/// The input formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text (`.txt` and whatever has no known ending).
    Plain,
    /// Markdown (`.md`, `.markdown`).
    Markdown,
}

impl Format {
    /// `text` or `markdown`, as the option `--from` calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Markdown => "markdown",
        }
    }

    /// The format that the ending of a file name tells, in either case; plain text where it tells none.
    pub fn of(path: &Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// Reads a source into blocks, renditions and literal text. Never fails: whatever is no syntax is text.
///
/// Each character that is no white space stands in the text of a block or in [`Transcript::consumed`], but for those of
/// the YAML block at the head ([`yaml_block`]), which is left to the front matter. Each run of white space inside a
/// block is one space. A file that is no text (R009) gives an empty transcript.
pub fn read(source: &Source, format: Format) -> (Transcript, Vec<Diagnostic>) {
    if findings::is_binary(source) {
        return (Transcript::default(), vec![findings::binary()]);
    }
    let mut found = findings::decoding(source);
    let transcript = read_text(source.text(), format);
    if transcript.blocks.is_empty() {
        found.push(findings::empty());
    }
    (transcript, found)
}

fn read_text(text: &str, format: Format) -> Transcript {
    let start = yaml_block(text).map_or(0, |yaml| yaml.end);
    let lines = line::lines(text, start);
    let mut builder = Builder::new(text);
    builder.skip_to(start);
    match format {
        Format::Plain => plain::read(&mut builder, &lines),
        Format::Markdown => markdown::read(&mut builder, &lines),
    }
    builder.finish()
}
