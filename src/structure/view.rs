//! What the structure stage wants to know of a block: its words, its marks, its neighbours.

use std::borrow::Cow;

use crate::model::{Annotation, Block, BlockKind, FieldKey, InterventionKind, Mark, Role, TextRange, Transcript};
use crate::structure::line;

/// The blocks of a transcript, with the annotations of each at hand.
pub(super) struct View<'a> {
    transcript: &'a Transcript,
    /// By start of range.
    annotations: Vec<&'a Annotation>,
    /// The words of each block, without those of its notes.
    words: Vec<Cow<'a, str>>,
}

impl<'a> View<'a> {
    pub(super) fn new(transcript: &'a Transcript) -> Self {
        let mut annotations: Vec<&Annotation> = transcript.annotations.iter().collect();
        annotations.sort_by_key(|annotation| annotation.range.start);
        let words = transcript.blocks.iter().map(|block| words(transcript, &annotations, block)).collect();
        Self { transcript, annotations, words }
    }

    pub(super) fn transcript(&self) -> &'a Transcript {
        self.transcript
    }

    pub(super) fn blocks(&self) -> &'a [Block] {
        &self.transcript.blocks
    }

    /// The words of a block, without those of its notes.
    pub(super) fn text(&self, idx: usize) -> &str {
        self.words[idx].trim()
    }

    /// The interventions in a block.
    pub(super) fn interventions(&self, idx: usize) -> impl Iterator<Item = (&'a Annotation, InterventionKind)> + '_ {
        let range = self.blocks()[idx].range;
        let first = self.annotations.partition_point(|annotation| annotation.range.start < range.start);
        let inside = self.annotations[first..].iter().take_while(move |annotation| annotation.range.start <= range.end);
        inside.filter_map(|annotation| match &annotation.mark {
            Mark::Intervention(intervention) => Some((*annotation, intervention.kind)),
            Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => None,
        })
    }

    /// Whether a block is a paragraph of the layout, not an item, cell, quotation or heading.
    pub(super) fn is_line(&self, idx: usize) -> bool {
        matches!(self.blocks()[idx].kind, BlockKind::Paragraph | BlockKind::Heading { .. })
    }

    /// Whether it is such a paragraph without any intervention.
    pub(super) fn is_plain_line(&self, idx: usize) -> bool {
        self.blocks()[idx].kind == BlockKind::Paragraph && self.interventions(idx).next().is_none()
    }

    /// Whether it is nothing but marks without running words: a gap, a note, a page break.
    pub(super) fn is_standalone(&self, idx: usize) -> bool {
        let range = self.blocks()[idx].range;
        let mut at = range.start;
        let mut any = false;
        for (annotation, kind) in self.interventions(idx) {
            let counts = kind.is_out_of_flow() || annotation.range.is_empty();
            if counts
                && self.transcript.text.as_str()[at.min(annotation.range.start)..annotation.range.start]
                    .trim()
                    .is_empty()
            {
                at = at.max(annotation.range.end);
                any = true;
            }
        }
        any && self.transcript.text.as_str()[at.min(range.end)..range.end].trim_matches(['.', ' ', '\n']).is_empty()
    }

    /// Whether it is a label such as `[Enclosure]` or `[Tab A]`, alone on its line.
    pub(super) fn is_enclosure_label(&self, idx: usize) -> bool {
        self.is_line(idx)
            && self.is_standalone(idx)
            && self.interventions(idx).any(|(_, kind)| kind == InterventionKind::Head)
    }

    /// Whether it is running text: long, or a whole sentence of several words.
    pub(super) fn is_prose(&self, idx: usize) -> bool {
        let text = self.text(idx);
        self.is_line(idx) && (text.len() > 200 || line::is_sentence(text))
    }

    /// The next block that is no mere mark and no page number.
    pub(super) fn next_in_text(&self, idx: usize) -> Option<usize> {
        (idx + 1..self.blocks().len()).find(|&next| !self.is_standalone(next))
    }

    /// Whether the title says that the document is a diary or journal.
    pub(super) fn is_diary(&self, roles: &[Role]) -> bool {
        let header = self.transcript.header.first(FieldKey::Title);
        let heads = roles.iter().enumerate().filter(|(_, role)| **role == Role::Head).map(|(idx, _)| self.text(idx));
        header.map(crate::model::Field::as_str).into_iter().chain(heads).any(line::names_a_diary)
    }
}

/// The words of a block without those of the notes in it; all of them where it holds nothing else.
fn words<'a>(transcript: &'a Transcript, annotations: &[&Annotation], block: &Block) -> Cow<'a, str> {
    let all = transcript.text.slice(block.range);
    let first = annotations.partition_point(|annotation| annotation.range.start < block.range.start);
    let inside = annotations[first..].iter().take_while(|annotation| annotation.range.start < block.range.end);
    let notes = inside.filter(|annotation| match &annotation.mark {
        Mark::Intervention(intervention) => intervention.kind.is_out_of_flow() && !annotation.range.is_empty(),
        Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => false,
    });
    let mut words = String::new();
    let mut at = block.range.start;
    for note in notes.filter(|note| note.range.end <= block.range.end) {
        if note.range.start >= at {
            words.push_str(transcript.text.slice(TextRange::new(at, note.range.start)));
            at = note.range.end;
        }
    }
    if at == block.range.start {
        return Cow::Borrowed(all);
    }
    words.push_str(transcript.text.slice(TextRange::new(at, block.range.end)));
    if words.trim().is_empty() { Cow::Borrowed(all) } else { Cow::Owned(words) }
}
