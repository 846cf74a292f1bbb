//! The weights of the tagger: a table of features, small enough to ship, and its file.

use std::fmt;

use crate::recognizer::tagger::chain::{Scores, Transitions};
use crate::recognizer::tagger::label::{KINDS, LABELS};

/// The first bytes of a model file; the number changes whenever features or format do.
const MAGIC: &[u8; 16] = b"postil names  2\n";

/// Rows in which a feature may stand.
const BUCKET: usize = 4;

/// Bytes of the checksum at the end.
const CHECKSUM: usize = 32;

/// How probable a name must be, for each kind, to be marked at all, with medium and with high certainty.
///
/// The kinds are persons, places, organizations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// To be marked at all.
    pub low: [f32; KINDS.len()],
    /// To be marked with medium certainty.
    pub medium: [f32; KINDS.len()],
    /// To be marked as certain.
    pub high: [f32; KINDS.len()],
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { low: [0.4; 3], medium: [0.6; 3], high: [0.9; 3] }
    }
}

/// What the tagger has learned.
///
/// A row of the table is eight bytes: one that tells the feature from others of its bucket (0 in an empty row), and a
/// weight for each label. What is not in the table weighs nothing.
#[derive(Clone, PartialEq)]
pub struct Model {
    rows: Vec<u64>,
    /// What a weight of 1 in the table is worth.
    scale: f32,
    pub(in crate::recognizer) transitions: Transitions,
    pub(in crate::recognizer) thresholds: Thresholds,
    /// Whether it needs no other model beside it.
    alone: bool,
    /// The beginning of the checksum of its file.
    fingerprint: u64,
}

/// A model is shown by its fingerprint; its weights would fill a book.
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model({:016x})", self.fingerprint)
    }
}

/// Sums of rows of the table, in its steps: the marks, which mean nothing, then the weights of each label.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums([i32; 1 + LABELS]);

/// Why some bytes are no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The file is of another kind.
    #[error("this is no model file of postil")]
    Kind,
    /// The file was made by another version.
    #[error("this model was made by another version of postil; learn it again")]
    Version,
    /// Bytes are missing or changed.
    #[error("this model file is damaged: its checksum does not fit")]
    Damaged,
}

impl Model {
    /// A model that knows nothing.
    pub(in crate::recognizer) fn empty() -> Self {
        Self {
            rows: vec![0; BUCKET],
            scale: 1.0,
            transitions: [[0.0; LABELS]; LABELS],
            thresholds: Thresholds::default(),
            alone: false,
            fingerprint: 0,
        }
    }

