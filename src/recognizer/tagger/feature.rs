//! The features of a token: hashes of what the word is, what stands beside it, and what the document says of it.

use crate::recognizer::hash::mix;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::person::Style;
use crate::recognizer::reading::LineSpan;
use crate::recognizer::tagger::label::ALL;
use crate::recognizer::tagger::segment::Segment;
use crate::recognizer::tagger::sheet::{Known, NO_WORD, Sheet};
use crate::recognizer::token::{Shape, Token};
use crate::recognizer::vocabulary::Word;

/// A line, and how its words are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) line: &'a LineSpan,
    pub(super) style: Style,
}

/// A token of a segment of a line, and where its features go.
struct Writer<'a, F: FnMut(u64)> {
    context: Context<'a>,
    segment: &'a Segment,
    idx: usize,
    emit: F,
}

/// Gives the features of the token `idx` of a segment to `emit`.
pub(super) fn features(context: Context<'_>, segment: &Segment, idx: usize, emit: impl FnMut(u64)) {
    let mut writer = Writer { context, segment, idx, emit };
    writer.words();
    writer.run();
    if segment.masks[idx - segment.start] == ALL {
        writer.shapes();
        writer.classes();
        writer.rules();
        writer.known();
        writer.company();
    }
}

/// The classes that tell what a row of capitalized words is.
const TELLING: Classes = Classes::ORG_NOUN
    .with(Classes::INSTITUTION)
    .with(Classes::PLACE_PART)
    .with(Classes::GIVEN)
    .with(Classes::TITLE)
    .with(Classes::OFFICE)
    .with(Classes::COUNTRY)
    .with(Classes::CITY)
    .with(Classes::REGION)
    .with(Classes::PEOPLE)
    .with(Classes::ORGANIZATION)
    .with(Classes::CALENDAR);

/// The bit of a feature that tells of the word itself, as opposed to what stands beside it or what it looks like.
pub(super) const LEXICAL: u64 = 1 << 63;

/// What stands where the line has no token.
const NOTHING: u64 = 0x5EED;

impl<'a, F: FnMut(u64)> Writer<'a, F> {
    fn put(&mut self, template: u64, value: u64) {
        (self.emit)(mix(template, value) & !LEXICAL);
    }

    /// The same, for a feature that only this very word has.
    fn put_word(&mut self, template: u64, value: u64) {
        (self.emit)(mix(template, value) | LEXICAL);
    }

