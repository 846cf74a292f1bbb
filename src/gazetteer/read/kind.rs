//! What files call persons, places and organizations, and identifiers elsewhere.

use crate::model::NameKind;

/// The kind that a word of a file names.
pub(super) fn kind_of(word: &str) -> Option<NameKind> {
    match word.trim().to_lowercase().as_str() {
        "person" | "persname" | "per" | "p" | "people" | "human" | "q5" | "differentiatedperson" => {
            Some(NameKind::Person)
        }
        "place" | "placename" | "loc" | "gpe" | "location" | "settlement" | "placeorgeographicname" => {
            Some(NameKind::Place)
        }
        "org" | "organization" | "organisation" | "orgname" | "corporate" | "corporatebody" | "institution" => {
            Some(NameKind::Organization)
        }
        _ => None,
    }
}

/// Columns and types of identifiers, as `idno[@type]` has them.
const IDNOS: &[&str] = &["VIAF", "GND", "Wikidata", "GeoNames", "ISNI", "LCNAF", "TGN", "ULAN", "ORCID"];

/// The type of identifier that a column holds.
pub(super) fn idno_type(column: &str) -> Option<&'static str> {
    let column = column.trim();
    let column = column.strip_suffix("_id").or(column.strip_suffix(" ID")).unwrap_or(column);
    IDNOS.iter().copied().find(|known| known.eq_ignore_ascii_case(column))
}

/// Addresses under which identifiers stand, and the type of each.
const ADDRESSES: &[(&str, &str)] = &[
    ("viaf.org/viaf/", "VIAF"),
    ("d-nb.info/gnd/", "GND"),
    ("wikidata.org/entity/", "Wikidata"),
    ("wikidata.org/wiki/", "Wikidata"),
    ("geonames.org/", "GeoNames"),
    ("isni.org/isni/", "ISNI"),
];

/// The type and value of an identifier that stands alone: an address of one of the well-known registers, or `Q42`.
pub fn identifier(reference: &str) -> Option<(String, String)> {
    let is_item = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let item = reference.strip_prefix('Q').filter(|id| is_item(id));
    item.map(|_| ("Wikidata".to_owned(), reference.to_owned())).or_else(|| idno_of_address(reference))
}

/// The identifier in an address, with its type.
pub(super) fn idno_of_address(address: &str) -> Option<(String, String)> {
    let found = ADDRESSES.iter().find_map(|(start, kind)| Some((*kind, address.split_once(start)?.1)));
    found.map(|(kind, rest)| (kind.to_owned(), rest.split(['/', '#', '?']).next().unwrap_or_default().to_owned()))
}
