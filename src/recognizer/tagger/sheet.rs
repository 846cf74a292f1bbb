//! What a document says of its words: how each is written and what stands beside it, counted over all places.

use crate::model::NameKind;
use crate::recognizer::fold::fold_into;
use crate::recognizer::hash::{HashedMap, hash, mix};
use crate::recognizer::lexicon::Classes;
use crate::recognizer::person::{Place, Rule, RuleName};
use crate::recognizer::reading::{LineSpan, Reading};
use crate::recognizer::tagger::label::{ALL, Mask, begin, inside};
use crate::recognizer::token::{Shape, Token};

/// What is known of a word that is written with a capital somewhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// Hashes of its first two and three letters and of its last two, three and four.
    pub(super) affixes: [u64; 5],
    /// How often it stands with a capital inside a sentence.
    pub(super) capital: u16,
    /// How often where a capital says nothing.
    pub(super) starting: u16,
    /// How often in small letters.
    pub(super) small: u16,
    /// How often in a name of a person found by a sure rule.
    pub(super) sure: u16,
    /// The same, as the last word, or the only one.
    pub(super) family: u16,
    /// How often right after a title.
    pub(super) titled: u16,
    /// How often before what only persons do.
    pub(super) doing: u16,
    /// How often after a word that places follow.
    pub(super) placed: u16,
    /// How often right after a word that says what sort of place or organization is named.
    pub(super) sorted: u16,
    /// How often in a row of capitalized words.
    pub(super) joined: u16,
    /// How often with a genitive ending.
    pub(super) owning: u16,
}

/// The token is no word that is looked at.
pub(super) const NO_WORD: u32 = u32::MAX;

/// A document as the tagger sees it.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) reading: &'a Reading<'a>,
    /// For each token what the rules for persons say: 0 nothing, else rule and place in the name.
    pub(super) rules: Vec<u8>,
    /// For each token what it must be, where a rule is sure; else all labels.
    pub(super) sure: Vec<Mask>,
    /// For each token its number among the known words.
    pub(super) words: Vec<u32>,
    /// The known words.
    pub(super) known: Vec<Known>,
    /// Which of three languages it may be in: a bit each for English, German, French.
    pub(super) language: u8,
}

impl<'a> Sheet<'a> {
    /// Reads a document with the names that the rules found.
    pub(super) fn new(reading: &'a Reading<'a>, names: &[RuleName]) -> Self {
        let len = reading.tokens.len();
        let mut sheet = Sheet {
            reading,
            rules: vec![0; len],
            sure: vec![ALL; len],
            words: vec![NO_WORD; len],
            known: Vec::new(),
            language: language(&reading.tokens),
        };
        let ids = sheet.count_capitals();
        sheet.count_small(&ids);
        sheet.count_names(names);
        sheet
    }

    /// Counts the words with capitals, and gives their numbers by hash.
    fn count_capitals(&mut self) -> HashedMap<u32> {
        let mut ids = HashedMap::default();
        let mut folded = String::new();
        for line in &self.reading.lines {
            for idx in line.start..line.end {
                let token = self.reading.tokens[idx];
                if !token.is_capital() {
                    continue;
                }
                let id = *ids.entry(token.hash).or_insert_with(|| {
                    fold_into(&mut folded, self.reading.word(line, idx));
                    self.known.push(Known { affixes: affixes(&folded), ..Known::default() });
                    u32::try_from(self.known.len() - 1).expect("a document has fewer words than that")
                });
                self.words[idx] = id;
                self.count_place(line, idx, id);
            }
        }
        ids
    }

    /// Counts what stands beside a word.
    fn count_place(&mut self, line: &LineSpan, idx: usize, id: u32) {
        let tokens = &self.reading.tokens;
        let token = &tokens[idx];
        let before = (idx > line.start).then(|| &tokens[idx - 1]);
        let after = (idx + 1 < line.end).then(|| &tokens[idx + 1]);
        let is = |token: Option<&Token>, classes: Classes| token.is_some_and(|token| token.any(classes));
        let capital = |token: Option<&Token>| token.is_some_and(Token::is_capital);
        let known = &mut self.known[id as usize];
        if token.starts || token.shape == Shape::Capitals {
            count(&mut known.starting, true);
        } else {
            count(&mut known.capital, true);
        }
        count(&mut known.titled, is(before, Classes::TITLE) && capital(before));
        count(&mut known.doing, is(after, Classes::DEED));
        count(&mut known.placed, is(before, Classes::BEFORE_PLACE | Classes::MOTION));
        count(&mut known.sorted, is(before, Classes::PLACE_NOUN | Classes::ORG_NOUN));
        count(&mut known.joined, capital(before) || capital(after));
        count(&mut known.owning, token.genitive);
    }

