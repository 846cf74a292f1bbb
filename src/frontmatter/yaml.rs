//! The YAML block at the head of a transcript, read with the place of every value.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::frontmatter::metadata::key;
use crate::frontmatter::value;
use crate::model::{Field, FieldKey, FieldOrigin, HeaderKeys, Text, TextRange, Value};
use crate::source::Span;

/// Maps and lists nested deeper than this are no front matter.
const DEEPEST: usize = 32;

/// A block of more bytes than this is no front matter.
const LARGEST: usize = 1 << 20;

/// What a YAML block says.
#[derive(Debug, Default)]
pub(super) struct YamlBlock {
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Every part of it that is no value: keys, punctuation, quotation marks.
    pub consumed: Vec<Span>,
}

/// Why a block cannot be read.
#[derive(Debug)]
pub(super) struct YamlError {
    /// What is wrong, in a few words.
    pub message: String,
    /// Where, in bytes of the source.
    pub span: Span,
}

/// Reads the block at `block` of a source.
pub(super) fn read(source: &str, block: Span, keys: &HeaderKeys) -> Result<YamlBlock, YamlError> {
    let inner = inner(source, block);
    if inner.len() > LARGEST {
        return Err(YamlError { message: "the block is longer than any front matter".to_owned(), span: block });
    }
    let mut walk = Walk::new(source, inner);
    let text = &source[inner.start..inner.end];
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| walk.error(error.info().to_owned(), *error.marker()))?;
        walk.take(&event, walk.span(span.start, span.end)).map_err(|message| walk.error(message, span.start))?;
    }
    Ok(walk.finish(block, keys))
}

/// The block without its first and last line.
fn inner(source: &str, block: Span) -> Span {
    let text = &source[block.start..block.end];
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let end = text.rfind('\n').map_or(start, |end| end + 1);
    Span::new(block.start + start, block.start + end.max(start))
}

/// A map or list that is open.
enum Frame {
    /// A map: what stands before its keys, and the key whose value comes next.
    Map(String, Option<String>),
    /// A list, and the label of its entries.
    List(String),
}

