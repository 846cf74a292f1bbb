//! What the document says of capitalized words that bear no sure sign: whether they behave like names of persons.

use crate::model::Cert;
use crate::recognizer::fold::fold_into;
use crate::recognizer::hash::{HashedMap, hash};
use crate::recognizer::lexicon::{Classes, Lexicon};
use crate::recognizer::person::line::{Cue, Line, Place, Style};
use crate::recognizer::person::rules::Found;
use crate::recognizer::token::Shape;

/// Words that turned out to be a name, in bytes of a flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) flow: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// How sure it is.
    pub(super) cert: Cert,
    /// Whether it is one of two names with a hyphen between them.
    pub(super) part: bool,
}

/// Capitalized words whose nature is open.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    flow: usize,
    start: usize,
    end: usize,
    /// The last word, which would be the family name.
    last: WordId,
    /// The same without a final s: the Brenners.
    singular: Option<WordId>,
    /// Whether it follows the candidate before it in a list: Varnov, Orlovsky and Privalov.
    listed: bool,
    /// What stands beside it speaks for a person (above 0) or against.
    score: i8,
    kind: Kind,
}

/// What sort of words a candidate consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One word of which nothing is known.
    Unknown,
    /// One given name.
    Given,
    /// Several words.
    Several,
    /// One of two words with a hyphen between them; a name only if the document has a person of that name.
    Part,
    /// A word of common language, or a place; a name only if the document has a person of that name.
    Ordinary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct WordId(u32);

/// What is known of a word in this document.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// It is the family name, or only name, in a mention found by a sure sign.
    sure: bool,
    /// The same, by a less sure sign.
    likely: bool,
    /// The sum of the scores where it stands as a candidate.
    score: i32,
    /// How often what stands beside it speaks clearly for a person.
    good: u32,
    /// How often it speaks clearly against.
    bad: u32,
    /// It also stands in small letters.
    small: bool,
}

/// The words of a document that matter for names.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// By the hash of the folded word.
    ids: HashedMap<WordId>,
    known: Vec<Known>,
    candidates: Vec<Candidate>,
    folded: String,
}

/// The score that an unknown word needs, over all its places, to be taken for a name.
const ENOUGH: i32 = 4;
/// The score of a place at which the words are clearly a name, or, below 0, clearly none.
const CLEAR: i8 = 3;
/// Two words that may be a full name need less.
const ENOUGH_FOR_SEVERAL: i32 = 2;

impl Words {
    /// Remembers the family name of a name that was found.
    pub(super) fn learn(&mut self, line: &Line<'_>, found: &Found) {
        let token = &line.tokens[found.family];
        if !token.is_capital() || token.end - token.start < 3 && !token.any(Classes::FAMILY) {
            return;
        }
        let id = self.id(line.word(found.family));
        let known = &mut self.known[id.0 as usize];
        if found.cert.is_none() {
            known.sure = true;
        } else {
            known.likely = true;
        }
    }

    /// Looks at the token `at`, which starts no sure name, and gives where to go on.
    pub(super) fn observe(&mut self, flow: usize, line: &Line<'_>, at: usize) -> usize {
        let token = &line.tokens[at];
        if token.shape == Shape::Lower {
            if token.classes == Classes::NONE {
                let id = self.id_of(token.hash);
                self.known[id.0 as usize].small = true;
            }
            return at + 1;
        }
        if !token.is_capital() {
            return at + 1;
        }
        let end = line.name_end(at, Cue::Likely).unwrap_or(at + 1);
        let Some(kind) = kind(line, at, end) else { return end };
        let last = self.id(line.word(end - 1));
        let score = score(line, at, end, kind) + joined(line, at);
        let known = &mut self.known[last.0 as usize];
        known.score += i32::from(score);
        known.good += u32::from(score >= CLEAR);
        known.bad += u32::from(score <= -CLEAR);
        known.likely |= line.tokens[end - 1].any(Classes::FAMOUS);
        let singular = line.word(end - 1).strip_suffix('s').filter(|stem| stem.len() > 3).map(|stem| self.id(stem));
        let listed = self.follows_candidate(flow, line, at);
        let (start, stop) = (token.start, line.tokens[end - 1].end);
        self.candidates.push(Candidate { flow, start, end: stop, last, singular, listed, score, kind });
        if kind == Kind::Unknown {
            self.observe_pair(flow, line, at);
        }
        end
    }

    /// Two names joined by a hyphen: `the Harwell–Ostrander talks`. Each is a name only if the document knows it.
    fn observe_pair(&mut self, flow: usize, line: &Line<'_>, at: usize) {
        let (start, word) = (line.tokens[at].start, line.word(at));
        let Some((first, second)) = word.split_once(['-', '–']) else { return };
        if first.len() < 3 || second.len() < 3 || !second.starts_with(char::is_uppercase) {
            return;
        }
        let end = start + word.len();
        for (from, to, part) in [(start, start + first.len(), first), (end - second.len(), end, second)] {
            let last = self.id(part);
            let kind = Kind::Part;
            self.candidates.push(Candidate {
                flow,
                start: from,
                end: to,
                last,
                singular: None,
                listed: false,
                score: 0,
                kind,
            });
        }
    }

