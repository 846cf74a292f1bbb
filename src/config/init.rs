//! The first `postil.toml` of a project, with what was seen in its transcripts in comments.

use std::fmt::Write as _;

use crate::config::survey::Survey;

/// Labels that are listed in the comments.
const MOST_LABELS: usize = 20;

/// The text of a `postil.toml` for transcripts such as those that were seen. Every key is there: set, or in a comment
/// at its default.
pub fn project_file(seen: &Survey) -> String {
    let mut text = String::from("# The project file of postil; docs/configuration.md explains every key.\n");
    text.push_str("# Paths are relative to the folder of this file. A line that begins with # is a comment.\n\n");
    push_seen(&mut text, seen);
    text.push_str(
        "\n# The folder for the results, which mirrors the folders of the transcripts.\noutput = \"tei\"\n\n",
    );
    push_profile(&mut text, seen);
    push_encoding(&mut text, seen);
    text.push_str(OTHERS);
    text
}

fn push_seen(text: &mut String, seen: &Survey) {
    let _ =
        writeln!(text, "# Seen in {} with {}:", count(seen.documents, "transcript"), count(seen.brackets, "bracket"));
    push_list(text, "encodings", seen.encodings.iter().map(|(name, number)| format!("{name} ({number})")));
    push_list(text, "languages", seen.languages.iter().map(|(name, number)| format!("{} ({number})", line(name))));
    let known = seen.known_labels.iter().take(MOST_LABELS);
    push_list(
        text,
        "labels of heads that are known",
        known.map(|(label, key, _)| format!("{} -> {}", line(label), key.name())),
    );
    let unknown = seen.unknown_labels.iter().take(MOST_LABELS);
    push_list(text, "labels that become notes", unknown.map(|(label, number)| format!("{} ({number})", line(label))));
    if !seen.unknown_labels.is_empty() {
        text.push_str("#   (the table [header] of a profile of your own says what such a label means)\n");
    }
}

fn push_list(text: &mut String, lead: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        let _ = writeln!(text, "#   {lead}: {}", items.join(", "));
    }
}

fn push_profile(text: &mut String, seen: &Survey) {
    text.push_str("# The editorial conventions: a profile that ships with postil, or a TOML file of your own.\n");
    let left = seen.profiles.iter().map(|(name, unread)| format!("{name} {unread}")).collect::<Vec<_>>();
    if seen.brackets > 0 && !left.is_empty() {
        let _ = writeln!(text, "# Brackets that a profile does not read here: {}.", left.join(", "));
    }
    let _ = writeln!(text, "profile = \"{}\"\n", seen.best_profile());
}

fn push_encoding(text: &mut String, seen: &Survey) {
    text.push_str("# The encoding of all transcripts. Without it, it is found for each, and a guess is reported.\n");
    let legacy = seen.encodings.iter().find(|(name, _)| !name.starts_with("UTF"));
    let name = legacy.map_or("windows-1252".to_owned(), |(name, _)| name.to_lowercase());
    let _ = writeln!(text, "# encoding = \"{name}\"\n");
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Words of a transcript that cannot end the comment they stand in.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace(|c: char| c.is_control(), "")
}

/// The keys that nothing seen decides.
const OTHERS: &str = r#"# A CSV or JSON file with a row for each transcript, found by its column `file`.
# metadata = "catalogue.csv"

# Authority files: names of persons, places and organizations with their identifiers.
# authority = ["persons.csv"]

# A model for the recognition of names.
# model = "names.model"

# The RELAX NG schema (.rng, .rnc) that results are checked against, instead of the one that ships; or "none".
# schema = "project.rng"

# A line in the TEI for each "sentence" (small differences in git) or for each "paragraph".
# layout = "sentence"

# Leave out names and dates that are less certain than this: "low" keeps all, or "medium", "high".
# min-cert = "low"

# Mark "yesterday", "last year" and the like as dates too, with low certainty, where the date of the document is known.
# relative-dates = false

# The date of the conversion for revisionDesc. Without it there is none, so that the same input gives the same bytes.
# date = "2026-11-23"

# The kind of all transcripts, "text" or "markdown". Without it, the ending of the name tells it.
# from = "text"

# Write NAME.map.json beside each NAME.xml, from which `postil text` restores the transcript byte for byte.
# source-map = false

# The folder in which postil keeps what it knows of its results, so that nothing is done twice.
# cache = ".postil"

# So many documents are converted at a time; 0 is one for each processor.
# jobs = 0

# Reports on each conversion: pages for people (.html), or files for programs (.json, .sarif).
# report = ["report.html"]

# Known findings, as `postil convert --write-baseline known.jsonl` lists them: they are passed over.
# baseline = "known.jsonl"

# Which files are transcripts. A glob without a slash fits a name at any depth; one with a slash begins here.
[sources]
# include = ["letters/**/*.txt", "*.md"]
# exclude = ["drafts", "*.old.txt"]
# Whether what .gitignore names is passed over, too; what .postilignore names always is.
# gitignore = false
# Whether hidden files and folders are searched.
# hidden = false

# How grave findings are: "error" makes the run end with exit status 1, "off" hides them. `postil explain` lists the codes.
[severity]
# C001 = "error"
# R001 = "off"

# What is different in a folder; of several that hold a transcript the deepest counts.
# [[folder]]
# path = "charters"
# profile = "leiden"
# metadata = "charters.csv"
# encoding = "windows-1252"
# from = "text"
# layout = "paragraph"
"#;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::config::{Config, Options};

    fn load(text: &str) -> Config {
        Config::from_toml("postil.toml", text, PathBuf::new(), Options::default())
            .unwrap_or_else(|problem| panic!("{problem}: {text}"))
    }

    #[test]
    fn the_file_loads_also_when_every_comment_is_taken_away() {
        let seen = Survey { documents: 1, unknown_labels: vec![("Box\n# no".to_owned(), 1)], ..Survey::default() };
        let text = project_file(&seen);
        load(&text);
        let is_key = |line: &&str| line.contains(" = ") || line.starts_with("# [[") || line.starts_with('[');
        let keys: Vec<&str> = text.lines().filter(is_key).map(|line| line.trim_start_matches("# ")).collect();
        load(&keys.join("\n"));
        for key in [
            "output",
            "metadata",
            "authority",
            "min-cert",
            "jobs",
            "report",
            "baseline",
            "include",
            "C001",
            "[[folder]]",
        ] {
            assert!(keys.iter().any(|line| line.starts_with(key)), "{key}: {keys:?}");
        }
    }
}
