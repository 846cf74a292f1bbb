//! The words of a profile: terms with their attribute values, fillers, word classes, and patterns made of them.

use std::collections::{BTreeMap, BTreeSet};

/// How deep patterns may stand in patterns.
const MAX_PATTERN_DEPTH: usize = 6;
/// The longest phrase of a term, in words.
const MAX_PHRASE: usize = 6;

/// Tables of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// Table, words in lower case, attribute value.
    pub terms: BTreeMap<String, BTreeMap<String, String>>,
    /// Words of a label that say nothing by themselves.
    pub fillers: BTreeSet<String>,
    /// Named pieces of patterns.
    pub patterns: BTreeMap<String, String>,
    /// Classes of words, in lower case.
    pub classes: BTreeMap<String, BTreeSet<String>>,
    /// Classes of words of which one may be written for another by mistake, in lower case.
    pub kinds: BTreeMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    /// Whether there is a class or kind of this name.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.classes.contains_key(class) || self.kinds.contains_key(class)
    }

    /// Whether a word, in any case, belongs to a class or kind.
    pub(super) fn is_of_class(&self, word: &str, class: &str) -> bool {
        let words = self.classes.get(class).or_else(|| self.kinds.get(class));
        words.is_some_and(|words| words.contains(&word.to_lowercase()))
    }

    /// Whether two words belong to one kind.
    pub(super) fn are_of_one_kind(&self, one: &str, other: &str) -> bool {
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        self.kinds.values().any(|words| words.contains(&one) && words.contains(&other))
    }

    /// The attribute value for words that matched the macro `name`: that of the table, else the words themselves.
    pub(super) fn value(&self, name: &str, words: &str) -> String {
        let folded = folded(words);
        let value = self.terms.get(name).and_then(|table| table.get(&folded));
        value.cloned().unwrap_or_else(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A figure as `@quantity` has it (TEI P5, teidata.numeric): `two`, `2½`, `1-1/2` and `1,200` become `2`, `2.5`,
    /// `1.5` and `1200`; `None` where the words are no figure.
    pub(super) fn quantity(&self, words: &str) -> Option<String> {
        let known = self.terms.get("number").and_then(|table| table.get(&folded(words)));
        if let Some(figure) = known {
            return Some(figure.clone());
        }
        let spelled = words.replace('½', " 1/2").replace('¼', " 1/4").replace('¾', " 3/4");
        let mut parts = spelled.split([' ', '-', '–']).filter(|part| !part.is_empty());
        let (first, second) = (parts.next()?, parts.next());
        let (whole, fraction) = if first.contains('/') { ("0", Some(first)) } else { (first, second) };
        let is_plain = |figure: &str| !figure.is_empty() && figure.bytes().all(|b| b.is_ascii_digit());
        let whole = whole.replace(',', "");
        if parts.next().is_some() || !is_plain(&whole) || whole.len() > 9 {
            return None;
        }
        match fraction {
            None => Some(whole),
            Some("1/2") => Some(format!("{whole}.5")),
            Some("1/4") => Some(format!("{whole}.25")),
            Some("3/4") => Some(format!("{whole}.75")),
            Some(_) => None,
        }
    }

    /// Makes a regular expression of a pattern: `{name}` becomes a group of the words of a table or of a named pattern,
    /// a space any white space, an apostrophe either apostrophe, and all is in lower case.
    pub(super) fn expand(&self, pattern: &str) -> Result<String, String> {
        let mut groups = BTreeMap::new();
        self.expand_at(pattern, &mut groups, 0)
    }

    fn expand_at(&self, pattern: &str, groups: &mut BTreeMap<String, usize>, depth: usize) -> Result<String, String> {
        if depth > MAX_PATTERN_DEPTH {
            return Err("patterns hold each other too deep, or themselves".to_owned());
        }
        let mut regex = String::new();
        let mut rest = pattern;
        while let Some(found) = rest.find('{') {
            let (before, after) = rest.split_at(found);
            regex.push_str(&loosened(before));
            let name = after[1..].split('}').next().unwrap_or_default();
            let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if is_name && !before.ends_with('\\') {
                regex.push_str(&self.group(name, groups, depth)?);
                rest = &after[name.len() + 2..];
            } else {
                regex.push('{');
                rest = &after[1..];
            }
        }
        regex.push_str(&loosened(rest));
        Ok(regex)
    }

    /// The group of a macro; a second one of the same name in a pattern gets a number.
    fn group(&self, name: &str, groups: &mut BTreeMap<String, usize>, depth: usize) -> Result<String, String> {
        let table = self.terms.get(name);
        let fragment = self.patterns.get(name);
        if table.is_none() && fragment.is_none() {
            return Err(format!("`{{{name}}}` is neither a table of [terms] nor one of [patterns]"));
        }
        let count = groups.entry(name.to_owned()).or_insert(0);
        *count += 1;
        let group = if *count == 1 { name.to_owned() } else { format!("{name}__{count}") };
        let mut choices = Vec::new();
        if let Some(fragment) = fragment {
            choices.push(format!("(?:{})", self.expand_at(fragment, groups, depth + 1)?));
        }
        let mut phrases: Vec<&String> = table.into_iter().flat_map(BTreeMap::keys).collect();
        phrases.sort_by_key(|phrase| (std::cmp::Reverse(phrase.len()), *phrase));
        choices.extend(phrases.iter().map(|phrase| loosened(&regex::escape(phrase))));
        Ok(format!("(?P<{group}>{})", choices.join("|")))
    }

    /// Reads the words of a label with the tables named.
    pub(super) fn read_label(&self, label: &str, tables: &[&[String]]) -> LabelReading {
        let words: Vec<String> = label_words(label);
        let mut reading = LabelReading { total: words.len(), ..LabelReading::default() };
        let mut at = 0;
        while at < words.len() {
            let longest = MAX_PHRASE.min(words.len() - at);
            let found = (1..=longest).rev().find_map(|len| {
                let phrase = words[at..at + len].join(" ");
                let table = tables.iter().copied().flatten().find_map(|table| {
                    self.terms
                        .get(table)
                        .and_then(|words| words.get(&phrase))
                        .map(|value| (table.clone(), value.clone()))
                });
                table.map(|found| (len, Some(found))).or_else(|| self.fillers.contains(&phrase).then_some((len, None)))
            });
            let Some((len, term)) = found else {
                at += 1;
                continue;
            };
            if term.is_some() {
                reading.meaningful += len;
                reading.first_at = reading.first_at.or(Some(at));
                reading.ends_with_term = at + len == words.len();
            }
            reading.known += len;
            reading.terms.extend(term);
            at += len;
        }
        reading
    }
}

/// What was understood of a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LabelReading {
    /// Tables and values in the order of the label.
    pub terms: Vec<(String, String)>,
    /// Words that are terms or fillers.
    pub known: usize,
    /// Words that are terms.
    pub meaningful: usize,
    /// Words in all.
    pub total: usize,
    /// How many words stand before the first term.
    pub first_at: Option<usize>,
    /// Whether the last word is a term.
    pub ends_with_term: bool,
}

