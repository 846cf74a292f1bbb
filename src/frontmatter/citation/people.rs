//! Who translated, transcribed, edited, found or paid: credits in citations and credit lines.

use std::sync::LazyLock;

use regex::Regex;

use crate::frontmatter::citation::Part;
use crate::model::FieldKey;

/// Words before "by", and what the person did.
const ROLES: &[(&str, FieldKey)] = &[
    ("translated", FieldKey::Translator),
    ("transl", FieldKey::Translator),
    ("trans", FieldKey::Translator),
    ("transcribed", FieldKey::Transcriber),
    ("edited", FieldKey::Editor),
    ("annotated", FieldKey::Editor),
    ("obtained", FieldKey::Contributor),
    ("contributed", FieldKey::Contributor),
    ("provided", FieldKey::Contributor),
    ("donated", FieldKey::Contributor),
    ("scanned", FieldKey::Contributor),
];

/// "Obtained and translated for the project by".
static ROLES_BY: LazyLock<Regex> = LazyLock::new(|| {
    let role = format!(r"(?:{})\.?", ROLES.iter().map(|(role, _)| *role).collect::<Vec<_>>().join("|"));
    let pattern =
        format!(r"(?i)(?:^|[\s(])(?P<roles>{role}(?:,? (?:and|&) {role}|, {role})*)(?: for [^.;,]{{1,60}}?)? by\s");
    Regex::new(&pattern).expect("the pattern is constant")
});

/// A credit names no more people than stand in this many words.
const MOST_WORDS: usize = 40;

/// Takes the credits out of a citation.
pub(super) fn take_credits(rest: &mut String, found: &mut Vec<Part>) {
    while let Some(captures) = ROLES_BY.captures(rest) {
        let (Some(whole), Some(roles)) = (captures.get(0), captures.name("roles")) else { return };
        let end = whole.end() + names_end(&rest[whole.end()..]);
        push_people(roles.as_str(), &rest[whole.end()..end], found);
        let start = roles.start();
        rest.replace_range(start..end, "");
    }
}

/// Where the names at the beginning of `text` end: at a full stop that ends no initial, at a comma that goes on with
/// something else, or at the next role.
fn names_end(text: &str) -> usize {
    let has_and = text.split(['.', ';']).next().is_some_and(|sentence| sentence.contains(" and "));
    let mut end = 0;
    for word in text.split_inclusive(char::is_whitespace).take(MOST_WORDS) {
        let bare = word.trim_end();
        if is_role(bare) {
            break;
        }
        end += word.len();
        let stops = match bare.chars().next_back() {
            Some('.') => !is_abbreviation(bare),
            Some(';' | ')' | ']') => true,
            Some(',') => !has_and,
            _ => false,
        };
        if stops {
            break;
        }
    }
    text[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ';' | ')' | ']' | ',')).len()
}

fn is_role(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    ROLES.iter().any(|(role, _)| *role == word)
}

/// Initials, and what stands before or after a name with a full stop.
fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let last = word.rsplit(['.', '-']).next().unwrap_or(word);
    last.chars().count() == 1
        || matches!(last, "Jr" | "Sr" | "St" | "Dr" | "Mr" | "Mrs" | "Ms" | "Prof" | "Yu" | "Ye" | "Ya")
}

fn push_people(roles: &str, names: &str, found: &mut Vec<Part>) {
    let roles = roles.to_lowercase();
    let mut keys: Vec<(FieldKey, &str)> = Vec::new();
    for word in roles.split(|c: char| !c.is_alphabetic()) {
        let Some(&(role, key)) = ROLES.iter().find(|(role, _)| *role == word) else { continue };
        keys.push((key, if key == FieldKey::Translator { "translated" } else { role }));
    }
    for (key, role) in keys {
        for name in split_names(names) {
            found.push((key, label(role), name));
        }
    }
}

fn label(role: &str) -> String {
    let mut letters = role.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + " by")
}

static AND: LazyLock<Regex> = LazyLock::new(|| Regex::new(r",? and |,? & |, ").expect("the pattern is constant"));

fn split_names(names: &str) -> Vec<String> {
    let names = names.trim().trim_end_matches(" and").trim_end_matches(',');
    let names = AND.split(names).map(|name| without_full_stop(name.trim()).to_owned());
    names.filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

/// The full stop of a sentence is no part of the name; that of an initial or of "Jr." is.
fn without_full_stop(name: &str) -> &str {
    let is_abbreviated = name.split_whitespace().next_back().is_some_and(is_abbreviation);
    if is_abbreviated { name } else { name.trim_end_matches('.') }
}

static FUNDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:support(?:ed)?|sponsor(?:ed|ship)?|fund(?:ed|ing)|financed|grants?|assistance)(?: provided| received)? (?i:from|by|of) (?i:the |an? grant from the |an? grant from )?(?P<funder>[^;]+?)(?:\.?\s*$|\. |;|, (?i:which|through|under|with))",
    )
    .expect("the pattern is constant")
});

/// Who is named in a credit line: funders, translators and the like.
pub(in crate::frontmatter) fn credits(line: &str) -> Vec<Part> {
    let mut found = Vec::new();
    if line.len() > super::LONGEST {
        return found;
    }
    if let Some(funder) = FUNDER.captures(line).and_then(|captures| captures.name("funder")) {
        found.push((FieldKey::Funder, String::new(), funder.as_str().trim().to_owned()));
    }
    take_credits(&mut line.to_owned(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(credits: &str) -> Vec<(FieldKey, String)> {
        let mut found = Vec::new();
        take_credits(&mut credits.to_owned(), &mut found);
        found.into_iter().map(|(key, _, name)| (key, name)).collect()
    }

    #[test]
    fn a_name_may_have_initials_and_titles() {
        assert_eq!(names("Translated by A. M. Pask."), [(FieldKey::Translator, "A. M. Pask".to_owned())]);
        assert_eq!(
            names("p. 3. Translated by Dr. Ruth Oyelaran-St. John. See also"),
            [(FieldKey::Translator, "Dr. Ruth Oyelaran-St. John".to_owned())]
        );
    }

    #[test]
    fn several_people_and_roles_are_told_apart() {
        assert_eq!(
            names("Obtained by Ann Weir and translated for the Harbour Project by Ben Calder and Cyril Marsh"),
            [
                (FieldKey::Contributor, "Ann Weir".to_owned()),
                (FieldKey::Translator, "Ben Calder".to_owned()),
                (FieldKey::Translator, "Cyril Marsh".to_owned())
            ]
        );
        assert_eq!(
            names("Transcribed and edited by P. R. Tallis"),
            [(FieldKey::Transcriber, "P. R. Tallis".to_owned()), (FieldKey::Editor, "P. R. Tallis".to_owned())]
        );
    }

    #[test]
    fn funders_are_found_in_credit_lines() {
        let funder = |line| credits(line).into_iter().find(|(key, ..)| *key == FieldKey::Funder).map(|(.., name)| name);
        assert_eq!(
            funder("This document was made possible with support from the Lakeside Foundation").as_deref(),
            Some("Lakeside Foundation")
        );
        assert_eq!(funder("Funded by ROK Office of Moss.").as_deref(), Some("ROK Office of Moss"));
        assert_eq!(funder("Gift of the family"), None);
    }
}
