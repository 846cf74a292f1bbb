//! What notes and additions point to in the header: persons responsible, and hands.

use std::collections::BTreeMap;

use crate::model::{Calendar, Header, Mark, Transcript};
use crate::tei::responsibility::responsible;

/// The targets of `@resp` and `@hand` of one document.
#[derive(Debug, Default)]
pub(super) struct Pointers {
    responsible: BTreeMap<&'static str, String>,
    hands: Vec<(String, String)>,
}

/// The roles that a convention may name in `resp`.
const ROLES: [&str; 3] = ["translator", "transcriber", "editor"];

impl Pointers {
    /// Gathers the roles that the header fills and the hands that the interventions name.
    pub(super) fn of(header: &Header, transcript: &Transcript) -> Self {
        let responsible =
            ROLES.iter().filter_map(|&role| Some((role, format!("#{}", responsible(header, role)?)))).collect();
        let mut pointers = Self { responsible, hands: Vec::new() };
        for annotation in &transcript.annotations {
            if let Mark::Intervention(intervention) = &annotation.mark
                && let Some(name) = intervention.attribute("hand")
            {
                pointers.add_hand(name);
            }
        }
        pointers
    }

    fn add_hand(&mut self, name: &str) {
        if self.hands.iter().all(|(_, known)| known != name) {
            let id = format!("hand-{}", self.hands.len() + 1);
            self.hands.push((id, name.to_owned()));
        }
    }

    /// The pointer to whoever fills a role; empty where nobody is named.
    pub(super) fn responsible(&self, role: &str) -> String {
        self.responsible.get(role).cloned().unwrap_or_default()
    }

    /// The pointer to the `handNote` of a scribe.
    pub(super) fn hand(&self, name: &str) -> String {
        self.hands.iter().find(|(_, known)| known == name).map(|(id, _)| format!("#{id}")).unwrap_or_default()
    }

    /// The hands: `xml:id` and name.
    pub(super) fn hands(&self) -> &[(String, String)] {
        &self.hands
    }
}

/// The calendars other than the Gregorian that dates of the transcript use.
pub(super) fn calendars(transcript: &Transcript) -> Vec<Calendar> {
    let of_text = transcript.annotations.iter().filter_map(|annotation| match &annotation.mark {
        Mark::Date(value) => value.custom.as_ref(),
        Mark::Intervention(_) | Mark::Mention(_) | Mark::NamePart(_) | Mark::Rendition(_) => None,
    });
    let of_header = transcript.header.date.iter().filter_map(|value| value.custom.as_ref());
    let mut calendars: Vec<Calendar> = of_header.chain(of_text).map(|(calendar, _)| *calendar).collect();
    calendars.sort();
    calendars.dedup();
    calendars
}
