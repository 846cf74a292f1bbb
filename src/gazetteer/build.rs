//! Makes a register from entries.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::gazetteer::entry::Entry;
use crate::gazetteer::matcher::{Filter, Gazetteer, Offsets, Slots};
use crate::gazetteer::words::{MOST_WORDS, Word, cut, hash_bytes, hash_name, push_canonical};

/// Why an entry, or one of its names, is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has no name with a letter or digit.
    #[error("an entry without a name")]
    NoName,
    /// A name has too many words; the other names of the entry are taken.
    #[error("`{0}` has more than 32 words, and is not looked for")]
    TooLong(String),
    /// The register is full: names and entries are counted and addressed in 32 bits.
    #[error("the authority files hold more than 4 GB of names")]
    Full,
}

/// A register in the making.
#[derive(Debug, Default)]
pub struct Builder {
    entries: Offsets,
    /// Hashes of kind and identifier, so that rows of one identifier are one entry.
    by_id: HashMap<u64, u32>,
    /// The names in canonical form, each followed by what stands after its last word.
    keys: Offsets,
    /// For each name in `keys`: its hash, and whose it is.
    owners: Vec<(u64, u32)>,
    /// Hashes of identifiers, with the entries that have them.
    ids: Vec<(u64, u32)>,
    words: Vec<Word>,
}

/// Parts a name from what stands after its last word.
pub(super) const TAIL: char = '\0';

impl Builder {
    /// An empty register.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry. One that has the kind and identifier of an entry that is there already gives it more names.
    ///
    /// # Errors
    /// [`Refusal::NoName`] and [`Refusal::Full`]: the entry is not taken. [`Refusal::TooLong`]: that name is not taken.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if entry.forms().all(|form| !form.contains(char::is_alphanumeric)) {
            return Err(Refusal::NoName);
        }
        let owner = self.owner(entry)?;
        let mut refused = Ok(());
        for form in entry.forms() {
            refused = refused.and(self.add_name(&form, owner));
        }
        refused
    }

    /// Whose the names of an entry are: its own, or those of an earlier entry of its identifier.
    fn owner(&mut self, entry: &Entry) -> Result<u32, Refusal> {
        let new = u32::try_from(self.entries.len()).map_err(|_| Refusal::Full)?;
        if !entry.id.is_empty() {
            let id = hash_bytes(format!("{} {}", entry.kind.element_name(), entry.id).as_bytes());
            match self.by_id.entry(id) {
                Slot::Occupied(known) => return Ok(*known.get()),
                Slot::Vacant(slot) => slot.insert(new),
            };
        }
        self.entries.push(|blob| entry.store(blob)).ok_or(Refusal::Full)?;
        let ids = std::iter::once(&entry.id).chain(entry.idnos.iter().map(|(_, value)| value));
        self.ids.extend(ids.filter(|id| !id.is_empty()).map(|id| (hash_bytes(id.as_bytes()), new)));
        Ok(new)
    }

    fn add_name(&mut self, form: &str, owner: u32) -> Result<(), Refusal> {
        cut(form, &mut self.words);
        let Some(last) = self.words.last() else { return Ok(()) };
        if self.words.len() > MOST_WORDS {
            return Err(Refusal::TooLong(form.to_owned()));
        }
        let tail = form[last.end..].trim_end();
        let hash = hash_name(form, &self.words);
        let words = &self.words;
        self.keys
            .push(|blob| {
                push_canonical(form, words, blob);
                blob.push(TAIL);
                blob.push_str(tail);
            })
            .ok_or(Refusal::Full)?;
        self.owners.push((hash, owner));
        Ok(())
    }

    /// The register.
    pub fn build(self) -> Gazetteer {
        let Self { entries, keys, owners, by_id, ids, words: _ } = self;
        drop(by_id);
        let mut order: Vec<u32> = (0..u32::try_from(owners.len()).unwrap_or(u32::MAX)).collect();
        let key = |idx: u32| keys.get(idx as usize).split(TAIL).next().unwrap_or_default();
        order.sort_unstable_by(|&one, &two| {
            let (a, b) = (owners[one as usize], owners[two as usize]);
            a.0.cmp(&b.0).then_with(|| key(one).cmp(key(two))).then(a.1.cmp(&b.1)).then(one.cmp(&two))
        });
        let mut names = Names::default();
        for (idx, &name) in order.iter().enumerate() {
            let (hash, owner) = owners[name as usize];
            let known = idx.checked_sub(1).map(|before| order[before]);
            if known.is_none_or(|known| owners[known as usize].0 != hash || key(known) != key(name)) {
                names.open(keys.get(name as usize));
            }
            names.add_owner(owner);
        }
        let mut id_table = Slots::for_count(ids.len());
        for (hash, entry) in ids {
            id_table.insert(hash, entry + 1);
        }
        Gazetteer { ids: id_table, ..names.finish(entries) }
    }
}

