//! Runs a tree through the automaton, as the XML that is written of it would run.

use super::automaton::{Automaton, Event, EventAttribute, Verdict};
use crate::xml::{Element, Node};

/// The namespace that the prefix `xml` always has (Namespaces in XML 1.0, 3).
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A step of the walk, with an own stack, so that deep trees cost no call stack.
enum Step<'a> {
    /// An element, and the default namespace round it.
    Start(&'a Element, &'a str),
    Text(&'a str),
    End,
}

impl<'a> Step<'a> {
    fn of(node: &'a Node, namespace: &'a str) -> Option<Self> {
        match node {
            Node::Element(element) => Some(Self::Start(element, namespace)),
            Node::Text(text) => Some(Self::Text(&text.text)),
            Node::Comment(_) | Node::ProcessingInstruction(..) => None,
        }
    }
}

/// The verdict on the document that has this root. Where a name has a prefix other than `xml` it is
/// [`Verdict::Unknown`].
pub fn verdict_on_tree(automaton: &mut Automaton, root: &Element) -> Verdict {
    let mut run = automaton.begin();
    let mut attributes = Vec::new();
    let mut stack = vec![Step::Start(root, "")];
    while let Some(step) = stack.pop() {
        let verdict = match step {
            Step::Start(element, outer) => {
                let namespace = element.attribute("xmlns").unwrap_or(outer);
                if element.name.contains(':') || !resolve(element, &mut attributes) {
                    return Verdict::Unknown;
                }
                stack.push(Step::End);
                stack.extend(element.children.iter().rev().filter_map(|child| Step::of(child, namespace)));
                run.event(Event::Start { namespace, local: &element.name, attributes: &attributes })
            }
            Step::Text(text) => run.event(Event::Text(text)),
            Step::End => run.event(Event::End),
        };
        if verdict != Verdict::Valid {
            return verdict;
        }
    }
    run.finish()
}

/// Puts the attributes of an element into `resolved`; gives whether all of them could be resolved.
fn resolve<'a>(element: &'a Element, resolved: &mut Vec<EventAttribute<'a>>) -> bool {
    resolved.clear();
    for attribute in element.attributes.iter().filter(|attribute| attribute.name != "xmlns") {
        let (namespace, local) = match attribute.name.split_once(':') {
            None => ("", attribute.name.as_ref()),
            Some(("xml", local)) => (XML, local),
            Some(_) => return false,
        };
        resolved.push(EventAttribute { namespace, local, value: &attribute.value });
    }
    true
}
