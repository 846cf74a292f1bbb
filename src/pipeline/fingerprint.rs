//! Everything of a project that decides the bytes of a result and what is said of it, as short texts that can be kept
//! and compared.

use std::fmt::Write as _;
use std::path::Path;

use crate::pipeline::{Check, Project};
use crate::schema::Schema;
use crate::tei::Layout;

/// What decides the result of a transcript, beside the transcript itself. Two projects with the same fingerprint make
/// the same of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The profile, by the texts it was made of.
    pub profile: String,
    /// The schema, by its text; empty where nothing is checked.
    pub schema: String,
    /// Everything else that can be chosen, in words.
    pub options: String,
}

impl Project {
    /// The fingerprint of the project.
    pub fn fingerprint(&self) -> Fingerprint {
        // Names and suggestions have a fingerprint of their own for each document, like the metadata.
        let Self {
            profile,
            metadata: _,
            layout,
            date,
            check,
            source_map,
            recognizer,
            levels,
            suggestions: _,
            annotator: _,
        } = self;
        let layout = match layout {
            Layout::Sentence => "sentence",
            Layout::Paragraph => "paragraph",
        };
        let date = date.as_deref().unwrap_or("none");
        let min_cert = recognizer.min_cert.as_str();
        let names = recognizer.tagger.fingerprint();
        let relative = recognizer.relative_dates;
        let mut options = format!(
            "layout={layout};date={date};source-map={source_map};min-cert={min_cert};relative-dates={relative};names={names}"
        );
        for (code, level) in &levels.0 {
            let _ = write!(options, ";{code}={}", level.as_str());
        }
        // The name stands in the header, so a copy of a profile under another name is another.
        let profile = format!("{}:{}", profile.name(), profile.fingerprint());
        Fingerprint { profile, schema: check.fingerprint().to_owned(), options }
    }

    /// What the metadata says of one document, as a hash; empty where it says nothing.
    pub fn metadata_fingerprint(&self, name: &str) -> String {
        let Some(metadata) = &self.metadata else { return String::new() };
        let fields = metadata.fields(Path::new(name), self.profile.header_keys());
        if fields.is_empty() {
            return String::new();
        }
        let mut hasher = blake3::Hasher::new();
        for field in &fields {
            for part in [field.key.name(), &field.label, field.as_str()] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}

impl Check {
    fn fingerprint(&self) -> &str {
        match self {
            Self::Bundled => Schema::bundled().fingerprint(),
            Self::Schema(schema) => schema.fingerprint(),
            Self::None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::convention::Profile;
    use crate::diagnostic::{Code, Level, Levels};
    use crate::frontmatter::Metadata;
    use crate::model::Cert;
    use crate::recognizer;

    fn profile(name: &str, toml: &str) -> Profile {
        Profile::from_toml(name, toml, &|_| None).unwrap()
    }

    #[test]
    fn each_choice_changes_the_fingerprint() {
        let schema = Schema::from_text("a.rnc", "start = element a { empty }").unwrap();
        let edited = format!("{}\n# edited\n", Profile::embedded_toml("archival").unwrap());
        let ours = "extends = \"archival\"\nfillers = [\"surely\"]\n";
        let others = [
            Project { profile: Profile::embedded("leiden").unwrap(), ..Project::default() },
            Project { profile: profile("archival", &edited), ..Project::default() },
            Project { profile: profile("ours", ours), ..Project::default() },
            Project { layout: Layout::Paragraph, ..Project::default() },
            Project { date: Some("2026".to_owned()), ..Project::default() },
            Project { check: Check::None, ..Project::default() },
            Project { check: Check::Schema(Arc::new(schema)), ..Project::default() },
            Project { source_map: true, ..Project::default() },
            Project {
                recognizer: recognizer::Options { min_cert: Cert::High, ..recognizer::Options::default() },
                ..Project::default()
            },
            Project { levels: Levels([(Code::C001, Level::Off)].into()), ..Project::default() },
            Project { levels: Levels([(Code::C001, Level::Info)].into()), ..Project::default() },
        ];
        let mut seen = vec![Project::default().fingerprint()];
        assert_eq!(seen[0], Project::default().fingerprint());
        for other in &others {
            let fingerprint = other.fingerprint();
            assert!(!seen.contains(&fingerprint), "{fingerprint:?} is not new");
            seen.push(fingerprint);
        }
    }

    #[test]
    fn a_document_depends_on_its_own_row_alone() {
        let with = |table: &str| Project { metadata: Some(Metadata::from_csv(table).unwrap()), ..Project::default() };
        let (one, two) = (with("file,title\na.txt,One\nb.txt,B\n"), with("file,title\na.txt,Two\nb.txt,B\n"));
        assert_ne!(one.metadata_fingerprint("in/a.txt"), two.metadata_fingerprint("in/a.txt"));
        assert_eq!(one.metadata_fingerprint("b.txt"), two.metadata_fingerprint("b.txt"));
        assert_eq!(one.metadata_fingerprint("c.txt"), Project::default().metadata_fingerprint("c.txt"));
    }

    #[test]
    fn a_profile_that_is_extended_counts() {
        let base = |word: &str| format!("extends = \"archival\"\nfillers = [\"{word}\"]\n");
        let made = |word: &'static str| {
            Profile::from_toml("ours", "extends = \"base\"\n", &|name| (name == "base").then(|| base(word))).unwrap()
        };
        assert_ne!(made("surely").fingerprint(), made("likely").fingerprint());
    }
}
