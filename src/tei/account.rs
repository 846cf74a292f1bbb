//! The account: every character of the transcript stands in the TEI once, or an element expresses it.

use crate::source::{Source, Span};
use crate::xml::{Element, Node, TextNode};

/// Proof that nothing was lost: where each stretch of the source stands in the text of the TEI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Stretches of the source that stand in a text node, in order of the source.
    pub(super) entries: Vec<Entry>,
    /// The characters of all text nodes of the document, without white space.
    pub(super) characters: String,
}

/// A stretch of the source that stands in a text node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// The bytes of the source.
    pub(super) span: Span,
    /// Byte offset of its first character in [`Account::characters`].
    pub(super) at: usize,
}

/// A place where the account does not balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imbalance {
    /// These characters stand nowhere and nothing expresses them.
    Missing(Span),
    /// These characters stand in two text nodes.
    Doubled(Span),
    /// These characters are not what the text node says.
    Altered(Span),
}

impl Account {
    /// Balances the source against a document: `consumed` are the spans that elements and attributes express.
    ///
    /// # Errors
    /// Every place that does not balance, at most a hundred.
    pub fn balance(source: &Source, consumed: &[Span], root: &Element) -> Result<Self, Vec<Imbalance>> {
        let mut account = Self::default();
        let mut imbalances = Vec::new();
        for_each_text(root, &mut |node| account.enter(source, node, &mut imbalances));
        account.entries.sort();
        account.find_gaps(source, consumed, &mut imbalances);
        imbalances.truncate(100);
        if imbalances.is_empty() { Ok(account) } else { Err(imbalances) }
    }

    fn enter(&mut self, source: &Source, node: &TextNode, imbalances: &mut Vec<Imbalance>) {
        let mut text = node.text.as_str();
        for &span in &node.sources {
            let at = self.characters.len();
            let expected = source.slice(span);
            match text.strip_prefix(expected) {
                Some(rest) => {
                    self.characters.extend(expected.split_whitespace());
                    text = rest;
                }
                None => text = self.enter_unlike(expected, text, span, imbalances),
            }
            if self.characters.len() > at {
                self.entries.push(Entry { span, at });
            }
        }
        self.characters.extend(text.split_whitespace());
    }

    /// Enters the beginning of a text, which is not wholly the words of the source that are expected: it may have other
    /// white space. Gives the rest of the text.
    fn enter_unlike<'t>(
        &mut self,
        expected: &str,
        text: &'t str,
        span: Span,
        imbalances: &mut Vec<Imbalance>,
    ) -> &'t str {
        let mut words = text.chars();
        for expected in expected.chars().filter(|c| !c.is_whitespace()) {
            let found = words.find(|c| !c.is_whitespace());
            self.characters.extend(found);
            if found != Some(expected) {
                imbalances.push(Imbalance::Altered(span));
            }
        }
        words.as_str()
    }

    fn find_gaps(&self, source: &Source, consumed: &[Span], imbalances: &mut Vec<Imbalance>) {
        let mut covered: Vec<(Span, bool)> = self.entries.iter().map(|entry| (entry.span, true)).collect();
        covered.extend(consumed.iter().map(|&span| (span, false)));
        covered.sort();
        let is_blank = |span| source.slice(span).chars().all(char::is_whitespace);
        let (mut any_end, mut text_end) = (0, 0);
        for (span, in_text) in covered {
            let gap = Span::new(any_end, span.start);
            if !gap.is_empty() && !is_blank(gap) {
                imbalances.push(Imbalance::Missing(gap));
            }
            any_end = any_end.max(span.end);
            if in_text {
                let shared = Span::new(span.start, text_end.min(span.end));
                if !shared.is_empty() && !is_blank(shared) {
                    imbalances.push(Imbalance::Doubled(shared));
                }
                text_end = text_end.max(span.end);
            }
        }
        let rest = Span::new(any_end, source.text().len());
        if !rest.is_empty() && !is_blank(rest) {
            imbalances.push(Imbalance::Missing(rest));
        }
    }
}

/// The characters of all text nodes, without white space: what an account and a source map count.
pub(super) fn characters(root: &Element) -> String {
    let mut characters = String::new();
    for_each_text(root, &mut |node| characters.extend(node.text.chars().filter(|c| !c.is_whitespace())));
    characters
}

/// Visits the text nodes in document order.
fn for_each_text(root: &Element, visit: &mut impl FnMut(&TextNode)) {
    let mut stack: Vec<&Node> = root.children.iter().rev().collect();
    while let Some(node) = stack.pop() {
        match node {
            Node::Text(text) => visit(text),
            Node::Element(element) => stack.extend(element.children.iter().rev()),
            Node::Comment(_) | Node::ProcessingInstruction(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(pieces: &[(&str, Span)]) -> Element {
        let mut p = Element::new("p");
        for &(text, span) in pieces {
            p.push(TextNode { text: text.to_owned(), sources: vec![span] });
        }
        p
    }

    #[test]
    fn an_account_balances_where_all_is_text_or_consumed() {
        let source = Source::from_text("a", "what [I]  said\n");
        let root = document(&[("what ", Span::new(0, 5)), ("I", Span::new(6, 7)), (" said", Span::new(9, 14))]);
        let consumed = [Span::new(5, 6), Span::new(7, 8)];
        let account = Account::balance(&source, &consumed, &root).expect("it balances");
        assert_eq!(account.characters, "whatIsaid");
    }

    #[test]
    fn a_missing_a_doubled_and_an_altered_character_are_seen() {
        let source = Source::from_text("a", "one two");
        let missing = document(&[("one", Span::new(0, 3))]);
        assert_eq!(Account::balance(&source, &[], &missing), Err(vec![Imbalance::Missing(Span::new(3, 7))]));
        let doubled = document(&[("one two", Span::new(0, 7)), ("two", Span::new(4, 7))]);
        assert_eq!(Account::balance(&source, &[], &doubled), Err(vec![Imbalance::Doubled(Span::new(4, 7))]));
        let altered = document(&[("one twa", Span::new(0, 7))]);
        assert_eq!(Account::balance(&source, &[], &altered), Err(vec![Imbalance::Altered(Span::new(0, 7))]));
    }
}
