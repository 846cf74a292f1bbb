//! The register of a batch, from transcripts to the files that an editor gets.

mod support;

use postil::entities::Register;
use postil::gazetteer::{Builder, FileFormat, read};
use postil::pipeline::convert;
use postil::reader::Format;
use postil::schema::Schema;
use postil::source::Source;

const LETTERS: &[(&str, &str)] = &[
    ("a.txt", "Anton Puzanov came. Mr. Puzanov sat down with Mrs. Anna Berg.\n"),
    ("b.txt", "Anton Puzanov left. Mr. Pusanov stayed, and A. Berg too.\n"),
];

fn register() -> Register {
    let mut register = Register::new();
    for (name, text) in LETTERS {
        let xml =
            convert(&Source::from_text(*name, text), Format::Plain, &support::project()).xml.expect("it converts");
        register.add(&name.replace("txt", "xml"), postil::xml::parse(&xml).expect("it is XML").root().expect("a root"));
    }
    register
}

#[test]
fn the_table_counts_and_is_an_authority_file() {
    let csv = register().to_csv();
    assert!(csv.starts_with("id,name,variants,type,dates,VIAF,GND,Wikidata,GeoNames,mentions,"), "{csv}");
    assert!(csv.contains("anton-puzanov,Anton Puzanov,Puzanov,person,,,,,,3,0,2,a.xml | b.xml,name,"), "{csv}");
    assert!(csv.contains("anna-berg (shorter form)") && csv.contains("anton-puzanov (similar spelling)"), "{csv}");
    let mut builder = Builder::new();
    let findings = read(&Source::from_text("a.csv", &csv), FileFormat::Table, &mut builder);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(builder.build().find("A. Berg and Anton Puzanov").len(), 2);
}

#[test]
fn the_tei_is_valid_and_an_authority_file() {
    let tei = register().to_tei();
    let findings = Schema::bundled().validate(&Source::from_text("a.xml", &tei));
    assert!(findings.is_empty(), "{findings:?}\n{tei}");
    assert!(tei.contains("<note type=\"mentions\">a.xml: 2</note>"), "{tei}");
    assert!(
        tei.contains("<ref target=\"#anton-puzanov\">Anton Puzanov</ref> may be the same: similar spelling</note>"),
        "{tei}"
    );
    let mut builder = Builder::new();
    assert!(read(&Source::from_text("a.xml", &tei), FileFormat::Tei, &mut builder).is_empty());
    assert_eq!(builder.build().find("A. Berg and Anton Puzanov").len(), 2);
}

#[test]
fn a_register_of_nothing_is_valid_too() {
    let tei = Register::new().to_tei();
    assert!(Schema::bundled().validate(&Source::from_text("a.xml", &tei)).is_empty(), "{tei}");
    assert_eq!(Register::new().to_csv().lines().count(), 1);
}
