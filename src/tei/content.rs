//! What may stand where: the few content models of TEI that the weave and the body have to know.

/// Whether a parent may hold a child (TEI P5 appendix C). Whatever is not listed holds all that postil writes.
pub(super) fn may_hold(parent: &str, child: &str) -> bool {
    match parent {
        "gap" | "incident" | "vocal" | "pause" => child == "desc",
        "figure" => matches!(child, "figDesc" | "head" | "p"),
        "choice" => matches!(child, "sic" | "corr" | "unclear" | "supplied" | "choice" | "seg" | "expan" | "ex"),
        "ex" | "idno" => false,
        "desc" | "figDesc" => is_limited_phrase(child),
        "persName" | "placeName" | "orgName" | "roleName" | "gloss" | "foreign" | "stamp" | "fw" | "expan"
        | "speaker" => !matches!(child, "label" | "head" | "dateline" | "speaker"),
        _ => !matches!(child, "head" | "speaker" | "dateline"),
    }
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
