//! The transcription of one document.

use crate::model::annotation::Annotation;
use crate::model::block::Block;
use crate::model::entity::Entity;
use crate::model::header::Header;
use crate::model::text::Text;
use crate::source::Span;

/// One document: its reading text, what stands off it, and its front matter.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    /// What is known of the document.
    pub header: Header,
    /// The reading text. Blocks are parted by a line end, which stands nowhere else.
    pub text: Text,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// The annotations, in the order in which the stages made them.
    pub annotations: Vec<Annotation>,
    /// Persons, places and organizations.
    pub entities: Vec<Entity>,
    /// Programs and people elsewhere who claim something, by name.
    pub responsible: Vec<String>,
    /// Spans of the source whose words an element or attribute expresses: brackets, labels, list markers, key words of
    /// the front matter.
    pub consumed: Vec<Span>,
}