    /// Whether nothing but a comma or `and` stands between the last candidate and `at`.
    fn follows_candidate(&self, flow: usize, line: &Line<'_>, at: usize) -> bool {
        let Some(last) = self.candidates.last().filter(|last| last.flow == flow) else { return false };
        let separator =
            |idx: usize| line.at(idx).is_some_and(|token| token.is(',') || matches!(line.word(idx), "and" | "or"));
        let ends = |idx: usize| line.at(idx).is_some_and(|token| token.end == last.end);
        at > 1 && separator(at - 1) && (ends(at - 2) || (at > 2 && separator(at - 2) && ends(at - 3)))
    }

    /// The candidates that are names.
    pub(super) fn settle(&mut self) -> Vec<Occurrence> {
        let candidates = std::mem::take(&mut self.candidates);
        let mut certs: Vec<Option<Cert>> = candidates.iter().map(|candidate| self.judge(candidate)).collect();
        for idx in 1..candidates.len() {
            if candidates[idx].listed && certs[idx - 1] == Some(Cert::High) && self.may_be_listed(&candidates[idx]) {
                certs[idx] = certs[idx].or(Some(Cert::Medium));
            }
        }
        for idx in (1..candidates.len()).rev() {
            if candidates[idx].listed && certs[idx] == Some(Cert::High) && self.may_be_listed(&candidates[idx - 1]) {
                certs[idx - 1] = certs[idx - 1].or(Some(Cert::Medium));
            }
        }
        let found = |(candidate, cert): (Candidate, Option<Cert>)| {
            let Candidate { flow, start, end, kind, .. } = candidate;
            cert.map(|cert| Occurrence { flow, start, end, cert, part: kind == Kind::Part })
        };
        candidates.into_iter().zip(certs).filter_map(found).collect()
    }

    /// How sure it is that a candidate is a name; `None` if it is none.
    fn judge(&self, candidate: &Candidate) -> Option<Cert> {
        let known = |id: WordId| self.known[id.0 as usize];
        let plural = candidate.kind == Kind::Unknown && candidate.singular.is_some_and(|id| known(id).sure);
        if plural { Some(Cert::Medium) } else { judge(candidate, known(candidate.last)) }
    }

    /// Whether a candidate in a list with a person is one too: nothing speaks against it.
    fn may_be_listed(&self, candidate: &Candidate) -> bool {
        let known = self.known[candidate.last.0 as usize];
        matches!(candidate.kind, Kind::Unknown | Kind::Several | Kind::Given)
            && known.bad == 0
            && !known.small
            && candidate.score >= 0
    }

    fn id(&mut self, word: &str) -> WordId {
        fold_into(&mut self.folded, word);
        self.id_of(hash(self.folded.as_bytes()))
    }

    fn id_of(&mut self, hash: u64) -> WordId {
        *self.ids.entry(hash).or_insert_with(|| {
            self.known.push(Known::default());
            WordId(u32::try_from(self.known.len() - 1).unwrap_or(u32::MAX))
        })
    }
}

/// How sure it is that a candidate is a name; `None` if it is none.
fn judge(candidate: &Candidate, known: Known) -> Option<Cert> {
    let score = i32::from(candidate.score);
    match candidate.kind {
        Kind::Part => (known.sure || known.likely).then_some(Cert::High),
        Kind::Ordinary => ((known.sure && score >= 2) || (known.likely && score >= 3)).then_some(Cert::High),
        _ if known.sure && !known.small => (score > -5).then_some(Cert::High),
        _ if known.sure => (score > 0).then_some(Cert::High),
        _ if known.small => None,
        _ if known.likely => (score > -2).then_some(Cert::Medium),
        Kind::Given => (score >= 1 || known.score >= ENOUGH && score >= 0).then_some(Cert::Medium),
        Kind::Several => (score >= ENOUGH_FOR_SEVERAL).then_some(Cert::Medium),
        Kind::Unknown => {
            let enough = known.score >= ENOUGH && known.good > known.bad;
            (enough && score > -2).then_some(Cert::Medium)
        }
    }
}

/// What sort of candidate the words are; `None` if they are none.
fn kind(line: &Line<'_>, at: usize, end: usize) -> Option<Kind> {
    let token = &line.tokens[at];
    if line.nameable(at) {
        return Some(match end - at {
            1 if token.any(Classes::GIVEN) => Kind::Given,
            1 => Kind::Unknown,
            _ => Kind::Several,
        });
    }
    let ordinary = token.shape == Shape::Title
        && !token.starts
        && !line.capitals()
        && !line.capital_joined(at + 1)
        && !line.before(at).is_some_and(|before| before.is_capital() && !before.starts)
        && !token.any(Classes::PEOPLE | Classes::CALENDAR | Classes::OFFICE);
    ordinary.then_some(Kind::Ordinary)
}