    fn token(&self, idx: usize) -> Option<&'a Token> {
        let line = self.context.line;
        (line.start..line.end).contains(&idx).then(|| &self.context.sheet.reading.tokens[idx])
    }

    fn hash(&self, idx: usize) -> u64 {
        self.token(idx).map_or(NOTHING, |token| token.hash)
    }

    fn bits(&self, idx: usize) -> u64 {
        self.token(idx).map_or(1 << 63, |token| token.classes.bits())
    }

    /// What is known of a word in general; nothing where the line has no token.
    fn word(&self, idx: usize) -> Word {
        self.token(idx).map_or(Word::default(), |token| token.word)
    }

    fn shape(&self, idx: usize) -> u64 {
        self.token(idx).map_or(NOTHING, shape)
    }

    /// The word and those beside it.
    fn words(&mut self) {
        let idx = self.idx;
        let (here, before, after) = (self.hash(idx), self.hash(idx.wrapping_sub(1)), self.hash(idx + 1));
        self.put(1, 0);
        self.put_word(2, here);
        self.put(3, before);
        self.put(4, after);
        self.put_word(5, mix(before, here));
        self.put_word(6, mix(here, after));
        self.put(7, self.hash(idx.wrapping_sub(2)));
        self.put(8, self.hash(idx + 2));
        self.put(9, mix(self.hash(idx.wrapping_sub(2)), before));
    }

    /// The row of capitalized words in which the token stands.
    fn run(&mut self) {
        let at = self.idx - self.segment.start;
        let (start, end) = (self.segment.run_starts[at], self.segment.run_ends[at]);
        let place = u64::from(self.idx > start) << 1 | u64::from(self.idx + 1 < end);
        let bits = (start..end).fold(0, |bits, idx| bits | self.bits(idx)) & TELLING.bits();
        let (before, after) = (start.wrapping_sub(1), end);
        self.put(10, mix(bits, place));
        self.put(11, mix((end - start).min(6) as u64, place));
        self.put_word(12, mix(self.hash(end - 1), place));
        self.put_word(13, mix(self.hash(start), place));
        self.put(14, mix(self.hash(before), place));
        self.put(15, mix(self.hash(after), place));
        self.put(16, mix(self.hash(before.wrapping_sub(1)), mix(self.hash(before), place)));
        self.put(17, mix(self.hash(after), mix(self.hash(after + 1), place)));
        let beside = mix(self.bits(before), self.bits(after));
        self.put(18, mix(bits, beside));
        self.put(19, mix(self.shape(self.idx), self.bits(before)));
        self.put(20, mix(self.shape(self.idx), self.bits(after)));
    }

    /// How the word and those beside it are written, and where.
    fn shapes(&mut self) {
        let idx = self.idx;
        let Context { sheet, line, style } = self.context;
        let here = self.shape(idx);
        self.put(21, here);
        self.put(22, mix(here, mix(self.shape(idx.wrapping_sub(1)), self.shape(idx + 1))));
        self.put_word(23, mix(here, self.hash(idx)));
        let place = u64::from(idx == line.start) | u64::from(idx + 1 == line.end) << 1;
        let part = (line.part as u64) << 8 | (style as u64) << 4 | place;
        self.put(24, mix(here, part));
        self.put(25, mix(here, u64::from(sheet.language)));
        self.put(26, mix(self.hash(idx.wrapping_sub(1)), here));
        self.put(27, mix(self.hash(idx + 1), here));
    }

    /// What the word lists say of the word and those beside it.
    fn classes(&mut self) {
        let idx = self.idx;
        let (here, before, after) = (self.bits(idx), self.bits(idx.wrapping_sub(1)), self.bits(idx + 1));
        self.put(30, here);
        self.put(31, mix(before, here));
        self.put(32, mix(here, after));
        self.put(33, mix(before, mix(here, after)));
        for (template, bits) in [(34, here), (35, before), (36, after)] {
            let mut rest = bits;
            while rest != 0 {
                self.put(template, u64::from(rest.trailing_zeros()));
                rest &= rest - 1;
            }
        }
    }

    /// What is known of the word and those beside it in general.
    fn company(&mut self) {
        let idx = self.idx;
        let (here, before, after) = (self.word(idx), self.word(idx.wrapping_sub(1)), self.word(idx + 1));
        self.put(70, here.group());
        self.put(71, here.large_group());
        self.put(72, here.largest_group());
        self.put(73, before.group());
        self.put(74, before.large_group());
        self.put(75, after.group());
        self.put(76, after.large_group());
        self.put(77, here.bearers());
        self.put(78, mix(here.bearers(), here.largest_group()));
        self.put(79, mix(here.bearers(), self.bits(idx)));
        self.put(80, mix(before.bearers(), here.bearers()));
        self.put(81, mix(here.bearers(), after.bearers()));
        self.put(82, mix(here.bearers(), self.shape(idx)));
    }

    /// What the rules for persons say.
    fn rules(&mut self) {
        let rules = &self.context.sheet.rules;
        let rule = |idx: usize| self.token(idx).map_or(255, |_| u64::from(rules[idx]));
        let (here, before, after) = (rule(self.idx), rule(self.idx.wrapping_sub(1)), rule(self.idx + 1));
        let bits = self.bits(self.idx);
        let style = self.context.style as u64;
        self.put(40, here);
        self.put(41, mix(here, before << 8 | after));
        self.put(42, mix(here, bits));
        self.put(43, mix(here, style));
    }

    /// What the document says of the word.
    fn known(&mut self) {
        let sheet = self.context.sheet;
        let word = sheet.words[self.idx];
        if word == NO_WORD {
            return;
        }
        let known = sheet.known[word as usize];
        let [first_two, first_three, last_two, last_three, last_four] = known.affixes;
        self.put(50, first_two);
        self.put_word(51, first_three);
        self.put(52, last_two);
        self.put(53, last_three);
        self.put_word(54, last_four);
        self.put(55, mix(known.affixes[3], self.shape(self.idx)));
        let rule = u64::from(sheet.rules[self.idx]);
        let bits = self.bits(self.idx);
        self.put(60, mix(level(known.small), mix(level(known.capital), level(known.starting))));
        self.put(61, mix(level(known.sure), level(known.family)));
        self.put(62, mix(level(known.titled), level(known.doing)));
        self.put(63, mix(level(known.placed), level(known.sorted)));
        self.put(64, mix(level(known.joined), level(known.capital)));
        self.put(65, mix(signs(&known), 0));
        self.put(66, mix(signs(&known), rule));
        self.put(67, mix(signs(&known), bits));
        let share = |part: u16| u64::from(part) * 4 / u64::from(known.capital + known.starting).max(1);
        self.put(68, mix(share(known.placed), share(known.doing)));
        self.put(69, mix(share(known.sure), share(known.joined)));
    }
}

/// How often, in steps.
fn level(count: u16) -> u64 {
    match count {
        0..=2 => u64::from(count),
        3..=5 => 3,
        6..=15 => 4,
        16.. => 5,
    }
}

/// What is seen at least once.
fn signs(known: &Known) -> u64 {
    let signs = [
        known.small,
        known.capital,
        known.sure,
        known.family,
        known.titled,
        known.doing,
        known.placed,
        known.sorted,
        known.owning,
    ];
    signs.iter().fold(0, |bits, &sign| bits << 1 | u64::from(sign > 0))
}

/// How a token looks, as a number.
pub(super) fn shape(token: &Token) -> u64 {
    let shape = match token.shape {
        Shape::Title => 1,
        Shape::Capitals => 2,
        Shape::Initial => 3,
        Shape::Letter => 4,
        Shape::Lower => 5,
        Shape::Other => 6,
        Shape::Mark(sign) => 16 + u64::from(u32::from(sign)),
    };
    let len = (token.end - token.start).min(12) as u64 / 3;
    let short = if token.shape == Shape::Lower { 0 } else { len };
    shape << 8 | short << 3 | u64::from(token.starts) << 1 | u64::from(token.genitive)
}
