//! Settles interventions that belong to the words before them, once names are known.

use std::collections::BTreeMap;

use crate::model::{Anchor, Annotation, Intervention, InterventionKind, Mark, Text, TextRange, Transcript};

/// A quotation that is longer is no phrase; the last word is taken instead. In bytes.
const MAX_PHRASE: usize = 120;
/// How far back is looked. In bytes.
const REACH: usize = 400;
/// Punctuation that may stand between a name and what belongs to it, in bytes.
const MAX_GAP: usize = 4;

/// Settles interventions that belong to the words before them ([`Anchor::Preceding`]), now that the names are known:
/// the whole name if one ends there, else a quoted phrase that ends there, else the last word (ENCODING, "sic").
pub fn anchor(mut transcript: Transcript) -> Transcript {
    let names = names_by_end(&transcript.annotations);
    for annotation in &mut transcript.annotations {
        let Mark::Intervention(Intervention { anchor: place @ Anchor::Preceding { .. }, .. }) = &mut annotation.mark
        else {
            continue;
        };
        let limit = match *place {
            Anchor::Preceding { limit } => limit,
            Anchor::Here => TextRange::at(annotation.range.start),
        };
        *place = Anchor::Here;
        annotation.range = words_before(&transcript.text, annotation.range, limit, &names);
    }
    hold_choices(&mut transcript.annotations);
    transcript
}

/// Widens names and dates that end with one reading of a `choice`, or begin with one, so that they hold both.
fn hold_choices(annotations: &mut [Annotation]) {
    let is_choice = |annotation: &&Annotation| matches!(&annotation.mark, Mark::Intervention(it) if it.kind == InterventionKind::Choice);
    let mut choices: Vec<TextRange> = annotations.iter().filter(is_choice).map(|annotation| annotation.range).collect();
    choices.sort_unstable();
    for annotation in annotations {
        let range = &mut annotation.range;
        let is_name = matches!(annotation.mark, Mark::Mention(_) | Mark::Date(_));
        let at = choices.partition_point(|choice| choice.end <= range.start);
        if let Some(first) = choices.get(at).filter(|choice| is_name && choice.start < range.start)
            && range.end > first.end
        {
            range.start = first.start;
        }
        let at = choices.partition_point(|choice| choice.start < range.end);
        let last = at.checked_sub(1).map(|before| choices[before]);
        if let Some(last) = last.filter(|choice| is_name && choice.start > range.start && choice.end > range.end) {
            range.end = last.end;
        }
    }
}

/// The longest name that ends at each offset.
fn names_by_end(annotations: &[Annotation]) -> BTreeMap<usize, TextRange> {
    let mut names: BTreeMap<usize, TextRange> = BTreeMap::new();
    for annotation in annotations.iter().filter(|annotation| matches!(annotation.mark, Mark::Mention(_))) {
        let range = annotation.range;
        let longest = names.entry(range.end).or_insert(range);
        longest.start = longest.start.min(range.start);
    }
    names
}

/// The words before `at` that it belongs to, none of them outside `limit`.
fn words_before(text: &Text, at: TextRange, limit: TextRange, names: &BTreeMap<usize, TextRange>) -> TextRange {
    let far = floor(text.as_str(), at.start.saturating_sub(REACH)).max(limit.start).min(at.start);
    let words = text.slice(TextRange::new(far, at.start)).trim_end();
    let end = far + words.len();
    let is_near = |range: &TextRange| {
        let between = text.slice(TextRange::new(range.end, end));
        range.start >= limit.start && !between.contains(char::is_alphanumeric)
    };
    let name = names.range(end.saturating_sub(MAX_GAP)..=end).next_back().map(|(_, range)| *range);
    if let Some(name) = name.filter(is_near) {
        return name;
    }
    let start = quoted_phrase(words).unwrap_or_else(|| last_word(words));
    TextRange::new(far + start, end.max(far + start))
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where a quoted phrase starts that ends with the words, its quotation marks included.
fn quoted_phrase(words: &str) -> Option<usize> {
    let phrase = words.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let close = phrase.chars().next_back()?;
    let open = match close {
        '"' => '"',
        '”' => '“',
        '“' => '„',
        '»' => '«',
        '’' => '‘',
        _ => return None,
    };
    let inner = &phrase[..phrase.len() - close.len_utf8()];
    let start = inner.rfind(open)?;
    (inner.len() - start <= MAX_PHRASE).then_some(start)
}

/// Where the last word starts, without an opening sign before it that is closed elsewhere.
fn last_word(words: &str) -> usize {
    let start = words.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let word = &words[start..];
    let opened = word.chars().next().filter(|first| match first {
        '(' => !word.contains(')'),
        '"' => word.matches('"').count() == 1,
        '“' => !word.contains('”'),
        '‘' => !word.contains('’'),
        _ => false,
    });
    start + opened.map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateValue;
    use crate::source::Span;

    #[test]
    fn a_date_holds_both_readings_of_its_day() {
        let annotation = |start, end, mark| Annotation {
            range: TextRange::new(start, end),
            span: Span::new(start, end),
            mark,
            cert: None,
            resp: None,
        };
        let choice = Intervention::new(InterventionKind::Choice, "correction");
        let mut all =
            [annotation(8, 10, Mark::Intervention(choice)), annotation(0, 9, Mark::Date(DateValue::when("--10-07")))];
        hold_choices(&mut all);
        assert_eq!(all[1].range, TextRange::new(0, 10));
    }

    #[test]
    fn the_last_word_leaves_out_a_bracket_that_closes_later() {
        assert_eq!(&"he (came"[last_word("he (came")..], "came");
        assert_eq!(&"space; (b)"[last_word("space; (b)")..], "(b)");
    }

    #[test]
    fn a_quoted_phrase_is_taken_whole() {
        let words = "of the “old guard”,";
        assert_eq!(quoted_phrase(words).map(|start| &words[start..]), Some("“old guard”,"));
        assert_eq!(quoted_phrase("of the old guard"), None);
    }
}
