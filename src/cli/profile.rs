//! Profiles on the command line: found by name or file, listed, shown, tried and checked.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;

use crate::cli::args::{ProfileCheckArgs, ProfileShowArgs, ProfileTryArgs};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::STANDARD_STREAM;
use postil::config;
use postil::convention::Profile;
use postil::pipeline::{self, Check, Project};
use postil::reader::Format;
use postil::source::Source;

/// `profile list`
pub(crate) fn list(terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut text = String::new();
    for name in Profile::names() {
        let profile = config::profile(name)?;
        writeln!(text, "{name:<16}{}", profile.description())?;
    }
    terminal.result(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// `profile show`
pub(crate) fn show(args: &ProfileShowArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let profile = config::profile(&args.profile)?;
    if args.toml {
        terminal.result(toml_of(&args.profile)?.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let mut text = format!("{}\n{}\n", profile.name(), profile.description());
    for siglum in profile.sigla() {
        write!(text, "\n{}\n  {}\n  {}\n", siglum.id, siglum.example, siglum.gives)?;
        if !siglum.see.is_empty() {
            writeln!(text, "  see {}", siglum.see)?;
        }
    }
    terminal.result(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn toml_of(name: &str) -> anyhow::Result<String> {
    match Profile::embedded_toml(name) {
        Some(toml) => Ok(toml.to_owned()),
        None => Ok(fs::read_to_string(name)?),
    }
}

/// `profile try`
pub(crate) fn try_line(args: &ProfileTryArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = Project { profile: config::profile(&args.profile)?, check: Check::None, ..Project::default() };
    let source = if args.line == STANDARD_STREAM {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Source::from_bytes("<stdin>", &bytes)
    } else {
        Source::from_text("line", &args.line)
    };
    let conversion = pipeline::convert(&source, Format::Plain, &project);
    if let Some(xml) = &conversion.xml {
        terminal.result(body(xml).as_bytes())?;
    }
    Reporter::human(Stream::Message, terminal).show(&source, &conversion.diagnostics)?;
    Ok(if conversion.xml.is_some() { Exit::Clean } else { Exit::Findings })
}

/// The lines of the document inside the division of its body, without their indent.
fn body(xml: &str) -> String {
    let is_frame = |line: &&str| matches!(line.trim_start(), line if line.starts_with("<body") || line.starts_with("<div type=\"document\""));
    let lines = xml.lines().skip_while(|line| !is_frame(line)).skip_while(is_frame);
    let lines: Vec<&str> = lines.take_while(|line| line.trim() != "</body>").collect();
    let inner = match lines.split_last() {
        Some((last, inner)) if last.trim() == "</div>" => inner,
        _ => &lines[..],
    };
    let indent = inner.first().map_or(0, |line| indent_of(line));
    inner.iter().map(|line| line[indent.min(indent_of(line))..].to_owned() + "\n").collect()
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// `profile check`
pub(crate) fn check(args: &ProfileCheckArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    match config::profile_file(&args.file) {
        Ok(profile) => {
            let text = format!("{}: {} conventions, no error\n", args.file.display(), profile.sigla().len());
            terminal.result(text.as_bytes())?;
            Ok(Exit::Clean)
        }
        Err(problem) => {
            Reporter::new(args.findings.format.into(), Stream::Result, terminal).problem(&problem)?;
            Ok(Exit::Findings)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_shown_without_its_frame() {
        let lines =
            ["<body>", "  <div type=\"document\">", "    <p>One <gap/>.", "Two.</p>", "  </div>", "</body>", ""];
        assert_eq!(body(&lines.join("\n")), "<p>One <gap/>.\nTwo.</p>\n");
    }
}
