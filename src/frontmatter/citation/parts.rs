//! Archives and call numbers: fond and opis, record group and box, piece numbers, collections, pages.

use std::sync::LazyLock;

use regex::Regex;

use crate::frontmatter::citation::Part;
use crate::model::FieldKey;

/// A kind of part of a call number: its name, and the pattern of words that stand before its number.
const NUMBERED: &[(&str, &str)] = &[
    ("record-group", r"Record Group|RG"),
    ("fond", r"(?i:fonds?|fund|ф(?:онд)?\.?|f\.|фонд)"),
    ("opis", r"(?i:opis['’ʹ]?|op\.|опись|оп\.|inventory)"),
    ("papka", r"(?i:papka|папка)"),
    ("delo", r"(?i:delo|del[ao]?\.|d\.|dok\.|дело|д\.|file unit)"),
    ("entry", r"Entry|entry"),
    ("series", r"(?i:series|serie)"),
    ("subseries", r"(?i:subseries)"),
    ("class", r"(?i:class)"),
    ("reel", r"(?i:reel|microfilm(?: reel)?|roll)"),
    ("frame", r"(?i:frames?)"),
    ("box", r"(?i:box(?:es)?|carton|kt\.|Karton|pudło)"),
    ("folder", r"(?i:folder|fold\.|fldr\.?|mappe|teczka)"),
    ("packet", r"(?i:packet|bundle|wiązka|w\.)"),
    ("volume", r"(?i:vol(?:ume|\.)|Bd\.|Band|tom|t\.)"),
    ("item", r"(?i:item|document|doc\.)"),
    ("file", r"(?i:file|akte|spis)"),
    ("bestand", r"(?i:bestand)"),
    ("signature", r"(?i:sygn\.|signatura|sign\.)"),
    ("accession", r"(?i:accession|acc\.)"),
];

/// Everything that has a kind and a number, wherever it stands in a part: `fond 0102`, `op. 3`, `Box 12`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let kinds: Vec<String> =
        NUMBERED.iter().enumerate().map(|(idx, (_, words))| format!("(?P<k{idx}>{words})")).collect();
    let number = r"(?:[Nn]os?\.? |№ ?|# ?)?(?P<number>\p{Lu}{0,4}[-/ ]?[0-9][\p{L}\p{N}./:–-]*|[IVXLCDM]+(?:$|[\s,;.])|\p{Lu}(?:$|[\s,;.]))";
    let pattern = format!(r"(?:^|[\s,;(])(?:{})\s*{number}", kinds.join("|"));
    Regex::new(&pattern).expect("the patterns are constant")
});

/// Pages and leaves: `p.102-129`, `pp. 3–7`, `ll. 12-14ob`, `лл. 3-5об.`, `S. 12 f.`, `fol. 3r-4v`.
static PAGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[\s,;(])(?P<pages>(?:(?i:pp?\.?|pages?|ll?\.|listy?|лл?\.|листы?|ff?ols?\.?|fols?\.|folios?|Bl\.|Blatt|Seiten?|sheets?)|S\.|ff\.)\s?(?P<range>[0-9]+(?:ob\.?|об\.?|[a-zа-я]|[rv])?(?:\s?[-–—]\s?[0-9]+(?:ob\.?|об\.?|[a-zа-я]|[rv])?)?(?:, ?[0-9]+(?:[-–][0-9]+)?)*(?: ff?\.)?))",
    )
    .expect("the pattern is constant")
});

/// References whose form is the archive's own: the kind of the first part and the pattern.
///
/// `FO 371/12345`, `CAB 129/1` (The National Archives), `R 43/1405`, `DY 30/3667` (Bundesarchiv), `DFA/5/305/14` and
/// `TSCH/3/S14106` (National Archives of Ireland), `O.3/1234` (Yad Vashem), `CHAR 20/12` (Churchill Archives Centre).
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<class>(?:\p{Lu}{1,6}|\p{Lu}\.)(?: \p{Lu}{1,3})?)(?:\s|/|\.)\s?(?P<piece>[0-9][\p{N}]*(?:[/.\-–]\s?[\p{L}\p{N}().]+)*)$",
    )
    .expect("the pattern is constant")
});

