//! Which bracket closes which: pairs, doubled brackets, and the brackets that have no partner.

use crate::model::TextRange;

/// Brackets nested deeper than this are kept as characters.
pub(super) const MAX_DEPTH: usize = 16;
/// How far back an opening sign is sought behind others that are still open.
const LOOK_BACK: usize = 16;
/// Beyond so many signs in one segment, or stray signs in one block, no better reading is sought.
const MAX_SEGMENT: usize = 192;
const MAX_REPAIRS: usize = 8;

/// A pair of delimiters, such as `[` and `]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// Its name in the profile.
    pub name: String,
    /// The opening character.
    pub open: char,
    /// The closing character.
    pub close: char,
    /// Whether both are written twice.
    pub doubled: bool,
    /// Whether one without its partner is reported.
    pub reports_strays: bool,
}

/// A bracketed note: two delimiters and what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket {
    /// The index of its sign.
    pub sign: usize,
    /// Delimiters and content.
    pub outer: TextRange,
    /// The content.
    pub inner: TextRange,
    /// How many brackets hold it.
    pub depth: usize,
}

/// A delimiter without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stray {
    /// Where it stands.
    pub at: usize,
    /// Whether it opens.
    pub opens: bool,
    /// The index of its sign.
    pub sign: usize,
}

/// The brackets of a stretch of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Brackets {
    /// Each before those inside it, in the order of the text.
    pub all: Vec<Bracket>,
    /// Delimiters without a partner.
    pub strays: Vec<Stray>,
    /// Brackets that are nested too deep.
    pub too_deep: Vec<TextRange>,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    at: usize,
    sign: usize,
    opens: bool,
    partner: Option<usize>,
}

/// Finds the brackets of `text`; offsets are counted from `base`.
pub(super) fn find(text: &str, base: usize, signs: &[Sign]) -> Brackets {
    let mut tokens = tokens(text, signs);
    if tokens.is_empty() {
        return Brackets::default();
    }
    pair(&mut tokens, None);
    repair(&mut tokens, text, signs);
    collect(&tokens, base, signs)
}

