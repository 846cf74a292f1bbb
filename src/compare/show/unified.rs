//! Changes as lines with `-` and `+`, as patches have them: for mail, and for programs that colour patches.

use std::fmt::Write;

use crate::compare::change::{Change, Quote};
use crate::compare::show::{Compared, sentence};

/// The changes of some files. Each has a line `@@` that says what was done, and the words before and after.
pub fn unified(pairs: &[Compared]) -> String {
    let mut shown = String::new();
    for pair in pairs {
        if !pair.is_alone() && pair.comparison.changes.is_empty() {
            continue;
        }
        let name = |side: &Option<String>| side.as_deref().unwrap_or("/dev/null").to_owned();
        let _ = writeln!(shown, "--- {}\n+++ {}", name(&pair.a), name(&pair.b));
        for change in &pair.comparison.changes {
            hunk(change, &mut shown);
        }
    }
    shown
}

fn hunk(change: &Change, shown: &mut String) {
    let line = |quote: &Option<Quote>| quote.as_ref().map_or(0, |quote| quote.line);
    let _ = writeln!(shown, "@@ -{} +{} @@ {}", line(&change.a), line(&change.b), one_line(&sentence(change)));
    for (sign, quote) in [('-', &change.a), ('+', &change.b)] {
        if let Some(quote) = quote {
            let mark = marking(change, sign == '-');
            let words = format!("{}{}{}", quote.prefix, mark.replace('\u{0}', &quote.exact), quote.suffix);
            let _ = writeln!(shown, "{sign}{}", one_line(&words));
        }
    }
}

/// How the words are written: in the tag of the element that is about them, where there is one.
fn marking(change: &Change, is_before: bool) -> String {
    let name = if is_before { &change.a_element } else { &change.b_element };
    let Some(name) = name.as_ref().or(change.element.as_ref()) else { return "\u{0}".to_owned() };
    let value = if is_before { &change.a_value } else { &change.b_value };
    let attribute = match (&change.attribute, value) {
        (Some(attribute), Some(value)) => format!(" {attribute}=\"{value}\""),
        _ => String::new(),
    };
    format!("<{name}{attribute}>\u{0}</{name}>")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
