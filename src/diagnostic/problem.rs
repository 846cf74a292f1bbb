//! A finding together with the file it is about, and the words of the operating system.

use std::fmt;
use std::io;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// A finding and the file it is about. As an error it ends the run: a broken profile, an unknown schema, an output that
/// is a file.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The file that is wrong.
    pub source: Box<Source>,
    /// What is wrong with it.
    pub finding: Box<Diagnostic>,
}

impl Problem {
    /// A problem at a place of a file.
    pub fn of(source: Source, finding: Diagnostic) -> Self {
        Self { source: Box::new(source), finding: Box::new(finding) }
    }

    /// A problem with a file that has not been read.
    pub fn unread(name: impl Into<String>, finding: Diagnostic) -> Self {
        Self::of(Source::from_text(name, ""), finding)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source.name(), self.finding.message)
    }
}

impl std::error::Error for Problem {}

/// The reason the operating system gives, without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(number) => text[..number].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_in_words() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "No such file or directory");
    }
}
