//! Names of languages and their tags (BCP 47).

use crate::model::{FieldKey, Header};

/// Names of languages in lower case, and their tags in the IANA Language Subtag Registry.
const LANGUAGES: &[(&str, &str)] = &[
    ("afrikaans", "af"),
    ("albanian", "sq"),
    ("amharic", "am"),
    ("arabic", "ar"),
    ("aramaic", "arc"),
    ("armenian", "hy"),
    ("azerbaijani", "az"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("belorussian", "be"),
    ("bengali", "bn"),
    ("bosnian", "bs"),
    ("breton", "br"),
    ("bulgarian", "bg"),
    ("burmese", "my"),
    ("cantonese", "yue"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("church slavonic", "cu"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("esperanto", "eo"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("filipino", "fil"),
    ("finnish", "fi"),
    ("flemish", "nl-BE"),
    ("french", "fr"),
    ("gaelic", "gd"),
    ("galician", "gl"),
    ("georgian", "ka"),
    ("german", "de"),
    ("greek", "el"),
    ("gujarati", "gu"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("judeo-spanish", "lad"),
    ("kazakh", "kk"),
    ("khmer", "km"),
    ("korean", "ko"),
    ("kurdish", "ku"),
    ("kyrgyz", "ky"),
    ("ladino", "lad"),
    ("lao", "lo"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("luxembourgish", "lb"),
    ("macedonian", "mk"),
    ("malay", "ms"),
    ("maltese", "mt"),
    ("mandarin", "zh"),
    ("middle english", "enm"),
    ("middle french", "frm"),
    ("middle high german", "gmh"),
    ("moldovan", "ro-MD"),
    ("mongolian", "mn"),
    ("norwegian", "no"),
    ("old church slavonic", "cu"),
    ("old english", "ang"),
    ("old french", "fro"),
    ("old norse", "non"),
    ("ottoman turkish", "ota"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("punjabi", "pa"),
    ("romani", "rom"),
    ("romanian", "ro"),
    ("romansh", "rm"),
    ("russian", "ru"),
    ("ruthenian", "rue"),
    ("sanskrit", "sa"),
    ("scots", "sco"),
    ("scottish gaelic", "gd"),
    ("serbian", "sr"),
    ("serbo-croatian", "sh"),
    ("sinhala", "si"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("slovenian", "sl"),
    ("somali", "so"),
    ("sorbian", "wen"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("syriac", "syc"),
    ("tagalog", "tl"),
    ("tajik", "tg"),
    ("tamil", "ta"),
    ("tatar", "tt"),
    ("telugu", "te"),
    ("thai", "th"),
    ("tibetan", "bo"),
    ("turkish", "tr"),
    ("turkmen", "tk"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("uyghur", "ug"),
    ("uzbek", "uz"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("yiddish", "yi"),
    ("zulu", "zu"),
    ("deutsch", "de"),
    ("français", "fr"),
    ("русский", "ru"),
    ("українська", "uk"),
    ("polski", "pl"),
    ("italiano", "it"),
    ("español", "es"),
    ("čeština", "cs"),
    ("magyar", "hu"),
    ("中文", "zh"),
    ("한국어", "ko"),
    ("日本語", "ja"),
];

/// A value names no more languages than this.
const MOST_LANGUAGES: usize = 20;

/// Tags that are no name: what the registry calls undetermined.
const UNDETERMINED: &str = "und";

/// The tag of the first language that a value names; `und` where it names none that we know.
pub(super) fn tag(words: &str) -> String {
    tags(words).into_iter().next().unwrap_or_else(|| UNDETERMINED.to_owned())
}

/// The tags of all languages that a value names: `Russian and German`, `Yiddish (Hebrew script)`, `ru`.
pub(super) fn tags(words: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let parts = words.split([',', ';', '/', '&', '(', ')', '+']).flat_map(|part| part.split(" and "));
    for part in parts.map(str::trim).filter(|part| !part.is_empty()).take(MOST_LANGUAGES) {
        if let Some(tag) = tag_of(part).filter(|tag| !tags.contains(tag)) {
            tags.push(tag);
        }
    }
    tags
}

fn tag_of(name: &str) -> Option<String> {
    let folded = name.to_lowercase();
    let by_name = |name: &str| LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, tag)| (*tag).to_owned());
    by_name(&folded)
        .or_else(|| is_tag(name).then(|| name.to_owned()))
        .or_else(|| folded.split_whitespace().next_back().and_then(by_name))
}

/// Whether a word is a tag itself: a known code of two or three letters, with subtags (BCP 47, 2.1).
fn is_tag(word: &str) -> bool {
    let mut subtags = word.split('-');
    let code = subtags.next().unwrap_or_default();
    let is_known = LANGUAGES.iter().any(|(_, tag)| *tag == code);
    is_known
        && subtags.all(|subtag| (2..=8).contains(&subtag.len()) && subtag.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The language of the transcript, for `text/@xml:lang`: that of the transcript or translation, else that of the
/// original where nobody translated it.
pub(in crate::tei) fn text_language(header: &Header) -> Option<String> {
    let known = |key| header.first(key).map(|field| tag(field.as_str())).filter(|tag| tag != UNDETERMINED);
    let is_translated = header.first(FieldKey::Translator).is_some()
        || header.all(FieldKey::Contents).any(|field| field.as_str().to_lowercase().contains("translation"));
    known(FieldKey::Language).or_else(|| if is_translated { None } else { known(FieldKey::OriginalLanguage) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_tags() {
        assert_eq!(tag("Russian"), "ru");
        assert_eq!(tags("Polish, Yiddish and German"), ["pl", "yi", "de"]);
        assert_eq!(tag("Classical Latin"), "la");
        assert_eq!(tag("zh-Hant"), "zh-Hant");
        assert_eq!(tag("the tongue of birds"), "und");
    }

    #[test]
    fn every_name_stands_once() {
        for (idx, (name, _)) in LANGUAGES.iter().enumerate() {
            assert!(LANGUAGES[idx + 1..].iter().all(|(other, _)| other != name), "{name}");
        }
    }
}
