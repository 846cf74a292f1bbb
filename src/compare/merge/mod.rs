//! Three-way merge: what theirs did to the base is done to ours by splices, so that every other byte of ours stays.

mod attributes;
mod conflict;
mod edit;
mod elements;
mod insert;
mod moves;
mod place;
mod text;
mod three;

use std::collections::{HashMap, HashSet};

use crate::compare::encoding::{Encoding, NONE, short};
use crate::compare::quote::Quoter;

pub use conflict::{Conflict, ConflictKind};

use edit::{Edit, Move, spliced};
use three::Three;

/// How the comments that hold a conflict begin.
pub const CONFLICT: &str = "postil:conflict";

/// What became of three documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The document.
    pub xml: String,
    /// How many changes of theirs were taken; those that ours has too are not counted.
    pub taken: usize,
    /// The changes of theirs that were not taken.
    pub conflicts: Vec<Conflict>,
}

/// Something that theirs did, done whole or not at all.
#[derive(Debug, Clone)]
struct Act {
    edits: Vec<Edit>,
    moves: Vec<Move>,
    /// What is said if it cannot be done, and where in theirs it is (bytes).
    told: String,
    theirs: u32,
}

/// A disagreement, before it has its words.
#[derive(Debug, Clone)]
struct Clash {
    kind: ConflictKind,
    message: String,
    /// Tokens of ours and of theirs, or of the base.
    ours: Option<u32>,
    theirs: Option<u32>,
    base: Option<u32>,
}

/// What becomes of a place where both sides disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnConflict {
    /// Ours stays.
    #[default]
    Ours,
    /// Ours stays, between two comments that say what theirs wanted.
    Mark,
}

/// Merges what theirs did to the base into ours. `is_sound` is asked whether a document may be given out; a document that
/// is not well-formed never is.
pub fn merge(
    base: Encoding<'_>,
    ours: Encoding<'_>,
    theirs: Encoding<'_>,
    on_conflict: OnConflict,
    is_sound: &dyn Fn(&str) -> bool,
) -> Merged {
    // A side that did nothing gives way.
    if base.xml == theirs.xml || ours.xml == theirs.xml {
        return Merged { xml: ours.xml.to_owned(), taken: 0, conflicts: Vec::new() };
    }
    if base.xml == ours.xml {
        return Merged { xml: theirs.xml.to_owned(), taken: 1, conflicts: Vec::new() };
    }
    let three = Three::new(base, ours, theirs);
    let mut plan = Plan::new(&three);
    moves::plan(&mut plan);
    text::plan(&mut plan);
    elements::plan(&mut plan);
    attributes::plan(&mut plan);
    plan.finish(on_conflict, is_sound)
}

/// What is to be done.
struct Plan<'t, 'a> {
    three: &'t Three<'a>,
    acts: Vec<Act>,
    clashes: Vec<Clash>,
    /// What ours and theirs share, in the order of theirs.
    shared: Vec<three::Shared>,
    /// The elements that ours added and theirs has not.
    of_ours: Vec<u32>,
    /// For each element of ours whether theirs puts its tags elsewhere, or takes them away.
    fading: Vec<bool>,
    /// Bytes of what theirs moved, in order; what is inside such a stretch is not told again.
    moved: Vec<(u32, u32)>,
    /// End tags of theirs and their elements, in order.
    closes: Vec<((u32, u32), u32)>,
    /// Elements of theirs that are put in with the words round them.
    carried: HashSet<u32>,
    /// For tokens of theirs that are put in, where (bytes of ours).
    inserted: HashMap<u32, u32>,
    /// For tokens of the base that theirs removed, the act; nothing where it is refused.
    of_base: HashMap<u32, Option<usize>>,
    /// For elements that theirs added, the act of the outermost.
    of_element: HashMap<u32, usize>,
    /// Tokens of ours that theirs takes out.
    going: HashSet<u32>,
    /// Acts that cannot be done.
    broken: HashSet<usize>,
    /// Elements of ours whose start tags are put in anew.
    replaced: HashSet<u32>,
}

