//! Citations taken apart: archive, call number, pages, date, title, and who translated.

mod parts;
mod people;

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Field, FieldKey, FieldOrigin, Value};

/// A part of a citation: its key, its label (the kind of a call number's part), and its words.
pub(super) type Part = (FieldKey, String, String);

/// Citations longer than this are left whole, in bytes.
const LONGEST: usize = 4000;

/// Takes a citation apart, as far as its parts are recognized. The fields are in the order of the recognizers.
pub(super) fn take_apart(citation: &str, origin: FieldOrigin) -> Vec<Field> {
    if citation.len() > LONGEST {
        return Vec::new();
    }
    let mut rest = citation.to_owned();
    let mut found = Vec::new();
    take_addresses(&mut rest, &mut found);
    people::take_credits(&mut rest, &mut found);
    take_title(&mut rest, &mut found);
    take_date(&mut rest, &mut found);
    parts::recognize(&rest, &mut found);
    found.into_iter().map(|(key, label, words)| Field { key, label, value: Value::Plain(words), origin }).collect()
}

pub(super) use people::credits;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"https?://[^\s<>"]+|(?:doi:\s*)?10\.[0-9]{4,9}/[^\s<>",;]+"#).expect("the pattern is constant")
});

fn take_addresses(rest: &mut String, found: &mut Vec<Part>) {
    for address in ADDRESS.find_iter(rest) {
        let address = address.as_str().trim_end_matches(['.', ',', ';', ')']);
        let address = address.trim_start_matches("doi:").trim_start();
        found.push((FieldKey::Url, String::new(), address.to_owned()));
    }
    *rest = ADDRESS.replace_all(rest, " ").into_owned();
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*(?:"([^"]+)"|“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]|‘([^’]+)’)"#).expect("the pattern is constant")
});

/// A title in quotation marks at the beginning.
fn take_title(rest: &mut String, found: &mut Vec<Part>) {
    let Some(captures) = TITLE.captures(rest) else { return };
    let title = captures.iter().skip(1).flatten().next().map_or("", |title| title.as_str());
    found.push((FieldKey::Title, String::new(), title.trim_end_matches([',', '.', ';']).trim().to_owned()));
    let end = captures.get(0).map_or(0, |whole| whole.end());
    rest.replace_range(..end, "");
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|\
                 Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)";
    let pattern = format!(
        r"(?:^|[\s,;(])(?P<date>(?:ca?\. )?(?:{month} [0-9]{{1,2}}(?:[-–][0-9]{{1,2}})?, [0-9]{{4}}|(?:[0-9]{{1,2}}(?:[-–/][0-9]{{1,2}})? )?{month},? [0-9]{{4}}|[0-9]{{1,2}}\. ?[0-9]{{1,2}}\. ?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))(?:$|[\s,;.)])"
    );
    Regex::new(&pattern).expect("the pattern is constant")
});

/// The first date with a month.
fn take_date(rest: &mut String, found: &mut Vec<Part>) {
    let Some(date) = DATE.captures(rest).and_then(|captures| captures.name("date")) else { return };
    found.push((FieldKey::Date, String::new(), date.as_str().to_owned()));
    let range = date.range();
    rest.replace_range(range, "");
}

#[cfg(test)]
mod tests;
