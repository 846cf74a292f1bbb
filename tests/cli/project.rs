//! The project file: where it is found, what it puts in force, and what is said of its mistakes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Folder;
use postil::config::{Config, Options, json_schema};

/// A project with letters and charters.
fn project(toml: &str) -> Folder {
    let folder = Folder::new();
    folder.write("postil.toml", toml);
    folder.write("letters/a.txt", "what [I] said\n");
    folder.write("letters/b.md", "He [zxqv: 12-b] left.\n");
    folder.write("charters/c.txt", "imp [caesar aug] fecit\n");
    folder
}

#[test]
fn the_sources_go_to_the_output_and_only_once() {
    let folder = project("output = \"tei\"\n");
    let said = folder.run(&["convert"]);
    assert!(said.code == 0 && said.stderr.contains("letters/b.md:1:4"), "{said:?}");
    assert!(!said.stderr.contains("./letters"), "{said:?}");
    let results = ["charters/c.xml", "charters/postil.rng", "letters/a.xml", "letters/b.xml", "letters/postil.rng"];
    assert_eq!(folder.files("tei"), results);
    assert!(folder.path(".postil").is_dir(), "the cache lies beside the project file");
    let said = folder.run(&["convert"]);
    assert!(said.stderr.ends_with("0 converted, 3 unchanged, 1 with findings\n"), "{said:?}");
    let said = folder.run(&["validate"]);
    assert!(said.code == 0 && said.stderr.starts_with("postil: 3 "), "{said:?}");
}

#[test]
fn a_single_transcript_goes_to_the_same_place_from_any_folder() {
    let folder = project("output = \"tei\"\n");
    let inner = folder.path("letters");
    let status = folder.command(&["convert", "a.txt"]).current_dir(&inner).output().expect("postil runs");
    assert!(status.status.success(), "{status:?}");
    assert_eq!(folder.files("tei"), ["letters/a.xml", "letters/postil.rng"]);
    let said = folder.run(&["convert", "letters"]);
    assert!(said.stderr.contains("1 converted, 1 unchanged"), "{said:?}");
    let said = folder.run(&["convert", "letters/a.txt", "-o", "-"]);
    assert!(said.stdout.contains("<supplied"), "{said:?}");
    let said = folder.run_with(&["convert", "-"], b"what [I] said\n");
    assert!(said.stdout.contains("<supplied"), "standard input goes to standard output: {said:?}");
}

#[test]
fn the_deepest_folder_counts_and_options_win() {
    let folders = "[[folder]]\npath = \"charters\"\nprofile = \"leiden\"\nlayout = \"paragraph\"\n\
                   [[folder]]\npath = \"charters/late\"\nprofile = \"by-the-people\"\n";
    let folder = project(&format!("output = \"tei\"\n{folders}"));
    assert_eq!(folder.run(&["convert"]).code, 0);
    assert!(folder.read("tei/charters/c.xml").contains("<supplied reason=\"lost\">caesar aug</supplied>"));
    assert!(!folder.read("tei/letters/a.xml").contains("reason=\"lost\""));
    let shown = |path: &str| folder.run(&["config", "show", path]).stdout;
    assert!(shown("charters/c.txt").contains("profile = \"leiden\"  # postil.toml:4\n"), "{}", shown("charters/c.txt"));
    assert!(shown("charters/late/d.txt").contains("profile = \"by-the-people\"  # postil.toml:8\n"));
    assert!(shown("charters/late/d.txt").contains("layout = \"sentence\"  # default\n"));
    assert!(shown("letters/a.txt").contains("profile = \"archival\"  # default\n"));
    let said = folder.run(&["convert", "charters/c.txt", "--profile", "archival", "-o", "-"]);
    assert!(!said.stdout.contains("reason=\"lost\""), "{said:?}");
}

#[test]
fn what_is_in_force_is_toml_and_json() {
    let folder = project("output = \"tei\"\n[severity]\nC001 = \"off\"\n[sources]\nexclude = [\"drafts\"]\n");
    let said = folder.run(&["config", "show", "letters/a.txt"]);
    let read: toml::Table = toml::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {}", said.stdout));
    assert_eq!(read["severity"]["C001"].as_str(), Some("off"));
    let json = folder.run(&["config", "show", "letters/a.txt", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["path"], "letters/a.txt");
    assert_eq!(json["settings"]["sources.exclude"]["origin"], "postil.toml:5");
    assert_eq!(json["settings"]["cache"]["value"], "./.postil");
    let mut command = folder.command(&["config", "show"]);
    let said = command.env("SOURCE_DATE_EPOCH", "0").output().expect("postil runs");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("date = \"1970-01-01\"  # environment SOURCE_DATE_EPOCH\n"), "{said}");
}

