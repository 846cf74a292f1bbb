//! What the HTML pages of postil share: style, the script that sorts tables, and templates that escape everything.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

/// The style of pages.
pub(crate) const STYLE: &str = include_str!("templates/report.css");

/// The script of pages with a table of documents.
pub(crate) const SCRIPT: &str = include_str!("templates/report.js");

/// What the policy of a page (Content Security Policy Level 3, 2.3.1) calls [`STYLE`].
pub(crate) const STYLE_HASH: &str = "sha256-ZUlsPQlg1bP/6SGnoynWOdmg3E5q/GGa65utsxsWWas=";

/// What the policy of a page calls [`SCRIPT`].
pub(crate) const SCRIPT_HASH: &str = "sha256-Jam6e1sOifi3sASfMRd8CPPeIlh7iYXdKeLQWYoczIE=";

/// Templates by name, in which every value is escaped and a value that is missing is a mistake.
pub(crate) fn environment(templates: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the usual delimiters are right"));
    for (name, template) in templates {
        environment.add_template(name, template).expect("the template is right");
    }
    environment
}

/// The hash of a style or script, as policies name it: SHA-256 in Base64 (RFC 4648, 4).
#[cfg(test)]
pub(crate) fn policy_hash(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut hash = String::from("sha256-");
    for chunk in Sha256::digest(text).chunks(3) {
        let number = (0..3).fold(0_usize, |number, idx| number << 8 | usize::from(*chunk.get(idx).unwrap_or(&0)));
        for idx in 0..4 {
            let digit = DIGITS[number >> (18 - 6 * idx) & 63];
            hash.push(if idx > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_style_and_the_script() {
        for (text, hash) in [(STYLE, STYLE_HASH), (SCRIPT, SCRIPT_HASH)] {
            assert_eq!(policy_hash(text), hash);
        }
    }
}
