//! What an editor decides on a mark, as splices: bytes that go and bytes that come, and every other byte stays.
//!
//! An element is named by the byte at which its start tag begins; whoever asks makes sure by a hash that the text is
//! still the one that was looked at.

use serde::{Deserialize, Serialize};

use crate::review::conflict::settle;
use crate::review::words::{Tree, words};
use crate::source::Span;
use crate::xml::{self, TokenKind, tag_name};

/// What is done to a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase", deny_unknown_fields)]
pub enum Action {
    /// It is right: `@cert` becomes `high`. Of a conflict: what stands is right, and its comments go.
    Accept,
    /// It is wrong: its tags go, its text stays.
    Reject,
    /// It is of another kind; what only the old kind has goes, and `@cert` becomes `high`.
    Retype {
        /// The new name, one of [`KINDS`].
        to: String,
    },
    /// It begins or ends a word earlier or later.
    Extent {
        /// Which of its tags moves.
        edge: Edge,
        /// Where it moves.
        by: Step,
    },
}

/// A tag of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// The start tag.
    Start,
    /// The end tag.
    End,
}

/// A change of extent by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The mark takes a word in.
    Grow,
    /// The mark lets a word out.
    Shrink,
}

/// Bytes of a text that are replaced by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The first byte, in the text before all splices of an edit.
    pub at: usize,
    /// What stands there.
    pub removed: String,
    /// What comes instead.
    pub inserted: String,
}

/// Splices that belong together, by their places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edit(pub Vec<Splice>);

/// Why a decision is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No element begins at the byte.
    #[error("no element begins here any more; reload the page")]
    NoElement,
    /// The decision would change nothing.
    #[error("this mark has been accepted already")]
    Accepted,
    /// An element without words has nothing that could stay.
    #[error("`{0}` has no words of its own that could stay; edit the file by hand")]
    NoWords(String),
    /// One of several readings cannot stand alone.
    #[error("`{0}` is one of several readings; edit the file by hand")]
    Reading(String),
    /// The element cannot be of another kind.
    #[error("`{0}` cannot become `{1}`")]
    Kind(String, String),
    /// What the other side of a conflict wanted only a person can write.
    #[error("accept what stands, or edit the file by hand and then accept it")]
    Conflict,
    /// There is no word to take in or let out.
    #[error("{0}")]
    Extent(&'static str),
    /// The text is not what the edit was made for.
    #[error("the file has changed since; reload the page")]
    Changed,
}

/// The names and dates that can become each other.
pub const KINDS: &[&str] = &["persName", "placeName", "orgName", "name", "date", "time"];

/// Parts of personal names, which mean nothing without one (TEI P5 14.2.1).
const NAME_PARTS: &[&str] = &["roleName", "forename", "surname", "nameLink", "addName", "genName"];

/// Attributes that a name keeps when it becomes another; the others say what only its kind can have.
const LASTING: &[&str] =
    &["xml:id", "xml:lang", "xml:base", "xml:space", "n", "rend", "style", "rendition", "cert", "resp", "next", "prev"];

/// Elements whose children are readings of the same place.
const READINGS: &[&str] = &["choice", "subst", "app"];

impl Edit {
    /// The text with all splices made.
    ///
    /// # Errors
    /// [`Refusal::Changed`] where something else stands in a place than the edit removes.
    pub fn apply(&self, text: &str) -> Result<String, Refusal> {
        let mut out = String::with_capacity(text.len() + 64);
        let mut done = 0;
        for splice in &self.0 {
            let kept = text.get(done..splice.at).ok_or(Refusal::Changed)?;
            let rest = text.get(splice.at..).ok_or(Refusal::Changed)?;
            if !rest.starts_with(&splice.removed) {
                return Err(Refusal::Changed);
            }
            out.push_str(kept);
            out.push_str(&splice.inserted);
            done = splice.at + splice.removed.len();
        }
        out.push_str(text.get(done..).ok_or(Refusal::Changed)?);
        Ok(out)
    }

    /// The edit that brings the text back, byte for byte.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let (mut come, mut gone) = (0, 0);
        let back = |splice: &Splice| {
            let at = splice.at + come - gone;
            come += splice.inserted.len();
            gone += splice.removed.len();
            Splice { at, removed: splice.inserted.clone(), inserted: splice.removed.clone() }
        };
        Self(self.0.iter().map(back).collect())
    }

    /// Sets the splices in the order of their places.
    fn sorted(mut splices: Vec<Splice>) -> Self {
        splices.sort_by_key(|splice| splice.at);
        Self(splices)
    }

    /// The same edit with a splice more, which may not touch the others.
    #[must_use]
    pub fn with(mut self, splice: Splice) -> Self {
        self.0.push(splice);
        Self::sorted(self.0)
    }
}

/// The splices of a decision on the element, not the root, whose start tag begins at byte `at` of a well-formed document,
/// or on the conflict whose first comment begins there.
///
/// # Errors
/// See [`Refusal`].
pub fn edit(xml: &str, at: usize, action: &Action) -> Result<Edit, Refusal> {
    let tree = Tree::of(xml);
    if let Some(comment) = tree.comment_at(at) {
        return if *action == Action::Accept { settle(xml, &tree, comment) } else { Err(Refusal::Conflict) };
    }
    let start = tree.element_at(at).filter(|&start| tree.parent(start).is_some()).ok_or(Refusal::NoElement)?;
    let mark = Mark { xml, tree: &tree, start };
    match action {
        Action::Accept => mark.accept(),
        Action::Reject => mark.reject(),
        Action::Retype { to } => mark.retype(to),
        Action::Extent { edge, by } => mark.extend(*edge, *by),
    }
}

