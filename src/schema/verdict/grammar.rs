//! Reads a RELAX NG schema in XML syntax into patterns (the simplification of RELAX NG 4, for schemas in one file).

use std::collections::HashMap;

use super::LoadError;
use super::datatypes::{Datatype, Declaration};
use super::names::{NameClass, Names};
use super::patterns::{EMPTY, NOT_ALLOWED, PatternId, Patterns, TEXT};
use super::schema_tree::{self, Node};

/// What a schema says, ready for the automaton.
pub(super) struct Loaded {
    pub(super) names: Names,
    pub(super) patterns: Patterns,
    pub(super) datatypes: Vec<Datatype>,
    pub(super) start: PatternId,
}

/// Reads a schema.
pub(super) fn load(rng: &str) -> Result<Loaded, LoadError> {
    let root = schema_tree::read(rng)?;
    let mut grammar = Grammar::default();
    let start = if root.kind == "grammar" {
        grammar.collect(&root)?;
        grammar.defined("")?
    } else {
        grammar.pattern(&root)?
    };
    while let Some((number, node)) = grammar.waiting.pop() {
        let content = grammar.content(node)?;
        grammar.patterns.elements[number].content = content;
    }
    Ok(Loaded { names: grammar.names, patterns: grammar.patterns, datatypes: grammar.datatypes, start })
}

/// A schema on its way into patterns.
struct Grammar<'n> {
    names: Names,
    patterns: Patterns,
    datatypes: Vec<Datatype>,
    declared: HashMap<Declaration, u32>,
    /// The definitions by name; that of the start has the empty name, which no definition can have.
    defines: HashMap<&'n str, Vec<&'n Node>>,
    /// The definitions read so far; none while one is being read.
    read: HashMap<&'n str, Option<PatternId>>,
    /// Elements whose content is still to be read: contents may refer to one another in circles.
    waiting: Vec<(usize, &'n Node)>,
}

impl Default for Grammar<'_> {
    fn default() -> Self {
        Grammar {
            names: Names::new(),
            patterns: Patterns::new(),
            datatypes: Vec::new(),
            declared: HashMap::new(),
            defines: HashMap::new(),
            read: HashMap::new(),
            waiting: Vec::new(),
        }
    }
}

impl<'n> Grammar<'n> {
    fn collect(&mut self, node: &'n Node) -> Result<(), LoadError> {
        for child in &node.children {
            match child.kind.as_str() {
                "start" => self.defines.entry("").or_default().push(child),
                "define" => self.defines.entry(child.required("name")?).or_default().push(child),
                "div" => self.collect(child)?,
                other => return Err(LoadError::Unsupported(format!("`{other}` in a grammar"))),
            }
        }
        Ok(())
    }

    /// A definition, its parts combined (RELAX NG 4.17).
    fn defined(&mut self, name: &str) -> Result<PatternId, LoadError> {
        match self.read.get(name) {
            Some(Some(pattern)) => return Ok(*pattern),
            Some(None) => return Err(LoadError::Schema(format!("the definition `{name}` contains itself"))),
            None => {}
        }
        let Some((&name, nodes)) = self.defines.get_key_value(name) else {
            return Err(LoadError::Schema(format!("`{name}` is not defined")));
        };
        let nodes = nodes.clone();
        let interleaved = nodes.iter().any(|node| node.attribute("combine") == Some("interleave"));
        self.read.insert(name, None);
        let mut combined = None;
        for node in nodes {
            let part = self.group_of(&node.children)?;
            combined = Some(match combined {
                None => part,
                Some(others) if interleaved => self.patterns.interleave(others, part),
                Some(others) => self.patterns.choice(others, part),
            });
        }
        let pattern = combined.unwrap_or(NOT_ALLOWED);
        self.read.insert(name, Some(pattern));
        Ok(pattern)
    }

    fn pattern(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        match node.kind.as_str() {
            "element" => self.element(node),
            "attribute" => self.attribute(node),
            "ref" => self.defined(node.required("name")?),
            "group" => self.group_of(&node.children),
            "interleave" => self.interleave_of(&node.children),
            "choice" => self.choice_of(&node.children),
            "mixed" => {
                let inner = self.group_of(&node.children)?;
                Ok(self.patterns.interleave(TEXT, inner))
            }
            "optional" => self.repeated(node, false, true),
            "zeroOrMore" => self.repeated(node, true, true),
            "oneOrMore" => self.repeated(node, true, false),
            "list" => {
                let tokens = self.group_of(&node.children)?;
                Ok(self.patterns.list(tokens))
            }
            "data" => self.data(node),
            "value" => self.value(node),
            "text" => Ok(TEXT),
            "empty" => Ok(EMPTY),
            "notAllowed" => Ok(NOT_ALLOWED),
            other => Err(LoadError::Unsupported(format!("the pattern `{other}`"))),
        }
    }

    fn each(&mut self, nodes: &'n [Node]) -> Result<Vec<PatternId>, LoadError> {
        nodes.iter().map(|node| self.pattern(node)).collect()
    }

    fn group_of(&mut self, nodes: &'n [Node]) -> Result<PatternId, LoadError> {
        let patterns = self.each(nodes)?;
        Ok(patterns.into_iter().rfold(EMPTY, |rest, first| self.patterns.group(first, rest)))
    }

