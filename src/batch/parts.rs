//! What of a project decides the result of a document. What all its documents share is worked out once for each project.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::Encoding;

use crate::batch::record::{Parts, hash};
use crate::batch::run::Treatment;
use crate::pipeline::{Fingerprint, Project};

/// The projects of a run, each with what its documents share. A run has as many as `postil.toml` has folders.
#[derive(Debug, Default)]
pub(super) struct Projects(Mutex<Vec<(Arc<Project>, Arc<Shared>)>>);

/// What all documents of a project share.
#[derive(Debug)]
struct Shared {
    fingerprint: Fingerprint,
    authority: Option<String>,
    annotator: Option<String>,
}

impl Projects {
    /// Everything that decides the result of the document `name`, of whose transcript the hash is `source`.
    pub(super) fn parts(&self, treatment: &Treatment, name: &str, source: String) -> Parts {
        let shared = self.shared(&treatment.project);
        let Fingerprint { profile, schema, options } = &shared.fingerprint;
        let stem = Path::new(name).file_stem().unwrap_or_default().display();
        let encoding = treatment.encoding.map_or("found", Encoding::name);
        Parts {
            source,
            profile: profile.clone(),
            metadata: treatment.project.metadata_fingerprint(name),
            names: shared.names(&treatment.project, name),
            schema: schema.clone(),
            options: format!("{options};from={};encoding={encoding};name={stem}", treatment.format.as_str()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The project is kept with what was worked out of it, so that no other can come to lie in its place.
    fn shared(&self, project: &Arc<Project>) -> Arc<Shared> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, shared)) = known.iter().find(|(known, _)| Arc::ptr_eq(known, project)) {
            return Arc::clone(shared);
        }
        let shared = Arc::new(Shared::of(project));
        known.push((Arc::clone(project), Arc::clone(&shared)));
        shared
    }
}

impl Shared {
    fn of(project: &Project) -> Self {
        Self {
            fingerprint: project.fingerprint(),
            authority: project.recognizer.authority.as_ref().map(|authority| authority.fingerprint().to_owned()),
            annotator: project.annotator.as_ref().map(|annotator| annotator.name()),
        }
    }

    /// Who is known, and what others suggest for a document.
    fn names(&self, project: &Project, name: &str) -> String {
        let suggestions = project.suggestions.of(name);
        if self.authority.is_none() && self.annotator.is_none() && suggestions.is_empty() {
            return String::new();
        }
        hash(format!("{:?}", (&self.authority, &self.annotator, suggestions)).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Format;

    #[test]
    fn documents_of_one_project_share_its_fingerprint_and_those_of_another_have_their_own() {
        let projects = Projects::default();
        let dated = Project { date: Some("2026".to_owned()), ..Project::default() };
        let [ours, other] = [Project::default(), dated].map(|project| Treatment::new(Arc::new(project), Format::Plain));
        let parts = |treatment: &Treatment, name: &str| projects.parts(treatment, name, String::new());
        let first = parts(&ours, "1/a.txt");
        assert_eq!(first.profile, ours.project.fingerprint().profile);
        assert_eq!(first, parts(&ours, "2/a.txt"));
        assert_ne!(first.options, parts(&ours, "b.txt").options, "a title may be the name");
        assert!(parts(&other, "a.txt").options.contains("date=2026"));
        assert_eq!(first, parts(&ours.clone(), "1/a.txt"));
        assert_eq!(projects.0.lock().expect("nobody else has it").len(), 2);
    }
}
