//! From bytes to Unicode: which encoding was taken, and which characters had to be replaced.

use std::fmt;

use chardetng::EncodingDetector;

/// How the bytes of a file were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// The name of the encoding in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1251`.
    pub name: &'static str,
    /// Whether it was guessed from the letters rather than known from the bytes.
    pub guessed: bool,
    /// Whether the file began with a byte order mark (which is not part of the text).
    pub byte_order_mark: bool,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A character of the decoded text that stands for one which XML cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replacement {
    /// Byte offset in the decoded text.
    pub offset: usize,
    /// What stood in the file; `None` for bytes that are no character of the encoding.
    pub original: Option<char>,
    /// What stands there now: a control picture (U+2400 and following) or U+FFFD.
    pub written: char,
}

/// The result of decoding a file.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The text, without byte order mark, safe for XML 1.0.
    pub text: String,
    /// The encoding taken.
    pub encoding: Encoding,
    /// What was replaced, in order.
    pub replacements: Vec<Replacement>,
    /// The bytes of the file, where they cannot be had back from the text: some are no character, or the encoding has
    /// two ways to write one.
    pub undecodable: Option<Vec<u8>>,
}

impl Decoded {
    /// Decodes: a byte order mark decides, then UTF-8 if the bytes are valid UTF-8, then the detector's guess.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Self::from_decoded(bytes, decode(bytes))
    }

    /// Decodes from an encoding that is known, whatever the bytes look like.
    pub(super) fn from_bytes_in(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Self {
        let byte_order_mark = encoding_rs::Encoding::for_bom(bytes).is_some_and(|(marked, _)| marked == encoding);
        let text = encoding.decode_with_bom_removal(bytes).0.into_owned();
        Self::from_decoded(bytes, (text, Encoding { name: encoding.name(), guessed: false, byte_order_mark }))
    }

    fn from_decoded(bytes: &[u8], (raw, encoding): (String, Encoding)) -> Self {
        let exact = is_exact(&raw, &encoding, bytes);
        let mut replacements = Vec::new();
        let text = if raw.bytes().any(may_begin_forbidden) {
            let malformed = encoding.guessed || std::str::from_utf8(bytes).is_err();
            replace_forbidden(&raw, malformed, &mut replacements)
        } else {
            raw
        };
        let has_gaps = replacements.iter().any(|replacement| replacement.original.is_none());
        let undecodable = (has_gaps || !exact).then(|| bytes.to_vec());
        Self { text, encoding, replacements, undecodable }
    }
}

fn decode(bytes: &[u8]) -> (String, Encoding) {
    if let Some((encoding, mark_len)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[mark_len..]).0.into_owned();
        return (text, Encoding { name: encoding.name(), guessed: false, byte_order_mark: true });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), Encoding { name: "UTF-8", guessed: false, byte_order_mark: false });
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    let encoding = if has_foreign_letters(bytes) { guess } else { encoding_rs::WINDOWS_1252 };
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    (text, Encoding { name: encoding.name(), guessed: true, byte_order_mark: false })
}

/// Whether writing the text in its encoding gives the bytes again.
fn is_exact(text: &str, encoding: &Encoding, bytes: &[u8]) -> bool {
    match encoding.name {
        "UTF-8" => true,
        // Written with a mark, always.
        "UTF-16LE" | "UTF-16BE" => encoding.byte_order_mark,
        name => encoding_rs::Encoding::for_label(name.as_bytes()).is_some_and(|known| *known.encode(text).0 == *bytes),
    }
}

/// Whether bytes beyond ASCII could be letters. Where all are signs of windows-1252 (pounds, dashes, quotation marks)
/// there is nothing from which another encoding could be told.
fn has_foreign_letters(bytes: &[u8]) -> bool {
    let high: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&high).0.chars().any(char::is_alphabetic)
}

