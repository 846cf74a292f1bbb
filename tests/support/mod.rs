//! What the integration tests share: a project, a readable dump of a transcript, expected files.
#![allow(dead_code, unreachable_pub, reason = "each test crate uses a part of it")]
#![allow(clippy::print_stderr, clippy::format_collect, reason = "tests speak to the person who runs them")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use postil::convention::Profile;
use postil::model::{Annotation, BlockKind, Mark, Rendition, Transcript};
use postil::pipeline::Project;

/// The default profile.
pub fn profile() -> Profile {
    Profile::embedded("archival").expect("archival ships")
}

/// A project with default settings.
pub fn project() -> Project {
    Project::default()
}

/// The folder `shared` beside the project, with a word where it is absent.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !folder.is_dir() {
        eprintln!("skipped: there is no folder ../shared beside the project");
        return None;
    }
    Some(folder)
}

/// What differs from an expected file, or `None`; with `POSTIL_BLESS=1` the file is written.
pub fn compare(expected: &Path, found: &str) -> Option<String> {
    if std::env::var_os("POSTIL_BLESS").is_some() {
        fs::write(expected, found).expect("the expected file can be written");
        return None;
    }
    let wanted = fs::read_to_string(expected).unwrap_or_default();
    (wanted != found).then(|| format!("{} differs:\n{}", expected.display(), first_difference(&wanted, found)))
}

fn first_difference(wanted: &str, found: &str) -> String {
    let (mut wanted_lines, mut found_lines) = (wanted.lines(), found.lines());
    for number in 1.. {
        match (wanted_lines.next(), found_lines.next()) {
            (None, None) => return "only in line ends".to_owned(),
            (wanted, found) if wanted == found => {}
            (wanted, found) => {
                return format!(
                    "line {number}\n  expected: {}\n  found:    {}",
                    wanted.unwrap_or("(end)"),
                    found.unwrap_or("(end)")
                );
            }
        }
    }
    String::new()
}

/// A transcript as text: its fields, then a line a block with its kind, role and marked words.
pub fn dump(transcript: &Transcript) -> String {
    let mut out = String::new();
    for field in &transcript.header.fields {
        let label = if field.label.is_empty() { String::new() } else { format!(" ({})", field.label) };
        writeln!(out, "{}{label} = {}", field.key.name(), field.as_str()).expect("strings take all");
    }
    for block in &transcript.blocks {
        let joins = if block.joins_previous { " +" } else { "" };
        let words = marked(transcript, block.range.start, block.range.end);
        writeln!(out, "{}{joins} {:?}: {words}", kind(&block.kind), block.role).expect("strings take all");
    }
    for entity in &transcript.entities {
        writeln!(out, "{} = {}", entity.xml_id, entity.forms.join(" | ")).expect("strings take all");
    }
    out
}

fn kind(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Heading { level } => format!("heading-{level}"),
        BlockKind::Item { depth, marker } => {
            format!("item-{depth}{}", marker.as_ref().map(|(n, _)| format!("({n})")).unwrap_or_default())
        }
        BlockKind::Quotation => "quotation".to_owned(),
        BlockKind::Cell { starts_row, starts_table, heading } => {
            let signs = [(*starts_table, " table"), (*starts_row, " row"), (*heading, " heading")];
            format!("cell{}", signs.iter().filter(|(on, _)| *on).map(|(_, sign)| *sign).collect::<String>())
        }
        BlockKind::VerseLine { starts_group } => if *starts_group { "verse-first" } else { "verse" }.to_owned(),
        BlockKind::Footnote { label } => format!("footnote({label})"),
        BlockKind::Rule => "rule".to_owned(),
    }
}

/// The words of a range, each mark written as `{name attributes|words}`.
fn marked(transcript: &Transcript, start: usize, end: usize) -> String {
    let inside = |annotation: &&Annotation| start <= annotation.range.start && annotation.range.end <= end;
    let mut annotations: Vec<&Annotation> = transcript.annotations.iter().filter(inside).collect();
    annotations.sort_by_key(|a| (a.range.start, std::cmp::Reverse(a.range.end), a.span.start));
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = start;
    let mut push = |out: &mut String, to: usize| {
        out.push_str(&transcript.text.as_str()[at..to.max(at)]);
        at = at.max(to);
    };
    for annotation in annotations {
        while open.last().is_some_and(|&end| end <= annotation.range.start) {
            push(&mut out, open.pop().unwrap_or_default());
            out.push('}');
        }
        push(&mut out, annotation.range.start);
        write!(out, "{{{}|", label(annotation, transcript)).expect("strings take all");
        if annotation.range.is_empty() {
            out.push('}');
        } else {
            open.push(annotation.range.end);
        }
    }
    while let Some(end) = open.pop() {
        push(&mut out, end);
        out.push('}');
    }
    push(&mut out, end);
    out
}

fn label(annotation: &Annotation, transcript: &Transcript) -> String {
    let cert = annotation.cert.map(|cert| format!(" cert={}", cert.as_str())).unwrap_or_default();
    let name = match &annotation.mark {
        Mark::Intervention(intervention) => {
            let attributes: String =
                intervention.attributes.iter().map(|a| format!(" {}={}", a.name, a.value)).collect();
            format!("{}{attributes}", intervention.kind.element_name())
        }
        Mark::Mention(mention) => {
            let id = mention
                .entity
                .and_then(|id| transcript.entities.get(id.0))
                .map(|entity| format!(" #{}", entity.xml_id));
            format!("{}{}", mention.kind.element_name(), id.unwrap_or_default())
        }
        Mark::NamePart(_) => "roleName".to_owned(),
        Mark::Date(value) => {
            let parts = [
                ("when", &value.when),
                ("from", &value.from),
                ("to", &value.to),
                ("notBefore", &value.not_before),
                ("notAfter", &value.not_after),
            ];
            let attributes: String = parts
                .iter()
                .filter_map(|(name, value)| value.as_ref().map(|value| format!(" {name}={value}")))
                .collect();
            format!("date{attributes}")
        }
        Mark::Rendition(Rendition::Highlighted(rend)) => format!("hi {rend}"),
        Mark::Rendition(Rendition::Link(target)) => format!("ref {target}"),
        Mark::Rendition(Rendition::Quoted) => "q".to_owned(),
        Mark::Rendition(Rendition::LineBreak) => "lb".to_owned(),
        Mark::Rendition(Rendition::FootnoteReference(n)) => format!("footnote {n}"),
    };
    format!("{name}{cert}")
}
