//! What all readers must keep: the account of the source, on any text.

use proptest::prelude::*;

use crate::model::Transcript;
use crate::reader::{Format, read};
use crate::source::{Source, Span, yaml_block};

/// Checks that each character of the source stands exactly once in the text or among the consumed spans.
pub(super) fn account(source: &str, transcript: &Transcript) -> Result<(), String> {
    let mut seen = vec![0_u8; source.len()];
    let text = &transcript.text;
    for (range, span) in text.pieces_in(text.range()) {
        let (words, origin) = (text.slice(range), &source[span.start..span.end]);
        if equal_but_for_white_space(words, origin) {
            seen[span.start..span.end].iter_mut().for_each(|count| *count += 1);
        } else if !(words.trim().is_empty() && origin.trim().is_empty()) {
            return Err(format!("`{words}` came from `{origin}`"));
        }
    }
    for span in &transcript.consumed {
        seen[span.start..span.end].iter_mut().for_each(|count| *count += 1);
    }
    let yaml = yaml_block(source).unwrap_or(Span::at(0));
    for (idx, c) in source.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let expected = u8::from(!(yaml.start..yaml.end).contains(&idx));
        if seen[idx] != expected {
            return Err(format!("`{c}` at byte {idx} is there {} times", seen[idx]));
        }
    }
    Ok(())
}

fn equal_but_for_white_space(words: &str, origin: &str) -> bool {
    let same = |(a, b): (char, char)| a == b || (a.is_whitespace() && b.is_whitespace());
    words.len() == origin.len() && words.chars().zip(origin.chars()).all(same)
}

/// Checks that blocks and annotations lie where the model says they lie.
fn shape(transcript: &Transcript) -> Result<(), String> {
    let text = transcript.text.as_str();
    let mut expected_start = 0;
    for block in &transcript.blocks {
        let words = text.get(block.range.start..block.range.end).ok_or("a block cuts a character")?;
        if block.range.start != expected_start || words.contains('\n') || words != words.trim() || words.contains("  ")
        {
            return Err(format!("block {:?} at {:?}: `{words}`", block.kind, block.range));
        }
        expected_start = block.range.end + 1;
    }
    for annotation in &transcript.annotations {
        let range = annotation.range;
        let inside = |block: &crate::model::Block| block.range.start <= range.start && range.end <= block.range.end;
        if text.get(range.start..range.end).is_none() || !transcript.blocks.iter().any(inside) {
            return Err(format!("{:?} at {range:?} lies in no block", annotation.mark));
        }
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let source = Source::from_text("a.txt", text);
    for format in [Format::Plain, Format::Markdown] {
        let (transcript, _) = read(&source, format);
        let result = account(source.text(), &transcript).and_then(|()| shape(&transcript));
        prop_assert!(result.is_ok(), "{format:?}: {result:?} in {:?}", source.text());
    }
    Ok(())
}

/// What readers look for, one piece on each line; `␤` is a line end, `␍` a CR, `␠` a space, `␉` a tab.
const SYNTAX: &str = "␤
␤
␤␤
␠␠␤
\\␤
␍␤
␍
␠
␠␠
␠␠␠␠
␉
\u{A0}
*
**
***
_
__
[
]
(
)
[^1]
[^1]:␠
](https://a.b)
<https://a.b>
<
>
>␠
#␠
##␠
␠##
-␠
*␠
+␠
1.␠
2.␠
a)␠
(b)␠
1␠-␠
---
===
***␤
|
|␠a␠|␠b␠|␤
|---|---|␤
\\
\\*
\\[
[sic]
word
Word.
two␠words
жук
A.␠B.
1960.␠
**Label:**␠
Label:␠
-3-
---␤
title:␠x␤
`
&amp;
://
www.a.b
\u{200B}
“
-␠2␠-";

/// Text made of what readers look for.
fn syntax() -> impl Strategy<Value = String> {
    let pieces = SYNTAX.lines().map(|piece| {
        let piece = piece.replace('␤', "\n").replace('␍', "\r");
        piece.replace('␠', " ").replace('␉', "\t")
    });
    let pieces = prop::sample::select(pieces.collect::<Vec<String>>());
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_account_balances_on_syntax(text in syntax()) {
        check(&text)?;
    }

    #[test]
    fn the_account_balances_on_any_text(text in any::<String>()) {
        check(&text)?;
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let signs = ["**", "[", "_ "].map(|sign| sign.repeat(100_000));
    let others = [
        "*a ", "a* ", "[a](", "<http://", "[^", "> ", "- ", "|", "[[|", "\\", "1. a\n", "- a\n", "|a|b\n", "a\n---\n",
        "a  \n",
    ];
    let others = others.map(|sign| sign.repeat(20_000));
    let texts = signs.into_iter().chain(others).chain(["word and ".repeat(300_000)]);
    for text in texts {
        let source = Source::from_text("a.txt", &text);
        for format in [Format::Plain, Format::Markdown] {
            let started = std::time::Instant::now();
            let (transcript, _) = read(&source, format);
            let beginning: String = text.chars().take(8).collect();
            assert!(started.elapsed().as_secs() < 20, "{format:?} of `{beginning}`...");
            assert!(!transcript.blocks.is_empty());
        }
    }
}
