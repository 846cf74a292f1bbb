//! The signs with which items of a list begin: bullets, numbers, letters.

use crate::source::Span;

/// The number or letter with which an item begins, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its bytes in the source, punctuation included: `1.`, `(a)`, `1 -`.
    pub(super) span: Span,
    /// The number or letter without punctuation.
    pub(super) label: String,
    /// Where the text of the item begins.
    pub(super) text_start: usize,
    form: Form,
}

/// How a marker is punctuated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `1.`
    Stop,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
    /// `1 -`
    Dash,
}

impl Marker {
    /// Reads the marker at byte `start`; `end` is where the words of the line end.
    ///
    /// Known are up to three digits (four make a year), one letter, or a Roman number up to 39, in the forms `1.`, `1)`,
    /// `(1)`, `1 -`; a capital letter with a full stop is an initial. Words must follow, after a space or (`2.Text`)
    /// with a capital; digits must not, for `12. 5. 1943` is a date.
    pub(super) fn at(text: &str, start: usize, end: usize) -> Option<Self> {
        let line = &text[start..end];
        let open = usize::from(line.starts_with('('));
        let label_len = line[open..].bytes().take(6).take_while(u8::is_ascii_alphanumeric).count();
        let label = &line[open..open + label_len];
        let (form, len) = form_after(&line[open + label_len..], open == 1)?;
        if !is_label(label, form) {
            return None;
        }
        let marker_end = open + label_len + len;
        let rest = &line[marker_end..];
        let words = rest.trim_start();
        let parted = words.len() < rest.len();
        let first = words.chars().next()?;
        if first.is_ascii_digit() || !(parted || (form != Form::Dash && first.is_uppercase())) {
            return None;
        }
        Some(Self {
            span: Span::new(start, start + marker_end),
            label: label.to_owned(),
            text_start: end - words.len(),
            form,
        })
    }

    /// Whether it is a marker of Markdown itself: `1.` or `1)` before white space.
    pub(super) fn is_markdown(&self) -> bool {
        matches!(self.form, Form::Stop | Form::Bracket)
            && self.number().is_some()
            && self.text_start > self.span.end
            && self.span.len() == self.label.len() + 1
    }

    /// Its number, where it is one in digits.
    pub(super) fn number(&self) -> Option<u32> {
        self.label.parse().ok()
    }

    /// Whether it comes right after another in the same count, as `b)` after `a)`.
    pub(super) fn follows(&self, before: &Self) -> bool {
        if self.form != before.form {
            return false;
        }
        let digits = before.number().map(|n| n + 1);
        if digits.is_some() || self.number().is_some() {
            return digits == self.number();
        }
        let letters = match (before.label.as_bytes(), self.label.as_bytes()) {
            ([one], [two]) => one.checked_add(1) == Some(*two),
            _ => false,
        };
        letters || roman(&before.label).is_some_and(|value| roman(&self.label) == Some(value + 1))
    }
}

/// The form that follows from what stands after the label, and its length in bytes.
fn form_after(rest: &str, opened: bool) -> Option<(Form, usize)> {
    if opened {
        return rest.starts_with(')').then_some((Form::Brackets, 1));
    }
    match rest.chars().next()? {
        ')' => Some((Form::Bracket, 1)),
        // The full-width full stop of Japanese typing.
        stop @ ('.' | '\u{FF0E}') => Some((Form::Stop, stop.len_utf8())),
        ' ' => {
            let dash = rest.trim_start_matches(' ');
            let sign = dash.chars().next().filter(|c| matches!(c, '-' | '–' | '—'))?;
            let len = rest.len() - dash.len() + sign.len_utf8();
            rest[len..].starts_with(' ').then_some((Form::Dash, len))
        }
        _ => None,
    }
}

fn is_label(label: &str, form: Form) -> bool {
    let bytes = label.as_bytes();
    match bytes {
        [] => false,
        [letter] if letter.is_ascii_alphabetic() => match form {
            Form::Stop => letter.is_ascii_lowercase(),
            Form::Bracket | Form::Brackets => true,
            Form::Dash => false,
        },
        _ if bytes.iter().all(u8::is_ascii_digit) => bytes.len() <= 3,
        _ => form != Form::Dash && roman(label).is_some(),
    }
}

