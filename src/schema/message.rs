//! The words for what a schema finds.

use teixml::DiagnosticKind;
use teixml::relaxng::ValidationErrorKind;

use crate::diagnostic::{Code, Diagnostic};

/// A finding of the validator in our words: what is the case, where in the tree, and what to do.
pub(super) fn diagnostic(finding: &teixml::Diagnostic) -> Diagnostic {
    let path = finding.path.to_string();
    match &finding.kind {
        DiagnosticKind::Schematron(message) => {
            Diagnostic::new(Code::V003, message.text.trim().to_owned()).with_help(format!("in {path}"))
        }
        DiagnosticKind::RelaxNg(kind) => {
            let (message, help) = words(kind, &path);
            Diagnostic::new(Code::V002, message).with_help(help)
        }
        // The enumeration of the crate may grow.
        other => Diagnostic::new(Code::V002, other.to_string()).with_help(format!("in {path}")),
    }
}

/// What is said of a document that the grammar refuses for a value which only it sees, such as an impossible date.
pub(super) fn refused() -> Diagnostic {
    Diagnostic::new(Code::V002, "an attribute has a value that its datatype does not allow")
        .with_help("look for a date that does not exist (1960-02-30), a year 0000, or a pointer that is no URI")
}

fn words(kind: &ValidationErrorKind, path: &str) -> (String, String) {
    let parent = path.rsplit('/').next().unwrap_or(path);
    match kind {
        ValidationErrorKind::UnexpectedElement(name) => (
            format!("the element `{}` is not allowed here", name.local),
            format!(
                "in {path}: it may be allowed elsewhere in `{parent}`, before or after other elements, or not at all"
            ),
        ),
        ValidationErrorKind::UnexpectedText => (
            format!("text is not allowed directly in `{parent}`"),
            format!("in {path}: put it into a child element such as p"),
        ),
        ValidationErrorKind::UnexpectedAttribute(name) => {
            (format!("the attribute `{}` is not allowed on `{parent}`", name.local), format!("in {path}"))
        }
        ValidationErrorKind::InvalidAttributeValue(name, value) => (
            format!("`{value}` is no value that the attribute `{}` of `{parent}` may have", name.local),
            format!("in {path}"),
        ),
        ValidationErrorKind::MissingContent => (
            format!("`{parent}` is not complete: a child element, text or an attribute that it must have is missing"),
            format!("in {path}"),
        ),
        ValidationErrorKind::DuplicateId(id) => {
            (format!("the xml:id `{id}` stands twice in the document"), "give one of the two another id".to_owned())
        }
        ValidationErrorKind::FirstIdOccurrence(id) => {
            (format!("the xml:id `{id}` stands here first"), format!("in {path}"))
        }
        ValidationErrorKind::UnresolvedIdref(id) => (
            format!("no element has the xml:id `{id}`"),
            "correct the pointer, or give the element that is meant this id".to_owned(),
        ),
    }
}
