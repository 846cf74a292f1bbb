//! Markdown as transcripts have it: headings, lists, quotations, tables, footnotes, emphasis; all else is text.
//!
//! A transcript is no web page. Four spaces are no code, `<P-43>` is no HTML, `1960. A year` no list, `[sic](note)` no
//! link and `[sic]: so` no definition; back-ticks, entities and fences are characters like any other.

use crate::model::BlockKind;
use crate::reader::builder::Builder;
use crate::reader::inline::{Part, PartEnd, Syntax, footnote_len, push_parts};
use crate::reader::label::{has_bold_label, has_label, is_bold};
use crate::reader::layout::{Layout, LineEnd, length};
use crate::reader::line::Line;
use crate::reader::list::{Item, LONG_ITEM, push_as_paragraph, push_items};
use crate::reader::marker::{Marker, bullet, is_page_number, is_rule};
use crate::reader::table::{Row, push_table, rows_of_equal_length};
use crate::source::Span;

/// The bullets of Markdown.
const BULLETS: [char; 3] = ['-', '*', '+'];
/// Lines of no more characters may be lines of an address or a signature.
const SHORT_LINE: usize = 50;

/// Reads the lines into blocks.
pub(super) fn read(builder: &mut Builder<'_>, lines: &[Line]) {
    let text = builder.source();
    let mut reader = Reader { text, lines, layout: Layout::of(text, lines), builder, at: 0 };
    while reader.at < lines.len() {
        reader.block();
    }
}

struct Reader<'a, 'b> {
    text: &'a str,
    lines: &'b [Line],
    layout: Layout,
    builder: &'b mut Builder<'a>,
    at: usize,
}

/// What a line begins.
enum Start {
    Heading(usize),
    Rule,
    Quotation,
    Footnote(usize),
    Item,
    Table,
    Paragraph,
}

/// A line of a block: where its words begin, and what stands before them.
#[derive(Clone, Copy)]
struct Content {
    line: usize,
    prefix: Option<Span>,
    words: usize,
    /// Whether it is the last of the lines that the transcript has together.
    last: bool,
    /// Whether a paragraph of the same block ends here.
    ends_paragraph: bool,
}

impl Content {
    fn new(line: usize, words: usize) -> Self {
        Self { line, prefix: None, words, last: false, ends_paragraph: false }
    }
}

impl Reader<'_, '_> {
    fn block(&mut self) {
        match self.start(self.at) {
            Start::Heading(hashes) => self.heading(hashes),
            Start::Rule => self.rule(),
            Start::Quotation => self.quotation(),
            Start::Footnote(len) => self.footnote(len),
            Start::Item => self.list(),
            Start::Table => self.table(),
            Start::Paragraph => self.paragraph(),
        }
    }

    fn start(&self, idx: usize) -> Start {
        let line = &self.lines[idx];
        let words = line.str(self.text);
        match words.as_bytes()[0] {
            b'#' => heading_len(line, words).map_or(Start::Paragraph, Start::Heading),
            b'>' if !words.trim_start_matches(['>', ' ', '\t']).is_empty() => Start::Quotation,
            b'-' | b'*' | b'_' if is_rule(words) => Start::Rule,
            b'[' if footnote_len(words).is_some_and(|len| words[len..].starts_with(':')) => {
                Start::Footnote(footnote_len(words).map_or(0, |len| len + 1))
            }
            _ if self.is_table(idx) => Start::Table,
            _ if self.item(idx, &[]).is_some() => Start::Item,
            _ => Start::Paragraph,
        }
    }

    /// Whether a line ends the paragraph before it without a blank line between.
    fn interrupts(&self, idx: usize) -> bool {
        match self.start(idx) {
            Start::Paragraph => false,
            Start::Heading(_) | Start::Rule | Start::Quotation | Start::Footnote(_) | Start::Table => true,
            Start::Item => self.item(idx, &[]).is_some_and(|item| item.bullet.is_some() || self.counts_from_one(idx)),
        }
    }

    fn counts_from_one(&self, idx: usize) -> bool {
        let is_number = |idx: usize, n: u32| {
            self.item(idx, &[]).and_then(|item| item.marker?.number()).is_some_and(|number| number == n)
        };
        is_number(idx, 1) && self.follows_directly(idx + 1) && is_number(idx + 1, 2)
    }

    /// Whether there is a line and no blank line before it.
    fn follows_directly(&self, idx: usize) -> bool {
        self.lines.get(idx).is_some_and(|line| !line.after_blank)
    }

