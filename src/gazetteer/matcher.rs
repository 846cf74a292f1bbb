//! The register and its matcher: one pass over the text, the longest name at each place.

use std::fmt;
use std::sync::OnceLock;

use crate::gazetteer::build::TAIL;
use crate::gazetteer::entry::Entry;
use crate::gazetteer::words::{Word, cut, hash_bytes, join, push_canonical};
use crate::model::NameKind;

/// Which name of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Which entry of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// A name of the register in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Which name; several entries may bear it.
    pub name: NameId,
}

/// The register of a project: the entries of all its authority files, and an index of their names.
///
/// A name is found where the text has it letter for letter, whatever its spaces, hyphens and apostrophes look like, with
/// or without a space after the dot of an initial; and in capitals where its whole line is in capitals.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Gazetteer {
    pub(super) entries: Offsets,
    pub(super) keys: Offsets,
    /// The entries of each name, and where those of a name begin.
    pub(super) owners: Vec<u32>,
    pub(super) owners_at: Vec<u32>,
    /// From the hash of a name to the name, counted from 1.
    pub(super) table: Slots,
    /// From the hash of a first word to the counts of words of the names that begin with it.
    pub(super) firsts: Slots,
    /// The hashes of first words, and of whole names.
    pub(super) first_filter: Filter,
    pub(super) name_filter: Filter,
    /// The bytes with which names begin.
    pub(super) first_bytes: Filter,
    /// From the hash of an identifier to its entry, counted from 1.
    pub(super) ids: Slots,
    pub(super) fingerprint: OnceLock<String>,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("entries", &self.len())
            .field("names", &self.name_count())
            .finish_non_exhaustive()
    }
}

impl Gazetteer {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different names it has.
    pub fn name_count(&self) -> usize {
        self.keys.len()
    }

    /// An entry, without its variants.
    pub fn entry(&self, id: EntryId) -> Option<Entry> {
        Entry::restore(self.entries.get(id.0 as usize))
    }

    /// What an entry is.
    pub fn kind(&self, id: EntryId) -> Option<NameKind> {
        Entry::kind_of(self.entries.get(id.0 as usize))
    }

    /// The entries that bear a name.
    pub fn bearers(&self, name: NameId) -> impl Iterator<Item = EntryId> + '_ {
        let at = |idx: usize| self.owners_at.get(idx).map_or(0, |&at| at as usize);
        let range = at(name.0 as usize)..at(name.0 as usize + 1);
        self.owners.get(range).unwrap_or_default().iter().map(|&entry| EntryId(entry))
    }

    /// The entry of a kind that has an identifier, in its file or elsewhere (then its type is told by `kind_of_id`).
    pub fn by_id(&self, kind: NameKind, id: &str, kind_of_id: Option<&str>) -> Option<EntryId> {
        let has = |entry: &Entry| match kind_of_id {
            None => entry.id == id,
            Some(wanted) => entry.idnos.iter().any(|(kind, value)| kind == wanted && value == id),
        };
        let ids = self.ids.find(hash_bytes(id.as_bytes())).filter_map(|slot| slot.checked_sub(1)).map(EntryId);
        ids.into_iter().find(|&id| self.entry(id).is_some_and(|entry| entry.kind == kind && has(&entry)))
    }

    /// The names in a text, in order, none within another; names lie within a line. Of names that begin at one place the
    /// longest is taken.
    pub fn find(&self, text: &str) -> Vec<Match> {
        let mut search = Search {
            gazetteer: self,
            capitals: false,
            words: Vec::new(),
            candidates: Vec::new(),
            fetched: Vec::new(),
            canonical: String::new(),
            found: Vec::new(),
        };
        let mut base = 0;
        for line in text.split('\n') {
            search.read(base, line);
            base += line.len() + 1;
        }
        search.found
    }

    /// How many words the names have that begin with a word: bit 0 for one.
    fn counts(&self, line: &str, word: Word) -> u32 {
        if !self.first_bytes.has(usize::from(line.as_bytes()[word.start])) {
            return 0;
        }
        let hash = word.hash(line);
        if self.first_filter.may_have(hash) { self.firsts.find(hash).next().unwrap_or_default() } else { 0 }
    }
}

/// Words of a line that may be a name, by their hash.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The first of the words, by its number in the line.
    first: usize,
    /// How many words.
    count: usize,
    hash: u64,
}