/// Whether a character that begins with this byte in UTF-8 may be forbidden, or stand for bytes that are no character.
fn may_begin_forbidden(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0xEF
}

/// Characters outside the production `Char` of XML 1.0 (section 2.2). CR is allowed: it is a line end here.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn replace_forbidden(raw: &str, malformed: bool, replacements: &mut Vec<Replacement>) -> String {
    let mut text = String::with_capacity(raw.len() + 16);
    for c in raw.chars() {
        if is_forbidden(c) {
            let written = picture(c);
            replacements.push(Replacement { offset: text.len(), original: Some(c), written });
            text.push(written);
        } else {
            if malformed && c == char::REPLACEMENT_CHARACTER {
                replacements.push(Replacement { offset: text.len(), original: None, written: c });
            }
            text.push(c);
        }
    }
    text
}

/// The visible stand-in: the control picture of a C0 control (Unicode block 2400), else U+FFFD.
fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let bytes: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("Письмо".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decoded = Decoded::from_bytes(&bytes);
        assert_eq!(decoded.text, "Письмо");
        assert_eq!(decoded.encoding.name, "UTF-16LE");
        assert!(decoded.encoding.byte_order_mark);
    }

    #[test]
    fn a_legacy_encoding_is_guessed_and_named() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1251.encode("Секретно. Товарищу Иванову, лично в руки. Москва, октябрь");
        let decoded = Decoded::from_bytes(&bytes);
        assert_eq!(decoded.encoding.name, "windows-1251");
        assert!(decoded.encoding.guessed);
        assert!(decoded.text.starts_with("Секретно."));
    }

    #[test]
    fn an_encoding_that_is_known_is_not_guessed() {
        let decoded = Decoded::from_bytes_in(b"caf\x8E", encoding_rs::MACINTOSH);
        assert_eq!((decoded.text.as_str(), decoded.encoding.name), ("café", "macintosh"));
        assert!(!decoded.encoding.guessed);
        let decoded = Decoded::from_bytes_in(b"\xEF\xBB\xBFa\xFF", encoding_rs::UTF_8);
        assert_eq!(decoded.text, "a\u{FFFD}");
        assert!(decoded.encoding.byte_order_mark && decoded.replacements.len() == 1);
    }

    #[test]
    fn bytes_that_the_text_does_not_give_again_are_kept() {
        assert_eq!(Decoded::from_bytes_in(b"a\0", encoding_rs::UTF_16LE).undecodable.as_deref(), Some(&b"a\0"[..]));
        assert_eq!(Decoded::from_bytes_in(b"\xFF\xFEa\0", encoding_rs::UTF_16LE).undecodable, None);
        assert_eq!(Decoded::from_bytes_in(b"\xE9", encoding_rs::WINDOWS_1252).undecodable, None);
        // NEC's row 13 and IBM's extension both hold the Roman numeral; one of them is written.
        let twice = [&b"\x87\x54"[..], &b"\xFA\x4A"[..]].map(|one| Decoded::from_bytes_in(one, encoding_rs::SHIFT_JIS));
        assert_eq!(twice[0].text, twice[1].text);
        assert!(twice.iter().any(|decoded| decoded.undecodable.is_some()));
    }

    #[test]
    fn pounds_and_dashes_alone_are_western() {
        let decoded = Decoded::from_bytes(b"Don\x92t pay \xA3100 \x96 ever.");
        assert_eq!(decoded.encoding.name, "windows-1252");
        assert_eq!(decoded.text, "Don\u{2019}t pay \u{A3}100 \u{2013} ever.");
    }

    #[test]
    fn forbidden_characters_become_control_pictures_and_are_listed() {
        let decoded = Decoded::from_bytes(b"a\0b\x0Cc");
        assert_eq!(decoded.text, "a\u{2400}b\u{240C}c");
        assert_eq!(decoded.replacements.len(), 2);
        assert_eq!(decoded.replacements[0].original, Some('\0'));
    }
}
