//! How grave a project takes findings to be.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Severity};

/// How grave a project takes the findings of a code to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are not shown.
    Off,
    /// Good to know.
    Info,
    /// An editor should look at it.
    Warning,
    /// The run ends with exit status 1.
    Error,
}

impl Level {
    /// As it is written in `postil.toml`.
    pub fn as_str(self) -> &'static str {
        self.severity().map_or("off", Severity::as_str)
    }

    /// The severity; `None` for what is not shown.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The levels that a project gives to codes; other codes have the severity of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(pub BTreeMap<Code, Level>);

impl Levels {
    /// Gives findings their severity, and takes away those that are not to be shown.
    pub fn apply(&self, findings: &mut Vec<Diagnostic>) {
        findings.retain_mut(|finding| self.settle(finding));
    }

    /// The same for a document that was not written: the errors that are the reason for it stay as they are.
    pub fn apply_but_to_errors(&self, findings: &mut Vec<Diagnostic>) {
        findings.retain_mut(|finding| finding.severity == Severity::Error || self.settle(finding));
    }

    /// Whether the finding stays.
    fn settle(&self, finding: &mut Diagnostic) -> bool {
        let Some(level) = self.0.get(&finding.code) else { return true };
        match level.severity() {
            Some(severity) => finding.severity = severity,
            None => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_get_the_level_of_the_project_and_reasons_stay() {
        let levels = Levels([(Code::C001, Level::Error), (Code::R009, Level::Off), (Code::C002, Level::Off)].into());
        let found: Vec<Diagnostic> =
            [Code::C001, Code::C002, Code::R009, Code::C003].map(|code| Diagnostic::new(code, "x")).into();
        let mut written = found.clone();
        levels.apply(&mut written);
        let shown: Vec<(Code, Severity)> = written.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(shown, [(Code::C001, Severity::Error), (Code::C003, Severity::Warning)]);
        let mut unwritten = found;
        levels.apply_but_to_errors(&mut unwritten);
        assert!(unwritten.iter().any(|finding| finding.code == Code::R009));
    }
}