#[test]
fn globs_and_ignore_files_select() {
    let folder = project("");
    for name in ["drafts/d.txt", "letters/drafts/e.txt", "letters/old.txt", "notes/n.txt", ".hidden/h.txt", "git.txt"] {
        folder.write(name, "He left.\n");
    }
    folder.write(".gitignore", "git.txt\n");
    folder.write(".postilignore", "old.txt\n");
    let names = |toml: &str, input: &[&str]| {
        folder.write("postil.toml", format!("output = \"tei\"\n[sources]\n{toml}"));
        let said = folder.run(&[&["convert", "--dry-run", "--no-cache"], input].concat());
        assert_eq!(said.code, 0, "{said:?}");
        said.stdout.lines().map(|line| line.split(" -> ").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let all = ["charters/c.txt", "drafts/d.txt", "git.txt", "letters/a.txt", "letters/b.md", "letters/drafts/e.txt"];
    assert_eq!(names("", &[]), [&all[..], &["notes/n.txt"]].concat());
    let few = "include = [\"letters\", \"git.txt\"]\nexclude = [\"drafts\"]\n";
    assert_eq!(names(few, &[]), ["git.txt", "letters/a.txt", "letters/b.md"]);
    assert_eq!(names(&format!("{few}gitignore = true\n"), &[]), ["letters/a.txt", "letters/b.md"]);
    assert_eq!(names("include = [\"letters/*.md\", \".hidden\"]\n", &[]), ["letters/b.md"]);
    assert_eq!(names("include = [\".hidden/**\"]\nhidden = true\n", &[]), [".hidden/h.txt"]);
    assert_eq!(names(few, &["notes/n.txt"]), ["notes/n.txt"], "a file that is named is converted");
}

#[test]
fn the_severity_of_a_finding_is_the_projects() {
    let folder = project("output = \"tei\"\n[severity]\nC001 = \"error\"\n");
    let said = folder.run(&["convert"]);
    assert!(said.code == 1 && said.stderr.contains("error[C001]"), "{said:?}");
    assert!(folder.path("tei/letters/b.xml").is_file(), "it is written all the same");
    folder.write("postil.toml", "output = \"tei\"\n[severity]\nC001 = \"off\"\nV001 = \"warning\"\nR009 = \"off\"\n");
    let said = folder.run(&["convert", "-v"]);
    assert!(said.code == 0 && !said.stderr.contains("C001"), "{said:?}");
    folder.write("tei/broken.xml", "<p>one</q>");
    let said = folder.run(&["validate"]);
    assert!(said.code == 0 && said.stdout.contains("warning[V001]"), "{said:?}");
    folder.write("picture.txt", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01");
    let said = folder.run(&["convert"]);
    assert!(said.code == 1 && said.stderr.contains("error[R009]"), "the reason stays: {said:?}");
}

#[test]
fn reports_the_baseline_and_relative_dates_are_the_projects_unless_options_say_otherwise() {
    let keys = "report = [\"report.html\", \"report.json\"]\nbaseline = \"known.jsonl\"\nrelative-dates = true\n";
    let folder = project(&format!("output = \"tei\"\n{keys}[severity]\nC001 = \"error\"\n"));
    folder.write("letters/a.txt", "Jutmark, 3 May 1950\n\nHe left yesterday.\n");
    let said = folder.run(&["convert"]);
    assert!(said.code == 2 && said.stderr.contains("error[P070]"), "there is no baseline yet: {said:?}");
    assert_eq!(folder.run(&["convert", "--write-baseline", "known.jsonl"]).code, 1);
    assert!(folder.read("tei/letters/a.xml").contains("when=\"1950-05-02\""), "{}", folder.read("tei/letters/a.xml"));
    let said = folder.run(&["convert"]);
    assert!(said.code == 0 && folder.path("report.html").is_file(), "{said:?}");
    assert!(folder.read("report.json").contains("\"known\":1"));
    folder.write("report.json", "before");
    let said = folder.run(&["convert", "--baseline", "empty.jsonl"]);
    assert!(said.code == 2 && said.stderr.contains("empty.jsonl"), "{said:?}");
    folder.write("empty.jsonl", "");
    assert_eq!(folder.run(&["convert", "--baseline", "empty.jsonl", "--report", "mine.json"]).code, 1);
    assert_eq!((folder.path("mine.json").is_file(), folder.read("report.json").as_str()), (true, "before"));
    let shown = folder.run(&["config", "show"]).stdout;
    for line in ["report = [\"report.html\",\"report.json\"]", "baseline = \"known.jsonl\"", "relative-dates = true"] {
        assert!(shown.contains(&format!("{line}  # postil.toml:")), "{line}: {shown}");
    }
}

#[test]
fn a_changed_project_file_is_a_reason_to_convert_again() {
    let folder = project("output = \"tei\"\nprofile = \"ours.toml\"\n");
    folder.write("ours.toml", "extends = \"archival\"\n");
    assert_eq!(folder.run(&["convert"]).code, 0);
    folder.write("ours.toml", "extends = \"archival\"\nfillers = [\"surely\"]\n");
    let said = folder.run(&["convert", "letters/a.txt", "--dry-run"]);
    assert_eq!(said.stdout, "letters/a.txt -> tei/letters/a.xml: profile changed\n");
    folder.write("ours.toml", "extends = \"archival\"\n");
    folder.write("postil.toml", "output = \"tei\"\nprofile = \"ours.toml\"\nmin-cert = \"high\"\n");
    let said = folder.run(&["convert", "letters/a.txt", "--dry-run"]);
    assert_eq!(said.stdout, "letters/a.txt -> tei/letters/a.xml: options changed\n");
}

#[test]
fn mistakes_are_shown_with_their_line_and_what_is_allowed() {
    let cases = [
        ("a = 1\n", "there is no key `a` here", "postil.toml:1:1"),
        ("\n\nprofil = \"leiden\"\n", "did you mean `profile`?", "postil.toml:3:1"),
        ("min_cert = \"low\"\n", "did you mean `min-cert`?", "postil.toml:1:1"),
        ("[sources]\nexcludes = []\n", "did you mean `exclude`?", "postil.toml:2:1"),
        ("[[folder]]\npath = \"x\"\noutput = \"y\"\n", "there is no key `output` here", "postil.toml:3:1"),
        ("[[folder]]\nlayout = \"sentence\"\n", "missing field `path`", "postil.toml:1:1"),
        ("layout = \"sentences\"\n", "did you mean `sentence`?", "postil.toml:1:10"),
        ("report = [\"report.pdf\"]\n", "a report ends in .html, .json or .sarif", "postil.toml:1:"),
        ("reports = []\n", "did you mean `report`?", "postil.toml:1:1"),
        ("relative_dates = true\n", "did you mean `relative-dates`?", "postil.toml:1:1"),
        ("jobs = \"many\"\n", "invalid type", "postil.toml:1:8"),
        ("jobs = -1\n", "-1", "postil.toml:1:8"),
        ("date = \"today\"\n", "a date is written 2026, 2026-11 or 2026-11-23", "postil.toml:1:8"),
        ("encoding = \"klingon\"\n", "there is no encoding `klingon`", "postil.toml:1:12"),
        ("[severity]\nC999 = \"off\"\n", "there is no code `C999`", "postil.toml:2:1"),
        ("[severity]\nC001 = \"fatal\"\n", "the values are `off`", "postil.toml:2:8"),
        ("[sources]\ninclude = [\"a[b\"]\n", "this is no glob", "postil.toml:2:"),
        ("output = \n", "", "postil.toml:1:"),
        ("profile = \"leidn\"\n", "leidn: there is no profile", "postil.toml:1:11"),
        ("metadata = \"x.csv\"\n", "x.csv: the metadata cannot be read", "postil.toml:1:12"),
        ("schema = \"x.rng\"\n", "x.rng: the schema cannot be read", "postil.toml:1:10"),
        ("authority = [\"x.csv\"]\n", "error[P062]", "postil.toml:1:14"),
    ];
    for (toml, message, place) in cases {
        let folder = project(toml);
        let said = folder.run(&["convert", "letters/a.txt"]);
        assert!(said.code == 2 && said.stderr.contains(message) && said.stderr.contains(place), "{toml}: {said:?}");
    }
}

#[test]
fn the_metadata_of_a_folder_is_that_folders() {
    let folder = project("output = \"tei\"\n[[folder]]\npath = \"letters\"\nmetadata = \"letters.csv\"\n");
    folder.write("letters.csv", "file,title\na.txt,A Letter to Nobody\nz.txt,Gone\n");
    let said = folder.run(&["convert"]);
    assert!(said.stderr.contains("warning[P006]") && said.stderr.contains("`z.txt`"), "{said:?}");
    assert!(folder.read("tei/letters/a.xml").contains("A Letter to Nobody"));
}

#[test]
fn a_first_project_file_says_what_was_seen_and_loads() {
    let folder = Folder::new();
    folder.write("a.txt", "Citation: Box 4\nShelf life: Long\nTitle: One\n\nHe wrote [zxqv: 12-b] and left.\n");
    folder
        .write("sub/b.txt", b"Citation: Box 5\nShelf life: Short\n\nCaf\xE9, d\xE9j\xE0 vu, \xE0 la carte, no\xEBl.\n");
    let printed = folder.run(&["init", "--stdout"]);
    assert!(printed.code == 0 && !folder.path("postil.toml").exists(), "{printed:?}");
    let said = folder.run(&["init"]);
    assert_eq!(said.stderr, "postil: postil.toml written, after a look at 2 transcripts\n");
    assert_eq!(folder.read("postil.toml"), printed.stdout);
    for words in ["2 transcripts with 1 bracket:", "Shelf life (2)", "# encoding = \"windows-1252\"", "archival 1"] {
        assert!(printed.stdout.contains(words), "{words}: {}", printed.stdout);
    }
    let said = folder.run(&["init"]);
    assert!(said.code == 2 && said.stderr.contains("error[P061]"), "{said:?}");
    let said = folder.run(&["convert"]);
    assert!(said.code == 0 && folder.path("tei/sub/b.xml").is_file(), "{said:?}");
    assert_eq!(folder.run(&["init", "nowhere"]).code, 2);
}

#[test]
fn the_profile_that_reads_most_brackets_is_chosen() {
    let charters = Folder::new();
    charters.write(
        "c.txt",
        "imp ca[esar] (uncia) {{aug}} fe[ci ca. 5] 〚nero〛 [---]\n\n{superfluous} ⟨omitted⟩ [[erased]]\n",
    );
    charters.write("d.txt", "[---] vixit [ca. 5] annos <tribus>\n");
    let said = charters.run(&["init", "--stdout"]);
    assert!(said.stdout.contains("profile = \"leiden\"\n"), "{}", said.stdout);
    let notes = Folder::new();
    notes.write("a.txt", "He left. [handwritten in the left margin: \"to G. Ye. Samsonov\"] [illegible]\n");
    assert!(notes.run(&["init", "--stdout"]).stdout.contains("profile = \"archival\""));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_published_schema_is_current() {
    let file = root().join("schemas/postil-toml.schema.json");
    assert_eq!(Folder::new().run(&["config", "schema"]).stdout, json_schema());
    if std::env::var_os("POSTIL_BLESS").is_some() {
        fs::write(&file, json_schema()).expect("the schema can be written");
    }
    let published = fs::read_to_string(&file).expect("there is a schema");
    assert!(published == json_schema(), "run POSTIL_BLESS=1 cargo test and look at the difference");
}

#[test]
fn the_documentation_has_every_key_and_its_examples_load() {
    let docs = fs::read_to_string(root().join("docs/configuration.md")).expect("there is a page");
    let mut examples = 0;
    for block in docs.split("```toml\n").skip(1) {
        let toml = block.split("```").next().unwrap_or_default();
        Config::from_toml("example", toml, PathBuf::new(), Options::default())
            .unwrap_or_else(|problem| panic!("{problem}: {toml}"));
        examples += 1;
    }
    assert!(examples >= 2, "examples were not found");
    let schema: serde_json::Value = serde_json::from_str(&json_schema()).expect("it is JSON");
    let definitions = schema["$defs"].as_object().expect("it has definitions").values();
    let mut keys = 0;
    for table in definitions.chain([&schema]) {
        assert!(table["additionalProperties"] == false || table["properties"].is_null(), "{table}");
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            assert!(
                docs.contains(&format!("`{key}`"))
                    || docs.contains(&format!("`[{key}]`"))
                    || docs.contains(&format!("`[[{key}]]`")),
                "docs/configuration.md does not have `{key}`"
            );
            assert!(!value["description"].is_null() || !value["$ref"].is_null(), "{key} is not described");
            keys += 1;
        }
    }
    assert!(keys > 20, "{keys} keys were found");
}
