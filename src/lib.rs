//! postil turns transcripts of archival documents into TEI P5 XML.
//!
//! The one idea: a document is one immutable reading text with annotations standing off it. Readers make it,
//! conventions and recognizers add to it, nobody edits its text, and one place turns ranges into nested elements.
//! `ARCHITECTURE.md` shows the way through the modules.

pub mod batch;
pub mod compare;
pub mod config;
pub mod convention;
pub mod date;
pub mod diagnostic;
pub mod entities;
pub mod frontmatter;
pub mod gazetteer;
pub mod gold;
pub mod learn;
pub mod model;
pub mod pipeline;
pub mod reader;
pub mod recognizer;
pub mod reformat;
pub mod report;
pub mod review;
pub mod schema;
pub mod score;
pub mod source;
pub mod standoff;
pub mod structure;
pub mod suggestion;
pub mod tei;
pub mod xml;
