//! Who may know whom: the table of `ARCHITECTURE.md`, held against what the files import. Also the size of files, and
//! that each says in its first line what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// No file is longer.
const LINES: usize = 800;

/// The modules that a module may import.
type Table = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The table under "Where things are", in its order: `all above` means the rows before, `everything` all.
fn table() -> Table {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("there is an ARCHITECTURE.md");
    let row = Regex::new(r"(?m)^\| `src/(\w+)` \|.*\| ([^|]+) \|$").expect("the pattern is right");
    let rows: Vec<(String, String)> =
        row.captures_iter(&text).map(|found| (found[1].to_owned(), found[2].trim().to_owned())).collect();
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let mut table = Table::new();
    for (idx, (name, imports)) in rows.iter().enumerate() {
        let allowed = match imports.as_str() {
            "nothing of ours" => BTreeSet::new(),
            "all above" => names[..idx].iter().cloned().collect(),
            "everything" => names.iter().cloned().collect(),
            list => list.split(',').map(|module| module.trim().to_owned()).collect(),
        };
        table.insert(name.clone(), allowed);
    }
    table
}

/// All Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("it can be read").path());
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The module of a file in `src`: its first folder, or its name.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).expect("the file lies in src");
    let first = below.components().next().expect("a file has a name");
    Path::new(first.as_os_str()).file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

/// The modules that a file names: `crate::model::Text`, `crate::{model, source}`, and `postil::model` in the command.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let path = Regex::new(r"(?-u:\b)(?:crate|postil)::([a-z_]+)").expect("the pattern is right");
    let group = Regex::new(r"(?-u:\b)(?:crate|postil)::\{([^;]*)\};").expect("the pattern is right");
    let mut found: BTreeSet<String> = path.captures_iter(&code).map(|found| found[1].to_owned()).collect();
    for list in group.captures_iter(&code) {
        found.extend(top_level(&list[1]));
    }
    found
}

/// The first names of `model::{self, Text}, source::Span`.
fn top_level(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            c if depth == 0 => names.last_mut().expect("it starts with one").push(c),
            _ => {}
        }
    }
    names
        .iter()
        .filter_map(|name| name.trim().split("::").next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table = table();
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let module = module_of(&file);
        let text = fs::read_to_string(&file).expect("the file can be read");
        let Some(allowed) = table.get(&module) else {
            let is_root = module == "lib" || module == "main";
            assert!(is_root, "src/{module} has no row in the table of ARCHITECTURE.md");
            continue;
        };
        let modules = imports(&text).into_iter().filter(|name| table.contains_key(name) && *name != module);
        wrong.extend(
            modules.filter(|name| !allowed.contains(name)).map(|name| format!("{} imports {name}", file.display())),
        );
    }
    assert!(wrong.is_empty(), "the table of ARCHITECTURE.md does not allow this:\n{}", wrong.join("\n"));
}

#[test]
fn every_row_of_the_table_is_a_folder_and_names_modules_that_there_are() {
    let table = table();
    assert!(table.len() >= 10, "the table of ARCHITECTURE.md was not found");
    for (module, allowed) in &table {
        assert!(root().join("src").join(module).is_dir(), "there is no folder src/{module}");
        for name in allowed {
            assert!(table.contains_key(name), "{module} may import {name}, which there is not");
        }
    }
}

#[test]
fn every_file_is_short_and_says_what_it_is() {
    let folders = ["src", "tests", "benches"];
    for file in folders.iter().flat_map(|folder| rust_files(&root().join(folder))) {
        let text = fs::read_to_string(&file).expect("the file can be read");
        assert!(text.starts_with("//! "), "the first line of {} does not say what it is", file.display());
        let lines = text.lines().count();
        assert!(lines <= LINES, "{} has {lines} lines, more than {LINES}", file.display());
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::model::Text;\n// crate::tei::weave\nuse crate::{date, source::{Span, Source}};\nlet x = postil::xml::parse;";
    let found: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(found, ["date", "model", "source", "xml"]);
}
