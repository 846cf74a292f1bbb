//! Words as they are compared: small letters, without diacritics, so that `VARNOV` is `Varnov` and `Miklós` `Miklos`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Writes the folded form of `word` to `folded`, which is emptied first.
pub(super) fn fold_into(folded: &mut String, word: &str) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    for letter in word.nfd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
}

/// The folded form of `word`.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(&mut folded, word);
    folded
}

/// Letters that do not come apart into a plain letter and a mark, and signs that are written in two ways.
fn plain(letter: char) -> Option<&'static str> {
    match letter {
        'ł' => Some("l"),
        'ø' => Some("o"),
        'đ' | 'ð' => Some("d"),
        'ß' => Some("ss"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'þ' => Some("th"),
        'ı' => Some("i"),
        '’' | 'ʼ' | '‘' | 'ʻ' | 'ʿ' | 'ʾ' => Some("'"),
        '–' | '‐' | '‑' => Some("-"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_to_the_same_letters() {
        assert_eq!(fold("VARNOV"), "varnov");
        assert_eq!(fold("Miklós"), fold("MIKLOS"));
        assert_eq!(fold("Łukasz"), "lukasz");
        assert_eq!(fold("Ch’en"), fold("CH'EN"));
    }
}
