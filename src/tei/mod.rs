//! TEI: header, body, weave and standOff; the one place where ranges become nested elements.

mod header;
mod provenance;
mod responsibility;
