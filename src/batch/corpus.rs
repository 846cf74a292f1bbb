//! One `teiCorpus` from the documents of a run, written as they come.

use std::io::{self, Write};
use std::path::Path;

use crate::batch::run::write_schema;
use crate::batch::write::Growing;
use crate::pipeline::prolog;
use crate::tei::{self, Identifiers};
use crate::xml::{self, Node};

/// A corpus that is being written. It takes its name only with [`Corpus::finish`]; dropped before, it is gone.
#[derive(Debug)]
pub struct Corpus {
    file: Growing,
    identifiers: Identifiers,
    documents: usize,
}

/// Why a document cannot stand in the corpus, or why the corpus cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The document is not well-formed, or no TEI document; the corpus goes on without it.
    #[error("{0}")]
    Document(String),
    /// The corpus cannot be written on.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Corpus {
    /// Begins a corpus: XML declaration, schema, header.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin(path: &Path, title: &str) -> io::Result<Self> {
        let mut file = Growing::begin(path)?;
        let corpus = tei::corpus(title);
        file.write_all(xml::write(&prolog()).xml.as_bytes())?;
        file.write_all(xml::start_tag(&corpus).as_bytes())?;
        for part in &corpus.children {
            writeln!(file, "\n{}", xml::write_node(part).trim_end())?;
        }
        Ok(Self { file, identifiers: Identifiers::default(), documents: 0 })
    }

    /// Adds a document. `name` is its path below the collection without its ending, from which its identifier is made.
    ///
    /// # Errors
    /// It is no TEI document, or the file cannot be written.
    pub fn add(&mut self, name: &str, document: &str) -> Result<(), CorpusError> {
        let parsed = xml::parse(document)
            .map_err(|error| CorpusError::Document(format!("it is not well-formed: {}", error.message)))?;
        let root = parsed.root().cloned().unwrap_or_default();
        drop(parsed);
        let member =
            tei::member(root, &self.identifiers.of(name)).map_err(|error| CorpusError::Document(error.to_string()))?;
        writeln!(self.file, "{}", xml::write_node(&Node::Element(member)))?;
        self.documents += 1;
        Ok(())
    }

    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.documents
    }

    /// Whether it has none, as no corpus may be.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Ends the corpus and gives the file its name. The schema that it names lies beside it then.
    ///
    /// # Errors
    /// What the system says; what stood in its place is then as it was.
    pub fn finish(mut self) -> io::Result<()> {
        writeln!(self.file, "{}", xml::end_tag(&tei::corpus("")))?;
        if let Some(folder) = self.file.folder() {
            write_schema(folder)?;
        }
        self.file.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::pipeline::{Project, convert};
    use crate::reader::Format;
    use crate::schema::Schema;
    use crate::source::Source;

    #[test]
    fn two_documents_with_the_same_persons_make_a_valid_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.xml");
        let text = "Title: One & two\nTranslated by: Ann Berg\n\nMr. Varnov [handwritten by Orlov: \"x\"] left.\n";
        let tei = convert(&Source::from_text("a.txt", text), Format::Plain, &Project::default()).xml.unwrap();
        let mut corpus = Corpus::begin(&path, "Letters <1936>").unwrap();
        for name in ["1/a", "2/a", "2/a"] {
            corpus.add(name, &tei).unwrap();
        }
        assert!(matches!(corpus.add("x", "<p>"), Err(CorpusError::Document(_))));
        assert_eq!(corpus.len(), 3);
        corpus.finish().unwrap();
        let xml = fs::read_to_string(path).unwrap();
        assert_eq!(Schema::bundled().validate(&Source::from_text("all.xml", &xml)), []);
        assert!(xml.contains("<TEI xml:id=\"d1.a\">") && xml.contains("<TEI xml:id=\"d2.a-2\">"), "{xml}");
        assert!(xml.contains("ref=\"#d2.a..varnov\""), "{xml}");
    }
}
