//! What theirs moved: it goes with all that ours made of it.

use crate::compare::merge::conflict::ConflictKind;
use crate::compare::merge::edit::Move;
use crate::compare::merge::elements::with_line;
use crate::compare::merge::three::own_of;
use crate::compare::merge::{Clash, Plan};

/// Plans all moves.
pub(super) fn plan(plan: &mut Plan<'_, '_>) {
    let three = plan.three;
    for &(base, theirs) in &three.in_theirs.moved {
        let own = own_of(&three.in_ours, base);
        let mark = three.theirs.elements[theirs as usize];
        let name = three.theirs.name_of(theirs).to_owned();
        let clash = |kind, message: String, ours| Clash {
            kind,
            message,
            ours,
            theirs: Some(mark.first),
            base: Some(three.base.elements[base as usize].first),
        };
        let Some(own_mark) = three.ours.elements.get(own as usize) else {
            let message = format!("theirs moved {name} {}, which ours removed", plan.words_of_theirs(theirs));
            plan.clashes.push(clash(ConflictKind::Removed, message, None));
            continue;
        };
        if three.in_ours.moved.iter().any(|&(one, _)| one == base) {
            if three.moved_apart.contains(&(own, theirs)) {
                let message = format!("ours and theirs moved {name} {} to different places", plan.words_of_ours(own));
                plan.clashes.push(clash(ConflictKind::Moved, message, Some(own_mark.first)));
            }
            continue;
        }
        let stretch = plan.stretch(mark.open.0, mark.close.1, false);
        let before = &three.theirs.xml[..mark.open.0 as usize];
        let after = &three.theirs.xml[mark.close.1 as usize..];
        let space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let is_before_next = before.ends_with(space) && !after.starts_with(space);
        let (from, to) = with_line(three.ours.xml, own_mark.open.0, own_mark.close.1);
        let target = if is_before_next && from == own_mark.open.0 { stretch.ours.end } else { stretch.ours.start };
        if (from..to).contains(&target) && target != from {
            continue;
        }
        let act = plan.act_for(&[], &format!("{name} moved by theirs"));
        plan.acts[act].theirs = mark.open.0;
        plan.acts[act].moves.push(Move { from, to, target, order: mark.open.0, lead: String::new() });
    }
}
