//! Puts a transcript together block by block, so that each character lands in the text or among the consumed.

use crate::model::{Annotation, Block, BlockKind, Mark, Rendition, TextRange, Transcript};
use crate::source::Span;

/// A transcript under construction. What is given to it must come in the order of the source.
pub(super) struct Builder<'a> {
    source: &'a str,
    transcript: Transcript,
    /// End of the last character that was pushed or consumed.
    done: usize,
    /// Where the open block begins in the reading text.
    block_start: usize,
    /// Where the open block begins in the source, once something of it was pushed or consumed.
    span_start: Option<usize>,
    /// White space that becomes one space if words follow in the block.
    space: Option<Span>,
    /// A line end that matters, if words follow in the block.
    line_break: Option<Span>,
}

impl<'a> Builder<'a> {
    /// A builder for the text of a source.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            transcript: Transcript::default(),
            done: 0,
            block_start: 0,
            span_start: None,
            space: None,
            line_break: None,
        }
    }

    /// The text of the source.
    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    /// Leaves out everything before a byte of the source: it is read elsewhere.
    pub(super) fn skip_to(&mut self, offset: usize) {
        self.done = offset;
    }

    /// Begins a block.
    pub(super) fn begin(&mut self) {
        if !self.transcript.blocks.is_empty() {
            let white = self.white_space_at(self.done);
            self.transcript.text.push_block_end(white);
        }
        self.block_start = self.transcript.text.len();
        self.span_start = None;
    }

    /// Ends the block as one of a kind.
    pub(super) fn end(&mut self, kind: BlockKind) {
        let range = TextRange::new(self.block_start, self.transcript.text.len());
        let span = Span::new(self.span_start.unwrap_or(self.done), self.done);
        self.transcript.blocks.push(Block::new(kind, range, span));
        self.space = None;
        self.line_break = None;
    }

    /// Appends the words of a span, each run of white space as one space.
    pub(super) fn words(&mut self, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let rest = &self.source[at..span.end];
            let white = rest.len() - rest.trim_start().len();
            if white > 0 {
                self.space(Span::new(at, at + white));
                at += white;
            } else {
                let end = at + verbatim_len(rest);
                self.push(Span::new(at, end));
                at = end;
            }
        }
    }

    /// Appends the white space that begins at a byte of the source.
    pub(super) fn white_space(&mut self, offset: usize) {
        self.space(self.white_space_at(offset));
    }

    /// Says that the line end at a span matters; it is forgotten if no words follow in the block.
    pub(super) fn line_break(&mut self, span: Span) {
        self.line_break = Some(span);
    }

    /// Takes a span as expressed by an element or attribute.
    pub(super) fn consume(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        match self.transcript.consumed.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            Some(_) | None => self.transcript.consumed.push(span),
        }
        self.touch(span);
    }

    /// Where the next words will stand in the reading text.
    pub(super) fn next_word(&self) -> usize {
        self.here() + usize::from(self.space.is_some())
    }

    /// Where the words so far end in the reading text.
    pub(super) fn here(&self) -> usize {
        self.transcript.text.len()
    }

    /// Marks the text from `start` to here; nothing where no words were pushed since.
    pub(super) fn mark(&mut self, start: usize, span: Span, rendition: Rendition) {
        if start < self.here() {
            self.annotate(TextRange::new(start, self.here()), span, rendition);
        }
    }

    /// Marks the place after the words so far.
    pub(super) fn mark_here(&mut self, span: Span, rendition: Rendition) {
        self.annotate(TextRange::at(self.here()), span, rendition);
    }

    /// The transcript.
    pub(super) fn finish(self) -> Transcript {
        self.transcript
    }

    fn annotate(&mut self, range: TextRange, span: Span, rendition: Rendition) {
        self.transcript.annotations.push(Annotation {
            range,
            span,
            mark: Mark::Rendition(rendition),
            cert: None,
            resp: None,
        });
    }

    fn space(&mut self, span: Span) {
        if span.is_empty() || self.here() == self.block_start {
            return;
        }
        match &mut self.space {
            Some(before) if before.end == span.start => before.end = span.end,
            Some(_) => {}
            None => self.space = Some(span),
        }
    }

    fn push(&mut self, span: Span) {
        if let Some(space) = self.space.take() {
            self.transcript.text.push_space(space);
        }
        if let Some(line_end) = self.line_break.take()
            && self.here() > self.block_start
        {
            self.mark_here(line_end, Rendition::LineBreak);
        }
        self.transcript.text.push_verbatim(self.source, span);
        self.touch(span);
    }

    fn touch(&mut self, span: Span) {
        self.done = span.end;
        self.span_start.get_or_insert(span.start);
    }

    fn white_space_at(&self, offset: usize) -> Span {
        let rest = &self.source[offset..];
        Span::new(offset, offset + (rest.len() - rest.trim_start().len()))
    }
}

/// How far words run that are parted by single spaces only; `rest` begins with a word.
fn verbatim_len(rest: &str) -> usize {
    let mut after_space = None;
    for (idx, c) in rest.char_indices() {
        if !c.is_whitespace() {
            after_space = None;
        } else if c == ' ' && after_space.is_none() {
            after_space = Some(idx);
        } else {
            return after_space.unwrap_or(idx);
        }
    }
    after_space.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_one_space_and_is_dropped_at_both_ends() {
        let source = " one  two\u{A0} three four ";
        let mut builder = Builder::new(source);
        builder.begin();
        builder.words(Span::new(0, source.len()));
        builder.end(BlockKind::Paragraph);
        let transcript = builder.finish();
        assert_eq!(transcript.text.as_str(), "one two three four");
        assert_eq!(transcript.blocks[0].span, Span::new(1, source.len() - 1));
    }

    #[test]
    fn blocks_are_parted_by_a_line_end() {
        let mut builder = Builder::new("a\n\nb");
        for (start, end) in [(0, 1), (3, 4)] {
            builder.begin();
            builder.words(Span::new(start, end));
            builder.end(BlockKind::Paragraph);
        }
        let transcript = builder.finish();
        assert_eq!(transcript.text.as_str(), "a\nb");
        assert_eq!(transcript.text.pieces()[1].span, Span::new(1, 3));
    }
}
