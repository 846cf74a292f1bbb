//! Elements: those that theirs added, removed, renamed, stretched, split and joined.

use std::ops::Range;

use crate::compare::encoding::{Mark, NONE, short};
use crate::compare::merge::conflict::ConflictKind;
use crate::compare::merge::edit::Edit;
use crate::compare::merge::three::{bytes_of, is_empty, own_of};
use crate::compare::merge::{Clash, Plan};

/// Elements that say what words are: the same words are not two of them at once.
const MENTIONS: &[&str] = &[
    "persName",
    "placeName",
    "orgName",
    "geogName",
    "name",
    "rs",
    "date",
    "time",
    "term",
    "num",
    "measure",
    "objectName",
];

/// Plans all changes of elements but for their attributes.
pub(super) fn plan(plan: &mut Plan<'_, '_>) {
    for element in 0..short(plan.three.theirs.elements.len()) {
        added(plan, element);
    }
    for element in 0..short(plan.three.base.elements.len()) {
        removed(plan, element);
    }
    let stretched = plan.three.in_theirs.stretched.clone();
    let swapped = plan.three.in_theirs.swapped.clone();
    let mut list: Vec<(u32, u32)> = stretched.into_iter().chain(swapped).collect();
    list.sort_unstable();
    let mut act = None;
    let mut end = 0;
    for (base, theirs) in list {
        // Neighbours that take words from each other are one act.
        let mark = plan.three.base.elements[base as usize];
        let other = plan.three.theirs.elements[theirs as usize];
        if mark.first > end {
            act = None;
        }
        end = end.max(mark.last).max(
            (other.first..other.last)
                .map(|at| plan.three.theirs_base[at as usize])
                .filter(|&at| at != NONE)
                .max()
                .unwrap_or(0)
                + 1,
        );
        retagged(plan, base, theirs, &mut act);
    }
    for (base, parts) in plan.three.in_theirs.split.clone() {
        split(plan, base, &parts);
    }
    for (parts, whole) in plan.three.in_theirs.merged.clone() {
        joined(plan, &parts, whole);
    }
}

fn added(plan: &mut Plan<'_, '_>, element: u32) {
    let three = plan.three;
    let mark = three.theirs.elements[element as usize];
    if three.in_theirs.to_a[element as usize] != NONE
        || three.element_ours[element as usize] != NONE
        || plan.carried.contains(&element)
        || mark.owned != NONE
        || is_empty(&three.theirs, &mark)
    {
        return;
    }
    // Inside what was refused with its words.
    let words = || mark.first..mark.last;
    if words().all(|at| three.theirs_ours[at as usize] == NONE && three.theirs_base[at as usize] == NONE) {
        return;
    }
    let name = three.theirs.name_of(element).to_owned();
    let act = plan.act_of(element, &format!("{name} added by theirs"));
    if is_outdated(plan, &mark, &name) {
        let message = format!("theirs marked {} as {name}, which ours changed", plan.words_of_theirs(element));
        let theirs = Some(mark.first);
        plan.break_act(act, Clash { kind: ConflictKind::Text, message, ours: None, theirs, base: None });
        return;
    }
    let Some(range) = plan.range_in_ours(mark.first, mark.last) else {
        let is_gone = words().all(|at| three.theirs_ours[at as usize] == NONE);
        let (kind, did) = if is_gone { (ConflictKind::Removed, "removed") } else { (ConflictKind::Mark, "took apart") };
        let message = format!("theirs marked {} as {name}, which ours {did}", plan.words_of_theirs(element));
        plan.break_act(act, Clash { kind, message, ours: None, theirs: Some(mark.first), base: None });
        return;
    };
    if let Some(own) = rival(plan, &range, &name) {
        let other = three.ours.name_of(own);
        let message = format!(
            "ours marked {} as {other}, and theirs {} as {name}",
            plan.words_of_ours(own),
            plan.words_of_theirs(element)
        );
        let at = three.ours.elements[own as usize].first;
        plan.break_act(
            act,
            Clash { kind: ConflictKind::Mark, message, ours: Some(at), theirs: Some(mark.first), base: None },
        );
        return;
    }
    match plan.tags(&range, &|own| plan.holds(element, own)) {
        Ok((open, close)) => {
            let (Some(open), Some(close)) = (plan.edge(mark.first, open), plan.edge(mark.last - 1, close)) else {
                let message = format!("theirs added {name} with words that could not be taken");
                plan.break_act(
                    act,
                    Clash { kind: ConflictKind::Mark, message, ours: None, theirs: Some(mark.first), base: None },
                );
                return;
            };
            let tag = three.theirs.tag(&mark).to_owned();
            let end = &three.theirs.xml[mark.close.0 as usize..mark.close.1 as usize];
            plan.acts[act].edits.push(Edit::insert(open, tag, mark.open.0));
            plan.acts[act].edits.push(Edit::insert(close, end, mark.close.0));
        }
        Err(own) => crossing(plan, act, own, element),
    }
}

