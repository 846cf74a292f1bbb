//! The tokens of a whole document, line by line, cut once for all who look for names.

use crate::model::{Flow, Role, TextRange, Transcript};
use crate::recognizer::person::{Line, Place};
use crate::recognizer::token::{Shape, Token, Tokenizer, lines};

/// A line of a flow, as indexes of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineSpan {
    /// The flow in which it stands.
    pub(super) flow: usize,
    /// Its first token.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// Where it stands in the document.
    pub(super) place: Place,
    /// What sort of block it belongs to.
    pub(super) part: Part,
}

/// The sorts of blocks that differ in the names they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Running text.
    Body,
    /// Headings.
    Head,
    /// What stands before the text.
    Opener,
    /// Datelines.
    Dateline,
    /// What stands after the text.
    Closer,
    /// Signatures.
    Signature,
    /// Speeches.
    Speech,
    /// A note.
    Note,
}

/// The tokens of a document.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The flows, the running text first.
    pub(super) flows: &'a [Flow],
    /// The tokens of all flows, in order. Their offsets are bytes of their flow.
    pub(super) tokens: Vec<Token>,
    /// The lines, in order.
    pub(super) lines: Vec<LineSpan>,
}

impl<'a> Reading<'a> {
    /// Cuts the flows of a transcript.
    pub(super) fn new(transcript: &Transcript, flows: &'a [Flow]) -> Self {
        let len: usize = flows.iter().map(|flow| flow.as_str().len()).sum();
        let mut reading = Self { flows, tokens: Vec::with_capacity(len / 5), lines: Vec::new() };
        let mut tokenizer = Tokenizer::new();
        for (idx, flow) in flows.iter().enumerate() {
            reading.read(idx, flow, transcript, &mut tokenizer);
        }
        reading
    }

    fn read(&mut self, idx: usize, flow: &Flow, transcript: &Transcript, tokenizer: &mut Tokenizer) {
        let text = flow.as_str();
        let end = text.trim_end().len();
        for (base, part) in lines(text) {
            let start = self.tokens.len();
            tokenizer.cut(base, part, &mut self.tokens);
            let block = role(transcript, flow.to_text(base, base + 1));
            let place = match place(block) {
                // The last line, with nothing but a name, is a signature where nobody said what it is.
                Place::Body if idx == 0 && base + part.len() >= end && only_words(&self.tokens[start..]) => {
                    Place::Signature
                }
                known => known,
            };
            let part = if idx > 0 { Part::Note } else { self::part(block) };
            self.lines.push(LineSpan { flow: idx, start, end: self.tokens.len(), place, part });
        }
    }

    /// The line as the rules see it.
    pub(super) fn line(&self, span: &LineSpan) -> Line<'_> {
        Line::new(self.flows[span.flow].as_str(), &self.tokens[span.start..span.end], span.place)
    }

    /// The words of a token in a line.
    pub(super) fn word(&self, line: &LineSpan, idx: usize) -> &'a str {
        let token = &self.tokens[idx];
        self.flows[line.flow].as_str().get(token.start..token.end).unwrap_or_default()
    }
}

/// The role of the block in which a place of the reading text lies.
fn role(transcript: &Transcript, start: TextRange) -> Option<&Role> {
    let after = transcript.blocks.partition_point(|block| block.range.start <= start.start);
    let block = after.checked_sub(1).and_then(|idx| transcript.blocks.get(idx));
    block.filter(|block| block.range.contains(start)).map(|block| &block.role)
}

/// Where a line of a block stands, as the rules for persons tell places apart.
fn place(role: Option<&Role>) -> Place {
    match role.map_or(Part::Body, |role| part(Some(role))) {
        Part::Signature => Place::Signature,
        Part::Speech => Place::Speech,
        Part::Body | Part::Head | Part::Opener | Part::Dateline | Part::Closer | Part::Note => Place::Body,
    }
}

fn part(role: Option<&Role>) -> Part {
    match role {
        Some(Role::Paragraph | Role::PageNumber { .. } | Role::Standalone) | None => Part::Body,
        Some(Role::Head | Role::Section { .. } | Role::Enclosure | Role::EntryDate) => Part::Head,
        Some(Role::Classification | Role::Stamp | Role::Idno | Role::Salute | Role::OpenerLine) => Part::Opener,
        Some(Role::Date | Role::Dateline | Role::ClosingDateline) => Part::Dateline,
        Some(Role::ClosingSalute | Role::Postscript | Role::PostscriptLabel | Role::DistributionItem) => Part::Closer,
        Some(Role::Signed) => Part::Signature,
        Some(Role::Speech { .. }) => Part::Speech,
    }
}

fn only_words(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| !matches!(token.shape, Shape::Lower | Shape::Mark(_) | Shape::Other))
}
