//! Changes as one self-contained page.

use crate::compare::show::Compared;

/// A page.
pub fn html(_pairs: &[Compared]) -> String {
    String::new()
}