impl<'t, 'a> Plan<'t, 'a> {
    fn new(three: &'t Three<'a>) -> Self {
        let of_ours = (0..three.ours.elements.len())
            .filter(|&own| three.in_ours.to_a[own] == NONE && three.element_theirs[own] == NONE)
            .map(short)
            .collect();
        let mut fading = vec![false; three.ours.elements.len()];
        let gone = three.in_theirs.to_b.iter().enumerate().filter(|&(_, &to)| to == NONE).map(|(base, _)| short(base));
        let retagged = three.in_theirs.stretched.iter().chain(&three.in_theirs.swapped).map(|&(base, _)| base);
        for own in gone.chain(retagged).map(|base| three::own_of(&three.in_ours, base)).filter(|&own| own != NONE) {
            fading[own as usize] = true;
        }
        let mut moved: Vec<(u32, u32)> = Vec::new();
        let mut all: Vec<(u32, u32)> = three
            .in_theirs
            .moved
            .iter()
            .map(|&(_, theirs)| &three.theirs.elements[theirs as usize])
            .map(|mark| (mark.open.0, mark.close.1))
            .collect();
        all.sort_unstable();
        for range in all {
            if moved.last().is_none_or(|last| last.1 <= range.0) {
                moved.push(range);
            }
        }
        let mut closes: Vec<_> =
            three.theirs.elements.iter().enumerate().map(|(idx, mark)| (mark.close, short(idx))).collect();
        closes.sort_unstable();
        Self {
            three,
            acts: Vec::new(),
            clashes: Vec::new(),
            shared: three::shared(three),
            of_ours,
            fading,
            moved,
            closes,
            carried: HashSet::new(),
            inserted: HashMap::new(),
            of_base: HashMap::new(),
            of_element: HashMap::new(),
            going: HashSet::new(),
            broken: HashSet::new(),
            replaced: HashSet::new(),
        }
    }

    fn is_shared(&self, own: u32) -> bool {
        self.three.element_theirs[own as usize] != NONE
    }

    fn act(&mut self, told: &str, theirs: u32) -> usize {
        self.acts.push(Act { edits: Vec::new(), moves: Vec::new(), told: told.to_owned(), theirs });
        self.acts.len() - 1
    }

    /// The act of which new tokens of theirs are a part: that of an added element that holds them, or a new one.
    fn act_for(&mut self, tokens: &[u32], told: &str) -> usize {
        let theirs = &self.three.theirs;
        let Some(&first) = tokens.first() else { return self.act(told, 0) };
        let token = &theirs.tokens[first as usize];
        match self.outermost(token.element) {
            Some(top) => self.act_of(top, told),
            None => self.act(told, token.start),
        }
    }

    /// The act of an element that theirs added: it is one with those that theirs added round it.
    fn act_of(&mut self, element: u32, told: &str) -> usize {
        let top = self.outermost(element).unwrap_or(element);
        if let Some(&act) = self.of_element.get(&top) {
            return act;
        }
        let act = self.act(told, self.three.theirs.elements[element as usize].open.0);
        self.of_element.insert(top, act);
        act
    }

    /// The outermost of the elements round, or at, an element that theirs added each inside the other.
    fn outermost(&self, mut element: u32) -> Option<u32> {
        let three = self.three;
        let is_new = |element: u32| {
            three.in_theirs.to_a.get(element as usize) == Some(&NONE) && three.element_ours[element as usize] == NONE
        };
        let mut top = None;
        while is_new(element) {
            top = Some(element);
            element = three.theirs.elements[element as usize].parent;
        }
        top
    }

    /// Whether an element of theirs holds words that the base has.
    fn has_shared_words(&self, element: u32) -> bool {
        let mark = &self.three.theirs.elements[element as usize];
        self.three.theirs_base[mark.first as usize..mark.last as usize].iter().any(|&base| base != NONE)
    }

    /// Notes the act that removes tokens of the base.
    fn tie(&mut self, gone: &[u32], act: usize) {
        self.of_base.extend(gone.iter().map(|&token| (token, Some(act))));
    }

    /// Notes that the removal of tokens of the base is refused.
    fn refused(&mut self, gone: &[u32]) {
        self.of_base.extend(gone.iter().map(|&token| (token, None)));
    }

    /// Notes that an act cannot be done.
    fn break_act(&mut self, act: usize, clash: Clash) {
        if self.broken.insert(act) {
            self.clashes.push(clash);
        }
    }