    fn heading(&mut self, hashes: usize) {
        let span = self.lines[self.at].words;
        let words = Span::new(span.start + hashes, span.end);
        let inner = &self.text[words.start..words.end];
        let bare = inner.trim_end_matches('#');
        let closed = bare.len() < inner.len() && bare.ends_with(char::is_whitespace) && !bare.trim().is_empty();
        let end = if closed { words.start + bare.trim_end().len() } else { words.end };
        let prefix = Some(Span::new(span.start, words.start));
        let part = Part { prefix, words: Span::new(words.start, end), end: PartEnd::Space };
        self.builder.begin();
        push_parts(self.builder, &[part]);
        if closed {
            self.builder.consume(Span::new(words.start + bare.len(), words.end));
        }
        self.builder.end(BlockKind::Heading { level: u8::try_from(hashes).unwrap_or(1) });
        self.at += 1;
    }

    fn rule(&mut self) {
        self.builder.begin();
        self.builder.consume(self.lines[self.at].words);
        self.builder.end(BlockKind::Rule);
        self.at += 1;
    }

    fn table(&mut self) {
        let rows = self.rows(self.at);
        push_table(self.builder, &rows, Syntax::Markdown);
        self.at += rows.len();
    }

    fn is_table(&self, idx: usize) -> bool {
        self.follows_directly(idx + 1) && self.headings(idx).is_some() || self.is_framed(idx) && self.is_framed(idx + 1)
    }

    fn row(&self, idx: usize) -> Option<Row> {
        Row::by_bars(self.text, self.lines.get(idx)?.words)
    }

    /// The row at a line, where a row of dashes with as many cells follows.
    fn headings(&self, idx: usize) -> Option<Row> {
        let dashes = self.row(idx + 1).filter(|row| row.is_delimiter(self.text))?;
        self.row(idx).filter(|row| row.cells.len() == dashes.cells.len())
    }

    /// Whether a line is a row with bars at both ends, with as many cells as the row before or after it.
    fn is_framed(&self, idx: usize) -> bool {
        let Some(line) = self.lines.get(idx) else { return false };
        let Some(row) = self.row(idx).filter(|row| row.is_framed(line.words)) else { return false };
        let same = |other: usize| self.row(other).is_some_and(|next| next.cells.len() == row.cells.len());
        (self.follows_directly(idx + 1) && same(idx + 1)) || (!line.after_blank && idx > 0 && same(idx - 1))
    }

    fn rows(&self, idx: usize) -> Vec<Row> {
        if self.headings(idx).is_none() {
            return rows_of_equal_length(&self.lines[idx..], |line| Row::by_bars(self.text, line.words));
        }
        let later = (idx + 1..self.lines.len()).take_while(|&next| !self.lines[next].after_blank);
        std::iter::once(idx).chain(later).map_while(|next| self.row(next)).collect()
    }

    /// A quotation: lines that begin with `>`. A line with `>` alone parts its paragraphs.
    fn quotation(&mut self) {
        let mut contents: Vec<Content> = Vec::new();
        let first = self.at;
        while self.at < self.lines.len() && (self.at == first || !self.lines[self.at].after_blank) {
            let span = self.lines[self.at].words;
            let line = &self.text[span.start..span.end];
            if !line.starts_with('>') {
                break;
            }
            let words = span.end - line.trim_start_matches(['>', ' ', '\t']).len();
            let prefix = Some(Span::new(span.start, words));
            if words == span.end {
                self.push_block(&std::mem::take(&mut contents), BlockKind::Quotation);
                self.builder.consume(span);
            } else {
                contents.push(Content { prefix, ..Content::new(self.at, words) });
            }
            self.at += 1;
        }
        self.push_block(&contents, BlockKind::Quotation);
    }

    fn footnote(&mut self, len: usize) {
        let span = self.lines[self.at].words;
        let label = self.text[span.start + 2..span.start + len - 2].to_owned();
        let prefix = Some(Span::new(span.start, span.start + len));
        let mut contents = vec![Content { prefix, ..Content::new(self.at, span.start + len) }];
        self.at += 1;
        self.continuation(&mut contents, 2, &[]);
        self.push_block(&contents, BlockKind::Footnote { label });
    }

    /// Lines that go on with an item or footnote: those that follow directly, and after a blank line those that are
    /// indented by `indent` columns at least. `list` is the list so far.
    fn continuation(&mut self, contents: &mut Vec<Content>, indent: usize, list: &[Item]) {
        while let Some(line) = self.lines.get(self.at) {
            let belongs = !line.after_blank || line.indent >= indent;
            if !belongs || self.interrupts(self.at) || self.item(self.at, list).is_some() {
                break;
            }
            if let Some(before) = contents.last_mut().filter(|_| line.after_blank) {
                before.ends_paragraph = true;
            }
            contents.push(Content::new(self.at, line.words.start));
            self.at += 1;
        }
    }

