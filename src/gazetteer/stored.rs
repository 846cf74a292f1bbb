//! The register as bytes, so that it is built once and kept.

use crate::gazetteer::matcher::{Filter, Gazetteer, Offsets, Slots};

/// Why bytes are no register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file is no register of this version, or was cut short")]
pub struct NotStored;

/// The first bytes. The number rises whenever a register of an older version would be read wrongly.
const MAGIC: &[u8; 16] = b"postil-register3";

impl Gazetteer {
    /// The key under which the register of some files may be kept: a hash of their contents in order, and of the form
    /// in which registers are kept. `kinds` tells the form of each file.
    pub fn key_of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(MAGIC).update(env!("CARGO_PKG_VERSION").as_bytes());
        for (kind, bytes) in files {
            hasher.update(kind.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// A hash of all entries and names: registers that find the same have the same. Made when it is first asked for.
    pub fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(self.entries.blob.as_bytes()).update(self.keys.blob.as_bytes());
            for numbers in [&self.entries.ends, &self.keys.ends, &self.owners, &self.owners_at] {
                for some in numbers.chunks(1024) {
                    let bytes: Vec<u8> = some.iter().flat_map(|number| number.to_le_bytes()).collect();
                    hasher.update(&bytes);
                }
            }
            hasher.finalize().to_hex().to_string()
        })
    }

    /// The register as bytes, which [`Gazetteer::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for offsets in [&self.entries, &self.keys] {
            push_section(&mut bytes, offsets.blob.as_bytes().iter().copied());
            push_section(&mut bytes, offsets.ends.iter().flat_map(|end| end.to_le_bytes()));
        }
        for numbers in [&self.owners, &self.owners_at] {
            push_section(&mut bytes, numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        for numbers in [&self.table.0, &self.firsts.0, &self.ids.0] {
            push_section(&mut bytes, numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        for filter in [&self.first_filter, &self.name_filter, &self.first_bytes] {
            push_section(&mut bytes, filter.0.iter().flat_map(|number| number.to_le_bytes()));
        }
        bytes
    }

    /// The register of bytes.
    ///
    /// # Errors
    /// The bytes are not those that [`Gazetteer::to_bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotStored> {
        let mut sections = Sections(bytes.strip_prefix(MAGIC).ok_or(NotStored)?);
        let gazetteer = Self {
            entries: sections.offsets()?,
            keys: sections.offsets()?,
            owners: sections.numbers()?,
            owners_at: sections.numbers()?,
            table: Slots(sections.long_numbers()?),
            firsts: Slots(sections.long_numbers()?),
            ids: Slots(sections.long_numbers()?),
            first_filter: Filter(sections.long_numbers()?),
            name_filter: Filter(sections.long_numbers()?),
            first_bytes: Filter(sections.long_numbers()?),
            ..Self::default()
        };
        let filters = [&gazetteer.first_filter, &gazetteer.name_filter, &gazetteer.first_bytes];
        let has_slots = |slots: &Slots| !slots.0.is_empty() && u32::try_from(slots.0.len()).is_ok();
        let whole = filters.iter().all(|filter| filter.0.len().is_power_of_two())
            && [&gazetteer.table, &gazetteer.firsts, &gazetteer.ids].into_iter().all(has_slots);
        if whole && sections.0.is_empty() { Ok(gazetteer) } else { Err(NotStored) }
    }
}

fn push_section(bytes: &mut Vec<u8>, section: impl Iterator<Item = u8>) {
    let at = bytes.len();
    bytes.extend([0; 8]);
    bytes.extend(section);
    let len = (bytes.len() - at - 8) as u64;
    bytes[at..at + 8].copy_from_slice(&len.to_le_bytes());
}

/// The sections that are still to be read, each after its length.
struct Sections<'a>(&'a [u8]);

impl<'a> Sections<'a> {
    fn next(&mut self) -> Result<&'a [u8], NotStored> {
        let (len, rest) = self.0.split_first_chunk::<8>().ok_or(NotStored)?;
        let len = usize::try_from(u64::from_le_bytes(*len)).map_err(|_| NotStored)?;
        let (section, rest) = rest.split_at_checked(len).ok_or(NotStored)?;
        self.0 = rest;
        Ok(section)
    }

    fn offsets(&mut self) -> Result<Offsets, NotStored> {
        let blob = String::from_utf8(self.next()?.to_vec()).map_err(|_| NotStored)?;
        Ok(Offsets { blob, ends: self.numbers()? })
    }

    fn numbers(&mut self) -> Result<Vec<u32>, NotStored> {
        let (numbers, rest) = self.next()?.as_chunks::<4>();
        if rest.is_empty() {
            Ok(numbers.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
        } else {
            Err(NotStored)
        }
    }

    fn long_numbers(&mut self) -> Result<Vec<u64>, NotStored> {
        let (numbers, rest) = self.next()?.as_chunks::<8>();
        if rest.is_empty() {
            Ok(numbers.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect())
        } else {
            Err(NotStored)
        }
    }
}
