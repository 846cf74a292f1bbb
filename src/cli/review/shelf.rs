//! The documents that are reviewed, as they stand on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::cli::args::ReviewArgs;
use crate::cli::project;
use crate::cli::schemas::{Schemas, Shared};
use crate::cli::xml_file;
use postil::batch::{Input, Wanted, discover};
use postil::config::Selection;
use postil::diagnostic::Problem;
use postil::review::Document;
use postil::source::Source;

/// Where the documents are.
pub(crate) struct Shelf {
    input: PathBuf,
    schemas: Schemas,
    /// The folder of the transcripts: the one named, else that of the project, which its results mirror.
    transcripts: Option<PathBuf>,
}

/// A document that was read.
pub(crate) struct Opened {
    /// Its text.
    pub(crate) source: Source,
    /// The hash of its bytes: BLAKE3, in hexadecimal digits.
    pub(crate) hash: String,
    pub(crate) document: Document,
    pub(crate) schema: Shared,
    pub(crate) transcript: Option<String>,
}

impl Shelf {
    pub(crate) fn of(args: &ReviewArgs) -> anyhow::Result<Self> {
        let named: Vec<PathBuf> = args.input.iter().cloned().collect();
        let config = project::of_path(args.input.as_deref().unwrap_or(Path::new("")))?;
        let input = config.validation(&named)?.into_iter().next().unwrap_or_default();
        fs::metadata(&input).map_err(|error| {
            anyhow::anyhow!("{} cannot be read: {}", input.display(), postil::diagnostic::reason(&error))
        })?;
        let schemas = Schemas::new(args.schema.as_deref(), &config)?;
        let transcripts = args.source.clone().or(config.root().map(Path::to_path_buf));
        Ok(Self { input, schemas, transcripts })
    }

    /// The folder that is reviewed.
    pub(crate) fn folder(&self) -> &Path {
        let own = if self.input.is_dir() { Some(self.input.as_path()) } else { self.input.parent() };
        own.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// The documents by their names, and what cannot be read.
    pub(crate) fn documents(&self) -> (BTreeMap<String, Input>, Vec<Problem>) {
        let found = discover(std::slice::from_ref(&self.input), Wanted::Xml, &Selection::default());
        (found.inputs.into_iter().map(|input| (name(input.below()), input)).collect(), found.unreadable)
    }

    /// Reads a document and looks at it.
    ///
    /// # Errors
    /// It cannot be read, or its schema cannot.
    pub(crate) fn open(&mut self, name: &str, input: &Input) -> Result<Opened, Problem> {
        let bytes = input.read().map_err(|finding| Problem::unread(name, finding))?;
        let source = xml_file::read(name, &bytes)?;
        let schema = self.schemas.of(input.path(), source.text())?;
        let document = Document::of(&source, schema.get());
        Ok(Opened { hash: hash(&bytes), document, schema, transcript: self.transcript(input.below()), source })
    }

    /// The transcript of a document: the file of the same name below the folder of the transcripts.
    fn transcript(&self, below: &Path) -> Option<String> {
        let path = self.transcripts.as_ref()?.join(below);
        let endings = Wanted::Transcripts.endings().iter();
        let bytes = endings.map(|ending| path.with_extension(ending)).find_map(|path| fs::read(path).ok())?;
        Some(Source::from_bytes(name(below), &bytes).text().to_owned())
    }
}

/// The hash of the bytes of a file.
pub(crate) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A path below the folder, with `/` on every system.
fn name(below: &Path) -> String {
    let parts = below.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
