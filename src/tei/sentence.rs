//! Where sentences end: UAX #29, but not after an abbreviation, an initial or a number.

use unicode_segmentation::UnicodeSegmentation;

/// Words that end in a full stop without ending a sentence, in lower case and without the stop.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "apr", "art", "aug", "brig", "bros", "ca", "capt", "cde", "cdes", "cf", "ch", "cie", "cmdr", "co",
    "col", "comp", "cpl", "dec", "dept", "dis", "doc", "dr", "ed", "eds", "eng", "esp", "esq", "etc", "ex", "feb",
    "fig", "fol", "fr", "ft", "gen", "gov", "hon", "hr", "ibid", "inc", "inst", "jan", "jr", "jul", "jun", "lieut",
    "ll", "lt", "ltd", "maj", "mar", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "mts", "no", "nos",
    "nov", "nr", "oct", "op", "pfc", "pp", "pres", "prof", "pt", "pvt", "rep", "repr", "resp", "rev", "rt", "sec",
    "sen", "sept", "sep", "ser", "sgt", "sig", "sq", "sr", "st", "ste", "str", "tel", "tov", "transl", "ul", "ult",
    "univ", "viz", "voiv", "vol", "vols", "vs",
];

/// The byte offsets in `text` at which a sentence begins, the first one left out.
pub(crate) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(start) = next_boundary(text, at) {
        if ends_sentence(&text[..start], &text[start..]) {
            starts.push(start);
        }
        at = start;
    }
    starts
}

/// The next sentence boundary of UAX #29 in `text` after the one at `at`.
///
/// Nothing but a sign that may end a sentence makes one, and of what stands before the sign only the letter right before
/// it counts (rule SB7). So the rules, which cost much, are asked from that letter on.
fn next_boundary(text: &str, at: usize) -> Option<usize> {
    let sign = at + text[at..].find(may_end_sentence)?;
    let letter = text.as_bytes()[at..sign].iter().rposition(u8::is_ascii).map_or(at, |before| at + before);
    let boundary = letter + text[letter..].split_sentence_bounds().next()?.len();
    (boundary < text.len()).then_some(boundary)
}

/// Whether a sentence may end at a character; it may say yes where it should say no, never the reverse.
fn may_end_sentence(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '.' | '!' | '?' | '\n' | '\r');
    }
    !c.is_alphanumeric() && !matches!(c, '\u{a0}' | '‘' | '’' | '“' | '”' | '–' | '—')
}

/// Whether a sentence ends between the two.
fn ends_sentence(before: &str, after: &str) -> bool {
    if !before.ends_with(char::is_whitespace) {
        return false;
    }
    let before = before.trim_end();
    let follows = after.chars().find(|c| c.is_alphanumeric());
    if follows.is_none_or(|c| c.is_lowercase() || c.is_numeric()) {
        return false;
    }
    let Some(word) = before.strip_suffix('.') else { return !before.is_empty() };
    let start = word
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    let enumerator = start == 0 && word.chars().all(char::is_numeric);
    !enumerator && !is_abbreviation(&word[start..])
}

/// Initials are one capital, or a capital and a small letter as in transliterated Russian (`Yu.`, `Ye.`).
fn is_abbreviation(word: &str) -> bool {
    let mut chars = word.chars();
    let (first, second) = (chars.next(), chars.next());
    let capital = first.is_some_and(char::is_uppercase);
    let initial = capital
        && (second.is_none() || matches!(word, "Yu" | "Ye" | "Ya" | "Yo" | "Zh" | "Kh" | "Ts" | "Ch" | "Sh" | "Shch"));
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut starts = vec![0];
        starts.extend(sentence_starts(text));
        starts.push(text.len());
        starts.windows(2).map(|pair| text[pair[0]..pair[1]].trim()).collect()
    }

    #[test]
    fn sentences_end_at_full_stops() {
        assert_eq!(
            sentences("He left. She stayed! Why? Nobody knew."),
            ["He left.", "She stayed!", "Why?", "Nobody knew."]
        );
    }

    #[test]
    fn abbreviations_initials_and_numbers_end_none() {
        assert_eq!(sentences("I saw Mr. Brown and G. Ye. Samsonov on Jan. 3. Then I left.").len(), 2);
        assert_eq!(sentences("Copy No. 3 was sent to Capt. Harlan. It is lost.").len(), 2);
    }

    #[test]
    fn boundaries_are_those_of_the_whole_text() {
        for text in [
            "He left. “She stayed!” (Why?) Nobody\u{301}. Knew",
            "A.B. c. 3.5 U.S. p.m. on; e\u{301}.X é.X É.X \u{ad}.X … „So.“ Ja…",
            "Он ушёл. Она осталась.Да\u{2029}Нет\r\nи всё。そう？」 はい",
            "",
            ". . .",
        ] {
            let whole: Vec<usize> = text.split_sentence_bound_indices().map(|(start, _)| start).skip(1).collect();
            let mut found = Vec::new();
            while let Some(start) = next_boundary(text, found.last().copied().unwrap_or(0)) {
                found.push(start);
            }
            assert_eq!(found, whole, "{text}");
        }
    }

    #[test]
    fn nothing_ends_where_lower_case_follows() {
        assert_eq!(sentences("They met in St. petersburg at 5 p.m. on Friday.").len(), 1);
    }
}
