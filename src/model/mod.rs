//! The one idea: a reading text that nobody edits, with annotations standing off it.

mod annotation;
mod block;
mod date;
mod entity;
mod flow;
mod header;
mod intervention;
mod suggestion;
mod text;
mod transcript;

pub use annotation::{Annotation, Cert, Mark, Mention, NameKind, NamePart, Rendition, RespId};
pub use block::{Block, BlockKind, Role};
pub use date::{Calendar, DateValue};
pub use entity::{Entity, EntityId};
pub use flow::{Flow, flows};
pub use header::{Field, FieldKey, FieldOrigin, Header, HeaderKeys, Value};
pub use intervention::{Anchor, Attribute, Intervention, InterventionKind};
pub use suggestion::{Claim, Suggestion};
pub use text::{Piece, Text, TextRange};
pub use transcript::Transcript;