/// The value of a Roman number from 1 to 39, in lower or in upper case.
fn roman(label: &str) -> Option<u32> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if label.bytes().any(|b| b.is_ascii_uppercase()) && label.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let lower = label.to_ascii_lowercase();
    let tens = lower.bytes().take(3).take_while(|&b| b == b'x').count();
    let units = UNITS.iter().position(|&unit| unit == &lower[tens..])?;
    u32::try_from(tens * 10 + units).ok().filter(|&value| value > 0)
}

/// The span of the bullet at byte `start`, where one of `signs` stands there before white space and words.
pub(super) fn bullet(text: &str, words: Span, signs: &[char]) -> Option<Span> {
    let line = &text[words.start..words.end];
    let sign = line.chars().next().filter(|c| signs.contains(c))?;
    let after = &line[sign.len_utf8()..];
    (after.starts_with(char::is_whitespace)).then(|| Span::new(words.start, words.start + sign.len_utf8()))
}

/// Whether a line is a rule across the page: three or more of `-`, `*` or `_`, all the same, spaces between allowed.
pub(super) fn is_rule(line: &str) -> bool {
    let Some(sign) = line.chars().next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    line.chars().all(|c| c == sign || c.is_whitespace()) && line.chars().filter(|&c| c == sign).take(3).count() == 3
}

/// Whether a line is the number of a page between dashes, as `- 3 -`.
pub(super) fn is_page_number(line: &str) -> bool {
    let inner = line.trim_matches(['-', '–', '—']);
    let signs_before = line.len() - line.trim_start_matches(['-', '–', '—']).len();
    let signs_after = line.len() - line.trim_end_matches(['-', '–', '—']).len();
    let number = inner.trim();
    signs_before > 0 && signs_after > 0 && (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(line: &str) -> Option<(String, &str, &str)> {
        let found = Marker::at(line, 0, line.len())?;
        Some((found.label, &line[..found.span.end], &line[found.text_start..]))
    }

    #[test]
    fn numbers_and_letters_in_their_forms_are_markers() {
        for (line, label, printed, text) in [
            ("1. One", "1", "1.", "One"),
            ("12) Two", "12", "12)", "Two"),
            ("(a) three", "a", "(a)", "three"),
            ("1 - Cde. Four", "1", "1 -", "Cde. Four"),
            ("iv. five", "iv", "iv.", "five"),
            ("2.Text", "2", "2.", "Text"),
            ("1．The", "1", "1．", "The"),
        ] {
            assert_eq!(marker(line), Some((label.to_owned(), printed, text)), "{line}");
        }
    }

    #[test]
    fn years_dates_initials_and_words_are_no_markers() {
        for line in [
            "1960. A year",
            "12. 5. 1943",
            "A. Puzanov",
            "12 - 15 May",
            "(sic) he",
            "1.5 million",
            "a man",
            "5.",
            "(see) that",
            "99.9 percent",
        ] {
            assert_eq!(marker(line), None, "{line}");
        }
    }

    #[test]
    fn a_marker_knows_what_it_follows() {
        let at = |line: &str| Marker::at(line, 0, line.len()).expect("a marker");
        assert!(at("2. b").follows(&at("1. a")));
        assert!(at("b) b").follows(&at("a) a")));
        assert!(at("(ii) b").follows(&at("(i) a")));
        assert!(!at("2) b").follows(&at("1. a")));
        assert!(!at("1. b").follows(&at("1. a")));
        assert!(!at("a. b").follows(&at("1. a")));
    }

    #[test]
    fn rules_and_page_numbers_are_told_from_bullets() {
        assert!(is_rule("---") && is_rule("* * *") && is_rule("_____") && !is_rule("--") && !is_rule("-*-"));
        assert!(is_page_number("-3-") && is_page_number("— 12 —") && !is_page_number("- 3") && !is_page_number("---"));
    }
}
