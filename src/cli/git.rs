//! `postil git setup`: what git needs to know to show and merge TEI in words.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::args::GitSetupArgs;
use crate::cli::diff::write;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use postil::diagnostic::{Code, Diagnostic, Problem, reason};

/// The name under which git knows it.
const NAME: &str = "postil";

/// Writes configuration and attributes, or takes them back.
pub(crate) fn setup(args: &GitSetupArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let scope = if args.global { "--global" } else { "--local" };
    if !args.global {
        git(&["rev-parse", "--git-dir"])?;
    }
    let attributes = attributes_file(args.global)?;
    let mut told = String::new();
    for (key, value) in settings() {
        if args.undo {
            // A key that is not there is as wanted.
            let _ = git(&["config", scope, "--unset-all", key]);
        } else {
            git(&["config", scope, "--replace-all", key, &value])?;
            told.extend(["  ", key, " = ", &value, "\n"]);
        }
    }
    let before = fs::read_to_string(&attributes).unwrap_or_default();
    let after = with_patterns(&before, &args.patterns, args.undo);
    if after != before {
        if let Some(folder) = attributes.parent() {
            fs::create_dir_all(folder)?;
        }
        if after.is_empty() {
            fs::remove_file(&attributes)?;
        } else {
            write(&attributes, &after)?;
        }
    }
    let place = attributes.display();
    if args.undo {
        terminal.message(&format!("git treats TEI as other text again; {place} and the configuration are as before"));
    } else {
        terminal.message(&format!(
            "git now shows and merges {} with postil.\n{place}:\n  {}\nconfiguration:\n{told}To take it back: postil git \
             setup{} --undo",
            args.patterns.join(", "),
            lines(&args.patterns).join("\n  "),
            if args.global { " --global" } else { "" },
        ));
    }
    Ok(Exit::Clean)
}

/// Keys and values of the configuration.
fn settings() -> [(&'static str, String); 6] {
    let postil = command();
    [
        ("diff.postil.textconv", format!("{postil} text --marks")),
        ("diff.postil.cachetextconv", "true".to_owned()),
        ("diff.postil.xfuncname", "<(head|title)[^>]*>.*$".to_owned()),
        ("difftool.postil.cmd", format!("{postil} diff \"$LOCAL\" \"$REMOTE\"")),
        ("merge.postil.name", "merge words and marks of TEI".to_owned()),
        ("merge.postil.driver", format!("{postil} -q merge %O %A %B -o %A --on-conflict mark")),
    ]
}

/// How this program is called: by its name where the shell finds it so, else by its path.
fn command() -> String {
    let Ok(own) = std::env::current_exe() else { return NAME.to_owned() };
    let found = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path).map(|folder| folder.join(NAME)).find(|candidate| candidate.is_file())
    });
    let is_same = found.is_some_and(|found| fs::canonicalize(found).ok() == fs::canonicalize(&own).ok());
    if is_same { NAME.to_owned() } else { format!("'{}'", own.display().to_string().replace('\'', "'\\''")) }
}

/// The file with the attributes: that of the repository, or that of the user (gitattributes(5)).
fn attributes_file(is_global: bool) -> Result<PathBuf, Problem> {
    if !is_global {
        return Ok(Path::new(&git(&["rev-parse", "--show-toplevel"])?).join(".gitattributes"));
    }
    if let Ok(known) = git(&["config", "--global", "--type=path", "core.attributesFile"]) {
        return Ok(PathBuf::from(known));
    }
    let folder = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".config"));
    let folder = folder.or_else(home).ok_or_else(|| trouble("there is no home folder".to_owned()))?;
    Ok(folder.join("git").join("attributes"))
}

fn lines(patterns: &[String]) -> Vec<String> {
    patterns.iter().map(|pattern| format!("{pattern} diff={NAME} merge={NAME}")).collect()
}

/// A file of attributes with our lines, or without them.
fn with_patterns(before: &str, patterns: &[String], is_undo: bool) -> String {
    let is_ours = |line: &&str| line.ends_with(&format!(" diff={NAME} merge={NAME}"));
    let wanted = if is_undo { Vec::new() } else { lines(patterns) };
    let kept = before.lines().filter(|line| !is_ours(line) || wanted.iter().any(|ours| ours == line));
    let mut all: Vec<String> = kept.map(str::to_owned).collect();
    for line in wanted {
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all.into_iter().map(|line| line + "\n").collect()
}

fn git(arguments: &[&str]) -> Result<String, Problem> {
    let run = Command::new("git").args(arguments).output();
    let output = run.map_err(|error| trouble(format!("git cannot be started: {}", reason(&error))))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    } else {
        Err(trouble(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

fn trouble(message: String) -> Problem {
    Problem::unread(
        "git",
        Diagnostic::new(Code::P055, message).with_help("run it in a git repository, or with --global"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_attributes_stay() {
        let patterns = ["*.xml".to_owned()];
        let with = with_patterns("*.png binary\n", &patterns, false);
        assert_eq!(with, "*.png binary\n*.xml diff=postil merge=postil\n");
        assert_eq!(with_patterns(&with, &patterns, false), with);
        assert_eq!(with_patterns(&with, &patterns, true), "*.png binary\n");
    }
}