    /// The item that begins at a line. In a list, `list` so far, letters and other forms of numbers are markers too if
    /// they are indented or count on.
    fn item(&self, idx: usize, list: &[Item]) -> Option<Item> {
        let line = self.lines.get(idx)?;
        let words = line.str(self.text);
        if is_rule(words) || is_page_number(words) {
            return None;
        }
        let bullet = bullet(self.text, line.words, &BULLETS);
        let marker = self.marker(line, bullet);
        let is_item = bullet.is_some() || marker.as_ref().is_some_and(|marker| self.is_marker(idx, marker, list));
        is_item.then(|| Item { bullet, marker, indent: line.indent, after_blank: line.after_blank, parts: Vec::new() })
    }

    fn marker(&self, line: &Line, bullet: Option<Span>) -> Option<Marker> {
        let start = bullet
            .map_or(line.words.start, |sign| line.words.end - self.text[sign.end..line.words.end].trim_start().len());
        Marker::at(self.text, start, line.words.end)
    }

    fn is_marker(&self, idx: usize, marker: &Marker, list: &[Item]) -> bool {
        let follows = |before: &Option<Marker>| before.as_ref().is_some_and(|before| marker.follows(before));
        let in_list = list.first().is_some_and(|first| self.lines[idx].indent > first.indent)
            || list.last().is_some_and(|last| follows(&last.marker));
        let next = self.lines.get(idx + 1).filter(|next| !next.after_blank);
        let is_followed = || next.and_then(|next| self.marker(next, None)).is_some_and(|next| next.follows(marker));
        marker.is_markdown() || in_list || is_followed()
    }

    fn list(&mut self) {
        let mut items: Vec<Item> = Vec::new();
        while let Some(item) = self.item(self.at, &items) {
            items.push(item);
            self.item_text(&mut items);
            if self.at < self.lines.len() && !matches!(self.start(self.at), Start::Item | Start::Paragraph) {
                break;
            }
        }
        self.push_list(&items);
    }

    /// Reads the text of the last item so far.
    fn item_text(&mut self, items: &mut [Item]) {
        let Some(item) = items.last() else { return };
        let end = self.lines[self.at].words.end;
        let words = item.marker.as_ref().map(|marker| marker.text_start);
        let words = words.or(item.bullet.map(|sign| sign.end)).unwrap_or(end);
        let mut contents = vec![Content::new(self.at, words)];
        self.at += 1;
        self.continuation(&mut contents, item.indent + 2, items);
        mark_last(&mut contents);
        let parts = self.parts(&contents);
        if let Some(item) = items.last_mut() {
            item.parts = parts;
        }
    }

    /// Writes the items; numbered paragraphs (one alone, or long ones parted by blank lines) are no list.
    fn push_list(&mut self, items: &[Item]) {
        let loose = items.iter().skip(1).any(|item| item.after_blank);
        let long = items.iter().any(|item| item.is_numbered() && self.is_long(item));
        let paragraphs = items.len() == 1 || (loose && long);
        for run in items.chunk_by(|before, item| !paragraphs || before.is_numbered() == item.is_numbered()) {
            if paragraphs && run[0].is_numbered() {
                for item in run {
                    push_as_paragraph(self.builder, item, Syntax::Markdown);
                }
            } else {
                push_items(self.builder, run, Syntax::Markdown);
            }
        }
    }

    fn is_long(&self, item: &Item) -> bool {
        let sentences = item.parts.iter().any(|part| has_two_sentences(&self.text[part.words.start..part.words.end]));
        sentences || item.len() > LONG_ITEM
    }

    fn paragraph(&mut self) {
        let mut contents = vec![Content::new(self.at, self.lines[self.at].words.start)];
        self.at += 1;
        while self.follows_directly(self.at) {
            if let Some(level) = self.underline(contents.len()) {
                return self.underlined(&contents, level);
            }
            if self.interrupts(self.at) {
                break;
            }
            contents.push(Content::new(self.at, self.lines[self.at].words.start));
            self.at += 1;
        }
        mark_last(&mut contents);
        for block in self.split(&contents) {
            self.push_block(block, BlockKind::Paragraph);
        }
    }

