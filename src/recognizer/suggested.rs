//! Adds what others suggest to what the recognizers found.

use std::collections::BTreeMap;

use crate::gazetteer::{Gazetteer, identifier};
use crate::model::{
    Annotation, Cert, Claim as Said, Entity, EntityId, Mark, Mention, NameKind, RespId, Suggestion, TextRange,
    Transcript,
};
use crate::recognizer::authority::entity_of;
use crate::recognizer::claim::{Claim, claims};

/// The annotations with the suggestions among them. A suggestion that says of the same words what is marked already is
/// no second mark; it tells which person, place or organization is meant where that is not known, and where it is the
/// surer of the two, it is taken in place of the mark.
pub(super) fn add(
    suggestions: &[Suggestion],
    authority: Option<&Gazetteer>,
    transcript: &mut Transcript,
    annotations: Vec<Annotation>,
) -> Vec<Annotation> {
    if suggestions.is_empty() {
        return annotations;
    }
    let mut claims = claims(annotations);
    let mut places: BTreeMap<TextRange, usize> = BTreeMap::new();
    for (idx, claim) in claims.iter().enumerate() {
        places.insert(claim.mark.range, idx);
        places.insert(claim.name_range(transcript), idx);
    }
    let mut references = References { authority, known: BTreeMap::new() };
    for suggestion in suggestions {
        let new = references.annotation(suggestion, transcript);
        match places.get(&suggestion.range).map(|&idx| &mut claims[idx]) {
            Some(claim) if claim.says_the_same(&new) => claim.learn(new),
            _ => claims.push(Claim { mark: new, parts: Vec::new() }),
        }
    }
    claims.into_iter().flat_map(Claim::into_annotations).collect()
}

impl Claim {
    fn says_the_same(&self, suggested: &Annotation) -> bool {
        match (&self.mark.mark, &suggested.mark) {
            (Mark::Mention(one), Mark::Mention(two)) => one.kind == two.kind,
            (Mark::Date(one), Mark::Date(two)) => one == two || *two == crate::model::DateValue::default(),
            _ => false,
        }
    }

    fn learn(&mut self, suggested: Annotation) {
        let sureness = |annotation: &Annotation| annotation.cert.unwrap_or(Cert::High);
        let surer = sureness(&suggested) > sureness(&self.mark);
        if surer {
            self.mark.cert = suggested.cert;
            self.mark.resp = suggested.resp;
        }
        if let (Mark::Mention(own), Mark::Mention(other)) = (&mut self.mark.mark, suggested.mark) {
            let undecided = own.entity.is_none() && (own.candidates.is_empty() || surer);
            if undecided && other.entity.is_some() {
                *own = other;
                self.mark.resp = suggested.resp;
            }
        }
    }
}

/// The entities to which suggestions refer.
struct References<'a> {
    authority: Option<&'a Gazetteer>,
    known: BTreeMap<(NameKind, String), EntityId>,
}

impl References<'_> {
    fn annotation(&mut self, suggestion: &Suggestion, transcript: &mut Transcript) -> Annotation {
        let mark = match &suggestion.claim {
            Said::Name(kind) => {
                let entity = self.entity(*kind, suggestion, transcript);
                Mark::Mention(Mention { entity, ..Mention::new(*kind) })
            }
            Said::Date(value) => Mark::Date(value.clone()),
        };
        let resp = Some(responsible(&suggestion.resp, transcript));
        Annotation { range: suggestion.range, span: suggestion.span, mark, cert: suggestion.cert, resp }
    }

    /// The entity of a reference: the entry of the authority files that has this identifier, or one that is known by
    /// the reference alone.
    fn entity(&mut self, kind: NameKind, said: &Suggestion, transcript: &mut Transcript) -> Option<EntityId> {
        let reference = said.reference.trim_start_matches('#');
        if reference.is_empty() {
            return None;
        }
        let key = (kind, reference.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        let elsewhere = identifier(reference);
        let entry = self.authority.and_then(|authority| {
            let own = authority.by_id(kind, reference, None);
            let found = own.or_else(|| elsewhere.as_ref().and_then(|(of, id)| authority.by_id(kind, id, Some(of))));
            entity_of(authority, found?)
        });
        let entity = entry.unwrap_or_else(|| Entity {
            idnos: vec![elsewhere.unwrap_or_else(|| (type_of(reference).to_owned(), reference.to_owned()))],
            ..Entity::known(kind, transcript.text.slice(said.range))
        });
        let is_same = |other: &Entity| other.kind == entity.kind && other.idnos == entity.idnos;
        let found = transcript.entities.iter().position(is_same);
        let id = EntityId(found.unwrap_or(transcript.entities.len()));
        if found.is_none() {
            transcript.entities.push(entity);
        }
        self.known.insert(key, id);
        Some(id)
    }
}

/// The type of an identifier that no authority file explains.
fn type_of(reference: &str) -> &'static str {
    if reference.contains("://") { "URI" } else { "suggested" }
}

fn responsible(name: &str, transcript: &mut Transcript) -> RespId {
    let known = transcript.responsible.iter().position(|other| other == name);
    RespId(known.unwrap_or_else(|| {
        transcript.responsible.push(name.to_owned());
        transcript.responsible.len() - 1
    }))
}
