//! Notes that are nothing but a name: another form of the name before them (`Ragusa [Dubrovnik]`), or who is meant
//! (`he [Kim Il Sung]`). They are of the kind of what they stand after.

use crate::model::{Cert, NameKind};
use crate::recognizer::lexicon::Classes;
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::review::Seen;
use crate::recognizer::tagger::Tagged;
use crate::recognizer::token::{Shape, Token};

/// Words that stand for a person.
const PRONOUNS: &[&str] =
    &["he", "him", "his", "she", "her", "who", "whom", "er", "ihm", "ihn", "sie", "il", "lui", "elle"];
/// A note of more tokens is no name.
const LONGEST: usize = 6;

/// Gives the notes that are names their kind; `seen` are the names of the document, in order.
pub(super) fn name_notes(reading: &Reading<'_>, seen: &mut Vec<Seen>) {
    let running = reading.lines.iter().take_while(|line| line.flow == 0).last().map_or(0, |line| line.end);
    let notes = reading.lines.iter().enumerate().filter(|(_, line)| is_name(reading, line));
    let named: Vec<Seen> = notes
        .filter_map(|(number, line)| {
            let kind = kind_before(reading, line, &reading.tokens[..running], seen)?;
            let name = Tagged { line: number, start: line.start, end: line.end, kind, probability: 0.0, ruled: true };
            Some(Seen { name, cert: Cert::Medium })
        })
        .collect();
    for note in named {
        let next = seen.partition_point(|seen| seen.name.end <= note.name.start);
        let stop = seen.partition_point(|seen| seen.name.start < note.name.end);
        let whole =
            seen[next..stop].iter().find(|seen| seen.name.end - seen.name.start == note.name.end - note.name.start);
        if whole.is_none_or(|whole| whole.name.kind != note.name.kind) {
            seen.splice(next..stop, [note]);
        }
    }
}

/// Whether a line is the only one of a note and is written like a name.
fn is_name(reading: &Reading<'_>, line: &LineSpan) -> bool {
    let tokens = &reading.tokens[line.start..line.end];
    let whole = tokens.first().zip(tokens.last()).is_some_and(|(first, last)| {
        let words = reading.flows[line.flow].as_str();
        words[..first.start].trim().is_empty() && words[last.end..].trim().is_empty()
    });
    let fits = |token: &Token| match token.shape {
        Shape::Title | Shape::Capitals => !token.any(Classes::OFFICE | Classes::COMMON),
        Shape::Initial | Shape::Letter => true,
        Shape::Lower => token.any(Classes::PARTICLE),
        Shape::Mark(_) | Shape::Other => false,
    };
    line.flow > 0 && whole && tokens.len() <= LONGEST && tokens.iter().all(fits) && tokens.iter().any(Token::is_capital)
}

/// Of what kind the name or pronoun is after which a note stands.
fn kind_before(reading: &Reading<'_>, note: &LineSpan, running: &[Token], seen: &[Seen]) -> Option<NameKind> {
    let start = reading.flows[note.flow].to_text(0, 1).start;
    let flow = &reading.flows[0];
    let after = running.partition_point(|token| flow.to_text(token.start, token.end).end <= start);
    let last = after.checked_sub(1)?;
    let next = seen.partition_point(|seen| seen.name.end <= last);
    if let Some(seen) = seen.get(next).filter(|seen| seen.name.end == after) {
        return Some(seen.name.kind);
    }
    let word = flow.as_str().get(running[last].start..running[last].end)?;
    PRONOUNS.contains(&word.to_lowercase().as_str()).then_some(NameKind::Person)
}