    fn count_small(&mut self, ids: &HashedMap<u32>) {
        for token in self.reading.tokens.iter().filter(|token| token.shape == Shape::Lower) {
            if let Some(&id) = ids.get(&token.hash) {
                count(&mut self.known[id as usize].small, true);
            }
        }
    }

    /// Writes down what the rules say, and counts the words of sure names.
    fn count_names(&mut self, names: &[RuleName]) {
        let mut names = names.iter().peekable();
        for line in &self.reading.lines {
            let Some(first) = self.reading.tokens[line.start..line.end].first() else { continue };
            while names.next_if(|name| (name.flow, name.end) <= (line.flow, first.start)).is_some() {}
            let last = self.reading.tokens[line.end - 1].end;
            let mut at = line.start;
            while let Some(name) = names.next_if(|name| name.flow == line.flow && name.start < last) {
                at = self.count_name(line, at, name);
            }
        }
    }

    /// The same for one name, whose tokens do not stand before `at`; gives where they start.
    fn count_name(&mut self, line: &LineSpan, at: usize, name: &RuleName) -> usize {
        if name.rule == Rule::Part {
            return at;
        }
        let tokens = &self.reading.tokens[..line.end];
        let skip = |from: usize, byte: usize| (from..line.end).find(|&idx| tokens[idx].end > byte).unwrap_or(line.end);
        let first = skip(at, name.start);
        let start = if name.titles_end > name.start { skip(first, name.titles_end) } else { first };
        let end = (start..line.end).find(|&idx| tokens[idx].start >= name.end).unwrap_or(line.end);
        let rule = rule_number(name);
        self.rules[first..start].fill(1);
        for idx in start..end {
            self.rules[idx] = 2 + 2 * rule + u8::from(idx > start);
            if is_certain(line, name) {
                self.sure[idx] = 1 << if idx == start { begin(NameKind::Person) } else { inside(NameKind::Person) };
            }
            let sure = name.cert.is_none() && self.words[idx] != NO_WORD;
            if let Some(known) = self.known.get_mut(self.words[idx] as usize).filter(|_| sure) {
                count(&mut known.sure, true);
                count(&mut known.family, idx + 1 == end);
            }
        }
        first
    }
}

/// Whether a rule needs no second opinion: titles, initials and eastern names, an office right before the name, a name in
/// parentheses after an office, speakers; and any name in a line that signs.
fn is_certain(line: &LineSpan, name: &RuleName) -> bool {
    match name.rule {
        Rule::Sign(rule) => name.cert.is_none() && matches!(rule, 0..=3 | 5 | 7 | 9 | 10),
        Rule::Evidence => line.place == Place::Signature,
        Rule::Part => false,
    }
}

/// What found the name and how sure it is, as a number.
fn rule_number(name: &RuleName) -> u8 {
    let sure = u8::from(name.cert.is_none());
    match name.rule {
        Rule::Evidence | Rule::Part => sure,
        Rule::Sign(rule) => 2 + 2 * rule + sure,
    }
}

fn count(counter: &mut u16, counts: bool) {
    *counter = counter.saturating_add(u16::from(counts));
}

/// Hashes of the first two and three letters of a word and of the last two, three and four.
fn affixes(folded: &str) -> [u64; 5] {
    let start = |len: usize| folded.char_indices().nth(len).map_or(folded.len(), |(at, _)| at);
    let end = |len: usize| folded.char_indices().rev().nth(len - 1).map_or(0, |(at, _)| at);
    let of = |part: &str, number: u64| mix(number, hash(part.as_bytes()));
    [
        of(&folded[..start(2)], 1),
        of(&folded[..start(3)], 2),
        of(&folded[end(2)..], 3),
        of(&folded[end(3)..], 4),
        of(&folded[end(4)..], 5),
    ]
}

/// Whether a document is long enough to tell that it is not in English.
pub(in crate::recognizer) fn is_foreign(tokens: &[Token]) -> bool {
    language(tokens) & 1 == 0 && tokens.iter().filter(|token| token.shape == Shape::Lower).count() >= TELLING
}

/// Fewer small words than this do not tell the language.
const TELLING: usize = 40;

/// The languages whose small words the document has in number.
fn language(tokens: &[Token]) -> u8 {
    let count =
        |class: Classes| tokens.iter().filter(|token| token.shape == Shape::Lower && token.any(class)).count() * 8;
    let small = tokens.iter().filter(|token| token.shape == Shape::Lower).count();
    let (german, french) =
        (count(Classes::GERMAN) > small && small > 0, count(Classes::FRENCH) > small * 2 && small > 0);
    u8::from(!german && !french) | u8::from(german) << 1 | u8::from(french) << 2
}
