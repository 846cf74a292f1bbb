//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diagnostic::{CATALOGUE, CodeEntry, Severity};
use crate::report::record::fingerprint;
use crate::report::{FileReport, Finding, Place, Renderer, Summary};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One log with one run.
#[derive(Debug, Default)]
pub(super) struct Sarif {
    has_result: bool,
}

impl Renderer for Sarif {
    fn head(&mut self) -> String {
        let rules: Vec<Value> = CATALOGUE.iter().map(rule).collect();
        let driver = json!({ "name": "postil", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
        format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn file(&mut self, file: &FileReport) -> String {
        let mut text = String::new();
        for finding in &file.findings {
            let comma = if self.has_result { "," } else { "" };
            self.has_result = true;
            write!(text, "{comma}\n{}", result(&file.name, finding)).expect("strings take all");
        }
        text
    }

    fn foot(&mut self, _: &Summary) -> String {
        "\n]}]}\n".to_owned()
    }
}

// SARIF 3.49
fn rule(entry: &CodeEntry) -> Value {
    json!({
        "id": entry.id,
        "shortDescription": { "text": entry.title },
        "fullDescription": { "text": entry.explanation },
        "help": { "text": format!("{}\n\nExample: {}", entry.explanation, entry.example) },
        "defaultConfiguration": { "level": level(entry.severity) },
    })
}

// SARIF 3.27
fn result(file: &str, finding: &Finding) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(file) } });
    if let Some(place) = &finding.place {
        location["region"] = region(place);
    }
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    json!({
        "ruleId": finding.code.entry().id,
        "ruleIndex": CATALOGUE.iter().position(|entry| entry.code == finding.code),
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": location }],
        "partialFingerprints": { "postil/v1": fingerprint(file, finding) },
    })
}

// SARIF 3.30
fn region(place: &Place) -> Value {
    let mut region = json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    });
    // A snippet is the whole of its region (3.30.13), and an excerpt may be cut.
    let snippet = &place.excerpt.text[place.excerpt.marked.clone()];
    if place.line == place.end_line && !snippet.ends_with('…') {
        region["snippet"] = json!({ "text": snippet });
    }
    region
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A path as a relative reference, or an absolute `file` URI (RFC 3986, 3.3).
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for &byte in path.strip_prefix("./").unwrap_or(&path).as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("strings take all");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Outcome;
    use crate::source::{Source, Span};

    fn sarif(text: &str, at: usize) -> Value {
        let source = Source::from_text("a b.txt", text);
        let findings =
            [Diagnostic::new(Code::C001, "no kind").at(Span::new(at, at + 3)), Diagnostic::new(Code::P004, "gone")];
        let report = FileReport::new("a b.txt", Outcome::Converted, Finding::of_source(&source, &findings));
        let mut sarif = Sarif::default();
        let text = sarif.head() + &sarif.file(&report) + &sarif.file(&report) + &sarif.foot(&Summary::default());
        serde_json::from_str(&text).expect("it is JSON")
    }

    #[test]
    fn a_result_has_its_rule_and_region() {
        let log = sarif("é [x]", 3);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(4));
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            (&location["artifactLocation"]["uri"], &location["region"]["startColumn"]),
            (&json!("a%20b.txt"), &json!(3))
        );
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("it has an index")).expect("it is small");
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], "C001");
    }

    #[test]
    fn a_fingerprint_outlives_lines_that_move() {
        let (here, below) = (sarif("[x]", 0), sarif("One.\n\n[x]", 6));
        let print = |log: &Value| log["runs"][0]["results"][0]["partialFingerprints"].clone();
        assert_eq!(print(&here), print(&below));
        assert!(print(&here)["postil/v1"].is_string());
    }
}
