//! From offsets in a source, or in the words that an annotator was shown, to ranges of the reading text.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Flow, Suggestion, Text, TextRange, Transcript};
use crate::source::{Source, Span};
use crate::suggestion::span::SuggestedSpan;

/// Who suggests what does not say who suggests it.
const SOMEBODY: &str = "an external annotator";

/// The suggestions that fit, and what is wrong with the others.
pub(super) fn in_source(
    source: &Source,
    transcript: &Transcript,
    spans: &[&SuggestedSpan],
) -> (Vec<Suggestion>, Vec<Diagnostic>) {
    let offsets = Offsets::of(source.text(), spans.iter().flat_map(|span| [span.start, span.end]));
    let origins = Origins::of(&transcript.text);
    let (mut placed, mut diagnostics) = (Vec::new(), Vec::new());
    for span in spans {
        let found = offsets.span(span).and_then(|at| {
            let words = source.slice(at);
            if span.text.as_deref() != Some(words) {
                return Err(differs(span, words).at(at));
            }
            let range = origins
                .range(&transcript.text, at)
                .ok_or_else(|| unfit("these words are no part of the reading text", span).at(at))?;
            suggestion(span, transcript, range).map_err(|finding| finding.at(at))
        });
        match found {
            Ok(suggestion) => placed.push(suggestion),
            Err(finding) => diagnostics.push(finding),
        }
    }
    (placed, diagnostics)
}

/// The same for spans in the words of a flow. `resp` is who was asked.
pub(super) fn in_flow(
    flow: &Flow,
    transcript: &Transcript,
    spans: &[SuggestedSpan],
    resp: &str,
) -> (Vec<Suggestion>, Vec<Diagnostic>) {
    let offsets = Offsets::of(flow.as_str(), spans.iter().flat_map(|span| [span.start, span.end]));
    let (mut placed, mut diagnostics) = (Vec::new(), Vec::new());
    for span in spans {
        let found = offsets.span(span).and_then(|at| {
            let range = flow.to_text(at.start, at.end);
            let place = transcript.text.source_span(range);
            let words = &flow.as_str()[at.start..at.end];
            if span.text.as_deref().is_some_and(|said| said != words) {
                return Err(differs(span, words).at(place));
            }
            suggestion(span, transcript, range).map_err(|finding| finding.at(place))
        });
        match found {
            Ok(suggestion) if span.resp.is_none() => placed.push(Suggestion { resp: resp.to_owned(), ..suggestion }),
            Ok(suggestion) => placed.push(suggestion),
            Err(finding) => diagnostics.push(finding),
        }
    }
    (placed, diagnostics)
}

fn suggestion(span: &SuggestedSpan, transcript: &Transcript, range: TextRange) -> Result<Suggestion, Diagnostic> {
    let words = transcript.text.slice(range);
    let start = range.start + (words.len() - words.trim_start().len());
    let range = TextRange::new(start, start + words.trim().len());
    if range.is_empty() || !transcript.text.slice(range).contains(char::is_alphanumeric) {
        return Err(unfit("it holds no words", span));
    }
    if transcript.text.slice(range).contains('\n') {
        return Err(unfit("it lies across two paragraphs", span));
    }
    let claim = span.claim().ok_or_else(|| unfit(&format!("`{}` is no type that postil marks", span.kind), span))?;
    Ok(Suggestion {
        range,
        span: transcript.text.source_span(range),
        claim,
        reference: span.reference.trim().to_owned(),
        cert: span.cert().map_err(|reason| unfit(&reason, span))?,
        resp: span.resp.clone().unwrap_or_else(|| SOMEBODY.to_owned()),
    })
}

fn differs(span: &SuggestedSpan, words: &str) -> Diagnostic {
    let shown: String = words.chars().take(60).collect();
    unfit(&format!("the text has `{shown}` there"), span)
}

fn unfit(reason: &str, span: &SuggestedSpan) -> Diagnostic {
    let said: String = span.text.as_deref().unwrap_or_default().chars().take(60).collect();
    let what = if said.is_empty() { span.kind.clone() } else { format!("{} `{said}`", span.kind) };
    let message = format!("the suggestion of {what} at {}..{} was left out: {reason}", span.start, span.end);
    Diagnostic::new(Code::N021, message).with_help("offsets count characters from 0, and the end is exclusive")
}

/// From characters to bytes, for the offsets that are asked for.
struct Offsets {
    /// Characters and bytes, in order.
    known: Vec<(usize, usize)>,
}

impl Offsets {
    fn of(text: &str, asked: impl Iterator<Item = usize>) -> Self {
        let mut asked: Vec<usize> = asked.collect();
        asked.sort_unstable();
        asked.dedup();
        let mut bytes = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).enumerate();
        let find = |wanted: usize| bytes.find(|(chars, _)| *chars == wanted);
        Self { known: asked.into_iter().map_while(find).collect() }
    }

    fn byte(&self, chars: usize) -> Option<usize> {
        self.known.binary_search_by_key(&chars, |(chars, _)| *chars).ok().map(|idx| self.known[idx].1)
    }

    fn span(&self, span: &SuggestedSpan) -> Result<Span, Diagnostic> {
        match (self.byte(span.start), self.byte(span.end)) {
            (Some(start), Some(end)) if start < end => Ok(Span::new(start, end)),
            (Some(_), Some(_)) => Err(unfit("its end is not after its start", span)),
            _ => Err(unfit("the text is not so long", span)),
        }
    }
}

/// Where the bytes of the source stand in the reading text.
struct Origins {
    /// Spans of the source with their ranges, in the order of the source.
    pieces: Vec<(Span, TextRange)>,
}

impl Origins {
    fn of(text: &Text) -> Self {
        let mut pieces: Vec<(Span, TextRange)> =
            text.pieces_in(text.range()).map(|(range, span)| (span, range)).collect();
        pieces.sort_unstable();
        Self { pieces }
    }

    /// The range of the reading text that came from a span; `None` where none did, or where it is in several places.
    fn range(&self, text: &Text, span: Span) -> Option<TextRange> {
        let first = self.pieces.partition_point(|(piece, _)| piece.end <= span.start);
        let inside = self.pieces[first..].iter().take_while(|(piece, _)| piece.start < span.end);
        let ranges = inside.filter(|(piece, _)| !piece.is_empty()).map(|&(piece, range)| cut(piece, range, span));
        let range = ranges.reduce(|one, two| TextRange::new(one.start.min(two.start), one.end.max(two.end)))?;
        let origin = text.source_span(range);
        (span.start <= origin.start && origin.end <= span.end).then_some(range)
    }
}

/// The part of a piece that came from `span`. A space that stands for other white space is taken whole.
fn cut(piece: Span, range: TextRange, span: Span) -> TextRange {
    if piece.len() != range.len() {
        return range;
    }
    let before = span.start.saturating_sub(piece.start);
    let after = piece.end.saturating_sub(span.end);
    TextRange::new(range.start + before, range.end - after)
}