    /// The level of the heading that the line at hand underlines: `===` a first, `---` a second.
    ///
    /// Dashes underline a single short line without final punctuation only; else they are a rule.
    fn underline(&self, above: usize) -> Option<u8> {
        let words = self.lines[self.at].str(self.text);
        let only = |sign: char| words.len() >= 3 && words.chars().all(|c| c == sign);
        let title = self.lines[self.at - 1].str(self.text);
        if only('=') {
            return Some(1);
        }
        (only('-') && above == 1 && length(title) <= 100 && !title.ends_with(['.', ',', ';', ':'])).then_some(2)
    }

    fn underlined(&mut self, contents: &[Content], level: u8) {
        self.builder.begin();
        push_parts(self.builder, &self.parts(contents));
        self.builder.consume(self.lines[self.at].words);
        self.builder.end(BlockKind::Heading { level });
        self.at += 1;
    }

    /// The lines of a paragraph by blocks: bold lines are titles and stand alone, a line with a label begins a block.
    fn split<'c>(&self, contents: &'c [Content]) -> Vec<&'c [Content]> {
        let line = |content: &Content| self.lines[content.line].str(self.text);
        let alone = contents.iter().all(|content| is_bold(line(content)))
            || contents.iter().all(|content| has_label(line(content)));
        contents.chunk_by(|_, content| !alone && !has_bold_label(line(content))).collect()
    }

    fn push_block(&mut self, contents: &[Content], kind: BlockKind) {
        if contents.is_empty() {
            return;
        }
        let mut contents = contents.to_vec();
        if kind != BlockKind::Paragraph {
            mark_last(&mut contents);
        }
        self.builder.begin();
        push_parts(self.builder, &self.parts(&contents));
        self.builder.end(kind);
    }

    fn parts(&self, contents: &[Content]) -> Vec<Part> {
        let short = self.are_short_lines(contents);
        contents.iter().map(|content| self.part(content, short)).collect()
    }

    /// Whether lines are those of an address, a signature or a verse, and no running text: short, broken though the
    /// next word would have fitted, and each beginning with a capital unless it is quoted or ends a phrase.
    fn are_short_lines(&self, contents: &[Content]) -> bool {
        let line = |content: &Content| &self.lines[content.line];
        contents.iter().all(|content| length(line(content).str(self.text)) <= SHORT_LINE)
            && contents.windows(2).all(|pair| {
                let (words, next) = (line(&pair[0]).str(self.text), line(&pair[1]).str(self.text));
                let ends = words.ends_with(['.', ',', ';', ':', ')', ']']);
                let begins = next.starts_with(char::is_uppercase) || next.starts_with(['>', '[', '(']);
                (begins || ends) && self.layout.line_end(self.text, line(&pair[0]), line(&pair[1])) == LineEnd::Own
            })
    }

    fn part(&self, content: &Content, short: bool) -> Part {
        let line = &self.lines[content.line];
        let words = Span::new(content.words, line.words.end);
        let inner = &self.text[words.start..words.end];
        let backslashes = inner.len() - inner.trim_end_matches('\\').len();
        let (words, end) = if content.last {
            (words, PartEnd::Space)
        } else if backslashes % 2 == 1 {
            let sign = Span::new(words.end - 1, words.end);
            (Span::new(words.start, words.start + inner[..inner.len() - 1].trim_end().len()), PartEnd::Break(sign))
        } else if line.trailing >= 2 || content.ends_paragraph || short {
            (words, PartEnd::Break(Span::at(words.end)))
        } else {
            (words, PartEnd::Space)
        };
        Part { prefix: content.prefix, words, end }
    }
}

fn mark_last(contents: &mut [Content]) {
    if let Some(last) = contents.last_mut() {
        last.last = true;
    }
}

/// The number of `#` of a heading: one to six before white space and words.
fn heading_len(line: &Line, words: &str) -> Option<usize> {
    let rest = words.trim_start_matches('#');
    let hashes = words.len() - rest.len();
    let is_heading = hashes <= 6 && line.indent < 4 && rest.starts_with(char::is_whitespace);
    (is_heading && !rest.trim_matches(['#', ' ', '\t']).is_empty()).then_some(hashes)
}

/// Whether a sentence ends inside: a full stop after a word of four letters or more, then a capital.
fn has_two_sentences(text: &str) -> bool {
    text.match_indices(". ").any(|(idx, _)| {
        let word = text[..idx].chars().rev().take_while(|c| c.is_lowercase()).take(4).count();
        word == 4 && text[idx + 2..].trim_start().starts_with(char::is_uppercase)
    })
}
