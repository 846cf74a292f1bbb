//! Tables: rows and cells (TEI P5 14.1).

use crate::model::{Block, BlockKind};
use crate::tei::body::Builder;
use crate::xml::Element;

/// The table of a run of cells.
pub(super) fn table(builder: &mut Builder<'_>, cells: &[Block]) -> Element {
    let mut table = Element::new("table");
    let mut row: Option<Element> = None;
    for block in cells {
        let BlockKind::Cell { starts_row, heading, .. } = block.kind else { continue };
        if starts_row && let Some(done) = row.take() {
            table.push(done);
        }
        let row = row.get_or_insert_with(|| Element::new("row").with("role", if heading { "label" } else { "" }));
        row.push(builder.element_of("cell", block));
    }
    if let Some(done) = row {
        table.push(done);
    }
    table
}
