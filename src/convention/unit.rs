//! The stretches in which brackets are sought: a block, or several that one bracketed note holds together.

use std::ops::Range;

use crate::convention::bracket::{self, Brackets, Sign};
use crate::model::{Block, BlockKind, TextRange, Transcript};

/// A bracketed note runs over at most so many blocks after its own.
const MAX_BLOCKS: usize = 12;

/// A block, or several blocks in a row, and the brackets in it.
#[derive(Debug)]
pub(super) struct Unit {
    /// The words.
    pub range: TextRange,
    /// Which blocks.
    pub blocks: Range<usize>,
    /// The brackets.
    pub brackets: Brackets,
}

/// The units of a transcript. `joins` says whether a note that runs over several blocks makes them one.
pub(super) fn units(transcript: &Transcript, signs: &[Sign], joins: &dyn Fn(&Unit) -> bool) -> Vec<Unit> {
    let found: Vec<Brackets> = transcript
        .blocks
        .iter()
        .map(|block| bracket::find(transcript.text.slice(block.range), block.range.start, signs))
        .collect();
    let mut units = Vec::new();
    let mut found = found.into_iter().map(Some).collect::<Vec<_>>();
    let mut idx = 0;
    while idx < transcript.blocks.len() {
        let merged = last_of_note(transcript, &found, idx, signs)
            .map(|last| merged(transcript, idx..last + 1, signs))
            .filter(|unit| runs_over(unit, transcript) && joins(unit));
        let unit = merged.unwrap_or_else(|| Unit {
            range: transcript.blocks[idx].range,
            blocks: idx..idx + 1,
            brackets: found[idx].take().unwrap_or_default(),
        });
        idx = unit.blocks.end;
        units.push(unit);
    }
    units
}

/// The block in which a bracket closes that this block leaves open.
fn last_of_note(transcript: &Transcript, found: &[Option<Brackets>], idx: usize, signs: &[Sign]) -> Option<usize> {
    let strays = |at: usize| found[at].iter().flat_map(|brackets| &brackets.strays);
    let open = strays(idx).find(|stray| stray.opens && signs[stray.sign].reports_strays)?;
    let follows =
        |block: &Block, before: &Block| block.kind == BlockKind::Paragraph && block.range.start == before.range.end + 1;
    if transcript.blocks[idx].kind != BlockKind::Paragraph {
        return None;
    }
    let end = transcript.blocks.len().min(idx + 1 + MAX_BLOCKS);
    (idx + 1..end)
        .take_while(|&at| follows(&transcript.blocks[at], &transcript.blocks[at - 1]))
        .find(|&at| strays(at).any(|stray| !stray.opens && stray.sign == open.sign))
}

fn merged(transcript: &Transcript, blocks: Range<usize>, signs: &[Sign]) -> Unit {
    let (first, last) = (&transcript.blocks[blocks.start], &transcript.blocks[blocks.end - 1]);
    let range = TextRange::new(first.range.start, last.range.end);
    let brackets = bracket::find(transcript.text.slice(range), range.start, signs);
    Unit { range, blocks, brackets }
}

/// Whether one bracket of the unit begins in its first block and ends in its last.
fn runs_over(unit: &Unit, transcript: &Transcript) -> bool {
    let first = transcript.blocks[unit.blocks.start].range;
    let last = transcript.blocks[unit.blocks.end - 1].range;
    unit.brackets.all.iter().any(|bracket| bracket.outer.start < first.end && bracket.outer.end > last.start)
}