/// The way through the events of the parser.
struct Walk<'a> {
    source: &'a str,
    inner: Span,
    /// Byte offset of each character of the block, where it is not all ASCII.
    offsets: Vec<usize>,
    frames: Vec<Frame>,
    entries: Vec<(String, Value)>,
    /// Spans of keys and values: what looks like a comment there is none.
    scalars: Vec<Span>,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, inner: Span) -> Self {
        let text = &source[inner.start..inner.end];
        let offsets =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(offset, _)| offset).collect() };
        Self { source, inner, offsets, frames: Vec::new(), entries: Vec::new(), scalars: Vec::new() }
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        Span::new(self.byte(start.index()), self.byte(end.index()))
    }

    fn byte(&self, character: usize) -> usize {
        let offset = if self.offsets.is_empty() { Some(character) } else { self.offsets.get(character).copied() };
        self.inner.start + offset.unwrap_or(self.inner.len()).min(self.inner.len())
    }

    fn error(&self, message: String, at: Marker) -> YamlError {
        YamlError { message, span: Span::at(self.byte(at.index())) }
    }

    fn take(&mut self, event: &Event<'_>, span: Span) -> Result<(), String> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
            Event::MappingStart(..) => self.open(Frame::Map),
            Event::SequenceStart(..) => self.open(|label, _| Frame::List(label)),
            Event::MappingEnd | Event::SequenceEnd => {
                self.frames.pop();
                Ok(())
            }
            Event::Alias(_) => self.scalar(span, self.verbatim(span)),
            Event::Scalar(value, style, ..) => {
                let text = self.scalar_value(value, *style, span);
                self.scalar(span, text)
            }
        }
    }

    fn open(&mut self, frame: impl Fn(String, Option<String>) -> Frame) -> Result<(), String> {
        if self.frames.len() >= DEEPEST {
            return Err("maps or lists are nested too deep".to_owned());
        }
        let label = match self.frames.last_mut() {
            None => String::new(),
            Some(Frame::List(label)) => label.clone(),
            Some(Frame::Map(prefix, key)) => {
                dotted(prefix, &key.take().ok_or_else(|| "a key must be a word or a line of words".to_owned())?)
            }
        };
        self.frames.push(frame(label, None));
        Ok(())
    }

    fn scalar(&mut self, span: Span, value: Value) -> Result<(), String> {
        self.scalars.push(span);
        match self.frames.last_mut() {
            None => return Err("there are no keys".to_owned()),
            Some(Frame::List(label)) => self.entries.push((label.clone(), value)),
            Some(Frame::Map(prefix, key)) => match key.take() {
                Some(key) => self.entries.push((dotted(prefix, &key), value)),
                None => *key = Some(value::text_of(&value).to_owned()),
            },
        }
        Ok(())
    }

    fn verbatim(&self, span: Span) -> Value {
        let mut text = Text::new();
        value::push_words(&mut text, self.source, span);
        Value::Source(text)
    }

    /// The value with its place, or without where its escapes stand for other characters.
    fn scalar_value(&self, parsed: &str, style: ScalarStyle, span: Span) -> Value {
        if style == ScalarStyle::Plain && matches!(parsed, "" | "~" | "null") {
            return Value::Plain(String::new());
        }
        let mut text = Text::new();
        match style {
            ScalarStyle::Plain => value::push_words(&mut text, self.source, span),
            ScalarStyle::SingleQuoted => self.push_quoted(&mut text, span, '\''),
            ScalarStyle::DoubleQuoted => self.push_quoted(&mut text, span, '\\'),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                value::push_words(&mut text, self.source, self.block_scalar(span));
            }
        }
        let words = |string: &str| string.split_whitespace().map(str::to_owned).collect::<String>();
        if words(text.as_str()) == words(parsed) {
            Value::Source(value::part(&text, TextRange::new(0, text.len())))
        } else {
            value::plain(&parsed.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    }

    /// The words between quotation marks; of each two signs that begin with `escape` only the second.
    fn push_quoted(&self, text: &mut Text, span: Span, escape: char) {
        let raw = self.source.get(span.start + 1..span.end.saturating_sub(1)).unwrap_or_default();
        let (mut start, mut at) = (span.start + 1, 0);
        while let Some(found) = raw[at..].find(escape) {
            let sign = at + found;
            value::push_words(text, self.source, Span::new(start, span.start + 1 + sign));
            start = span.start + 1 + sign + escape.len_utf8();
            let escaped = raw[sign + escape.len_utf8()..].chars().next().map_or(0, char::len_utf8);
            at = sign + escape.len_utf8() + escaped;
        }
        value::push_words(text, self.source, Span::new(start, span.start + 1 + raw.len()));
    }

    /// The lines of a block scalar without its first line, the indicator.
    fn block_scalar(&self, span: Span) -> Span {
        let raw = self.source.get(span.start..span.end).unwrap_or_default();
        let header = if raw.starts_with(['|', '>']) { raw.find('\n').map_or(raw.len(), |end| end + 1) } else { 0 };
        Span::new(span.start + header, span.end)
    }

    fn finish(self, block: Span, keys: &HeaderKeys) -> YamlBlock {
        let comments = self.comments(block);
        let mut fields: Vec<Field> = self.entries.into_iter().map(|(label, value)| field(label, value, keys)).collect();
        fields.extend(comments);
        let mut kept: Vec<Span> =
            fields.iter().filter_map(|field| value::source_of(&field.value)).flat_map(spans).collect();
        kept.sort_unstable();
        let mut consumed = Vec::new();
        let mut at = block.start;
        for span in kept {
            consumed.push(Span::new(at, span.start));
            at = at.max(span.end);
        }
        consumed.push(Span::new(at, block.end));
        consumed.retain(|span| !span.is_empty());
        YamlBlock { fields, consumed }
    }

    /// Comments, as notes: they are words of the transcript too.
    fn comments(&self, block: Span) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut at = block.start;
        for scalar in self.scalars.iter().copied().chain([Span::at(block.end)]) {
            let gap = self.source.get(at..scalar.start).unwrap_or_default();
            let mut offset = at;
            for line in gap.split_inclusive('\n') {
                let sign = line.find('#').filter(|&sign| line[..sign].chars().all(|c| !c.is_alphanumeric()));
                if let Some(sign) = sign {
                    fields.push(self.comment(Span::new(offset + sign + 1, offset + line.len())));
                }
                offset += line.len();
            }
            at = at.max(scalar.end);
        }
        fields.retain(|field| !field.as_str().is_empty());
        fields
    }

    fn comment(&self, span: Span) -> Field {
        let mut text = Text::new();
        value::push_words(&mut text, self.source, span);
        let text = value::part(&text, text.range());
        let label = "comment".to_owned();
        Field { key: FieldKey::Note, label, value: Value::Source(text), origin: FieldOrigin::Yaml }
    }
}