/// Whether an element says that the source has words which ours changed.
fn is_outdated(plan: &Plan<'_, '_>, mark: &Mark, name: &str) -> bool {
    let three = plan.three;
    matches!(name, "sic" | "orig")
        && (mark.first..mark.last)
            .any(|at| three.theirs_base[at as usize] != NONE && three.theirs_ours[at as usize] == NONE)
}

fn crossing(plan: &mut Plan<'_, '_>, act: usize, own: u32, element: u32) {
    let message = crossed(plan, own, element);
    let ours = Some(plan.three.ours.elements[own as usize].first);
    let theirs = Some(plan.three.theirs.elements[element as usize].first);
    plan.break_act(act, Clash { kind: ConflictKind::Mark, message, ours, theirs, base: None });
}

fn crossed(plan: &Plan<'_, '_>, own: u32, element: u32) -> String {
    let (other, name) = (plan.three.ours.name_of(own), plan.three.theirs.name_of(element));
    format!(
        "{name} round {} by theirs would cross {other} round {} in ours",
        plan.words_of_theirs(element),
        plan.words_of_ours(own)
    )
}

/// An element that ours put round the same words, or some of them, and that says otherwise what they are.
fn rival(plan: &Plan<'_, '_>, range: &Range<u32>, name: &str) -> Option<u32> {
    let three = plan.three;
    plan.of_ours.iter().copied().find(|&own| {
        let mark = &three.ours.elements[own as usize];
        let other = three.ours.name(mark);
        let is_same = mark.first == range.start && mark.last == range.end;
        let is_over = mark.first < range.end && range.start < mark.last;
        let are_mentions = MENTIONS.contains(&name) && MENTIONS.contains(&other);
        is_over && mark.owned == NONE && ((other == name && MENTIONS.contains(&name)) || (is_same && are_mentions))
    })
}

fn removed(plan: &mut Plan<'_, '_>, base: u32) {
    let three = plan.three;
    let mark = three.base.elements[base as usize];
    if three.in_theirs.to_b[base as usize] != NONE || is_empty(&three.base, &mark) || mark.owned != NONE {
        return;
    }
    let own = own_of(&three.in_ours, base);
    if own == NONE {
        return;
    }
    // With its words, or without them.
    let words = || (mark.first..mark.last).map(|at| three.base_theirs[at as usize]);
    let own_mark = three.ours.elements[own as usize];
    let name = three.base.name_of(base).to_owned();
    if words().all(|theirs| theirs == NONE) {
        let Some(&act) = plan.of_base.get(&mark.first) else { return };
        let Some(act) = act else { return };
        let parts = three.in_ours.split.iter().find(|(whole, _)| *whole == base).map(|(_, parts)| &parts[1..]);
        for &part in parts.unwrap_or_default().iter().chain([&own]) {
            let mark = &three.ours.elements[part as usize];
            let (from, to) = with_line(three.ours.xml, mark.open.0, mark.close.1);
            plan.acts[act].edits.push(Edit::delete(from..to));
        }
        return;
    }
    let is_stretched = three.in_ours.stretched.iter().any(|&(one, _)| one == base);
    if plan.is_edited(own) || is_stretched {
        let message = format!("theirs removed {name} from round {}, which ours changed", plan.words_of_ours(own));
        plan.clashes.push(Clash {
            kind: ConflictKind::Removed,
            message,
            ours: Some(own_mark.first),
            theirs: None,
            base: Some(mark.first),
        });
        return;
    }
    let act = plan.act_for(&[], &format!("{name} removed by theirs"));
    plan.acts[act].edits.push(Edit::delete(own_mark.open.0..own_mark.open.1));
    plan.acts[act].edits.push(Edit::delete(own_mark.close.0..own_mark.close.1));
}

