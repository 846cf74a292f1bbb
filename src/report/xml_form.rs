//! What the XML forms of findings share: text that XML can hold, and the declaration.

use crate::report::printable::printable;

/// The declaration of a document that is written piece by piece.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Text without characters that XML forbids (XML 1.0, production 2).
pub(super) fn xml_text(text: &str) -> String {
    printable(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