impl LabelReading {
    /// Whether every word is expressed.
    pub(super) fn is_complete(&self) -> bool {
        self.known == self.total
    }

    /// The values of a table, each once, with spaces between.
    pub(super) fn value(&self, table: &str) -> Option<String> {
        let mut values: Vec<&str> = Vec::new();
        for (_, value) in self.terms.iter().filter(|(name, value)| name == table && !value.is_empty()) {
            for word in value.split(' ') {
                if !values.contains(&word) {
                    values.push(word);
                }
            }
        }
        (!values.is_empty()).then(|| values.join(" "))
    }
}

/// The words of a label in lower case, without the punctuation between them.
fn label_words(label: &str) -> Vec<String> {
    label
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | '&'))
        .map(|word| word.trim_end_matches(['.', ':', '-', '–', '—']).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words in lower case with single spaces.
pub(super) fn folded(words: &str) -> String {
    words.split_whitespace().map(|word| word.to_lowercase().replace('’', "'")).collect::<Vec<_>>().join(" ")
}

/// The same expression, cheaper to compile and matching no less: any byte for any character, any number of repetitions
/// for a bounded number, and no word boundaries, which no fast automaton knows outside ASCII.
pub(super) fn relaxed(expression: &str) -> String {
    let mut relaxed = String::with_capacity(expression.len());
    let mut in_class = false;
    let mut rest = expression;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '\\' => {
                taken += rest[1..].chars().next().map_or(0, char::len_utf8);
                let boundary = !in_class && matches!(&rest[..taken], r"\b" | r"\B");
                relaxed.push_str(if boundary { "" } else { &rest[..taken] });
            }
            '{' if !in_class && rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                taken = rest.find('}').map_or(rest.len(), |at| at + 1);
                relaxed.push_str(if rest.starts_with("{0") { "*" } else { "+" });
            }
            '.' if !in_class => relaxed.push_str("(?s-u:.)"),
            '[' if !in_class && rest[1..].starts_with('^') => {
                let class = &rest[..rest.find(']').map_or(rest.len(), |at| at + 1)];
                taken = class.len();
                let any_byte = class.is_ascii();
                relaxed.push_str(if any_byte { "(?-u:" } else { "(?:" });
                relaxed.push_str(class);
                relaxed.push(')');
            }
            _ => {
                in_class = if in_class { c != ']' } else { c == '[' };
                relaxed.push(c);
            }
        }
        rest = &rest[taken..];
    }
    relaxed
}

