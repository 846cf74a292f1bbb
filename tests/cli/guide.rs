//! The walk of docs/guide.md, typed as it stands, over invented transcripts.

use std::fs;
use std::path::Path;

use crate::support::{Folder, Said};

/// The lines of the blocks of a kind, in order.
fn lines(guide: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    let blocks = guide.split(&fence).skip(1).filter_map(|block| block.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

fn run(folder: &Folder, line: &str) -> Said {
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"postil"), "{line}");
    folder.run(&words[1..])
}

#[test]
fn the_walk_goes_as_it_is_written() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide.md");
    let guide = fs::read_to_string(guide).expect("there is a guide");
    let folder = Folder::new();
    folder.write("a.txt", "Moscow, 3 May 1950\n\nMr. Varnov said [illegible and left.\n");
    folder.write("1951/b.md", "# A visit\n\nOn 7 September Cde. A. M. Varnov told me [sic] all.\n");
    let mut commands = lines(&guide, "sh").into_iter();
    assert_eq!(commands.next().as_deref(), Some("cd letters"));
    let mut said = Vec::new();
    for line in commands {
        let outcome = run(&folder, &line);
        assert_eq!(outcome.code, 0, "{line}: {outcome:?}");
        said.push((line, outcome));
    }
    let of = |command: &str| said.iter().filter(|(line, _)| line == command).map(|(_, said)| said).collect::<Vec<_>>();
    assert!(of("postil convert --dry-run")[0].stderr.contains("2 would be converted"));
    let [first, second] = of("postil convert")[..] else { panic!("it converts twice") };
    assert!(first.stderr.contains("warning[C002]: `[` opens a note that nothing closes"), "{first:?}");
    assert!(second.stderr.contains("0 converted, 2 unchanged"), "{second:?}");
    assert!(of("postil convert --dry-run")[0].stdout.contains("1951/b.md -> tei/1951/b.xml: new\n"));
    assert_eq!(of("postil validate").len(), 1);
    assert_eq!(of("postil config show").len(), 1);
    let mut file = folder.read("postil.toml");
    let keys = lines(&guide, "toml");
    for key in &keys {
        assert!(file.contains(&format!("\n# {key}\n")), "postil.toml has `{key}` in a comment");
        file = file.replace(&format!("\n# {key}\n"), &format!("\n{key}\n"));
    }
    assert_eq!(keys.len(), 3);
    folder.write("postil.toml", file);
    let night = lines(&guide, "text").into_iter().find(|line| line.contains("&&")).expect("there is a line for cron");
    for command in night.split(" && ").skip(1) {
        let outcome = run(&folder, command);
        assert!(outcome.code == 0 && outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{command}: {outcome:?}");
    }
    assert!(folder.path("report.html").is_file() && folder.read("known.jsonl").contains("C002"));
    folder.write("c.txt", "He wrote [zxqv: 12-b].\n");
    let outcome = run(&folder, "postil convert --quiet");
    assert!(
        outcome.code == 1 && outcome.stderr.contains("error[C001]") && !outcome.stderr.contains("C002"),
        "{outcome:?}"
    );
}

#[test]
fn the_walk_goes_over_real_transcripts() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    if !samples.is_dir() {
        skipped();
        return;
    }
    let folder = Folder::new();
    for entry in fs::read_dir(samples).expect("the folder can be read").flatten() {
        let bytes = fs::read(entry.path()).expect("the sample can be read");
        folder.write(&entry.file_name().to_string_lossy(), bytes);
    }
    for command in ["postil init", "postil convert", "postil validate"] {
        let outcome = run(&folder, command);
        assert_eq!(outcome.code, 0, "{command}: {outcome:?}");
    }
    let again = run(&folder, "postil convert");
    assert!(again.stderr.contains("0 converted, 6 unchanged"), "{again:?}");
}

#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped() {
    eprintln!("skipped: there is no folder ../shared/samples beside the project");
}
