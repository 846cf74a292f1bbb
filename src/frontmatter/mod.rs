//! Front matter: labelled lines, YAML, side files and citations become the fields of the header.

use crate::diagnostic::Diagnostic;
use crate::model::{Field, HeaderKeys, Transcript};
use crate::source::Source;

/// Lifts the front matter out of the blocks into [`Transcript::header`].
///
/// `side_file` are the fields of the document's row in the metadata file. Blocks that became fields are taken out of
/// [`Transcript::blocks`], their annotations with them; what they consumed is added to [`Transcript::consumed`].
pub fn lift(
    transcript: Transcript,
    _source: &Source,
    _keys: &HeaderKeys,
    _side_file: &[Field],
) -> (Transcript, Vec<Diagnostic>) {
    (transcript, Vec::new())
}