/// The names of the register, each once.
#[derive(Debug, Default)]
struct Names {
    keys: Offsets,
    owners: Vec<u32>,
    /// For each name, where its owners begin.
    owners_at: Vec<u32>,
}

impl Names {
    fn open(&mut self, key: &str) {
        // What fitted the builder fits here.
        let _ = self.keys.push(|blob| blob.push_str(key));
        self.owners_at.push(u32::try_from(self.owners.len()).unwrap_or(u32::MAX));
    }

    fn add_owner(&mut self, owner: u32) {
        let opened = self.owners_at.last().map_or(0, |&at| at as usize);
        if self.owners[opened..].last() != Some(&owner) {
            self.owners.push(owner);
        }
    }

    fn finish(mut self, entries: Offsets) -> Gazetteer {
        self.owners_at.push(u32::try_from(self.owners.len()).unwrap_or(u32::MAX));
        let mut table = Slots::for_count(self.keys.len() * 2);
        let mut name_filter = Filter::for_count(self.keys.len(), NAME_BITS);
        let mut first_bytes = Filter::for_count(0, 0);
        let mut firsts = Firsts::default();
        let mut words = Vec::new();
        for idx in 0..self.keys.len() {
            let key = self.keys.get(idx).split(TAIL).next().unwrap_or_default();
            let capitals = key.to_uppercase();
            let forms = [Some(key), (capitals != key).then_some(capitals.as_str())];
            for form in forms.into_iter().flatten() {
                cut(form, &mut words);
                let Some(first) = words.first().filter(|_| words.len() <= MOST_WORDS) else { continue };
                first_bytes.set(usize::from(form.as_bytes()[first.start]));
                firsts.add(first.hash(form), words.len());
                let hash = hash_name(form, &words);
                name_filter.add(hash);
                table.insert(hash, u32::try_from(idx + 1).unwrap_or(u32::MAX));
            }
        }
        let (firsts, first_filter) = firsts.finish();
        let Self { keys, owners, owners_at } = self;
        let filters = Gazetteer { first_filter, name_filter, first_bytes, ..Gazetteer::default() };
        Gazetteer { entries, keys, owners, owners_at, table, firsts, ..filters }
    }
}

/// The words with which names begin, and how many words those names have: a bit for each count.
#[derive(Debug, Default)]
struct Firsts(HashMap<u64, u32>);

/// Bits of the filter for each first word; one in sixteen of all other words passes.
const FIRST_BITS: usize = 16;
/// Bits of the filter for each name, which has two forms with that in capitals.
const NAME_BITS: usize = 16;

impl Firsts {
    fn add(&mut self, hash: u64, words: usize) {
        *self.0.entry(hash).or_default() |= 1 << (words - 1);
    }

    fn finish(self) -> (Slots, Filter) {
        let mut sorted: Vec<(u64, u32)> = self.0.into_iter().collect();
        sorted.sort_unstable();
        let mut slots = Slots::for_count(sorted.len());
        let mut filter = Filter::for_count(sorted.len(), FIRST_BITS);
        for (hash, counts) in sorted {
            slots.insert(hash, counts);
            filter.add(hash);
        }
        (slots, filter)
    }
}
