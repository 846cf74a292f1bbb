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
    let mut starts: Vec<usize> = text.split_sentence_bound_indices().map(|(start, _)| start).skip(1).collect();
    starts.retain(|&start| ends_sentence(&text[..start], &text[start..]));
    starts
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
    fn nothing_ends_where_lower_case_follows() {
        assert_eq!(sentences("They met in St. petersburg at 5 p.m. on Friday.").len(), 1);
    }
}
