//! Whether a string is an address as XML Schema means it (`anyURI`): any characters, but the shape of RFC 2396. The
//! same strings are accepted as by jing, which asks Java's `java.net.URI` after escaping what no URI may contain.

/// Whether a string, white space already collapsed, is an `anyURI`.
pub(super) fn is_uri(text: &str) -> bool {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    if fragment.contains('#') || !has_whole_escapes(text) {
        return false;
    }
    let colon = before.find([':', '/', '?']);
    match colon {
        Some(at) if before[at..].starts_with(':') => {
            let (scheme, rest) = (&before[..at], &before[at + 1..]);
            is_scheme(scheme) && !rest.is_empty() && (!rest.starts_with('/') || is_hierarchy(rest, text.contains('#')))
        }
        _ => is_hierarchy(before, text.contains('#')),
    }
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// `//authority/path?query`, any part of which may be missing, but not the authority at the very end.
fn is_hierarchy(text: &str, fragment_follows: bool) -> bool {
    let (rest, query) = text.split_once('?').map_or((text, None), |(rest, query)| (rest, Some(query)));
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let nothing_follows = path.is_empty() && query.is_none() && !fragment_follows;
            if authority.is_empty() && nothing_follows || !is_authority(authority) {
                return false;
            }
            path
        }
    };
    !path.contains(['[', ']'])
}

/// Brackets are for the numbers of the sixth version of the Internet protocol, and nothing else.
fn is_authority(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let Some(rest) = host.strip_prefix('[') else { return !authority.contains(['[', ']']) };
    let Some((address, port)) = rest.split_once(']') else { return false };
    let port = port.strip_prefix(':').unwrap_or(port);
    address.parse::<std::net::Ipv6Addr>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every `%` is followed by two hexadecimal digits.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}
