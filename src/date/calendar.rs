//! Reckoning: how long a month is, and on which Gregorian day a Julian one fell.

/// The number of days of a month; 29 for February where the year is not known.
pub(super) fn days_in_month(year: Option<i32>, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap_year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day of the week of a Gregorian date; Monday is 1, Sunday 7.
///
/// By the month offsets of T. Sakamoto.
pub(super) fn weekday(year: i32, month: u8, day: u8) -> u8 {
    const OFFSETS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let offset = OFFSETS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
    let year = if month < 3 { year - 1 } else { year };
    let days = year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + offset + i32::from(day);
    match days.rem_euclid(7) {
        0 => 7,
        number => small(number),
    }
}

fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The Gregorian year, month and day of a day of the Julian calendar.
///
/// By way of the Julian day number (E. G. Richards, in the Explanatory Supplement to the Astronomical Almanac, 15.11).
pub(super) fn gregorian_of_julian(year: i32, month: u8, day: u8) -> (i32, u8, u8) {
    let (month, day) = (i32::from(month), i32::from(day));
    let back = (14 - month) / 12;
    let (years, months) = (year + 4800 - back, month + 12 * back - 3);
    let day_number = day + (153 * months + 2) / 5 + 365 * years + years.div_euclid(4) - 32083;
    gregorian_of_day_number(day_number)
}

/// The Julian day number of a Gregorian date; the reverse of [`gregorian_of_day_number`].
pub(super) fn day_number(year: i32, month: u8, day: u8) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let back = (14 - month) / 12;
    let (years, months) = (year + 4800 - back, month + 12 * back - 3);
    let leap_days = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    day + (153 * months + 2) / 5 + 365 * years + leap_days - 32045
}

/// The Gregorian year, month and day of a Julian day number.
pub(super) fn gregorian_of_day_number(day_number: i32) -> (i32, u8, u8) {
    let a = day_number + 32044;
    let centuries = (4 * a + 3).div_euclid(146_097);
    let in_centuries = a - (146_097 * centuries).div_euclid(4);
    let years = (4 * in_centuries + 3) / 1461;
    let days = in_centuries - 1461 * years / 4;
    let months = (5 * days + 2) / 153;
    let day = days - (153 * months + 2) / 5 + 1;
    let month = months + 3 - 12 * (months / 10);
    (100 * centuries + years - 4800 + months / 10, small(month), small(day))
}

/// The month and day of Easter Sunday in a year of the Gregorian calendar.
///
/// By the anonymous computus of 1876 (J. Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn easter(year: i32) -> (u8, u8) {
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let moon = (19 * golden + century - century.div_euclid(4) - correction + 15).rem_euclid(30);
    let sunday = (32 + 2 * century.rem_euclid(4) + 2 * (rest / 4) - moon - rest % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    (small(days / 31), small(days % 31 + 1))
}

/// The Easter Sunday of the Orthodox churches in a year, as a Julian day number.
///
/// By the rule for the Julian calendar (J. Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn orthodox_easter(year: i32) -> i32 {
    let moon = (19 * year.rem_euclid(19) + 15).rem_euclid(30);
    let sunday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let days = moon + sunday + 114;
    let (year, month, day) = gregorian_of_julian(year, small(days / 31), small(days % 31 + 1));
    day_number(year, month, day)
}

/// The day that lies so many days after the Rosh Hashanah that falls in a year, or before it, as a Julian day number.
///
/// Feasts of spring lie always as far before Rosh Hashanah; after the second month, which has a day more in a complete year,
/// they lie that day further from it.
pub(super) fn day_of_jewish_year(year: i32, days: i32) -> i32 {
    /// The days of Tishri and of a short Heshvan.
    const TWO_MONTHS: i32 = 59;
    let jewish_year = year + 3761;
    let new_year = jewish_new_year(jewish_year);
    let is_complete = (jewish_new_year(jewish_year + 1) - new_year) % 10 == 5;
    new_year + days + i32::from(days >= TWO_MONTHS && is_complete)
}

