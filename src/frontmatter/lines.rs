//! Labelled lines at the head of a transcript (`Citation: ...`, `**Summary:**`), and the title before them.

use crate::frontmatter::head::{self, Label, Line, Look};
use crate::frontmatter::value;
use crate::model::{Field, FieldKey, FieldOrigin, HeaderKeys, Text, Transcript, Value};
use crate::source::{Source, Span};

/// Front matter begins among the first lines of a transcript: a title may take this many.
const LAST_START: usize = 8;

/// How far the next label may be from one that stands alone, in lines.
const LONGEST_VALUE: usize = 60;

/// How many labels that nobody knows may stand between two known ones.
const MOST_UNKNOWN: usize = 12;

/// A title without bold type is no longer than this, in bytes.
const LONGEST_PLAIN_TITLE: usize = 200;

/// What the labelled lines of a transcript say.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// Labels and colons.
    pub consumed: Vec<Span>,
    /// The lines that became fields.
    pub taken: Vec<Line>,
}

/// One label and the lines of its value, as indices: the label's line, and one past the last line.
struct Entry {
    start: usize,
    end: usize,
}

/// Reads the labelled lines; empty where the transcript begins without front matter.
pub(super) fn read(transcript: &Transcript, source: &Source, keys: &HeaderKeys) -> Labelled {
    let lines = head::lines(transcript, source, keys);
    let Some(run) = Run::find(&lines) else { return Labelled::default() };
    let entries = run.entries();
    let labels = entries.iter().filter_map(|entry| lines[entry.start].label.as_ref());
    if labels.map(evidence).sum::<usize>() < evidence_needed(&lines[..run.start]) {
        return Labelled::default();
    }
    let mut labelled = Labelled::default();
    let has_title = entries.iter().any(|entry| key_of(&lines[entry.start]) == Some(FieldKey::Title));
    if !has_title {
        take_title(transcript, &lines[..run.start], &mut labelled);
    }
    for entry in &entries {
        take_entry(transcript, &lines[entry.start..entry.end], &mut labelled);
    }
    labelled
}

fn key_of(line: &Line) -> Option<FieldKey> {
    line.label.as_ref().and_then(|label| label.key)
}

/// How surely a label is one of metadata and not one of the document itself.
fn evidence(label: &Label) -> usize {
    let Some(key) = label.key else { return 0 };
    // A report may have a line `Source:`, but no document a line `Citation:`.
    let is_doubtful = key == FieldKey::Citation && !label.words.to_lowercase().contains("cit");
    let strength = strength(key) - usize::from(is_doubtful);
    strength + usize::from(label.bold && strength > 0)
}

/// Labels below several lines of running text must be surer than those at the head or below a title.
fn evidence_needed(before: &[Line]) -> usize {
    let is_title = before.len() <= 2 || before.iter().all(|line| matches!(line.look, Look::Bold | Look::Heading));
    if is_title { 2 } else { 4 }
}

/// Memoranda and letters have lines `From:`, `To:`, `Subject:`, `Date:` of their own; nobody writes `Citation:` in them.
fn strength(key: FieldKey) -> usize {
    match key {
        FieldKey::Citation
        | FieldKey::Collection
        | FieldKey::Contents
        | FieldKey::Contributor
        | FieldKey::Credits
        | FieldKey::Funder
        | FieldKey::OriginalLanguage
        | FieldKey::Profile
        | FieldKey::Repository
        | FieldKey::Title
        | FieldKey::Transcriber
        | FieldKey::Translator
        | FieldKey::Url => 2,
        FieldKey::Abstract
        | FieldKey::Author
        | FieldKey::Availability
        | FieldKey::Editor
        | FieldKey::Language
        | FieldKey::Publisher
        | FieldKey::Shelfmark
        | FieldKey::Subtitle => 1,
        FieldKey::Date
        | FieldKey::Identifier
        | FieldKey::Keywords
        | FieldKey::Note
        | FieldKey::Pages
        | FieldKey::Place
        | FieldKey::Recipient
        | FieldKey::RecipientPlace
        | FieldKey::Sender
        | FieldKey::SenderPlace => 0,
    }
}

/// Whether a value of this key is often longer than a line.
fn is_long(key: Option<FieldKey>) -> bool {
    matches!(
        key,
        Some(
            FieldKey::Abstract
                | FieldKey::Availability
                | FieldKey::Citation
                | FieldKey::Credits
                | FieldKey::Keywords
                | FieldKey::Note
                | FieldKey::Title
        )
    )
}

