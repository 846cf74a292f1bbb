//! Forms of findings, reports of runs, baselines, and the joining of reports.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, Said};

const UNKNOWN: &str = "He wrote [zxqv: 12-b] and left.\n";

fn letters() -> Folder {
    let folder = Folder::new();
    folder.write("letters/a.txt", "He left.\n");
    folder.write("letters/b.txt", UNKNOWN);
    folder.write("letters/c.txt", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    folder
}

fn convert(folder: &Folder, options: &[&str]) -> Said {
    folder.run(&[&["convert", "letters", "-o", "tei"], options].concat())
}

#[test]
fn each_form_is_a_whole_document_of_its_kind() {
    let folder = letters();
    let short = convert(&folder, &["--format", "short"]).stderr;
    assert!(short.starts_with("letters/b.txt:1:10: warning[C001]: `[zxqv: 12-b]`"), "{short}");
    assert!(convert(&folder, &["--format", "github"]).stderr.starts_with("::warning file=letters/b.txt,line=1"));
    let sarif: Value = serde_json::from_str(&convert(&folder, &["--format", "sarif"]).stderr).expect("it is JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(2));
    for (format, last) in [("junit", "</testsuites>\n"), ("checkstyle", "</checkstyle>\n")] {
        let text = convert(&folder, &["--format", format]).stderr;
        assert!(postil::xml::parse(&text).is_ok() && text.ends_with(last), "{text}");
        assert_eq!(text.matches("letters/a.txt").count(), if format == "junit" { 2 } else { 1 });
    }
}

#[test]
fn a_problem_that_ends_the_run_is_a_whole_document_too() {
    let folder = letters();
    let said = convert(&folder, &["--format", "sarif", "--profile", "nowhere"]);
    let sarif: Value = serde_json::from_str(&said.stderr).expect("it is JSON");
    assert_eq!((said.code, &sarif["runs"][0]["results"][0]["ruleId"]), (2, &Value::from("P002")));
}

#[test]
fn a_run_leaves_reports_for_people_and_programs() {
    let folder = letters();
    let said = convert(&folder, &["--report", "report.html", "--report", "report.json"]);
    assert_eq!(said.code, 1);
    let page = folder.read("report.html");
    assert!(page.contains("[zxqv: 12-b]") && page.contains("[[siglum]]") && page.ends_with("</html>"), "{page}");
    let report: Value = serde_json::from_str(&folder.read("report.json")).expect("it is JSON");
    assert_eq!(report["documents"].as_array().map(Vec::len), Some(3));
    assert_eq!(report["documents"][1]["findings"][0]["code"], "C001");
    assert_eq!((&report["summary"]["done"], &report["summary"]["failed"]), (&Value::from(2), &Value::from(1)));
    assert!(!folder.files(".").iter().any(|name| name.contains("postil-report")), "no temporary file is left");
    let said = convert(&folder, &["--report", "report.pdf"]);
    assert!(said.code == 2 && said.stderr.contains(".html, .json or .sarif"), "{said:?}");
}

#[test]
fn the_convention_that_a_report_suggests_knows_the_note() {
    let folder = Folder::new();
    let odd = "He wrote [zxqv: 12-b] here, [wr: {x} 12's] there, [vlok: \"7\" & co.] too.\n";
    folder.write("letters/a.txt", odd);
    convert(&folder, &["--report", "report.html"]);
    let page = folder.read("report.html");
    let mut profile = String::from("extends = \"archival\"\ndescription = \"Ours\"\n");
    for part in page.split("<pre tabindex=\"0\"><code>").skip(1) {
        let toml = part.split("</code>").next().expect("a part has a beginning");
        let toml = toml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
        profile += &("\n".to_owned() + &toml.replace("&#x2f;", "/").replace("&amp;", "&") + "\n");
    }
    assert_eq!(profile.matches("[[siglum]]").count(), 3, "{profile}");
    folder.write("ours.toml", &profile);
    let said = folder.run(&["profile", "check", "ours.toml"]);
    assert_eq!(said.code, 0, "{said:?}\n{profile}");
    let said = convert(&folder, &["--profile", "ours.toml"]);
    assert!(!said.stderr.contains("C001"), "{said:?}");
}

#[test]
fn findings_of_a_baseline_neither_show_nor_count() {
    let folder = letters();
    assert_eq!(convert(&folder, &["--write-baseline", "known.jsonl"]).code, 1);
    let said = convert(&folder, &["--baseline", "known.jsonl"]);
    assert!(said.code == 0 && !said.stderr.contains("C001") && !said.stderr.contains("R009"), "{said:?}");
    assert!(said.stderr.contains("1 failed, 2 findings of the baseline not shown"), "{said:?}");
    folder.write("letters/b.txt", format!("A new line.\n\n{UNKNOWN}\nHe wrote [vlok: 7] again.\n"));
    let said = convert(&folder, &["--baseline", "known.jsonl", "--format", "short"]);
    assert!(said.stderr.lines().count() == 1 && said.stderr.contains("vlok"), "{said:?}");
    folder.write("tei/wrong.xml", "<p>one</q>");
    let validate = |option, file| folder.run(&["validate", "tei/wrong.xml", option, file]);
    assert_eq!(validate("--write-baseline", "xml.jsonl").code, 1);
    assert_eq!(validate("--baseline", "xml.jsonl").code, 0);
    assert_eq!(validate("--baseline", "known.jsonl").code, 1);
}

#[test]
fn reports_of_parts_become_one() {
    let folder = letters();
    convert(&folder, &["--shard", "1/2", "--report", "1.json"]);
    convert(&folder, &["--shard", "2/2", "--report", "2.json"]);
    let said = folder.run(&["report", "merge", "1.json", "2.json", "-o", "all.html", "-o", "all.json"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""), "{said:?}");
    let report: Value = serde_json::from_str(&folder.read("all.json")).expect("it is JSON");
    assert_eq!(report["documents"].as_array().map(Vec::len), Some(3));
    assert!(folder.read("all.html").contains("Report on 3 documents"));
    let said = folder.run(&["report", "merge", "all.json"]);
    assert_eq!(said.stdout, folder.read("all.json"));
}

#[test]
fn findings_of_unchanged_documents_are_not_told_again() {
    let folder = letters();
    fs::remove_file(folder.path("letters/c.txt")).expect("it can be removed");
    assert!(convert(&folder, &[]).stderr.contains("C001"));
    let again = convert(&folder, &[]);
    let line = "1 finding in 1 unchanged document is not shown again; --verbose shows it\n";
    assert!(again.stderr.starts_with(line) && again.stderr.contains("1 with findings"), "{again:?}");
    assert!(convert(&folder, &["--verbose"]).stderr.contains("C001"));
    assert!(convert(&folder, &["--format", "short"]).stderr.contains("C001"), "other forms are complete");
}

#[test]
fn the_published_json_schemas_are_current() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, current) in [
        ("diagnostics.schema.json", postil::report::diagnostics_schema()),
        ("report.schema.json", postil::report::report_schema()),
        ("diff.schema.json", postil::compare::show::diff_schema()),
        ("conflicts.schema.json", postil::compare::show::conflicts_schema()),
    ] {
        if std::env::var_os("POSTIL_BLESS").is_some() {
            fs::write(schemas.join(name), &current).expect("the schema can be written");
        }
        let published = fs::read_to_string(schemas.join(name)).expect("the schema is there");
        assert_eq!(published, current, "schemas/{name}: run the test with POSTIL_BLESS=1");
    }
}
