//! A gold document from a TEI file: its reading text, and the names and dates that are marked in it.

use std::collections::BTreeMap;

use crate::gold::{GoldDocument, GoldSpan};
use crate::tei::{self, Place};
use crate::xml::{self, Element, ParseError};

/// Elements that name a place (TEI P5 14.2.3).
const PLACES: &[&str] = &["placeName", "settlement", "country", "region", "geogName", "district", "bloc"];

/// Reads a TEI document: its reading text, and over it the marks of the elements `persName`, `placeName` (and its parts,
/// such as `settlement`), `orgName` and `date`, also where they are `name` or `rs` with a type. Of a choice the first
/// reading is taken. Nothing is said of scopes and fullness.
///
/// # Errors
/// The document is not well-formed.
pub fn read_tei(name: &str, xml: &str) -> Result<GoldDocument, ParseError> {
    let document = xml::parse(xml)?;
    let root = document.root().cloned().unwrap_or_default();
    let (text, places) = tei::places(&root);
    let mut spans: Vec<GoldSpan> = places.iter().filter_map(span).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let language =
        root.descendants().find(|element| element.name == "text").and_then(|text| text.attribute("xml:lang"));
    Ok(GoldDocument {
        id: name.to_owned(),
        language: language.map(str::to_owned),
        text,
        spans,
        ..GoldDocument::default()
    })
}

/// The mark that an element is, where it is one and has words.
fn span(place: &Place<'_>) -> Option<GoldSpan> {
    let Place { element, start, end } = *place;
    let kind = kind(element).filter(|_| start < end)?;
    let attribute = |attribute: &xml::Attribute| (attribute.name.to_string(), attribute.value.clone());
    let attributes: BTreeMap<String, String> = element.attributes.iter().map(attribute).collect();
    Some(GoldSpan { kind, start, end, attributes, optional: false })
}

/// The type of mark that an element is.
fn kind(element: &Element) -> Option<String> {
    let name = element.name.as_ref();
    if PLACES.contains(&name) {
        return Some("placeName".to_owned());
    }
    match name {
        "persName" | "orgName" | "date" => Some(name.to_owned()),
        "name" | "rs" => {
            let of = element.attribute("type")?.to_ascii_lowercase();
            let starts = |starts: &[&str]| starts.iter().any(|start| of.starts_with(start));
            if starts(&["pers"]) {
                Some("persName".to_owned())
            } else if starts(&["pla", "geo", "city", "country", "settlement"]) {
                Some("placeName".to_owned())
            } else {
                starts(&["org", "inst"]).then(|| "orgName".to_owned())
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<TEI><teiHeader><persName>Nobody</persName></teiHeader><text xml:lang='en'><body><head>REPORT</head>\
        <p>On <date when='1950-05-03'>3 May 1950</date> <persName ref='#v'><roleName>Cde.</roleName>\n   Varnov</persName> \
        met <rs type='person'>Ødel</rs><note>in <settlement>Velmark</settlement> </note>.</p></body></text></TEI>";

    #[test]
    fn names_and_dates_stand_off_the_reading_text() {
        let document = read_tei("a.xml", XML).unwrap();
        assert_eq!(document.text, "REPORT\n\nOn 3 May 1950 Cde. Varnov met Ødel[in Velmark].\n");
        let chars: Vec<char> = document.text.chars().collect();
        let found: Vec<(String, &str)> = document
            .spans
            .iter()
            .map(|span| (chars[span.start..span.end].iter().collect(), span.kind.as_str()))
            .collect();
        let expected =
            [("3 May 1950", "date"), ("Cde. Varnov", "persName"), ("Ødel", "persName"), ("Velmark", "placeName")];
        assert_eq!(found, expected.map(|(words, kind)| (words.to_owned(), kind)));
        assert_eq!(document.spans[0].attributes["when"], "1950-05-03");
        assert_eq!(document.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        assert!(read_tei("a.xml", "<p>one</q>").is_err());
    }
}
