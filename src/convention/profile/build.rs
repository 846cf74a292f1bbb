//! Makes a profile of TOML files that extend each other, and says what is wrong with them.

use std::collections::BTreeMap;

use regex::Regex;
use toml::Spanned;

use crate::convention::bracket::Sign;
use crate::convention::profile::file::{ProfileFile, SiglumFile, SignFile, StrayFile};
use crate::convention::profile::{EMBEDDED, Inner, ProfileError, Siglum};
use crate::convention::rule::Rule;
use crate::convention::vocabulary::Vocabulary;
use crate::diagnostic::TomlError;
use crate::model::{FieldKey, HeaderKeys};
use crate::source::Span;

use super::siglum;

/// How many profiles may extend each other.
const MAX_LAYERS: usize = 8;

/// The labels that every profile knows.
const HEADER: &str = include_str!("../../../conventions/header.toml");

/// One file, and its name for messages.
pub(super) struct Layer {
    pub name: String,
    pub text: String,
    pub file: ProfileFile,
}

impl Layer {
    /// An error at a place of the file.
    pub(super) fn error<T>(&self, at: &Spanned<T>, message: impl Into<String>, help: String) -> ProfileError {
        let span = Some(Span::new(at.span().start, at.span().end));
        ProfileError { profile: self.name.clone(), message: message.into(), span, help: Some(help) }
    }
}

