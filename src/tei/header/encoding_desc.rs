//! encodingDesc and revisionDesc: what was done to the transcript, and by which program (TEI P5 2.3, 2.6).

use crate::model::{FieldKey, Header};
use crate::tei::header::{Encoding, field};
use crate::xml::Element;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn encoding_desc(header: &Header, encoding: &Encoding) -> Element {
    let quotation = Element::new("quotation").with("marks", "all");
    let editorial = Element::new("editorialDecl").with_child(profile(header, encoding)).with_child(quotation);
    Element::new("encodingDesc").with_child(editorial).with_child(app_info())
}

/// The encodingDesc of a corpus: the documents say the rest.
pub(in crate::tei) fn corpus_encoding_desc() -> Element {
    Element::new("encodingDesc").with_child(app_info())
}

fn app_info() -> Element {
    let label = Element::new("label").with_text("postil");
    // TEI P5, att.version: digits and full stops, so a suffix such as `-rc.1` is left out.
    let version = VERSION.split('-').next().unwrap_or(VERSION);
    let application = Element::new("application").with("ident", "postil").with("version", version).with_child(label);
    Element::new("appInfo").with_child(application)
}

/// Which profile was used, in the words of the front matter where they name it.
fn profile(header: &Header, encoding: &Encoding) -> Element {
    let mut paragraph = Element::new("p").with_text("Editorial signs were read by the profile ");
    let mut name = Element::new("name").with("type", "profile");
    match header.all(FieldKey::Profile).find(|field| field.as_str() == encoding.profile) {
        Some(named) => name.push(field::node(named)),
        None => name.push_text(if encoding.profile.is_empty() { "archival" } else { &encoding.profile }),
    }
    paragraph.push(name);
    paragraph.push_text("; quotation marks, spelling and punctuation are those of the transcript.");
    paragraph
}

pub(super) fn revision_desc(encoding: &Encoding) -> Element {
    let words = format!("Converted from the transcript by postil {VERSION}.");
    let mut change = Element::new("change");
    change.set("when", encoding.date.clone().unwrap_or_default());
    Element::new("revisionDesc").with_child(change.with_text(words))
}
