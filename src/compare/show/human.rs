//! Changes as sentences, with the words marked.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::compare::change::{Change, ChangeKind, Quote};
use crate::compare::show::Compared;

const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const PLAIN: &str = "\u{1b}[0m";

/// The changes of some files, with ANSI colours. Nothing where nothing changed.
pub fn human(pairs: &[Compared]) -> String {
    let mut shown = String::new();
    for pair in pairs {
        if pair.is_alone() {
            let which = if pair.a.is_none() { "is new" } else { "is gone" };
            let _ = writeln!(shown, "{BOLD}{}{PLAIN} {which}\n", printable(pair.name()));
            continue;
        }
        let changes = &pair.comparison.changes;
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(shown, "{BOLD}{}{PLAIN}", printable(pair.name()));
        let mut group = None;
        for change in changes {
            let is_next = change.group.is_some() && change.group == group;
            group.clone_from(&change.group);
            let lead = if is_next { "    and " } else { "  " };
            let _ = writeln!(shown, "{lead}{}", printable(&sentence(change)));
            if !is_next {
                let _ = writeln!(shown, "      {}", context(change));
            }
        }
        let groups = count_groups(changes);
        let text = changes.iter().filter(|change| change.kind.is_text()).count();
        let _ = writeln!(
            shown,
            "{DIM}{} {}, {text} of the words, {} of the markup{PLAIN}\n",
            groups,
            if groups == 1 { "change" } else { "changes" },
            changes.len() - text
        );
    }
    shown
}

/// How many changes there are, those of a group taken as one.
pub fn count_groups(changes: &[Change]) -> usize {
    let mut seen = BTreeSet::new();
    changes.iter().filter(|change| change.group.as_ref().is_none_or(|group| seen.insert(group.clone()))).count()
}

/// A change in words, such as `persName added round "Pak Geum-cheol" (p, line 212)`.
pub fn sentence(change: &Change) -> String {
    let place = change.b.as_ref().or(change.a.as_ref());
    let within = place.map_or("", |quote| quote.within.as_str());
    let within = if within.is_empty() { String::new() } else { format!("{within}, ") };
    format!("{} ({within}line {})", told(change), place.map_or(1, |quote| quote.line))
}

fn told(change: &Change) -> String {
    match change.kind {
        ChangeKind::ElementAdded
        | ChangeKind::ElementRemoved
        | ChangeKind::ElementRenamed
        | ChangeKind::ElementSplit
        | ChangeKind::ElementsMerged
        | ChangeKind::SubtreeAdded
        | ChangeKind::SubtreeRemoved => told_of_element(change),
        ChangeKind::BoundaryMoved | ChangeKind::NestingSwapped | ChangeKind::NodeMoved | ChangeKind::MilestoneMoved => {
            told_of_move(change)
        }
        ChangeKind::AttributeAdded
        | ChangeKind::AttributeRemoved
        | ChangeKind::AttributeChanged
        | ChangeKind::IdsRenumbered => told_of_attribute(change),
        ChangeKind::TextChanged
        | ChangeKind::TextInserted
        | ChangeKind::TextRemoved
        | ChangeKind::CommentAdded
        | ChangeKind::CommentRemoved
        | ChangeKind::CommentChanged
        | ChangeKind::PiAdded
        | ChangeKind::PiRemoved
        | ChangeKind::PiChanged => told_of_text(change),
    }
}

fn told_of_element(change: &Change) -> String {
    let element = name(change.element.as_ref());
    let (a, b) = (change.a.as_ref(), change.b.as_ref());
    match change.kind {
        ChangeKind::ElementAdded if is_point(b) => format!("{element} added {}", beside(b)),
        ChangeKind::ElementAdded => format!("{element} added round {}", words(b)),
        ChangeKind::ElementRenamed => {
            format!("{} became {} round {}", name(change.a_element.as_ref()), name(change.b_element.as_ref()), words(b))
        }
        ChangeKind::ElementSplit => format!("{element} split in {}, before {}", change.count.unwrap_or(2), words(b)),
        ChangeKind::ElementsMerged => format!("{} {element} joined, at {}", change.count.unwrap_or(2), words(a)),
        ChangeKind::SubtreeAdded => format!("{element} added with all in it: {}", quoted(change.b_text.as_ref())),
        ChangeKind::SubtreeRemoved => format!("{element} removed with all in it: {}", quoted(change.a_text.as_ref())),
        _ if is_point(a) => format!("{element} removed {}", beside(a)),
        _ => format!("{element} removed from round {}", words(a)),
    }
}

