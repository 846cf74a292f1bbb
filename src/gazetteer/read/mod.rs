//! Reads authority files into a register: tables, TEI lists, and JSON lines.

mod jsonl;
mod kind;
mod table;
mod tei;

pub use kind::identifier;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::gazetteer::build::{Builder, Refusal};
use crate::gazetteer::entry::Entry;
use crate::source::{Source, Span};

/// The form of an authority file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileFormat {
    /// A table whose first row names the columns, parted by commas, semicolons or tabs.
    Table,
    /// TEI with `listPerson`, `listPlace` or `listOrg`.
    Tei,
    /// A JSON object a line: postil's own, GND (as lobid.org gives it), or Wikidata.
    JsonLines,
}

impl FileFormat {
    /// The form that the ending of a name says, in small letters without the dot: `csv`, `tsv`, `xml`, `jsonl`.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" | "tsv" | "txt" => Some(Self::Table),
            "xml" | "tei" => Some(Self::Tei),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// Its name, for keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Tei => "tei",
            Self::JsonLines => "json-lines",
        }
    }
}

/// Reads a file into a register, and says what is wrong with it. Where a finding is an error, the file is no authority
/// file at all; a warning is about one entry, which was left out.
pub fn read(source: &Source, format: FileFormat, builder: &mut Builder) -> Vec<Diagnostic> {
    let mut intake = Intake { builder, findings: Vec::new(), taken: 0, skipped: 0 };
    let read = match format {
        FileFormat::Table => table::read(source.text(), &mut intake),
        FileFormat::Tei => tei::read(source.text(), &mut intake),
        FileFormat::JsonLines => jsonl::read(source.text(), &mut intake),
    };
    if let Err(finding) = read {
        intake.findings.push(finding);
    }
    intake.finish()
}

/// Takes entries into the register and remembers what is wrong with them.
struct Intake<'a> {
    builder: &'a mut Builder,
    findings: Vec<Diagnostic>,
    taken: usize,
    /// Entries that are neither person, place nor organization: works, subjects.
    skipped: usize,
}

/// More findings than this are counted and not listed.
const MOST_FINDINGS: usize = 100;

impl Intake<'_> {
    fn take(&mut self, entry: &Entry, span: Span) {
        match self.builder.add(entry) {
            Ok(()) => self.taken += 1,
            Err(refusal @ (Refusal::NoName | Refusal::Full)) => self.warn(refusal.to_string(), span),
            Err(refusal @ Refusal::TooLong(_)) => {
                self.taken += 1;
                self.warn(refusal.to_string(), span);
            }
        }
    }

    fn warn(&mut self, message: String, span: Span) {
        self.findings.push(Diagnostic::new(Code::P036, message).at(span));
        if self.findings.len() == MOST_FINDINGS * 2 {
            self.findings.truncate(MOST_FINDINGS + 1);
        }
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        let failed = self.findings.iter().any(|finding| finding.severity == Severity::Error);
        if self.taken == 0 && !failed {
            let message = "no person, place or organization was found in this file";
            self.findings.push(Diagnostic::new(Code::P035, message).with_help(HELP));
        }
        if self.skipped > 0 {
            let message = format!("{} are no persons, places or organizations, and were left out", self.skipped);
            let mut finding = Diagnostic::new(Code::P036, message);
            finding.severity = Severity::Info;
            self.findings.push(finding);
        }
        self.findings.truncate(MOST_FINDINGS + 2);
        self.findings
    }
}

const HELP: &str = "docs/names.md shows what an authority file looks like";

/// The file is no authority file.
fn unreadable(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::P035, message).with_help(HELP)
}

