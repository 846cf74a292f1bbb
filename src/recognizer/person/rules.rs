//! The rules that find names by a sure sign of their own: a title, initials, a given name, an office before them.

use crate::model::Cert;
use crate::recognizer::lexicon::Classes;
use crate::recognizer::person::line::{Cue, Line, Place, Style};
use crate::recognizer::token::{Shape, Token};

/// A name in a line, as indexes of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Where its titles start; where the name starts if it has none.
    pub(super) start: usize,
    /// Where the name itself starts.
    pub(super) name: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// How sure it is; `None` is high.
    pub(super) cert: Option<Cert>,
    /// Which word is the family name.
    pub(super) family: usize,
    /// The number of the rule that found it.
    pub(super) rule: u8,
}

impl Found {
    fn new(name: usize, end: usize, cert: Option<Cert>) -> Self {
        Self { start: name, name, end, cert, family: end - 1, rule: 0 }
    }
}

type Rule = fn(&Line<'_>, usize) -> Option<Found>;

/// The rules in the order in which they are asked.
const RULES: &[Rule] =
    &[titled, initials, eastern, given, middle_initial, particle, office, company, parenthesis, speaker];

/// The name that starts at token `idx`, by the first rule that knows one.
pub(super) fn name_at(line: &Line<'_>, idx: usize) -> Option<Found> {
    let token = line.at(idx)?;
    if matches!(token.shape, Shape::Mark(_) | Shape::Other) {
        return None;
    }
    let (rule, found) = (1..).zip(RULES).find_map(|(number, rule)| Some((number, rule(line, idx)?)))?;
    Some(Found { family: family_of(line, &found), rule, ..found })
}

/// The names after a title in the plural: `Messrs. Rusk, Ball and Bundy`. Gives them and where to go on.
pub(super) fn listed(line: &Line<'_>, idx: usize, found: &mut Vec<Found>) -> Option<usize> {
    let title = line.at(idx).filter(|token| token.any(Classes::PLURAL) && token.is_capital())?;
    let cue = if title.any(Classes::SURE) { Cue::Sure } else { Cue::Likely };
    let mut at = idx + 1;
    let mut end = None;
    while let Some(next) = line.name_end(at, cue) {
        let name = Found::new(at, next, None);
        found.push(Found { family: family_of(line, &name), ..name });
        end = Some(next);
        at = next + separator(line, next)?.max(1);
    }
    end
}

/// How many tokens part one name of a list from the next; `None` where the list ends.
fn separator(line: &Line<'_>, idx: usize) -> Option<usize> {
    let first = line.at(idx)?;
    let and = |token: &Token| {
        token.is('&') || (token.shape == Shape::Lower && token.end - token.start == 3 && token.any(Classes::BEFORE))
    };
    if first.is(',') {
        return Some(if line.at(idx + 1).is_some_and(and) { 2 } else { 1 });
    }
    and(first).then_some(1)
}

/// The family name: the first word of an eastern name, else the last word that is no suffix.
fn family_of(line: &Line<'_>, found: &Found) -> usize {
    let eastern = line.tokens[found.name].any(Classes::FAMILY) && !line.tokens[found.name].any(Classes::GIVEN);
    if eastern && found.end - found.name > 1 && line.tokens[found.name].is_capital() {
        return found.name;
    }
    (found.name..found.end)
        .rev()
        .find(|&idx| line.tokens[idx].is_capital() && !line.tokens[idx].any(Classes::SUFFIX))
        .unwrap_or(found.name)
}

/// `Cde. A. M. VARNOV`, `Lt. Gen. Smith`, `Dr. M.`
fn titled(line: &Line<'_>, start: usize) -> Option<Found> {
    let first = line.at(start).filter(|token| token.is_capital())?;
    let end = titles_end(line, start)?;
    if line.before(start).is_some_and(|before| before.any(Classes::OFFICE) && before.is_capital())
        && first.any(Classes::RANK)
    {
        // Attorney General, Secretary General: an office, which stays outside.
        let name_end = line.name_end(end, Cue::Titled)?;
        return Some(Found::new(end, name_end, None));
    }
    let sure = line.tokens[start..end].iter().any(|token| token.any(Classes::SURE));
    let cue = if sure { Cue::Sure } else { Cue::Titled };
    let name_end =
        line.name_end(end, cue).or_else(|| (sure && line.initial(end)).then(|| line.initials_end(end).max(end + 1)))?;
    Some(Found { start, ..Found::new(end, name_end, None) })
}

/// The end of the titles that start at `start`.
fn titles_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let title = |idx: usize| line.at(idx).is_some_and(|token| token.is_capital() && token.any(Classes::TITLE));
    let prefix = |idx: usize| {
        line.at(idx).is_some_and(|token| token.is_capital() && token.any(Classes::RANK_PREFIX)) && title(idx + 1)
    };
    let end = (start..).take(8).find(|&idx| !title(idx) && !prefix(idx))?;
    (end > start).then_some(end)
}

