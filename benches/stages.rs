//! How long each stage takes for a document of 5 KB: read, interpret, arrange, recognize, weave, balance, lay out, write,
//! check, and all together.

use divan::{Bencher, black_box};
use postil::convention::{self, Profile};
use postil::model::Transcript;
use postil::pipeline::{Project, convert};
use postil::reader::{self, Format};
use postil::schema::Schema;
use postil::source::Source;
use postil::xml::{self, Node};
use postil::{frontmatter, recognizer, structure, tei};

fn main() {
    divan::main();
}

/// A report of about 5 KB with the brackets, names and dates of its kind.
fn document() -> Source {
    let paragraph = "On 7 September 1950 Comrade A. M. Varnov [sic] told Mr. Oakes that the [Soviet] side would not agree. \
                     He [the Ambassador] asked for two days; [two words illegible] and \"nothing more\" [handwritten in the \
                     left margin: \"to Varnov\"]. The talks in Jutmark went on from 12 through 30 September.\n\n";
    Source::from_text("report.txt", &format!("TOP SECRET\n\nREPORT\n\nMoscow, 3 May 1950\n\n{}", paragraph.repeat(15)))
}

fn profile() -> Profile {
    Profile::embedded("archival").expect("archival ships")
}

fn read(source: &Source) -> Transcript {
    let transcript = reader::read(source, Format::Plain).0;
    frontmatter::lift(transcript, source, profile().header_keys(), &[]).0
}

fn interpreted(source: &Source, profile: &Profile) -> Transcript {
    structure::arrange(convention::interpret(read(source), source, profile).0).0
}

fn recognized(source: &Source) -> Transcript {
    convention::anchor(recognizer::recognize(interpreted(source, &profile()), &recognizer::Options::default()).0)
}

#[divan::bench]
fn read_plain_text(bencher: Bencher<'_, '_>) {
    let source = document();
    bencher.bench(|| reader::read(black_box(&source), Format::Plain));
}

#[divan::bench]
fn interpret_brackets(bencher: Bencher<'_, '_>) {
    let (source, profile) = (document(), profile());
    bencher
        .with_inputs(|| read(&source))
        .bench_values(|transcript| convention::interpret(transcript, &source, &profile));
}

#[divan::bench]
fn arrange_blocks(bencher: Bencher<'_, '_>) {
    let (source, profile) = (document(), profile());
    bencher.with_inputs(|| convention::interpret(read(&source), &source, &profile).0).bench_values(structure::arrange);
}

#[divan::bench]
fn recognize_names_and_dates(bencher: Bencher<'_, '_>) {
    let (source, profile) = (document(), profile());
    let options = recognizer::Options::default();
    bencher
        .with_inputs(|| interpreted(&source, &profile))
        .bench_values(|transcript| recognizer::recognize(transcript, &options));
}

#[divan::bench]
fn weave_elements(bencher: Bencher<'_, '_>) {
    let transcript = recognized(&document());
    bencher.bench(|| tei::encode(black_box(&transcript), &tei::Encoding::default()));
}

#[divan::bench]
fn balance_account(bencher: Bencher<'_, '_>) {
    let source = document();
    let transcript = recognized(&source);
    let root = tei::encode(&transcript, &tei::Encoding::default()).root;
    bencher.bench(|| tei::Account::balance(&source, &transcript.consumed, black_box(&root)));
}

#[divan::bench]
fn lay_out_lines(bencher: Bencher<'_, '_>) {
    let root = tei::encode(&recognized(&document()), &tei::Encoding::default()).root;
    bencher.with_inputs(|| root.clone()).bench_values(|mut root| {
        tei::lay_out(&mut root, tei::Layout::default());
        root
    });
}

#[divan::bench]
fn write_xml(bencher: Bencher<'_, '_>) {
    let root = [Node::Element(tei::encode(&recognized(&document()), &tei::Encoding::default()).root)];
    bencher.bench(|| xml::write(black_box(&root)));
}

#[divan::bench]
fn check_tree(bencher: Bencher<'_, '_>) {
    let root = tei::encode(&recognized(&document()), &tei::Encoding::default()).root;
    let schema = Schema::bundled();
    bencher.bench(|| schema.accepts(black_box(&root)));
}

#[divan::bench]
fn validate_result(bencher: Bencher<'_, '_>) {
    let source = document();
    let xml = convert(&source, Format::Plain, &Project::default()).xml.expect("the report converts");
    let xml = Source::from_text("report.xml", &xml);
    let schema = Schema::bundled();
    bencher.bench(|| schema.validate(black_box(&xml)));
}

#[divan::bench]
fn convert_whole(bencher: Bencher<'_, '_>) {
    let (source, project) = (document(), Project::default());
    bencher.bench(|| convert(black_box(&source), Format::Plain, &project));
}
