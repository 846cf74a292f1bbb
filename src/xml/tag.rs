//! Tags, attributes and references, letter by letter (XML 1.0, 3.1 and 4.1).

use std::collections::HashSet;

use crate::source::Span;
use crate::xml::element::{Attribute, Element};
use crate::xml::name::{is_char, is_qualified_name};
use crate::xml::parse::ParseError;

/// No reference that we can resolve has more bytes; leading zeros are allowed for.
const REFERENCE_LEN: usize = 100;

/// The element of a start tag or empty-element tag `raw`, which stands at `span`.
pub(super) fn start_tag(raw: &str, span: Span) -> Result<Element, ParseError> {
    let inner = raw.strip_prefix('<').unwrap_or(raw);
    let inner = inner.strip_suffix("/>").or_else(|| inner.strip_suffix('>')).unwrap_or(inner);
    let mut cursor = Cursor { rest: inner, at: span.start + 1 };
    let name = cursor.name()?;
    let mut element = Element::new(name.to_owned()).from_span(span);
    let mut seen = HashSet::new();
    while !cursor.rest.is_empty() {
        let spaced = cursor.skip_space();
        if cursor.rest.is_empty() {
            break;
        }
        if !spaced {
            return Err(cursor.error("white space is missing before this attribute"));
        }
        let at = cursor.at;
        let (name, value) = cursor.attribute()?;
        if !seen.insert(name) {
            let message = format!("the attribute `{name}` stands twice in this tag");
            return Err(ParseError::new(message, Span::new(at, at + name.len())));
        }
        element.attributes.push(Attribute { name: name.to_owned().into(), value });
    }
    Ok(element)
}

/// The name of an end tag.
pub(super) fn end_tag(raw: &str, span: Span) -> Result<&str, ParseError> {
    let inner = raw.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    let name = inner.trim_end_matches([' ', '\t', '\r', '\n']);
    if is_qualified_name(name) { Ok(name) } else { Err(ParseError::new(format!("`{name}` is no name"), span)) }
}

/// The character that a reference `&...;` stands for.
pub(crate) fn resolve(raw: &str, span: Span) -> Result<char, ParseError> {
    let name = raw.strip_prefix('&').and_then(|rest| rest.strip_suffix(';')).unwrap_or_default();
    let c = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => character(number),
            None => return Err(ParseError::new(format!("the entity `{raw}` is not declared"), span)),
        },
    };
    c.ok_or_else(|| ParseError::new(format!("`{raw}` is no reference to a character that XML allows"), span))
}

/// The character of a number as references write it: decimal, or hexadecimal after `x`.
fn character(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let digits = Some(digits).filter(|digits| digits.chars().all(|c| c.is_digit(radix)))?;
    u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|&c| is_char(c))
}

/// What is left of a tag, and where it stands.
struct Cursor<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        self.at += len;
        taken
    }

    fn skip_space(&mut self) -> bool {
        let len = self.rest.len() - self.rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.take(len);
        len > 0
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        let len = self.rest.chars().next().map_or(0, char::len_utf8);
        ParseError::new(message, Span::new(self.at, self.at + len))
    }

    fn name(&mut self) -> Result<&'a str, ParseError> {
        let len = self.rest.find([' ', '\t', '\r', '\n', '=', '/', '"', '\'', '<']).unwrap_or(self.rest.len());
        if is_qualified_name(&self.rest[..len]) {
            Ok(self.take(len))
        } else {
            Err(self.error(format!("`{}` is no name", &self.rest[..len])))
        }
    }

    fn attribute(&mut self) -> Result<(&'a str, String), ParseError> {
        let name = self.name()?;
        self.skip_space();
        if !self.rest.starts_with('=') {
            return Err(self.error(format!("`=` is missing after the attribute `{name}`")));
        }
        self.take(1);
        self.skip_space();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return Err(self.error(format!("the value of the attribute `{name}` is not in quotation marks")));
        };
        self.take(1);
        let Some(len) = self.rest.find(quote) else {
            return Err(self.error(format!("the value of the attribute `{name}` has no closing quotation mark")));
        };
        let at = self.at;
        let value = attribute_value(self.take(len), at)?;
        self.take(1);
        Ok((name, value))
    }
}

/// An attribute value with references resolved and white space normalized (XML 1.0, 3.3.3).
fn attribute_value(raw: &str, at: usize) -> Result<String, ParseError> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(idx) = rest.find(['<', '&', '\t', '\n', '\r']) {
        value.push_str(&rest[..idx]);
        let here = at + (raw.len() - rest.len()) + idx;
        let sign = &rest[idx..];
        let len = match sign.as_bytes()[0] {
            b'<' => return Err(ParseError::new("`<` is not allowed in an attribute value", Span::new(here, here + 1))),
            b'&' => {
                let Some(len) = sign.bytes().take(REFERENCE_LEN).position(|byte| byte == b';') else {
                    return Err(ParseError::new("`&` begins no reference here", Span::new(here, here + 1)));
                };
                value.push(resolve(&sign[..=len], Span::new(here, here + len + 1))?);
                len + 1
            }
            _ => {
                value.push(' ');
                if sign.starts_with("\r\n") { 2 } else { 1 }
            }
        };
        rest = &sign[len..];
    }
    value.push_str(rest);
    Ok(value)
}