/// The words of a cell or element, parted by single spaces.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The forms in one cell, parted by `|` or `;`.
fn forms(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(['|', ';']).map(tidy).filter(|form| !form.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{EntryId, Gazetteer};

    /// The register of a file, and what was said of it, as `line:column code message`.
    fn read_file(format: FileFormat, text: &str) -> (Gazetteer, Vec<String>) {
        let source = Source::from_text("people.csv", text);
        let mut builder = Builder::new();
        let findings = read(&source, format, &mut builder).into_iter().map(|finding| {
            let at = source.position(finding.span.map_or(0, |span| span.start));
            format!("{}:{} {} {}", at.line, at.column, finding.code, finding.message)
        });
        let findings = findings.collect();
        (builder.build(), findings)
    }

    /// Each entry in one line.
    fn entries(gazetteer: &Gazetteer) -> Vec<String> {
        let entry = |idx: u32| {
            let entry = gazetteer.entry(EntryId(idx)).unwrap();
            let idnos: Vec<String> = entry.idnos.iter().map(|(kind, value)| format!("{kind}={value}")).collect();
            format!("{} {} {} [{}] {}", entry.kind.element_name(), entry.id, entry.name, entry.dates, idnos.join(","))
        };
        (0..u32::try_from(gazetteer.len()).unwrap()).map(entry).collect()
    }

    #[test]
    fn a_table_has_its_columns_in_any_order_and_case() {
        let table = "ID;Name;Variants;TYPE;Dates;viaf;GeoNames\n\
                     p1;Berg, Anna;A. Berg|Bergs Anna;person;1901-1980;123;\n\
                     ;\"Jutmark; harbour\";Jutmarks | Jutmarku;;;;99\n\
                     o1;Harbour Company;;org;;;\n";
        let (gazetteer, findings) = read_file(FileFormat::Table, table);
        let expected = [
            "persName p1 Berg, Anna [1901-1980] VIAF=123",
            "placeName  Jutmark; harbour [] GeoNames=99",
            "orgName o1 Harbour Company [] ",
        ];
        assert_eq!((entries(&gazetteer), findings), (expected.map(str::to_owned).to_vec(), Vec::new()));
        assert_eq!(gazetteer.find("Bergs Anna and Anna Berg in Jutmarku").len(), 3);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_shown_at_its_place() {
        assert_eq!(
            read_file(FileFormat::Table, "id,title\np1,Anna\n").1,
            ["1:1 P035 the first row names no column `name`"]
        );
        let table = "id,name,type\np1,Anna Berg,person\ns1,Aurora,ship\np2,-,person\n";
        let said = read_file(FileFormat::Table, table).1;
        assert_eq!(said, ["3:11 P036 `ship` is neither person, place nor org", "4:1 P036 an entry without a name"]);
        assert_eq!(
            read_file(FileFormat::Table, "name\n").1,
            ["1:1 P035 no person, place or organization was found in this file"]
        );
    }

    #[test]
    fn tei_lists_are_read_with_their_identifiers_and_dates() {
        let tei = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><standOff>\n<listPerson><person xml:id=\"berg\">\
                   <persName>Anna\n  Berg</persName><persName>A. Berg</persName><birth when=\"1901\"/>\
                   <idno type=\"GND\">118</idno></person></listPerson>\n<listPlace><place xml:id=\"jut\">\
                   <placeName>Jutmark</placeName></place></listPlace></standOff></TEI>";
        let (gazetteer, findings) = read_file(FileFormat::Tei, tei);
        let expected = ["persName berg Anna Berg [1901/] GND=118", "placeName jut Jutmark [] "];
        assert_eq!((entries(&gazetteer), findings), (expected.map(str::to_owned).to_vec(), Vec::new()));
        assert_eq!(gazetteer.find("A. Berg in Jutmark").len(), 2);
        let said = read_file(FileFormat::Tei, "<TEI>\n<person>").1;
        assert!(said[0].starts_with("2:") && said[0].contains("P035 this is no well-formed XML"), "{said:?}");
    }

    #[test]
    fn json_lines_are_plain_or_of_the_gnd_or_of_wikidata() {
        let lines = concat!(
            "{\"id\":\"p1\",\"name\":\"Anna Berg\",\"variants\":[\"A. Berg\"],\"type\":\"person\",\"viaf\":123}\n",
            "{\"gndIdentifier\":\"11850\",\"type\":[\"AuthorityResource\",\"DifferentiatedPerson\"],",
            "\"preferredName\":\"Holm, Berta\",\"variantName\":[\"Holm, B.\"],\"dateOfBirth\":[\"1890-01-02\"],",
            "\"sameAs\":[{\"id\":\"http://viaf.org/viaf/77\"}]}\n",
            "{\"id\":\"Q1\",\"labels\":{\"de\":{\"value\":\"Jütmark\"},\"en\":{\"value\":\"Jutmark\"}},",
            "\"aliases\":{\"ru\":[{\"value\":\"Ютмарк\"}]},\"claims\":{\"P1566\":[{\"mainsnak\":{\"datavalue\":",
            "{\"value\":\"5\"}}}]}},\n",
            "{\"gndIdentifier\":\"4\",\"type\":[\"Work\"],\"preferredName\":\"A Voyage\"}\n",
        );
        let (gazetteer, findings) = read_file(FileFormat::JsonLines, lines);
        let expected = [
            "persName p1 Anna Berg [] VIAF=123",
            "persName 11850 Holm, Berta [1890-01-02/] GND=11850,VIAF=77",
            "placeName Q1 Jutmark [] Wikidata=Q1,GeoNames=5",
        ];
        assert_eq!(entries(&gazetteer), expected);
        assert_eq!(findings, ["1:1 P036 1 are no persons, places or organizations, and were left out"]);
        assert_eq!(gazetteer.find("B. Holm saw Jütmark and Ютмарк").len(), 3);
        let said = read_file(FileFormat::JsonLines, "{\"name\":\"Anna\"}\n{\"name\": oops}\n").1;
        assert!(said[0].starts_with("2:10 P035 this line is no JSON"), "{said:?}");
    }
}
