//! The verdict on small schemas and documents.

use super::{Automaton, Fault, Verdict, verdict, verdict_on_tree};

fn judge(content: &str, xml: &str) -> Verdict {
    let rng = format!(
        r#"<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:t"
             datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start>{content}</start></grammar>"#
    );
    let mut automaton = Automaton::load(&rng).expect("the schema loads");
    let first = verdict(&mut automaton, xml).expect("the document is well-formed");
    let second = verdict(&mut automaton, xml).expect("the document is well-formed");
    assert_eq!(first, second, "what was learned changes no verdict");
    let document = crate::xml::parse(xml).expect("the document is well-formed");
    let on_tree = verdict_on_tree(&mut automaton, document.root().expect("it has a root"));
    assert_eq!(first, on_tree, "the tree has the verdict of its text");
    first
}

#[test]
fn an_element_out_of_order_is_named() {
    let schema =
        r#"<element name="a"><element name="b"><text/></element><element name="c"><empty/></element></element>"#;
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"><b>words</b><c/></a>"#), Verdict::Valid);
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"><c/><b/></a>"#), Verdict::Invalid(Fault::Element));
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"><b/></a>"#), Verdict::Invalid(Fault::MissingContent));
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"><b/>words<c/></a>"#), Verdict::Invalid(Fault::Text));
}

#[test]
fn attributes_come_in_any_order_and_are_counted() {
    let schema = r#"<element name="a"><attribute name="n"><data type="integer"/></attribute>
        <optional><attribute name="when"><data type="date"/></attribute></optional></element>"#;
    assert_eq!(judge(schema, r#"<a xmlns="urn:t" when="1960-09-14" n="1"/>"#), Verdict::Valid);
    assert_eq!(judge(schema, r#"<a xmlns="urn:t" n="1" when="1960-02-30"/>"#), Verdict::Invalid(Fault::Attribute(1)));
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"/>"#), Verdict::Invalid(Fault::MissingAttribute));
}

#[test]
fn white_space_between_elements_says_nothing_but_an_empty_value_does() {
    let schema =
        r#"<element name="a"><choice><element name="b"><empty/></element><value type="string"/></choice></element>"#;
    assert_eq!(judge(schema, "<a xmlns=\"urn:t\">\n  <b/>\n</a>"), Verdict::Valid);
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"></a>"#), Verdict::Valid);
    assert_eq!(judge(schema, r#"<a xmlns="urn:t">x</a>"#), Verdict::Invalid(Fault::Text));
}

#[test]
fn an_ambiguous_schema_keeps_all_readings() {
    let b = |name: &str| format!(r#"<element name="b"><element name="{name}"><empty/></element></element>"#);
    let schema = format!(
        r#"<element name="a"><choice><group>{}<element name="c"><empty/></element></group>
        <group>{}<element name="d"><empty/></element></group></choice></element>"#,
        b("x"),
        b("y")
    );
    assert_eq!(judge(&schema, r#"<a xmlns="urn:t"><b><x/></b><c/></a>"#), Verdict::Valid);
    assert_eq!(judge(&schema, r#"<a xmlns="urn:t"><b><y/></b><d/></a>"#), Verdict::Valid);
    assert_eq!(judge(&schema, r#"<a xmlns="urn:t"><b><y/></b><c/></a>"#), Verdict::Invalid(Fault::Element));
}

#[test]
fn an_id_stands_once() {
    let schema = r#"<element name="a"><oneOrMore><element name="b"><attribute name="id"><data type="ID"/></attribute>
        </element></oneOrMore></element>"#;
    assert_eq!(judge(schema, r#"<a xmlns="urn:t"><b id="x"/><b id="y"/></a>"#), Verdict::Valid);
    let twice = judge(schema, r#"<a xmlns="urn:t"><b id="x"/><b id=" x "/></a>"#);
    assert_eq!(twice, Verdict::Invalid(Fault::DuplicateId(0)));
}

#[test]
fn an_address_has_the_shape_of_a_uri() {
    let schema = r#"<element name="a"><attribute name="ref"><data type="anyURI"/></attribute></element>"#;
    for good in ["#p1", "", "https://viaf.org/viaf/1?a=[1]#x", "gnd:118", "a b", "http://[::1]:80/", "é%20"] {
        assert_eq!(judge(schema, &format!(r#"<a xmlns="urn:t" ref="{good}"/>"#)), Verdict::Valid, "{good}");
    }
    for bad in ["12:00:00", "%zz", "#a#b", "a:", ":a", "http://", "a[1]"] {
        let verdict = judge(schema, &format!(r#"<a xmlns="urn:t" ref="{bad}"/>"#));
        assert_eq!(verdict, Verdict::Invalid(Fault::Attribute(0)), "{bad}");
    }
}

#[test]
fn what_stands_in_other_files_is_not_read() {
    let rng = r#"<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="other.rng"/></grammar>"#;
    assert!(Automaton::load(rng).is_err_and(|error| error.to_string().contains("include")));
}
