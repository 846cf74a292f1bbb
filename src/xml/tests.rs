//! The parser: what is well-formed, what is not, and that it reads back what the writer writes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use crate::source::Span;
use crate::xml::{Attribute, Document, Element, Node, TextNode, parse, write};

const WELL_FORMED: &[&str] = &[
    "<a/>",
    "<?xml version=\"1.0\"?>\n<a/>\n",
    "<?xml version='1.0' encoding='UTF-8' standalone=\"yes\" ?><a></a>",
    "<!-- c --><?pi data?><a/><!-- d --><?pi?>",
    "<a>x &amp; y &#x41;&#66; &lt;<![CDATA[<&]]]]>&gt;</a>",
    "<a  b = 'c\"d' e=\"f\" ></a >",
    "<p:a xmlns:p='urn:x' p:b='1' b='2' xml:id='i'><p:c/></p:a>",
    "<a xmlns='urn:x' xmlns:q='urn:x' b='1' q:b='2'/>",
    "<!DOCTYPE a><a/>",
    "<!DOCTYPE a SYSTEM 'a.dtd'><a/>",
    "<!DOCTYPE html PUBLIC \"-//X//Y\" \"z\" [ ]><html/>",
    "<жук ñ='1'>\u{10000}</жук>",
    "<a>]] ></a>",
    "<a b='>'/>",
    "<a b='&#10;&#9;'>\r\n\t</a>",
    "<a><!-- - --></a>",
    "<a>&#000065;</a>",
];

const NOT_WELL_FORMED: &[&str] = &[
    "",
    "text",
    " <?xml version='1.0'?><a/>",
    "<?xml version='2.0'?><a/>",
    "<?xml encoding='UTF-8'?><a/>",
    "<?xml version='1.0' standalone='maybe'?><a/>",
    "<a/><b/>",
    "<a/>text",
    "<a/>&amp;",
    "<a/><![CDATA[x]]>",
    "<a>",
    "<a></b>",
    "</a>",
    "<a></a></a>",
    "<a b='1' b='2'/>",
    "<a b='1'c='2'/>",
    "<a b=1/>",
    "<a b/>",
    "<a b='<'/>",
    "<a b='&'/>",
    "<a b='&x;'/>",
    "<a b='1/>",
    "<a>&x;</a>",
    "<a>&</a>",
    "<a>& b</a>",
    "<a>&#0;</a>",
    "<a>&#x1F;</a>",
    "<a>&#xD800;</a>",
    "<a>&#xFFFE;</a>",
    "<a>&#X41;</a>",
    "<a>&#x;</a>",
    "<a>&#+65;</a>",
    "<a>\u{1}</a>",
    "<a>\0</a>",
    "<a>\u{FFFF}</a>",
    "<a>]]></a>",
    "<a><!-- -- --></a>",
    "<a><!-- ---></a>",
    "<a><!--></a>",
    "<a><!-- </a>",
    "<a><? x?></a>",
    "<a><?xml version='1.0'?></a>",
    "<a><?XML x?></a>",
    "<1a/>",
    "< a/>",
    "<a:b/>",
    "<a b:c='1'/>",
    "<a:b:c xmlns:a='urn:x'/>",
    "<:a/>",
    "<a xmlns:p=''/>",
    "<a xmlns:xml='urn:x'/>",
    "<a xmlns:xmlns='urn:x'/>",
    "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='1' q:b='2'/>",
    "<a><!DOCTYPE a></a>",
    "<!DOCTYPE a><!DOCTYPE a><a/>",
    "<!DOCTYPE><a/>",
    "<!doctype a><a/>",
    "<a/><!DOCTYPE a>",
    "<a / >",
    "<a></a b='1'>",
    "<a><![CDATA[x]]</a>",
    "<a><![cdata[x]]></a>",
    "<!ELEMENT a ANY><a/>",
    "<a<b/>",
    "<<a/>",
    "<a><<b/></a>",
];

#[test]
fn well_formed_documents_are_parsed() {
    for xml in WELL_FORMED {
        assert!(parse(xml).is_ok(), "{xml}: {:?}", parse(xml));
    }
}

#[test]
fn documents_that_are_not_well_formed_are_refused_with_a_place() {
    for xml in NOT_WELL_FORMED {
        let Err(error) = parse(xml) else { panic!("{xml} was parsed") };
        assert!(xml.get(error.span.start..error.span.end).is_some(), "{xml}: {error:?}");
        assert!(!error.message.is_empty());
    }
}

