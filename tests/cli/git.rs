//! A real repository of git that shows and merges TEI with postil.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{Folder, Said, said};

/// A repository with one document, or nothing where git is not there.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn repository() -> Option<Folder> {
    let folder = Folder::new();
    if Command::new("git").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: git is not there");
        return None;
    }
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    for (key, value) in [("user.name", "An Editor"), ("user.email", "editor@example.org"), ("commit.gpgsign", "false")]
    {
        git(&folder, &["config", key, value]);
    }
    folder.write("a.xml", document("Anna Reiss met Olga Brandt in Valmark."));
    Some(folder)
}

fn document(paragraph: &str) -> String {
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <text>\n    <body>\n      <p>{paragraph}</p>\n      <p>The boat was \
         late again. Nobody came.</p>\n    </body>\n  </text>\n</TEI>\n"
    )
}

fn git(folder: &Folder, arguments: &[&str]) -> Said {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder.path("")).stdin(Stdio::null()).env("GIT_CONFIG_NOSYSTEM", "1");
    command
        .env("HOME", folder.path("home"))
        .env_remove("XDG_CONFIG_HOME")
        .env("GIT_PAGER", "cat")
        .env("GIT_EDITOR", "true");
    said(&command.output().expect("git runs"))
}

fn commit(folder: &Folder, message: &str) {
    git(folder, &["add", "--all", "."]);
    let done = git(folder, &["commit", "--quiet", "--message", message]);
    assert_eq!(done.code, 0, "{done:?}");
}

#[test]
fn git_shows_sentences_and_merges_marks() {
    let Some(folder) = repository() else { return };
    let setup = folder.run(&["git", "setup"]);
    assert_eq!(setup.code, 0, "{setup:?}");
    assert!(setup.stderr.contains("postil git setup --undo"), "{setup:?}");
    assert_eq!(folder.read(".gitattributes"), "*.xml diff=postil merge=postil\n");
    commit(&folder, "base");

    // Re-wrapped only: nothing to see.
    folder.write("a.xml", document("Anna Reiss met\n        Olga Brandt in Valmark."));
    assert_eq!(git(&folder, &["diff"]).stdout, "");

    git(&folder, &["checkout", "--quiet", "-b", "names"]);
    folder.write("a.xml", document("<persName>Anna Reiss</persName> met Olga Brandt in Valmark."));
    let diff = git(&folder, &["diff"]);
    assert!(diff.stdout.contains("+<p><persName>Anna Reiss</persName> met Olga Brandt in Valmark.</p>"), "{diff:?}");
    let told = git(&folder, &["difftool", "--no-prompt", "--tool=postil"]);
    assert!(told.stdout.contains("persName added round \u{201C}Anna Reiss\u{201D} (p, line 4)"), "{told:?}");
    commit(&folder, "a name");

    git(&folder, &["checkout", "--quiet", "main"]);
    folder.write("a.xml", document("Anna Reiss met Olga Brandt in <placeName>Valmark</placeName>."));
    commit(&folder, "a place");
    let merge = git(&folder, &["merge", "--quiet", "--no-edit", "names"]);
    assert_eq!(merge.code, 0, "{merge:?}");
    let both = document("<persName>Anna Reiss</persName> met Olga Brandt in <placeName>Valmark</placeName>.");
    assert_eq!(folder.read("a.xml"), both);
}

#[test]
fn git_rebases_over_marks_and_keeps_a_conflict_well_formed() {
    let Some(folder) = repository() else { return };
    assert_eq!(folder.run(&["git", "setup"]).code, 0);
    commit(&folder, "base");
    git(&folder, &["checkout", "--quiet", "-b", "names"]);
    folder.write("a.xml", document("Anna Reiss met <persName>Olga Brandt</persName> in Valmark."));
    commit(&folder, "a name");
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.write("a.xml", document("Anna Reiss met Olga Brandt in Walmark."));
    commit(&folder, "a spelling");
    git(&folder, &["checkout", "--quiet", "names"]);
    let rebase = git(&folder, &["rebase", "--quiet", "main"]);
    assert_eq!(rebase.code, 0, "{rebase:?}");
    assert_eq!(folder.read("a.xml"), document("Anna Reiss met <persName>Olga Brandt</persName> in Walmark."));

    git(&folder, &["checkout", "--quiet", "-b", "other", "main"]);
    folder.write("a.xml", document("Anna Reiss <persName>met Olga Brandt</persName> in Walmark."));
    commit(&folder, "another extent");
    let merge = git(&folder, &["merge", "--quiet", "--no-edit", "names"]);
    assert_eq!(merge.code, 1, "{merge:?}");
    let held = folder.read("a.xml");
    assert!(held.contains("<!-- postil:conflict 1: ") && held.contains("<!-- postil:conflict 1 end -->"), "{held}");
    assert!(git(&folder, &["status", "--short"]).stdout.contains("UU a.xml"), "git says that there is a conflict");
    assert_eq!(folder.run(&["text", "a.xml"]).code, 0, "{held}");
}

#[test]
fn setup_is_taken_back() {
    let Some(folder) = repository() else { return };
    folder.write(".gitattributes", "*.png binary\n");
    let before = folder.read(".git/config");
    assert_eq!(folder.run(&["git", "setup", "tei/*.xml"]).code, 0);
    assert!(folder.read(".git/config").contains("driver"));
    assert_eq!(folder.read(".gitattributes"), "*.png binary\ntei/*.xml diff=postil merge=postil\n");
    assert_eq!(folder.run(&["git", "setup", "--undo"]).code, 0);
    assert_eq!(folder.read(".gitattributes"), "*.png binary\n");
    assert!(!folder.read(".git/config").contains("postil"), "{before}");

    // A file that setup made goes, and what is the user's own stays.
    fs::remove_file(folder.path(".gitattributes")).expect("it is there");
    git(&folder, &["config", "difftool.prompt", "true"]);
    assert_eq!(folder.run(&["git", "setup"]).code, 0);
    assert_eq!(folder.run(&["git", "setup", "--undo"]).code, 0);
    assert!(!folder.path(".gitattributes").exists());
    assert_eq!(git(&folder, &["config", "difftool.prompt"]).stdout, "true\n");
    let outside = Folder::new();
    let refused = outside.run(&["git", "setup"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("error[P055]"), "{refused:?}");
}
