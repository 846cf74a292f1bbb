//! Names as RELAX NG sees them: symbols for the names a schema mentions, and name classes (RELAX NG 4.16 to 4.20).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are small numbers of our own, or names of the schema: never chosen by a document.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A multiplicative hash, for keys that nobody can choose to collide.
#[derive(Clone, Copy, Default)]
pub(super) struct FastHasher(u64);

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn finish(&self) -> u64 {
        // The map takes its bucket from the low bits, the product has its entropy in the high ones.
        self.0 ^ (self.0 >> 32)
    }
}

/// A name of the schema, or the class of all names that the schema does not mention and so cannot tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Symbol(u32);

/// The names that a schema mentions. Every other name of a namespace is one symbol, and so is every other namespace:
/// a document cannot make the table grow.
#[derive(Clone, Debug)]
pub(super) struct Names {
    namespaces: Vec<Namespace>,
    /// For each symbol its namespace (none: one that the schema does not mention).
    owners: Vec<Option<usize>>,
}

#[derive(Clone, Debug)]
struct Namespace {
    uri: String,
    locals: FastMap<String, Symbol>,
    other: Symbol,
}

const UNKNOWN: Symbol = Symbol(0);

impl Names {
    pub(super) fn new() -> Self {
        Names { namespaces: Vec::new(), owners: vec![None] }
    }

    /// The symbol of a name in a document.
    pub(super) fn symbol(&self, uri: &str, local: &str) -> Symbol {
        self.namespaces
            .iter()
            .find(|namespace| namespace.uri == uri)
            .map_or(UNKNOWN, |namespace| namespace.locals.get(local).copied().unwrap_or(namespace.other))
    }

    /// The number of a namespace that the schema mentions.
    pub(super) fn namespace(&mut self, uri: &str) -> usize {
        if let Some(known) = self.namespaces.iter().position(|namespace| namespace.uri == uri) {
            return known;
        }
        let number = self.namespaces.len();
        let other = self.add(number);
        self.namespaces.push(Namespace { uri: uri.to_owned(), locals: FastMap::default(), other });
        number
    }

    /// The symbol of a name that the schema mentions.
    pub(super) fn mention(&mut self, uri: &str, local: &str) -> Symbol {
        let number = self.namespace(uri);
        if let Some(known) = self.namespaces[number].locals.get(local) {
            return *known;
        }
        let symbol = self.add(number);
        self.namespaces[number].locals.insert(local.to_owned(), symbol);
        symbol
    }

    fn add(&mut self, namespace: usize) -> Symbol {
        let symbol = Symbol(u32::try_from(self.owners.len()).expect("a schema has fewer than four billion names"));
        self.owners.push(Some(namespace));
        symbol
    }
}

/// A set of names (RELAX NG 4.16).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NameClass {
    Name(Symbol),
    Namespace { number: usize, except: Option<Box<NameClass>> },
    Any { except: Option<Box<NameClass>> },
    Choice(Vec<NameClass>),
}

impl NameClass {
    /// Whether a name belongs to the class.
    pub(super) fn contains(&self, names: &Names, symbol: Symbol) -> bool {
        let excepted = |except: &Option<Box<NameClass>>| except.as_ref().is_some_and(|e| e.contains(names, symbol));
        match self {
            NameClass::Name(name) => *name == symbol,
            NameClass::Namespace { number, except } => {
                names.owners[symbol.0 as usize] == Some(*number) && !excepted(except)
            }
            NameClass::Any { except } => !excepted(except),
            NameClass::Choice(classes) => classes.iter().any(|class| class.contains(names, symbol)),
        }
    }
}
