//! Time and memory of a register of a million names: `cargo bench --bench gazetteer`, with the path of a text after `--`
//! to read that instead of a made one.
#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench prints figures")]

use std::fmt::Write as _;
use std::time::Instant;

use postil::gazetteer::{Builder, FileFormat, Gazetteer, read};
use postil::source::Source;

const NAMES: usize = 1_000_000;
const TEXT_LEN: usize = 20_000_000;
const SYLLABLES: &[&str] = &[
    "va", "ro", "mi", "lin", "dor", "ka", "ste", "ber", "go", "han", "ul", "fe", "tri", "sol", "nav", "ost", "pel",
    "wi",
];

/// A generator that gives the same numbers every time (Knuth, MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
    }

    fn word(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect()
    }

    fn capital(&mut self, syllables: usize) -> String {
        let word = self.word(syllables);
        word[..1].to_uppercase() + &word[1..]
    }
}

/// The table, and some of its names as they stand in a sentence.
fn table() -> (String, Vec<String>) {
    let mut numbers = Numbers(1);
    let mut some = Vec::new();
    let mut table = String::from("id,name,type,viaf\n");
    for idx in 0..NAMES {
        let (given, family) = (numbers.capital(2), numbers.capital(4));
        writeln!(table, "p{idx},\"{family}, {given} {}.\",person,{idx}", &family[..1]).expect("strings take all");
        if idx % 20 == 0 {
            some.push(format!("{given} {}. {family}", &family[..1]));
        }
    }
    (table, some)
}

/// A text of which three words in a hundred are names of the table, and ten others begin names.
fn text(names: &[String]) -> String {
    let mut numbers = Numbers(7);
    let mut text = String::new();
    while text.len() < TEXT_LEN {
        match numbers.below(100) {
            0..3 => text += &names[numbers.below(names.len())],
            3..13 => text += &numbers.capital(2),
            _ => text += &numbers.word(2),
        }
        text.push(if numbers.below(200) == 0 { '\n' } else { ' ' });
    }
    text
}

/// The memory of the process in MB: now, and at its highest.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() / 1024
    };
    format!("memory {} MB, at most {} MB", value("VmRSS"), value("VmHWM"))
}

/// Seconds of this thread on a processor, so that other programs do not count; on the clock where the system does not
/// tell.
fn seconds(start: Instant) -> f64 {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split_whitespace().next().and_then(|number| number.parse::<u64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds as f64 / 1e9)
}

fn timed<T>(what: &str, bytes: usize, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let before = seconds(start);
    let value = run();
    let seconds = seconds(start) - before;
    println!("{what:42} {seconds:7.3} s {:8.1} MB/s   {}", bytes as f64 / 1e6 / seconds, memory());
    value
}

fn build(source: &Source) -> Gazetteer {
    let mut builder = Builder::new();
    assert!(read(source, FileFormat::Table, &mut builder).is_empty());
    builder.build()
}

fn main() {
    let (table, some) = table();
    println!("table of {NAMES} names, {} MB; {}", table.len() / 1_000_000, memory());
    let source = Source::from_text("people.csv", &table);
    let gazetteer = timed("build", table.len(), || build(&source));
    timed("key of the file (blake3)", table.len(), || Gazetteer::key_of([("table", table.as_bytes())].into_iter()));
    let kept = timed("to bytes", table.len(), || gazetteer.to_bytes());
    drop((gazetteer, source, table));
    let gazetteer = timed("from bytes", kept.len(), || Gazetteer::from_bytes(&kept).expect("it is one"));
    println!("{} names in {} MB kept", gazetteer.name_count(), kept.len() / 1_000_000);
    drop(kept);
    let text = match std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        Some(path) => std::fs::read_to_string(path).expect("the text can be read"),
        None => text(&some),
    };
    let found = timed("scan", text.len(), || gazetteer.find(&text).len());
    println!("{found} names found in {} MB", text.len() / 1_000_000);
    worst_case();
}

/// Names of one word, again and again, and a text of that word.
fn worst_case() {
    let mut names = String::from("name\n");
    for count in 1..=31 {
        writeln!(names, "{}b", "a ".repeat(count)).expect("strings take all");
    }
    let gazetteer = build(&Source::from_text("a.csv", &names));
    for megabytes in [1, 10] {
        let text = "a ".repeat(megabytes * 500_000);
        let found = timed(&format!("names `a a a ... b`, {megabytes} MB of `a a a`"), text.len(), || {
            gazetteer.find(&text).len()
        });
        assert_eq!(found, 0);
    }
}