/// The delimiters of the text, each as one character.
fn tokens(text: &str, signs: &[Sign]) -> Vec<Token> {
    let single: Vec<(usize, &Sign)> = signs.iter().enumerate().filter(|(_, sign)| !sign.doubled).collect();
    // Most characters are told from delimiters by their first byte.
    let mut begins = [false; 256];
    for c in single.iter().flat_map(|(_, sign)| [sign.open, sign.close]) {
        begins[usize::from(c.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
    }
    text.bytes()
        .enumerate()
        .filter(|&(_, byte)| begins[usize::from(byte)])
        .filter_map(|(at, _)| {
            let c = text[at..].chars().next()?;
            let (sign, pair) = single.iter().find(|(_, sign)| sign.open == c || sign.close == c)?;
            Some(Token { at, sign: *sign, opens: pair.open == c, partner: None })
        })
        .collect()
}

/// Pairs the delimiters; `left_out` is taken for a stray.
fn pair(tokens: &mut [Token], left_out: Option<usize>) {
    let mut open: Vec<usize> = Vec::new();
    for idx in 0..tokens.len() {
        tokens[idx].partner = None;
        if left_out == Some(idx) {
            continue;
        }
        if tokens[idx].opens {
            open.push(idx);
            continue;
        }
        let found = open.iter().rev().take(LOOK_BACK).position(|&before| tokens[before].sign == tokens[idx].sign);
        if let Some(above) = found {
            open.truncate(open.len() - above);
            if let Some(before) = open.pop() {
                tokens[before].partner = Some(idx);
                tokens[idx].partner = Some(before);
            }
        }
    }
}

/// Where a delimiter has no partner, another one may be the stray: takes the reading that breaks fewest quotations and
/// doubled signs, and of two such the one that closes brackets soonest.
fn repair(tokens: &mut [Token], text: &str, signs: &[Sign]) {
    let strays: Vec<usize> = (0..tokens.len())
        .filter(|&idx| tokens[idx].partner.is_none() && signs[tokens[idx].sign].reports_strays)
        .take(MAX_REPAIRS)
        .collect();
    for stray in strays {
        let Some(whole) = Segment::round(tokens, stray) else { continue };
        let Segment { start, end, .. } = whole;
        let mut segment: Vec<Token> = tokens[start..=end].to_vec();
        for token in &mut segment {
            token.partner = token.partner.map(|partner| partner - start);
        }
        let better = whole.better(segment, text);
        for (token, better) in tokens[start..=end].iter_mut().zip(better) {
            token.partner = better.partner.map(|partner| partner + start);
        }
    }
}

/// A stray delimiter and the outermost bracket beside it, in which the stray may be another one.
#[derive(Debug, Clone, Copy)]
struct Segment {
    start: usize,
    end: usize,
    opens: bool,
}

impl Segment {
    /// The segment: from the bracket that ends last before a closing stray, or to the end of the one that begins first
    /// after an opening stray.
    fn round(tokens: &[Token], stray: usize) -> Option<Self> {
        let opens = tokens[stray].opens;
        let is_edge = |idx: &usize| tokens[*idx].opens == opens && tokens[*idx].partner.is_some();
        let (start, end) = if opens {
            let first = (stray + 1..tokens.len()).take(MAX_SEGMENT).find(is_edge)?;
            (stray, tokens[first].partner?)
        } else {
            let last = (0..stray).rev().take(MAX_SEGMENT).find(is_edge)?;
            (tokens[last].partner?, stray)
        };
        let within = |token: &Token| token.partner.is_some_and(|partner| (start..=end).contains(&partner));
        let is_whole = end - start < MAX_SEGMENT && (start..=end).all(|idx| idx == stray || within(&tokens[idx]));
        is_whole.then_some(Self { start, end, opens })
    }

    /// The best reading of the segment.
    fn better(self, segment: Vec<Token>, text: &str) -> Vec<Token> {
        let quotes = Quotes::new(text, &segment);
        let mut trial = segment.clone();
        let mut best = (quotes.broken(&segment), segment);
        let last = trial.len() - 1;
        for step in 1..=last {
            if best.0 == 0 {
                break;
            }
            let left_out = if self.opens { step } else { last - step };
            if trial[left_out].opens != self.opens {
                continue;
            }
            pair(&mut trial, Some(left_out));
            let broken = quotes.broken(&trial) + trial.iter().filter(|token| token.partner.is_none()).count() - 1;
            if broken < best.0 {
                best = (broken, trial.clone());
            }
        }
        best.1
    }
}

/// The quotation marks of a segment.
struct Quotes {
    straight: Vec<usize>,
    opening: Vec<usize>,
    closing: Vec<usize>,
}

impl Quotes {
    fn new(text: &str, segment: &[Token]) -> Self {
        let range = segment.first().map_or(0, |token| token.at)..segment.last().map_or(0, |token| token.at);
        let at = |mark: char| text[range.clone()].match_indices(mark).map(|(at, _)| at + range.start).collect();
        Self { straight: at('"'), opening: at('“'), closing: at('”') }
    }

    /// How many brackets of the segment hold a part of a quotation, or are half of a doubled sign.
    fn broken(&self, segment: &[Token]) -> usize {
        let within = |marks: &[usize], start: usize, end: usize| {
            marks.partition_point(|&at| at < end) - marks.partition_point(|&at| at < start)
        };
        let breaks = |start: usize, end: usize| {
            within(&self.straight, start, end) % 2 == 1
                || within(&self.opening, start, end) != within(&self.closing, start, end)
        };
        let pairs = segment.iter().filter(|token| token.opens).filter_map(|token| Some((token, token.partner?)));
        let cut = pairs.filter(|(token, partner)| breaks(token.at, segment[*partner].at)).count();
        cut + segment.windows(2).filter(|two| is_half(two, segment)).count()
    }
}

/// Whether two opening delimiters stand together whose partners do not, or two closing ones.
fn is_half(two: &[Token], segment: &[Token]) -> bool {
    let [one, other] = two else { return false };
    let (Some(first), Some(second)) = (one.partner, other.partner) else { return false };
    one.opens == other.opens && other.at - one.at == 1 && segment[first].at.abs_diff(segment[second].at) != 1
}

/// Makes brackets of the pairs; two pairs that stand directly within one another are one doubled bracket.
fn collect(tokens: &[Token], base: usize, signs: &[Sign]) -> Brackets {
    let mut brackets = Brackets::default();
    let mut open_until: Vec<usize> = Vec::new();
    let mut idx = 0;
    while idx < tokens.len() {
        let token = tokens[idx];
        while open_until.last().is_some_and(|&end| end < token.at) {
            open_until.pop();
        }
        match token.partner.filter(|_| token.opens) {
            Some(close) => {
                let (bracket, consumed) = bracket(tokens, (idx, close), signs);
                let bracket = Bracket {
                    outer: shifted(bracket.outer, base),
                    inner: shifted(bracket.inner, base),
                    depth: open_until.len(),
                    ..bracket
                };
                if bracket.depth == MAX_DEPTH {
                    brackets.too_deep.push(bracket.outer);
                }
                open_until.push(tokens[close].at);
                if bracket.depth < MAX_DEPTH {
                    brackets.all.push(bracket);
                }
                idx += consumed;
            }
            None if token.partner.is_none() => {
                brackets.strays.push(Stray { at: token.at + base, opens: token.opens, sign: token.sign });
                idx += 1;
            }
            None => idx += 1,
        }
    }
    brackets
}

fn shifted(range: TextRange, by: usize) -> TextRange {
    TextRange::new(range.start + by, range.end + by)
}

/// The bracket of a pair, and how many opening delimiters it takes.
fn bracket(tokens: &[Token], (open, close): (usize, usize), signs: &[Sign]) -> (Bracket, usize) {
    let single = tokens[open].sign;
    let width = (signs[single].open.len_utf8(), signs[single].close.len_utf8());
    let outer = TextRange::new(tokens[open].at, tokens[close].at + width.1);
    let is_double = close > open + 2
        && tokens[open + 1].sign == single
        && tokens[open + 1].partner == Some(close - 1)
        && tokens[open + 1].at == tokens[open].at + width.0
        && tokens[close - 1].at + width.1 == tokens[close].at;
    let doubled = signs.iter().position(|sign| sign.doubled && sign.open == signs[single].open);
    let (sign, times) = doubled.filter(|_| is_double).map_or((single, 1), |sign| (sign, 2));
    let inner = TextRange::new(outer.start + times * width.0, outer.end - times * width.1);
    (Bracket { sign, outer, inner, depth: 0 }, times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<Sign> {
        let sign =
            |name: &str, doubled| Sign { name: name.to_owned(), open: '[', close: ']', doubled, reports_strays: true };
        vec![sign("square", false), sign("double-square", true)]
    }

    fn inners(text: &str) -> Vec<&str> {
        find(text, 0, &square()).all.iter().map(|bracket| &text[bracket.inner.start..bracket.inner.end]).collect()
    }

    #[test]
    fn doubled_brackets_are_one_sign() {
        assert_eq!(inners("[at [[noon]] on [[5]]7]"), ["at [[noon]] on [[5]]7", "noon", "5"]);
    }

    #[test]
    fn two_brackets_that_close_together_are_not_doubled() {
        assert_eq!(inners("[[one] and two]"), ["[one] and two", "one"]);
    }

    #[test]
    fn a_stray_is_where_it_breaks_no_quotation() {
        let text = r#"[left: "to A" and "file [case]] 7" and "B"]"#;
        let found = find(text, 0, &square());
        assert_eq!(inners(text), [&text[1..text.len() - 1], "case"]);
        let second = text.find("]]").unwrap() + 1;
        assert_eq!(found.strays, [Stray { at: second, opens: false, sign: 0 }]);
    }

    #[test]
    fn without_quotations_a_bracket_closes_soonest() {
        assert_eq!(inners("one [two]] three [four]."), ["two", "four"]);
    }

    #[test]
    fn a_doubled_sign_closed_once_does_not_open_the_note() {
        assert_eq!(inners("[notes: to [[lost name] and Ivan]"), ["notes: to [[lost name] and Ivan", "lost name"]);
    }

    #[test]
    fn a_bracket_left_open_swallows_nothing() {
        let found = find("he [left and [sic] came", 0, &square());
        assert_eq!(found.all.len(), 1);
        assert_eq!(found.strays, [Stray { at: 3, opens: true, sign: 0 }]);
    }

    #[test]
    fn deep_nesting_is_cut_and_costs_no_stack() {
        let text = format!("{}x{}", "[ ".repeat(50_000), " ]".repeat(50_000));
        let found = find(&text, 0, &square());
        assert_eq!(found.all.len(), MAX_DEPTH);
        assert_eq!(found.too_deep.len(), 1);
    }
}