/// So many candidates at least are looked up together, if the line has them.
const TOGETHER: usize = 64;

/// A search in one text.
struct Search<'a> {
    gazetteer: &'a Gazetteer,
    /// Whether the line has no small letter.
    capitals: bool,
    words: Vec<Word>,
    candidates: Vec<Candidate>,
    fetched: Vec<usize>,
    canonical: String,
    found: Vec<Match>,
}

impl Search<'_> {
    fn read(&mut self, base: usize, line: &str) {
        let mut words = std::mem::take(&mut self.words);
        cut(line, &mut words);
        self.capitals = !line.contains(char::is_lowercase);
        let mut done = 0;
        for first in 0..words.len() {
            self.gather(line, &words, first);
            if self.candidates.len() >= TOGETHER {
                done = self.settle(base, line, &words, done);
            }
        }
        self.settle(base, line, &words, done);
        self.words = words;
    }

    /// Adds the names that may begin with a word, the shortest first. The work is bounded by the number of words that a
    /// name may have.
    fn gather(&mut self, line: &str, words: &[Word], first: usize) {
        let counts = self.gazetteer.counts(line, words[first]);
        if counts == 0 {
            return;
        }
        let words = &words[first..];
        let mut hash = words[0].hash(line);
        for (idx, word) in words.iter().enumerate() {
            if idx > 0 {
                hash = join(hash, &line[words[idx - 1].end..word.start], word.hash(line));
            }
            let may_be = counts >> idx & 1 == 1 && self.gazetteer.name_filter.may_have(hash);
            if may_be && ends_name(&line[word.end..]) {
                self.candidates.push(Candidate { first, count: idx + 1, hash });
            }
            if counts.checked_shr(u32::try_from(idx + 1).unwrap_or(u32::MAX)).unwrap_or(0) == 0 {
                break;
            }
        }
    }

    /// Finds the names among the candidates, of those that begin at one word the longest. `done` is the first word after
    /// the names so far; gives the same after these.
    fn settle(&mut self, base: usize, line: &str, words: &[Word], mut done: usize) -> usize {
        self.fetch();
        let candidates = std::mem::take(&mut self.candidates);
        for alike in candidates.chunk_by(|one, other| one.first == other.first) {
            let first = alike[0].first;
            let start = words[first].start;
            if first < done || !starts_name(line, start) {
                continue;
            }
            let longest = alike.iter().rev().find_map(|&Candidate { count, hash, .. }| {
                self.name(line, &words[first..first + count], hash).map(|name| (count, name))
            });
            if let Some((count, name)) = longest {
                done = first + count;
                let end = words[done - 1].end;
                let end = end + self.gazetteer.tail_len(name, &line[end..]);
                self.found.push(Match { start: base + start, end: base + end, name });
            }
        }
        self.candidates = candidates;
        self.candidates.clear();
        done
    }

    /// Reads what will be asked of the index for all candidates: one load after the other does not depend on those before,
    /// so that the processor waits for memory once, and not once for each name.
    fn fetch(&mut self) {
        let Gazetteer { table, keys, .. } = self.gazetteer;
        let fetched = &mut self.fetched;
        fetched.clear();
        fetched.extend(self.candidates.iter().map(|candidate| table.find(candidate.hash).next().unwrap_or(0) as usize));
        for name in fetched.iter_mut() {
            *name = name.checked_sub(1).map_or(0, |name| keys.start(name));
        }
        std::hint::black_box(fetched.iter().fold(0, |bytes, &at| bytes ^ keys.byte(at)));
    }

    /// The name that exactly these words are.
    fn name(&mut self, line: &str, words: &[Word], hash: u64) -> Option<NameId> {
        let gazetteer = self.gazetteer;
        let mut candidates = gazetteer.table.find(hash).peekable();
        candidates.peek()?;
        self.canonical.clear();
        push_canonical(line, words, &mut self.canonical);
        let words = self.canonical.as_str();
        let mut in_capitals = None;
        for idx in candidates.filter_map(|slot| slot.checked_sub(1)) {
            let key = gazetteer.key(idx);
            // Of two names that differ in case alone, the one that is written so.
            if key == words {
                return Some(NameId(idx));
            }
            if in_capitals.is_none() && self.capitals && key.to_uppercase() == words {
                in_capitals = Some(NameId(idx));
            }
        }
        in_capitals
    }
}

