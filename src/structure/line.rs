//! What a single line is by its words alone: a date, a place and date, a classification, a number, a salute.

use std::sync::LazyLock;

use regex::Regex;

use crate::date;

/// Whether the whole line is a date expression, or a weekday and one, or `from` and one.
pub(super) fn is_date(text: &str) -> bool {
    text.len() < 80 && date::parse(strip_lead(text)).is_some()
}

fn strip_lead(text: &str) -> &str {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let lead = ["from ", "dated ", "date: "].into_iter().find(|lead| lower.starts_with(lead)).map_or(0, str::len);
    text[lead..].trim()
}

/// A place and a date: `Washington, January 17, 1951.`, `Moscow, 3 May 1949, 4 p.m.`
pub(super) fn is_dateline(text: &str) -> bool {
    if text.len() > 100 || is_sentence_like(text) {
        return false;
    }
    let commas = text.char_indices().filter(|(_, c)| matches!(c, ',' | ':' | ';')).map(|(at, _)| at);
    commas.take(4).any(|at| is_place(&text[..at]) && starts_with_date(text[at + 1..].trim()))
}

/// The rest of a dateline: a date, perhaps with the hour after it.
fn starts_with_date(text: &str) -> bool {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, ',' | '—' | '–' | '.' | ';')).map(|(at, _)| at);
    let hour = |rest: &str| rest.len() < 40 && !rest.contains(". ");
    date::parse(text).is_some()
        || ends.collect::<Vec<_>>().into_iter().rev().any(|at| date::parse(&text[..at]).is_some() && hour(&text[at..]))
}

/// A name of a place as it stands in a dateline: a few words with capitals, no digits.
pub(super) fn is_place(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some()
        && text.len() <= 50
        && text.split_whitespace().count() <= 5
        && words.all(|word| {
            let first = word.trim_start_matches(['(', '\'', '’']).chars().next();
            let small = matches!(word, "of" | "the" | "am" | "an" | "der" | "de" | "la" | "in" | "near" | "/");
            small || first.is_some_and(char::is_uppercase)
        })
        && !text.chars().any(|c| c.is_ascii_digit())
}

static CLASSIFICATION: LazyLock<Regex> = LazyLock::new(|| {
    let level = r"(?:top[ -]secret|secret|confidential|restricted|unclassified|official use only|limited official use|limdis|exdis|nodis|noforn|no foreign dissem|eyes only|eyes alone|personal|sensitive|strictly secret|strictly confidential|most secret|very urgent|urgent|priority|niact|special folder|declassified|private|immediate|proofread)";
    let country =
        r"(?:USSR|US|U\.S\.|UK|GDR|PRC|DPRK|ROK|CPSU|NATO|for|of|special|importance|strictly|highly|only|most)";
    compile(&format!(r"(?i)^(?:{country}[\s,;./—–-]+)*{level}(?:[\s,;./—–-]+(?:{level}|{country}|and|copy|x))*[.!]?$"))
});

/// A line of classification: `TOP SECRET`, `USSR TOP SECRET`, `Secret; Eyes Only`.
pub(super) fn is_classification(text: &str) -> bool {
    text.len() < 80 && CLASSIFICATION.is_match(text)
}

static STAMP: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^(?:[\w.]+ ){0,4}(?:stamp|seal)(?:ed)?\s*:\s*\S"));

/// A line that reports a stamp without brackets: `MFA stamp: Copy № 3`.
pub(super) fn is_stamp(text: &str) -> bool {
    text.len() < 120 && STAMP.is_match(text)
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"^(?:(?:№|Nº|N°|[Nn]o\.?|NO\.|Nr\.?|[Rr]ef(?:erence)?\.?(?: [Nn]o\.?)?:?|[Cc]opy (?:№|[Nn]o\.?)|[Tt]elegram [Nn]o\.?|[Ff]ile(?: [Nn]o\.?)?:?)\s*",
        r"[\w./-]*\d[\w./-]*(?:\s+(?:of\s+\d+(?:\s+copies)?|\([\w .-]+\)))?",
        r"|[A-Z]{0,6}[./-]?\d[\w]*(?:[/.-][\w]+)+(?:\s+\([\w .-]+\))?",
        r"|[A-Z]{1,5}(?:[/.-][A-Z0-9]+)*[/.-]\d+",
        r"|\d{4,}[A-Za-z]{0,3})[.,;]?$"
    ))
});