/// The bytes with the white space before them, where they fill lines of their own.
pub(super) fn with_line(xml: &str, from: u32, to: u32) -> (u32, u32) {
    let before = &xml[..from as usize];
    let space = before.len() - before.trim_end_matches([' ', '\t', '\r', '\n']).len();
    let after = &xml[to as usize..];
    let is_alone = before[before.len() - space..].contains('\n')
        && after.trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '<']);
    if is_alone { (from - short(space), to) } else { (from, to) }
}

/// An element that begins or ends elsewhere, or is nested otherwise.
fn retagged(plan: &mut Plan<'_, '_>, base: u32, theirs: u32, act: &mut Option<usize>) {
    let three = plan.three;
    let own = own_of(&three.in_ours, base);
    let mark = three.theirs.elements[theirs as usize];
    let name = three.theirs.name_of(theirs).to_owned();
    let clash = |kind, message: String, ours: Option<u32>| Clash {
        kind,
        message,
        ours,
        theirs: Some(mark.first),
        base: Some(three.base.elements[base as usize].first),
    };
    if own == NONE {
        let message = format!("theirs put {name} round {}, which ours removed", plan.words_of_theirs(theirs));
        plan.clashes.push(clash(ConflictKind::Removed, message, None));
        return;
    }
    let own_mark: Mark = three.ours.elements[own as usize];
    let range = plan.range_in_ours(mark.first, mark.last);
    let is_ours = three.in_ours.stretched.iter().chain(&three.in_ours.swapped).any(|&(one, _)| one == base);
    if is_ours {
        if range != Some(own_mark.first..own_mark.last) {
            let message = format!(
                "ours put {name} round {}, and theirs round {}",
                plan.words_of_ours(own),
                plan.words_of_theirs(theirs)
            );
            plan.clashes.push(clash(ConflictKind::Mark, message, Some(own_mark.first)));
        }
        return;
    }
    let Some(range) = range else {
        let message = format!("theirs put {name} round words that ours took apart");
        plan.clashes.push(clash(ConflictKind::Mark, message, Some(own_mark.first)));
        return;
    };
    let act = *act.get_or_insert_with(|| plan.act(&format!("{name} stretched by theirs"), mark.open.0));
    match plan.tags(&range, &|other| plan.holds(theirs, other)) {
        Ok((open, close)) => {
            if let (Some(open), Some(close)) = (plan.edge(mark.first, open), plan.edge(mark.last - 1, close)) {
                let tag = plan.new_tag(own, three.ours.tag(&own_mark).to_owned());
                let end = &three.ours.xml[own_mark.close.0 as usize..own_mark.close.1 as usize];
                plan.replaced.insert(own);
                let edits = &mut plan.acts[act].edits;
                edits.push(Edit::delete(own_mark.open.0..own_mark.open.1));
                edits.push(Edit::delete(own_mark.close.0..own_mark.close.1));
                edits.push(Edit::insert(open, tag, mark.open.0));
                edits.push(Edit::insert(close, end, mark.close.0));
            }
        }
        Err(other) => crossing(plan, act, other, theirs),
    }
}

