//! The pages: an index of documents, those with most doubts first, and a page for each document.

use std::cmp::Reverse;

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::report::page::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH, environment};
use crate::review::document::{Counts, Document};
use crate::review::edit::KINDS as EDITABLE;
use crate::review::encoding::plain;
use crate::review::kind::KINDS;

const INDEX: &str = include_str!("templates/index.html");
const DOCUMENT: &str = include_str!("templates/document.html");
const REVIEW_STYLE: &str = include_str!("templates/review.css");
const REVIEW_SCRIPT: &str = include_str!("templates/review.js");

/// What the policy of a page (Content Security Policy Level 3, 2.3.1) calls the style and script of review.
const REVIEW_STYLE_HASH: &str = "sha256-mlzDPbvjM4BQSQNH3OMvjloqKsB/xoZKbwkWDNqEO7s=";
const REVIEW_SCRIPT_HASH: &str = "sha256-iF4EQ+CayFDM6q8NwDVUml0xUvkbpuybltz6bpEfwHE=";

/// The folder of the pages of documents, beside the index.
const PAGES: &str = "pages";

/// How pages are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// As files, to be read.
    Files,
    /// From a server that carries decisions out.
    Served,
}

/// A document in the index.
#[derive(Debug, Clone, Serialize)]
pub struct IndexRow {
    /// Its name: the path of the file below the folder, with `/`.
    pub name: String,
    /// Its title, or nothing.
    pub title: String,
    /// Why it cannot be looked at, or nothing.
    pub trouble: String,
    /// What there is to look at.
    pub counts: Counts,
    href: String,
}

impl IndexRow {
    /// The row of a document.
    pub fn new(name: &str, document: &Document) -> Self {
        Self { title: document.title.clone(), counts: document.counts(), ..Self::of_trouble(name, "") }
    }

    /// The row of a file that cannot be looked at.
    pub fn of_trouble(name: &str, trouble: &str) -> Self {
        let href = format!("{PAGES}/{}.html", href(name));
        let (title, trouble) = (String::new(), trouble.to_owned());
        Self { name: name.to_owned(), title, trouble, counts: Counts::default(), href }
    }
}

/// A document to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Its name, as in the index.
    pub name: &'a str,
    /// The document.
    pub document: &'a Document,
    /// The hash of its file.
    pub hash: &'a str,
    /// The transcript it was made from, where that is known.
    pub transcript: Option<&'a str>,
}

impl Site {
    /// The file of the page of a document, below the folder of the index.
    pub fn file(name: &str) -> String {
        format!("{PAGES}/{name}.html")
    }

    /// The name of the document that a path below the index shows.
    pub fn name_of(path: &str) -> Option<&str> {
        path.strip_prefix(PAGES)?.strip_prefix('/')?.strip_suffix(".html")
    }

    /// The index.
    pub fn index(self, mut rows: Vec<IndexRow>) -> String {
        rows.sort_by_key(|row| {
            let counts = row.counts;
            let most = (counts.doubts, counts.unclassified, counts.findings, counts.conflicts);
            (row.trouble.is_empty(), Reverse(most))
        });
        let total = |count: fn(&Counts) -> usize| rows.iter().map(|row| count(&row.counts)).sum::<usize>();
        let totals = [
            (rows.len(), "documents"),
            (total(|counts| counts.doubts), "doubts"),
            (total(|counts| counts.unclassified), "unclassified notes"),
            (total(|counts| counts.findings), "findings"),
            (total(|counts| counts.conflicts), "conflicts"),
            (total(|counts| counts.accepted), "accepted"),
        ];
        let values = context! {
            policy => self.policy(SCRIPT_HASH),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            totals => Value::from(Serde(totals)),
            rows => Value::from(Serde(&rows)),
            ..shared()
        };
        render("index.html", values)
    }

    /// The page of a document.
    pub fn page(self, page: &Page<'_>) -> String {
        let document = page.document;
        let kinds: Vec<_> = KINDS
            .iter()
            .map(|(kind, word, words)| (word, words, document.marks.iter().filter(|mark| mark.kind == *kind).count()))
            .filter(|(_, _, count)| *count > 0)
            .collect();
        let depth = page.name.matches('/').count() + 1;
        let values = context! {
            policy => self.policy(REVIEW_SCRIPT_HASH),
            script => Value::from_safe_string(REVIEW_SCRIPT.to_owned()),
            served => self == Self::Served,
            index => "../".repeat(depth) + "index.html",
            api => "../".repeat(depth) + "decide",
            name => page.name,
            hash => page.hash,
            title => document.title.clone(),
            card => Value::from(Serde(&document.card)),
            counts => Value::from(Serde(document.counts())),
            kinds => Value::from(Serde(kinds)),
            doubts => Value::from(Serde(document.doubts())),
            findings => Value::from(Serde(&document.findings)),
            reading => Value::from_safe_string(document.reading.clone()),
            encoding => Value::from_safe_string(document.encoding.clone()),
            transcript => page.transcript.map(|text| Value::from_safe_string(plain(text))),
            editable => Value::from(Serde(EDITABLE)),
            ..shared()
        };
        render("document.html", values)
    }

    /// The policy: our styles, one script, and to the server that the page came from; nothing else.
    fn policy(self, script: &str) -> String {
        let connect = if self == Self::Served { "; connect-src 'self'" } else { "" };
        format!(
            "default-src 'none'; style-src '{STYLE_HASH}' '{REVIEW_STYLE_HASH}'; script-src '{script}'{connect}; \
             base-uri 'none'; form-action 'none'"
        )
    }
}

fn shared() -> Value {
    context! {
        version => env!("CARGO_PKG_VERSION"),
        style => Value::from_safe_string(STYLE.to_owned()),
        review_style => Value::from_safe_string(REVIEW_STYLE.to_owned()),
    }
}

fn render(name: &str, values: Value) -> String {
    let environment = environment(&[("index.html", INDEX), ("document.html", DOCUMENT)]);
    let template = environment.get_template(name).expect("the template is in the environment");
    template.render(values).expect("the template names values that there are")
}

/// A relative path as a reference (RFC 3986, 2): everything but letters, digits and a few signs is escaped.
fn href(path: &str) -> String {
    let mut href = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => href.push(char::from(byte)),
            _ => href.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    href
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).map_or('0', |c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::policy_hash;

    #[test]
    fn the_policy_names_the_style_and_the_script_of_review() {
        for (text, hash) in [(REVIEW_STYLE, REVIEW_STYLE_HASH), (REVIEW_SCRIPT, REVIEW_SCRIPT_HASH)] {
            assert_eq!(policy_hash(text), hash);
        }
    }

    #[test]
    fn references_are_escaped() {
        assert_eq!(href("a b/ж\"<.xml"), "a%20b/%D0%B6%22%3C.xml");
        assert_eq!(Site::name_of(&Site::file("a/b.xml")), Some("a/b.xml"));
    }
}
