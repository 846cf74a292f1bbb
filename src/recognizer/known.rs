//! What anybody knows of some names and the tagger does not: the letters and long names of states, newspapers, files of an
//! archive, the days of saints, parties, and lists of persons that look like one place.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::{Cert, NameKind};
use crate::recognizer::fold::fold;
use crate::recognizer::hash::hash;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::reading::{LineSpan, Part, Reading};
use crate::recognizer::review::Seen;
use crate::recognizer::tagger::Tagged;
use crate::recognizer::token::{Shape, Token};

/// The letters that stand for a state and for nothing else.
const STATES: &[&str] = &[
    "ROK", "DPRK", "PRC", "DRV", "SRV", "RVN", "GDR", "FRG", "UAR", "UAE", "USSR", "U.S.S.R.", "RSFSR", "CSR", "CSSR",
    "ČSR", "ČSSR", "DDR", "BRD", "UdSSR", "URSS", "RDA", "RFA",
];
/// States and parts of the world whose names have several words, longer ones first.
const COUNTRIES: &[&str] = &[
    "United Kingdom of Great Britain and Northern Ireland",
    "Union of Soviet Socialist Republics",
    "United States of America",
    "People's Republic of China",
    "Federal Republic of Germany",
    "German Democratic Republic",
    "United Arab Republic",
    "Republic of Korea",
    "Republic of China",
    "Dominican Republic",
    "Northern Ireland",
    "United Kingdom",
    "United States",
    "Great Britain",
    "Soviet Union",
    "Saudi Arabia",
    "South Africa",
    "New Zealand",
    "Middle East",
    "Near East",
    "Far East",
];
/// Organizations that nobody takes for anything else.
const ORGANIZATIONS: &[&str] = &["United Nations"];

/// The same as hashes of their words, with what they name.
static PHRASES: LazyLock<Vec<(Vec<u64>, NameKind)>> = LazyLock::new(|| {
    let words = |name: &&str| name.split(' ').map(|word| hash(fold(word).as_bytes())).collect();
    let countries = COUNTRIES.iter().map(|name| (words(name), NameKind::Place));
    countries.chain(ORGANIZATIONS.iter().map(|name| (words(name), NameKind::Organization))).collect()
});

/// Last words of the names of newspapers that begin with a place.
const NEWSPAPERS: &[&str] = &[
    "Times",
    "Post",
    "Herald",
    "Tribune",
    "Gazette",
    "Chronicle",
    "Telegraph",
    "Courier",
    "Globe",
    "Zeitung",
    "Tageblatt",
    "Tagblatt",
    "Nachrichten",
];
/// Last words of what is kept in an archive.
const FILES: &[&str] = &["File", "Files", "Records", "Papers", "Folder", "Lot", "Box"];
/// Last words of the names of parties and the like, which are no places.
const PARTIES: &[&str] = &["Party", "Partei", "Movement", "League", "Committee", "Ministry"];
/// Words before the name of a saint that make it a day: `the feast of St. Valentine`.
const DAYS_OF: &[&str] = &["feast", "day", "eve", "vigil", "morrow", "octave"];

/// Puts right what is known of the names of a document, which are in order.
pub(super) fn put_right(reading: &Reading<'_>, seen: &mut Vec<Seen>) {
    let families: HashSet<u64> =
        seen.iter().filter(|seen| is_full_name(seen)).map(|seen| reading.tokens[seen.name.end - 1].hash).collect();
    let known = Known { reading, families };
    let parts: Vec<Seen> = seen.iter().flat_map(|seen| known.parts(seen)).collect();
    *seen = parts.into_iter().filter(|seen| !known.is_none(seen)).map(|seen| known.of_kind(seen)).collect();
    known.complete(seen);
    let states = known.states(seen);
    seen.extend(states);
    seen.sort_by_key(|seen| seen.name.start);
}

fn is_full_name(seen: &Seen) -> bool {
    seen.name.kind == NameKind::Person && seen.name.end - seen.name.start > 1
}