/// How much what stands beside the words speaks for a person.
fn score(line: &Line<'_>, at: usize, end: usize, kind: Kind) -> i8 {
    let mut score = before(line, at) + after(line, end) + inside(line, at, end);
    if kind == Kind::Given {
        score += 1;
    }
    if line.place == Place::Signature {
        score += 5;
    } else if kind != Kind::Unknown && at == 0 && end == line.tokens.len() {
        score += 2;
    }
    if line.tokens[end - 1].genitive {
        score += 1;
    }
    score.clamp(-9, 9)
}

/// How near the words stand to the sure name before them: `Varnov, Orlovsky and Privalov`.
fn joined(line: &Line<'_>, at: usize) -> i8 {
    let Some(end) = line.named.filter(|&end| end < at && at - end <= 2) else { return 0 };
    let comma = line.tokens[end].is(',') || line.tokens[end].is('/');
    let and = |idx: usize| matches!(line.word(idx), "and" | "or" | "&" | "und" | "et");
    match at - end {
        1 if and(end) => 2,
        1 if comma => 1,
        2 if comma && and(end + 1) => 2,
        _ => 0,
    }
}

/// What stands before the words.
fn before(line: &Line<'_>, at: usize) -> i8 {
    let Some(token) = line.before(at) else { return 0 };
    let word = token.shape == Shape::Lower || token.is_capital();
    if word && token.any(Classes::BEFORE_PLACE) {
        return -3;
    }
    if moves(line, at) || (token.shape == Shape::Lower && token.any(Classes::PLACE_NOUN)) {
        return -3;
    }
    match token.shape {
        Shape::Mark(')') if at > 1 && line.tokens[at - 2].shape == Shape::Other => 1, // 4) Brandel, 5) Kossak
        Shape::Lower => i8::from(token.any(Classes::BEFORE)),
        Shape::Title | Shape::Capitals if token.genitive || token.any(Classes::BEFORE) || line.capitals() => 0,
        Shape::Title | Shape::Capitals | Shape::Mark('"' | '“' | '„' | '«') => -2,
        Shape::Other | Shape::Letter | Shape::Initial | Shape::Mark(_) => 0,
    }
}

/// Whether the words before are those of a way: `returned to`, `refugees from`.
fn moves(line: &Line<'_>, at: usize) -> bool {
    at > 1
        && matches!(line.word(at - 1), "to" | "from")
        && (line.tokens[at - 2].any(Classes::MOTION | Classes::PEOPLE | Classes::PLACE_NOUN))
}

/// What stands after the words.
fn after(line: &Line<'_>, end: usize) -> i8 {
    let Some(token) = line.at(end) else { return 0 };
    match token.shape {
        Shape::Lower if token.any(Classes::DEED) => 3,
        Shape::Lower if token.any(Classes::AFTER) => 2,
        Shape::Lower => i8::from(token.any(Classes::DEED_WEAK)),
        Shape::Title | Shape::Capitals if line.capitals() || token.any(Classes::TITLE | Classes::OFFICE) => 0,
        Shape::Title | Shape::Capitals => {
            if token.any(Classes::INSTITUTION) {
                -4
            } else {
                -2
            }
        }
        Shape::Mark('"' | '”') => -1,
        Shape::Mark(',') if describes(line, end + 1) => 2,
        Shape::Other | Shape::Letter | Shape::Initial | Shape::Mark(_) => 0,
    }
}

/// Whether words that describe a person start at `idx`, after a comma: `who`, `born`, `my brother`, `Minister`.
fn describes(line: &Line<'_>, idx: usize) -> bool {
    let person = |at: usize| {
        line.at(at).is_some_and(|token| {
            token.any(Classes::OFFICE | Classes::KIN | Classes::CALLING)
                || matches!(line.word(at), "who" | "whom" | "whose" | "born" | "aged" | "née")
        })
    };
    let small = line.at(idx).is_some_and(|token| token.shape == Shape::Lower);
    person(idx) || (small && person(idx + 1))
}

/// What the words themselves say.
fn inside(line: &Line<'_>, at: usize, end: usize) -> i8 {
    let last = &line.tokens[end - 1];
    let mut folded = String::new();
    fold_into(&mut folded, line.word(end - 1));
    let mut score = 0;
    if Lexicon::shipped().ends_badly(&folded) {
        score -= 3;
    } else if Lexicon::shipped().ends_well(&folded) {
        score += 2;
    }
    if end - at > 1 && last.any(Classes::GIVEN) {
        score += 2;
    }
    if line.style == Style::German {
        score -= 9;
    }
    if last.shape == Shape::Capitals && !line.capitals() {
        score -= if last.end - last.start <= 5 { 4 } else { 1 };
    }
    if line.capitals() {
        score -= 1;
    } else if !line.tokens[at].starts {
        score += i8::from(end - at == 1);
    }
    score
}