/// Reads a profile and all that it extends.
pub(super) fn profile(name: &str, toml: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Result<Inner, ProfileError> {
    let layers = layers(name, toml, resolve)?;
    let words = vocabulary(&layers);
    let signs = signs(&layers)?;
    let header_keys = header_keys(&layers)?;
    let footnote_mark = footnote_mark(&layers)?;
    let entries = entries(&layers)?;
    let mut built = siglum::Building { words: &words, signs: &signs, sources: Vec::new(), origins: Vec::new() };
    let mut rules: Vec<Rule> = Vec::new();
    let mut running: Vec<(Regex, Rule)> = Vec::new();
    for (layer, entry) in &entries {
        match built.siglum(layer, entry)? {
            siglum::Built::Bracketed(rule) => rules.push(rule),
            siglum::Built::Running(regex, rule) => running.push((regex, rule)),
        }
    }
    let patterns = built.set()?;
    let sigla = entries.iter().map(|(_, entry)| documented(entry)).collect();
    let description = layers.iter().find_map(|layer| layer.file.description.clone()).unwrap_or_default();
    let name = name.to_owned();
    let fingerprint = fingerprint(&layers);
    Ok(Inner {
        name,
        fingerprint,
        description,
        signs,
        words,
        rules,
        patterns,
        running,
        footnote_mark,
        sigla,
        header_keys,
    })
}

/// The hash of all texts that made the profile, with their lengths, so that none can be taken for a part of another.
fn fingerprint(layers: &[Layer]) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in layers.iter().map(|layer| layer.text.as_str()).chain([HEADER]) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn documented(entry: &SiglumFile) -> Siglum {
    let text = |text: &str| text.trim_matches('\n').to_owned();
    Siglum {
        id: entry.id.get_ref().clone(),
        example: text(&entry.example),
        gives: text(&entry.gives),
        see: entry.see.clone(),
    }
}

/// The file asked for, then the one that it extends, and so on.
fn layers(name: &str, toml: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Layer>, ProfileError> {
    let mut layers = vec![layer(name, toml)?];
    while let Some(extends) = layers.last().and_then(|last| last.file.extends.clone()) {
        let last = &layers[layers.len() - 1];
        let parent = extends.get_ref().as_str();
        if layers.len() >= MAX_LAYERS || layers.iter().any(|layer| layer.name == parent) {
            let message = format!("profile `{}` extends itself through `{parent}`", last.name);
            return Err(last.error(&extends, message, "remove one `extends`".to_owned()));
        }
        let embedded = EMBEDDED.iter().find(|(known, _)| *known == parent).map(|(_, toml)| (*toml).to_owned());
        let Some(toml) = resolve(parent).or(embedded) else {
            let known: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            let help = format!("write one of {}, or the path of a TOML file", quoted(&known));
            return Err(last.error(&extends, format!("there is no profile `{parent}` to extend"), help));
        };
        layers.push(layer(parent, &toml)?);
    }
    Ok(layers)
}

fn layer(name: &str, toml: &str) -> Result<Layer, ProfileError> {
    let file = toml::from_str(toml).map_err(|error| {
        let TomlError { message, span, help } = TomlError::from(&error);
        let every_key = || "`postil profile show archival` prints a profile in which every key is used".to_owned();
        ProfileError { profile: name.to_owned(), message, span, help: Some(help.unwrap_or_else(every_key)) }
    })?;
    Ok(Layer { name: name.to_owned(), text: toml.to_owned(), file })
}

/// Names between backquotes, with commas.
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// All tables together; the words of a project's own file win.
fn vocabulary(layers: &[Layer]) -> Vocabulary {
    let mut words = Vocabulary::default();
    for layer in layers.iter().rev() {
        let file = &layer.file;
        for (table, entries) in &file.terms {
            let known = words.terms.entry(table.clone()).or_default();
            known.extend(entries.iter().map(|(word, value)| (word.to_lowercase(), value.clone())));
        }
        let lower = |all: &[String]| -> Vec<String> { all.iter().map(|word| word.to_lowercase()).collect() };
        words.fillers.extend(lower(&file.fillers));
        for (class, all) in &file.classes {
            words.classes.entry(class.clone()).or_default().extend(lower(all));
        }
        for (kind, all) in &file.kinds {
            words.kinds.entry(kind.clone()).or_default().extend(lower(all));
        }
        words.patterns.extend(file.patterns.iter().map(|(name, pattern)| (name.clone(), pattern.get_ref().clone())));
    }
    words
}

/// The delimiters, in the order of their names; those of a project's own file win.
fn signs(layers: &[Layer]) -> Result<Vec<Sign>, ProfileError> {
    let mut all: BTreeMap<&str, (&Layer, &Spanned<SignFile>)> = BTreeMap::new();
    for layer in layers.iter().rev() {
        all.extend(layer.file.signs.iter().map(|(name, sign)| (name.as_str(), (layer, sign))));
    }
    let mut signs = Vec::new();
    for (name, (layer, entry)) in all {
        let file = entry.get_ref();
        let help = "write one character each, or the same character twice for a doubled sign".to_owned();
        let (Some(open), Some(close)) = (delimiter(&file.open), delimiter(&file.close)) else {
            return Err(layer.error(entry, format!("`{}` and `{}` are no delimiters", file.open, file.close), help));
        };
        if open.1 != close.1 || open.0 == close.0 {
            return Err(layer.error(entry, "the two delimiters of a sign must differ, and be doubled both", help));
        }
        let reports_strays = file.stray == StrayFile::Report;
        signs.push(Sign { name: name.to_owned(), open: open.0, close: close.0, doubled: open.1, reports_strays });
    }
    // A doubled sign is two single ones that stand within one another, so the single one must be known.
    let doubled: Vec<Sign> = signs.iter().filter(|sign| sign.doubled).cloned().collect();
    for sign in doubled {
        if !signs.iter().any(|other| !other.doubled && other.open == sign.open) {
            signs.push(Sign { name: format!("half of {}", sign.name), doubled: false, reports_strays: false, ..sign });
        }
    }
    Ok(signs)
}

/// The character, and whether it is written twice.
fn delimiter(written: &str) -> Option<(char, bool)> {
    let mut chars = written.chars();
    let first = chars.next().filter(|c| !c.is_alphanumeric() && !c.is_whitespace())?;
    match (chars.next(), chars.next()) {
        (None, _) => Some((first, false)),
        (Some(second), None) if second == first => Some((first, true)),
        _ => None,
    }
}

/// The conventions of all layers, the project's own first. One of an id that a layer above has is replaced by it.
fn entries(layers: &[Layer]) -> Result<Vec<(&Layer, &SiglumFile)>, ProfileError> {
    let mut all: Vec<(&Layer, &SiglumFile)> = Vec::new();
    let mut left_out: Vec<&str> = Vec::new();
    for layer in layers {
        let mut own: Vec<&str> = Vec::new();
        let inherited: Vec<&str> = all.iter().map(|(_, entry)| entry.id.get_ref().as_str()).collect();
        for entry in &layer.file.siglum {
            let id = entry.id.get_ref().as_str();
            if own.contains(&id) {
                let help = "give each convention an id of its own".to_owned();
                return Err(layer.error(&entry.id, format!("two conventions have the id `{id}`"), help));
            }
            own.push(id);
            if !inherited.contains(&id) && !left_out.contains(&id) {
                all.push((layer, entry));
            }
        }
        left_out.extend(layer.file.without.iter().map(|id| id.get_ref().as_str()));
    }
    let known = |id: &str| layers.iter().any(|layer| layer.file.siglum.iter().any(|entry| entry.id.get_ref() == id));
    for layer in layers {
        if let Some(unknown) = layer.file.without.iter().find(|id| !known(id.get_ref())) {
            let message = format!("`without` names `{}`, and no convention has this id", unknown.get_ref());
            return Err(layer.error(unknown, message, "`postil profile show` lists the ids".to_owned()));
        }
    }
    Ok(all)
}

/// The labels of the profile's own files, then those that every profile knows.
fn header_keys(layers: &[Layer]) -> Result<HeaderKeys, ProfileError> {
    let shared = layer("header", HEADER)?;
    let mut keys = HeaderKeys::default();
    for layer in layers.iter().chain([&shared]) {
        for (name, labels) in &layer.file.header {
            let Some(key) = FieldKey::from_name(name) else {
                let known: Vec<&str> = FieldKey::ALL.iter().map(|key| key.name()).collect();
                let help = format!("write one of {}", quoted(&known));
                return Err(layer.error(labels, format!("`{name}` is no field of the header"), help));
            };
            keys.labels.extend(labels.get_ref().iter().map(|label| (fold_label(label), key)));
        }
    }
    Ok(keys)
}

/// A label in lower case with single spaces, without its colon.
fn fold_label(label: &str) -> String {
    let words = label.trim_end_matches(':').split(|c: char| c.is_whitespace() || c == '_' || c == '-');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn footnote_mark(layers: &[Layer]) -> Result<Option<Regex>, ProfileError> {
    let found = layers.iter().find_map(|layer| layer.file.footnote_mark.as_ref().map(|mark| (layer, mark)));
    let Some((layer, mark)) = found else { return Ok(None) };
    let regex = Regex::new(&format!("^(?:{})$", mark.get_ref()));
    regex.map(Some).map_err(|error| layer.error(mark, siglum::regex_message(&error), siglum::REGEX_HELP.to_owned()))
}
