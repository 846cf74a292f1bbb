//! JSON lines: postil's own shape, records of the GND as lobid.org gives them, and items of Wikidata.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::gazetteer::entry::Entry;
use crate::gazetteer::read::kind::{idno_of_address, idno_type, kind_of};
use crate::gazetteer::read::{Intake, forms, tidy, unreadable};
use crate::model::NameKind;
use crate::source::Span;

type Object = Map<String, Value>;

pub(super) fn read(text: &str, intake: &mut Intake<'_>) -> Result<(), Diagnostic> {
    let mut at = 0;
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        // A dump of Wikidata is a list with an item a line, and a comma after each.
        let record = line.trim().trim_start_matches('\u{FEFF}').trim_end_matches(',');
        if matches!(record, "" | "[" | "]") {
            continue;
        }
        let before = line.find(record).unwrap_or(0);
        match serde_json::from_str(record) {
            Ok(Value::Object(object)) => {
                take(&object, Span::new(start + before, start + before + record.len()), intake);
            }
            Ok(_) => return Err(unreadable("this line is no JSON object").at(Span::at(start + before))),
            Err(error) => {
                let column = record.char_indices().nth(error.column().saturating_sub(1)).map_or(record.len(), |c| c.0);
                let span = Span::at(start + before + column);
                return Err(unreadable(format!("this line is no JSON: {error}")).at(span));
            }
        }
    }
    Ok(())
}

fn take(object: &Object, span: Span, intake: &mut Intake<'_>) {
    let entry = if object.contains_key("gndIdentifier") || object.contains_key("preferredName") {
        gnd(object)
    } else if object.contains_key("labels") {
        wikidata(object)
    } else {
        plain(object)
    };
    match entry {
        Some(entry) => intake.take(&entry, span),
        None => intake.skipped += 1,
    }
}

/// The words of a value: a string, a number, or an object with a `label`, `value` or `id`.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(tidy(words)),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => ["label", "value", "id"].iter().find_map(|key| words(object.get(*key)?)),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
    .filter(|words| !words.is_empty())
}

/// All values of a member, which may be one or a list.
fn all<'a>(object: &'a Object, key: &str) -> impl Iterator<Item = &'a Value> {
    let value = object.get(key);
    let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().chain(value.filter(|value| !value.is_array()))
}

fn first(object: &Object, key: &str) -> String {
    all(object, key).find_map(words).unwrap_or_default()
}

/// `{"id", "name", "variants", "type", "dates", "viaf", "gnd", "wikidata", "geonames"}`
fn plain(object: &Object) -> Option<Entry> {
    let idnos: Vec<(String, String)> =
        object.iter().filter_map(|(key, value)| Some((idno_type(key)?.to_owned(), words(value)?))).collect();
    let kind = match all(object, "type").find_map(words) {
        Some(word) => kind_of(&word)?,
        None if idnos.iter().any(|(kind, _)| kind == "GeoNames") => NameKind::Place,
        None => NameKind::Person,
    };
    let variants: Vec<String> = all(object, "variants").filter_map(words).collect();
    Some(Entry {
        kind,
        id: first(object, "id"),
        name: first(object, "name"),
        variants: variants.iter().flat_map(|cell| forms(cell)).collect(),
        dates: first(object, "dates"),
        idnos,
    })
}

/// A record of the GND as <https://lobid.org/gnd/api> gives it.
fn gnd(object: &Object) -> Option<Entry> {
    let kind = all(object, "type").filter_map(words).find_map(|word| kind_of(&word))?;
    let id = first(object, "gndIdentifier");
    let mut idnos = vec![("GND".to_owned(), id.clone())];
    idnos.extend(all(object, "sameAs").filter_map(words_of_id).filter_map(|address| idno_of_address(&address)));
    idnos.retain(|(_, value)| !value.is_empty());
    idnos.dedup();
    Some(Entry {
        kind,
        id,
        name: first(object, "preferredName"),
        variants: all(object, "variantName").filter_map(words).collect(),
        dates: life(&first(object, "dateOfBirth"), &first(object, "dateOfDeath")),
        idnos,
    })
}

fn words_of_id(value: &Value) -> Option<String> {
    value.get("id").and_then(Value::as_str).or(value.as_str()).map(str::to_owned)
}

fn life(birth: &str, death: &str) -> String {
    if birth.is_empty() && death.is_empty() { String::new() } else { format!("{birth}/{death}") }
}

/// Classes of Wikidata that are organizations; others are told by the member `type` of the plain shape.
const ORGANIZATIONS: &[&str] = &[
    "Q43229", "Q4830453", "Q7278", "Q163740", "Q484652", "Q327333", "Q192350", "Q7210356", "Q3918", "Q245065",
    "Q31855", "Q6881511", "Q783794", "Q176799", "Q178706", "Q2659904", "Q748019", "Q35798", "Q11032",
];

/// An item of Wikidata as its dumps and <https://www.wikidata.org/wiki/Special:EntityData> give it.
fn wikidata(object: &Object) -> Option<Entry> {
    let id = first(object, "id");
    let claims = object.get("claims").and_then(Value::as_object);
    let claim = |property: &str| claims.and_then(|claims| claims.get(property)).map(values).unwrap_or_default();
    let classes = claim("P31");
    let kind = if classes.iter().any(|class| class == "Q5") {
        NameKind::Person
    } else if !claim("P625").is_empty() || !claim("P1566").is_empty() {
        NameKind::Place
    } else if classes.iter().any(|class| ORGANIZATIONS.contains(&class.as_str())) {
        NameKind::Organization
    } else {
        return None;
    };
    let mut idnos = vec![("Wikidata".to_owned(), id.clone())];
    for (property, kind) in [("P214", "VIAF"), ("P227", "GND"), ("P1566", "GeoNames"), ("P213", "ISNI")] {
        idnos.extend(claim(property).into_iter().take(1).map(|value| (kind.to_owned(), value)));
    }
    let labels = members(object, "labels");
    let english = object.get("labels").and_then(|labels| labels.get("en")).and_then(words);
    let date = |property: &str| claim(property).first().map(|time| day(time)).unwrap_or_default();
    Some(Entry {
        kind,
        id,
        name: english.or(labels.first().cloned()).unwrap_or_default(),
        variants: labels.into_iter().chain(members(object, "aliases")).collect(),
        dates: life(&date("P569"), &date("P570")),
        idnos,
    })
}

/// The words of `labels` and `aliases` in all languages, in their order.
fn members(object: &Object, key: &str) -> Vec<String> {
    let languages = object.get(key).and_then(Value::as_object).into_iter().flat_map(|map| map.values());
    let each = languages.flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
    let mut forms: Vec<String> = Vec::new();
    for form in each.filter_map(words) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The values of the statements of a property.
fn values(statements: &Value) -> Vec<String> {
    let value = |statement: &Value| {
        let value = statement.pointer("/mainsnak/datavalue/value")?;
        let words = value.as_str().or(value.get("id").and_then(Value::as_str));
        words
            .or(value.get("time").and_then(Value::as_str))
            .map(str::to_owned)
            .or(value.get("latitude").map(Value::to_string))
    };
    statements.as_array().map(|list| list.iter().filter_map(value).collect()).unwrap_or_default()
}

/// `+1952-03-11T00:00:00Z` as `1952-03-11`; a day or month that is 00 is not known.
fn day(time: &str) -> String {
    let date = time.trim_start_matches('+').split('T').next().unwrap_or_default();
    date.trim_end_matches("-00").to_owned()
}
