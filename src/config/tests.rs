//! Tests of the project file that need no command.

use std::path::{Path, PathBuf};

use super::{Config, Options, Origin};
use crate::model::Cert;

fn config(toml: &str, options: Options) -> Config {
    Config::from_toml("postil.toml", toml, PathBuf::new(), options).expect("the example is right")
}

#[test]
fn an_option_wins_over_the_file_and_the_file_over_the_environment() {
    let environment = Options { source_date: Some("1999".to_owned()), ..Options::default() };
    let date = |toml: &str, options: Options| config(toml, options).settings(Path::new("a.txt")).date;
    assert_eq!(date("", environment.clone()).origin, Origin::Environment("SOURCE_DATE_EPOCH"));
    assert_eq!(date("date = \"2026\"\n", environment.clone()).origin.to_string(), "postil.toml:1");
    let option = date("date = \"2026\"\n", Options { date: Some("2025".to_owned()), ..environment });
    assert_eq!((option.value.as_deref(), option.origin), (Some("2025"), Origin::Option("--date")));
}

#[test]
fn parts_of_a_project_share_what_is_loaded() {
    let toml = "min-cert = \"high\"\n[[folder]]\npath = \"a\"\n[[folder]]\npath = \"a/b\"\nprofile = \"leiden\"\n";
    let projects = config(toml, Options::default()).load().expect("what ships can be loaded");
    let profile = |path: &str| projects.of(Some(Path::new(path))).project.profile.name().to_owned();
    assert_eq!((profile("x.txt"), profile("a/x.txt")), ("archival".to_owned(), "archival".to_owned()));
    assert_eq!(profile("a/c/../b/x.txt"), "leiden");
    assert_eq!(projects.all().count(), 3);
    assert!(projects.all().all(|reading| reading.project.recognizer.min_cert == Cert::High));
    assert_eq!(projects.of(None).project.profile.name(), "archival");
}

#[test]
fn a_byte_order_mark_shifts_no_place() {
    let toml = "\u{FEFF}profil = 1\n";
    let problem = Config::from_toml("postil.toml", toml, PathBuf::new(), Options::default()).expect_err("it is wrong");
    assert_eq!(problem.finding.span.map(|span| (span.start, span.end)), Some((0, 6)));
}