/// `A. M. VARNOV`, `D.A. Privalov`, `Yu. V. Orlovsky`, `S. Everett Harwell`.
fn initials(line: &Line<'_>, start: usize) -> Option<Found> {
    if !line.at(start).is_some_and(|token| token.shape == Shape::Initial)
        || line.before(start).is_some_and(|before| before.shape == Shape::Initial)
    {
        return None;
    }
    let after = line.initials_end(start);
    let count = after - start;
    if count == 0 || is_dotted(line, start, after) {
        return None;
    }
    let cue = if count > 1 { Cue::Sure } else { Cue::Likely };
    let end = line.name_end(start, cue)?;
    let family = &line.tokens[after];
    if count > 1 && family.any(Classes::INSTITUTION | Classes::PEOPLE | Classes::CALENDAR) {
        return None;
    }
    let enumerates = count == 1 && line.enumerates(start, end);
    (!enumerates).then(|| Found::new(start, end, None))
}

/// Whether the initials are an abbreviation such as `U.S.`, which stands before a thing.
fn is_dotted(line: &Line<'_>, start: usize, end: usize) -> bool {
    let letters = &line.tokens[start..end];
    let tight = letters.windows(2).all(|pair| pair[0].end == pair[1].start);
    let after = line.at(end);
    let thing = after.is_none_or(|token| token.any(Classes::NEVER) || token.shape == Shape::Lower);
    letters.len() > 1 && (thing || (tight && line.dotted(start, end)))
}

/// `Kim Il Sung`, `Pak Yong-su`, `Chou En-lai`, `Ho Chi Minh`.
fn eastern(line: &Line<'_>, start: usize) -> Option<Found> {
    let first = line.at(start).filter(|token| token.is_capital() || token.shape == Shape::Letter)?;
    let family = first.any(Classes::FAMILY);
    let common = first.any(Classes::NEVER | Classes::TITLE | Classes::OFFICE | Classes::GIVEN | Classes::PARTICLE);
    let word = first.any(Classes::NEVER | Classes::TITLE | Classes::OFFICE);
    let unlisted = !common && first.end - first.start <= 6 && line.nameable(start + 1);
    if line.hyphenated_syllables(start + 1) && ((family && !word) || unlisted) {
        return Some(Found::new(start, start + 2, None));
    }
    if !family || common {
        return None;
    }
    let short = |idx: usize| {
        line.syllable(idx) || (line.at(idx).is_some_and(|token| token.any(Classes::FAMILY)) && line.capital_joined(idx))
    };
    if short(start + 1) && line.syllable(start + 2) && !line.tokens[start + 1].genitive {
        return Some(Found::new(start, start + 3, None));
    }
    (short(start + 1) && !first.starts).then(|| Found::new(start, start + 2, Some(Cert::Medium)))
}

/// `Clarence Harwell`, `Jean Paul de Murville`, `Harry S Truman`.
fn given(line: &Line<'_>, start: usize) -> Option<Found> {
    let first = line.at(start)?;
    if !first.any(Classes::GIVEN) || !first.is_capital() || first.genitive {
        return None;
    }
    let sure = line.given(start);
    let after = line.initials_end(start + 1);
    if !sure && (after == start + 1 || !line.nameable(after)) && (first.starts || !line.unknown(start + 1)) {
        return None;
    }
    let end = line.name_end(start, Cue::Sure)?;
    if end > start + 1 {
        return (!line.thing_follows(end)).then(|| Found::new(start, end, None));
    }
    place_as_surname(line, start).or_else(|| shortened(line, start))
}

/// `Jack London`: a place after a sure given name, if nothing of a place follows.
fn place_as_surname(line: &Line<'_>, start: usize) -> Option<Found> {
    let next = line.at(start + 1).filter(|token| token.is_capital() && token.any(Classes::PLACE))?;
    let bare = !line.capital_joined(start + 2) && !line.at(start + 2).is_some_and(|token| token.is(','));
    (line.given(start) && bare && !next.any(Classes::PEOPLE)).then(|| Found::new(start, start + 2, Some(Cert::Medium)))
}

