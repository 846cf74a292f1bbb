//! The years of a story: of all ways to give its dates their years, that which goes back in time the least.
//!
//! A testimony or memoir names a year now and then (`in 1943`), and between them days and months without one. Told in
//! order, each follows the one before it; so the years are chosen for all dates together, by the shortest path through
//! the candidates, in which a step back costs more than a step forward.

use std::collections::BTreeMap;

use crate::date::{Found, Point};

/// What a step back costs more than one forward, for each month, and at once.
const BACK: u32 = 2;
const TURN: u32 = 1;
/// No step costs more (in months): a story may leap by years where it says so.
const LEAP: u32 = 30;
/// What lies beyond so many months forward costs a quarter.
const YEAR: u32 = 12;
/// A day of the week that is not that of the date.
const WRONG_WEEKDAY: u32 = 40;
/// To go beyond the latest date that the story names.
const BEYOND: u32 = 6;
/// Another year than that which the story itself gives the same day elsewhere.
const OTHER_YEAR: u32 = 20;
/// Dates that lie further from the middle of all are of another story (in years).
const FAR: u32 = 50;

/// The year of each date of a flow that has a day and month or a month but no year; `None` where it needs none, and where
/// no date of the flow names a year.
pub(super) fn years(text: &str, all: &[Found]) -> Vec<Option<i32>> {
    let mut years = vec![None; all.len()];
    let named = named_years(all);
    let Some(middle) = named.get(named.len() / 2) else { return years };
    let is_near = |found: &Found| found.expression.first().year.is_none_or(|year| year.abs_diff(*middle) <= FAR);
    let steps: Vec<usize> = (0..all.len())
        .filter(|&idx| is_step(&all[idx]) && is_near(&all[idx]) && !ends_period(text, all, idx))
        .collect();
    let known = known_days(all);
    let candidates: Vec<Vec<i32>> = candidates(all, &steps, &named, &known);
    if candidates.iter().any(Vec::is_empty) {
        return years;
    }
    let chosen = shortest_path(all, &steps, &candidates, &known);
    for ((&idx, years_of_step), pick) in steps.iter().zip(&candidates).zip(chosen) {
        if all[idx].needs_year() {
            years[idx] = Some(years_of_step[pick]);
        }
    }
    years
}

/// The years that dates of the story name, in order.
fn named_years(all: &[Found]) -> Vec<i32> {
    let mut years: Vec<i32> =
        all.iter().filter(|found| is_step(found)).filter_map(|found| found.expression.first().year).collect();
    years.sort_unstable();
    years
}

/// The days that the story names with a year, and only one.
type KnownDays = BTreeMap<(u8, u8), Option<i32>>;

fn known_days(all: &[Found]) -> KnownDays {
    let mut known = KnownDays::new();
    for found in all.iter().filter(|found| is_step(found)) {
        let point = found.expression.first();
        if let (Some(day), Some(year)) = (day_of(point), point.year) {
            let entry = known.entry(day).or_insert(Some(year));
            *entry = entry.filter(|known| *known == year);
        }
    }
    known
}

fn day_of(point: Point) -> Option<(u8, u8)> {
    point.month.zip(point.day)
}

/// The one year that the story gives the day of a date elsewhere.
fn known_year(known: &KnownDays, found: &Found) -> Option<i32> {
    known.get(&day_of(found.expression.first())?).copied().flatten()
}

/// Whether a date belongs to the course of the story.
fn is_step(found: &Found) -> bool {
    let point = found.expression.first();
    !found.is_aside && !point.is_time() && !found.is_impossible() && (point.year.is_some() || point.month.is_some())
}

