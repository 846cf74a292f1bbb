//! Which asterisks and underscores of Markdown belong together; the others are text.

use crate::source::Span;

/// A run of one to three `*` or `_` that may begin or end emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first byte.
    pub(super) at: usize,
    /// `*` or `_`.
    pub(super) sign: u8,
    /// 1 to 3.
    pub(super) len: usize,
    /// Whether emphasis may begin here.
    pub(super) opens: bool,
    /// Whether emphasis may end here.
    pub(super) closes: bool,
}

/// Two runs, or parts of them, that hold emphasis between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// The signs before the words.
    pub(super) open: Span,
    /// The signs after the words.
    pub(super) close: Span,
}

impl Run {
    /// The run of the signs at `at` in a line, with what its neighbours allow.
    ///
    /// Emphasis begins where a run stands at the beginning of a word, and ends where one stands at its end; inside a
    /// word (`snake_case`, `2*3`), between spaces (`2 * 3`) and inside brackets of its own (`[*]`) it is text.
    pub(super) fn new(line: &str, offset: usize, span: Span) -> Self {
        let before = line[..span.start - offset].chars().next_back().unwrap_or(' ');
        let after = line[span.end - offset..].chars().next().unwrap_or(' ');
        let opens =
            !before.is_alphanumeric() && !after.is_whitespace() && !matches!(after, ']' | ')' | '}' | ',' | ';' | ':');
        let closes = !after.is_alphanumeric() && !before.is_whitespace() && !matches!(before, '[' | '(' | '{');
        Self { at: span.start, sign: line.as_bytes()[span.start - offset], len: span.len(), opens, closes }
    }
}

/// The pairs of some runs, in no order; pairs nest and do not cross. Takes time linear in the number of runs.
pub(super) fn pairs(runs: &[Run]) -> Vec<Pair> {
    let mut open = Open::default();
    let mut pairs = Vec::new();
    for &run in runs {
        let mut rest = run;
        while rest.closes && rest.len > 0 {
            let Some(before) = open.take(rest.sign, rest.len) else { break };
            let len = before.len.min(rest.len);
            let left = before.len - len;
            pairs.push(Pair {
                open: Span::new(before.at + left, before.at + before.len),
                close: Span::new(rest.at, rest.at + len),
            });
            open.push(Run { len: left, ..before });
            rest = Run { at: rest.at + len, len: rest.len - len, ..rest };
        }
        if rest.opens && rest.len == run.len {
            open.push(rest);
        }
    }
    pairs
}

/// The runs that wait for their partner, and how many of each sign and length there are.
#[derive(Default)]
struct Open {
    stack: Vec<Run>,
    counts: [[usize; 4]; 2],
}

impl Open {
    fn push(&mut self, run: Run) {
        if run.len > 0 {
            self.counts[sign_idx(run.sign)][run.len] += 1;
            self.stack.push(run);
        }
    }

    /// Takes the last run that fits a closing run; those opened after it are text from now on.
    ///
    /// A run of equal length fits best; else one of three may be ended by one and two signs in turn, or begin so.
    fn take(&mut self, sign: u8, len: usize) -> Option<Run> {
        let counts = self.counts[sign_idx(sign)];
        let fits: [bool; 4] = if counts[len] > 0 {
            std::array::from_fn(|other| other == len)
        } else if len == 3 {
            [false, true, true, false]
        } else {
            [false, false, false, true]
        };
        if !(1..4).any(|other| fits[other] && counts[other] > 0) {
            return None;
        }
        while let Some(run) = self.stack.pop() {
            self.counts[sign_idx(run.sign)][run.len] -= 1;
            if run.sign == sign && fits[run.len] {
                return Some(run);
            }
        }
        None
    }
}

fn sign_idx(sign: u8) -> usize {
    usize::from(sign == b'_')
}
