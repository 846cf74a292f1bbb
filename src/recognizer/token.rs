//! Cuts a line of the reading text into words, initials and marks, each with what is known of it.

use crate::recognizer::fold::fold_into;
use crate::recognizer::hash::hash;
use crate::recognizer::lexicon::{Classes, Lexicon};
use crate::recognizer::vocabulary::Word;

/// How a token looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A capital, then small letters: `Lindqvist`, `McNamara`.
    Title,
    /// Two or more capitals: `VARNOV`.
    Capitals,
    /// An initial with its dot: `A.`, `Yu.`
    Initial,
    /// One capital alone: Harry `S` Truman.
    Letter,
    /// A word in small letters.
    Lower,
    /// Digits, or letters with digits, or letters mixed as in no name: `F-5`, `SecDef`.
    Other,
    /// A sign of punctuation, or a tab, which parts columns.
    Mark(char),
}

/// A word, initial or mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte in the flow.
    pub(super) start: usize,
    /// One past its last byte, without a genitive ending, with the dot of an abbreviation.
    pub(super) end: usize,
    /// How it looks.
    pub(super) shape: Shape,
    /// What is known of the word.
    pub(super) classes: Classes,
    /// The hash of the folded word; of a mark that of its character.
    pub(super) hash: u64,
    /// Whether a sentence, or a line, or a quotation starts here, so that its capital says nothing.
    pub(super) starts: bool,
    /// Whether a genitive ending follows.
    pub(super) genitive: bool,
    /// What is known of the word in general.
    pub(super) word: Word,
}

impl Token {
    /// Whether it is a word with a capital.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Capitals)
    }

    /// Whether it is this mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether its word belongs to one of `classes`.
    pub(super) fn any(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }
}

/// Lines longer than this many bytes are read in parts, so that memory stays in proportion.
const LONGEST: usize = 1 << 16;

/// The parts of `text` that are read at a time: its lines, and the parts of very long ones, with their offsets.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let near = &rest[..boundary(rest, LONGEST)];
        let part = match near.find('\n') {
            Some(end) => &near[..=end],
            None if near.len() == rest.len() => near,
            None => &near[..near.rfind(' ').map_or(near.len(), |space| space + 1)],
        };
        let start = at;
        at += part.len();
        Some((start, part))
    })
}