    fn words_of_ours(&self, own: u32) -> String {
        words(&self.three.ours, own)
    }

    fn words_of_theirs(&self, theirs: u32) -> String {
        words(&self.three.theirs, theirs)
    }
}

/// The words of an element, in quotation marks, cut if they are many.
fn words(doc: &Encoding<'_>, element: u32) -> String {
    const MANY: usize = 12;
    let mark = &doc.elements[element as usize];
    let (first, last) = match doc.streams.get(mark.owned as usize) {
        Some(own) => (own.first, own.last),
        None => (mark.first, mark.last),
    };
    let tokens = doc.tokens[first as usize..last as usize].iter().filter(|token| token.is_text());
    let mut text = String::new();
    for (idx, token) in tokens.enumerate() {
        if idx == MANY {
            text.push_str(" …");
            break;
        }
        if idx > 0 && !token.glued {
            text.push(' ');
        }
        text.push_str(&doc.text(token));
    }
    format!("\u{201C}{text}\u{201D}")
}

impl Plan<'_, '_> {
    fn finish(self, on_conflict: OnConflict, is_sound: &dyn Fn(&str) -> bool) -> Merged {
        let ours = self.three.ours.xml;
        let all: Vec<usize> = (0..self.acts.len())
            .filter(|act| !self.broken.contains(act))
            .filter(|&act| !self.acts[act].edits.is_empty() || !self.acts[act].moves.is_empty())
            .collect();
        let result = |acts: &[usize], marks: &[Edit]| {
            let edits: Vec<&Edit> = acts.iter().flat_map(|&act| &self.acts[act].edits).chain(marks).collect();
            let moves: Vec<&Move> = acts.iter().flat_map(|&act| &self.acts[act].moves).collect();
            spliced(ours, &edits, &moves)
        };
        let is_good = |xml: &str| Encoding::read(xml).is_ok() && is_sound(xml);
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        let mut xml = result(&all, &[]);
        if all.is_empty() || is_good(&xml) {
            kept = all;
        } else {
            add(&mut kept, &all, &mut refused, &|acts| is_good(&result(acts, &[])));
            kept.sort_unstable();
            xml = result(&kept, &[]);
        }
        let mut clashes = self.clashes.clone();
        clashes.extend(refused.into_iter().map(|act| self.unsound(act)));
        if !kept.is_empty() && !self.is_kept(&xml, clashes.len()) {
            kept.clear();
            ours.clone_into(&mut xml);
            let message = "what theirs changed could not be told from what ours changed, so none of it was taken";
            clashes.push(Clash {
                kind: ConflictKind::Unsound,
                message: message.to_owned(),
                ours: Some(0),
                theirs: Some(0),
                base: Some(0),
            });
        }
        let quotes = Quotes {
            ours: Quoter::new(&self.three.ours),
            theirs: Quoter::new(&self.three.theirs),
            base: Quoter::new(&self.three.base),
            three: self.three,
        };
        for clash in &mut clashes {
            clash.ours = clash.ours.or_else(|| self.near_ours(clash));
        }
        let mut conflicts: Vec<(Conflict, Option<u32>)> =
            clashes.iter().map(|clash| (quotes.conflict(clash), clash.ours)).collect();
        conflicts.sort_by_key(|(conflict, token)| (*token, conflict.theirs.line));
        for (idx, (conflict, _)) in conflicts.iter_mut().enumerate() {
            conflict.id = idx + 1;
        }
        if on_conflict == OnConflict::Mark && !conflicts.is_empty() {
            let marks: Vec<Edit> =
                conflicts.iter().flat_map(|(conflict, token)| self.marks(conflict, *token)).collect();
            let marked = result(&kept, &marks);
            if is_good(&marked) {
                xml = marked;
            }
        }
        let conflicts = conflicts.into_iter().map(|(conflict, _)| conflict).collect();
        Merged { xml, taken: kept.len(), conflicts }
    }

