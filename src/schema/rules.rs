//! The Schematron rules of the bundled schema, asked of the tree in one walk.
//!
//! It answers "surely kept" or "not sure": a document that is not surely right goes to the full check, so what is here
//! may be stricter than the rules of `schemas/postil.rnc`, but never laxer. A test holds both against each other.

use std::collections::HashSet;

use crate::xml::Element;

/// Attributes that may point to an `xml:id` of the document.
const POINTERS: [&str; 13] = [
    "ref",
    "resp",
    "hand",
    "who",
    "new",
    "scribeRef",
    "corresp",
    "ana",
    "next",
    "prev",
    "target",
    "calendar",
    "datingMethod",
];

/// Whether a document surely keeps every rule.
pub(super) fn surely_kept(root: &Element) -> bool {
    let ids: HashSet<&str> = root.descendants().filter_map(|element| element.attribute("xml:id")).collect();
    root.descendants().all(|element| points_well(element, &ids) && runs_forward(element) && has_words(element))
}

/// Pattern `pointers`.
fn points_well(element: &Element, ids: &HashSet<&str>) -> bool {
    let pointers = element
        .attributes
        .iter()
        .filter(|attribute| POINTERS.contains(&attribute.name.as_ref()) || attribute.name == "facs");
    pointers
        .flat_map(|attribute| attribute.value.split_whitespace())
        .all(|pointer| pointer.strip_prefix('#').is_none_or(|id| ids.contains(id)))
}

/// Pattern `dates`.
fn runs_forward(element: &Element) -> bool {
    let ordered = |first: &str, last: &str| match (element.attribute(first), element.attribute(last)) {
        (Some(first), Some(last)) => {
            first.chars().count() != last.chars().count() || first.starts_with('-') || first <= last
        }
        _ => true,
    };
    matches!(element.name.as_ref(), "locus" | "biblScope")
        || (ordered("from", "to") && ordered("notBefore", "notAfter"))
}

/// Patterns `words`, `calendars` and `verse`. Verse that holds blocks, and empty dates, are left to the full check.
fn has_words(element: &Element) -> bool {
    let named = matches!(element.name.as_ref(), "persName" | "placeName" | "orgName" | "name" | "date");
    let needs_words = element.name == "msIdentifier" || element.attribute("calendar").is_some();
    let worded = || element.text().contains(|c: char| !c.is_whitespace());
    let blocks_in_verse =
        || element.descendants().skip(1).any(|inner| matches!(inner.name.as_ref(), "p" | "ab" | "l" | "lg"));
    (!named || element.elements().next().is_some() || worded())
        && (!needs_words || worded())
        && (element.name != "l" || !blocks_in_verse())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{BUNDLED, Schema};
    use crate::source::Source;

    /// A document with one paragraph of the given content, and what stands in `standOff`.
    fn document(content: &str) -> String {
        let header = "<teiHeader><fileDesc><titleStmt><title>A</title></titleStmt><publicationStmt><p>B</p></publicationStmt>\
                      <sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader>";
        let people =
            "<standOff><listPerson><person xml:id=\"anna\"><persName>Anna</persName></person></listPerson></standOff>";
        format!(
            "<TEI xmlns=\"{}\">{header}{people}<text><body><div>{content}</div></body></text></TEI>",
            "http://www.tei-c.org/ns/1.0"
        )
    }

    #[test]
    fn what_surely_keeps_the_rules_keeps_them_and_planted_faults_do_not() {
        let cases = [
            ("<p><persName ref=\"#anna\">Anna</persName></p>", true),
            ("<p><persName ref=\"#berta\">Berta</persName></p>", false),
            ("<p><persName ref=\"https://example.org/anna #anna\">Anna</persName></p>", true),
            ("<p><date from=\"1960-09-12\" to=\"1960-09-30\">12-30 September</date></p>", true),
            ("<p><date from=\"1960-09-30\" to=\"1960-09-12\">30-12 September</date></p>", false),
            ("<p><date notBefore=\"1961\" notAfter=\"1960\">about 1960</date></p>", false),
            ("<p><date when=\"1960\"> </date></p>", false),
            ("<p><orgName/></p>", false),
            ("<p><note resp=\"#editor\">So in the copy.</note></p>", false),
            ("<lg><l>One</l><l>Two</l></lg>", true),
        ];
        for (content, kept) in cases {
            let xml = document(content);
            let tree = crate::xml::parse(&xml).expect("the case is well-formed");
            assert_eq!(surely_kept(tree.root().expect("it has a root")), kept, "{content}");
            let findings = Schema::bundled().full_check(&Source::from_text("a.xml", &xml));
            assert_eq!(findings.is_empty(), kept, "{content}: {findings:?}");
        }
    }

    #[test]
    fn the_rules_are_those_for_which_this_file_was_written() {
        let tests: Vec<&str> =
            BUNDLED.lines().filter(|line| line.contains("<sch:assert") || line.contains("<sch:report")).collect();
        assert_eq!(tests.len(), 8, "a rule of postil.rnc was added or taken away: bring src/schema/rules.rs up to it");
        for word in ["$pointers", "@from, @to", "@notBefore, @notAfter", "no text", "msIdentifier", "calendar", "verse"]
        {
            assert!(tests.iter().any(|test| test.contains(word)), "{word}");
        }
    }
}
