//! Baselines: the findings that a project knows of, so that only new ones count.
//!
//! A baseline has a line of JSON for each file, code and subject, with the number of such findings. Lines of the
//! transcripts do not stand in it, so that it holds when text is added above.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use crate::report::json::json;
use crate::report::{FileReport, Finding, Renderer};

/// Findings that do not count. It takes some 24 bytes of memory for each line.
#[derive(Debug, Default)]
pub struct Baseline {
    /// How many findings there are, by the hash of file, code and subject.
    counts: HashMap<u128, u32>,
}

/// Why a baseline cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is none of a baseline.
    #[error("line {line} is none of a baseline: {reason}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: serde_json::Error,
    },
}

/// A line of a baseline.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    code: String,
    subject: String,
    count: u32,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Where it cannot be read, or a line is none of a baseline.
    pub fn read(reader: impl BufRead) -> Result<Self, BaselineError> {
        let mut counts = HashMap::new();
        for (idx, line) in reader.lines().enumerate() {
            let line = line?;
            if !line.trim().is_empty() {
                let entry: Entry =
                    serde_json::from_str(&line).map_err(|reason| BaselineError::Line { line: idx + 1, reason })?;
                let count: &mut u32 = counts.entry(key(&entry.file, &entry.code, &entry.subject)).or_default();
                *count = count.saturating_add(entry.count);
            }
        }
        Ok(Self { counts })
    }

    /// Takes the findings out of a report that the baseline lists, and counts them there.
    pub fn apply(&self, file: &mut FileReport) {
        let before = file.findings.len();
        let name = std::mem::take(&mut file.name);
        file.findings.retain(|finding| !self.lists(&name, finding));
        file.name = name;
        file.known += before - file.findings.len();
    }

    fn lists(&self, file: &str, finding: &Finding) -> bool {
        let count = self.counts.get(&key(file, finding.code.entry().id, &finding.subject));
        count.is_some_and(|&count| finding.ordinal < count as usize)
    }
}

/// The first half of a hash: no two findings of any collection have the same by chance.
fn key(file: &str, code: &str, subject: &str) -> u128 {
    let mut hasher = blake3::Hasher::new();
    for part in [path(file).as_str(), code, subject] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_le_bytes(half)
}

/// A path as it stands in baselines, the same on every system.
fn path(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// Writes the baseline of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines;

impl Renderer for Lines {
    fn file(&mut self, file: &FileReport) -> String {
        let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for finding in &file.findings {
            *counts.entry((finding.code.entry().id, &finding.subject)).or_default() += 1;
        }
        let line = |((code, subject), count): ((&str, &str), u32)| {
            json(&Entry { file: path(&file.name), code: code.to_owned(), subject: subject.to_owned(), count }) + "\n"
        };
        counts.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    fn report(text: &str) -> FileReport {
        let source = Source::from_text("a.txt", text);
        let findings: Vec<Diagnostic> = text
            .match_indices("[x]")
            .map(|(at, _)| Diagnostic::new(Code::C001, "no kind").at(Span::new(at, at + 3)))
            .collect();
        FileReport::new("a.txt", Outcome::Converted, Finding::of_source(&source, &findings))
    }

    #[test]
    fn what_is_listed_does_not_count_wherever_it_stands() {
        let baseline = Lines.file(&report("[x] and [x]"));
        assert_eq!(baseline, "{\"file\":\"a.txt\",\"code\":\"C001\",\"subject\":\"[x]\",\"count\":2}\n");
        let baseline = Baseline::read(baseline.as_bytes()).expect("it is a baseline");
        let mut moved = report("A new line.\n\n[x] and\n[x] and [x]");
        baseline.apply(&mut moved);
        assert_eq!((moved.findings.len(), moved.known, moved.findings[0].ordinal), (1, 2, 2));
        let mut elsewhere = FileReport { name: "./b.txt".to_owned(), ..report("[x]") };
        baseline.apply(&mut elsewhere);
        assert_eq!(elsewhere.known, 0);
        let mut named_otherwise = FileReport { name: "./a.txt".to_owned(), ..report("[x]") };
        baseline.apply(&mut named_otherwise);
        assert_eq!(named_otherwise.known, 1);
    }

    #[test]
    fn a_line_of_something_else_is_named() {
        let error = Baseline::read("\n{\"file\":1}\n".as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with("line 2 is none of a baseline"), "{error}");
    }
}
