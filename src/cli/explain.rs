//! `postil explain`: the catalogue of codes, for reading.

use std::fmt::Write as _;

use crate::cli::args::ExplainArgs;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use postil::diagnostic::{CATALOGUE, Code, CodeEntry};

/// The width to which explanations are broken.
const WIDTH: usize = 90;

/// Explains the codes, or lists all.
pub(crate) fn run(args: &ExplainArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut text = String::new();
    for (idx, id) in args.codes.iter().enumerate() {
        let code: Code = id.parse().map_err(|()| anyhow::anyhow!("{}", unknown(id)))?;
        if idx > 0 {
            text.push('\n');
        }
        push_entry(&mut text, code.entry());
    }
    if args.codes.is_empty() {
        for entry in CATALOGUE {
            writeln!(text, "{}  {:<8}{}", entry.id, entry.severity.as_str(), entry.title)?;
        }
    }
    terminal.result(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn push_entry(text: &mut String, entry: &CodeEntry) {
    let (id, title, severity) = (entry.id, entry.title, entry.severity.as_str());
    let _ = write!(text, "{id}: {title} ({severity})\n\n");
    push_wrapped(text, entry.explanation);
    text.push_str("\nExample:\n");
    for line in entry.example.lines() {
        let indented = format!("    {line}");
        text.push_str(indented.trim_end());
        text.push('\n');
    }
}

fn push_wrapped(text: &mut String, words: &str) {
    let mut len = 0;
    for word in words.split_whitespace() {
        let word_len = word.chars().count();
        if len > 0 && len + 1 + word_len > WIDTH {
            text.push('\n');
            len = 0;
        }
        if len > 0 {
            text.push(' ');
            len += 1;
        }
        text.push_str(word);
        len += word_len;
    }
    text.push('\n');
}

/// What to say of a code that does not exist: which ones are like it.
fn unknown(id: &str) -> String {
    let letter = id.chars().next().map(|c| c.to_ascii_uppercase());
    let near: Vec<&str> =
        CATALOGUE.iter().map(|entry| entry.id).filter(|known| known.chars().next() == letter).collect();
    match near.as_slice() {
        [] => format!("there is no code `{id}`; `postil explain` lists all"),
        near => format!("there is no code `{id}`; did you mean one of {}?", near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explanations_are_broken_into_lines() {
        let mut text = String::new();
        for entry in CATALOGUE {
            push_entry(&mut text, entry);
        }
        assert!(text.starts_with("R001: encoding guessed (info)\n\nThe file is not UTF-8"));
        assert!(text.contains("\nExample:\n    A file in windows-1251.\n"));
    }

    #[test]
    fn an_unknown_code_names_those_like_it() {
        assert!(unknown("c999").contains("did you mean one of C001"));
        assert!(unknown("quux").contains("`postil explain` lists all"));
    }
}
