//! Which languages a text is read in: its own, and what it may quote from others.

use std::sync::LazyLock;

use crate::date::language::Language;
use crate::date::phrases::StartFilter;

/// How many bytes of a text are looked at, in each of three places, to tell its language.
const SAMPLE: usize = 700;

/// The language of a text, in which all dates are read, with the others, in which only dates are read that can be
/// nothing else (`le 3 mai 1917` in an English letter).
#[derive(Debug, Clone, Copy)]
pub struct Tongues {
    own: usize,
}

struct Packs {
    languages: Vec<Language>,
    /// The words by which a text is told, each with its pack, by their first byte.
    common: Vec<Vec<(String, usize)>>,
    /// What the names of months and decades and years in words begin with, in any of them.
    starts: StartFilter,
}

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let pack = |text: &str| toml::from_str(text).expect("the packs are well formed, or no test would pass");
    let packs: Vec<Language> = vec![
        pack(include_str!("packs/english.toml")),
        pack(include_str!("packs/german.toml")),
        pack(include_str!("packs/french.toml")),
        pack(include_str!("packs/russian.toml")),
    ];
    let filters = packs.iter().flat_map(|pack| [pack.months.filter(), pack.decades.filter(), pack.centuries.filter()]);
    let starts = filters.fold(StartFilter::default(), |all, filter| all.or(filter));
    let mut common = vec![Vec::new(); 256];
    for (idx, pack) in packs.iter().enumerate() {
        for word in &pack.common {
            let first = word.bytes().next().map_or(0, usize::from);
            common[first].push((word.clone(), idx));
        }
    }
    Packs { languages: packs, common, starts }
});

impl Tongues {
    /// The language that words such as `German`, `de-AT` or `Translation - English` name, where there is a pack for it.
    pub fn named(words: &str) -> Option<Self> {
        let names = |pack: &Language| {
            let mut parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            parts.any(|part| pack.called.contain(part))
        };
        PACKS.languages.iter().position(names).map(|own| Self { own })
    }

    /// The language in which a text is written, by its commonest words; English where they do not tell.
    pub fn told_by(text: &str) -> Self {
        let mut counts = vec![0_usize; PACKS.languages.len()];
        // The head of a file is often in the language of the archive, and not in that of the document.
        let places = if text.len() < 3 * SAMPLE { vec![text] } else { thirds(text) };
        for word in places
            .into_iter()
            .flat_map(|place| place.split(|c: char| !c.is_alphabetic()))
            .filter(|word| (2..=10).contains(&word.len()))
        {
            let alike = &PACKS.common[usize::from(word.as_bytes()[0])];
            for (_, idx) in alike.iter().filter(|(common, _)| common == word) {
                counts[*idx] += 1;
            }
        }
        // The first of those that have most.
        let own = (0..counts.len()).rev().max_by_key(|&idx| counts[idx]).unwrap_or_default();
        Self { own }
    }

    /// The language as BCP 47 names it.
    pub fn tag(self) -> &'static str {
        &self.own().tag
    }

    /// The text's own language.
    pub(super) fn own(self) -> &'static Language {
        &PACKS.languages[self.own]
    }

    /// The text's own language first, then the others.
    pub(super) fn all(self) -> impl Iterator<Item = &'static Language> {
        let others = PACKS.languages.iter().enumerate().filter(move |(idx, _)| *idx != self.own).map(|(_, pack)| pack);
        std::iter::once(self.own()).chain(others)
    }
}

/// A stretch at the begin, in the middle and at the end of a text.
fn thirds(text: &str) -> Vec<&str> {
    let boundary = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let starts = [0, (text.len() - SAMPLE) / 2, text.len() - SAMPLE];
    starts.into_iter().map(|start| &text[boundary(start)..boundary(start + SAMPLE)]).collect()
}

/// Whether the name of a month or decade or a year in words, in any language, may begin with these bytes.
pub(super) fn may_begin_name(bytes: &[u8]) -> bool {
    PACKS.starts.may_begin(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_language_by_its_common_words() {
        for (text, tag) in [
            ("The boat was in the harbour and it was late.", "en"),
            ("Das Boot lag im Hafen, und es war schon spät.", "de"),
            ("Le bateau était dans le port et il était tard.", "fr"),
            ("Лодка была в гавани, и было уже поздно, но он не пришёл.", "ru"),
            ("12345", "en"),
            ("", "en"),
        ] {
            assert_eq!(Tongues::told_by(text).tag(), tag, "{text}");
        }
    }

    #[test]
    fn a_language_is_known_by_its_name_and_tag() {
        let tag = |words: &str| Tongues::named(words).map(Tongues::tag);
        assert_eq!(tag("Translation - English"), Some("en"));
        assert_eq!(tag("de-AT"), Some("de"));
        assert_eq!(tag("français"), Some("fr"));
        assert_eq!(tag("Russian"), Some("ru"));
        assert_eq!(tag("Polish"), None);
    }
}
