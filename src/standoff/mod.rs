//! The annotations of a finished TEI document as W3C Web Annotations, one a line.
//!
//! Data model: <https://www.w3.org/TR/annotation-model/>. Positions are characters of the reading text, which
//! `postil text` prints; the quotation with what stands round it finds the words without counting.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::tei::{NAMESPACE, Place, places};
use crate::xml::Element;

/// Characters of context on either side.
const CONTEXT: usize = 32;

/// The annotations of a document as JSON lines. `document` names it, relative to where the lines are kept.
pub fn annotations(document: &str, root: &Element) -> String {
    let (text, places) = places(root);
    let letters: Vec<char> = text.chars().collect();
    let (iri, creators) = (iri(document), creators(root));
    let mut lines = String::new();
    for (idx, place) in places.iter().enumerate() {
        let mut annotation = annotation(&format!("{iri}#annotation-{}", idx + 1), &iri, place, &letters);
        if let Some(name) = creator(place.element, &creators) {
            annotation["creator"] = json!({ "name": name });
        }
        lines.push_str(&annotation.to_string());
        lines.push('\n');
    }
    lines
}

fn annotation(id: &str, document: &str, place: &Place<'_>, letters: &[char]) -> Value {
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", { "tei": format!("{NAMESPACE}/") }],
        "id": id,
        "type": "Annotation",
        "motivation": motivation(place.element),
        "body": bodies(document, place.element),
        "target": { "source": document, "selector": selectors(place, letters) },
    })
}

/// Why an element was made (Web Annotation Vocabulary, 3.3.5).
fn motivation(element: &Element) -> &'static str {
    match element.name.as_ref() {
        "persName" | "placeName" | "orgName" | "rs" | "name" if element.attribute("ref").is_some() => "identifying",
        "note" | "gloss" => "commenting",
        "choice" | "sic" | "corr" | "supplied" | "unclear" | "gap" | "add" | "del" | "surplus" | "expan" | "ex" => {
            "editing"
        }
        "ref" => "linking",
        _ => "classifying",
    }
}

/// The names of those who are responsible, by the `xml:id` of their `respStmt`.
fn creators(root: &Element) -> BTreeMap<&str, String> {
    let statements = root.descendants().filter(|statement| statement.name == "respStmt");
    let creator = |statement: &'_ Element| {
        let name = statement.elements().find(|child| child.name != "resp")?;
        Some(name.text().split_whitespace().collect::<Vec<_>>().join(" "))
    };
    statements.filter_map(|statement| Some((statement.attribute("xml:id")?, creator(statement)?))).collect()
}

/// Who is responsible, by the first pointer of `@resp`.
fn creator<'a>(element: &Element, creators: &'a BTreeMap<&str, String>) -> Option<&'a String> {
    let id = element.attribute("resp")?.split_whitespace().next()?.strip_prefix('#')?;
    creators.get(id)
}

/// The element with its attributes, what it points to, and the other readings of a choice.
fn bodies(document: &str, element: &Element) -> Vec<Value> {
    let mut class = Map::new();
    class.insert("type".to_owned(), json!("TextualBody"));
    class.insert("purpose".to_owned(), json!("classifying"));
    class.insert("value".to_owned(), json!(element.name));
    for attribute in &element.attributes {
        let is_pointer = matches!(attribute.name.as_ref(), "ref" | "resp" | "xml:id" | "next" | "prev" | "target");
        if !is_pointer {
            class.insert(format!("tei:{}", attribute.name), json!(attribute.value));
        }
    }
    let mut bodies = vec![Value::Object(class)];
    let pointers = element.attribute("ref").or(element.attribute("target")).unwrap_or_default().split_whitespace();
    for pointer in pointers {
        let source = if pointer.starts_with('#') { format!("{document}{pointer}") } else { pointer.to_owned() };
        let purpose = if element.name == "ref" { "linking" } else { "identifying" };
        bodies.push(json!({ "type": "SpecificResource", "purpose": purpose, "source": source }));
    }
    if element.name == "choice" {
        for reading in element.elements().skip(1) {
            let words = reading.text();
            bodies.push(
                json!({ "type": "TextualBody", "purpose": "editing", "value": words, "tei:element": reading.name }),
            );
        }
    }
    bodies
}

/// The position and the quotation (Web Annotation Data Model, 4.2.4 and 4.2.5).
fn selectors(place: &Place<'_>, letters: &[char]) -> Value {
    let words = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
    let before = place.start.saturating_sub(CONTEXT);
    let after = (place.end + CONTEXT).min(letters.len());
    json!([
        { "type": "TextPositionSelector", "start": place.start, "end": place.end },
        {
            "type": "TextQuoteSelector",
            "exact": words(place.start, place.end),
            "prefix": words(before, place.start),
            "suffix": words(place.end, after),
        }
    ])
}

/// A file name as a relative IRI (RFC 3987): what it may not hold is escaped.
fn iri(document: &str) -> String {
    let mut iri = String::new();
    for c in document.chars() {
        match c {
            '\\' => iri.push('/'),
            ' ' | '"' | '<' | '>' | '%' | '#' | '?' | '^' | '`' | '{' | '|' | '}' => {
                write!(iri, "%{:02X}", u32::from(c)).expect("strings take all");
            }
            c => iri.push(c),
        }
    }
    iri
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEI: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><respStmt xml:id=\"suggested-by-1\">\
                       <resp>x</resp><name>model 2</name></respStmt></teiHeader><text><body>\
                       <p>Then <persName ref=\"#berg #holm\" cert=\"low\" resp=\"#suggested-by-1\">Ännä Berg</persName> left on\n  \
                       <date when=\"1950-05-03\">3 May</date> <choice><sic>7</sic><corr>8</corr></choice>.</p></body></text></TEI>";

    fn lines() -> Vec<Value> {
        let document = crate::xml::parse(TEI).unwrap();
        let lines = annotations("a letter.xml", document.root().unwrap());
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_name_has_its_place_its_words_and_whom_it_names() {
        let name = &lines()[0];
        assert_eq!(name["id"], "a%20letter.xml#annotation-1");
        assert_eq!((&name["motivation"], &name["creator"]["name"]), (&json!("identifying"), &json!("model 2")));
        assert_eq!(name["body"][0]["tei:cert"], "low");
        assert_eq!(name["body"][2]["source"], "a%20letter.xml#holm");
        let selector = &name["target"]["selector"];
        assert_eq!((&selector[0]["start"], &selector[0]["end"]), (&json!(5), &json!(14)));
        assert_eq!((&selector[1]["exact"], &selector[1]["prefix"]), (&json!("Ännä Berg"), &json!("Then ")));
        assert_eq!(selector[1]["suffix"], " left on 3 May 7.\n");
    }

    #[test]
    fn values_of_dates_and_other_readings_are_kept() {
        let lines = lines();
        assert_eq!(lines[1]["body"][0]["tei:when"], "1950-05-03");
        assert_eq!((&lines[2]["body"][0]["value"], &lines[2]["body"][1]["value"]), (&json!("choice"), &json!("8")));
        assert_eq!(lines[3]["body"][0]["value"], "sic");
    }

    #[test]
    fn every_selector_finds_its_words_in_the_reading_text() {
        let document = crate::xml::parse(TEI).unwrap();
        let text: Vec<char> = crate::tei::reading_text(document.root().unwrap()).chars().collect();
        for line in lines() {
            let selector = &line["target"]["selector"];
            let at = |key: &str| usize::try_from(selector[0][key].as_u64().unwrap()).unwrap();
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(selector[1]["exact"], words);
        }
    }
}