fn split(plan: &mut Plan<'_, '_>, base: u32, parts: &[u32]) {
    let three = plan.three;
    let own = own_of(&three.in_ours, base);
    let first = three.theirs.elements[parts[0] as usize];
    let name = three.theirs.name_of(parts[0]).to_owned();
    let clash = |kind, message: String| Clash {
        kind,
        message,
        ours: three.ours.elements.get(own as usize).map(|mark| mark.first),
        theirs: Some(first.first),
        base: Some(three.base.elements[base as usize].first),
    };
    if own == NONE {
        plan.clashes.push(clash(ConflictKind::Removed, format!("theirs split {name}, which ours removed")));
        return;
    }
    let mine = three.in_ours.split.iter().find(|(one, _)| *one == base).map_or(vec![own], |(_, mine)| mine.clone());
    let act = plan.act_for(&[], &format!("{name} split by theirs"));
    plan.acts[act].theirs = first.open.0;
    for pair in parts.windows(2) {
        match cut(plan, &mine, (pair[0], pair[1]), &name) {
            Ok(edits) => plan.acts[act].edits.extend(edits),
            Err(clash) => {
                plan.break_act(act, clash);
                return;
            }
        }
    }
}

/// The splices that end one part of an element and begin the next. `mine` is the element in ours, or what ours made of it:
/// where ours cut at the same place there is nothing to do.
fn cut(plan: &Plan<'_, '_>, mine: &[u32], (part, next_part): (u32, u32), name: &str) -> Result<Vec<Edit>, Clash> {
    let three = plan.three;
    let (before, after) = (three.theirs.elements[part as usize], three.theirs.elements[next_part as usize]);
    let clash = |message: String| Clash {
        kind: ConflictKind::Mark,
        message,
        ours: None,
        theirs: Some(after.first),
        base: None,
    };
    let known = |at: u32| Some(three.theirs_ours[at as usize]).filter(|&at| at != NONE);
    let sides = (before.first..before.last).rev().find_map(known).zip((after.first..after.last).find_map(known));
    let (last, next) = sides.ok_or_else(|| clash(format!("theirs split {name} where ours has other words")))?;
    let holder = |token: u32| mine.iter().copied().find(|&own| three.ours.holds(own, plan.around(token)));
    let own = match (holder(last), holder(next)) {
        (Some(one), Some(other)) if one == other => one,
        (Some(_), Some(_)) => return Ok(Vec::new()),
        _ => return Err(clash(format!("theirs split {name} where ours has other words"))),
    };
    let mut at = bytes_of(&three.ours, last).1;
    let mut element = plan.around(last);
    while element != own {
        let mark = three.ours.elements.get(element as usize).filter(|mark| mark.last == last + 1);
        let mark = mark.ok_or_else(|| clash(crossed(plan, element, next_part)))?;
        (at, element) = (mark.close.1, mark.parent);
    }
    // Where the words beside the cut are new, the tags stand with them.
    let is_new = |token: u32| three.theirs_base[token as usize] == NONE && three.theirs_ours[token as usize] == NONE;
    let (ends, starts) = (before.last - 1, after.first);
    let close = if is_new(ends) { plan.inserted.get(&ends).copied() } else { Some(at) };
    let open = if is_new(starts) { plan.inserted.get(&starts).copied() } else { close };
    let places = close.zip(open);
    let (close, open) =
        places.ok_or_else(|| clash(format!("theirs split {name} beside words that could not be taken")))?;
    let until = bytes_of(&three.ours, next).0.max(at);
    let between = &three.ours.xml[at as usize..until as usize];
    let space = short(between.len() - between.trim_start_matches([' ', '\t', '\r', '\n']).len());
    let own_mark = three.ours.elements[own as usize];
    let end = &three.ours.xml[own_mark.close.0 as usize..own_mark.close.1 as usize];
    let gap = &three.theirs.xml[before.close.1 as usize..after.open.0 as usize];
    // What stands between the parts is put in on its own.
    let gap = if gap.contains('<') { "" } else { gap };
    let mut edits = vec![
        Edit::insert(close, end, before.close.0),
        Edit::insert(open.max(close), format!("{gap}{}", three.theirs.tag(&after)), after.open.0),
    ];
    if !is_new(ends) && !is_new(starts) {
        edits.push(Edit::delete(at..at + space));
    }
    Ok(edits)
}