#[test]
fn entities_of_an_internal_subset_are_refused_in_clear_words() {
    let error = parse("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").expect_err("it is refused");
    assert!(error.message.contains("not supported"), "{error}");
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn verdicts_are_those_of_xmllint() {
    if xmllint("<a/>").is_none() {
        eprintln!("skipped: xmllint is not installed");
        return;
    }
    for (documents, expected) in [(WELL_FORMED, true), (NOT_WELL_FORMED, false)] {
        for xml in documents.iter().filter(|xml| **xml != "<a>\0</a>") {
            assert_eq!(xmllint(xml), Some(expected), "{xml}");
        }
    }
}

/// Whether xmllint finds nothing to say; `None` where it is not installed.
fn xmllint(xml: &str) -> Option<bool> {
    let mut command = Command::new("xmllint");
    let child = command.args(["--noout", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.ok()?;
    child.stdin.take()?.write_all(xml.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(output.status.success() && !said.contains("error"))
}

#[test]
fn references_line_ends_and_attribute_values_are_normalized() {
    let document = parse("<a b='x\r\ny\tz&#10;'>1\r\n2\r3&amp;<![CDATA[<\r>]]>&#13;</a>").expect("it is well-formed");
    let root = document.root().expect("it has a root");
    assert_eq!(root.attribute("b"), Some("x y z\n"));
    assert_eq!(root.children, [Node::Text(TextNode { text: "1\n2\n3&<\n>\r".to_owned(), sources: Vec::new() })]);
}

#[test]
fn an_element_knows_where_its_start_tag_stands() {
    let xml = "\u{FEFF}<a>\n<b c='1'>x</b></a>";
    let document = parse(xml).expect("it is well-formed");
    let b = document.root().and_then(|root| root.child("b")).expect("b is there");
    let span = b.span.expect("it has a span");
    assert_eq!(&xml[span.start..span.end], "<b c='1'>");
}

#[test]
fn deep_nesting_is_refused_and_wide_documents_are_read_in_linear_time() {
    let deep = "<a>".repeat(100_000);
    assert!(parse(&deep).is_err());
    let attributes: Vec<String> = (0..50_000).map(|n| format!(" a{n}='{n}'")).collect();
    let attributes = attributes.concat();
    let wide = format!("<a{attributes}>{}</a>", "<b xmlns:p='urn:p' p:c=''/>&amp;".repeat(50_000));
    let started = std::time::Instant::now();
    assert!(parse(&wide).is_ok());
    assert!(started.elapsed().as_secs() < 20);
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Zéж_][a-zA-Z0-9._é-]{0,8}"
}

fn text() -> impl Strategy<Value = String> {
    "([ -~\n\t\r&<>\"'\\]é]|\u{1F600}|\u{85}|\u{2028}){0,12}"
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        text().prop_map(|text| Node::Text(TextNode { text, sources: Vec::new() })),
        "[a-z &<>\n]{0,9}".prop_map(Node::Comment),
        ("[a-w][a-z]{0,5}", "([a-z<&>][a-z<&> ]{0,5})?")
            .prop_map(|(target, data)| Node::ProcessingInstruction(target, data)),
    ]
}

fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
    prop::collection::btree_map(name(), text(), 0..4).prop_map(|map| {
        let named = map.into_iter().filter(|(name, _)| !name.starts_with("xmlns"));
        named.map(|(name, value)| Attribute { name: name.into(), value }).collect()
    })
}

fn element() -> impl Strategy<Value = Element> {
    let leaf_element =
        (name(), attributes()).prop_map(|(name, attributes)| Element { attributes, ..Element::new(name) });
    leaf_element.prop_recursive(5, 40, 6, |inner| {
        let child = prop_oneof![inner.prop_map(Node::Element), leaf()];
        (name(), attributes(), prop::collection::vec(child, 0..6)).prop_map(|(name, attributes, children)| Element {
            attributes,
            children,
            ..Element::new(name)
        })
    })
}

/// The tree as the parser gives it: no spans, no empty text, no text after text.
fn plain(element: Element) -> Element {
    let mut children: Vec<Node> = Vec::new();
    for child in element.children {
        match (child, children.last_mut()) {
            (Node::Text(text), Some(Node::Text(before))) => before.text.push_str(&text.text),
            (Node::Text(text), _) if text.text.is_empty() => {}
            (Node::Element(inner), _) => children.push(Node::Element(plain(inner))),
            (other, _) => children.push(other),
        }
    }
    Element { children, span: None, ..element }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parse_after_write_is_identity(root in element(), before in leaf()) {
        let before = Some(before).filter(|node| !matches!(node, Node::Text(_)));
        let nodes: Vec<Node> = before.into_iter().chain([Node::Element(root.clone().from_span(Span::at(0)))]).collect();
        let parsed = parse(&write(&nodes).xml);
        let parsed = parsed.map(|Document { nodes }| nodes.into_iter().map(|node| match node {
            Node::Element(element) => Node::Element(plain(element)),
            Node::Text(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => node,
        }).collect::<Vec<_>>());
        let expected: Vec<Node> = nodes.into_iter().map(|node| match node {
            Node::Element(element) => Node::Element(plain(element)),
            Node::Text(_) | Node::Comment(_) | Node::ProcessingInstruction(..) => node,
        }).collect();
        prop_assert_eq!(parsed, Ok(expected));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "([<>&;/='\"!\\[\\]?a-c -]|<!--|-->|<!DOCTYPE|<!\\[CDATA\\[|\\]\\]>|xml|\\PC){0,40}") {
        let _ = parse(&text);
        let _ = parse(&format!("<a>{text}</a>"));
    }
}