fn told_of_move(change: &Change) -> String {
    let element = name(change.element.as_ref());
    let (a, b) = (change.a.as_ref(), change.b.as_ref());
    match change.kind {
        ChangeKind::NestingSwapped => format!(
            "{} is now inside {}, which was inside it, round {}",
            name(change.a_element.as_ref()),
            name(change.b_element.as_ref()),
            words(b)
        ),
        ChangeKind::NodeMoved => format!("{element} {} moved from line {}", words(b), a.map_or(1, |quote| quote.line)),
        ChangeKind::MilestoneMoved => format!("{element} moved: it stood {}, and stands {}", beside(a), beside(b)),
        _ => format!("{element} round {} is now round {}", words(a), words(b)),
    }
}

fn told_of_attribute(change: &Change) -> String {
    let (attribute, element) = (name(change.attribute.as_ref()), name(change.element.as_ref()));
    let place = change.b.as_ref();
    let round = if is_point(place) { beside(place) } else { words(place) };
    match change.kind {
        ChangeKind::AttributeAdded => {
            format!("@{attribute} {} added to {element} {round}", quoted(change.b_value.as_ref()))
        }
        ChangeKind::AttributeRemoved => {
            format!("@{attribute} {} removed from {element} {round}", quoted(change.a_value.as_ref()))
        }
        ChangeKind::IdsRenumbered => format!(
            "{} identifiers renumbered, and {} pointers with them",
            change.count.unwrap_or_default(),
            change.pointers.unwrap_or_default()
        ),
        _ => format!(
            "@{attribute} of {element} {round} changed from {} to {}",
            quoted(change.a_value.as_ref()),
            quoted(change.b_value.as_ref())
        ),
    }
}

/// Words, comments, and processing instructions.
fn told_of_text(change: &Change) -> String {
    let what = match change.kind {
        ChangeKind::CommentAdded | ChangeKind::CommentRemoved | ChangeKind::CommentChanged => "comment ".to_owned(),
        ChangeKind::PiAdded | ChangeKind::PiRemoved | ChangeKind::PiChanged => {
            format!("processing instruction {} ", name(change.target.as_ref()))
        }
        _ => String::new(),
    };
    let (a, b) = (quoted(change.a_text.as_ref()), quoted(change.b_text.as_ref()));
    match change.kind {
        ChangeKind::TextInserted => format!("{b} inserted"),
        ChangeKind::CommentAdded | ChangeKind::PiAdded => format!("{what}{b} added"),
        ChangeKind::TextRemoved | ChangeKind::CommentRemoved | ChangeKind::PiRemoved => format!("{what}{a} removed"),
        _ => format!("{what}{a} changed to {b}"),
    }
}

fn name(name: Option<&String>) -> &str {
    name.map(String::as_str).unwrap_or_default()
}

fn quoted(text: Option<&String>) -> String {
    format!("\u{201C}{}\u{201D}", short(text.map_or("", String::as_str)))
}

fn words(quote: Option<&Quote>) -> String {
    format!("\u{201C}{}\u{201D}", short(quote.map_or("", |quote| quote.exact.as_str())))
}

fn is_point(quote: Option<&Quote>) -> bool {
    quote.is_none_or(|quote| quote.exact.is_empty())
}

fn beside(quote: Option<&Quote>) -> String {
    let Some(quote) = quote else { return String::new() };
    match (quote.prefix.is_empty(), quote.suffix.is_empty()) {
        (false, _) => format!("after \u{201C}{}\u{201D}", last_words(&quote.prefix)),
        (true, false) => format!("before \u{201C}{}\u{201D}", short(quote.suffix.trim())),
        (true, true) => String::new(),
    }
}

fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(4)..].join(" ")
}

/// Long words are cut in the middle.
fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONGEST / 2).collect();
    let tail: String = text.chars().skip(count - LONGEST / 3).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// The words before and after, with those that changed marked.
fn context(change: &Change) -> String {
    let marked = |quote: &Quote, colour: &str, words: &str| {
        let words = if words.is_empty() { "\u{2038}".to_owned() } else { short(words) };
        format!("{}{colour}{}{PLAIN}", printable(&quote.prefix), printable(&words))
    };
    match (&change.a, &change.b) {
        (Some(a), Some(b)) if change.kind.is_text() => {
            let (gone, new) = (change.a_text.as_deref(), change.b_text.as_deref());
            let gone = gone.map(|text| format!("{RED}[-{}-]{PLAIN}", printable(&short(text)))).unwrap_or_default();
            let new = new.map(|text| format!("{GREEN}{{+{}+}}{PLAIN}", printable(&short(text)))).unwrap_or_default();
            let suffix = if b.suffix.is_empty() { &a.suffix } else { &b.suffix };
            format!("{}{gone}{new}{}", printable(&b.prefix), printable(suffix))
        }
        (_, Some(b)) => format!("{}{}", marked(b, GREEN, &b.exact), printable(&b.suffix)),
        (Some(a), None) => format!("{}{}", marked(a, RED, &a.exact), printable(&a.suffix)),
        (None, None) => String::new(),
    }
}

/// Text that a terminal shows as it is: controls are no commands.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}