fn spans(text: &Text) -> impl Iterator<Item = Span> + '_ {
    value::spans(text, text.range())
}

fn dotted(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// An empty value says nothing of its key, but the key stood there: it becomes an empty note.
fn field(label: String, value: Value, keys: &HeaderKeys) -> Field {
    let key = if value::text_of(&value).is_empty() { FieldKey::Note } else { key(&label, keys) };
    Field { key, label, value, origin: FieldOrigin::Yaml }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::yaml_block;

    fn read_all(source: &str) -> YamlBlock {
        let block = yaml_block(source).unwrap();
        let yaml = read(source, block, &HeaderKeys::default()).unwrap();
        assert_account(source, block, &yaml);
        yaml
    }

    fn assert_account(source: &str, block: Span, yaml: &YamlBlock) {
        let mut counts = vec![0; source.len()];
        let kept = yaml.fields.iter().filter_map(|field| value::source_of(&field.value)).flat_map(spans);
        for span in kept.chain(yaml.consumed.iter().copied()) {
            counts[span.start..span.end].iter_mut().for_each(|count| *count += 1);
        }
        for (at, c) in source[block.start..block.end].char_indices().filter(|(_, c)| !c.is_whitespace()) {
            assert_eq!(counts[block.start + at], 1, "{c} at {at} of {source:?}");
        }
    }

    fn pairs(yaml: &YamlBlock) -> Vec<(&str, &str)> {
        yaml.fields.iter().map(|field| (field.label.as_str(), field.as_str())).collect()
    }

    #[test]
    fn scalars_of_every_style_are_values_of_the_source() {
        let source = "---\ntitle: \"Minutes \\\"of\\\" the — 31st\"\r\nauthor: 'O''Neill'\nabstract: >-\n  The Commission hears\n  the engineer.\n\n  It waits.\nnote: |\n  as\n   it is\nplace: Saint\n  Brannock\ndate: 1961-05-23\n---\n\nText";
        let yaml = read_all(source);
        assert_eq!(
            pairs(&yaml),
            [
                ("title", "Minutes \"of\" the — 31st"),
                ("author", "O'Neill"),
                ("abstract", "The Commission hears the engineer. It waits."),
                ("note", "as it is"),
                ("place", "Saint Brannock"),
                ("date", "1961-05-23"),
            ]
        );
        assert!(yaml.fields.iter().all(|field| value::source_of(&field.value).is_some()));
    }

    #[test]
    fn lists_give_a_field_for_each_entry_and_maps_a_dotted_label() {
        let yaml = read_all(
            "---\nsubjects: [harbours, \"fishing quotas\"]\nplaces:\n  - Lisbon\narchive:\n  name: Kell\n  shelf:\n    box: 4\n---\n",
        );
        assert_eq!(
            pairs(&yaml),
            [
                ("subjects", "harbours"),
                ("subjects", "fishing quotas"),
                ("places", "Lisbon"),
                ("archive.name", "Kell"),
                ("archive.shelf.box", "4")
            ]
        );
    }

    #[test]
    fn comments_and_empty_keys_are_notes() {
        let yaml = read_all("---\n# from the card index\ntitle: A # sure\ndonor:\n---\n");
        assert_eq!(
            pairs(&yaml),
            [("title", "A"), ("donor", ""), ("comment", "from the card index"), ("comment", "sure")]
        );
    }

    #[test]
    fn an_escape_that_stands_for_another_character_is_read() {
        let yaml = read_all("---\ntitle: \"Caf\\u00e9\"\n---\n");
        assert_eq!(yaml.fields[0].value, Value::Plain("Café".to_owned()));
    }

    #[test]
    fn what_is_no_map_of_fields_is_an_error() {
        for source in
            ["---\ntitle: [unclosed\n---\n", "---\n- key: a\n? [x]\n: b\n---\n", "---\na: b\n c\n  : : d\n---\n"]
        {
            assert!(read(source, yaml_block(source).unwrap_or_default(), &HeaderKeys::default()).is_err(), "{source}");
        }
        let deep = format!("---\na: {}\n---\n", "[".repeat(20_000));
        assert!(read(&deep, yaml_block(&deep).unwrap(), &HeaderKeys::default()).is_err());
    }
}