/// A registry or document number alone on its line: `№ 162`, `02153-gs`, `417/178/10`, `No. 2 of 40 copies`.
pub(super) fn is_number(text: &str) -> bool {
    let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.len() < 60 && !year && !is_date(text) && NUMBER.is_match(text)
}

static SALUTE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:my |most |highly )?(?:dear|esteemed|respected|honou?red|beloved|worthy)(?:est)?\b|sirs?\b|gentlemen\b|madam\b|comrades?\b|your (?:excellency|majesty|grace|honou?r|highness)|to the \w+ [\w ]+:)",
    )
});

/// The address of a letter: `Dear Sir,`, `Esteemed Comrade Ivanov!`
pub(super) fn is_salute(text: &str) -> bool {
    text.len() < 90 && text.ends_with([',', '!', ':', '—']) && SALUTE.is_match(text)
}

static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:i (?:am|remain|have the honou?r to be)[\w ,]*)?(?:yours?|with|respectfully|sincerely|cordially|faithfully|truly|best|kind(?:est)?|warm(?:est)?|most|very|your (?:obedient|humble|loving|devoted|affectionate)|affectionately|in friendship|fraternally|believe me|i remain|i am,? sir)\b)",
        r"[\w ,’']*[,.!]?$"
    ))
});

/// The greeting before a signature: `Yours sincerely,`, `With communist greetings,`.
pub(super) fn is_closing(text: &str) -> bool {
    text.len() < 90 && text.split_whitespace().count() <= 12 && CLOSING.is_match(text)
}

/// A line in capitals, such as a title.
pub(super) fn is_capitals(text: &str) -> bool {
    let (upper, lower) = text.chars().fold((0, 0), |(upper, lower), c| {
        (upper + usize::from(c.is_uppercase()), lower + usize::from(c.is_lowercase()))
    });
    upper >= 3 && lower * 4 <= upper && text.len() <= 250
}

/// A line that reads like a title: capitals at the start of its longer words, no final punctuation.
pub(super) fn is_title(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capital =
        |word: &&&str| word.trim_start_matches(['“', '"', '(', '‘']).chars().next().is_some_and(char::is_uppercase);
    let capitals = words.iter().filter(capital).count();
    text.len() <= 200 && words.len() >= 2 && capitals * 3 >= words.len() * 2 && !text.ends_with(['.', ',', ';', ':'])
}

/// Many words, hardly one with a capital: running text, whatever it ends with.
pub(super) fn runs_on(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    words.len() >= 14 && lower * 4 >= words.len() * 3
}

/// A sentence of several words with its final punctuation.
pub(super) fn is_sentence(text: &str) -> bool {
    text.split_whitespace().take(8).count() >= 8 && is_sentence_like(text)
}

fn is_sentence_like(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', ')', ']', '»']);
    bare.ends_with(['.', '!', '?', ':', ';'])
        && text.split_whitespace().filter(|word| word.chars().all(char::is_lowercase)).count() >= 4
}

static PAGE: LazyLock<Regex> = LazyLock::new(|| compile(r"^(?:[-–—]\s*(\d{1,4})\s*[-–—]|[Pp](?:age|\.)\s*(\d{1,4}))$"));

/// The number of a line that is only a page number.
pub(super) fn page_number(text: &str) -> Option<String> {
    let found = PAGE.captures(text)?;
    found.get(1).or_else(|| found.get(2)).map(|n| n.as_str().to_owned())
}

static DIARY: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)(?-u:\b)(?:diary|diaries|journal|logbook|log book|day-?book|daybook|tagebuch|дневник)(?-u:\b)")
});

/// Whether a title names a diary or journal.
pub(super) fn names_a_diary(title: &str) -> bool {
    DIARY.is_match(title)
}

static DISTRIBUTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:\w+ copies (?:sent|made|printed|typed|issued|to|for)|(?:distribution|copies|copy|cc|circulation|sent)(?: list| to)?\s*:?$|(?:copies|copy) (?:sent|to)\b|(?:printed|typed|issued) in \w+ copies|distribution\b)",
    )
});

/// The line that introduces a distribution list: `Five copies sent`, `Distribution:`, `Copies to:`.
pub(super) fn is_distribution_label(text: &str) -> bool {
    text.len() < 80 && DISTRIBUTION.is_match(text)
}

static POSTSCRIPT: LazyLock<Regex> = LazyLock::new(|| compile(r"^(?:P\. ?S\.|PS\b|P\. ?P\. ?S\.|NB\b|N\. ?B\.)"));

/// A paragraph that calls itself a postscript.
pub(super) fn is_postscript(text: &str) -> bool {
    POSTSCRIPT.is_match(text)
}

/// A signature as it is typed: a name of one to five words, perhaps in brackets or after `/s/`, no sentence.
pub(super) fn is_signature(text: &str) -> bool {
    let text = text.trim_start_matches("/s/").trim().trim_matches(['(', ')']).trim_end_matches(',');
    let words: Vec<&str> = text.split_whitespace().collect();
    let name_like = |word: &&str| {
        let first = word.chars().next();
        first.is_some_and(char::is_uppercase)
            || matches!(*word, "de" | "von" | "van" | "der" | "al" | "la" | "of" | "the")
    };
    (1..=6).contains(&words.len())
        && text.len() <= 60
        && words.iter().all(name_like)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !text.ends_with([':', ';', '?'])
        && text.chars().any(char::is_lowercase)
}

/// The patterns are part of the program and were tried by its tests.
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is tried by the tests of this file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifications_are_known() {
        for line in
            ["TOP SECRET", "USSR TOP SECRET", "Secret", "Secret; Eyes Only", "Confidential", "CONFIDENTIAL/NODIS"]
        {
            assert!(is_classification(line), "{line}");
        }
        for line in ["The secret was out", "Secretary of State", "Personal recollections of Anna Berg"] {
            assert!(!is_classification(line), "{line}");
        }
    }

    #[test]
    fn registry_numbers_are_known() {
        for line in
            ["№ 162", "02153-gs", "417/178/10", "PR/11/57 (Ottawa)", "No. 2 of 40 copies", "Nº 480", "A/AC.25/W.12"]
        {
            assert!(is_number(line), "{line}");
        }
        for line in ["1960", "In 1960", "14 September 1960", "Two", "1.", "14.09.1960"] {
            assert!(!is_number(line), "{line}");
        }
    }

    #[test]
    fn page_numbers_are_known() {
        assert_eq!(page_number("-3-"), Some("3".to_owned()));
        assert_eq!(page_number("— 12 —"), Some("12".to_owned()));
        assert_eq!(page_number("3"), None);
    }

    #[test]
    fn salutes_and_closings_are_known() {
        assert!(
            is_salute("Dear Mr. Harlan,")
                && is_salute("Esteemed Comrade Varnov!")
                && !is_salute("Dear me, said the clerk.")
        );
        assert!(
            is_closing("Yours sincerely,")
                && is_closing("With communist greetings")
                && is_closing("Respectfully yours,")
        );
        assert!(!is_closing("With the arrival of the delegation from Jutmark the talks began in earnest."));
    }

    #[test]
    fn signatures_are_names_and_not_sentences() {
        for line in ["Johnson", "W.E. Colby", "(A. Puzanov)", "/s/ Anna de Vries"] {
            assert!(is_signature(line), "{line}");
        }
        for line in ["He left.", "SECRET", "Subject:", "17 May"] {
            assert!(!is_signature(line), "{line}");
        }
    }

    #[test]
    fn distribution_labels_are_known() {
        for line in ["Five copies sent", "Distribution:", "Copies to:", "Printed in three copies", "cc:"] {
            assert!(is_distribution_label(line), "{line}");
        }
        assert!(!is_distribution_label("Copying was forbidden in the archive"));
    }
}
