//! Changes as one self-contained page: both sides of each change, counted by kind. It is readable without JavaScript, on
//! paper and without colour.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::compare::show::{Compared, count_groups, sentence};
use crate::compare::{Change, ChangeKind, Quote};
use crate::report::page::environment;

const TEMPLATE: &str = include_str!("templates/changes.html");
const STYLE: &str = include_str!("templates/changes.css");
const SCRIPT: &str = include_str!("templates/changes.js");

/// What the policy of the page (Content Security Policy Level 3, 2.3.1) lets pass: this style and this script alone.
const STYLE_HASH: &str = "sha256-dINkER3cWKtxT34V1/lY0collXPKDoRdljaWJ09j7CA=";
const SCRIPT_HASH: &str = "sha256-rXaZzgtvLkZSiC5L/VNbTlA97G1sCOc8CqeMH8ryLPI=";

/// One file as the template sees it.
#[derive(Debug, Serialize)]
struct File {
    name: String,
    alone: Option<&'static str>,
    changes: Vec<Shown>,
}

/// One change as the template sees it.
#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    kind: &'static str,
    told: String,
    /// Whether it belongs to the change before it.
    joined: bool,
    sides: [Side; 2],
}

/// What one file has at the place of a change.
#[derive(Debug, Serialize)]
struct Side {
    title: String,
    quote: Option<Quote>,
    words: String,
    /// Whether the words themselves changed, and not what is marked on them.
    changed: bool,
    /// What is written before and after the words, such as a start tag and an end tag.
    tags: (String, String),
    new: bool,
}

/// The changes of some files as an HTML page.
///
/// # Panics
/// Never: the template is part of the program, and a test renders it.
pub fn changes(pairs: &[Compared]) -> String {
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut files = Vec::new();
    let mut total = 0;
    for (number, pair) in pairs.iter().enumerate() {
        let changes = &pair.comparison.changes;
        if changes.is_empty() && !pair.is_alone() {
            continue;
        }
        total += count_groups(changes);
        for change in changes {
            *kinds.entry(change.kind.as_str()).or_default() += 1;
        }
        files.push(file(number, pair));
    }
    let kinds: Vec<Value> = kinds.iter().map(|(name, count)| context! { name => *name, count => *count }).collect();
    let total = if total == 1 { "1 change".to_owned() } else { format!("{total} changes") };
    let environment = environment(&[("changes.html", TEMPLATE)]);
    let template = environment.get_template("changes.html").expect("the template is in the environment");
    template
        .render(context! {
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            style_hash => STYLE_HASH,
            script_hash => SCRIPT_HASH,
            total,
            kinds,
            files => Value::from(Serde(files)),
        })
        .expect("the template names values that there are")
}

fn file(number: usize, pair: &Compared) -> File {
    let mut group = None;
    let changes = pair.comparison.changes.iter().map(|change| {
        let joined = change.group.is_some() && change.group == group;
        group.clone_from(&change.group);
        Shown {
            id: format!("f{number}-{}", change.id),
            kind: change.kind.as_str(),
            told: sentence(change),
            joined,
            sides: sides(change),
        }
    });
    File {
        name: pair.name().to_owned(),
        changes: changes.collect(),
        alone: match (&pair.a, &pair.b) {
            (None, _) => Some("This file is new."),
            (_, None) => Some("This file is gone."),
            _ => None,
        },
    }
}

fn sides(change: &Change) -> [Side; 2] {
    [side(change, change.a.as_ref(), false), side(change, change.b.as_ref(), true)]
}

fn side(change: &Change, quote: Option<&Quote>, new: bool) -> Side {
    let text = if new { &change.b_text } else { &change.a_text };
    let words = text.clone().or_else(|| quote.map(|quote| quote.exact.clone())).unwrap_or_default();
    let when = if new { "after" } else { "before" };
    let title = quote.map_or(when.to_owned(), |quote| format!("{when}, line {}", quote.line));
    Side { title, quote: quote.cloned(), changed: text.is_some(), tags: tags(change, &words, new), words, new }
}

/// How what the change is about is written round the words of one side.
fn tags(change: &Change, words: &str, new: bool) -> (String, String) {
    let (name, value) = if new { (&change.b_element, &change.b_value) } else { (&change.a_element, &change.a_value) };
    match change.kind {
        ChangeKind::CommentAdded | ChangeKind::CommentRemoved | ChangeKind::CommentChanged if !words.is_empty() => {
            return ("<!-- ".to_owned(), " -->".to_owned());
        }
        ChangeKind::PiAdded | ChangeKind::PiRemoved | ChangeKind::PiChanged if !words.is_empty() => {
            return (format!("<?{} ", change.target.as_deref().unwrap_or_default()), "?>".to_owned());
        }
        _ => {}
    }
    let Some(name) = name.as_ref().or(change.element.as_ref()) else { return Default::default() };
    let attribute = match (&change.attribute, value) {
        (Some(attribute), Some(value)) => format!(" {attribute}=\"{value}\""),
        _ => String::new(),
    };
    if words.is_empty() {
        (format!("<{name}{attribute}/>"), String::new())
    } else {
        (format!("<{name}{attribute}>"), format!("</{name}>"))
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::compare::{Encoding, diff};

    #[test]
    fn the_policy_lets_pass_what_the_page_has() {
        let page = changes(&[]);
        for (tag, known) in [("style", STYLE_HASH), ("script", SCRIPT_HASH)] {
            let start = page.find(&format!("<{tag}>")).expect("the page has it") + tag.len() + 2;
            let end = page.find(&format!("</{tag}>")).expect("the page has it");
            let digest = Sha256::digest(&page.as_bytes()[start..end]);
            assert_eq!(known, format!("sha256-{}", base64(&digest)), "{tag}");
        }
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
            for idx in 0..4 {
                text.push(if idx <= chunk.len() { digit(bits >> (18 - 6 * idx)) } else { '=' });
            }
        }
        text
    }

    #[test]
    fn what_a_file_says_is_no_markup_of_the_page() {
        let a = "<TEI><p>a word</p></TEI>";
        let b = "<TEI><p>a &lt;script>alert(1)&lt;/script> word</p></TEI>";
        let (mut one, mut other) = (Encoding::read(a).expect("it is"), Encoding::read(b).expect("it is"));
        let comparison = diff(&mut one, &mut other);
        let pair = Compared { a: Some("a".to_owned()), b: Some("\"><script>".to_owned()), comparison };
        let page = changes(&[pair]);
        assert_eq!(page.matches("<script>").count(), 1);
        assert!(page.contains("alert(1)"));
    }
}