/// The greatest character boundary that is not beyond `limit`.
fn boundary(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Cuts lines into tokens, with buffers that are used again.
#[derive(Debug)]
pub(super) struct Tokenizer {
    lexicon: &'static Lexicon,
    folded: String,
}

impl Tokenizer {
    /// A tokenizer with the words that ship.
    pub(super) fn new() -> Self {
        Self { lexicon: Lexicon::shipped(), folded: String::new() }
    }

    /// Adds the tokens of `line`, which starts at byte `base` of the flow, to `tokens`.
    pub(super) fn cut(&mut self, base: usize, line: &str, tokens: &mut Vec<Token>) {
        let first_of_line = tokens.len();
        let mut at = 0;
        while let Some(first) = line[at..].chars().next() {
            if first.is_whitespace() && first != '\t' {
                at += first.len_utf8();
                continue;
            }
            let starts = starts_sentence(&tokens[first_of_line..]);
            let (mut token, next) = if is_letter(first) { self.word(line, at) } else { mark(line, at, first) };
            token.starts = starts;
            token.start += base;
            token.end += base;
            tokens.push(token);
            at = next;
        }
    }

    /// The word at `at`, and where to go on.
    fn word(&mut self, line: &str, at: usize) -> (Token, usize) {
        let rest = &line[at..];
        let Form { len, stem, shape, genitive } = plain_form(rest).unwrap_or_else(|| form(rest));
        let end = at + len;
        fold_into(&mut self.folded, stem);
        let hash = hash(self.folded.as_bytes());
        let classes = self.lexicon.classes_of(hash, &self.folded);
        let end_of_stem = at + stem.len();
        let word = Word::of(hash);
        let mut token = Token { start: at, end: end_of_stem, shape, classes, hash, starts: false, genitive, word };
        let dotted = line[end..].starts_with('.') && stem.len() == end - at;
        if dotted && (token.shape == Shape::Letter || (token.is_capital() && classes.any(Classes::INITIAL))) {
            token.shape = Shape::Initial;
        }
        if dotted && (token.shape == Shape::Initial || classes.any(Classes::ABBREVIATION)) {
            token.end += 1;
            return (token, end + 1);
        }
        (token, end)
    }
}

fn mark(line: &str, at: usize, first: char) -> (Token, usize) {
    let number = first.is_numeric();
    let len = if number {
        line[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len() - at)
    } else {
        first.len_utf8()
    };
    let shape = if number { Shape::Other } else { Shape::Mark(first) };
    let hash = hash(&line.as_bytes()[at..at + len]);
    let token = Token {
        start: at,
        end: at + len,
        shape,
        classes: Classes::NONE,
        hash,
        starts: false,
        genitive: false,
        word: Word::default(),
    };
    (token, at + len)
}

/// Whether the token after `tokens` starts a sentence, a quotation or the line.
fn starts_sentence(tokens: &[Token]) -> bool {
    let Some(last) = tokens.last() else { return true };
    match last.shape {
        Shape::Mark('.') => tokens.len() < 2 || !matches!(tokens[tokens.len() - 2].shape, Shape::Mark('.')),
        Shape::Mark(sign) => {
            matches!(sign, '!' | '?' | ':' | '"' | '“' | '„' | '«' | '‘' | '…' | '•' | '*' | '#' | '—' | '\t')
                || (last.starts && !matches!(sign, ',' | ';' | '/'))
        }
        Shape::Title | Shape::Capitals | Shape::Initial | Shape::Letter | Shape::Lower | Shape::Other => false,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// A word as it is cut from a line.
struct Form<'a> {
    /// Its bytes, with any ending.
    len: usize,
    /// The word without `'s`, `'ll` and the like.
    stem: &'a str,
    shape: Shape,
    genitive: bool,
}

/// The word at the start of `text`.
fn form(text: &str) -> Form<'_> {
    let len = elided(text).unwrap_or_else(|| word_len(text));
    let (stem, genitive) = without_ending(&text[..len]);
    Form { len, stem, shape: shape(stem), genitive }
}

/// The same in one pass, where the word is of ASCII letters and digits alone and its capitals are not mixed, as most are.
fn plain_form(text: &str) -> Option<Form<'_>> {
    let (mut capitals, mut small, mut digits) = (0, 0, 0);
    let mut next = b' ';
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' => small += 1,
            b'A'..=b'Z' => capitals += 1,
            b'0'..=b'9' => digits += 1,
            _ => {
                next = byte;
                break;
            }
        }
    }
    if !next.is_ascii() || matches!(next, b'\'' | b'-') {
        return None;
    }
    let shape = match (capitals, small) {
        _ if digits > 0 => Shape::Other,
        (0, _) => Shape::Lower,
        (1, 0) => Shape::Letter,
        (_, 0) => Shape::Capitals,
        (1, _) if text.starts_with(|first: char| first.is_ascii_uppercase()) => Shape::Title,
        _ => return None,
    };
    let len = capitals + small + digits;
    Some(Form { len, stem: &text[..len], shape, genitive: false })
}

/// The bytes of a French article or particle that has lost its vowel before a name: `l'Italie`, `d'Estaing`.
fn elided(text: &str) -> Option<usize> {
    let article = text.starts_with(['l', 'd', 'j', 'm', 'n', 's', 'c']);
    let mut chars = text.get(1..).filter(|_| article)?.chars();
    let apostrophe = chars.next().filter(|c| matches!(c, '\'' | '’'))?;
    chars.next().filter(|c| c.is_uppercase())?;
    Some(1 + apostrophe.len_utf8())
}

