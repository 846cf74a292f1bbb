//! Looks at a few transcripts: which profile reads their brackets, which labels their heads bear, how they are encoded.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::convention::{self, Profile};
use crate::diagnostic::Code;
use crate::frontmatter;
use crate::model::{Annotation, FieldKey, InterventionKind, Mark, Transcript};
use crate::reader::{self, Format};
use crate::source::Source;

/// Words that stand in brackets are surely no restoration of the editor's where they are more than this: they are a note.
const LONGEST_RESTORATION: usize = 3;

/// Brackets that authors do not use, so that one which is left in the text was not read.
const RARE: [char; 4] = ['{', '⟨', '〚', '⟦'];

/// What was seen in some transcripts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many transcripts were looked at.
    pub documents: usize,
    /// How many brackets are opened in them.
    pub brackets: usize,
    /// The profiles that ship, each with the number of brackets that it does not read; the best first.
    pub profiles: Vec<(&'static str, usize)>,
    /// Labels of heads that no profile knows, with how many transcripts bear them; the most frequent first.
    pub unknown_labels: Vec<(String, usize)>,
    /// Labels that are known, and what they mean.
    pub known_labels: Vec<(String, FieldKey, usize)>,
    /// Encodings, with how many transcripts are in them.
    pub encodings: Vec<(&'static str, usize)>,
    /// Languages that the heads name.
    pub languages: Vec<(String, usize)>,
}

/// Some files of many, spread evenly over them, in their order.
pub fn sample(files: &[PathBuf], most: usize) -> Vec<&Path> {
    let count = files.len().min(most);
    (0..count).map(|idx| files[idx * files.len() / count].as_path()).collect()
}

impl Survey {
    /// Looks at transcripts. Those that cannot be read, and files that are no text, are passed over.
    pub fn of(files: &[&Path]) -> Self {
        let profiles: Vec<(&'static str, Profile)> =
            Profile::names().filter_map(|name| Profile::embedded(name).map(|profile| (name, profile))).collect();
        let mut tally = Tally { unread: vec![0; profiles.len()], ..Tally::default() };
        for file in files {
            if let Ok(bytes) = fs::read(file) {
                tally.add(&Source::from_bytes(file.display().to_string(), &bytes), Format::of(file), &profiles);
            }
        }
        tally.into_survey(&profiles)
    }

    /// The profile that reads most brackets; `archival` where others are no better.
    pub fn best_profile(&self) -> &'static str {
        self.profiles.first().map_or("archival", |(name, _)| name)
    }
}

#[derive(Default)]
struct Tally {
    documents: usize,
    brackets: usize,
    unread: Vec<usize>,
    labels: BTreeMap<(String, FieldKey), usize>,
    encodings: BTreeMap<&'static str, usize>,
    languages: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, source: &Source, format: Format, profiles: &[(&'static str, Profile)]) {
        let (transcript, findings) = reader::read(source, format);
        if findings.iter().any(|finding| finding.code == Code::R009) {
            return;
        }
        self.documents += 1;
        self.brackets += source.text().matches(|c| c == '[' || RARE.contains(&c)).count();
        *self.encodings.entry(source.encoding().name).or_default() += 1;
        for (number, (_, profile)) in profiles.iter().enumerate() {
            let (lifted, _) = frontmatter::lift(transcript.clone(), source, profile.header_keys(), &[]);
            if number == 0 {
                self.add_head(&lifted);
            }
            self.unread[number] += unread(lifted, source, profile);
        }
    }

    fn add_head(&mut self, transcript: &Transcript) {
        let mut own: Vec<(String, FieldKey)> = Vec::new();
        for field in transcript.header.fields.iter().filter(|field| !field.label.is_empty()) {
            own.push((field.label.trim_end_matches(':').to_owned(), field.key));
            if matches!(field.key, FieldKey::Language | FieldKey::OriginalLanguage) {
                *self.languages.entry(field.as_str().trim().to_owned()).or_default() += 1;
            }
        }
        own.sort();
        own.dedup();
        for label in own {
            *self.labels.entry(label).or_default() += 1;
        }
    }

    fn into_survey(self, profiles: &[(&'static str, Profile)]) -> Survey {
        let mut ranked: Vec<(&'static str, usize)> =
            profiles.iter().zip(self.unread).map(|((name, _), unread)| (*name, unread)).collect();
        // The order of the profiles, `archival` first, decides between equals.
        ranked.sort_by_key(|(_, unread)| *unread);
        let (unknown, known): (Vec<_>, Vec<_>) =
            self.labels.into_iter().partition(|((_, key), _)| *key == FieldKey::Note);
        let mut known: Vec<(String, FieldKey, usize)> =
            known.into_iter().map(|((label, key), count)| (label, key, count)).collect();
        known.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
        Survey {
            documents: self.documents,
            brackets: self.brackets,
            profiles: ranked,
            unknown_labels: ordered(unknown.into_iter().map(|((label, _), count)| (label, count))),
            known_labels: known,
            encodings: ordered(self.encodings),
            languages: ordered(self.languages),
        }
    }
}

/// The most frequent first, then by name.
fn ordered<T: Ord>(counted: impl IntoIterator<Item = (T, usize)>) -> Vec<(T, usize)> {
    let mut all: Vec<(T, usize)> = counted.into_iter().collect();
    all.sort_by(|(one, many), (other, most)| most.cmp(many).then_with(|| one.cmp(other)));
    all
}

/// How many brackets a profile does not read: it does not know them, finds them open, has no sign for them, or takes a
/// note of many words for text that the editor restored.
fn unread(transcript: Transcript, source: &Source, profile: &Profile) -> usize {
    let (transcript, findings) = convention::interpret(transcript, source, profile);
    let unread = findings.iter().filter(|finding| matches!(finding.code, Code::C001 | Code::C002)).count();
    let is_misread = |annotation: &&Annotation| match &annotation.mark {
        Mark::Intervention(intervention) => {
            let words = transcript.text.slice(annotation.range);
            intervention.kind == InterventionKind::Supplied && words.split_whitespace().count() > LONGEST_RESTORATION
        }
        Mark::Mention(_) | Mark::NamePart(_) | Mark::Date(_) | Mark::Rendition(_) => false,
    };
    let left = transcript.text.as_str().matches(RARE).count();
    unread + left + transcript.annotations.iter().filter(is_misread).count()
}