/// `Dovid K.`: a given name and the first letter of the other.
fn shortened(line: &Line<'_>, start: usize) -> Option<Found> {
    let letter = line.at(start + 1).filter(|token| token.shape == Shape::Initial)?;
    let alone = !line.capital_joined(start + 2) || line.at(start + 2).is_some_and(|token| token.any(Classes::NEVER));
    let close = letter.start - line.tokens[start].end == 1;
    (line.given(start) && alone && close).then(|| Found::new(start, start + 2, Some(Cert::Medium)))
}

/// `Melvin L. Ostrander`: initials between two capitalized words.
fn middle_initial(line: &Line<'_>, start: usize) -> Option<Found> {
    let after = line.initials_end(start + 1);
    let letters = after > start + 1 && line.at(start + 1).is_some_and(|token| token.shape == Shape::Initial);
    let whole = letters && line.nameable(start) && !line.tokens[start].genitive && line.nameable(after);
    if !whole || is_dotted(line, start + 1, after) {
        return None;
    }
    Some(Found::new(start, line.name_end(start, Cue::Likely)?, None))
}

/// `von Brentano`, `de Gaulle`, `ibn Saud`.
fn particle(line: &Line<'_>, start: usize) -> Option<Found> {
    let token = line.at(start)?;
    if line.style == Style::German
        || !token.any(Classes::OPENING)
        || token.shape == Shape::Initial
        || line.before(start).is_some_and(Token::is_capital)
    {
        return None;
    }
    let sure = token.any(Classes::SURE);
    let end = line.name_end(start, Cue::Likely)?;
    let small = token.shape == Shape::Lower || line.at(start + 1).is_some_and(|next| next.shape == Shape::Lower);
    (end > start + 1 && (small || sure) && !line.thing_follows(end))
        .then(|| Found::new(start, end, if sure { None } else { Some(Cert::Medium) }))
}

/// `Minister of Foreign Affairs Pak Yong-su`: the office stays outside.
fn office(line: &Line<'_>, start: usize) -> Option<Found> {
    if !line.office_before(start) {
        return None;
    }
    let direct = line.before(start).is_some_and(|token| token.any(Classes::OFFICE));
    let end = line.name_end(start, if direct { Cue::Titled } else { Cue::Likely })?;
    let fits = !line.thing_follows(end) || direct;
    fits.then(|| Found::new(start, end, if direct { None } else { Some(Cert::Medium) }))
}

/// `my sister Rosa`, `the lawyer Cohn`, `a man named Weiss`.
fn company(line: &Line<'_>, start: usize) -> Option<Found> {
    let before = line.before(start)?;
    let kin = before.any(Classes::KIN) || (before.any(Classes::NAMED) && !line.of_a_place(start));
    let calling = before.any(Classes::CALLING) && before.shape == Shape::Lower;
    if !kin && !calling {
        return None;
    }
    let end = line.name_end(start, Cue::Likely)?;
    (!line.thing_follows(end)).then(|| Found::new(start, end, Some(Cert::Medium)))
}

/// `Chief of the Division (King)`.
fn parenthesis(line: &Line<'_>, start: usize) -> Option<Found> {
    if !line.before(start).is_some_and(|token| token.is('(')) {
        return None;
    }
    let end = line.name_end(start, Cue::Likely).or_else(|| (line.tokens[start].is_capital()).then_some(start + 1))?;
    if !line.at(end).is_some_and(|token| token.is(')')) {
        return None;
    }
    let farthest = start.saturating_sub(16);
    let words = &line.tokens[farthest..start - 1];
    let near = words.last().is_some_and(|token| token.is_capital() || token.shape == Shape::Other);
    let office = words.iter().any(|token| token.any(Classes::OFFICE) && token.shape != Shape::Lower);
    let sign = line.tokens[start..end]
        .iter()
        .any(|token| token.any(Classes::PLACE | Classes::PEOPLE | Classes::CALENDAR | Classes::INSTITUTION));
    let shaped = line.tokens[start].shape == Shape::Title || line.capitals();
    // (Ball), but not (Plans), and not the First (Political) Committee
    let single = line.nameable(end - 1) || !(line.word(start).ends_with('s') || line.capital_joined(end + 1));
    (near && office && !sign && shaped && single).then(|| Found::new(start, end, None))
}

/// `KOSAKA: words` at the start of a line.
fn speaker(line: &Line<'_>, start: usize) -> Option<Found> {
    if start != 0 {
        return None;
    }
    let end = line.name_end(start, Cue::Likely)?;
    let cert = if line.place == Place::Speech { None } else { Some(Cert::Medium) };
    let speaks = line.at(end).is_some_and(|token| token.is(':')) && line.at(end + 1).is_some();
    (speaks && line.tokens[start..end].iter().all(|token| !token.any(Classes::NEVER)))
        .then(|| Found::new(start, end, cert))
}
