//! The register as a table that an editor works on and that is an authority file at the same time.

use crate::entities::duplicates::duplicates;
use crate::entities::{KINDS, RegisterEntry};

/// The types of identifier that have a column of their own.
const IDNOS: [&str; 4] = ["VIAF", "GND", "Wikidata", "GeoNames"];

pub(super) fn write(entries: &[RegisterEntry]) -> String {
    let mut alike: Vec<Vec<String>> = vec![Vec::new(); entries.len()];
    for found in duplicates(entries) {
        for (one, other) in [(found.one, found.other), (found.other, found.one)] {
            alike[one].push(format!("{} ({})", entries[other].id, found.likeness.as_str()));
        }
    }
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let columns = ["id", "name", "variants", "type", "dates"].into_iter().chain(IDNOS);
    let columns = columns.chain(["mentions", "possible mentions", "documents", "files", "basis", "likely duplicates"]);
    table.write_record(columns).expect("a vector takes all");
    for (entry, alike) in entries.iter().zip(&alike) {
        table.write_record(row(entry, alike)).expect("every row has the same columns");
    }
    let bytes = table.into_inner().expect("a vector takes all");
    String::from_utf8(bytes).expect("what is put together from strings is UTF-8")
}

fn row(entry: &RegisterEntry, alike: &[String]) -> Vec<String> {
    let kind = KINDS.iter().find(|(kind, ..)| *kind == entry.kind).map_or("", |(_, _, _, word)| word);
    let mentions = entry.mentions();
    let mut row = vec![
        entry.id.clone(),
        entry.name().to_owned(),
        entry.forms.iter().skip(1).cloned().collect::<Vec<_>>().join(" | "),
        kind.to_owned(),
        entry.dates.clone(),
    ];
    row.extend(IDNOS.map(|kind| {
        let values = entry.idnos.iter().filter(|(own, _)| own == kind).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(" ")
    }));
    row.extend([mentions.sure, mentions.possible, entry.documents.len()].map(|count| count.to_string()));
    row.push(entry.documents.keys().cloned().collect::<Vec<_>>().join(" | "));
    row.push(entry.basis.as_str().to_owned());
    row.push(alike.join(" | "));
    row
}
