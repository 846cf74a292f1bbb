//! Time of comparing two encodings, by size: it grows with the length, and hardly with the changes.

use std::fmt::Write;

use postil::compare::{Encoding, OnConflict, diff, merge};

fn main() {
    divan::main();
}

/// A document of about so many thousand bytes, in which every `step`th paragraph is marked otherwise.
fn document(thousands: usize, step: usize) -> String {
    let mut xml = String::from("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>\n");
    let mut number = 0;
    while xml.len() < thousands * 1_000 {
        let name = if step > 0 && number % step == 0 { "<persName>Anna Reiss</persName>" } else { "Anna Reiss" };
        let _ = writeln!(
            xml,
            "<p n=\"{number}\">On the {number}th day {name} wrote to <placeName>Valmark</placeName>, number {} of {}. The boat \
             was late again, and cargo {} stayed in the harbour until the evening.</p>",
            number * 7 % 1_013,
            number * 13 % 997,
            number * 31 % 4_099
        );
        number += 1;
    }
    xml.push_str("</body></text></TEI>\n");
    xml
}

fn read(xml: &str) -> Encoding<'_> {
    Encoding::read(xml).expect("it is well-formed")
}

#[divan::bench(args = [100, 1_000])]
fn compare(bencher: divan::Bencher<'_, '_>, thousands: usize) {
    let (a, b) = (document(thousands, 0), document(thousands, 50));
    bencher
        .counter(divan::counter::BytesCount::new(a.len() + b.len()))
        .bench_local(|| diff(&mut read(&a), &mut read(&b)));
}

#[divan::bench(args = [100, 1_000])]
fn merge_two_sides(bencher: divan::Bencher<'_, '_>, thousands: usize) {
    let (base, ours, theirs) = (document(thousands, 0), document(thousands, 70), document(thousands, 50));
    bencher.bench_local(|| merge(read(&base), read(&ours), read(&theirs), OnConflict::Ours, &|_| true));
}
