//! Reads what a project names: profiles, metadata, schemas.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::convention::{Profile, ProfileError};
use crate::diagnostic::{Code, Diagnostic, Problem, reason};
use crate::frontmatter::Metadata;
use crate::recognizer::Model;
use crate::schema::Schema;
use crate::source::Source;

/// The profile of a name, or of a TOML file.
///
/// # Errors
/// P002: there is none of this name; P001: the file cannot be read or has an error.
pub fn profile(name: &str) -> Result<Profile, Problem> {
    if let Some(profile) = Profile::embedded(name) {
        return Ok(profile);
    }
    if is_path(name) { profile_file(Path::new(name)) } else { Err(unknown(name)) }
}

/// Whether a name is that of a file rather than of a profile: it has an ending or a folder, or there is such a file.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\', '.']) || Path::new(name).is_file()
}

fn unknown(name: &str) -> Problem {
    let names: Vec<&str> = Profile::names().collect();
    let finding = Diagnostic::new(Code::P002, format!("there is no profile of the name `{name}`"))
        .with_help(format!("one of {}, or the path of a TOML file", names.join(", ")));
    Problem::unread(name, finding)
}

/// The profile of a TOML file. What it extends is a profile that ships with postil, or a file beside it.
///
/// # Errors
/// P001: the file cannot be read or has an error.
pub fn profile_file(path: &Path) -> Result<Profile, Problem> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| {
        Problem::unread(&name, Diagnostic::new(Code::P001, format!("this profile cannot be read: {}", reason(&error))))
    })?;
    let own_name = path.file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    let extended: RefCell<BTreeMap<String, (PathBuf, String)>> = RefCell::default();
    let resolve = |wanted: &str| {
        let (file, text) = read_beside(path, wanted)?;
        extended.borrow_mut().insert(wanted.to_owned(), (file, text.clone()));
        Some(text)
    };
    Profile::from_toml(&own_name, &text, &resolve).map_err(|error| {
        let extended = extended.borrow();
        let (file, text) = match extended.get(&error.profile) {
            Some((file, text)) if error.profile != own_name => (file.display().to_string(), text.as_str()),
            Some(_) | None => (name.clone(), text.as_str()),
        };
        broken(Source::from_text(file, text), &error)
    })
}

/// The file of a profile that another extends: `base.toml`, or `base` for short, in the same folder.
fn read_beside(path: &Path, wanted: &str) -> Option<(PathBuf, String)> {
    let folder = path.parent().unwrap_or(Path::new(""));
    [folder.join(wanted), folder.join(format!("{wanted}.toml"))]
        .into_iter()
        .find_map(|file| fs::read_to_string(&file).ok().map(|text| (file, text)))
}

fn broken(source: Source, error: &ProfileError) -> Problem {
    let mut finding = Diagnostic::new(Code::P001, error.message.clone());
    finding.span = error.span;
    finding.help.clone_from(&error.help);
    Problem::of(source, finding)
}

/// Reads a model of names.
///
/// # Errors
/// P030: it cannot be read, or is no model.
pub fn model(path: &Path) -> Result<Model, Problem> {
    let name = path.display().to_string();
    let refuse = |message: String| Problem::unread(&name, Diagnostic::new(Code::P030, message));
    let bytes = fs::read(path).map_err(|error| refuse(format!("the model cannot be read: {}", reason(&error))))?;
    Model::from_bytes(&bytes).map_err(|error| refuse(error.to_string()))
}

/// Reads a schema.
///
/// # Errors
/// V004: it cannot be read, is no RELAX NG, or lies on the network.
pub fn schema(path: &Path) -> Result<Schema, Problem> {
    let name = path.display().to_string();
    let refuse = |message: String| Problem::unread(&name, Diagnostic::new(Code::V004, message));
    if name.contains("://") {
        let finding = Diagnostic::new(Code::V004, "schemas are not fetched from the network");
        return Err(Problem::unread(&name, finding.with_help("save the schema to a file and name that")));
    }
    let text =
        fs::read_to_string(path).map_err(|error| refuse(format!("the schema cannot be read: {}", reason(&error))))?;
    Schema::from_text(&name, &text)
        .map_err(|error| refuse(format!("this is no usable RELAX NG schema: {}", error.reason)))
}

/// Reads a metadata file: JSON by its ending, else a table.
///
/// # Errors
/// P003: it cannot be read, or has no column `file`.
pub fn metadata(path: &Path) -> Result<Metadata, Problem> {
    let name = path.display().to_string();
    let refuse = |message: String| Problem::unread(&name, Diagnostic::new(Code::P003, message));
    let bytes = fs::read(path).map_err(|error| refuse(format!("the metadata cannot be read: {}", reason(&error))))?;
    // Spreadsheets still write legacy encodings, so a table is decoded like a transcript.
    let source = Source::from_bytes(&name, &bytes);
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let read = if is_json { Metadata::from_json(source.text()) } else { Metadata::from_csv(source.text()) };
    read.map_err(|error| refuse(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_profile_is_refused_with_the_names_there_are() {
        let problem = profile("archive").unwrap_err();
        assert_eq!(problem.finding.code, Code::P002);
        assert!(problem.finding.help.unwrap_or_default().contains("archival"));
    }
}
