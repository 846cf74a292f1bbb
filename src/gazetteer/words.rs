//! Words of a text as the matcher sees them: where they stand, their hashes, and what may stand between the words of a
//! name.

/// A word: its bytes in the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Word {
    /// The hash of the word in its line.
    pub(super) fn hash(self, line: &str) -> u64 {
        hash_bytes(&line.as_bytes()[self.start..self.end])
    }
}

/// Names of more words than this are not kept: the counts of words fit in 32 bits.
pub(super) const MOST_WORDS: usize = 32;

/// What a byte may be: part of a word, no part of one, or the first byte of a character that has to be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Between,
    Word,
    Look,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Word; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if !byte.is_ascii_alphanumeric() {
            classes[byte as usize] = Class::Between;
        }
        byte += 1;
    }
    // U+0080 to U+00BF, U+2000 to U+2FFF, U+3000 to U+3FFF: signs, spaces and quotation marks among letters.
    classes[0xC2] = Class::Look;
    classes[0xE2] = Class::Look;
    classes[0xE3] = Class::Look;
    classes
};

/// Writes the words of a line to `words`, which is emptied first.
pub(super) fn cut(line: &str, words: &mut Vec<Word>) {
    words.clear();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if CLASSES[usize::from(byte)] == Class::Between {
            at += 1;
            continue;
        }
        let len = word_len(line, at);
        if len == 0 {
            at += char_len(byte);
            continue;
        }
        words.push(Word { start: at, end: at + len });
        at += len;
    }
}

/// The bytes of the word that starts at `at`; 0 if none does.
fn word_len(line: &str, at: usize) -> usize {
    let bytes = line.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        match CLASSES[usize::from(byte)] {
            Class::Word => end += 1,
            Class::Between => break,
            Class::Look => match line[end..].chars().next().filter(|c| c.is_alphanumeric()) {
                Some(c) => end += c.len_utf8(),
                None => break,
            },
        }
    }
    end - at
}

/// The length of the UTF-8 sequence that a byte begins.
fn char_len(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

const ODD: u64 = 0xFF51_AFD7_ED55_8CCD;

/// Eight bytes at a time, mixed so that all bits count (after the finalizer of `MurmurHash3`). It is our own because a kept
/// register must mean the same in every version of the standard library.
pub(super) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325 ^ bytes.len() as u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hash = mix(hash ^ u64::from_le_bytes(*eight));
    }
    mix(hash ^ few(rest).wrapping_mul(ODD))
}

/// At most seven bytes as a number. Two parts that overlap are read faster than one byte after the other; with the
/// length, which the hash begins with, they are told apart.
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    let at = |idx: usize| bytes.get(idx).map_or(0, |&byte| u64::from(byte));
    at(0) << 16 | at(1) << 8 | at(2)
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(ODD);
    hash ^ (hash >> 29)
}

/// The hash of the words so far, of what stands between, and of one word more.
pub(super) fn join(hash: u64, between: &str, word: u64) -> u64 {
    mix(hash.rotate_left(23) ^ hash_between(between)) ^ word.rotate_left(11)
}

/// What makes no difference in a name: how long a space is, whether one stands after the dot of an initial, which sign a
/// hyphen or an apostrophe is.
fn hash_between(between: &str) -> u64 {
    if between == " " {
        return u64::from(b' ').wrapping_mul(ODD);
    }
    let mut hash = 0_u64;
    for_each_sign(between, |sign| hash = (hash ^ u64::from(sign)).wrapping_mul(ODD));
    hash
}

fn for_each_sign(between: &str, mut each: impl FnMut(char)) {
    let mut last = None;
    for c in between.chars() {
        let sign = sign(c);
        if sign == ' ' && matches!(last, Some(' ' | '.')) {
            continue;
        }
        last = Some(sign);
        each(sign);
    }
}

fn sign(c: char) -> char {
    match c {
        '‐' | '‑' => '-',
        '’' | 'ʼ' | '‘' | 'ʻ' => '\'',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// Appends a name in the form in which names are compared.
pub(super) fn push_canonical(name: &str, words: &[Word], canonical: &mut String) {
    let mut last_end = None;
    for word in words {
        if let Some(end) = last_end {
            for_each_sign(&name[end..word.start], |sign| canonical.push(sign));
        }
        canonical.push_str(&name[word.start..word.end]);
        last_end = Some(word.end);
    }
}

/// The hash of a whole name.
pub(super) fn hash_name(name: &str, words: &[Word]) -> u64 {
    let mut words = words.iter();
    let Some(first) = words.next() else { return 0 };
    let start = (first.hash(name), first.end);
    words.fold(start, |(hash, end), word| (join(hash, &name[end..word.start], word.hash(name)), word.end)).0
}
