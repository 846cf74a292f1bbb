//! Marks the names of the authority files, and settles them with what the recognizers found in the same places.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::gazetteer::{EntryId, Gazetteer, NameId};
use crate::model::{
    Annotation, Cert, Entity, EntityId, Flow, Mark, Mention, NameKind, NamePart, TextRange, Transcript,
};
use crate::recognizer::claim::{Claim, claims};

/// A name that more entries bear points to none of them.
const MOST_CANDIDATES: usize = 5;

/// The annotations with the names of the authority files among them; the entries that they name become entities of the
/// transcript.
///
/// A name of the authority files wins over a mark that is not longer, and over any guess; titles that a recognizer found
/// before the name stay. Where several entries bear a name, it is the one that the document names by a name of its own;
/// else it may be any of them, and nothing is chosen.
pub(super) fn mark(
    gazetteer: &Gazetteer,
    transcript: &mut Transcript,
    flows: &[Flow],
    annotations: Vec<Annotation>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Annotation> {
    let hits = hits(gazetteer, flows);
    let (mut kept, named) = meet(hits, claims(annotations), transcript);
    let mut entities = Entities { gazetteer, transcript, ids: BTreeMap::new(), undecided: BTreeMap::new() };
    let sure: BTreeSet<EntryId> =
        named.iter().filter(|name| name.bearers.len() == 1).flat_map(|name| name.bearers.clone()).collect();
    for name in named {
        match entities.claim(&name, &sure) {
            Some(claim) => kept.push(claim),
            None => kept.extend(name.absorbed),
        }
    }
    diagnostics.extend(entities.findings());
    kept.into_iter().flat_map(Claim::into_annotations).collect()
}

/// A name of the authority files in the text.
struct Hit {
    range: TextRange,
    name: NameId,
    bearers: Vec<(EntryId, NameKind)>,
}

fn hits(gazetteer: &Gazetteer, flows: &[Flow]) -> Vec<Hit> {
    let kind = |id: EntryId| gazetteer.kind(id).map(|kind| (id, kind));
    let mut hits = Vec::new();
    for flow in flows {
        for found in gazetteer.find(flow.as_str()) {
            let bearers = gazetteer.bearers(found.name).take(MOST_CANDIDATES + 1).filter_map(kind).collect();
            hits.push(Hit { range: flow.to_text(found.start, found.end), name: found.name, bearers });
        }
    }
    hits.sort_by_key(|hit| hit.range);
    hits
}

/// A name of the authority files that holds its place.
struct Named {
    range: TextRange,
    name: NameId,
    /// The kind of the bearers, where they are of one kind.
    kind: Option<NameKind>,
    bearers: Vec<EntryId>,
    /// What the recognizers had found there.
    absorbed: Vec<Claim>,
}

/// Settles hits with claims: the claims that stay, and the names that hold their place.
fn meet(hits: Vec<Hit>, mut claims: Vec<Claim>, transcript: &Transcript) -> (Vec<Claim>, Vec<Named>) {
    claims.sort_by_key(|claim| claim.mark.range);
    let mut waiting = claims.into_iter().peekable();
    let (mut kept, mut near, mut named) = (Vec::new(), Vec::<Claim>::new(), Vec::new());
    for hit in hits {
        while let Some(claim) = waiting.next_if(|claim| claim.mark.range.start < hit.range.end) {
            near.push(claim);
        }
        let (past, present): (Vec<Claim>, Vec<Claim>) =
            near.into_iter().partition(|claim| claim.mark.range.end <= hit.range.start);
        kept.extend(past);
        if present.iter().any(|claim| claim.defeats(&hit, transcript)) {
            near = present;
        } else {
            near = Vec::new();
            named.push(hit.take(present));
        }
    }
    kept.extend(near);
    kept.extend(waiting);
    (kept, named)
}

impl Claim {
    /// Whether the claim says of its words what the hit says, with or without titles before it.
    fn agrees(&self, hit: &Hit, transcript: &Transcript) -> bool {
        let same_kind = self.kind().is_some_and(|kind| hit.bearers.iter().any(|&(_, other)| other == kind));
        same_kind && hit.range.contains(self.name_range(transcript))
    }

    fn defeats(&self, hit: &Hit, transcript: &Transcript) -> bool {
        let guess = self.mark.cert == Some(Cert::Low);
        !guess && !self.agrees(hit, transcript) && self.mark.range.len() > hit.range.len()
    }
}

impl Hit {
    /// The name in the place of the claims. Where its bearers are of several kinds, the recognizers' word counts.
    fn take(self, absorbed: Vec<Claim>) -> Named {
        let mut kinds: BTreeSet<NameKind> = self.bearers.iter().map(|&(_, kind)| kind).collect();
        if kinds.len() > 1 {
            let seen = absorbed.iter().filter(|claim| claim.mark.cert != Some(Cert::Low)).filter_map(Claim::kind);
            if let Some(kind) = seen.into_iter().find(|kind| kinds.contains(kind)) {
                kinds = BTreeSet::from([kind]);
            }
        }
        let bearers = self.bearers.iter().filter(|(_, kind)| kinds.contains(kind)).map(|&(id, _)| id).collect();
        let kind = kinds.first().copied().filter(|_| kinds.len() == 1);
        Named { range: self.range, name: self.name, kind, bearers, absorbed }
    }
}

/// The entities that the names become.
struct Entities<'a> {
    gazetteer: &'a Gazetteer,
    transcript: &'a mut Transcript,
    ids: BTreeMap<EntryId, EntityId>,
    /// Names that nothing decides: where they first stand, how often, and how many bear them.
    undecided: BTreeMap<NameId, Undecided>,
}

