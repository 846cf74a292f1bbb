//! Properties of streams: whatever the bytes are, nothing panics or hangs, and each line has its answer.

mod support;

use std::fs;
use std::io::Cursor;
use std::path::Component;
use std::sync::atomic::AtomicBool;

use postil::batch::{Lines, convert_lines, discover_lines};
use postil::reader::Format;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A little more than a line may hold here.
const LONGEST: usize = 200;

fn answers(bytes: &[u8]) -> Vec<String> {
    let (project, interrupt) = (support::project(), AtomicBool::new(false));
    let lines = Lines {
        name: "in",
        project: &project,
        format: Format::Markdown,
        threads: 1,
        longest: LONGEST,
        shard: None,
        interrupt: &interrupt,
    };
    let mut output = Vec::new();
    convert_lines(Cursor::new(bytes.to_vec()), &mut output, &lines).expect("memory can be read and written");
    String::from_utf8(output).expect("answers are UTF-8").lines().map(str::to_owned).collect()
}

/// Bytes that are sometimes JSON.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"{\"id\": 1, \"text\": \"He left [sic].\"}".to_vec()),
        Just(b"{\"id\": \"a\", \"text\": \"\\ud800\", \"metadata\": {\"title\": [[[1]]]}}".to_vec()),
        Just(b"{\"id\":".to_vec()),
        Just(b"\"text\": \"".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(vec![b'['; 300]),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn each_line_has_a_place_below_the_output_or_is_refused(bytes in lines(), id in "[a./:\\\\\\x00 ]{0,6}") {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("in.ndjson");
        let last = format!("\n{}\n", serde_json::json!({"id": id, "text": ""}));
        fs::write(&path, [bytes.as_slice(), last.as_bytes()].concat()).expect("it can be written");
        let found = discover_lines(&[path]);
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count() + 1;
        prop_assert_eq!(found.inputs.len() + found.unreadable.len(), lines);
        for input in found.inputs {
            prop_assert!(input.below().components().all(|part| matches!(part, Component::Normal(_))), "{input:?}");
        }
    }

    #[test]
    fn each_line_has_one_answer_whatever_it_holds(bytes in lines()) {
        let answers = answers(&bytes);
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
        prop_assert_eq!(answers.len(), lines);
        for answer in answers {
            let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
            prop_assert!(answer["tei"].is_string() || !answer["diagnostics"].as_array().expect("a list").is_empty());
        }
    }
}