/// The same pattern in lower case, with any white space for a space and either apostrophe for an apostrophe.
fn loosened(pattern: &str) -> String {
    let mut regex = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    let (mut in_class, mut in_name) = (false, false);
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let escaped = chars.next();
                if escaped == Some(' ') {
                    regex.push_str("\\s+");
                } else {
                    regex.push(c);
                    regex.extend(escaped);
                    in_name = matches!(escaped, Some('p' | 'P'));
                }
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '<' if regex.ends_with("(?") || regex.ends_with("(?P") => in_name = true,
            '>' | '}' => in_name = false,
            _ => {}
        }
        match c {
            ' ' if !in_class => regex.push_str(match chars.peek() {
                Some('?' | '{') => "(?:\\s+)",
                Some('*' | '+') => "\\s",
                Some(_) | None => "\\s+",
            }),
            '\'' if !in_class => regex.push_str("['’]"),
            'P' if regex.ends_with("(?") => regex.push(c),
            _ if in_name => regex.push(c),
            _ => regex.push(c.to_ascii_lowercase()),
        }
    }
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let table = |words: &[(&str, &str)]| words.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect();
        Vocabulary {
            terms: [
                ("place".to_owned(), table(&[("left margin", "margin left"), ("top", "top")])),
                ("count".to_owned(), table(&[("two", "2")])),
                ("hand".to_owned(), table(&[("handwritten", "handwritten")])),
            ]
            .into(),
            fillers: ["in".to_owned(), "the".to_owned()].into(),
            patterns: [("count".to_owned(), "[0-9]+".to_owned())].into(),
            ..Vocabulary::default()
        }
    }

    #[test]
    fn a_macro_becomes_a_group_of_words() {
        let regex = vocabulary().expand("{count} Words?").unwrap();
        assert_eq!(regex, "(?P<count>(?:[0-9]+)|two)\\s+words?");
        assert_eq!(vocabulary().value("count", "Two"), "2");
        assert_eq!(vocabulary().value("count", "17"), "17");
    }

    #[test]
    fn an_unknown_macro_is_named() {
        assert!(vocabulary().expand("{colour}").unwrap_err().contains("{colour}"));
    }

    #[test]
    fn a_repetition_is_no_macro() {
        assert_eq!(vocabulary().expand("a{2,3}").unwrap(), "a{2,3}");
    }

    #[test]
    fn a_label_is_complete_when_each_word_is_a_term_or_filler() {
        let tables = [&["hand".to_owned(), "place".to_owned()][..]];
        let reading = vocabulary().read_label("Handwritten in the left margin, top", &tables);
        assert!(reading.is_complete());
        assert_eq!(reading.value("place").as_deref(), Some("margin left top"));
        assert!(!vocabulary().read_label("handwritten by Rusk", &tables).is_complete());
    }
}
