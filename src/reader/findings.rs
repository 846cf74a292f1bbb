//! What the readers report of a file as such: its encoding, its forbidden characters, that it is no text.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Replacement, Source, Span};

/// How files begin that hold documents but no plain text, after decoding: PDF, ZIP (as Word writes it), RTF.
const FOREIGN_BEGINNINGS: [&str; 3] = ["%PDF-", "PK\u{2403}\u{2404}", "{\\rtf"];

/// Whether the source is no text file.
///
/// A picture or a Word file is known by its many control characters, UTF-16 without a byte order mark by its NULs;
/// page breaks (form feeds) and a stray control character do not count.
pub(super) fn is_binary(source: &Source) -> bool {
    let text = source.text();
    if FOREIGN_BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) {
        return true;
    }
    let replaced = source.replacements();
    let strange = replaced.iter().filter(|replacement| !is_page_break(replacement)).count();
    strange >= 4 && strange.saturating_mul(20) > text.chars().count()
}

fn is_page_break(replacement: &Replacement) -> bool {
    matches!(replacement.original, Some('\u{B}' | '\u{C}'))
}

/// The finding for a file that is no text.
pub(super) fn binary() -> Diagnostic {
    Diagnostic::new(Code::R009, "this is not a text file").with_help("export it as plain text or Markdown first")
}

/// The finding for a transcript without words.
pub(super) fn empty() -> Diagnostic {
    Diagnostic::new(Code::R010, "the transcript holds no text")
}

/// The findings about the encoding and about characters that had to be replaced.
pub(super) fn decoding(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let encoding = source.encoding();
    if encoding.guessed {
        let message = format!("the encoding was guessed: {encoding}");
        let help = "look at a few accented or Cyrillic words; if they are wrong, convert the file to UTF-8 first";
        found.push(Diagnostic::new(Code::R001, message).with_help(help));
    }
    let malformed: Vec<&Replacement> = source.replacements().iter().filter(|r| r.original.is_none()).collect();
    if let Some(first) = malformed.first() {
        let message = format!(
            "{} of {encoding}, written as U+FFFD",
            counted(malformed.len(), "byte that is no character", "bytes that are no character")
        );
        found.push(Diagnostic::new(Code::R002, message).at(span_of(first)));
    }
    found.extend(forbidden(source.replacements()));
    found
}

/// One finding for each character that XML forbids, at the first place where it stands.
fn forbidden(replacements: &[Replacement]) -> Vec<Diagnostic> {
    let mut kinds: Vec<(char, &Replacement, usize)> = Vec::new();
    for replacement in replacements {
        let Some(original) = replacement.original else { continue };
        match kinds.iter_mut().find(|(kind, _, _)| *kind == original) {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((original, replacement, 1)),
        }
    }
    kinds.into_iter().map(|(original, first, count)| forbidden_character(original, first, count)).collect()
}

fn forbidden_character(original: char, first: &Replacement, count: usize) -> Diagnostic {
    let places = counted(count, "place", "places");
    let message = format!(
        "XML cannot hold the character U+{:04X}; `{}` was written instead, in {places}",
        u32::from(original),
        first.written
    );
    Diagnostic::new(Code::R003, message)
        .at(span_of(first))
        .with_help("remove it from the transcript if it is an accident of copying")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn span_of(replacement: &Replacement) -> Span {
    Span::new(replacement.offset, replacement.offset + replacement.written.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<Code> {
        decoding(&Source::from_bytes("a.txt", bytes)).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_guessed_encoding_and_replaced_characters_are_reported() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Секретно. Товарищу Иванову, лично в руки. Москва");
        assert_eq!(codes(&bytes), [Code::R001]);
        assert_eq!(codes(b"one\x0Ctwo\x0Cthree\x01"), [Code::R003, Code::R003]);
        assert_eq!(codes("plain".as_bytes()), []);
    }

    #[test]
    fn pictures_and_word_files_are_no_text() {
        let picture: Vec<u8> = (0..4000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
        assert!(is_binary(&Source::from_bytes("a.jpg", &picture)));
        assert!(is_binary(&Source::from_bytes("a.pdf", b"%PDF-1.7\nobj")));
        assert!(is_binary(&Source::from_bytes("a.docx", b"PK\x03\x04\x14\0\x06\0")));
        let utf_16: Vec<u8> = "Письмо без знака".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_binary(&Source::from_bytes("a.txt", &utf_16)));
    }

    #[test]
    fn page_breaks_and_a_stray_control_character_are_text() {
        assert!(!is_binary(&Source::from_bytes("a.txt", b"a\x0Cb\x0Cc\x0Cd\x0Ce\x0Cf\x0C")));
        assert!(!is_binary(&Source::from_bytes("a.txt", b"one\0")));
    }
}