/// The bytes of the word at the start of `text`: letters, with apostrophes, hyphens and digits between letters.
fn word_len(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’' | '-' | '–' | '‐' | '‑')
            && chars.peek().is_some_and(|&(_, next)| is_letter(next) || (c == '-' && next.is_numeric()));
        let letter = is_letter(c) || c.is_numeric() || unicode_normalization::char::is_combining_mark(c);
        if !letter && !inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The word without `'s`, `'ll` and the like, and whether it had the genitive ending.
fn without_ending(word: &str) -> (&str, bool) {
    let Some((at, apostrophe)) = word.char_indices().rev().find(|&(_, c)| matches!(c, '\'' | '’')) else {
        return (word, false);
    };
    let ending = &word[at + apostrophe.len_utf8()..];
    match ending {
        "s" | "S" => (&word[..at], true),
        "m" | "ll" | "ve" | "d" | "re" | "t" => (&word[..at], false),
        _ => (word, false),
    }
}

/// What may stand before a second capital inside a surname.
const MIXED: &[&str] =
    &["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "O", "D", "L", "de", "d", "al"];

fn shape(word: &str) -> Shape {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return Shape::Other };
    if word.chars().any(char::is_numeric) {
        return Shape::Other;
    }
    let small = word.chars().any(char::is_lowercase);
    if !small {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        return match capitals {
            0 => Shape::Lower,
            1 => Shape::Letter,
            _ => Shape::Capitals,
        };
    }
    match inner_capital(word) {
        Some(at) if MIXED.contains(&&word[..at]) => Shape::Title,
        Some(_) => Shape::Other,
        None if first.is_uppercase() => Shape::Title,
        None => Shape::Lower,
    }
}

/// Where a capital stands that is neither the first letter nor after a hyphen or apostrophe.
fn inner_capital(word: &str) -> Option<usize> {
    let mut previous = '-';
    for (at, c) in word.char_indices() {
        if c.is_uppercase() && previous.is_alphabetic() {
            return Some(at);
        }
        previous = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<(String, Shape)> {
        let mut tokens = Vec::new();
        Tokenizer::new().cut(0, line, &mut tokens);
        tokens.iter().map(|token| (line[token.start..token.end].to_owned(), token.shape)).collect()
    }

    #[test]
    fn initials_keep_their_dot_and_stand_apart() {
        let found = words("D.A. Privalov, Yu. V. Orlovsky");
        assert_eq!(found[0], ("D.".to_owned(), Shape::Initial));
        assert_eq!(found[2], ("Privalov".to_owned(), Shape::Title));
        assert_eq!(found[4], ("Yu.".to_owned(), Shape::Initial));
    }

    #[test]
    fn a_genitive_is_no_part_of_the_word() {
        assert_eq!(words("Lindqvist’s")[0], ("Lindqvist".to_owned(), Shape::Title));
        assert_eq!(words("Rogers’ visit")[0], ("Rogers".to_owned(), Shape::Title));
        assert_eq!(words("O'Neill")[0], ("O'Neill".to_owned(), Shape::Title));
    }

    #[test]
    fn mixed_capitals_are_names_only_after_a_known_beginning() {
        assert_eq!(words("McNamara")[0].1, Shape::Title);
        assert_eq!(words("SecDef")[0].1, Shape::Other);
        assert_eq!(words("F-5")[0].1, Shape::Other);
        assert_eq!(words("Ball-Kaduri")[0].1, Shape::Title);
    }

    #[test]
    fn a_line_without_end_is_read_in_parts() {
        let text = "word ".repeat(40_000);
        assert!(lines(&text).all(|(_, part)| part.len() <= LONGEST));
        assert_eq!(lines(&text).map(|(_, part)| part.len()).sum::<usize>(), text.len());
    }

    #[test]
    fn an_article_that_lost_its_vowel_is_a_word_of_its_own() {
        assert_eq!(words("l'Italie")[1], ("Italie".to_owned(), Shape::Title));
        assert_eq!(words("D'Angelo")[0], ("D'Angelo".to_owned(), Shape::Title));
    }

    #[test]
    fn a_tab_parts_words() {
        assert_eq!(words("Brenner\tRiga")[1].1, Shape::Mark('\t'));
    }

    #[test]
    fn a_title_ends_no_sentence() {
        let mut tokens = Vec::new();
        Tokenizer::new().cut(0, "said. Mr. Lindqvist left", &mut tokens);
        assert!(tokens[2].starts && !tokens[3].starts);
    }
}
