//! Changes as sentences, with the words marked.

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
pub(super) fn count_groups(changes: &[Change]) -> usize {
    let mut seen = std::collections::BTreeSet::new();
    changes.iter().filter(|change| change.group.as_ref().is_none_or(|group| seen.insert(group.clone()))).count()
}

/// A change in words, such as `persName added round "Pak Geum-cheol" (p, line 212)`.
#[expect(clippy::too_many_lines, reason = "one line for each kind")]
pub fn sentence(change: &Change) -> String {
    let element = change.element.as_deref().unwrap_or_default();
    let attribute = change.attribute.as_deref().unwrap_or_default();
    let text = |text: &Option<String>| format!("\u{201C}{}\u{201D}", short(text.as_deref().unwrap_or_default()));
    let words = |quote: &Option<Quote>| {
        let exact = quote.as_ref().map_or("", |quote| quote.exact.as_str());
        format!("\u{201C}{}\u{201D}", short(exact))
    };
    let place = change.b.as_ref().or(change.a.as_ref());
    let told = match change.kind {
        ChangeKind::ElementAdded if change.b_text.is_some() => {
            format!("{element} added, with {}", text(&change.b_text))
        }
        ChangeKind::ElementAdded if is_point(change.b.as_ref()) => {
            format!("{element} added {}", beside(change.b.as_ref()))
        }
        ChangeKind::ElementAdded => format!("{element} added round {}", words(&change.b)),
        ChangeKind::ElementRemoved if is_point(change.a.as_ref()) => {
            format!("{element} removed {}", beside(change.a.as_ref()))
        }
        ChangeKind::ElementRemoved => format!("{element} removed from round {}", words(&change.a)),
        ChangeKind::ElementRenamed => format!(
            "{} became {} round {}",
            change.a_element.as_deref().unwrap_or_default(),
            change.b_element.as_deref().unwrap_or_default(),
            words(&change.b)
        ),
        ChangeKind::ElementSplit => {
            format!("{element} split in {}, before {}", change.count.unwrap_or(2), words(&change.b))
        }
        ChangeKind::ElementsMerged => {
            format!("{} {element} joined, at {}", change.count.unwrap_or(2), words(&change.a))
        }
        ChangeKind::BoundaryMoved => format!("{element} round {} is now round {}", words(&change.a), words(&change.b)),
        ChangeKind::NestingSwapped => format!(
            "{} is now inside {}, which was inside it, round {}",
            change.a_element.as_deref().unwrap_or_default(),
            change.b_element.as_deref().unwrap_or_default(),
            words(&change.b)
        ),
        ChangeKind::AttributeAdded => {
            format!("@{attribute} {} added to {element} {}", text(&change.b_value), words(&change.b))
        }
        ChangeKind::AttributeRemoved => {
            format!("@{attribute} {} removed from {element} {}", text(&change.a_value), words(&change.b))
        }
        ChangeKind::AttributeChanged => format!(
            "@{attribute} of {element} {} changed from {} to {}",
            words(&change.b),
            text(&change.a_value),
            text(&change.b_value)
        ),
        ChangeKind::IdsRenumbered => format!(
            "{} identifiers renumbered, and {} pointers with them",
            change.count.unwrap_or_default(),
            change.pointers.unwrap_or_default()
        ),
        ChangeKind::TextChanged => format!("{} changed to {}", text(&change.a_text), text(&change.b_text)),
        ChangeKind::TextInserted => format!("{} inserted", text(&change.b_text)),
        ChangeKind::TextRemoved => format!("{} removed", text(&change.a_text)),
        ChangeKind::NodeMoved => format!("{element} {} moved from line {}", words(&change.b), line(change.a.as_ref())),
        ChangeKind::MilestoneMoved => {
            format!("{element} moved: it stood {}, and stands {}", beside(change.a.as_ref()), beside(change.b.as_ref()))
        }
        ChangeKind::SubtreeAdded => format!("{element} added with all in it: {}", text(&change.b_text)),
        ChangeKind::SubtreeRemoved => format!("{element} removed with all in it: {}", text(&change.a_text)),
        ChangeKind::CommentAdded => format!("comment {} added", text(&change.b_text)),
        ChangeKind::CommentRemoved => format!("comment {} removed", text(&change.a_text)),
        ChangeKind::CommentChanged => {
            format!("comment {} changed to {}", text(&change.a_text), text(&change.b_text))
        }
        ChangeKind::PiAdded | ChangeKind::PiRemoved | ChangeKind::PiChanged => format!(
            "processing instruction {} {}",
            change.target.as_deref().unwrap_or_default(),
            match change.kind {
                ChangeKind::PiAdded => format!("{} added", text(&change.b_text)),
                ChangeKind::PiRemoved => format!("{} removed", text(&change.a_text)),
                _ => format!("{} changed to {}", text(&change.a_text), text(&change.b_text)),
            }
        ),
    };
    let within = place.map_or("", |quote| quote.within.as_str());
    let within = if within.is_empty() { String::new() } else { format!("{within}, ") };
    format!("{told} ({within}line {})", place.map_or(1, |quote| quote.line))
}

fn is_point(quote: Option<&Quote>) -> bool {
    quote.is_none_or(|quote| quote.exact.is_empty())
}

fn line(quote: Option<&Quote>) -> usize {
    quote.map_or(1, |quote| quote.line)
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
