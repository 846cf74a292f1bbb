//! Finished TEI in the layout that postil gives its own: the white space between the words changes, and nothing else.
//!
//! Tags, references, comments and the rest are taken over as they are written. Whoever asks gets no text of which it is
//! not proven, by the trees of both, that it says the same.

mod content;
mod pieces;
mod proof;
mod write;

use crate::source::Span;
use crate::tei::Layout;
use crate::xml::{self, ParseError};

/// Why a text is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReformatError {
    /// It is not well-formed.
    #[error(transparent)]
    Xml(#[from] ParseError),
    /// Its root is of no TEI namespace.
    #[error("the root element `{name}` is none of TEI")]
    NotTei {
        /// The name of the root.
        name: String,
        /// Its start tag.
        span: Span,
    },
    /// The text would say something else afterwards: a mistake of ours.
    #[error("the new layout would change more than white space")]
    NotProven,
}

/// The text of a TEI document, laid out as `convert` lays out its own.
///
/// White space changes where TEI gives it no meaning: between elements where no text may stand, in runs, and at the
/// beginning and end of paragraphs and their like; nowhere in elements with `xml:space="preserve"` or of other
/// namespaces. The order of attributes stays; they stand on one line, in double quotation marks. The declaration says
/// UTF-8, line ends are LF. What it gives is given back unchanged.
///
/// # Errors
/// See [`ReformatError`].
pub fn reformat(xml: &str, layout: Layout) -> Result<String, ReformatError> {
    let document = xml::parse(xml)?;
    let written = match document.root() {
        Some(root) if content::is_tei_root(root) => write::write(&pieces::Pieces::of(xml, root), layout),
        Some(root) => {
            let span = root.span.unwrap_or_default();
            return Err(ReformatError::NotTei { name: root.name.clone().into_owned(), span });
        }
        None => return Err(ReformatError::NotProven),
    };
    if proof::says_the_same(xml, &document, &written) { Ok(written) } else { Err(ReformatError::NotProven) }
}

#[cfg(test)]
mod tests;
