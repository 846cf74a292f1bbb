//! Names and attributes of elements that all three documents have, or that both sides added.

use crate::compare::encoding::{NONE, scan, short};
use crate::compare::merge::conflict::ConflictKind;
use crate::compare::merge::edit::Edit;
use crate::compare::merge::three::own_of;
use crate::compare::merge::{Clash, Plan};
use crate::xml::tag_name;

/// Plans all changes of names and attributes.
pub(super) fn plan(plan: &mut Plan<'_, '_>) {
    let three = plan.three;
    for theirs in 0..short(three.theirs.elements.len()) {
        let base = three.in_theirs.to_a[theirs as usize];
        let own = if base == NONE {
            three.element_ours[theirs as usize]
        } else if three.in_theirs.to_b[base as usize] == theirs {
            own_of(&three.in_ours, base)
        } else {
            continue;
        };
        if own != NONE {
            if !plan.replaced.contains(&own) {
                retag(plan, theirs, own);
            }
        } else if base != NONE && is_changed(plan, base, theirs) {
            let name = three.theirs.name_of(theirs);
            let message = format!("theirs changed {name} round {}, which ours removed", plan.words_of_theirs(theirs));
            plan.clashes.push(Clash {
                kind: ConflictKind::Removed,
                message,
                ours: None,
                theirs: Some(three.theirs.elements[theirs as usize].first),
                base: Some(three.base.elements[base as usize].first),
            });
        }
    }
}

fn is_changed(plan: &Plan<'_, '_>, base: u32, theirs: u32) -> bool {
    let three = plan.three;
    let (old, new) = (&three.base.elements[base as usize], &three.theirs.elements[theirs as usize]);
    three.base.tag(old) != three.theirs.tag(new)
        && (three.base.name(old) != three.theirs.name(new)
            || three.base.attributes(old) != three.theirs.attributes(new))
}

fn retag(plan: &mut Plan<'_, '_>, theirs: u32, own: u32) {
    let three = plan.three;
    let mark = three.ours.elements[own as usize];
    let old = three.ours.tag(&mark).to_owned();
    let new = plan.new_tag(own, old.clone());
    let end = three.ours.xml[mark.close.0 as usize..mark.close.1 as usize].to_owned();
    let name = tag_name(&new);
    let new_end = if end.is_empty() { String::new() } else { end.replacen(tag_name(&old), name, 1) };
    if new == old && new_end == end {
        return;
    }
    let act = plan.act_for(&[], &format!("{} changed by theirs", three.theirs.name_of(theirs)));
    plan.acts[act].theirs = three.theirs.elements[theirs as usize].open.0;
    if new != old {
        plan.acts[act].edits.push(Edit::replace(mark.open.0..mark.open.1, new, 0));
    }
    if new_end != end {
        plan.acts[act].edits.push(Edit::replace(mark.close.0..mark.close.1, new_end, 0));
    }
}

impl Plan<'_, '_> {
    /// The start tag of an element of ours with what theirs did to its name and its attributes. What cannot be taken is
    /// noted as a conflict.
    pub(super) fn new_tag(&mut self, own: u32, mut tag: String) -> String {
        let three = self.three;
        let Some(theirs) = self.theirs_of(own) else { return tag };
        let (mark, other) = (three.ours.elements[own as usize], three.theirs.elements[theirs as usize]);
        let base = three.in_theirs.to_a[theirs as usize];
        let old = three.base.elements.get(base as usize);
        let before = old.map(|old| three.base.attributes(old)).unwrap_or_default();
        if old.is_some_and(|old| three.base.tag(old) == three.theirs.tag(&other)) {
            return tag;
        }
        let clash = |kind, message: String| Clash {
            kind,
            message,
            ours: Some(mark.first),
            theirs: Some(other.first),
            base: old.map(|old| old.first),
        };
        let (ours_name, theirs_name) = (three.ours.name(&mark), three.theirs.name(&other));
        let base_name = old.map_or(theirs_name, |old| three.base.name(old));
        if theirs_name != base_name && ours_name != theirs_name {
            if ours_name == base_name {
                let raw = tag_name(&tag).to_owned();
                tag.replace_range(1..=raw.len(), tag_name(three.theirs.tag(&other)));
            } else {
                let message = format!(
                    "ours made {base_name} round {} {ours_name}, and theirs {theirs_name}",
                    self.words_of_ours(own)
                );
                self.clashes.push(clash(ConflictKind::Mark, message));
            }
        }
        let (mine, new) = (three.ours.attributes(&mark), three.theirs.attributes(&other));
        let value = |list: &[(String, String)], name: &str| {
            list.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        let mut names: Vec<&String> = before.iter().chain(&new).map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (was, is, wanted) = (value(&before, name), value(&mine, name), value(&new, name));
            if was == wanted || is == wanted {
                continue;
            }
            if is != was {
                let shown = |value: &Option<String>| {
                    value.as_ref().map_or("nothing".to_owned(), |value| format!("\u{201C}{value}\u{201D}"))
                };
                let message = format!(
                    "ours gave @{name} of {ours_name} round {} the value {}, and theirs {}",
                    self.words_of_ours(own),
                    shown(&is),
                    shown(&wanted)
                );
                self.clashes.push(clash(ConflictKind::Attribute, message));
                continue;
            }
            tag = with_attribute(&tag, name, three.theirs.tag(&other));
        }
        tag
    }

    /// The element of theirs that is one of ours.
    fn theirs_of(&self, own: u32) -> Option<u32> {
        let three = self.three;
        let theirs = match three.in_ours.to_a[own as usize] {
            NONE => three.element_theirs[own as usize],
            base => three.in_theirs.to_b[base as usize],
        };
        (theirs != NONE).then_some(theirs)
    }
}

/// A raw tag with an attribute as another tag has it: its value, or without it. All else stays as it is.
fn with_attribute(tag: &str, name: &str, other: &str) -> String {
    let wanted = scan(other).filter_map(Result::ok).find(|(known, _)| *known == name).map(|(_, value)| value);
    let quoted = wanted.map(|value| if value.contains('"') { format!("'{value}'") } else { format!("\"{value}\"") });
    let known = scan(tag).filter_map(Result::ok).find(|(known, _)| *known == name);
    let Some((known, value)) = known else {
        let Some(quoted) = quoted else { return tag.to_owned() };
        let end = tag.len() - if tag.ends_with("/>") { 2 } else { 1 };
        let end = tag[..end].trim_end_matches([' ', '\t', '\r', '\n']).len();
        return format!("{} {name}={quoted}{}", &tag[..end], &tag[end..]);
    };
    let start = known.as_ptr() as usize - tag.as_ptr() as usize;
    let from = value.as_ptr() as usize - tag.as_ptr() as usize;
    // The quotation marks stand just outside the value.
    let after = &tag[from + value.len() + 1..];
    if let Some(quoted) = quoted {
        format!("{}{quoted}{after}", &tag[..from - 1])
    } else {
        format!("{}{after}", tag[..start].trim_end_matches([' ', '\t', '\r', '\n']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_attribute_of_a_tag_changes() {
        assert_eq!(with_attribute("<a x='1'  y=\"2\" >", "x", "<a x=\"3\">"), "<a x=\"3\"  y=\"2\" >");
        assert_eq!(with_attribute("<a x='1'  y=\"2\"/>", "z", "<a z='\"'/>"), "<a x='1'  y=\"2\" z='\"'/>");
        assert_eq!(with_attribute("<a x='1'  y=\"2\"/>", "y", "<a/>"), "<a x='1'/>");
    }
}
