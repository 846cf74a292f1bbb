//! The little of HTTP/1.1 that a review needs (RFC 9112): one request a connection, of limited size.

use std::io::{self, Read, Write};

/// A request line and its header fields have no more bytes.
const HEAD: usize = 16 * 1024;

/// A body has no more bytes.
const BODY: usize = 64 * 1024;

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path, with its escapes resolved.
    pub(crate) path: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A status code that says what is wrong with a request.
pub(crate) type Wrong = u16;

impl Request {
    /// The value of a header field; `None` where it is missing or stands twice.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(known, _)| known == name);
        let (_, value) = found.next()?;
        if found.next().is_some() { None } else { Some(value) }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// The status of the answer to a request that is none, is too large, or has a body of unknown length.
    pub(crate) fn read(stream: &mut impl Read) -> Result<Self, Wrong> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                if end > HEAD {
                    return Err(431);
                }
                break end;
            }
            if bytes.len() > HEAD {
                return Err(431);
            }
            let mut chunk = [0; 4096];
            match stream.read(&mut chunk) {
                Ok(0) | Err(_) => return Err(400),
                Ok(len) => bytes.extend_from_slice(&chunk[..len]),
            }
        };
        let head = std::str::from_utf8(&bytes[..end]).map_err(|_| 400_u16)?;
        let mut request = Self::of_head(head)?;
        request.body = bytes.split_off(end + 4);
        request.read_body(stream)?;
        Ok(request)
    }

    fn of_head(head: &str) -> Result<Self, Wrong> {
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(400);
        };
        if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
            return Err(505);
        }
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let path = unescaped(path).filter(|path| path.starts_with('/')).ok_or(400_u16)?;
        let mut fields = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or(400_u16)?;
            if name.is_empty() || name.contains([' ', '\t']) {
                return Err(400);
            }
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Self { method: method.to_owned(), path, fields, body: Vec::new() })
    }

    fn read_body(&mut self, stream: &mut impl Read) -> Result<(), Wrong> {
        if self.fields.iter().any(|(name, _)| name == "transfer-encoding") {
            return Err(411);
        }
        let named = self.fields.iter().any(|(name, _)| name == "content-length");
        let len = match self.field("content-length").map(str::parse::<usize>) {
            Some(Ok(len)) => len,
            None if !named => 0,
            Some(Err(_)) | None => return Err(400),
        };
        if len > BODY {
            return Err(413);
        }
        let missing = len.saturating_sub(self.body.len());
        self.body.truncate(len);
        let mut rest = vec![0; missing];
        stream.read_exact(&mut rest).map_err(|_| 400_u16)?;
        self.body.extend(rest);
        Ok(())
    }
}

/// A path in which `%20` and its like are the bytes they stand for (RFC 3986, 2.1); `None` where they are no text.
fn unescaped(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn page(body: String) -> Self {
        Self { status: 200, kind: "text/html; charset=utf-8", body }
    }

    /// A few words for whoever asked in a wrong way.
    pub(crate) fn words(status: u16, words: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: format!("{words}\n") }
    }

    /// Writes the answer; that to HEAD has no body.
    pub(crate) fn write(&self, stream: &mut impl Write, with_body: bool) -> io::Result<()> {
        let head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n\
             Content-Security-Policy: frame-ancestors 'none'\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\n\r\n",
            self.status,
            phrase(self.status),
            self.kind,
            self.body.len()
        );
        stream.write_all(head.as_bytes())?;
        if with_body {
            stream.write_all(self.body.as_bytes())?;
        }
        stream.flush()
    }
}

/// RFC 9110, 15.
fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Request, Wrong> {
        Request::read(&mut text.as_bytes())
    }

    #[test]
    fn a_request_is_read() {
        let request =
            read("POST /a%20b?c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcd").expect("it is a request");
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/a b"));
        assert_eq!((request.field("host"), request.body.as_slice()), (Some("x"), &b"abc"[..]));
    }

    #[test]
    fn odd_requests_are_refused() {
        let long = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "a".repeat(HEAD));
        for (text, status) in [
            ("", 400),
            ("GET / HTTP/1.1\r\n", 400),
            ("GET /\r\n\r\n", 400),
            ("GET / HTTP/2\r\n\r\n", 505),
            ("GET %2F HTTP/1.1\r\n\r\n", 404),
            ("GET /%zz HTTP/1.1\r\n\r\n", 400),
            ("GET /%ff HTTP/1.1\r\n\r\n", 400),
            ("GET http://x/ HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc", 400),
            ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
            ("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
            (&long, 431),
        ] {
            let status_found = read(text).map_or_else(|status| status, |_| 404);
            assert_eq!(status_found, status, "{}", &text[..text.len().min(80)]);
        }
    }
}