    /// The same model, with other thresholds of certainty.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self.marked()
    }

    /// The same model, as one that takes the place of others and adds to none.
    #[must_use]
    pub fn standing_alone(mut self) -> Self {
        self.alone = true;
        self.marked()
    }

    /// The same model, with its fingerprint.
    fn marked(mut self) -> Self {
        let bytes = self.to_bytes();
        self.fingerprint = fingerprint(&bytes[bytes.len() - CHECKSUM..]);
        self
    }

    /// The beginning of the checksum of its file.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether it takes the place of others.
    pub(super) fn stands_alone(&self) -> bool {
        self.alone
    }

    /// A model of the weights of features, the weightiest first, in a table of at most `most` rows.
    ///
    /// A feature whose bucket is full of weightier ones, or has one that looks the same, is left out.
    pub(in crate::recognizer) fn new(weights: &[(u64, Scores)], most: usize, transitions: Transitions) -> Self {
        let heaviest =
            weights.iter().flat_map(|(_, row)| row.iter()).fold(0.0f32, |most, weight| most.max(weight.abs()));
        let scale = (heaviest.min(HEAVIEST) / 127.0).max(f32::MIN_POSITIVE);
        let wanted = (weights.len() * 4 / 3).min(most).next_power_of_two();
        let mut model = Self { rows: vec![0; wanted.max(BUCKET)], scale, transitions, ..Self::empty() };
        for (hash, row) in weights {
            model.insert(*hash, row);
        }
        model.marked()
    }

    fn insert(&mut self, hash: u64, weights: &Scores) {
        let mut bytes = [0; 8];
        bytes[0] = mark(hash);
        for (byte, weight) in bytes[1..].iter_mut().zip(weights) {
            #[allow(clippy::cast_possible_truncation, reason = "the value is between -127 and 127, so nothing is cut")]
            let steps = (weight / self.scale).round().clamp(-127.0, 127.0) as i8;
            *byte = steps.cast_unsigned();
        }
        let bucket = self.bucket(hash);
        let rows = &mut self.rows[bucket..bucket + BUCKET];
        let taken = rows.iter().any(|row| row & 0xFF == u64::from(bytes[0]));
        if taken || bytes[1..].iter().all(|&byte| byte == 0) {
            return;
        }
        if let Some(row) = rows.iter_mut().find(|row| row.to_le_bytes()[0] == 0) {
            *row = u64::from_le_bytes(bytes);
        }
    }

    fn bucket(&self, hash: u64) -> usize {
        let buckets = self.rows.len() / BUCKET;
        #[allow(clippy::cast_possible_truncation, reason = "the table is far smaller than 2^32 rows")]
        let number = (hash >> 24) as usize;
        (number & (buckets - 1)) * BUCKET
    }

    /// Adds the weights of a feature to `sums`.
    ///
    /// Which row of the bucket is meant, if any, is as good as chance, so it is found without a branch; and all bytes of
    /// the row are added, the mark too, because eight of a kind are added at once.
    #[inline]
    pub(super) fn add(&self, hash: u64, sums: &mut Sums) {
        let bucket = self.bucket(hash);
        let mark = u64::from(mark(hash));
        let rows = &self.rows[bucket..bucket + BUCKET];
        let row = rows.iter().fold(0, |found, &row| found | if row & 0xFF == mark { row } else { 0 });
        for (sum, byte) in sums.0.iter_mut().zip(row.to_le_bytes()) {
            *sum += i32::from(byte.cast_signed());
        }
    }

    /// What sums of the table are worth.
    pub(super) fn worth(&self, sums: &Sums) -> Scores {
        #[allow(clippy::cast_precision_loss, reason = "sums of some hundred small numbers are exact")]
        std::array::from_fn(|label| sums.0[1 + label] as f32 * self.scale)
    }

    /// The model as the bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for number in self.numbers() {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(u32::try_from(self.rows.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(self.rows.iter().flat_map(|row| row.to_le_bytes()));
        let checksum = blake3::hash(&bytes);
        bytes.extend(checksum.as_bytes());
        bytes
    }

    fn numbers(&self) -> Vec<f32> {
        let Thresholds { low, medium, high } = self.thresholds;
        let mut numbers = vec![f32::from(u8::from(self.alone)), self.scale];
        numbers.extend(self.transitions.iter().flatten());
        numbers.extend(low.iter().chain(&medium).chain(&high));
        numbers
    }

    /// Reads the bytes of a model file.
    ///
    /// # Errors
    /// The bytes are of another kind of file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(&MAGIC[..14]) {
            return Err(ModelError::Kind);
        }
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Version);
        }
        let (body, checksum) =
            bytes.split_at_checked(bytes.len().saturating_sub(CHECKSUM)).ok_or(ModelError::Damaged)?;
        if blake3::hash(body).as_bytes() != checksum {
            return Err(ModelError::Damaged);
        }
        Self::from_body(body, checksum).ok_or(ModelError::Damaged)
    }

    /// The model that ships, whose checksum a test has seen.
    pub(super) fn shipped(bytes: &[u8]) -> Self {
        let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
        Self::from_body(body, checksum).expect("the model that ships is whole")
    }

    fn from_body(body: &[u8], checksum: &[u8]) -> Option<Self> {
        let mut rest = body.get(MAGIC.len()..)?;
        let mut take = || {
            let (number, after) = rest.split_first_chunk::<4>()?;
            rest = after;
            Some(*number)
        };
        let mut model = Self { fingerprint: fingerprint(checksum), ..Self::empty() };
        model.alone = f32::from_le_bytes(take()?) > 0.5;
        model.scale = f32::from_le_bytes(take()?);
        for cell in model.transitions.iter_mut().flatten() {
            *cell = f32::from_le_bytes(take()?);
        }
        let Thresholds { low, medium, high } = &mut model.thresholds;
        for cell in low.iter_mut().chain(medium).chain(high) {
            *cell = f32::from_le_bytes(take()?);
        }
        let len = u32::from_le_bytes(take()?) as usize;
        let (rows, left) = rest.as_chunks::<8>();
        let whole = left.is_empty() && rows.len() == len && len.is_power_of_two() && len >= BUCKET;
        model.rows = rows.iter().map(|row| u64::from_le_bytes(*row)).collect();
        whole.then_some(model)
    }
}

/// Weights beyond this are cut, so that the others keep their differences.
const HEAVIEST: f32 = 4.0;

/// The first bytes of a checksum.
fn fingerprint(checksum: &[u8]) -> u64 {
    checksum.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// What tells a feature from others in its bucket; never 0.
fn mark(hash: u64) -> u8 {
    (hash & 0xFF).max(1).to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let weights: Vec<(u64, Scores)> =
            (1..100u64).map(|number| (number << 24 | number, [1.0, -2.0, 0.5, 0.0, 0.0, 0.0, 0.25])).collect();
        Model::new(&weights, 1 << 10, [[0.5; LABELS]; LABELS])
    }

    fn weights(model: &Model, hash: u64) -> Scores {
        let mut sums = Sums::default();
        model.add(hash, &mut sums);
        model.worth(&sums)
    }

    #[test]
    fn a_weight_is_had_back_nearly_as_it_was() {
        let found = weights(&model(), 7 << 24 | 7);
        assert!((found[1] + 2.0).abs() < 0.02 && (found[2] - 0.5).abs() < 0.02, "{found:?}");
        assert!(weights(&model(), 7 << 24 | 0xC8).iter().all(|weight| weight.abs() < 1e-9));
    }

    #[test]
    fn a_model_is_had_back_from_its_file() {
        assert_eq!(Model::from_bytes(&model().to_bytes()), Ok(model()));
    }

    #[test]
    fn a_file_that_is_damaged_or_of_another_kind_is_refused() {
        let bytes = model().to_bytes();
        assert_eq!(Model::from_bytes(b"<TEI/>"), Err(ModelError::Kind));
        assert_eq!(Model::from_bytes(&[]), Err(ModelError::Kind));
        assert_eq!(Model::from_bytes(&bytes[..bytes.len() - 1]), Err(ModelError::Damaged));
        assert_eq!(Model::from_bytes(&bytes[..20]), Err(ModelError::Damaged));
        let mut changed = bytes.clone();
        changed[100] ^= 1;
        assert_eq!(Model::from_bytes(&changed), Err(ModelError::Damaged));
        let mut other = bytes;
        other[14] = b'0';
        assert_eq!(Model::from_bytes(&other), Err(ModelError::Version));
    }
}