/// The element that is decided on.
struct Mark<'a> {
    xml: &'a str,
    tree: &'a Tree,
    /// The number of its start tag among the tokens.
    start: usize,
}

impl Mark<'_> {
    fn raw(&self, span: Span) -> &str {
        &self.xml[span.start..span.end]
    }

    /// The name as it is written.
    fn name(&self) -> &str {
        tag_name(self.raw(self.tree.span(self.start)))
    }

    fn local(&self) -> &str {
        local(self.name())
    }

    /// The number of its end tag; of an element that is one tag there is none.
    fn end(&self) -> Option<usize> {
        Some(self.tree.partner(self.start)).filter(|&end| end != self.start)
    }

    fn removal(&self, span: Span) -> Splice {
        Splice { at: span.start, removed: self.raw(span).to_owned(), inserted: String::new() }
    }

    fn accept(&self) -> Result<Edit, Refusal> {
        self.certain().map(|splice| Edit(vec![splice])).ok_or(Refusal::Accepted)
    }

    /// The splice that makes `@cert` high, where it is not.
    fn certain(&self) -> Option<Splice> {
        let tag = self.tree.span(self.start);
        let attributes = xml::attributes(self.xml, tag);
        if let Some(cert) = attributes.iter().find(|attribute| self.raw(attribute.name) == "cert") {
            let removed = self.raw(cert.value).to_owned();
            return (removed != "high").then(|| Splice { at: cert.value.start, removed, inserted: "high".to_owned() });
        }
        let name_end = tag.start + 1 + self.name().len();
        let at = attributes.last().map_or(name_end, |last| last.whole.end);
        Some(Splice { at, removed: String::new(), inserted: " cert=\"high\"".to_owned() })
    }

    fn reject(&self) -> Result<Edit, Refusal> {
        let name = || self.local().to_owned();
        let in_readings = |idx| READINGS.contains(&local(tag_name(self.raw(self.tree.span(idx)))));
        if in_readings(self.start) || self.tree.parent(self.start).is_some_and(in_readings) {
            return Err(Refusal::Reading(name()));
        }
        let end = self.end().ok_or_else(|| Refusal::NoWords(name()))?;
        if words(self.xml, self.tree, self.start + 1..end).is_empty() {
            return Err(Refusal::NoWords(name()));
        }
        let mut splices = vec![self.removal(self.tree.span(self.start)), self.removal(self.tree.span(end))];
        if self.local() == "persName" {
            splices.extend(self.name_parts(end));
        }
        Ok(Edit::sorted(splices))
    }

    /// The tags of the parts of a personal name, which go with it.
    fn name_parts(&self, end: usize) -> Vec<Splice> {
        let is_tag = |idx: &usize| {
            let is_element = matches!(self.tree.kind(*idx), TokenKind::Start | TokenKind::End);
            is_element && NAME_PARTS.contains(&local(tag_name(self.raw(self.tree.span(*idx)))))
        };
        (self.start + 1..end).filter(is_tag).map(|idx| self.removal(self.tree.span(idx))).collect()
    }

    fn retype(&self, to: &str) -> Result<Edit, Refusal> {
        let from = self.local();
        let (true, true, Some(end)) = (KINDS.contains(&from) && from != to, KINDS.contains(&to), self.end()) else {
            return Err(Refusal::Kind(from.to_owned(), to.to_owned()));
        };
        let tag = self.tree.span(self.start);
        let prefix = self.name().len() - from.len();
        let rename = |at: usize| Splice { at: at + prefix, removed: from.to_owned(), inserted: to.to_owned() };
        let mut splices = vec![rename(tag.start + 1), rename(self.tree.span(end).start + 2)];
        let foreign = |name: &str| !LASTING.contains(&name) && !name.starts_with("xmlns");
        let attributes = xml::attributes(self.xml, tag).into_iter();
        splices.extend(
            attributes
                .filter(|attribute| foreign(self.raw(attribute.name)))
                .map(|attribute| self.removal(attribute.whole)),
        );
        if from == "persName" {
            splices.extend(self.name_parts(end));
        }
        splices.extend(self.certain());
        Ok(Edit::sorted(splices))
    }

    fn extend(&self, edge: Edge, by: Step) -> Result<Edit, Refusal> {
        let end = self.end().ok_or(Refusal::Extent("this mark has no words"))?;
        let inside = words(self.xml, self.tree, self.start + 1..end);
        let parent = self.tree.parent(self.start).ok_or(Refusal::Extent("nothing stands beside this mark"))?;
        let tag = self.tree.span(if edge == Edge::Start { self.start } else { end });
        let single = Refusal::Extent("the mark has one word only; reject it if it is none");
        let alone = Refusal::Extent("there is no further word in this paragraph or element");
        let to = match (edge, by) {
            (_, Step::Shrink) if inside.len() < 2 => return Err(single),
            (Edge::Start, Step::Shrink) => inside[1].start,
            (Edge::End, Step::Shrink) => inside[inside.len() - 2].end,
            (Edge::Start, Step::Grow) => words(self.xml, self.tree, parent + 1..self.start).last().ok_or(alone)?.start,
            (Edge::End, Step::Grow) => {
                let after = words(self.xml, self.tree, end + 1..self.tree.partner(parent));
                after.first().ok_or(alone)?.end
            }
        };
        let come = Splice { at: to, removed: String::new(), inserted: self.raw(tag).to_owned() };
        Ok(Edit::sorted(vec![self.removal(tag), come]))
    }
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