impl Gazetteer {
    fn key(&self, idx: u32) -> &str {
        self.keys.get(idx as usize).split(TAIL).next().unwrap_or_default()
    }

    /// How much of what follows belongs to the name too: the dot of `Ltd.`
    fn tail_len(&self, name: NameId, after: &str) -> usize {
        let tail = self.keys.get(name.0 as usize).split(TAIL).nth(1).unwrap_or_default();
        if after.starts_with(tail) { tail.len() } else { 0 }
    }
}

/// Whether a name may start at a byte of a line: it is not the rest of a name with a hyphen, nor of `O'Neill`.
fn starts_name(line: &str, at: usize) -> bool {
    let before = &line[..at];
    !before.ends_with(is_hyphen) && !["O'", "O’"].iter().any(|prefix| before.ends_with(prefix))
}

/// Whether a name may end before `after`: no part of a name with a hyphen follows.
fn ends_name(after: &str) -> bool {
    let mut rest = after.chars();
    !(rest.next().is_some_and(is_hyphen) && rest.next().is_some_and(char::is_alphanumeric))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A set of hashes as bits: it may have others too, but misses none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter(pub(super) Vec<u64>);

impl Filter {
    /// A filter with so many bits for each of `count` hashes, and at least 256.
    pub(super) fn for_count(count: usize, bits: usize) -> Self {
        Self(vec![0; (count * bits / 64).next_power_of_two().max(4)])
    }

    fn bit(&self, hash: u64) -> usize {
        usize::try_from(hash >> 20).unwrap_or(usize::MAX) & (self.0.len() * 64 - 1)
    }

    pub(super) fn add(&mut self, hash: u64) {
        let bit = self.bit(hash);
        self.set(bit);
    }

    pub(super) fn may_have(&self, hash: u64) -> bool {
        !self.0.is_empty() && self.has(self.bit(hash))
    }

    pub(super) fn set(&mut self, bit: usize) {
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn has(&self, bit: usize) -> bool {
        self.0.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }
}

/// Strings end to end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offsets {
    pub(super) blob: String,
    /// Where each string ends.
    pub(super) ends: Vec<u32>,
}

impl Offsets {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, idx: usize) -> &str {
        self.blob.get(self.start(idx)..self.start(idx + 1)).unwrap_or_default()
    }

    /// Where a string starts, which is where the one before it ends.
    fn start(&self, idx: usize) -> usize {
        idx.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize)
    }

    fn byte(&self, at: usize) -> u8 {
        self.blob.as_bytes().get(at).copied().unwrap_or_default()
    }

    /// Adds a string; `None` where there is no room, and nothing is added.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut String)) -> Option<()> {
        let start = self.blob.len();
        write(&mut self.blob);
        match u32::try_from(self.blob.len()) {
            Ok(end) => self.ends.push(end),
            Err(_) => self.blob.truncate(start),
        }
        (self.blob.len() == start || self.ends.last().is_some_and(|&end| end as usize == self.blob.len())).then_some(())
    }
}

/// A hash table with open addressing. A slot holds the lower half of a hash and a value that is not 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slots(pub(super) Vec<u64>);

impl Slots {
    /// A table for so many values, at most three quarters full.
    pub(super) fn for_count(count: usize) -> Self {
        Self(vec![0; count * 4 / 3 + 2])
    }

    fn first_slot(&self, hash: u64) -> usize {
        // The upper half of the hash, as a part of the length (Lemire, "Fast random integer generation").
        usize::try_from(((hash >> 32) * self.0.len() as u64) >> 32).unwrap_or(0)
    }

    pub(super) fn insert(&mut self, hash: u64, value: u32) {
        let mut at = self.first_slot(hash);
        while self.0[at] != 0 {
            at = if at + 1 == self.0.len() { 0 } else { at + 1 };
        }
        self.0[at] = (hash << 32) | u64::from(value);
    }

    /// The values of a hash, and few of others.
    pub(super) fn find(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let len = self.0.len();
        let start = if len == 0 { 0 } else { self.first_slot(hash) };
        let slots = self.0[start..].iter().chain(&self.0[..start]).copied();
        slots.take_while(|&slot| slot != 0).filter(move |&slot| slot >> 32 == hash & 0xFFFF_FFFF).map(low)
    }
}

fn low(slot: u64) -> u32 {
    u32::try_from(slot & 0xFFFF_FFFF).unwrap_or_default()
}
