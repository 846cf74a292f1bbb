//! The source map: a small JSON file beside the TEI, from which the transcript can be put together byte for byte.
//!
//! Its `segments` are, in the order of the transcript, either a string (delimiters, labels and white space that the
//! TEI does not hold) or a list of numbers: the first is the position of a character among all characters of the TEI's
//! text that are no white space, the others are lengths of words that follow, one space between each.

use serde::{Deserialize, Serialize};

use crate::source::Source;
use crate::tei::account::{Account, characters};
use crate::xml::Element;

const FORMAT: &str = "postil-source-map-1";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SourceMap {
    format: String,
    source: String,
    encoding: String,
    byte_order_mark: bool,
    /// FNV-1a of the characters of the TEI, in hexadecimal.
    digest: String,
    /// Byte offset in the decoded transcript, and the code point that stood there in place of a control picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replaced: Vec<(usize, u32)>,
    /// The bytes of a file that its encoding could not fully decode, in hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    bytes: String,
    #[serde(default)]
    segments: Vec<Segment>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Segment {
    Literal(String),
    Words(Vec<usize>),
}

/// Why a transcript cannot be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// The map is no source map.
    #[error("the source map cannot be read: {0}")]
    Unreadable(String),
    /// The text of the TEI is not the one for which the map was made.
    #[error("the text of the TEI file was changed since the source map was made")]
    Changed,
    /// The map names an encoding that is not known.
    #[error("the source map names the unknown encoding `{0}`")]
    UnknownEncoding(String),
}

impl Account {
    /// The source map of a document, as JSON with one segment a line.
    pub fn source_map(&self, source: &Source) -> String {
        let lossy = source.undecodable_bytes();
        let map = SourceMap {
            format: FORMAT.to_owned(),
            source: source.name().to_owned(),
            encoding: source.encoding().name.to_owned(),
            byte_order_mark: source.encoding().byte_order_mark,
            digest: digest(&self.characters),
            replaced: source.replacements().iter().filter_map(|r| Some((r.offset, u32::from(r.original?)))).collect(),
            bytes: lossy.map(hexadecimal).unwrap_or_default(),
            segments: if lossy.is_some() { Vec::new() } else { self.segments(source) },
        };
        serde_json::to_string(&map).unwrap_or_default()
    }

    fn segments(&self, source: &Source) -> Vec<Segment> {
        let counts = CharacterCounts::of(&self.characters);
        let mut segments = Vec::new();
        let mut done = 0;
        for entry in &self.entries {
            push_literal(&mut segments, &source.text()[done..entry.span.start]);
            push_words(&mut segments, source.slice(entry.span), counts.before(entry.at));
            done = entry.span.end;
        }
        push_literal(&mut segments, &source.text()[done..]);
        segments
    }
}

/// How many characters stand before a byte offset, without counting from the start each time.
struct CharacterCounts<'a> {
    text: &'a str,
    /// Characters before each multiple of [`STEP`] bytes.
    steps: Vec<usize>,
}

const STEP: usize = 256;

impl<'a> CharacterCounts<'a> {
    fn of(text: &'a str) -> Self {
        let mut steps = vec![0];
        let mut count = 0;
        for (idx, byte) in text.bytes().enumerate() {
            if idx > 0 && idx % STEP == 0 {
                steps.push(count);
            }
            count += usize::from(starts_character(byte));
        }
        Self { text, steps }
    }

    fn before(&self, offset: usize) -> usize {
        let step = (offset / STEP).min(self.steps.len() - 1);
        let rest = &self.text.as_bytes()[step * STEP..offset];
        self.steps[step] + rest.iter().filter(|&&byte| starts_character(byte)).count()
    }
}

fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn push_literal(segments: &mut Vec<Segment>, literal: &str) {
    if literal.is_empty() {
        return;
    }
    match segments.last_mut() {
        Some(Segment::Literal(last)) => last.push_str(literal),
        _ => segments.push(Segment::Literal(literal.to_owned())),
    }
}

/// Words that are parted by single spaces share a segment.
fn push_words(segments: &mut Vec<Segment>, words: &str, mut at: usize) {
    let mut rest = words;
    while !rest.is_empty() {
        let blank = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let (space, after) = rest.split_at(blank);
        let (word, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
        rest = after;
        let len = word.chars().count();
        match segments.last_mut() {
            Some(Segment::Words(numbers))
                if space == " " && len > 0 && numbers[0] + numbers[1..].iter().sum::<usize>() == at =>
            {
                numbers.push(len);
            }
            _ => {
                push_literal(segments, space);
                if len > 0 {
                    segments.push(Segment::Words(vec![at, len]));
                }
            }
        }
        at += len;
    }
}

/// Puts the transcript together from a TEI document and its source map: the bytes of the file it was made from.
///
/// # Errors
/// The map cannot be read, or the text of the document was changed since.
pub fn restore(root: &Element, map: &str) -> Result<Vec<u8>, MapError> {
    let map: SourceMap = serde_json::from_str(map).map_err(|error| MapError::Unreadable(error.to_string()))?;
    if map.format != FORMAT {
        return Err(MapError::Unreadable(format!("its format is `{}`, not `{FORMAT}`", map.format)));
    }
    let characters = characters(root);
    if digest(&characters) != map.digest {
        return Err(MapError::Changed);
    }
    if !map.bytes.is_empty() {
        return from_hexadecimal(&map.bytes)
            .ok_or_else(|| MapError::Unreadable("`bytes` is not hexadecimal".to_owned()));
    }
    let text = put_back(join(&map.segments, &characters)?, &map.replaced);
    encode(&text, &map)
}

fn join(segments: &[Segment], characters: &str) -> Result<String, MapError> {
    let offsets: Vec<usize> = characters.char_indices().map(|(offset, _)| offset).chain([characters.len()]).collect();
    let mut text = String::new();
    for segment in segments {
        match segment {
            Segment::Literal(literal) => text.push_str(literal),
            Segment::Words(numbers) => {
                let mut at = numbers.first().copied().unwrap_or(0);
                for (idx, &len) in numbers.iter().skip(1).enumerate() {
                    let word = offsets.get(at).zip(at.checked_add(len).and_then(|end| offsets.get(end)));
                    let (&start, &end) = word.ok_or(MapError::Changed)?;
                    text.push_str(if idx > 0 { " " } else { "" });
                    text.push_str(&characters[start..end]);
                    at += len;
                }
            }
        }
    }
    Ok(text)
}

/// Puts the characters back that XML could not hold.
fn put_back(text: String, replaced: &[(usize, u32)]) -> String {
    if replaced.is_empty() {
        return text;
    }
    let mut result = String::with_capacity(text.len());
    let mut next = replaced.iter().peekable();
    for (offset, c) in text.char_indices() {
        let original = next.next_if(|(at, _)| *at == offset).and_then(|&(_, code)| char::from_u32(code));
        result.push(original.unwrap_or(c));
    }
    result
}

fn encode(text: &str, map: &SourceMap) -> Result<Vec<u8>, MapError> {
    let mark: &[u8] = match map.encoding.as_str() {
        "UTF-8" if map.byte_order_mark => b"\xEF\xBB\xBF",
        "UTF-16LE" => b"\xFF\xFE",
        "UTF-16BE" => b"\xFE\xFF",
        _ => b"",
    };
    let body = match map.encoding.as_str() {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        name => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes())
                .ok_or_else(|| MapError::UnknownEncoding(name.to_owned()))?;
            encoding.encode(text).0.into_owned()
        }
    };
    Ok([mark, &body].concat())
}

/// FNV-1a with 64 bits: enough to see that a text is another one.
fn digest(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