fn joined(plan: &mut Plan<'_, '_>, parts: &[u32], whole: u32) {
    let three = plan.three;
    let own: Vec<u32> = parts.iter().map(|&part| own_of(&three.in_ours, part)).collect();
    let name = three.theirs.name_of(whole).to_owned();
    let at = three.theirs.elements[whole as usize].first;
    if let Some((mine, _)) = three.in_ours.merged.iter().find(|(mine, _)| mine.contains(&parts[0])) {
        if mine != parts {
            let message = format!("ours and theirs joined other elements {name}");
            plan.clashes.push(Clash { kind: ConflictKind::Mark, message, ours: None, theirs: Some(at), base: None });
        }
        return;
    }
    let act = plan.act_for(&[], &format!("{name} joined by theirs"));
    plan.acts[act].theirs = three.theirs.elements[whole as usize].open.0;
    for pair in own.windows(2) {
        let marks = (three.ours.elements.get(pair[0] as usize), three.ours.elements.get(pair[1] as usize));
        let edits = match marks {
            (Some(one), Some(other)) if one.close.1 <= other.open.0 => between(plan, one, other),
            _ => None,
        };
        let Some(edits) = edits else {
            let message = format!("theirs joined elements {name} that ours parted or removed");
            plan.break_act(
                act,
                Clash { kind: ConflictKind::Removed, message, ours: None, theirs: Some(at), base: None },
            );
            return;
        };
        plan.acts[act].edits.extend(edits);
    }
}

/// Takes away the tags between two elements; what else stands there must be on its way out.
fn between(plan: &Plan<'_, '_>, one: &Mark, other: &Mark) -> Option<Vec<Edit>> {
    let ours = &plan.three.ours;
    let space = &ours.xml[one.close.1 as usize..other.open.0 as usize];
    if space.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
        return Some(vec![Edit::replace(one.close.0..other.open.1, " ", 0)]);
    }
    let is_leaving = |own: u32| {
        let base = plan.three.in_ours.to_a[own as usize];
        plan.fading[own as usize] || plan.three.in_theirs.moved.iter().any(|&(moved, _)| moved == base)
    };
    let first = ours.elements.partition_point(|mark| mark.open.0 < one.close.1);
    let last = ours.elements.partition_point(|mark| mark.open.0 < other.open.0);
    let mut amid = (first..last).filter(|&own| ours.elements[own].parent == one.parent);
    amid.all(|own| is_leaving(short(own)))
        .then(|| vec![Edit::replace(one.close.0..one.close.1, " ", 0), Edit::delete(other.open.0..other.open.1)])
}

impl Plan<'_, '_> {
    /// Where a tag stands that theirs has at a token: with that token, if theirs put it in, or else where it would be.
    fn edge(&self, token: u32, place: u32) -> Option<u32> {
        let three = self.three;
        let is_new = three.theirs_base[token as usize] == NONE && three.theirs_ours[token as usize] == NONE;
        if is_new { self.inserted.get(&token).copied() } else { Some(place) }
    }

    /// Whether an element of theirs holds, in theirs, an element that in ours is round the same words.
    fn holds(&self, theirs: u32, own: u32) -> bool {
        let other = self.three.element_theirs[own as usize];
        // What ours added stays outside, so that what theirs adds is innermost.
        other != NONE && other > theirs && self.three.theirs.holds(theirs, other)
    }
}