/// Names of archives that hold no word for archive: acronyms and libraries.
const REPOSITORIES: &[&str] = &[
    "AVPRF",
    "AVP RF",
    "AVPR",
    "RGASPI",
    "RGANI",
    "RGAE",
    "RGVA",
    "GARF",
    "GA RF",
    "APRF",
    "AP RF",
    "TsAMO",
    "TsKhSD",
    "TsGANI",
    "RGAKFD",
    "RTsKhIDNI",
    "АВПРФ",
    "АВП РФ",
    "РГАСПИ",
    "РГАНИ",
    "ГАРФ",
    "АПРФ",
    "PA AA",
    "PA/AA",
    "PAAA",
    "PA-AA",
    "MfAA",
    "BArch",
    "BA Berlin",
    "SAPMO",
    "SAPMO-BArch",
    "SAPMO-BA",
    "BStU",
    "IfZ",
    "NARA",
    "NACP",
    "TNA",
    "PRO",
    "UKNA",
    "NAI",
    "UCDA",
    "CADN",
    "AMAE",
    "MAE",
    "SHD",
    "AIPIT",
    "MOL",
    "MNL",
    "KTB MOL",
    "MOL KTB",
    "AAN",
    "AMSZ",
    "AIPN",
    "IPN",
    "ANIC",
    "AMAER",
    "MAER",
    "TsDA",
    "AMVR",
    "CDA",
    "SÚA",
    "SUA",
    "NA ČR",
    "NA Prague",
    "AMZV",
    "AJ",
    "DASMIP",
    "YIVO",
    "USHMM",
    "YVA",
    "Yad Vashem",
    "ŻIH",
    "UNA",
    "NATO",
    "NAN",
    "LOC",
    "JFKL",
    "LBJL",
    "LBJ Library",
    "DDEL",
    "HSTL",
    "FMA",
    "PRCFMA",
    "AMFA",
    "CFMA",
    "HIA",
    "TsDAHOU",
    "TsDAGO",
    "DAZhO",
    "LYA",
    "ERAF",
    "LVA",
];

/// Words that make a name the name of an archive.
static REPOSITORY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:archiv|архив|levéltár|Library(?:$|[^\p{L}])|bibliothek|Museum(?:$|[^\p{L}])|Record Office|Records Office|Public Records|Historical (?:Society|Commission|Institute)|Churchill College|Hoover Institution|Holdings)",
    )
    .expect("the pattern is constant")
});

static PUBLISHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:Digital (?:Archive|Library|Collection|Repository)|Online Archive|Virtual Archive)")
        .expect("the pattern is constant")
});

static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:^|\s)(?:Papers|Collection|Files|Records|Nachlass|Nachlaß|NL|Deeds|Manuscripts|Testimonies|Notebooks|Correspondence|Documents|Diaries|(?:\p{L}+ )?File)(?:$|[\s:]))",
    )
    .expect("the pattern is constant")
});

/// A reference in no form that we know, where an archive stands before it: `106-00410-01`, `XIX-J-1-j`.
static ANY_REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\p{Lu}\p{N}][\p{L}\p{N}]*(?:[-/.:][\p{L}\p{N}]+)+$").expect("the pattern is constant")
});

fn is_other_reference(part: &str) -> bool {
    ANY_REFERENCE.is_match(part) && !REFERENCE.is_match(part) && numbers(part).is_empty()
}

/// Where a sentence ends: after a word of four letters, so that `op. 3` and `A. M.` stay whole.
static SENTENCE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\p{Ll}{4}|[0-9])\.\s+(?:\p{Lu})").expect("the pattern is constant"));