struct Known<'a> {
    reading: &'a Reading<'a>,
    /// The last words of the full names of the document.
    families: HashSet<u64>,
}

impl<'a> Known<'a> {
    fn line(&self, name: &Tagged) -> &'a LineSpan {
        &self.reading.lines[name.line]
    }

    fn tokens(&self, name: &Tagged) -> &'a [Token] {
        &self.reading.tokens[name.start..name.end]
    }

    /// A word of the line of a name; none where the line has no such token.
    fn word(&self, line: &LineSpan, idx: usize) -> &'a str {
        if (line.start..line.end).contains(&idx) { self.reading.word(line, idx) } else { "" }
    }

    fn last_word(&self, name: &Tagged) -> &'a str {
        self.word(self.line(name), name.end - 1)
    }

    /// The persons of a list that looked like one place: `Liu Shaoqi, Deng Xiaoping`; or one Eastern name that hardly looked
    /// like one. Any other name as it is.
    fn parts(&self, seen: &Seen) -> Vec<Seen> {
        let name = seen.name;
        let commas = (name.start..name.end).filter(|&idx| self.reading.tokens[idx].is(','));
        let ends: Vec<usize> = commas.chain([name.end]).collect();
        let is_eastern = || seen.cert == Cert::Low && self.reading.tokens[name.start].any(Classes::FAMILY);
        if name.kind == NameKind::Person || (ends.len() < 2 && !is_eastern()) {
            return vec![*seen];
        }
        let starts = std::iter::once(name.start).chain(ends.iter().map(|end| end + 1));
        let parts: Vec<(usize, usize)> = starts.zip(ends.iter().copied()).collect();
        if !parts.iter().all(|&(start, end)| self.is_person(start, end)) {
            return vec![*seen];
        }
        let person = |(start, end)| {
            let name = Tagged { start, end, kind: NameKind::Person, ..name };
            Seen { name, cert: Cert::Medium }
        };
        parts.into_iter().map(person).collect()
    }

    /// Whether two words or three are an Eastern name, or a full name whose last word ends one elsewhere.
    fn is_person(&self, start: usize, end: usize) -> bool {
        let Some([first, .., last]) = self.reading.tokens.get(start..end) else { return false };
        let place = Classes::PLACE | Classes::COUNTRY | Classes::CITY | Classes::REGION | Classes::PLACE_PART;
        let is_known = first.any(Classes::FAMILY) || self.families.contains(&last.hash);
        is_known && end - start <= 3 && self.reading.tokens[start..end].iter().all(|token| !token.any(place))
    }

    /// Whether what was taken for a name is none.
    fn is_none(&self, seen: &Seen) -> bool {
        let name = &seen.name;
        let line = self.line(name);
        let (first, last) = (self.word(line, name.start), self.last_word(name));
        if name.kind != NameKind::Organization && last.ends_with("Affaires") && name.end - name.start <= 2 {
            // Chargé d'Affaires
            return true;
        }
        if name.kind != NameKind::Place {
            return false;
        }
        let next = self.word(line, name.end);
        let is_paper = |word: &str| NEWSPAPERS.contains(&word);
        let is_office = name.end - name.start == 1
            && self.tokens(name)[0].any(Classes::OFFICE)
            && !self.tokens(name)[0].any(Classes::CITY | Classes::COUNTRY | Classes::REGION);
        let is_many = name.end - name.start > 1;
        is_office
            || is_paper(next)
            || (is_many && (is_paper(last) || FILES.contains(&last)))
            || (matches!(first, "St." | "Saint" | "St") && self.is_day(line, name))
    }

    /// Whether a saint is named for his day: `the feast of St. Valentine`, `on St. Valentine`, or as a sentence of its own.
    fn is_day(&self, line: &LineSpan, name: &Tagged) -> bool {
        let before = |back: usize| name.start.checked_sub(back).map_or("", |idx| self.word(line, idx));
        let tokens = self.tokens(name);
        let given = tokens.last().is_some_and(|token| token.any(Classes::GIVEN));
        let alone = tokens[0].starts && self.word(line, name.end) == ".";
        matches!(before(1), "on" | "On")
            || (before(1) == "of" && DAYS_OF.contains(&before(2)))
            || matches!(self.word(line, name.end), "Day" | "Eve")
            || (alone && given)
    }

    /// A name of the kind that its words say.
    fn of_kind(&self, mut seen: Seen) -> Seen {
        let name = &mut seen.name;
        let last = self.last_word(name);
        if name.end - name.start == 1 && STATES.contains(&last) && name.kind != NameKind::Place {
            name.kind = NameKind::Place;
            seen.cert = Cert::Medium;
        } else if name.kind == NameKind::Place && name.end - name.start > 1 && PARTIES.contains(&last) {
            name.kind = NameKind::Organization;
            seen.cert = seen.cert.min(Cert::Medium);
        }
        seen
    }

    /// Marks the names of several words that are known whole, in place of parts of them that were taken for names, and of
    /// what takes them for something else.
    fn complete(&self, seen: &mut Vec<Seen>) {
        let mut whole = Vec::new();
        let mut parts = HashSet::new();
        for name in self.phrases() {
            let first = seen.partition_point(|seen| seen.name.end <= name.start);
            let inside = seen[first..].iter().take_while(|seen| seen.name.start < name.end).count();
            let gives_way = |other: &Seen| {
                let Tagged { start, end, kind, .. } = other.name;
                let is_same = (start, end, kind) == (name.start, name.end, name.kind);
                name.start <= start && end <= name.end && kind != NameKind::Person && !is_same
            };
            if seen[first..first + inside].iter().all(gives_way) {
                parts.extend(first..first + inside);
                whole.push(Seen { name, cert: Cert::Medium });
            }
        }
        let mut idx = 0..;
        seen.retain(|_| idx.next().is_none_or(|idx| !parts.contains(&idx)));
        seen.extend(whole);
        seen.sort_by_key(|seen| seen.name.start);
    }

    /// The known names of several words, in order, where they are not themselves part of a longer row of capitals.
    fn phrases(&self) -> Vec<Tagged> {
        let mut found = Vec::new();
        for (line, span) in self.reading.lines.iter().enumerate() {
            let tokens = &self.reading.tokens[span.start..span.end];
            let mut at = 0;
            while at < tokens.len() {
                let rest = &tokens[at..];
                if !rest[0].is_capital() {
                    at += 1;
                    continue;
                }
                let is_here = |(words, _): &&(Vec<u64>, NameKind)| {
                    words.len() <= rest.len() && rest.iter().zip(words).all(|(token, &word)| token.hash == word)
                };
                let Some((words, kind)) = PHRASES.iter().find(is_here) else {
                    at += 1;
                    continue;
                };
                let end = at + words.len();
                let before = at.checked_sub(1).map(|idx| &tokens[idx]).filter(|before| !before.starts);
                let goes_on = [before, tokens.get(end)].into_iter().flatten().any(|token| token.shape == Shape::Title);
                if !goes_on {
                    let (start, end) = (span.start + at, span.start + end);
                    found.push(Tagged { line, start, end, kind: *kind, probability: 0.0, ruled: true });
                }
                at = end;
            }
        }
        found
    }

    /// The letters of states that stand outside all names.
    fn states(&self, seen: &[Seen]) -> Vec<Seen> {
        let mut states = Vec::new();
        let lines = self.reading.lines.iter().enumerate();
        for (line, span) in lines.filter(|(_, span)| span.part != Part::Opener) {
            for start in span.start..span.end {
                let token = &self.reading.tokens[start];
                let letters = matches!(token.shape, Shape::Capitals | Shape::Other);
                if !letters || !STATES.contains(&self.word(span, start)) {
                    continue;
                }
                let next = seen.partition_point(|seen| seen.name.end <= start);
                if seen.get(next).is_none_or(|seen| seen.name.start > start) {
                    let kind = NameKind::Place;
                    let name = Tagged { line, start, end: start + 1, kind, probability: 0.0, ruled: true };
                    states.push(Seen { name, cert: Cert::Medium });
                }
            }
        }
        states
    }
}
