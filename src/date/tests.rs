//! The cases of `cases/`, and what no case can show.

use crate::date::{Expression, Found, Point, Precision, Tongues, find, find_in, parse, with_year};
use crate::model::{Cert, DateValue};

/// A date in one line: `1960-09-14`, `FROM..TO`, `NOTBEFORE<>NOTAFTER`, with `julian DATE` after it; `!` if impossible.
fn shown(found: &Found) -> String {
    let Some(value) = found.value() else {
        return if found.is_impossible() { "!".to_owned() } else { "?".to_owned() };
    };
    let DateValue { when, from, to, not_before, not_after, custom, cert } = value;
    let or_empty = |field: Option<String>| field.unwrap_or_default();
    let words = match (when, from) {
        (Some(when), _) => when,
        (None, Some(from)) => format!("{from}..{}", or_empty(to)),
        (None, None) => format!("{}<>{}", or_empty(not_before), or_empty(not_after)),
    };
    let sure = cert.map_or(String::new(), |cert| format!(" {}", Cert::as_str(cert)));
    match custom {
        Some((calendar, date)) => format!("{words} {} {date}{sure}", calendar.id()),
        None => words + &sure,
    }
}

/// The words of a case without its marks, as they should be marked, and as they are.
fn marked(text: &str, found: &[Found]) -> String {
    let mut words = text.to_owned();
    for one in found.iter().rev() {
        words.insert(one.end, '»');
        words.insert(one.start, '«');
    }
    words
}

#[test]
fn every_english_case_reads_as_it_says() {
    check(include_str!("cases/english.txt"), "English");
}

#[test]
fn every_german_case_reads_as_it_says() {
    check(include_str!("cases/german.txt"), "German");
}

#[test]
fn every_french_case_reads_as_it_says() {
    check(include_str!("cases/french.txt"), "French");
}

#[test]
fn every_russian_case_reads_as_it_says() {
    check(include_str!("cases/russian.txt"), "Russian");
}

/// The forms that `docs/dates.md` promises, under the headings of their languages.
#[test]
fn every_form_of_the_manual_reads_as_it_says() {
    let manual = include_str!("../../docs/dates.md");
    for language in ["English", "German", "French", "Russian"] {
        let (_, after) = manual.split_once(&format!("\n## {language}\n")).expect("every language has its heading");
        let section = after.split("\n## ").next().unwrap_or(after);
        let rows = section.lines().filter(|line| line.starts_with("| ") && line.contains('«'));
        let cases = rows.map(|row| row.trim_matches(['|', ' ']).replacen(" | ", " => ", 1).replace(" ; ", " | "));
        let cases = cases.collect::<Vec<_>>().join("\n");
        assert!(cases.lines().count() > 5, "{language} has examples");
        check(&cases, language);
    }
}

