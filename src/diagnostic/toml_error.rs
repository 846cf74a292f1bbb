//! What the TOML reader finds wrong with a file of ours, in our words: what, where, and what is allowed.

use crate::source::Span;

/// An error of a TOML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The bytes of the text that are wrong.
    pub span: Option<Span>,
    /// What is allowed, where the reader knows it.
    pub help: Option<String>,
}

impl From<&toml::de::Error> for TomlError {
    fn from(error: &toml::de::Error) -> Self {
        let span = error.span().map(|range| Span::new(range.start, range.end));
        let said = error.message().trim_end().replace('\n', "; ");
        let names: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        let (message, help) = match names.split_first() {
            Some((key, known)) if said.starts_with("unknown field") => {
                (format!("there is no key `{key}` here"), Some(allowed("the keys are", key, known)))
            }
            Some((value, known)) if said.starts_with("unknown variant") => {
                (format!("`{value}` is no value of this key"), Some(allowed("the values are", value, known)))
            }
            Some(_) | None => (said, None),
        };
        Self { message, span, help }
    }
}

fn allowed(lead: &str, word: &str, known: &[&str]) -> String {
    let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`? {lead} {all}"),
        None => format!("{lead} {all}"),
    }
}

/// The word of a list that one was likely meant to be: a third of its letters may be wrong, and two at least.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(2);
    let distance = |other: &str| strsim::damerau_levenshtein(&word.to_lowercase().replace('_', "-"), other);
    let near = known.iter().map(|&other| (distance(other), other)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, _)| *distance <= most).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_near_to_what_it_was_meant_to_be() {
        let known = ["profile", "layout", "min-cert", "output"];
        assert_eq!(nearest("profil", &known), Some("profile"));
        assert_eq!(nearest("min_cert", &known), Some("min-cert"));
        assert_eq!(nearest("colour", &known), None);
    }
}
