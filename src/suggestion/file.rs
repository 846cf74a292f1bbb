//! Suggestions in files of JSON lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};
use crate::suggestion::span::SuggestedSpan;

/// The suggestions for the documents of a project, by the names of their sources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestions {
    /// By file name without folders: the source as named, and its spans.
    by_name: BTreeMap<String, BTreeMap<PathBuf, Vec<SuggestedSpan>>>,
}

/// A line of a file.
#[derive(Debug, Deserialize)]
struct Line {
    source: String,
    #[serde(flatten)]
    span: SuggestedSpan,
}

impl Suggestions {
    /// Adds the suggestions of a file of JSON lines: `source`, `start`, `end`, `type` and `text`, and at will `ref`,
    /// `cert`, `resp`, and for dates `when`, `from`, `to`, `notBefore`, `notAfter`. A line without `resp` is the file's.
    ///
    /// # Errors
    /// The first line that is none; nothing of the file is taken then.
    pub fn add_file(&mut self, file: &Source) -> Result<(), Diagnostic> {
        let mut lines = Vec::new();
        for number in 1..=file.line_count() {
            let span = file.line(number).unwrap_or_default();
            let text = file.slice(span);
            if !text.trim().is_empty() {
                lines.push(read(text, span)?);
            }
        }
        let by = Path::new(file.name())
            .file_name()
            .map_or_else(|| file.name().to_owned(), |name| name.to_string_lossy().into_owned());
        for Line { source, mut span } in lines {
            span.resp.get_or_insert_with(|| by.clone());
            self.add(&source, span);
        }
        Ok(())
    }

    /// Adds a suggestion for a source: its path, the end of its path, or its file name.
    pub fn add(&mut self, source: &str, span: SuggestedSpan) {
        let path = PathBuf::from(source.replace('\\', "/"));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.by_name.entry(name).or_default().entry(path).or_default().push(span);
    }

    /// The suggestions for the source of a name.
    pub fn of(&self, name: &str) -> Vec<&SuggestedSpan> {
        let sources = self.sources(Path::new(name));
        sources.into_iter().flat_map(|(_, spans)| spans).collect()
    }

    /// The sources for which there are suggestions, and which are none of `names`.
    pub fn unused(&self, names: &[PathBuf]) -> Vec<&Path> {
        let used: BTreeSet<&PathBuf> = names.iter().flat_map(|name| self.sources(name)).map(|(path, _)| path).collect();
        let all = self.by_name.values().flat_map(BTreeMap::keys);
        all.filter(|path| !used.contains(path)).map(PathBuf::as_path).collect()
    }

    fn sources(&self, name: &Path) -> Vec<(&PathBuf, &Vec<SuggestedSpan>)> {
        let file = name.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
        let known = self.by_name.get(&file).into_iter().flatten();
        known.filter(|(path, _)| name.ends_with(path)).collect()
    }
}

fn read(text: &str, span: Span) -> Result<Line, Diagnostic> {
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
        let column = text.char_indices().nth(error.column().saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Diagnostic::new(Code::P037, format!("this line is no suggestion: {reason}"))
            .at(Span::at(span.start + column))
            .with_help("each line is an object with `source`, `start`, `end`, `type` and `text`: see docs/names.md")
    })
}