/// Reads each line of cases in a language, and compares.
fn check(cases: &str, language: &str) {
    let tongues = Tongues::named(language).expect("there is a pack");
    let cases = cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut failures = Vec::new();
    for case in cases {
        let (expected, values) = case.split_once(" => ").unwrap_or((case, ""));
        let text = expected.replace(['«', '»'], "");
        let found = find_in(&text, tongues);
        let read = found.iter().map(shown).collect::<Vec<_>>().join(" | ");
        if marked(&text, &found) != expected || read != values {
            failures.push(format!("{case}\n    read as: {} => {read}", marked(&text, &found)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_line_that_is_only_a_date_is_one() {
    let value =
        |text: &str| parse(text).and_then(|found| found.value()).and_then(|value| value.earliest().map(str::to_owned));
    assert_eq!(value("  14 September 1960.\n").as_deref(), Some("1960-09-14"));
    assert_eq!(value("from 12 through 30 September 1960").as_deref(), Some("1960-09-12"));
    assert_eq!(value("**September 14, 1960**").as_deref(), Some("1960-09-14"));
    assert_eq!(value("Friday, 19 September, 1958").as_deref(), Some("1958-09-19"));
    assert_eq!(value("1960").as_deref(), Some("1960"));
    assert_eq!(value("[1942-1944]").as_deref(), Some("1942"));
    assert_eq!(value("early 1960").as_deref(), Some("1960"));
    assert_eq!(value("14.3.").as_deref(), Some("--03-14"));
    assert_eq!(value("Easter 1943").as_deref(), Some("1943-04-25"));
    assert_eq!(value("Weihnachten 1942").as_deref(), Some("1942-12-25"));
}

#[test]
fn a_line_may_be_bounded_on_both_sides_or_on_one() {
    let value = |text: &str| parse(text).map(|found| shown(&found)).unwrap_or_default();
    for (text, expected) in [
        ("not before 1180, not after 1195", "1180<>1195"),
        ("not before 3 May 1180 and not after 1195", "1180-05-03<>1195"),
        ("after 1130 and before 1150", "1130<>1150"),
        ("between 1130 and 1150", "1130<>1150"),
        ("terminus post quem 1130", "1130<>"),
        ("before the third of May 1943", "<>1943-05-03"),
        ("no earlier than 1920", "1920<>"),
        ("on or before 5 May 1953", "<>1953-05-05"),
        ("1960 or later", "1960<>"),
        ("after Easter 1943", "1943-04-25<> medium"),
        ("nicht vor 1130, nicht nach 1150", "1130<>1150"),
        ("frühestens 1920, spätestens 1930", "1920<>1930"),
        ("nach 1180, vor 1195", "1180<>1195"),
        ("pas avant 1130, pas après 1150", "1130<>1150"),
        ("au plus tard le 3 mai 1916", "<>1916-05-03"),
        ("не ранее 1180 и не позднее 1195", "1180<>1195"),
        ("not after 1180, not before 1195", ""),
        ("not before 1180, not after 1195 men", ""),
        ("not before 1180, the place, not after 1195", ""),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn a_line_may_be_a_day_in_words_or_a_feast() {
    let value = |text: &str| parse(text).map(|found| shown(&found)).unwrap_or_default();
    for (text, expected) in [
        ("Friday, the twenty-first of May 1943", "1943-05-21"),
        ("the third of May", "--05-03"),
        ("le trente et un mai 1916", "1916-05-31"),
        ("am zwanzigsten Mai 1943", "1943-05-20"),
        ("двадцать первого июня 1941 года", "1941-06-21"),
        ("Passover 1943", "1943-04-20..1943-04-27"),
        ("Пасха 1945 г.", "1945-05-06 medium"),
        ("twenty-first of", ""),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn a_line_with_other_words_is_no_date() {
    for line in
        ["He left on 14 September 1960", "14 September 1960 Washington", "Washington", "", "12", "May", "the 13th"]
    {
        assert_eq!(parse(line), None, "{line}");
    }
}

#[test]
fn an_impossible_date_is_found_but_says_nothing() {
    let found = parse("31 April 1950").expect("it has the form of a date");
    assert!(found.is_impossible());
    assert_eq!(found.value(), None);
}

#[test]
fn a_period_over_new_year_ends_in_the_next_year() {
    let found = find("from 30 December to 2 January, 20 December–3 January");
    let period = found.last().expect("there is a period").expression;
    assert_eq!(with_year(&period, 1942), Some(DateValue::from_to("1942-12-20", "1943-01-03")));
}

#[test]
fn the_julian_date_of_a_double_date_may_lie_in_the_year_before() {
    let both = find("20 December/2 January")[0].expression;
    let value = with_year(&both, 1918).expect("the year is known");
    assert_eq!(value.when.as_deref(), Some("1918-01-02"));
    assert_eq!(value.custom.map(|(_, date)| date).as_deref(), Some("1917-12-20"));
}

#[test]
fn precision_is_that_of_the_words() {
    let of = |text: &str| parse(text).map(|found| found.expression.precision());
    assert_eq!(of("1960"), Some(Precision::Year));
    assert_eq!(of("May 1960"), Some(Precision::Month));
    assert_eq!(of("5 May"), Some(Precision::Day));
}

#[test]
fn years_before_1000_are_written_with_four_digits() {
    assert_eq!(Expression::At(Point::year(988)).value(), Some(DateValue::when("0988")));
}

#[test]
fn hostile_texts_are_read_in_no_more_time_than_others() {
    let patterns = [
        "1 ",
        "1/",
        "May 1-",
        "1939 and ",
        "May ",
        "1 and 2 and ",
        "12.",
        "«May",
        "\u{A0}1\u{A0}",
        "É1",
        "‘4",
        "not before 1180, ",
        "third of May ",
        "Easter 1943 ",
    ];
    for pattern in patterns {
        let found = find(&pattern.repeat(2_000));
        assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "{pattern}");
    }
}

#[test]
fn no_text_however_cut_makes_it_panic() {
    let text =
        "Am 3ʳᵈ of MAÏ ‘43’— 1/14 mars 1918 (O.S. 12 — 30 Sept.–Oct. ١٩٦٠ ½ 6, İn May İ 5 до 14.09.1960 г. 1\u{301} 9";
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for (idx, &start) in starts.iter().enumerate() {
        for &end in &starts[idx..] {
            let _ = (find(&text[start..end]), parse(&text[start..end]));
        }
    }
}