/// Whether a label is surely one of front matter, so that what stands before it may be the value of another.
///
/// Where labels stand alone, `Date: 5 May` may be a line of the document.
fn is_sure(label: &Label, alone: bool) -> bool {
    let Some(key) = label.key else { return false };
    match (alone, label.bold) {
        (false, _) => true,
        (true, true) => label.stands_alone() || strength(key) > 0,
        (true, false) => label.stands_alone() && strength(key) > 0,
    }
}

/// A run of labelled lines.
struct Run<'a> {
    lines: &'a [Line],
    /// The first label.
    start: usize,
    /// Whether its labels are in bold.
    bold: bool,
    /// Whether its labels stand alone, with their values below.
    alone: bool,
    /// For each line, the first line from there on that bears a sure label of this run's look.
    next_known: Vec<usize>,
}

impl<'a> Run<'a> {
    fn find(lines: &'a [Line]) -> Option<Self> {
        let known = lines.iter().take(LAST_START + 1).position(|line| key_of(line).is_some())?;
        let first = lines[known].label.as_ref()?;
        let (bold, alone) = (first.bold, first.stands_alone());
        let looks_alike =
            |line: &Line| line.label.as_ref().is_some_and(|l| l.bold == bold && l.stands_alone() == alone);
        let unknown_before = lines[..known].iter().rev().take_while(|line| looks_alike(line)).count();
        let mut next_known = vec![usize::MAX; lines.len() + 1];
        for (idx, line) in lines.iter().enumerate().rev() {
            let is_next = line.label.as_ref().is_some_and(|label| label.bold == bold && is_sure(label, alone));
            next_known[idx] = if is_next { idx } else { next_known[idx + 1] };
        }
        Some(Self { lines, start: known - unknown_before, bold, alone, next_known })
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut at = self.start;
        while at < self.lines.len() && self.is_accepted(at, entries.last()) {
            let end = self.value_end(at);
            entries.push(Entry { start: at, end });
            at = end;
        }
        entries
    }

    /// Whether a line begins an entry.
    fn is_accepted(&self, at: usize, before: Option<&Entry>) -> bool {
        let line = &self.lines[at];
        let Some(label) = line.label.as_ref().filter(|label| label.bold == self.bold) else { return false };
        let Some(before) = before else { return true };
        match label.key {
            // After a blank line, `Date:` may be the first line of a memorandum.
            Some(key) => {
                self.bold
                    || !line.after_gap
                    || strength(key) > 0
                    || self.lines[before.start].after_gap && before.start > self.start
            }
            None => self.is_inside(at) || !line.after_gap && !self.is_repeated(at),
        }
    }

    /// Whether an unknown label stands among known ones: nothing but labelled lines comes before the next known one.
    fn is_inside(&self, at: usize) -> bool {
        let next = self.next_known[at];
        if self.alone {
            return next <= at + LONGEST_VALUE && self.lines[at].label.as_ref().is_some_and(Label::stands_alone);
        }
        next <= at + MOST_UNKNOWN
            && self.lines[at..next].iter().all(|line| line.label.is_some())
            && self.lines.get(next).and_then(key_of).is_some_and(|key| strength(key) > 0 || !self.lines[next].after_gap)
    }

    /// Speakers come again and again; labels of front matter do not.
    fn is_repeated(&self, at: usize) -> bool {
        let words = |line: &'a Line| line.label.as_ref().map(|label| label.words.as_str());
        self.lines[at + 1..].iter().any(|other| words(other).is_some() && words(other) == words(&self.lines[at]))
    }

    /// One past the last line of the value of the label at `at`.
    fn value_end(&self, at: usize) -> usize {
        let alone = self.lines[at].label.as_ref().is_some_and(Label::stands_alone);
        if alone && self.alone { self.value_below(at) } else { self.value_beside(at) }
    }

    /// The value of a label that stands alone: all up to the next known label, or one block.
    fn value_below(&self, at: usize) -> usize {
        let stop = self.next_label(at + 1);
        let reach = at + LONGEST_VALUE;
        if stop <= reach && self.lines[at + 1..stop].iter().all(|line| line.look != Look::Heading) {
            return stop;
        }
        let Some(first) = self.lines.get(at + 1).filter(|line| line.look != Look::Heading) else { return at + 1 };
        // Where no blank lines part anything, the document itself may begin on the next line.
        let goes_on = self.lines[at].after_gap && is_long(key_of(&self.lines[at]));
        let same = |line: &&Line| line.block == first.block || goes_on && !line.after_gap && line.look != Look::Heading;
        at + 2 + self.lines[at + 2..].iter().take_while(same).count()
    }

