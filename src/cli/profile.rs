//! Profiles on the command line: found by name or file, listed, shown, tried and checked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::cli::args::{ProfileCheckArgs, ProfileShowArgs, ProfileTryArgs};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::STANDARD_STREAM;
use postil::convention::{Profile, ProfileError};
use postil::diagnostic::Problem;
use postil::diagnostic::reason;
use postil::diagnostic::{Code, Diagnostic};
use postil::pipeline::{self, Check, Project};
use postil::reader::Format;
use postil::source::Source;

/// The profile of a name, or of a TOML file.
pub(crate) fn load(name: &str) -> Result<Profile, Problem> {
    if let Some(profile) = Profile::embedded(name) {
        return Ok(profile);
    }
    if is_path(name) { load_file(Path::new(name)) } else { Err(unknown(name)) }
}

/// Whether a name is that of a file rather than of a profile: it has an ending or a folder, or there is such a file.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\', '.']) || Path::new(name).is_file()
}

fn unknown(name: &str) -> Problem {
    let names: Vec<&str> = Profile::names().collect();
    let finding = Diagnostic::new(Code::P002, format!("there is no profile of the name `{name}`"))
        .with_help(format!("one of {}, or the path of a TOML file", names.join(", ")));
    Problem::unread(name, finding)
}

/// The profile of a TOML file. What it extends is a profile that ships with postil, or a file beside it.
fn load_file(path: &Path) -> Result<Profile, Problem> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| {
        Problem::unread(&name, Diagnostic::new(Code::P001, format!("this profile cannot be read: {}", reason(&error))))
    })?;
    let own_name = path.file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    let extended: RefCell<BTreeMap<String, (PathBuf, String)>> = RefCell::default();
    let resolve = |wanted: &str| {
        let (file, text) = read_beside(path, wanted)?;
        extended.borrow_mut().insert(wanted.to_owned(), (file, text.clone()));
        Some(text)
    };
    Profile::from_toml(&own_name, &text, &resolve).map_err(|error| {
        let extended = extended.borrow();
        let (file, text) = match extended.get(&error.profile) {
            Some((file, text)) if error.profile != own_name => (file.display().to_string(), text.as_str()),
            Some(_) | None => (name.clone(), text.as_str()),
        };
        broken(Source::from_text(file, text), &error)
    })
}

/// The file of a profile that another extends: `base.toml`, or `base` for short, in the same folder.
fn read_beside(path: &Path, wanted: &str) -> Option<(PathBuf, String)> {
    let folder = path.parent().unwrap_or(Path::new(""));
    [folder.join(wanted), folder.join(format!("{wanted}.toml"))]
        .into_iter()
        .find_map(|file| fs::read_to_string(&file).ok().map(|text| (file, text)))
}

fn broken(source: Source, error: &ProfileError) -> Problem {
    let mut finding = Diagnostic::new(Code::P001, error.message.clone());
    finding.span = error.span;
    finding.help.clone_from(&error.help);
    Problem::of(source, finding)
}

/// `profile list`
pub(crate) fn list(terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut text = String::new();
    for name in Profile::names() {
        let profile = load(name)?;
        writeln!(text, "{name:<16}{}", profile.description())?;
    }
    terminal.result(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// `profile show`
pub(crate) fn show(args: &ProfileShowArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let profile = load(&args.profile)?;
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
    let project = Project { profile: load(&args.profile)?, check: Check::None, ..Project::default() };
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
    match load_file(&args.file) {
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

    #[test]
    fn an_unknown_profile_is_refused_with_the_names_there_are() {
        let problem = load("archive").unwrap_err();
        assert_eq!(problem.finding.code, Code::P002);
        assert!(problem.finding.help.unwrap_or_default().contains("archival"));
    }
}
