//! Flows: what a reader reads in one go. Recognizers run over them, so that a footnote cuts no name.

use crate::model::annotation::{Annotation, Mark};
use crate::model::text::TextRange;
use crate::model::transcript::Transcript;

/// A stretch of reading text that is read in one go: the running text without its notes, or one note.
///
/// Blocks are parted by a line end, unless one goes on with the paragraph before it.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    string: String,
    /// Starts of stretches: offset in the flow, offset in the reading text.
    stretches: Vec<(usize, usize)>,
}

impl Flow {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The range of the reading text that a byte range of the flow covers, with any note between its words.
    pub fn to_text(&self, start: usize, end: usize) -> TextRange {
        let first = self.offset(start);
        TextRange::new(first, if end > start { self.offset(end - 1) + 1 } else { first })
    }

    fn offset(&self, at: usize) -> usize {
        let idx = self.stretches.partition_point(|&(flow, _)| flow <= at);
        let (flow, text) =
            idx.checked_sub(1).and_then(|before| self.stretches.get(before)).copied().unwrap_or_default();
        text + (at - flow)
    }

    fn push(&mut self, words: &str, text_offset: usize) {
        if !words.is_empty() {
            self.stretches.push((self.string.len(), text_offset));
            self.string.push_str(words);
        }
    }
}

/// The flows of a transcript: the running text first, then each note in order.
pub fn flows(transcript: &Transcript) -> Vec<Flow> {
    let notes = out_of_flow(&transcript.annotations);
    let joins: Vec<usize> =
        transcript.blocks.iter().filter(|block| block.joins_previous).map(|block| block.range.start).collect();
    let whole = transcript.text.range();
    let mut all = vec![flow_of(transcript, whole, &notes, &joins)];
    all.extend(notes.iter().enumerate().map(|(idx, &note)| flow_of(transcript, note, &notes[idx + 1..], &joins)));
    all.retain(|flow| !flow.string.is_empty());
    all
}

/// The ranges that are no part of the sentence round them, outer before inner, in order.
fn out_of_flow(annotations: &[Annotation]) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = annotations
        .iter()
        .filter(|annotation| match &annotation.mark {
            Mark::Intervention(intervention) => intervention.kind.is_out_of_flow() && !annotation.range.is_empty(),
            Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => false,
        })
        .map(|annotation| annotation.range)
        .collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    ranges.dedup();
    ranges
}

/// The words of `range` without those of the `notes` inside it.
fn flow_of(transcript: &Transcript, range: TextRange, notes: &[TextRange], joins: &[usize]) -> Flow {
    let mut flow = Flow::default();
    let mut at = range.start;
    for note in notes.iter().take_while(|note| note.start < range.end) {
        if note.start >= at && note.end <= range.end {
            push_joined(&mut flow, transcript, TextRange::new(at, note.start), joins);
            at = note.end;
        }
    }
    push_joined(&mut flow, transcript, TextRange::new(at, range.end), joins);
    flow
}

/// Pushes a range, with a space in place of the line end before each block that goes on with the one before it.
fn push_joined(flow: &mut Flow, transcript: &Transcript, range: TextRange, joins: &[usize]) {
    let mut at = range.start;
    let first = joins.partition_point(|&join| join <= range.start);
    for &join in joins[first..].iter().take_while(|&&join| join <= range.end) {
        let line_end = join - 1;
        flow.push(transcript.text.slice(TextRange::new(at, line_end)), at);
        flow.push(" ", line_end);
        at = join;
    }
    flow.push(transcript.text.slice(TextRange::new(at, range.end)), at);
}
