//! The years of a story: of all ways to give its dates their years, that which goes back in time the least.
//!
//! A testimony or memoir names a year now and then (`in 1943`), and between them days and months without one. Told in
//! order, each follows the one before it; so the years are chosen for all dates together, by the shortest path through
//! the candidates, in which a step back costs more than a step forward.

use crate::date::{Found, Point};

/// What a step back costs more than one forward, for each month, and at once.
const BACK: u32 = 2;
const TURN: u32 = 2;
/// No step costs more (in months): a story may leap by years where it says so.
const LEAP: u32 = 30;
/// A day of the week that is not that of the date.
const WRONG_WEEKDAY: u32 = 24;

/// The year of each date of a flow that has a day and month or a month but no year; `None` where it needs none, and where
/// no date of the flow names a year.
pub(super) fn years(all: &[Found]) -> Vec<Option<i32>> {
    let mut years = vec![None; all.len()];
    let steps: Vec<usize> = (0..all.len()).filter(|&idx| is_step(&all[idx])).collect();
    let candidates: Vec<Vec<i32>> = candidates(all, &steps);
    if candidates.iter().any(Vec::is_empty) {
        return years;
    }
    let chosen = shortest_path(all, &steps, &candidates);
    for ((&idx, years_of_step), pick) in steps.iter().zip(&candidates).zip(chosen) {
        if all[idx].needs_year() {
            years[idx] = Some(years_of_step[pick]);
        }
    }
    years
}

/// Whether a date belongs to the course of the story.
fn is_step(found: &Found) -> bool {
    let point = found.expression.first();
    !found.is_aside && !point.is_time() && !found.is_impossible() && (point.year.is_some() || point.month.is_some())
}

/// The years that each step may have: its own, or those near the last and the next that are named.
fn candidates(all: &[Found], steps: &[usize]) -> Vec<Vec<i32>> {
    let own: Vec<Option<i32>> = steps.iter().map(|&idx| all[idx].expression.first().year).collect();
    let mut next = None;
    let mut following = vec![None; own.len()];
    for idx in (0..own.len()).rev() {
        following[idx] = next;
        next = own[idx].or(next);
    }
    let mut last = None;
    let mut all_years = Vec::with_capacity(own.len());
    for (year, next) in own.iter().zip(following) {
        last = year.or(last);
        all_years.push(match (year, last, next) {
            (Some(year), ..) => vec![*year],
            (None, last, next) => near(last, next),
        });
    }
    all_years
}

/// Years about the last one named and the next, the likeliest first.
fn near(last: Option<i32>, next: Option<i32>) -> Vec<i32> {
    let after = last.map_or([None; 4], |year| [Some(year), Some(year + 1), Some(year - 1), Some(year + 2)]);
    let before = next.map_or([None; 3], |year| [Some(year), Some(year - 1), Some(year + 1)]);
    let mut years = Vec::with_capacity(7);
    for year in after.into_iter().chain(before).flatten() {
        if !years.contains(&year) {
            years.push(year);
        }
    }
    years
}

/// The pick of each step, as an index into its candidates.
fn shortest_path(all: &[Found], steps: &[usize], candidates: &[Vec<i32>]) -> Vec<usize> {
    let point = |step: usize, pick: usize| all[steps[step]].expression.first().in_year(Some(candidates[step][pick]));
    let weekday = |step: usize, pick: usize| {
        let wrong = all[steps[step]].weekday.is_some_and(|weekday| point(step, pick).weekday() != Some(weekday));
        if wrong { WRONG_WEEKDAY } else { 0 }
    };
    let mut costs: Vec<u32> = Vec::new();
    let mut ways: Vec<Vec<usize>> = Vec::with_capacity(steps.len());
    for step in 0..steps.len() {
        let best = |pick: usize| {
            let from = |&previous: &usize| costs[previous] + cost(point(step - 1, previous), point(step, pick));
            (0..costs.len()).map(|previous| (from(&previous), previous)).min().unwrap_or_default()
        };
        let reached: Vec<(u32, usize)> = (0..candidates[step].len()).map(best).collect();
        costs = reached.iter().enumerate().map(|(pick, (cost, _))| cost + weekday(step, pick)).collect();
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

/// What it costs to go on from one date to the next; a year without a month is reached anywhere in it.
fn cost(from: Point, to: Point) -> u32 {
    let months = |point: Point| {
        let year = point.year.unwrap_or_default() * 12;
        point.month.map_or((year + 1, year + 12), |month| (year + i32::from(month), year + i32::from(month)))
    };
    let ((first, last), (to_first, to_last)) = (months(from), months(to));
    if to_first > last {
        return to_first.abs_diff(last).min(LEAP);
    }
    if to_last < first { (first.abs_diff(to_last) * BACK + TURN).min(LEAP) } else { 0 }
}
