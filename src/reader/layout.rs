//! Tells lines of running text, broken at the width of the page, from lines that stand on their own.

use crate::reader::line::Line;

/// Running text is broken at no more than this many characters; a longer line is a paragraph on one line.
const WIDEST: usize = 120;
/// Widths below this are believed only of a text that is broken so throughout (a newspaper column).
const NARROW: usize = 45;
/// The narrowest column believed.
const NARROWEST: usize = 24;
/// How far a typist's lines may go beyond the width, in characters.
const SLACK: usize = 3;

/// How the lines of a document were broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// At a width of this many characters.
    Wrapped(usize),
    /// At no width that can be seen.
    Free,
    /// Not at all: one line is one paragraph.
    LinePerParagraph,
}

/// What a line end inside a chunk of lines means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// The text goes on.
    Wrap,
    /// The next word would just have fitted: the text goes on if the lines round it do.
    Perhaps,
    /// The next line stands on its own.
    Own,
}

/// How often each width would explain a line end, and how long the lines are.
struct Widths {
    /// Line ends explained by each width.
    support: [usize; WIDEST + 2],
    /// Lines longer than each width.
    longer: [usize; WIDEST + 2],
    /// Line ends inside chunks.
    ends: usize,
    /// All lines.
    lines: usize,
}

impl Layout {
    /// The layout of a document.
    ///
    /// A typist (or an editor's program) goes to a new line when the next word would not have fitted. So each line end
    /// inside a chunk speaks for all widths from the length of the line to that length with the next word. The width
    /// for which most line ends speak and beyond which fewest lines run is taken, if a quarter of the line ends speak for it.
    pub(super) fn of(text: &str, lines: &[Line]) -> Self {
        let widths = Widths::measure(text, lines);
        let best = (NARROWEST..=WIDEST).rev().max_by_key(|&width| widths.score(width)).filter(|&w| widths.believes(w));
        match best {
            Some(width) => Self::Wrapped(width),
            None if widths.longer[WIDEST] * 20 > widths.lines => Self::LinePerParagraph,
            None => Self::Free,
        }
    }

    /// What the end of `line` before `next` means; both stand in one chunk.
    pub(super) fn line_end(self, text: &str, line: &Line, next: &Line) -> LineEnd {
        let (len, word) = (length(line.str(text)), length(first_word(next.str(text))));
        if self.is_possible(len) && goes_on(line.str(text), next.str(text)) {
            return LineEnd::Wrap;
        }
        match self {
            Self::Wrapped(width) if len > width + SLACK => LineEnd::Own,
            Self::Wrapped(width) if len + 1 + word > width => LineEnd::Wrap,
            Self::Wrapped(width) if len + 1 + word + slack(width) > width => LineEnd::Perhaps,
            Self::Wrapped(_) | Self::Free | Self::LinePerParagraph => LineEnd::Own,
        }
    }

    /// Whether a line of this length may have been broken at all.
    fn is_possible(self, len: usize) -> bool {
        match self {
            Self::Wrapped(width) => len * 10 >= width * 6,
            Self::Free => (NARROW..=WIDEST).contains(&len),
            Self::LinePerParagraph => false,
        }
    }
}

/// How far a typist's lines may fall short of a width, in characters.
fn slack(width: usize) -> usize {
    SLACK.max(width / 12)
}

/// Whether a sentence plainly runs on: no punctuation at the end of the line, and lower case after it.
fn goes_on(line: &str, next: &str) -> bool {
    // A line that is one bracketed note stands on its own; `[last fall] in March` does not.
    let is_note = next.starts_with('[') && next.ends_with(']');
    let begins = next.trim_start_matches(['(', '{', '[']);
    !is_note && begins.starts_with(|c: char| c.is_lowercase() || c == '&') && !line.ends_with(['.', '!', '?', ':', ']'])
}

impl Widths {
    fn measure(text: &str, lines: &[Line]) -> Self {
        let mut steps = [0_isize; WIDEST + 3];
        let mut lengths = [0_usize; WIDEST + 2];
        let mut ends = 0;
        for line in lines {
            lengths[length(line.str(text))] += 1;
        }
        for pair in lines.windows(2).filter(|pair| !pair[1].after_blank) {
            ends += 1;
            let len = length(pair[0].str(text));
            if len <= WIDEST {
                let widest = (len + length(first_word(pair[1].str(text)))).min(WIDEST);
                steps[len] += 1;
                steps[widest + 1] -= 1;
            }
        }
        let mut widths = Self { support: [0; WIDEST + 2], longer: [0; WIDEST + 2], ends, lines: lines.len() };
        let (mut open, mut shorter) = (0_isize, 0);
        for width in 0..=WIDEST {
            open += steps[width];
            shorter += lengths[width];
            widths.support[width] = open.unsigned_abs();
            widths.longer[width] = lines.len() - shorter;
        }
        widths
    }

    fn score(&self, width: usize) -> isize {
        self.support[width].cast_signed() - self.longer[(width + SLACK).min(WIDEST)].cast_signed()
    }

    fn believes(&self, width: usize) -> bool {
        let support = self.support[width];
        let share =
            if width >= NARROW { support * 4 >= self.ends } else { support >= 8 && support * 10 >= self.ends * 7 };
        self.score(width) >= 2 && share
    }
}

/// The length in characters, counted no further than one beyond the widest line.
pub(super) fn length(line: &str) -> usize {
    line.chars().take(WIDEST + 1).count()
}

fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::line::lines;

    /// The chunks of a text with `/` where a line stands on its own.
    fn shown(text: &str) -> String {
        let lines = lines(text, 0);
        let layout = Layout::of(text, &lines);
        let mut shown = String::from(lines[0].str(text));
        for pair in lines.windows(2) {
            shown.push(match layout.line_end(text, &pair[0], &pair[1]) {
                _ if pair[1].after_blank => '#',
                LineEnd::Wrap => ' ',
                LineEnd::Perhaps => '~',
                LineEnd::Own => '/',
            });
            shown.push_str(pair[1].str(text));
        }
        shown
    }

    #[test]
    fn lines_broken_at_the_width_of_the_page_run_on() {
        let text = "The harbour master came at seven in the morning and asked\nfor the book of arrivals, which nobody had kept since the\nspring. He was told so.\n\nDear Sir,\nMiss Hobart";
        assert_eq!(
            shown(text),
            "The harbour master came at seven in the morning and asked for the book of arrivals, which nobody had kept since the spring. He was told so.#Dear Sir,/Miss Hobart"
        );
    }

    #[test]
    fn addresses_and_title_lines_stand_on_their_own() {
        assert_eq!(
            shown("Secretary,\nMinistry of Harbours,\nPort Amsel."),
            "Secretary,/Ministry of Harbours,/Port Amsel."
        );
    }

    #[test]
    fn a_file_with_long_lines_has_one_paragraph_on_each() {
        let long = "word ".repeat(60);
        let text = format!("{long}\nShort line that is not the end of anything at all today\nand so on\n{long}");
        assert_eq!(Layout::of(&text, &lines(&text, 0)), Layout::LinePerParagraph);
        assert_eq!(shown(&text).matches('/').count(), 3);
    }

    #[test]
    fn a_sentence_that_plainly_runs_on_is_joined_without_a_known_width() {
        assert_eq!(
            shown("We ask the commission to look once more at the question of\nthe lamp."),
            "We ask the commission to look once more at the question of the lamp."
        );
    }
}
