//! Decisions on the marks of the examples: what is carried out leaves the file valid and its words alone, and is taken back
//! to the byte.

use std::fs;
use std::path::Path;

use postil::review::{Action, Document, Edge, Request, Step, Terms, decide};
use postil::schema::Schema;
use postil::source::Source;
use postil::xml::parse;

/// Every action; the last are most often refused.
fn actions() -> Vec<Action> {
    let extent = |edge, by| Action::Extent { edge, by };
    vec![
        Action::Accept,
        Action::Reject,
        Action::Retype { to: "orgName".to_owned() },
        extent(Edge::End, Step::Grow),
        extent(Edge::Start, Step::Grow),
        Action::Retype { to: "date".to_owned() },
        extent(Edge::Start, Step::Shrink),
        extent(Edge::End, Step::Shrink),
    ]
}

fn text(xml: &str) -> String {
    parse(xml).expect("it is well-formed").root().expect("it has a root").text()
}

#[test]
fn decisions_on_the_examples_leave_them_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let terms = Terms { schema: Schema::bundled(), revision: None };
    let (mut carried_out, mut refused) = (0, 0);
    for entry in fs::read_dir(folder).expect("there are examples").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "xml") {
            continue;
        }
        let source = Source::from_bytes(path.display().to_string(), &fs::read(&path).expect("it can be read"));
        let seen = Document::of(&source, terms.schema);
        assert!(seen.findings.is_empty() && !seen.marks.is_empty(), "{}", path.display());
        for (mark, action) in seen.marks.iter().zip(actions().into_iter().cycle()) {
            assert!(source.text()[mark.at..].starts_with(&mark.tag), "{mark:?}");
            let request = Request { hash: String::new(), at: mark.at, action, reason: String::new() };
            let Ok((edited, edit)) = decide(&source, &request, terms) else {
                refused += 1;
                continue;
            };
            carried_out += 1;
            let after = Source::from_text("after.xml", &edited);
            assert!(terms.schema.validate(&after).is_empty(), "{mark:?}: {:?}", request.action);
            assert_eq!(text(&edited), text(source.text()), "{mark:?}: {:?}", request.action);
            assert_eq!(edit.inverse().apply(&edited).as_deref(), Ok(source.text()));
        }
    }
    assert!(carried_out > refused && refused > 0, "{carried_out} carried out, {refused} refused");
}
