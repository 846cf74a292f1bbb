//! XML files as we get them: decoded as their declaration says.

use encoding_rs::Encoding;

use postil::diagnostic::Problem;
use postil::diagnostic::{Code, Diagnostic};
use postil::source::{Source, Span};

/// The bytes in which the encoding must be declared (XML 1.0, Appendix F).
const DECLARATION: usize = 256;

/// Decodes an XML file. A byte order mark decides, then the XML declaration, then UTF-8.
///
/// # Errors
/// The bytes are no characters of that encoding, or some are characters that XML forbids (XML 1.0, 2.2 and 4.3.3).
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Source, Problem> {
    let source = match declared(bytes).filter(|_| Encoding::for_bom(bytes).is_none()) {
        Some(encoding) => Source::from_bytes_in(name, bytes, encoding),
        None => Source::from_bytes(name, bytes),
    };
    match forbidden(&source) {
        Some(finding) => Err(Problem::of(source, finding)),
        None => Ok(source),
    }
}

fn forbidden(source: &Source) -> Option<Diagnostic> {
    if source.encoding().guessed {
        return Some(not_well_formed("the file is not in UTF-8, and declares no other encoding".to_owned()));
    }
    let replaced = source.replacements().first()?;
    let message = match replaced.original {
        Some(c) => format!("XML does not allow the character U+{:04X}", u32::from(c)),
        None => format!("these bytes are no character of {}", source.encoding()),
    };
    Some(not_well_formed(message).at(Span::new(replaced.offset, replaced.offset + replaced.written.len_utf8())))
}

fn not_well_formed(message: String) -> Diagnostic {
    Diagnostic::new(Code::V001, message)
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let head = head.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split_once(quote)?.0.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_taken() {
        let bytes = b"<?xml version=\"1.0\" encoding='windows-1251'?><p>\xCC\xEE\xF1\xEA\xE2\xE0</p>";
        assert!(read("a.xml", bytes).unwrap().text().ends_with("<p>Москва</p>"));
    }

    #[test]
    fn bytes_that_are_no_characters_are_found() {
        let problem = read("a.xml", b"<p>caf\xE9</p>").unwrap_err();
        assert_eq!(problem.finding.code, Code::V001);
        let finding = read("a.xml", b"<p>\x01</p>").unwrap_err().finding;
        assert_eq!(finding.message, "XML does not allow the character U+0001");
        assert_eq!(finding.span, Some(Span::new(3, 6)));
    }
}