    /// The last proof: what is different between theirs and the result is what ours changed, and no more. A few changes
    /// are told otherwise beside others, so some are allowed for.
    fn is_kept(&self, xml: &str, conflicts: usize) -> bool {
        const SOME: usize = 2;
        let changes = |a: &str, b: &str| {
            let (Ok(mut a), Ok(mut b)) = (Encoding::read(a), Encoding::read(b)) else { return usize::MAX };
            super::diff(&mut a, &mut b).changes.len()
        };
        let three = self.three;
        let left = changes(three.theirs.xml, xml);
        left == 0 || {
            let ours = changes(three.base.xml, three.ours.xml);
            let allowed = if ours == 0 { 0 } else { ours + ours / 4 + SOME };
            // What was not taken is different, too.
            left <= allowed || (conflicts > 0 && left <= changes(three.theirs.xml, three.ours.xml))
        }
    }

    /// What is said of an act with which the document would not be sound.
    fn unsound(&self, act: usize) -> Clash {
        let act = &self.acts[act];
        let token = self.three.theirs.tokens.iter().position(|token| token.start >= act.theirs).map(short);
        let message = format!("{}: with it the document would not be well-formed, or not valid", act.told);
        Clash { kind: ConflictKind::Unsound, message, ours: None, theirs: token, base: None }
    }

    /// The comments before and after the place of a conflict.
    fn marks(&self, conflict: &Conflict, token: Option<u32>) -> Vec<Edit> {
        let Some(token) = token else { return Vec::new() };
        let (from, to) = three::bytes_of(&self.three.ours, token);
        let id = conflict.id;
        let told = in_comment(&conflict.message);
        let order = |step: u32| short(self.three.theirs.xml.len()) + step;
        vec![
            Edit::insert(from, format!("<!-- {CONFLICT} {id}: {told} -->"), order(1)),
            Edit::insert(to, format!("<!-- {CONFLICT} {id} end -->"), 0),
        ]
    }

    /// The token of ours that stands where a disagreement is, or near it.
    fn near_ours(&self, clash: &Clash) -> Option<u32> {
        let (list, token) = match (clash.theirs, clash.base) {
            (Some(theirs), _) => (&self.three.theirs_ours, theirs),
            (None, Some(base)) => (&self.three.base_ours, base),
            (None, None) => return None,
        };
        let token = (token as usize).min(list.len());
        let after = list[token..].iter().find(|&&own| own != NONE);
        after.or_else(|| list[..token].iter().rev().find(|&&own| own != NONE)).copied()
    }
}

/// Words as a comment may hold them: it has no two hyphens in a row (XML 1.0, 2.5).
fn in_comment(words: &str) -> String {
    words.replace('>', "\u{203A}").replace("--", "- -").replace("--", "- -")
}

/// Adds acts to those that are kept, but for those with which the document is not good: by halves.
fn add(kept: &mut Vec<usize>, acts: &[usize], refused: &mut Vec<usize>, is_good: &dyn Fn(&[usize]) -> bool) {
    let with: Vec<usize> = kept.iter().chain(acts).copied().collect();
    if is_good(&with) {
        *kept = with;
    } else if let [act] = acts {
        refused.push(*act);
    } else {
        let (first, second) = acts.split_at(acts.len() / 2);
        add(kept, first, refused, is_good);
        add(kept, second, refused, is_good);
    }
}

struct Quotes<'q, 'a> {
    ours: Quoter<'q, 'a>,
    theirs: Quoter<'q, 'a>,
    base: Quoter<'q, 'a>,
    three: &'q Three<'a>,
}

impl Quotes<'_, '_> {
    fn conflict(&self, clash: &Clash) -> Conflict {
        let quote = |quoter: &Quoter<'_, '_>, doc: &Encoding<'_>, token: Option<u32>| {
            token.map(|token| quoter.quote(token..token + 1, doc.stream_of(token))).unwrap_or_default()
        };
        let theirs = match clash.theirs {
            Some(_) => quote(&self.theirs, &self.three.theirs, clash.theirs),
            None => quote(&self.base, &self.three.base, clash.base),
        };
        let ours = match clash.ours {
            Some(_) => quote(&self.ours, &self.three.ours, clash.ours),
            None => theirs.clone(),
        };
        Conflict { id: 0, kind: clash.kind, message: clash.message.clone(), ours, theirs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_holds_any_words() {
        for words in ["a--b", "a---b", "-----", "-->", "a - b"] {
            assert!(!in_comment(words).contains("--"), "{words}");
        }
    }
}
