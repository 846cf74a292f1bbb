//! Text from files in messages, made harmless for the terminal that shows them.

/// Text in which nothing can command the terminal: control characters and marks that turn the direction of writing
/// become U+FFFD.
pub fn printable(text: &str) -> String {
    text.chars().map(printable_char).collect()
}

/// The character, or U+FFFD for one that could command the terminal.
pub fn printable_char(c: char) -> char {
    let turns_direction = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if (c.is_control() && c != '\n' && c != '\t') || turns_direction { char::REPLACEMENT_CHARACTER } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_commands_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}c\u{202e}d"), "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d");
    }
}
