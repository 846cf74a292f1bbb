//! The smaller commands, the help pages, and that the manual names what there is.

use std::fs;
use std::path::Path;

use crate::support::Folder;

const COMMANDS: [&str; 11] =
    ["init", "convert", "learn", "validate", "text", "score", "profile", "config", "explain", "completions", "man"];

#[test]
fn postil_alone_shows_its_help() {
    let said = Folder::new().run(&[]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(said.stdout.contains(&format!("\n  {command} ")), "{command}: {}", said.stdout);
    }
    assert!(said.stdout.contains("\nExamples:\n"), "{}", said.stdout);
}

#[test]
fn wrong_usage_is_no_finding() {
    let folder = Folder::new();
    for arguments in [&["converd"][..], &["convert"], &["convert", "a.txt", "--layout", "page"], &["explain", "X999"]] {
        let said = folder.run(arguments);
        assert!(said.code == 2 && !said.stderr.is_empty() && said.stdout.is_empty(), "{said:?}");
    }
}

#[test]
fn the_manual_names_every_option_and_command() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/command-line.md");
    let manual = fs::read_to_string(manual).expect("there is a manual");
    let commands = [
        &["convert"][..],
        &["learn"],
        &["validate"],
        &["text"],
        &["fmt"],
        &["review"],
        &["diff"],
        &["merge"],
        &["git", "setup"],
        &["profile", "show"],
        &["profile", "try"],
        &["profile", "check"],
        &["init"],
        &["config", "show"],
        &["config", "schema"],
    ];
    for command in commands {
        let mut arguments = command.to_vec();
        arguments.push("--help");
        let help = Folder::new().run(&arguments).stdout;
        let lines = help.lines().filter(|line| line.trim_start().starts_with('-'));
        for option in
            lines.flat_map(|line| line.split([' ', ','])).filter(|word| word.len() > 2 && word.starts_with("--"))
        {
            assert!(
                manual.contains(&format!("`{option}")),
                "docs/command-line.md does not name {option} of {command:?}"
            );
        }
        assert!(
            manual.contains(&format!("postil {}", command.join(" "))),
            "{command:?} is not in docs/command-line.md"
        );
    }
}

#[test]
fn a_code_is_explained() {
    let folder = Folder::new();
    let said = folder.run(&["explain", "c001"]);
    assert!(
        said.code == 0 && said.stdout.starts_with("C001: bracketed note of no known kind (warning)\n\n"),
        "{said:?}"
    );
    let said = folder.run(&["explain"]);
    assert!(said.stdout.contains("\nP002  error   unknown profile\n"), "{}", said.stdout);
    let said = folder.run(&["explain", "C999"]);
    assert!(said.code == 2 && said.stderr.contains("did you mean one of C001, C002"), "{said:?}");
}

#[test]
fn profiles_are_listed_shown_and_tried() {
    let folder = Folder::new();
    let said = folder.run(&["profile", "list"]);
    for name in ["archival", "by-the-people", "leiden"] {
        assert!(said.stdout.contains(&format!("{name} ")), "{}", said.stdout);
    }
    assert!(folder.run(&["profile", "show", "leiden"]).stdout.starts_with("leiden\n"));
    let said = folder.run(&["profile", "try", "what [I] said to him"]);
    assert!(said.code == 0 && said.stdout.contains("<supplied") && !said.stdout.contains("<body"), "{said:?}");
    let said = folder.run_with(&["profile", "try", "-"], b"what [I] said to him");
    assert!(said.code == 0 && said.stdout.contains("<supplied"), "{said:?}");
    assert_eq!(folder.run(&["profile", "show", "nowhere"]).code, 2);
}

#[test]
fn the_toml_of_a_profile_is_a_profile() {
    let folder = Folder::new();
    let said = folder.run(&["profile", "show", "leiden", "--toml"]);
    folder.write("ours.toml", &said.stdout);
    let said = folder.run(&["profile", "check", "ours.toml"]);
    assert!(said.code == 0 && said.stdout.starts_with("ours.toml: "), "{said:?}");
}

#[test]
fn a_broken_profile_is_a_finding_of_the_check() {
    let folder = Folder::new();
    folder.write("broken.toml", "extends = \n");
    let said = folder.run(&["profile", "check", "broken.toml"]);
    assert!(
        said.code == 1 && said.stdout.contains("error[P001]") && said.stdout.contains("broken.toml:1:"),
        "{said:?}"
    );
    let said = folder.run(&["profile", "check", "nowhere.toml", "--format", "json"]);
    assert!(said.code == 1 && said.stdout.contains("\"code\":\"P001\""), "{said:?}");
}

#[test]
fn the_reading_text_is_the_text_without_markup() {
    let folder = Folder::new();
    folder.write("a.txt", "what [I] said\n");
    folder.run(&["convert", "a.txt", "-o", "a.xml"]);
    let said = folder.run(&["text", "a.xml"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "what I said\n"));
    folder.write("other.map.json", "{}");
    let said = folder.run(&["text", "a.xml", "--source-map", "other.map.json"]);
    assert!(said.code == 1 && said.stderr.contains("error[P007]"), "{said:?}");
    let said = folder.run(&["text", "a.txt"]);
    assert!(said.code == 1 && said.stderr.contains("error[V001]"), "{said:?}");
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = folder.run(&["completions", shell]);
        assert!(said.code == 0 && said.stdout.contains("validate"), "{shell}");
    }
    assert!(folder.run(&["man"]).stdout.contains(".TH postil 1"));
    for command in COMMANDS {
        assert!(folder.run(&["man", command]).stdout.contains(&format!(".TH postil-{command} 1")), "{command}");
    }
    assert_eq!(folder.run(&["man", "nothing"]).code, 2);
}

const GOLD: &str = "<TEI><text><body><p>On <date when=\"1950-05-03\">3 May 1950</date> he met \
                    <persName>Varnov</persName>.</p></body></text></TEI>";

#[test]
fn score_measures_against_documents_marked_by_hand() {
    let folder = Folder::new();
    folder.write("gold/a.xml", GOLD);
    folder.write("tei/a.xml", GOLD.replace("<persName>", "<placeName>").replace("</persName>", "</placeName>"));
    let shown = folder.run(&["score", "gold", "tei", "--errors", "3"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("date             1      1   1.000"), "{}", shown.stdout);
    assert!(shown.stdout.contains("persName missed: On 3 May 1950 he met «Varnov»."), "{}", shown.stdout);
    let json = folder.run(&["score", "gold", "tei", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("it is JSON");
    assert_eq!(value["types"]["date"]["exact"]["f1"], 1.0);
    assert_eq!(value["when"]["equal"], 1);
}

#[test]
fn score_says_which_documents_are_missing() {
    let folder = Folder::new();
    folder.write("gold/a.xml", GOLD);
    let shown = folder.run(&["score", "gold", "gold/nowhere"]);
    assert!(shown.stderr.contains("P051"), "{}", shown.stderr);
    let refused = folder.run(&["score", "nowhere", "gold"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("P050"), "{}", refused.stderr);
}
