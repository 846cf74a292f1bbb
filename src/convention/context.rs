//! What stands round a bracketed note, and what its words look like.

use crate::convention::vocabulary::Vocabulary;

/// Bytes of text looked at on each side of a bracketed note.
pub(super) const REACH: usize = 240;
/// Bytes of a bracketed note that conventions look at; what follows is kept like the end of what they see.
pub(super) const MAX_CONTENT: usize = 2000;
/// A determiner stands at most so many words before its noun.
const DETERMINER_REACH: usize = 4;

/// A bracketed note and its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The line before the opening bracket, or its last bytes.
    pub before: &'a str,
    /// The content, without white space at its ends; of a long one, its first bytes.
    pub content: &'a str,
    /// How long the whole content is, in bytes.
    pub len: usize,
    /// The last bytes of the whole content.
    pub tail: &'a str,
    /// The line after the closing bracket, or its first bytes.
    pub after: &'a str,
    /// Whether the words before the bracket are set in another type.
    pub set_off: bool,
}

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// The words of profiles.
            pub(super) const NAMES: &'static [&'static str] = &[$($word),*];

            /// The value of a word.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

closed! {
    /// What stands beside a bracketed note on one side.
    Beside {
        /// The line begins or ends here.
        Nothing = "nothing",
        /// A figure.
        Number = "number",
        /// A word that begins with a capital.
        Capital = "capital",
        /// Two or more capitals, as `TsTAK`, `MfS`.
        Acronym = "acronym",
        /// A word in lower case.
        Lower = "lower",
        /// A word in lower case that a determiner goes with: `the minister`, `his sister`.
        Noun = "noun",
        /// A word that does not look English, or is set in another type.
        Foreign = "foreign",
        /// A mark that ends a sentence.
        Stop = "stop",
        /// A comma, colon, bracket or dash.
        Punctuation = "punctuation",
        /// A letter or digit that touches the bracket.
        Letter = "letter",
    }
}

closed! {
    /// What the words of a bracketed note look like.
    Shape {
        /// A word, all letters.
        Word = "word",
        /// One letter or more in lower case, no other sign.
        Letters = "letters",
        /// More than one letter.
        Long = "long",
        /// Two words or more.
        Phrase = "phrase",
        /// At most twelve words.
        Short = "short",
        /// Each word begins with a capital, but for particles.
        Name = "name",
        /// The first letter is a capital.
        Capital = "capital",
        /// The first letter is in lower case.
        Lower = "lower",
        /// A figure.
        Number = "number",
        /// Two or more capitals.
        Acronym = "acronym",
        /// A whole sentence: a capital, some words, a verb, a final stop.
        Sentence = "sentence",
        /// Ends with a stop.
        Stopped = "stopped",
        /// Does not look English.
        Foreign = "foreign",
        /// Spelled much like the words before it.
        Similar = "similar",
        /// As many capitalised words as stand before it.
        SameLength = "same-length",
        /// Its initials are the letters before it.
        Expands = "expands",
        /// Of one kind with the word before it, as a month for a month, a figure for a figure of that length.
        SameKind = "same-kind",
        /// A word, a colon, and more.
        Labelled = "labelled",
    }
}

impl<'a> Context<'a> {
    /// Whether the note is its whole line; a stop after it does not count.
    pub(super) fn is_alone(&self) -> bool {
        self.before.trim().is_empty() && self.after.trim_matches([' ', '\n', '.', ',', ';', ':']).is_empty()
    }

    /// Whether a letter or digit touches one of the brackets.
    pub(super) fn is_in_word(&self) -> bool {
        let before = self.before.chars().next_back();
        let stop_in_word = before == Some('.')
            && self.content.starts_with(char::is_lowercase)
            && self.before.trim_end_matches('.').ends_with(char::is_alphanumeric);
        before.is_some_and(char::is_alphanumeric) || stop_in_word || self.after.starts_with(char::is_alphanumeric)
    }

