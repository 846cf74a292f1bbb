//! The words of dates in one language, read from a language pack.

use serde::Deserialize;

use crate::date::phrases::{Names, Phrases};

/// A language pack; `packs/english.toml` explains the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    /// The language as BCP 47 names it.
    pub(super) tag: String,
    /// The names of the language, for the front matter.
    pub(super) called: Phrases,
    /// Words by which a text in it is told.
    pub(super) common: Vec<String>,
    pub(super) habits: Habits,
    pub(super) months: Names,
    pub(super) weekdays: Names,
    pub(super) decades: Names,
    pub(super) ordinals: Phrases,
    pub(super) of: Phrases,
    pub(super) the: Phrases,
    pub(super) through: Phrases,
    pub(super) to: Phrases,
    pub(super) and: Phrases,
    pub(super) between: Phrases,
    pub(super) bounds_and: Phrases,
    pub(super) old_style: Phrases,
    pub(super) new_style: Phrases,
    pub(super) year_unit: Phrases,
    pub(super) before_christ: Phrases,
    pub(super) after_christ: Phrases,
    /// Sixteen hundred to nineteen hundred in words.
    pub(super) centuries: Names,
    /// One to ninety-nine in words.
    pub(super) numbers: Names,
    pub(super) day_words: DayWords,
    pub(super) decade: DecadeWords,
    pub(super) clock: Clock,
    pub(super) feasts: Feasts,
    pub(super) qualifiers: Qualifiers,
    pub(super) cues: Cues,
    pub(super) relative: Relative,
    pub(super) line: Line,
}

/// How dates are written in a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a table of yes and no, as the pack has it")]
pub(super) struct Habits {
    /// Whether months and days of the week are written with a capital.
    pub(super) capitals: bool,
    /// Whether all nouns are.
    pub(super) noun_capitals: bool,
    /// Whether the month may stand before the day: `September 14`.
    pub(super) month_first: bool,
    /// Whether `5/6/1960` may be 6 May.
    pub(super) either_order: bool,
    /// Whether a full stop after a number makes it the number of a day: `am 15. wurde`.
    pub(super) day_stop: bool,
}

/// Days of a month in words: `the third of May`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayWords {
    /// First to thirty-first.
    pub(super) names: Names,
    /// What must stand between day and month; if empty, nothing may.
    pub(super) of: Phrases,
    /// What must stand before the day; if empty, anything may.
    pub(super) before: Phrases,
}

/// The words of decades.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecadeWords {
    pub(super) after_year: Phrases,
    pub(super) before_year: Phrases,
    pub(super) before_name: Phrases,
    pub(super) after_name: Phrases,
}

/// The words of the time of day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub(super) noon: Phrases,
    pub(super) before_noon: Phrases,
    pub(super) after_noon: Phrases,
    pub(super) hours: Phrases,
    pub(super) hours_sure: Phrases,
    pub(super) hours_cue: Phrases,
    pub(super) hours_need_part: Phrases,
    pub(super) minutes: Phrases,
    pub(super) in_the_morning: Phrases,
    pub(super) in_the_evening: Phrases,
}

/// Feasts by which a year is a day or some days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Feasts {
    /// Each with its month and day.
    pub(super) fixed: Vec<(Phrases, u8, u8)>,
    /// Each with its days from Easter Sunday.
    pub(super) movable: Vec<(Phrases, i32)>,
    /// Each with its days from the Easter Sunday of the Orthodox churches.
    pub(super) orthodox: Vec<(Phrases, i32)>,
    /// Each with its days from the Rosh Hashanah of the same year, and how many days it lasts.
    pub(super) jewish: Vec<(Phrases, i32, i32)>,
    /// After these a feast is that of another calendar.
    pub(super) other_calendars: Phrases,
    /// Those that are said of the days round them too.
    pub(super) several_days: Phrases,
}

/// Words before a date that change what it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Qualifiers {
    early: Phrases,
    middle: Phrases,
    late: Phrases,
    pub(super) not_after: Phrases,
    pub(super) not_before: Phrases,
    /// `5 May 1953 at the latest`, `1960 or earlier`.
    pub(super) not_after_follows: Phrases,
    /// `1960 or later`.
    pub(super) not_before_follows: Phrases,
    pub(super) between: Phrases,
    /// `c. 1871`: part of the date.
    pub(super) circa: Phrases,
    /// `about 15 September`: not part of it.
    pub(super) about: Phrases,
}

/// Words round a number or the name of a month by which it is a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cues {
    pub(super) year: Phrases,
    pub(super) season: Phrases,
    pub(super) year_weak: Phrases,
    pub(super) year_adjective: Phrases,
    pub(super) year_label: Phrases,
    pub(super) month: Phrases,
    pub(super) month_weak: Phrases,
    pub(super) month_adjective: Phrases,
    pub(super) names_too: Phrases,
    pub(super) day: Phrases,
    pub(super) day_alone: Phrases,
    pub(super) after_day_alone: Phrases,
    pub(super) units: Phrases,
    pub(super) not_after: Phrases,
}

/// Words that say in which year or month a date lies, or that it lies in another time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relative {
    pub(super) last: Phrases,
    pub(super) next: Phrases,
    /// The same after the date: `16 juin dernier`.
    pub(super) last_follows: Phrases,
    pub(super) next_follows: Phrases,
    pub(super) this_year: Phrases,
    pub(super) last_year: Phrases,
    pub(super) next_year: Phrases,
    pub(super) this_month: Phrases,
    pub(super) last_month: Phrases,
    pub(super) next_month: Phrases,
    pub(super) aside: Phrases,
    pub(super) days: Vec<(Phrases, i32)>,
    pub(super) weeks: Vec<(Phrases, i32)>,
    pub(super) months: Vec<(Phrases, i32)>,
    pub(super) years: Vec<(Phrases, i32)>,
}

/// Words beside a date that is a line or field of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) before: Phrases,
    /// `before 5 May 1953` as the date of a document: no later.
    pub(super) not_after: Phrases,
    /// `after 5 May 1953`: no earlier.
    pub(super) not_before: Phrases,
}

/// What a word before a date makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    /// It names a part of it.
    Part,
    /// It is the latest possible date.
    NotAfter,
    /// It is the earliest possible date.
    NotBefore,
}

impl Language {
    /// The month of this name, and whether the name is a short form (which may have a full stop after it).
    pub(super) fn month_named(&self, word: &str) -> Option<(u8, bool)> {
        if self.habits.capitals && !word.chars().next()?.is_uppercase() {
            return None;
        }
        self.months.number(word)
    }

    /// The day of the week of this name; Monday is 1.
    pub(super) fn weekday_named(&self, word: &str) -> Option<u8> {
        self.weekdays.number(word).map(|(number, _)| number)
    }

    /// The first year of the decade of this name in its century: `fifties` is 50.
    pub(super) fn decade_named(&self, word: &str) -> Option<i32> {
        self.decades.number(word).map(|(number, _)| i32::from(number) * 10)
    }
}

impl Qualifiers {
    /// Each qualifier with its words.
    pub(super) fn all(&self) -> [(Qualifier, &Phrases); 5] {
        [
            (Qualifier::NotAfter, &self.not_after),
            (Qualifier::NotBefore, &self.not_before),
            (Qualifier::Part, &self.early),
            (Qualifier::Part, &self.middle),
            (Qualifier::Part, &self.late),
        ]
    }
}
