//! The pieces of a document as they are written, byte for byte: for those who change some and leave the others alone.

use crate::source::Span;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A start tag.
    Start,
    /// The tag of an element without content.
    Empty,
    /// An end tag.
    End,
    /// Text without references.
    Text,
    /// A CDATA section.
    CharacterData,
    /// A reference, `&amp;` say.
    Reference,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
    /// The XML declaration.
    Declaration,
    /// A document type declaration.
    DocumentType,
}

/// A piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub span: Span,
}

/// An attribute as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeToken {
    /// The bytes of its name.
    pub name: Span,
    /// The bytes of its value, without the quotation marks.
    pub value: Span,
    /// All its bytes, with the white space before it and the quotation marks.
    pub whole: Span,
}

/// The pieces of a document that [`crate::xml::parse`] has found well-formed, all of them, in order. Of other text it
/// makes some pieces or other.
pub fn tokens(xml: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = xml.len() - xml.strip_prefix('\u{FEFF}').unwrap_or(xml).len();
    while at < xml.len() {
        let (kind, len) = first(&xml[at..]);
        tokens.push(Token { kind, span: Span::new(at, at + len) });
        at += len;
    }
    tokens
}

/// The kind and length of the piece at the beginning of `rest`.
fn first(rest: &str) -> (TokenKind, usize) {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |idx| idx + end.len());
    if rest.starts_with("<!--") {
        (TokenKind::Comment, until("-->"))
    } else if rest.starts_with("<![CDATA[") {
        (TokenKind::CharacterData, until("]]>"))
    } else if rest.starts_with("<!") {
        (TokenKind::DocumentType, tag_len(rest))
    } else if rest.starts_with("<?") {
        let is_declaration = rest.starts_with("<?xml") && rest[5..].starts_with([' ', '\t', '\r', '\n']);
        (if is_declaration { TokenKind::Declaration } else { TokenKind::Instruction }, until("?>"))
    } else if rest.starts_with("</") {
        (TokenKind::End, until(">"))
    } else if rest.starts_with('<') {
        let len = tag_len(rest);
        (if rest[..len].ends_with("/>") { TokenKind::Empty } else { TokenKind::Start }, len)
    } else if rest.starts_with('&') {
        (TokenKind::Reference, until(";"))
    } else {
        (TokenKind::Text, rest.find(['<', '&']).unwrap_or(rest.len()))
    }
}

/// The length of a tag: to the first `>` outside quotation marks.
fn tag_len(rest: &str) -> usize {
    let mut quote = None;
    for (idx, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return idx + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// The name in a tag.
pub fn tag_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    &inner[..inner.find(is_name_end).unwrap_or(inner.len())]
}

fn is_name_end(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '/' | '>' | '=')
}

/// The attributes of a start tag that stands at `span` of a well-formed document, in their order.
pub fn attributes(xml: &str, span: Span) -> Vec<AttributeToken> {
    let tag = &xml[span.start..span.end];
    let mut found = Vec::new();
    let mut at = tag.find(is_name_end).unwrap_or(tag.len());
    while let Some(equals) = tag[at..].find('=').map(|idx| at + idx) {
        let name_start = tag[at..].find(|c: char| !c.is_ascii_whitespace()).map_or(at, |idx| at + idx);
        let name_end = name_start + tag[name_start..equals].trim_end().len();
        let Some(open) = tag[equals..].find(['"', '\'']).map(|idx| equals + idx) else { break };
        let Some(close) = tag[open + 1..].find(char::from(tag.as_bytes()[open])) else { break };
        let close = open + 1 + close;
        let here = |start: usize, end: usize| Span::new(span.start + start, span.start + end);
        found.push(AttributeToken {
            name: here(name_start, name_end),
            value: here(open + 1, close),
            whole: here(at, close + 1),
        });
        at = close + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_document_are_all_its_bytes() {
        let xml = "\u{FEFF}<?xml version='1.0'?><!DOCTYPE a SYSTEM '>'>\n<a b='>' c=\"/\"><!-- <x> -->t &amp;<![CDATA[<b>]]><b/></a ><?p ?>\n";
        let tokens = tokens(xml);
        let texts: Vec<&str> = tokens.iter().map(|token| &xml[token.span.start..token.span.end]).collect();
        assert_eq!(texts.concat(), xml[3..]);
        assert_eq!(
            texts,
            [
                "<?xml version='1.0'?>",
                "<!DOCTYPE a SYSTEM '>'>",
                "\n",
                "<a b='>' c=\"/\">",
                "<!-- <x> -->",
                "t ",
                "&amp;",
                "<![CDATA[<b>]]>",
                "<b/>",
                "</a >",
                "<?p ?>",
                "\n"
            ]
        );
        assert_eq!(tag_name("</a >"), "a");
    }

    #[test]
    fn attributes_have_their_places() {
        let xml = "x<a  b = '=\"' \n c=\"d\" />";
        let found = attributes(xml, Span::new(1, xml.len()));
        let text = |span: Span| &xml[span.start..span.end];
        let parts: Vec<_> = found.iter().map(|at| (text(at.name), text(at.value), text(at.whole))).collect();
        assert_eq!(parts, [("b", "=\"", "  b = '=\"'"), ("c", "d", " \n c=\"d\"")]);
    }
}