/// Recognizes the parts of what is left of a citation.
pub(super) fn recognize(rest: &str, found: &mut Vec<Part>) {
    let rest = take_pages(rest, found);
    let rest = SENTENCE_END.replace_all(&rest, |captures: &regex::Captures<'_>| captures[0].replacen('.', ";", 1));
    let first = found.len();
    for part in rest.split([',', ';', '(', ')', '\n']).map(tidy).filter(|part| !part.is_empty()) {
        let after_archive = found[first..].last().is_some_and(|(key, ..)| *key == FieldKey::Repository);
        if after_archive && is_other_reference(part) {
            found.push((FieldKey::Shelfmark, "shelfmark".to_owned(), part.to_owned()));
        } else {
            recognize_part(part, found);
        }
    }
    // Of several archives the first holds the document; the others are its acronym or its building.
    let mut has_repository = false;
    found.retain(|(key, ..)| *key != FieldKey::Repository || !std::mem::replace(&mut has_repository, true));
}

fn take_pages(rest: &str, found: &mut Vec<Part>) -> String {
    let Some(captures) = PAGES.captures(rest) else { return rest.to_owned() };
    let (Some(pages), Some(range)) = (captures.name("pages"), captures.name("range")) else { return rest.to_owned() };
    found.push((FieldKey::Pages, String::new(), pages.as_str().trim_end_matches('.').to_owned()));
    let mut left = rest.to_owned();
    left.replace_range(pages.start()..range.end(), " ");
    left
}

fn tidy(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '"' | '“' | '”' | '-' | '–'))
}

fn recognize_part(part: &str, found: &mut Vec<Part>) {
    if PUBLISHER.is_match(part) {
        found.push((FieldKey::Publisher, String::new(), part.to_owned()));
        return;
    }
    let numbers = numbers(part);
    let name_end = numbers.first().map_or(part.len(), |number| number.start);
    let name = tidy(&part[..name_end]);
    if !name.is_empty() {
        recognize_name(name, found);
    }
    found.extend(numbers.into_iter().map(|number| (FieldKey::Shelfmark, number.kind.to_owned(), number.words)));
}

/// A part with a kind and a number.
struct Numbered {
    start: usize,
    kind: &'static str,
    words: String,
}

fn numbers(part: &str) -> Vec<Numbered> {
    let numbered = NUMBER.captures_iter(part).filter_map(|captures| {
        let number = captures.name("number")?;
        let kinds = NUMBERED.iter().enumerate();
        let kind = kinds.into_iter().find(|(idx, _)| captures.name(&format!("k{idx}")).is_some())?.1.0;
        Some(Numbered { start: captures.get(0)?.start(), kind, words: tidy(number.as_str()).to_owned() })
    });
    // "Decimal File 1955-59" is the name of a collection.
    numbered.filter(|number| number.kind != "file" || !YEARS.is_match(&number.words)).collect()
}

static YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^1[0-9]{3}[-–/][0-9]{2,4}$").expect("the pattern is constant"));

/// A name without a number: an archive, a collection, or a reference in the archive's own form.
fn recognize_name(name: &str, found: &mut Vec<Part>) {
    if let Some((archive, rest)) = split_repository(name) {
        found.push((FieldKey::Repository, String::new(), archive.to_owned()));
        if is_other_reference(rest) {
            found.push((FieldKey::Shelfmark, "shelfmark".to_owned(), rest.to_owned()));
        } else if !rest.is_empty() {
            recognize_name(rest, found);
        }
    } else if let Some(reference) = REFERENCE.captures(name) {
        found.push((FieldKey::Shelfmark, "class".to_owned(), reference["class"].to_owned()));
        found.push((FieldKey::Shelfmark, "piece".to_owned(), reference["piece"].to_owned()));
    } else if REPOSITORY.is_match(name) {
        found.push((FieldKey::Repository, String::new(), name.to_owned()));
    } else if COLLECTION.is_match(name) {
        found.push((FieldKey::Collection, String::new(), name.to_owned()));
    }
}

/// An acronym of the list at the beginning, and what follows it.
fn split_repository(name: &str) -> Option<(&str, &str)> {
    let matches = |acronym: &&&str| {
        name.strip_prefix(**acronym)
            .is_some_and(|rest| !rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '-'))
    };
    let acronym = REPOSITORIES.iter().filter(matches).max_by_key(|acronym| acronym.len())?;
    let (archive, rest) = name.split_at(acronym.len());
    Some((archive, tidy(rest)))
}