/// Whether a date with a year is the end of a period that the one before begins (`from May 1942 until August 1943`). The
/// story is still at its begin.
fn ends_period(text: &str, all: &[Found], idx: usize) -> bool {
    let Some(previous) = idx.checked_sub(1).map(|idx| &all[idx]) else { return false };
    let near = previous.end <= all[idx].start && all[idx].start - previous.end < 16;
    near && !all[idx].needs_year()
        && matches!(
            text[previous.end..all[idx].start].trim(),
            "until"
                | "until the"
                | "until the end of"
                | "till"
                | "to"
                | "to the"
                | "bis"
                | "bis zum"
                | "jusqu'au"
                | "jusqu’au"
                | "до"
        )
}

/// The years that each step may have: its own, or those near the last and the next that are named; with a day of the week
/// any that is named, for that tells them apart.
fn candidates(all: &[Found], steps: &[usize], named: &[i32], known: &KnownDays) -> Vec<Vec<i32>> {
    let own: Vec<Option<i32>> = steps.iter().map(|&idx| all[idx].expression.first().year).collect();
    let mut next = None;
    let mut following = vec![None; own.len()];
    for idx in (0..own.len()).rev() {
        following[idx] = next;
        next = own[idx].or(next);
    }
    let mut last = None;
    let mut all_years = Vec::with_capacity(own.len());
    for ((year, next), &idx) in own.iter().zip(following).zip(steps) {
        let elsewhere = known_year(known, &all[idx]);
        let others = if all[idx].weekday.is_some() { named } else { elsewhere.as_slice() };
        last = year.or_else(|| by_weekday(&all[idx], named)).or(last);
        all_years.push(match (year, last, next) {
            (Some(year), ..) => vec![*year],
            (None, last, next) => near(last, next, others),
        });
    }
    all_years
}

/// The year of a date with a day of the week, where it is that day in one of the named years only.
fn by_weekday(found: &Found, named: &[i32]) -> Option<i32> {
    let fits = |year: &&i32| found.expression.in_year(**year).first().weekday() == found.weekday;
    found.weekday?;
    let first = named.iter().find(fits)?;
    named.iter().rfind(fits).filter(|last| *last == first).copied()
}

/// Years about the last one named and the next, the likeliest first.
fn near(last: Option<i32>, next: Option<i32>, others: &[i32]) -> Vec<i32> {
    let after = last.map_or([None; 4], |year| [Some(year), Some(year + 1), Some(year - 1), Some(year + 2)]);
    let before = next.map_or([None; 3], |year| [Some(year), Some(year - 1), Some(year + 1)]);
    let mut years = Vec::with_capacity(7);
    for year in after.into_iter().chain(before).flatten().chain(others.iter().copied()) {
        if !years.contains(&year) {
            years.push(year);
        }
    }
    years
}

/// The pick of each step, as an index into its candidates.
fn shortest_path(all: &[Found], steps: &[usize], candidates: &[Vec<i32>], known: &KnownDays) -> Vec<usize> {
    let point = |step: usize, pick: usize| all[steps[step]].expression.first().in_year(Some(candidates[step][pick]));
    let weekday = |step: usize, pick: usize| {
        let wrong = all[steps[step]].weekday.is_some_and(|weekday| point(step, pick).weekday() != Some(weekday));
        if wrong { WRONG_WEEKDAY } else { 0 }
    };
    let elsewhere = |step: usize, pick: usize| match known_year(known, &all[steps[step]]) {
        Some(year) if year != candidates[step][pick] => OTHER_YEAR,
        Some(_) | None => 0,
    };
    let named = |found: &Found| Some(found.expression.first()).filter(|point| point.year.is_some());
    let latest = steps.iter().filter_map(|&idx| named(&all[idx])).map(last_month).max().unwrap_or_default();
    let beyond = |from: Point, to: Point| last_month(from) <= latest && first_month(to) > latest;
    let mut costs: Vec<u32> = Vec::new();
    let mut ways: Vec<Vec<usize>> = Vec::with_capacity(steps.len());
    for step in 0..steps.len() {
        let best = |pick: usize| {
            let to = point(step, pick);
            let from = |&previous: &usize| {
                let from = point(step - 1, previous);
                costs[previous] + cost(from, to) + if beyond(from, to) { BEYOND } else { 0 }
            };
            (0..costs.len()).map(|previous| (from(&previous), previous)).min().unwrap_or_default()
        };
        let reached: Vec<(u32, usize)> = (0..candidates[step].len()).map(best).collect();
        costs = reached
            .iter()
            .enumerate()
            .map(|(pick, (cost, _))| cost + weekday(step, pick) + elsewhere(step, pick))
            .collect();
        ways.push(reached.into_iter().map(|(_, previous)| previous).collect());
    }
    let mut pick = (0..costs.len()).min_by_key(|&pick| costs[pick]).unwrap_or_default();
    let mut picks = vec![0; steps.len()];
    for step in (0..steps.len()).rev() {
        picks[step] = pick;
        pick = ways[step][pick];
    }
    picks
}

