//! Which prefixes are bound while a document is parsed (Namespaces in XML 1.0).

use std::collections::{HashMap, HashSet};

use crate::source::Span;
use crate::xml::element::Element;
use crate::xml::parse::ParseError;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The bindings in force.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// The namespaces of each prefix, the innermost last.
    bound: HashMap<String, Vec<String>>,
    /// The prefixes that each open element binds.
    scopes: Vec<Vec<String>>,
}

impl Namespaces {
    /// Opens an element: takes its declarations, then checks the prefixes of its names.
    pub(super) fn open(&mut self, element: &Element, span: Span) -> Result<(), ParseError> {
        let mut scope = Vec::new();
        for attribute in &element.attributes {
            if let Some(prefix) = attribute.name.strip_prefix("xmlns:") {
                check_binding(prefix, &attribute.value, span)?;
                self.bound.entry(prefix.to_owned()).or_default().push(attribute.value.clone());
                scope.push(prefix.to_owned());
            } else if attribute.name == "xmlns" && [XML, XMLNS].contains(&attribute.value.as_str()) {
                let message = format!("`{}` may not be the default namespace", attribute.value);
                return Err(ParseError::new(message, span));
            }
        }
        self.scopes.push(scope);
        self.check_names(element, span)
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        for prefix in self.scopes.pop().unwrap_or_default() {
            if let Some(namespaces) = self.bound.get_mut(&prefix) {
                namespaces.pop();
            }
        }
    }

    fn check_names(&self, element: &Element, span: Span) -> Result<(), ParseError> {
        if let Some((prefix, _)) = element.name.split_once(':') {
            self.namespace(prefix, span)?;
            if prefix == "xmlns" {
                return Err(ParseError::new("an element may not have the prefix `xmlns`", span));
            }
        }
        let mut seen = HashSet::new();
        for attribute in &element.attributes {
            let Some((prefix, local)) = attribute.name.split_once(':') else { continue };
            if !seen.insert((self.namespace(prefix, span)?, local)) {
                let message = format!("two attributes `{local}` of one namespace stand in this tag");
                return Err(ParseError::new(message, span));
            }
        }
        Ok(())
    }

    fn namespace(&self, prefix: &str, span: Span) -> Result<&str, ParseError> {
        match prefix {
            "xml" => Ok(XML),
            "xmlns" => Ok(XMLNS),
            _ => self
                .bound
                .get(prefix)
                .and_then(|namespaces| namespaces.last())
                .map(String::as_str)
                .ok_or_else(|| ParseError::new(format!("the prefix `{prefix}` is bound to no namespace"), span)),
        }
    }
}

/// Namespaces in XML 1.0, section 3: what may not be bound.
fn check_binding(prefix: &str, namespace: &str, span: Span) -> Result<(), ParseError> {
    let allowed = match prefix {
        "xml" => namespace == XML,
        "xmlns" => false,
        _ => !namespace.is_empty() && namespace != XML && namespace != XMLNS,
    };
    if allowed {
        return Ok(());
    }
    Err(ParseError::new(format!("the prefix `{prefix}` may not be bound to `{namespace}`"), span))
}
