//! Where white space means nothing: what each element of a document holds.

use crate::tei::{BLOCKS, NAMESPACE, PROSE};
use crate::xml::{Element, Node};

/// What an element holds, as far as white space goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Elements, on lines of their own; white space between them means nothing.
    Lines,
    /// No text and no element, but perhaps white space, which means nothing.
    Nothing,
    /// Text; a run of white space is one space.
    Text(Edges),
    /// Everything counts.
    Verbatim,
}

/// Whether white space at the beginning and end of an element means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    /// It stands between words that may stand on the same line.
    Kept,
    /// Nothing stands beside the element on its line.
    Bare,
}

/// Elements that TEI P5 allows no text in, and that convert does not write; see [`BLOCKS`] for those it does.
const MORE_BLOCKS: &[&str] = &[
    "additional",
    "adminInfo",
    "analytic",
    "biblFull",
    "biblStruct",
    "binding",
    "bindingDesc",
    "castGroup",
    "castList",
    "category",
    "classDecl",
    "correction",
    "custodialHist",
    "decoDesc",
    "epilogue",
    "event",
    "facsimile",
    "floatingText",
    "group",
    "history",
    "hyphenation",
    "imprint",
    "layoutDesc",
    "listBibl",
    "listChange",
    "listEvent",
    "listNym",
    "listPrefixDef",
    "listRelation",
    "listWit",
    "monogr",
    "msFrag",
    "msPart",
    "normalization",
    "objectDesc",
    "particDesc",
    "performance",
    "projectDesc",
    "prologue",
    "punctuation",
    "recordHist",
    "refsDecl",
    "relationGrp",
    "samplingDecl",
    "scriptDesc",
    "sealDesc",
    "segmentation",
    "set",
    "settingDesc",
    "sourceDoc",
    "spGrp",
    "supportDesc",
    "surface",
    "surfaceGrp",
    "tagsDecl",
    "taxonomy",
    "textDesc",
    "titlePage",
    "typeDesc",
];

/// Blocks of convert in which TEI P5 allows text too: new white space may stand in them only between lines.
const MIXED: &[&str] = &["opener", "closer", "quote", "creation", "item", "note", "p"];

/// Elements that stand on lines of their own wherever they stand, so that nothing stands beside them. A `speaker` may
/// stand on the line of what is said.
const LINES: &[&str] = &[
    "ab",
    "addrLine",
    "argument",
    "byline",
    "cell",
    "closer",
    "dateline",
    "div",
    "docAuthor",
    "epigraph",
    "figDesc",
    "head",
    "item",
    "l",
    "lg",
    "list",
    "note",
    "opener",
    "p",
    "postscript",
    "quote",
    "row",
    "salute",
    "signed",
    "sp",
    "table",
    "title",
    "trailer",
];

/// Elements in which white space may be the work of a hand.
const VERBATIM: &[&str] = &["binaryObject", "code", "eg", "egXML", "formula", "xenoData"];

/// Whether a root is of TEI: in its namespace, whatever its prefix.
pub(super) fn is_tei_root(root: &Element) -> bool {
    Scope::default().of(root).is_tei
}

/// What is in force round an element.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// The prefixes that stand for the namespace of TEI; the empty one is the default.
    prefixes: Vec<String>,
    is_tei: bool,
    verbatim: bool,
}

impl Scope {
    /// What is in force in an element.
    fn of(&self, element: &Element) -> Self {
        let mut prefixes = self.prefixes.clone();
        for attribute in &element.attributes {
            let Some(rest) = attribute.name.strip_prefix("xmlns") else { continue };
            let prefix = rest.trim_start_matches(':').to_owned();
            prefixes.retain(|known| *known != prefix);
            if attribute.value == NAMESPACE {
                prefixes.push(prefix);
            }
        }
        let prefix = element.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let is_tei = prefixes.iter().any(|known| known == prefix);
        let preserved = element.attribute("xml:space") == Some("preserve");
        let verbatim = self.verbatim || preserved || !is_tei || VERBATIM.contains(&local(element));
        Self { prefixes, is_tei, verbatim }
    }
}

/// What each element of a tree holds, in document order.
pub(super) fn contents(root: &Element) -> Vec<Content> {
    let mut contents = Vec::new();
    let mut stack = vec![(root, Scope::default())];
    while let Some((element, outer)) = stack.pop() {
        let scope = outer.of(element);
        contents.push(if scope.verbatim { Content::Verbatim } else { content(element) });
        let children: Vec<&Element> = element.elements().collect();
        stack.extend(children.into_iter().rev().map(|child| (child, scope.clone())));
    }
    contents
}

/// The name without its prefix.
fn local(element: &Element) -> &str {
    element.name.split_once(':').map_or(&element.name, |(_, local)| local)
}

fn content(element: &Element) -> Content {
    let name = local(element);
    let is_bare = element.children.iter().all(|child| match child {
        Node::Text(text) => is_blank(&text.text),
        Node::Element(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => true,
    });
    let holds_nodes = element.children.iter().any(|child| !matches!(child, Node::Text(_)));
    let no_text_allowed = (BLOCKS.contains(&name) || MORE_BLOCKS.contains(&name)) && !MIXED.contains(&name);
    match (is_bare, holds_nodes) {
        (true, true) if no_text_allowed || (MIXED.contains(&name) && holds_lines(element)) => Content::Lines,
        (true, false) if no_text_allowed => Content::Nothing,
        _ if LINES.contains(&name) => Content::Text(Edges::Bare),
        _ => Content::Text(Edges::Kept),
    }
}

/// Whether an element that may hold text holds lines instead: paragraphs and their like, or parts that stand apart
/// already. A paragraph holds parts of a sentence, so only paragraphs, lists and tables in it are lines.
fn holds_lines(element: &Element) -> bool {
    let is_prose = PROSE.contains(&local(element));
    let is_block = |child: &Element| matches!(local(child), "p" | "list" | "table");
    if element.elements().next().is_none() || (is_prose && !element.elements().all(is_block)) {
        return false;
    }
    let is_text = |node: &Node| matches!(node, Node::Text(_));
    let is_line = |node: &Node| node.as_element().is_none_or(|element| LINES.contains(&local(element)));
    element.children.windows(2).all(|pair| pair.iter().any(is_text) || pair.iter().all(is_line))
}

/// Whether a text is white space of XML.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// White space of XML (XML 1.0, production 3).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether an element holds text that is broken at the ends of sentences, by its name as it is written.
pub(super) fn is_prose(name: &str) -> bool {
    PROSE.contains(&name.split_once(':').map_or(name, |(_, local)| local))
}
