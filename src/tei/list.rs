//! Lists: items by depth, with their printed numbers.

use crate::model::{Block, BlockKind};
use crate::tei::body::Builder;
use crate::tei::weave::Strand;
use crate::xml::Element;

/// The list of a run of items, nested by their depth.
pub(super) fn list(builder: &mut Builder<'_>, items: &[Block]) -> Element {
    let numbered = items.iter().any(|item| matches!(&item.kind, BlockKind::Item { marker: Some(_), .. }));
    let mut list = Element::new("list").with("rend", if numbered { "numbered" } else { "bulleted" });
    let depth = items.iter().map(depth_of).min().unwrap_or(0);
    let mut rest = items;
    while let Some((first, others)) = rest.split_first() {
        let nested_len = others.iter().take_while(|item| depth_of(item) > depth).count();
        let (nested, after) = others.split_at(nested_len);
        let mut element = item(builder, first);
        if !nested.is_empty() {
            element.push(self::list(builder, nested));
        }
        list.push(element);
        rest = after;
    }
    list
}

fn depth_of(block: &Block) -> u8 {
    match block.kind {
        BlockKind::Item { depth, .. } => depth,
        _ => 0,
    }
}

/// An item; its printed number is `@n`, and stands as `label` at its start (TEI P5 3.8).
fn item(builder: &mut Builder<'_>, block: &Block) -> Element {
    let mut element = Element::new("item").from_span(block.span);
    element.children = match &block.kind {
        BlockKind::Item { marker: Some((n, range)), .. } => {
            element.set("n", n.clone());
            let label =
                Strand { range: *range, span: block.span, element: Element::new("label"), rank: 0, strength: u8::MAX };
            builder.nodes_with(block.range, label)
        }
        _ => builder.nodes(block.range),
    };
    element
}