    /// The word before the bracket, without punctuation.
    pub(super) fn word_before(&self) -> &'a str {
        bare(self.before.split_whitespace().next_back().unwrap_or_default())
    }

    /// The word after the bracket, without punctuation.
    pub(super) fn word_after(&self) -> &'a str {
        bare(self.after.split_whitespace().next().unwrap_or_default())
    }

    /// Whether the words before the bracket are `beside`.
    pub(super) fn has_before(&self, beside: Beside, words: &Vocabulary) -> bool {
        let trimmed = self.before.trim_end();
        let word = self.word_before();
        let last = trimmed.chars().next_back();
        let touches = last.is_some_and(|c| c.is_alphanumeric() || is_in_name(c));
        match beside {
            Beside::Nothing => last.is_none(),
            Beside::Letter => self.before.chars().next_back().is_some_and(char::is_alphanumeric),
            Beside::Stop => last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…')),
            Beside::Punctuation => last.is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…')),
            Beside::Number => touches && is_number(word),
            Beside::Capital => touches && word.starts_with(char::is_uppercase),
            Beside::Acronym => touches && is_acronym(word),
            Beside::Lower => touches && word.starts_with(char::is_lowercase),
            Beside::Noun => touches && self.is_after_noun(words),
            Beside::Foreign => self.set_off || touches && looks_foreign(word, words),
        }
    }

    /// Whether the words after the bracket are `beside`.
    pub(super) fn has_after(&self, beside: Beside, words: &Vocabulary) -> bool {
        let trimmed = self.after.trim_start();
        let first = trimmed.chars().next();
        let word = self.word_after();
        let touches = first.is_some_and(char::is_alphanumeric);
        match beside {
            Beside::Nothing => first.is_none(),
            Beside::Letter => self.after.starts_with(char::is_alphanumeric),
            Beside::Stop => first.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…')),
            Beside::Punctuation => first.is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…')),
            Beside::Number => touches && is_number(word),
            Beside::Capital => touches && word.starts_with(char::is_uppercase),
            Beside::Acronym => touches && is_acronym(word),
            Beside::Lower | Beside::Noun => touches && word.starts_with(char::is_lowercase),
            Beside::Foreign => touches && looks_foreign(word, words),
        }
    }

    fn is_after_noun(&self, words: &Vocabulary) -> bool {
        let mut back = self.before.split_whitespace().rev().map(bare);
        let noun = back.next().unwrap_or_default();
        if !noun.starts_with(char::is_lowercase) || words.is_of_class(noun, "function") {
            return false;
        }
        for word in back.take(DETERMINER_REACH) {
            if words.is_of_class(word, "determiner") {
                return true;
            }
            if words.is_of_class(word, "function") {
                return false;
            }
        }
        false
    }

    /// Whether the content has a shape.
    pub(super) fn has_shape(&self, shape: Shape, words: &Vocabulary) -> bool {
        let content = self.content;
        let first = content.chars().find(|c| c.is_alphanumeric());
        match shape {
            Shape::Word => !content.is_empty() && content.chars().all(|c| c.is_alphabetic() || is_in_name(c)),
            Shape::Letters => !content.is_empty() && content.chars().all(char::is_lowercase),
            Shape::Long => content.chars().filter(|c| c.is_alphabetic()).nth(1).is_some(),
            Shape::Phrase => content.split_whitespace().nth(1).is_some(),
            Shape::Short => content.split_whitespace().nth(12).is_none(),
            Shape::Name => is_name(content, words),
            Shape::Capital => first.is_some_and(char::is_uppercase),
            Shape::Lower => first.is_some_and(char::is_lowercase),
            Shape::Number => is_number(content),
            Shape::Acronym => is_acronym(content),
            Shape::Sentence => is_sentence(content, self.tail, words),
            Shape::Stopped => self.tail.ends_with(['.', '!']),
            Shape::Foreign => content.split_whitespace().take(12).any(|word| {
                let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’');
                looks_foreign(word.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(ends), words)
            }),
            Shape::Similar => self.is_similar(),
            Shape::SameLength => self.capitals_before() == content.split_whitespace().count(),
            Shape::Expands => expands(content, self.word_before()),
            Shape::SameKind => self.is_of_same_kind(words),
            Shape::Labelled => is_labelled(content),
        }
    }

    fn is_of_same_kind(&self, words: &Vocabulary) -> bool {
        let before = self.before.split_whitespace().next_back().unwrap_or_default();
        let word = bare(before);
        if !before.ends_with(char::is_alphanumeric) || word == self.content {
            return false;
        }
        let both_figures = [word, self.content].iter().all(|it| it.bytes().all(|b| b.is_ascii_digit()));
        both_figures && word.len().abs_diff(self.content.len()) <= 1 || words.are_of_one_kind(word, self.content)
    }

    /// How many capitalised words stand before the bracket without a break.
    fn capitals_before(&self) -> usize {
        let mut count = 0;
        for (idx, word) in self.before.split_whitespace().rev().take(8).enumerate() {
            let is_name =
                word.starts_with(char::is_uppercase) && (idx == 0 || !word.ends_with([',', '.', ';', ':', ']']));
            let is_initial = word.len() <= 3 && word.ends_with('.') && word.starts_with(char::is_uppercase);
            if !is_name && !is_initial {
                break;
            }
            count += 1;
        }
        count
    }

    /// Whether the content is spelled much like about as many words before it.
    fn is_similar(&self) -> bool {
        let count = self.content.split_whitespace().take(8).count();
        if !(1..=6).contains(&count) {
            return false;
        }
        let fold = |text: &str| -> Vec<char> {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
        };
        let other = fold(self.content);
        let words: Vec<&str> = self.before.split_whitespace().rev().take(count + 1).collect();
        (count.saturating_sub(1).max(1)..=words.len()).any(|taken| {
            let last: Vec<&str> = words[..taken].iter().rev().copied().collect();
            let one = fold(&last.concat());
            let longer = one.len().max(other.len());
            longer > 2 && !one.is_empty() && distance(&one, &other) * 2 <= longer
        })
    }
}