struct Undecided {
    first: TextRange,
    count: usize,
    bearers: Vec<EntryId>,
}

impl Entities<'_> {
    /// The claim that a name makes; `None` where it makes none.
    fn claim(&mut self, name: &Named, sure: &BTreeSet<EntryId>) -> Option<Claim> {
        let mut bearers = name.bearers.clone();
        if bearers.len() > 1 {
            let named: Vec<EntryId> = bearers.iter().copied().filter(|id| sure.contains(id)).collect();
            if named.len() == 1 {
                bearers = named;
            } else {
                self.note_undecided(name);
            }
        }
        let kind = match bearers.as_slice() {
            [one] => self.gazetteer.kind(*one)?,
            _ => name.kind.filter(|_| bearers.len() <= MOST_CANDIDATES)?,
        };
        let ids: Vec<EntityId> = bearers.iter().filter_map(|&id| self.entity(id)).collect();
        let mention = match ids.as_slice() {
            [one] => Mention { entity: Some(*one), ..Mention::new(kind) },
            _ => Mention { candidates: ids, ..Mention::new(kind) },
        };
        let cert = (!mention.candidates.is_empty()).then_some(Cert::Low);
        Some(self.with_titles(name, mention, cert))
    }

    fn with_titles(&self, name: &Named, mention: Mention, cert: Option<Cert>) -> Claim {
        let with_titles = |claim: &&Claim| claim.kind() == Some(mention.kind) && !claim.parts.is_empty();
        let titled = name.absorbed.iter().find(with_titles).filter(|claim| claim.mark.range.start < name.range.start);
        let start = titled.map_or(name.range.start, |claim| claim.mark.range.start);
        let range = TextRange::new(start, name.range.end);
        let span = self.transcript.text.source_span(range);
        let is_title = |part: &&Annotation| matches!(part.mark, Mark::NamePart(NamePart::RoleName));
        let parts = titled.map(|claim| claim.parts.iter().filter(is_title).cloned().collect()).unwrap_or_default();
        Claim { mark: Annotation { range, span, mark: Mark::Mention(mention), cert, resp: None }, parts }
    }

    /// The entity of an entry, new where the document has not named it yet.
    fn entity(&mut self, id: EntryId) -> Option<EntityId> {
        if let Some(known) = self.ids.get(&id) {
            return Some(*known);
        }
        let new = EntityId(self.transcript.entities.len());
        self.transcript.entities.push(entity_of(self.gazetteer, id)?);
        self.ids.insert(id, new);
        Some(new)
    }

    fn note_undecided(&mut self, name: &Named) {
        let new = || Undecided { first: name.range, count: 0, bearers: name.bearers.clone() };
        self.undecided.entry(name.name).or_insert_with(new).count += 1;
    }

    /// What an editor should decide.
    fn findings(&self) -> Vec<Diagnostic> {
        self.undecided.values().map(|undecided| self.finding(undecided)).collect()
    }

    fn finding(&self, undecided: &Undecided) -> Diagnostic {
        let words = self.transcript.text.slice(undecided.first);
        let describe = |entry: crate::gazetteer::Entry| {
            let known =
                [entry.id, entry.dates].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            if known.is_empty() { entry.name } else { format!("{} ({known})", entry.name) }
        };
        let entries = undecided.bearers.iter().take(MOST_CANDIDATES).filter_map(|&id| self.gazetteer.entry(id));
        let mut list: Vec<String> = entries.map(describe).collect();
        if undecided.bearers.len() > MOST_CANDIDATES {
            list.push("others".to_owned());
        }
        let times = match undecided.count {
            0 | 1 => String::new(),
            2 => ", here and once more".to_owned(),
            count => format!(", here and {} more times", count - 1),
        };
        let message = format!("`{words}` may be any of {}{times}", list.join("; "));
        let help = "give the one that is meant a form that only it has, or take this form from the others";
        let span = self.transcript.text.source_span(undecided.first);
        Diagnostic::new(Code::N020, message).at(span).with_help(help)
    }
}

/// The entity that an entry of the authority files becomes.
pub(super) fn entity_of(gazetteer: &Gazetteer, id: EntryId) -> Option<Entity> {
    let entry = gazetteer.entry(id)?;
    let mut entity = Entity::known(entry.kind, entry.name);
    if !entry.id.is_empty() && entry.idnos.iter().all(|(_, value)| *value != entry.id) {
        entity.idnos.push((Entity::AUTHORITY.to_owned(), entry.id));
    }
    entity.idnos.extend(entry.idnos);
    entity.dates = entry.dates;
    Some(entity)
}
