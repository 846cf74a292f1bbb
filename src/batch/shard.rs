//! A part of a run, for several machines that share the work.

use std::path::Path;
use std::str::FromStr;

/// One of several parts of a run. Which part a document belongs to is told by the name of its result alone, so that it
/// stays the same when others are added, and two documents that want one name meet in one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    number: u64,
    of: u64,
}

impl Shard {
    /// Whether a result, by its path below the output folder, belongs to this part.
    pub(super) fn has(self, below: &Path) -> bool {
        let hash = blake3::hash(below.with_extension("").as_os_str().as_encoded_bytes());
        let first = hash.as_bytes().first_chunk::<8>().expect("a hash has 32 bytes");
        u64::from_le_bytes(*first) % self.of == self.number - 1
    }

    /// Whether this is the first part, which does what is to be done once.
    pub(super) fn is_first(self) -> bool {
        self.number == 1
    }
}

impl FromStr for Shard {
    type Err = String;

    /// `3/10`, the third of ten.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            Some(_) | None => Err("a shard is written K/N, such as 3/10 for the third of ten".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_belongs_to_one_shard() {
        let shards: Vec<Shard> = (1..=3).map(|n| format!("{n}/3").parse().unwrap()).collect();
        let mut sizes = [0; 3];
        for number in 0..300 {
            let name = format!("letters/{number}.txt");
            let of: Vec<usize> = (0..3).filter(|&idx| shards[idx].has(Path::new(&name))).collect();
            assert_eq!(of.len(), 1, "{name}");
            sizes[of[0]] += 1;
        }
        assert!(sizes.iter().all(|&size| size > 60), "{sizes:?}");
        assert!(shards[0].has(Path::new("a.txt")) == shards[0].has(Path::new("a.md")));
    }

    #[test]
    fn a_shard_is_two_numbers() {
        for bad in ["", "1", "0/3", "4/3", "1/0", "a/b", "-1/3"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