/// A word without the punctuation at its ends.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_in_name(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | 'ʼ')
}

/// Digits with their separators, an ordinal, or a figure joined to another.
fn is_number(word: &str) -> bool {
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    let digits = ordinal.unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | '–' | ':' | '½' | ' '))
}

/// Two capitals or more, as many as small letters; or a capital after a small letter.
fn is_acronym(word: &str) -> bool {
    if !word.chars().all(|c| c.is_alphanumeric() || c == '.') || word.chars().nth(14).is_some() {
        return false;
    }
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    let is_joined =
        letters().zip(letters().skip(1)).skip(2).any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    capitals >= 2 && (is_joined || capitals * 2 >= letters().count() && letters().count() <= 10)
}

fn is_name(content: &str, words: &Vocabulary) -> bool {
    let mut capitals = 0;
    for word in content.split_whitespace() {
        let word = bare(word);
        if word.starts_with(char::is_uppercase) {
            capitals += 1;
        } else if !words.is_of_class(word, "particle") || capitals == 0 && words.is_of_class(word, "function") {
            return false;
        }
    }
    (1..=12).contains(&capitals) && !content.ends_with(['.', ':', ';', ',', '!', '?']) || is_initialled(content)
}

/// `Joseph S.`: a name that ends with an initial.
fn is_initialled(content: &str) -> bool {
    content.ends_with('.')
        && content.split_whitespace().count() > 1
        && content.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
        && content.split_whitespace().next_back().is_some_and(|word| word.chars().count() == 2)
}

/// Whether a word does not look English. It errs towards English.
fn looks_foreign(word: &str, words: &Vocabulary) -> bool {
    let Some(first) = word.chars().next() else { return false };
    let lower = word.to_lowercase();
    if first.is_uppercase() || words.is_of_class(&lower, "english") {
        return false;
    }
    let Some(found) = words.classes.get("foreign-ending") else { return !word.is_ascii() };
    let letters = lower.chars().count();
    let in_word = words.classes.get("foreign-letters");
    !word.is_ascii() && word.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
        || letters >= 4 && found.iter().any(|ending| lower.ends_with(ending.as_str()))
        || letters >= 4 && in_word.is_some_and(|all| all.iter().any(|part| lower.contains(part.as_str())))
}

fn is_sentence(content: &str, tail: &str, words: &Vocabulary) -> bool {
    let ends = tail.trim_end_matches(['"', '”', '’', '\'', ')']);
    let begins = content.trim_start_matches(['"', '“', '‘', '(']);
    let number = begins.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    number.starts_with(char::is_uppercase)
        && ends.ends_with(['.', '!', '?', ':'])
        && content.split_whitespace().nth(2).is_some()
        && content.split_whitespace().skip(1).any(|word| is_finite_verb(bare(word), words))
}

/// A verb of the class `verb`, or a word that ends like a verb.
fn is_finite_verb(word: &str, words: &Vocabulary) -> bool {
    let ends_like_one = word.len() > 3 && word.starts_with(char::is_lowercase) && {
        word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")
    };
    ends_like_one || word.starts_with(char::is_lowercase) && words.is_of_class(word, "verb")
}

/// Whether the initials of the capitalised or of all words are the letters of `acronym`.
fn expands(content: &str, acronym: &str) -> bool {
    let capitals: Vec<char> = acronym.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect();
    if !(2..=10).contains(&capitals.len()) {
        return false;
    }
    let parts = || content.split(|c: char| c.is_whitespace() || c == '-').take(24);
    let initials = |all: bool| -> Vec<char> {
        let words = parts().filter(|word| all || word.starts_with(char::is_uppercase));
        words.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
    };
    initials(true) == capitals || initials(false) == capitals
}

/// `word: more`, where the colon is none of a time.
fn is_labelled(content: &str) -> bool {
    content.split_once(':').is_some_and(|(label, rest)| {
        rest.starts_with(char::is_whitespace) && label.chars().any(char::is_alphabetic) && !rest.trim().is_empty()
    })
}

/// Letters to change, add or take away to make one of the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (idx, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = idx + 1;
        for (at, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
