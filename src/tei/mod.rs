//! TEI: header, body, weave and standOff; the one place where ranges become nested elements.

mod account;
mod body;
mod content;
mod corpus;
mod division;
mod header;
mod layout;
mod list;
mod pointers;
mod provenance;
mod reading_text;
mod responsibility;
mod sentence;
mod source_map;
mod stand_off;
mod strands;
mod table;
mod weave;

pub use account::{Account, Imbalance};
pub use corpus::{Identifiers, NotTei, corpus, member};
pub use header::Encoding;
pub(crate) use layout::{BLOCKS, PROSE};
pub use layout::{Layout, lay_out};
pub use reading_text::{Place, places, reading_text};
pub(crate) use sentence::sentence_starts;
pub use source_map::{MapError, restore};

use crate::model::Transcript;
use crate::source::Span;
use crate::tei::pointers::Pointers;
use crate::xml::Element;

/// The TEI namespace.
pub const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// A document, encoded.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// The element `TEI`, not yet laid out.
    pub root: Element,
    /// The spans of marks that crossed others and were split.
    pub splits: Vec<Span>,
}

/// Encodes a transcript as TEI.
pub fn encode(transcript: &Transcript, encoding: &Encoding) -> Encoded {
    let pointers = Pointers::of(&transcript.header, transcript);
    let encoding = Encoding {
        hands: pointers.hands().to_vec(),
        calendars: pointers::calendars(transcript),
        suggesters: responsibility::suggesters(transcript),
        ..encoding.clone()
    };
    let (mut body, splits) = body::body(transcript, &pointers);
    if !splits.is_empty() {
        weave::drop_loose_links(&mut body);
    }
    let language = header::text_language(&transcript.header).unwrap_or_default();
    let text = Element::new("text").with("xml:lang", language).with_child(body);
    let mut root = Element::new("TEI").with("xmlns", NAMESPACE);
    root.push(header::header(&transcript.header, &encoding));
    if let Some(stand_off) = stand_off::stand_off(&transcript.entities) {
        root.push(stand_off);
    }
    root.push(text);
    Encoded { root, splits }
}