/// The first month of a point, counted from the year 0.
fn first_month(point: Point) -> i32 {
    point.year.unwrap_or_default() * 12 + i32::from(point.month.unwrap_or(1))
}

/// The last month of a point: of a year without a month, December.
fn last_month(point: Point) -> i32 {
    point.year.unwrap_or_default() * 12 + i32::from(point.month.unwrap_or(12))
}

/// What it costs to go on from one date to the next; a year without a month is reached anywhere in it.
fn cost(from: Point, to: Point) -> u32 {
    let (first, last) = (first_month(from), last_month(from));
    if first_month(to) > last {
        let forward = first_month(to).abs_diff(last);
        // One leap is likelier than two.
        return (forward.min(YEAR) + forward.saturating_sub(YEAR) / 4).min(LEAP);
    }
    let back = first.abs_diff(last_month(to));
    if last_month(to) < first { (back * BACK + TURN).min(LEAP) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::{Tongues, find_in};

    fn read(text: &str) -> Vec<Option<i32>> {
        years(text, &find_in(text, Tongues::named("English").expect("there is a pack")))
    }

    #[test]
    fn a_story_goes_forward() {
        let text = "On 5 June 1944 we left. In October they came, on 3 January we fled, and in May it was over.";
        assert_eq!(read(text), [None, Some(1944), Some(1945), Some(1945)]);
    }

    #[test]
    fn a_year_that_comes_later_counts_too() {
        let text = "On 3 October we left. On 2 January 1945 we were there.";
        assert_eq!(read(text), [Some(1944), None]);
    }

    #[test]
    fn a_story_looks_back_rather_than_beyond_its_end() {
        let text = "In August 1944 we left and on 1 January 1945 were free. But on 15 October they had come.";
        assert_eq!(read(text), [None, None, Some(1944)]);
    }

    #[test]
    fn the_day_of_the_week_tells_the_year() {
        let text = "In May 1942 I left; on 26 June 1945 I wrote this. On Sunday, 11 January, it began.";
        assert_eq!(read(text), [None, None, Some(1942)]);
    }

    #[test]
    fn the_dates_after_a_day_of_the_week_stay_in_its_year() {
        let text = "In May 1942 I left; on 26 June 1945 I wrote this. On Friday, 16 January, we came. On 5 February some \
                    died, and on 27 March my friend. I worked until 27 September 1944.";
        assert_eq!(read(text), [None, None, Some(1942), Some(1942), Some(1942), None]);
    }

    #[test]
    fn the_end_of_a_period_does_not_move_the_story() {
        let text = "I was there from September 1942 until 2 August 1943. In October nobody came, in November five did. The \
                    end was on 2 August 1943.";
        assert_eq!(read(text), [None, None, Some(1942), Some(1942), None]);
    }

    #[test]
    fn a_day_keeps_the_year_that_the_story_gives_it_elsewhere() {
        let text = "On 13 December 1943 it ended. In 1955 I wrote of May 1942, and how on 13 December it had ended.";
        assert_eq!(read(text), [None, None, None, Some(1943)]);
    }

    #[test]
    fn without_any_year_nothing_is_said() {
        assert_eq!(read("On 3 October we left."), [None]);
    }
}