/// Rosh Hashanah of a year of the Jewish calendar, as a Julian day number.
///
/// By the molad and the four postponements (N. Dershowitz and E. Reingold, Calendrical Calculations, chapter on the Hebrew
/// calendar).
fn jewish_new_year(year: i32) -> i32 {
    const EPOCH: i32 = 347_998;
    let (last, this, next) = (elapsed_days(year - 1), elapsed_days(year), elapsed_days(year + 1));
    let correction = match (next - this, this - last) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    EPOCH + this + correction
}

/// The days from the first new year to the molad of a year, put off from Sunday, Wednesday and Friday.
fn elapsed_days(year: i32) -> i32 {
    let months = (235 * year - 234).div_euclid(19);
    // A month has 29 days and 13,753 of the 25,920 parts of a day.
    let parts = 12_084 + 13_753 * i64::from(months);
    let days = 29 * months + i32::try_from(parts.div_euclid(25_920)).unwrap_or_default();
    if (3 * (days + 1)).rem_euclid(7) < 3 { days + 1 } else { days }
}

/// A month or day number, which the reckoning keeps between 1 and 31.
fn small(number: i32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_october_revolution_fell_in_november() {
        assert_eq!(gregorian_of_julian(1917, 10, 25), (1917, 11, 7));
        assert_eq!(gregorian_of_julian(1918, 1, 31), (1918, 2, 13));
        assert_eq!(gregorian_of_julian(1899, 12, 20), (1900, 1, 1));
        assert_eq!(gregorian_of_julian(1732, 2, 11), (1732, 2, 22));
        assert_eq!(gregorian_of_julian(1582, 10, 5), (1582, 10, 15));
    }

    #[test]
    fn the_second_world_war_began_on_a_friday() {
        assert_eq!(weekday(1939, 9, 1), 5);
        assert_eq!(weekday(1944, 2, 29), 2);
        assert_eq!(weekday(1917, 1, 7), 7);
    }

    #[test]
    fn days_are_counted_there_and_back() {
        for day in [2_299_161, 2_415_021, 2_440_588] {
            let (year, month, number) = gregorian_of_day_number(day);
            assert_eq!(day_number(year, month, number), day);
        }
    }

    #[test]
    fn easter_is_the_sunday_after_the_first_full_moon_of_spring() {
        let years =
            [(1818, (3, 22)), (1886, (4, 25)), (1943, (4, 25)), (1945, (4, 1)), (1954, (4, 18)), (1961, (4, 2))];
        for (year, day) in years {
            assert_eq!(easter(year), day, "{year}");
            assert_eq!(weekday(year, day.0, day.1), 7, "{year}");
        }
    }

    #[test]
    fn orthodox_easter_may_fall_weeks_later() {
        for (year, day) in
            [(1917, (4, 15)), (1942, (4, 5)), (1943, (4, 25)), (1945, (5, 6)), (1961, (4, 9)), (2021, (5, 2))]
        {
            assert_eq!(gregorian_of_day_number(orthodox_easter(year)), (year, day.0, day.1));
        }
    }

    #[test]
    fn the_jewish_year_begins_in_autumn_and_its_feasts_keep_their_distance() {
        let day = |year, days| gregorian_of_day_number(day_of_jewish_year(year, days));
        for (year, month, number) in
            [(1938, 9, 26), (1939, 9, 14), (1942, 9, 12), (1943, 9, 30), (1945, 9, 8), (2013, 9, 5)]
        {
            assert_eq!(day(year, 0), (year, month, number));
        }
        assert_eq!(day(1939, 9), (1939, 9, 23), "Yom Kippur");
        assert_eq!(day(1943, -163), (1943, 4, 20), "Passover");
        assert_eq!(day(1944, -193), (1944, 3, 9), "Purim");
        assert_eq!(day(1942, 83), (1942, 12, 4), "Hanukkah of a regular year");
        assert_eq!(day(1943, 83), (1943, 12, 22), "Hanukkah of a regular year");
        assert_eq!(day(2013, 83), (2013, 11, 28), "Hanukkah");
        assert_eq!(day(2023, 83), (2023, 12, 8), "Hanukkah");
    }

    #[test]
    fn leap_years_follow_the_gregorian_rule() {
        assert_eq!(days_in_month(Some(1900), 2), 28);
        assert_eq!(days_in_month(Some(2000), 2), 29);
        assert_eq!(days_in_month(Some(1944), 2), 29);
        assert_eq!(days_in_month(None, 2), 29);
    }
}
