//! Pairs of encodings and what an editor is told of them (`tests/cases/diff`), and versions of one encoding and what becomes
//! of them (`tests/cases/merge`).

use std::fs;
use std::path::{Path, PathBuf};

use postil::compare::{Change, Encoding, OnConflict, diff, merge};
use serde_json::{Map, Value};

/// The folders of a corpus, in the order of their names.
fn cases(corpus: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(corpus);
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus is there").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "{corpus} has cases");
    cases
}

fn read(case: &Path, name: &str) -> String {
    fs::read_to_string(case.join(name)).unwrap_or_else(|error| panic!("{}/{name}: {error}", case.display()))
}

fn expected(case: &Path) -> Value {
    let json: Value = serde_json::from_str(&read(case, "expected.json"))
        .unwrap_or_else(|error| panic!("{}: {error}", case.display()));
    assert_eq!(json["name"], case.file_name().expect("it has a name").to_string_lossy().as_ref());
    assert!(json["title"].as_str().is_some_and(|title| !title.is_empty()), "{} says what it is", case.display());
    json
}

fn encoding(xml: &str) -> Encoding<'_> {
    Encoding::read(xml).unwrap_or_else(|error| panic!("{}: {xml}", error.message))
}

fn changes(a: &str, b: &str) -> Vec<Change> {
    diff(&mut encoding(a), &mut encoding(b)).changes
}

/// Whether a change is the one that is expected: it has all members that are named, and in its quotations the same words; of
/// `prefix` and `suffix` as much as is named.
fn is_wanted(wanted: &Map<String, Value>, change: &Value) -> bool {
    wanted.iter().all(|(name, value)| match name.as_str() {
        "a" | "b" => value.as_object().is_some_and(|quote| {
            quote.iter().all(|(part, words)| {
                let found = change[name][part].as_str().unwrap_or_default();
                let words = words.as_str().unwrap_or_default();
                match part.as_str() {
                    "prefix" => found.ends_with(words),
                    "suffix" => found.starts_with(words),
                    _ => found == words,
                }
            })
        }),
        _ => change[name] == *value,
    })
}

#[test]
fn an_editor_is_told_what_changed_and_nothing_else() {
    for case in cases("diff") {
        let name = case.display();
        let json = expected(&case);
        let found: Vec<Value> = changes(&read(&case, "a.xml"), &read(&case, "b.xml"))
            .iter()
            .map(|change| serde_json::to_value(change).expect("a change is JSON"))
            .collect();
        let wanted = json["changes"].as_array().expect("it lists changes");
        let shown = serde_json::to_string_pretty(&found).expect("it is JSON");
        assert_eq!(found.len(), wanted.len(), "{name}: {shown}");
        let mut left = found.clone();
        for change in wanted {
            let wanted = change.as_object().expect("a change is an object");
            let at = left.iter().position(|change| is_wanted(wanted, change));
            let Some(at) = at else { panic!("{name}: {change:#} is not among {shown}") };
            left.remove(at);
        }
        let groups: std::collections::BTreeSet<&str> = found
            .iter()
            .map(|change| change["group"].as_str().or(change["id"].as_str()).expect("it has an id"))
            .collect();
        assert_eq!(json["max_changes"], groups.len(), "{name}: {shown}");
        assert_eq!(json["equivalent"], found.is_empty(), "{name}");
    }
}

#[test]
fn what_both_sides_did_is_kept_or_a_conflict() {
    for case in cases("merge") {
        let name = case.display();
        let json = expected(&case);
        let [base, ours, theirs] = ["base.xml", "ours.xml", "theirs.xml"].map(|file| read(&case, file));
        let made = |on_conflict| merge(encoding(&base), encoding(&ours), encoding(&theirs), on_conflict, &|_| true);
        let merged = made(OnConflict::Ours);
        assert_eq!(merged.xml, read(&case, "merged.xml"), "{name}");
        let found = serde_json::to_value(&merged.conflicts).expect("conflicts are JSON");
        let wanted = json["conflicts"].as_array().expect("it lists conflicts");
        assert_eq!(found.as_array().map(Vec::len), Some(wanted.len()), "{name}: {found:#}");
        assert_eq!(json["conflict"], !wanted.is_empty(), "{name}");
        for (idx, conflict) in wanted.iter().enumerate() {
            assert_eq!(found[idx]["kind"], conflict["kind"], "{name}: {found:#}");
        }
        // The comments that hold a conflict are the only difference that they make.
        let marked = made(OnConflict::Mark).xml;
        let only_comments = changes(&merged.xml, &marked).iter().all(|change| change.kind.as_str() == "comment-added");
        assert!(only_comments && marked.matches("postil:conflict").count() == 2 * wanted.len(), "{name}: {marked}");
    }
}