    /// The next label that stands alone, if a sure one comes after it or is it.
    fn next_label(&self, from: usize) -> usize {
        let sure = self.next_known.get(from).copied().unwrap_or(usize::MAX);
        let Some(before) = self.lines.get(from..sure) else { return sure };
        let is_label =
            |label: &Label| label.bold == self.bold && label.stands_alone() && (label.bold || label.key.is_some());
        before.iter().position(|line| line.label.as_ref().is_some_and(is_label)).map_or(sure, |idx| from + idx)
    }

    /// The value on the label's own line, and the lines that go on with it.
    fn value_beside(&self, at: usize) -> usize {
        let line = &self.lines[at];
        let rest = &self.lines[at + 1..];
        let below =
            rest.iter().take_while(|next| !next.after_gap && next.look == Look::Plain && !self.begins_entry(next));
        let below = below.count();
        let label_follows = rest.get(below).is_some_and(|next| !next.after_gap && self.begins_entry(next));
        let same_block = rest[..below].iter().take_while(|next| next.block == line.block).count();
        let takes_all = label_follows || is_long(key_of(line));
        at + 1 + if takes_all { below } else { same_block }
    }

    fn begins_entry(&self, line: &Line) -> bool {
        line.label.as_ref().is_some_and(|label| label.bold == self.bold && (label.key.is_some() || !self.alone))
    }
}

/// The lines before the first label: a date alone is the document's date, the rest its title.
fn take_title(transcript: &Transcript, lines: &[Line], labelled: &mut Labelled) {
    let is_set_off = |line: &&Line| matches!(line.look, Look::Bold | Look::Heading);
    let short = |line: &Line| line.look == Look::Plain && line.range.len() <= LONGEST_PLAIN_TITLE;
    let candidates: Vec<&Line> = if lines.len() <= 2 && lines.iter().all(short) {
        lines.iter().collect()
    } else {
        lines.iter().filter(is_set_off).collect()
    };
    if candidates.iter().any(|line| has_footnote(transcript, line)) {
        return;
    }
    let (dates, titles): (Vec<&Line>, Vec<&Line>) =
        candidates.into_iter().partition(|line| super::document_date(transcript.text.slice(line.range)).is_some());
    let Some(first) = titles.first() else { return };
    let (main, sub): (Vec<&Line>, Vec<&Line>) = titles.iter().partition(|line| line.look == first.look);
    for (key, part) in [(FieldKey::Date, &dates), (FieldKey::Title, &main), (FieldKey::Subtitle, &sub)] {
        let mut text = Text::new();
        for line in part {
            value::append(&mut text, &value::part(&transcript.text, line.range));
        }
        labelled.push(key, String::new(), text);
        labelled.taken.extend(part.iter().map(|&line| line.clone()));
    }
}

fn has_footnote(transcript: &Transcript, line: &Line) -> bool {
    transcript.annotations.iter().any(|annotation| {
        let within = line.range.start <= annotation.range.start && annotation.range.end <= line.range.end;
        within
            && matches!(annotation.mark, crate::model::Mark::Rendition(crate::model::Rendition::FootnoteReference(_)))
    })
}

fn take_entry(transcript: &Transcript, lines: &[Line], labelled: &mut Labelled) {
    let Some((first, below)) = lines.split_first() else { return };
    let Some(label) = &first.label else { return };
    labelled.consumed.extend(head::label_spans(transcript, first, label));
    labelled.taken.extend(lines.iter().cloned());
    let words = label.words.clone();
    let key = label.key.unwrap_or(FieldKey::Note);
    let mut text = value::part(&transcript.text, label.value);
    let mut block = first.block;
    for line in below {
        // A summary of several paragraphs keeps them.
        if line.block != block && line.after_gap && key == FieldKey::Abstract && !text.is_empty() {
            labelled.push(key, words.clone(), std::mem::take(&mut text));
        }
        block = line.block;
        value::append(&mut text, &value::part(&transcript.text, line.range));
    }
    if text.is_empty() {
        let value = Value::Source(text);
        labelled.fields.push(Field { key: FieldKey::Note, label: words, value, origin: FieldOrigin::Line });
    } else {
        labelled.push(key, words, text);
    }
}

impl Labelled {
    fn push(&mut self, key: FieldKey, label: String, text: Text) {
        if !text.is_empty() {
            self.fields.push(Field { key, label, value: Value::Source(text), origin: FieldOrigin::Line });
        }
    }
}
