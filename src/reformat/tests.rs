//! What the new layout changes and what it leaves, on documents of other hands.

use proptest::prelude::*;

use crate::reformat::proof::says_the_same;
use crate::reformat::{ReformatError, reformat};
use crate::tei::Layout;
use crate::xml::parse;

const TEI: &str = "xmlns=\"http://www.tei-c.org/ns/1.0\"";

/// What becomes of the content of a body, without the lines round it.
fn body(content: &str) -> String {
    let xml = format!("<TEI {TEI}><text><body>{content}</body></text></TEI>");
    let written = reformat(&xml, Layout::Sentence).unwrap_or_else(|error| panic!("{content}: {error}"));
    assert_eq!(reformat(&written, Layout::Sentence).as_ref(), Ok(&written), "it is given back unchanged");
    let lines: Vec<&str> = written.lines().skip(4).map(|line| line.strip_prefix("      ").unwrap_or(line)).collect();
    lines[..lines.len() - 3].join("\n")
}

#[test]
fn blocks_stand_on_lines_of_their_own_and_sentences_too() {
    assert_eq!(
        body("<div><head>One</head><p>\n\n  He left\n  early. She   stayed.<note>Really? Yes.</note></p></div>"),
        "<div>\n  <head>One</head>\n  <p>He left early.\n    She   stayed.<note>Really?\n    Yes.</note></p>\n</div>"
    );
}

#[test]
fn no_white_space_is_added_between_words() {
    assert_eq!(body("<p><hi>a</hi><hi>b</hi><choice><sic>c</sic><corr>d</corr></choice></p>").lines().count(), 1);
    assert_eq!(body("<opener><date>a</date><name>b</name></opener>"), "<opener><date>a</date><name>b</name></opener>");
    let same = "<opener><date>a</date><!-- b --><name>c</name></opener>";
    assert_eq!(body(same), same);
    assert_eq!(
        body("<opener><dateline>a</dateline><salute>b</salute></opener>"),
        "<opener>\n  <dateline>a</dateline>\n  <salute>b</salute>\n</opener>"
    );
}

#[test]
fn what_is_written_in_a_way_of_its_own_stays_so() {
    let same = "<p n='a\"b' type=\"&#233;\">&lt;&#xA0;<![CDATA[ <b>\n ]]>\u{A0}<!-- a  b --><?x  y?> &amp; c</p>";
    assert_eq!(body(same), same);
    assert_eq!(body("<p  n = 'x\n y'\n></p ><p>\n</p>"), "<p n=\"x  y\"/>\n<p/>");
}

#[test]
fn preserved_space_and_other_namespaces_are_left_alone() {
    for same in [
        "<p xml:space=\"preserve\">\n a  <hi>\t b</hi> </p>",
        "<p>a <code>\n  x\n</code></p>",
        "<p><x:y xmlns:x='urn:x'>\n\n<x:z  a='1'/> </x:y></p>",
    ] {
        assert_eq!(body(same), same);
    }
}

#[test]
fn lines_of_the_original_keep_their_lines() {
    assert_eq!(body("<ab>one\n<lb/>two <lb/>three</ab>"), "<ab>one\n  <lb/>two <lb/>three</ab>");
}

#[test]
fn prolog_declaration_and_line_ends_are_put_in_order() {
    let xml = format!(
        "\u{FEFF}<?xml version='1.0' encoding='windows-1252' standalone='yes'?><!DOCTYPE TEI SYSTEM 'tei.dtd'>\r\n<?a b?><!-- c\r\nd --><TEI {TEI}>\r\n<text><body><p>a</p></body></text></TEI><!-- e -->"
    );
    let written = reformat(&xml, Layout::Sentence).expect("it is well-formed");
    assert!(
        written.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<!DOCTYPE TEI SYSTEM 'tei.dtd'>\n<?a b?>\n<!-- c\nd -->\n<TEI "
        ),
        "{written}"
    );
    assert!(written.ends_with("</TEI>\n<!-- e -->\n") && !written.contains('\r'), "{written}");
}

#[test]
fn other_files_are_refused() {
    assert!(matches!(reformat("<html/>", Layout::Sentence), Err(ReformatError::NotTei { .. })));
    assert!(matches!(reformat("<TEI>", Layout::Sentence), Err(ReformatError::Xml(_))));
    let prefixed = "<t:TEI xmlns:t=\"http://www.tei-c.org/ns/1.0\"><t:text><t:p> a</t:p></t:text></t:TEI>";
    assert!(reformat(prefixed, Layout::Sentence).is_ok_and(|xml| xml.contains("\n    <t:p>a</t:p>\n")));
}

#[test]
fn a_text_that_says_something_else_is_not_proven() {
    let xml = format!("<TEI {TEI}><text><body><p>a <hi>b</hi>c</p></body></text></TEI>");
    let document = parse(&xml).expect("it is well-formed");
    assert!(says_the_same(&xml, &document, &xml.replace("a <hi>", "a\n  <hi>").replace("<p>", "\n<p> ")));
    for (before, after) in
        [("a <hi>", "a<hi>"), ("</hi>c", "</hi> c"), ("c<", "d<"), ("<p>", "<p n='1'>"), ("hi>", "q>")]
    {
        assert!(!says_the_same(&xml, &document, &xml.replace(before, after)), "{before} is not {after}");
    }
}

/// Content of any kind.
fn content() -> impl Strategy<Value = String> {
    let space = prop_oneof!["[ \n\t\r]{1,3}", Just(" ".to_owned())];
    let words = prop_oneof![
        "[A-Za-z]{1,6}[.?!]?",
        Just("&#10;".to_owned()),
        Just("&amp;".to_owned()),
        Just("\u{A0}".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("Mr.".to_owned()),
        Just("<![CDATA[ a.\n B ]]>".to_owned()),
        Just("<!-- a\n  b -->".to_owned()),
        Just("<?a b?>".to_owned()),
        Just("<lb/>".to_owned()),
    ];
    let leaf = prop_oneof![2 => space, 3 => words];
    leaf.prop_recursive(4, 40, 8, |inner| {
        let names = prop::sample::select(vec![
            "p", "hi", "note", "list", "item", "div", "opener", "date", "quote", "head", "choice", "dateline", "cell",
            "row", "creation", "eg", "title", "bibl", "listBibl",
        ]);
        let space = prop::sample::select(vec!["", "", "", "", " xml:space='preserve'", " n = \"a\n b\""]);
        (names, space, prop::collection::vec(inner, 0..8))
            .prop_map(|(name, attributes, children)| format!("<{name}{attributes}>{}</{name}>", children.concat()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_is_proven_and_given_back_unchanged(parts in prop::collection::vec(content(), 0..6)) {
        let xml = format!("<TEI {TEI}><text><body>{}</body></text></TEI>", parts.concat());
        for layout in [Layout::Sentence, Layout::Paragraph] {
            let written = reformat(&xml, layout);
            prop_assert!(written.is_ok(), "{:?}", written);
            let written = written.unwrap_or_default();
            prop_assert_eq!(reformat(&written, layout), Ok(written));
        }
    }
}
