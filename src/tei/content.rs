//! What may stand where: the few content models of TEI that the weave and the body have to know.

use crate::xml::{Element, Node};

/// Whether a parent may hold a child (TEI P5 appendix C). Whatever is not listed holds all that postil writes.
pub(super) fn may_hold(parent: &str, child: &str) -> bool {
    match parent {
        "gap" | "space" | "incident" | "vocal" => child == "desc",
        "figure" => matches!(child, "figDesc" | "head" | "p"),
        // Whether it is sound is seen when it is whole.
        "choice" => true,
        "ex" | "idno" | "pause" | "pb" | "cb" | "lb" | "milestone" => false,
        "desc" | "figDesc" => is_limited_phrase(child),
        "persName" | "placeName" | "orgName" | "roleName" | "date" | "gloss" | "foreign" | "stamp" | "fw" | "expan"
        | "speaker" | "label" | "dateline" | "salute" | "signed" => {
            !matches!(child, "label" | "head" | "dateline" | "speaker")
        }
        _ => !matches!(child, "head" | "speaker" | "dateline"),
    }
}

/// Whether a `choice` holds two or more readings and nothing else (TEI P5 3.5.1).
pub(super) fn is_sound_choice(choice: &Element) -> bool {
    let reading = |name: &str| matches!(name, "sic" | "corr" | "unclear" | "supplied" | "choice" | "seg" | "expan");
    let fits = choice.children.iter().all(|child| match child {
        Node::Element(element) => reading(&element.name),
        Node::Text(text) => text.text.trim().is_empty(),
        Node::Comment(_) | Node::ProcessingInstruction(..) => true,
    });
    fits && choice.elements().count() >= 2
}

/// Elements of `model.limitedPhrase` and `model.inter` that postil writes.
fn is_limited_phrase(name: &str) -> bool {
    matches!(
        name,
        "persName"
            | "placeName"
            | "orgName"
            | "roleName"
            | "date"
            | "hi"
            | "q"
            | "foreign"
            | "ref"
            | "gloss"
            | "label"
            | "stamp"
    )
}

/// Elements of `model.global`: they may stand between the blocks of a division.
pub(super) fn is_global(name: &str) -> bool {
    matches!(
        name,
        "gap"
            | "note"
            | "pb"
            | "cb"
            | "lb"
            | "milestone"
            | "fw"
            | "figure"
            | "space"
            | "incident"
            | "vocal"
            | "pause"
            | "addSpan"
            | "metamark"
    )
}
