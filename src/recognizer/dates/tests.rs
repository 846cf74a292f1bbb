//! Which date each expression of a document means.

use super::*;
use crate::model::{Block, BlockKind, Cert, Role, flows};
use crate::source::Span;

/// A transcript of lines, each a block of its role.
fn transcript(lines: &[(Role, &str)]) -> Transcript {
    let source = lines.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
    let mut transcript = Transcript::default();
    let mut at = 0;
    for (role, line) in lines {
        if !transcript.text.is_empty() {
            transcript.text.push_block_end(Span::new(at - 1, at));
        }
        let (start, span) = (transcript.text.len(), Span::new(at, at + line.len()));
        transcript.text.push_verbatim(&source, span);
        let mut block = Block::new(BlockKind::Paragraph, TextRange::new(start, transcript.text.len()), span);
        block.role = role.clone();
        transcript.blocks.push(block);
        at += line.len() + 1;
    }
    transcript
}

/// Each date as `words: value certainty`.
fn dates(transcript: &Transcript) -> Vec<String> {
    let annotations = Dates::default().recognize(transcript, &flows(transcript)).annotations;
    let shown = annotations.iter().filter_map(|annotation| match &annotation.mark {
        Mark::Date(value) => Some((annotation, value)),
        Mark::Intervention(_) | Mark::Mention(_) | Mark::NamePart(_) | Mark::Rendition(_) => None,
    });
    shown
        .map(|(annotation, value)| {
            let words = transcript.text.slice(annotation.range);
            let cert = annotation.cert.map_or("", Cert::as_str);
            format!("{words}: {} {cert}", value.earliest().unwrap_or_default()).trim_end().to_owned()
        })
        .collect()
}

#[test]
fn a_date_takes_its_year_from_the_dateline() {
    let letter = transcript(&[
        (Role::Dateline, "Jutmark, 3 February 1951"),
        (Role::Paragraph, "I arrived on 20 December and shall leave on 1 March. In May I was ill."),
    ]);
    assert_eq!(
        dates(&letter),
        [
            "3 February 1951: 1951-02-03",
            "20 December: 1950-12-20 medium",
            "1 March: 1951-03-01 medium",
            "May: 1951-05 medium"
        ]
    );
}

#[test]
fn the_entry_of_a_diary_counts_more_than_the_date_of_the_document() {
    let mut diary = transcript(&[
        (Role::EntryDate, "2 January 1961"),
        (Role::Paragraph, "On 30 December the guests left."),
        (Role::EntryDate, "3 January"),
        (Role::Paragraph, "We met in the treaty year 1955; on 2 January nobody came."),
    ]);
    diary.header.date = Some(DateValue::when("1975-06-01"));
    assert_eq!(
        dates(&diary),
        [
            "2 January 1961: 1961-01-02",
            "30 December: 1960-12-30 medium",
            "3 January: 1961-01-03 medium",
            "1955: 1955",
            "2 January: 1961-01-02 medium"
        ]
    );
}

#[test]
fn the_front_matter_dates_the_document_with_or_without_the_hour() {
    let mut telegram = transcript(&[(Role::Paragraph, "Your message of 20 January was read.")]);
    telegram.header.date = Some(DateValue::when("1967-01-25T19:23:00"));
    assert_eq!(dates(&telegram), ["20 January: 1967-01-20 medium"]);
}

#[test]
fn a_story_goes_on_from_its_last_date_and_not_from_a_date_of_birth() {
    let story = transcript(&[(
        Role::Paragraph,
        "In 1943 we moved. On 5 May, Anna (born 3 April 1921) fell ill. She died on 30 May, and on the 31st was buried.",
    )]);
    assert_eq!(
        dates(&story),
        [
            "1943: 1943",
            "5 May: 1943-05-05 medium",
            "3 April 1921: 1921-04-03",
            "30 May: 1943-05-30 medium",
            "31st: 1943-05-31 medium"
        ]
    );
}

#[test]
fn neighbours_share_a_year_and_a_month() {
    let line = transcript(&[(
        Role::Paragraph,
        "On July 31 and August 8, 1969; on the 2nd and 3rd of September 1943; born 1927, February 16.",
    )]);
    assert_eq!(
        dates(&line),
        [
            "July 31: 1969-07-31",
            "August 8, 1969: 1969-08-08",
            "2nd: 1943-09-02",
            "3rd of September 1943: 1943-09-03",
            "1927, February 16: 1927-02-16"
        ]
    );
}

#[test]
fn last_and_next_and_this_year_are_seen_from_the_date_of_writing() {
    let letter = transcript(&[
        (Role::Date, "17 August 1966"),
        (
            Role::Paragraph,
            "Agreed last October, confirmed next March, signed September 9 of last year, on Tuesday, 15 February.",
        ),
    ]);
    assert_eq!(
        dates(&letter)[1..],
        [
            "October: 1965-10 medium",
            "March: 1967-03 medium",
            "September 9: 1965-09-09 medium",
            "15 February: 1966-02-15 medium"
        ]
    );
}

#[test]
fn a_month_that_names_an_event_has_the_year_of_the_event() {
    let text = transcript(&[
        (Role::Dateline, "Jutmark, 3 February 1951"),
        (
            Role::Paragraph,
            "Since the November elections of 1938 and the May congress of the league of 1946 nobody came.",
        ),
    ]);
    assert_eq!(dates(&text)[1..], ["November: 1938-11", "1938: 1938", "May: 1938-05 medium", "1946: 1946"]);
}

#[test]
fn a_date_in_french_is_seen_from_the_date_of_writing_by_the_word_after_it() {
    let letter = transcript(&[
        (Role::Paragraph, "Varnay-les-Bois,(Sarthe ) le 3 Décembre 1914"),
        (
            Role::Paragraph,
            "Mon cher ami, dans la séance du 16 Juin dernier nous avons parlé du traité de 1911, et le 25 décembre prochain \
             nous le relirons, comme la lettre du 28 novembre dernier.",
        ),
    ]);
    assert_eq!(
        dates(&letter),
        [
            "3 Décembre 1914: 1914-12-03",
            "16 Juin: 1914-06-16 medium",
            "1911: 1911",
            "25 décembre: 1914-12-25 medium",
            "28 novembre: 1914-11-28 medium"
        ]
    );
}

#[test]
fn a_list_of_months_shares_the_year_at_its_end() {
    let letter = transcript(&[
        (Role::Dateline, "Paris, le 6 Janvier 1919"),
        (
            Role::Paragraph,
            "Pendant les mois d'Octobre, Novembre & Décembre 1918 et aux mois d'Août et de Septembre 1914 il était là.",
        ),
    ]);
    assert_eq!(
        dates(&letter)[1..],
        ["Octobre: 1918-10", "Novembre: 1918-11", "Décembre 1918: 1918-12", "Août: 1914-08", "Septembre 1914: 1914-09"]
    );
}

#[test]
fn without_any_year_a_day_is_marked_as_it_stands_and_a_month_is_not() {
    let line = transcript(&[(Role::Paragraph, "He came on 7 September and left in October.")]);
    assert_eq!(dates(&line), ["7 September: --09-07"]);
}

#[test]
fn an_impossible_date_is_reported_at_its_words_and_not_marked() {
    let line = transcript(&[(Role::Paragraph, "Signed on 31 April 1950.")]);
    let Findings { annotations, diagnostics } = Dates::default().recognize(&line, &flows(&line));
    assert!(annotations.is_empty());
    assert_eq!(diagnostics.len(), 1);
    assert_eq!((diagnostics[0].code, diagnostics[0].span), (Code::N001, Some(Span::new(10, 23))));
}