    fn interleave_of(&mut self, nodes: &'n [Node]) -> Result<PatternId, LoadError> {
        let patterns = self.each(nodes)?;
        Ok(patterns.into_iter().rfold(EMPTY, |rest, first| self.patterns.interleave(first, rest)))
    }

    fn choice_of(&mut self, nodes: &'n [Node]) -> Result<PatternId, LoadError> {
        let patterns = self.each(nodes)?;
        Ok(self.patterns.choice_of(patterns))
    }

    fn repeated(&mut self, node: &'n Node, many: bool, optional: bool) -> Result<PatternId, LoadError> {
        let mut pattern = self.group_of(&node.children)?;
        if many {
            pattern = self.patterns.one_or_more(pattern);
        }
        Ok(if optional { self.patterns.choice(pattern, EMPTY) } else { pattern })
    }

    fn element(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        let names = self.name_of(node)?;
        let (pattern, number) = self.patterns.element(names);
        self.waiting.push((number, node));
        Ok(pattern)
    }

    fn content(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        self.group_of(after_name(node))
    }

    fn attribute(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        let names = self.name_of(node)?;
        let value = match after_name(node) {
            [] => TEXT,
            patterns => self.group_of(patterns)?,
        };
        Ok(if value == NOT_ALLOWED { NOT_ALLOWED } else { self.patterns.attribute(names, value) })
    }

    /// The name class of an element or attribute; the name of an attribute written as such is in no namespace
    /// unless it says so (RELAX NG 4.8).
    fn name_of(&mut self, node: &'n Node) -> Result<NameClass, LoadError> {
        let Some(name) = node.attribute("name") else {
            return match node.children.first() {
                Some(class) => self.name_class(class),
                None => Err(LoadError::Schema(format!("`{}` has no name", node.kind))),
            };
        };
        let namespace = match node.attribute("ns") {
            None if node.kind == "attribute" => "",
            _ => &node.namespace,
        };
        self.qualified(node, name, namespace)
    }

    fn qualified(&mut self, node: &Node, name: &str, namespace: &str) -> Result<NameClass, LoadError> {
        let name = name.trim();
        let symbol = match name.split_once(':') {
            None => self.names.mention(namespace, name),
            Some((prefix, local)) => {
                let uri = node.prefix(prefix).ok_or_else(|| LoadError::Schema(format!("no prefix `{prefix}`")))?;
                self.names.mention(uri, local)
            }
        };
        Ok(NameClass::Name(symbol))
    }

    fn name_class(&mut self, node: &'n Node) -> Result<NameClass, LoadError> {
        match node.kind.as_str() {
            "name" => self.qualified(node, &node.text, &node.namespace),
            "anyName" => Ok(NameClass::Any { except: self.except(node)? }),
            "nsName" => {
                let number = self.names.namespace(&node.namespace);
                Ok(NameClass::Namespace { number, except: self.except(node)? })
            }
            "choice" => {
                let classes = node.children.iter().map(|child| self.name_class(child)).collect::<Result<_, _>>()?;
                Ok(NameClass::Choice(classes))
            }
            other => Err(LoadError::Unsupported(format!("the name class `{other}`"))),
        }
    }

    fn except(&mut self, node: &'n Node) -> Result<Option<Box<NameClass>>, LoadError> {
        let Some(except) = node.children.iter().find(|child| child.kind == "except") else { return Ok(None) };
        let classes = except.children.iter().map(|child| self.name_class(child)).collect::<Result<_, _>>()?;
        Ok(Some(Box::new(NameClass::Choice(classes))))
    }

    fn data(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        let mut params = Vec::new();
        let mut except = None;
        for child in &node.children {
            match child.kind.as_str() {
                "param" => params.push((child.required("name")?.to_owned(), child.text.clone())),
                "except" => except = Some(self.choice_of(&child.children)?),
                other => return Err(LoadError::Unsupported(format!("`{other}` in `data`"))),
            }
        }
        let name = node.required("type")?.to_owned();
        let datatype = self.datatype(Declaration { library: node.library.to_string(), name, params, value: None })?;
        Ok(self.patterns.data(datatype, except))
    }

    fn value(&mut self, node: &'n Node) -> Result<PatternId, LoadError> {
        let (library, name) = match node.attribute("type") {
            Some(name) => (node.library.to_string(), name),
            // RELAX NG 4.4: a value without a type is a token.
            None => (String::new(), "token"),
        };
        let value = Some(node.text.clone());
        let datatype = self.datatype(Declaration { library, name: name.to_owned(), params: Vec::new(), value })?;
        Ok(self.patterns.data(datatype, None))
    }

    fn datatype(&mut self, declaration: Declaration) -> Result<u32, LoadError> {
        if let Some(number) = self.declared.get(&declaration) {
            return Ok(*number);
        }
        let number = u32::try_from(self.datatypes.len()).expect("a schema has fewer than four billion datatypes");
        self.datatypes.push(Datatype::new(&declaration)?);
        self.declared.insert(declaration, number);
        Ok(number)
    }
}

/// The children of an element or attribute that are patterns: all but a name class in front.
fn after_name(node: &Node) -> &[Node] {
    if node.attribute("name").is_some() { &node.children } else { node.children.get(1..).unwrap_or_default() }
}
