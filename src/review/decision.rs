//! A decision on a mark: asked for, checked, carried out on the text, kept for the log, and taken back.

use serde::{Deserialize, Serialize};

use crate::review::conflict::{beginning, comment};
use crate::review::edit::{Action, Edit, Refusal, Splice, edit};
use crate::review::header::one_line;
use crate::schema::Schema;
use crate::source::{Source, Span};
use crate::tei::NAMESPACE;
use crate::xml::{self, Element, TokenKind, tag_name, tokens};

/// What an editor asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The hash of the file that the editor looked at.
    pub hash: String,
    /// The byte at which the start tag of the mark begins, after a byte order mark.
    pub at: usize,
    /// What is done.
    #[serde(rename = "do")]
    pub action: Action,
    /// Why, in the editor's words.
    #[serde(default)]
    pub reason: String,
}

/// A decision that was carried out, as a line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// When, in UTC (ISO 8601).
    pub time: String,
    /// The file, below the folder that is reviewed.
    pub file: String,
    /// What was done; nothing where a decision was taken back.
    #[serde(rename = "do", default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The start tag of the mark, as it was written.
    pub tag: String,
    /// Its words.
    pub words: String,
    /// Its line, from 1.
    pub line: usize,
    /// Why, in the editor's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The hash of the file before: BLAKE3, in hexadecimal digits.
    pub before: String,
    /// The hash of the file after.
    pub after: String,
    /// The bytes that went and came, in the text without byte order mark.
    pub splices: Edit,
}

/// Why a decision is not carried out.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// The edit is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file would not be well-formed.
    #[error("the file would not be well-formed: {0}")]
    NotWellFormed(String),
    /// The file was valid and would not be.
    #[error("the file would not be valid: {0}")]
    NotValid(String),
}

/// What decisions are held to.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The schema of the file.
    pub schema: &'a Schema,
    /// The date for a `change` in `revisionDesc`; `None` where none is wanted.
    pub revision: Option<&'a str>,
}

/// The text after a decision, and its splices. `source` is the file that was looked at.
///
/// # Errors
/// The edit is refused, or the text would not be well-formed, or not valid any more.
pub fn decide(source: &Source, request: &Request, terms: Terms<'_>) -> Result<(String, Edit), DecisionError> {
    let text = source.text();
    let mut edit = edit(text, request.at, &request.action)?;
    if let Some(splice) = terms.revision.and_then(|date| revision(text, date)) {
        edit = edit.with(splice);
    }
    let edited = edit.apply(text)?;
    xml::parse(&edited).map_err(|error| DecisionError::NotWellFormed(error.message))?;
    let findings = terms.schema.validate(&Source::from_text(source.name(), &edited));
    match findings.first() {
        Some(finding) if terms.schema.validate(source).is_empty() => {
            Err(DecisionError::NotValid(finding.message.clone()))
        }
        _ => Ok((edited, edit)),
    }
}

/// The start tag of the mark at a byte, its words, and its line.
pub(super) fn described(source: &Source, at: usize) -> (String, String, usize) {
    let root = xml::parse(source.text()).ok().and_then(|document| document.root().cloned()).unwrap_or_default();
    let is_here = |element: &&Element| element.span.is_some_and(|span| span.start == at);
    let found = root.descendants().find(is_here);
    let token = tokens(source.text()).into_iter().find(|token| token.span.start == at);
    let tag = token.map(|token| source.slice(token.span).to_owned()).unwrap_or_default();
    let words = match (found, comment(&tag).and_then(beginning)) {
        (Some(element), _) => one_line(&element.text()),
        (None, Some(conflict)) => one_line(conflict.words),
        (None, None) => String::new(),
    };
    (tag, words, source.position(at).line)
}

impl Decision {
    /// The line of the log for a request that was carried out.
    #[must_use]
    pub fn of(source: &Source, request: &Request, edit: Edit) -> Self {
        let (tag, words, line) = described(source, request.at);
        Self {
            time: String::new(),
            file: String::new(),
            action: Some(request.action.clone()),
            tag,
            words,
            line,
            reason: one_line(&request.reason),
            before: request.hash.clone(),
            after: String::new(),
            splices: edit,
        }
    }
}

/// The last decision on a file that has not been taken back, where the file is still as it left it.
pub fn undoable<'a>(log: &'a [Decision], file: &str, hash: &str) -> Option<&'a Decision> {
    let mut taken_back = 0_usize;
    for decision in log.iter().rev().filter(|decision| decision.file == file) {
        if decision.action.is_none() {
            taken_back += 1;
        } else if taken_back > 0 {
            taken_back -= 1;
        } else {
            return Some(decision).filter(|decision| decision.after == hash);
        }
    }
    None
}

/// The text as it was before a decision, and the line of the log that says so.
///
/// # Errors
/// [`Refusal::Changed`] where the text is not what the decision left.
pub fn undo(text: &str, decision: &Decision) -> Result<(String, Decision), Refusal> {
    let splices = decision.splices.inverse();
    let restored = splices.apply(text)?;
    let taken_back = Decision {
        action: None,
        reason: String::new(),
        before: decision.after.clone(),
        after: decision.before.clone(),
        splices,
        ..decision.clone()
    };
    Ok((restored, taken_back))
}

/// The words of the `change` that a review leaves in `revisionDesc`.
const CHANGE: &str = "Marks reviewed by hand with postil.";

/// The splice that puts a `change` of the date first in `revisionDesc`; none where it stands there already, or where the
/// document has no header. The latest change comes first (TEI P5 2.6).
fn revision(text: &str, date: &str) -> Option<Splice> {
    let document = xml::parse(text).ok()?;
    let root = document.root().filter(|root| root.attribute("xmlns") == Some(NAMESPACE))?;
    let header = root.child("teiHeader")?;
    let change = Element::new("change").with("when", date).with_text(CHANGE);
    let line = |at: usize, depth: &str, element: Element, after: bool| {
        let element = xml::write_node(&element.into());
        let inserted = if after { element } else { format!("{element}{depth}") };
        Some(Splice { at, removed: String::new(), inserted })
    };
    let Some(description) = header.child("revisionDesc") else {
        let at = end_tag(text, header.span?)?;
        let description = Element::new("revisionDesc").with_child(change);
        return line(at, &space_before(text, at), description, false);
    };
    match description.descendants().find(|element| element.name == "change") {
        Some(first) if first.attribute("when") == Some(date) && first.text() == CHANGE => None,
        Some(first) => line(first.span?.start, &space_before(text, first.span?.start), change, false),
        None if description.children.is_empty() => None,
        None => line(description.span?.end, "", change, true),
    }
}

/// The white space before a byte, from the last line end.
fn space_before(text: &str, at: usize) -> String {
    let words_end = text[..at].trim_end_matches([' ', '\t', '\r', '\n']).len();
    text[words_end..at].to_owned()
}

/// The byte at which the end tag of the element begins whose start tag is given.
fn end_tag(text: &str, start: Span) -> Option<usize> {
    let name = tag_name(&text[start.start..start.end]);
    let after = tokens(text).into_iter().filter(|token| token.span.start > start.start && token.kind == TokenKind::End);
    let mut named = after.filter(|token| tag_name(&text[token.span.start..token.span.end]) == name);
    named.next().map(|token| token.span.start)
}
