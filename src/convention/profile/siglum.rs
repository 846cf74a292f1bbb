//! Makes a rule of one `[[siglum]]` of a profile, and says what is wrong with it.

use std::sync::OnceLock;

use regex::Regex;
use regex::bytes::{RegexSet, RegexSetBuilder};
use toml::Spanned;

use crate::convention::bracket::Sign;
use crate::convention::context::{Beside, Shape};
use crate::convention::profile::ProfileError;
use crate::convention::profile::build::{Layer, quoted};
use crate::convention::profile::file::{AttachFile, ContentFile, LabelFile, PositionFile, Several, SiglumFile};
use crate::convention::rule::{
    Attach, Content, Matcher, Outcome, Part, Pattern, Position, Rule, Side, Sides, Template, Trait,
};
use crate::convention::vocabulary::{Vocabulary, relaxed};
use crate::model::{Cert, InterventionKind};

/// What to do about a pattern that does not compile.
pub(super) const REGEX_HELP: &str = "patterns are regular expressions as https://docs.rs/regex describes them; \
    write \\[ for a bracket and {name} for a table of [terms] or [patterns]";

/// The attributes that a convention may write; `cert` says how sure the intervention is.
const ATTRIBUTES: &[&str] = &[
    "agent", "cert", "extent", "hand", "n", "place", "quantity", "reason", "rend", "resp", "subtype", "target", "type",
    "unit", "who", "xml:lang",
];

/// Memory for all patterns of a profile together, in bytes.
const SET_LIMIT: usize = 64 << 20;

/// The sign of a convention that stands in running text without delimiters.
const RUNNING: &str = "text";

/// What a `[[siglum]]` became.
pub(super) enum Built {
    /// A convention of bracketed notes.
    Bracketed(Rule),
    /// A convention of a sign in running text, and its expression.
    Running(Regex, Rule),
}

/// What the conventions of a profile share while they are made.
pub(super) struct Building<'a> {
    pub words: &'a Vocabulary,
    pub signs: &'a [Sign],
    /// The expressions of all patterns.
    pub sources: Vec<String>,
    /// Where each of them stands.
    pub origins: Vec<(&'a Layer, &'a Spanned<Several>)>,
}

impl<'a> Building<'a> {
    /// Makes the rule.
    pub(super) fn siglum(&mut self, layer: &'a Layer, file: &'a SiglumFile) -> Result<Built, ProfileError> {
        let running = file.sign.as_ref().is_some_and(|sign| sign.get_ref() == RUNNING);
        let expression = file.pattern.as_ref().map(|pattern| self.expression(layer, pattern)).transpose()?;
        let sign = if running { None } else { self.sign(layer, file)? };
        let matcher = match (&expression, &file.label) {
            (Some(_), Some(label)) => {
                let help = "take `label` away, or `pattern`".to_owned();
                return Err(layer.error(label, "a convention has a pattern or a label, not both", help));
            }
            (Some(expression), None) => {
                let origin = file.pattern.as_ref().filter(|_| !running).map(|pattern| (layer, pattern));
                Matcher::Pattern(self.pattern(format!("^(?s:{expression})$"), origin))
            }
            (None, Some(label)) => self.label(layer, label)?,
            (None, None) => Matcher::Any,
        };
        let traits = self.traits(layer, &file.shape)?;
        let before = self.sides(layer, &file.before)?;
        let after = self.sides(layer, &file.after)?;
        let outcome = self.outcome(layer, file, expression.as_deref())?;
        let position = file.position.map(position);
        let rule = Rule { id: file.id.get_ref().clone(), sign, matcher, position, before, after, traits, outcome };
        match (running, expression) {
            (true, Some(expression)) => {
                let regex = Regex::new(&format!("(?i){expression}"));
                let at = file.pattern.as_ref().expect("there is an expression, so there is a pattern");
                let regex = regex.map_err(|error| layer.error(at, regex_message(&error), REGEX_HELP.to_owned()))?;
                Ok(Built::Running(regex, rule))
            }
            (true, None) => {
                let help = "give it a `pattern`".to_owned();
                Err(layer.error(&file.id, "a convention of running text needs a pattern", help))
            }
            (false, _) => Ok(Built::Bracketed(rule)),
        }
    }

    /// A pattern; one with an origin belongs to the set.
    fn pattern(&mut self, source: String, origin: Option<(&'a Layer, &'a Spanned<Several>)>) -> Pattern {
        let in_set = self.sources.len();
        if let Some(origin) = origin {
            self.sources.push(source.clone());
            self.origins.push(origin);
        }
        Pattern { in_set, source, regex: OnceLock::new() }
    }

    /// A set that tells which patterns may match; the error names one that does not compile.
    pub(super) fn set(&self) -> Result<RegexSet, ProfileError> {
        let relaxed: Vec<String> = self.sources.iter().map(|source| relaxed(source)).collect();
        RegexSetBuilder::new(&relaxed).size_limit(SET_LIMIT).build().map_err(|whole| {
            let single = self.sources.iter().zip(&self.origins).find_map(|(source, &(layer, pattern))| {
                let error = Regex::new(source).err()?;
                Some(layer.error(pattern, regex_message(&error), REGEX_HELP.to_owned()))
            });
            single.unwrap_or_else(|| ProfileError {
                profile: String::new(),
                message: format!("the patterns are too large together: {whole}"),
                span: None,
                help: None,
            })
        })
    }

    /// The expression of the whole content.
    fn expression(&self, layer: &Layer, pattern: &Spanned<Several>) -> Result<String, ProfileError> {
        let joined = pattern.get_ref().0.join("|");
        self.words.expand(&joined).map_err(|message| layer.error(pattern, message, REGEX_HELP.to_owned()))
    }

    fn sign(&self, layer: &Layer, file: &SiglumFile) -> Result<Option<usize>, ProfileError> {
        let Some(name) = &file.sign else { return Ok(None) };
        let found = self.signs.iter().position(|sign| sign.name == *name.get_ref());
        found.map(Some).ok_or_else(|| {
            let mut known: Vec<&str> = self.signs.iter().map(|sign| sign.name.as_str()).collect();
            known.push(RUNNING);
            let help = format!("write one of {}, or add a sign to [signs]", quoted(&known));
            layer.error(name, format!("there is no sign `{}`", name.get_ref()), help)
        })
    }

    fn label(&self, layer: &Layer, label: &Spanned<LabelFile>) -> Result<Matcher, ProfileError> {
        let LabelFile { need, may } = label.get_ref();
        if let Some(unknown) = need.iter().chain(may).find(|table| !self.words.terms.contains_key(*table)) {
            let known: Vec<&str> = self.words.terms.keys().map(String::as_str).collect();
            let help = format!("write one of {}, or add a table [terms.{unknown}]", quoted(&known));
            return Err(layer.error(label, format!("there is no table of terms `{unknown}`"), help));
        }
        Ok(Matcher::Label { need: need.clone(), may: may.clone() })
    }

    fn sides(&self, layer: &Layer, names: &[Spanned<String>]) -> Result<Sides, ProfileError> {
        let mut sides = Sides::default();
        for name in names {
            let (word, wanted) = negated(name.get_ref());
            let side = match Beside::from_name(word) {
                Some(beside) => Side::Beside(beside),
                None if self.words.has_class(word) => Side::Class(word.to_owned()),
                None => return Err(self.unknown_word(layer, name, Beside::NAMES)),
            };
            if wanted { sides.wanted.push(side) } else { sides.ruled_out.push(side) }
        }
        Ok(sides)
    }

    fn traits(&self, layer: &Layer, names: &[Spanned<String>]) -> Result<Vec<(bool, Trait)>, ProfileError> {
        let mut traits = Vec::new();
        for name in names {
            let (word, wanted) = negated(name.get_ref());
            let class =
                |prefix: &str| word.strip_prefix(prefix).filter(|class| self.words.has_class(class)).map(str::to_owned);
            let found = Shape::from_name(word)
                .map(Trait::Shape)
                .or_else(|| class("first:").map(Trait::First))
                .or_else(|| class("last:").map(Trait::Last));
            let found = found.ok_or_else(|| self.unknown_word(layer, name, Shape::NAMES))?;
            traits.push((wanted, found));
        }
        Ok(traits)
    }

    fn unknown_word(&self, layer: &Layer, name: &Spanned<String>, built_in: &[&str]) -> ProfileError {
        let classes: Vec<&str> = self.words.classes.keys().map(String::as_str).collect();
        let help = format!("write one of {}, or a class of [classes]: {}", quoted(built_in), quoted(&classes));
        layer.error(name, format!("`{}` is no such word", name.get_ref()), help)
    }

    fn outcome(&self, layer: &Layer, file: &SiglumFile, expression: Option<&str>) -> Result<Outcome, ProfileError> {
        let is_text = file.content == Some(ContentFile::Text);
        let kind = file.tei.get("element").map(|name| element(layer, name)).transpose()?;
        if kind.is_none() && !is_text {
            let help = "write tei = { element = \"...\" }, or content = \"text\"".to_owned();
            return Err(layer.error(&file.id, "a convention must say which element it writes", help));
        }
        let mut attributes = Vec::new();
        let mut cert = None;
        for (name, value) in file.tei.iter().filter(|(name, _)| *name != "element") {
            if !ATTRIBUTES.contains(&name.as_str()) {
                let help = format!("write one of {}", quoted(ATTRIBUTES));
                return Err(layer.error(value, format!("`{name}` is no attribute that a convention may write"), help));
            }
            if name == "cert" {
                cert = Some(certainty(layer, value)?);
            } else {
                attributes.push((name.clone(), self.template(layer, value, expression)?));
            }
        }
        let keeps =
            expression.is_none_or(|expression| expression.contains("(?P<text>") || expression.contains("(?<text>"));
        let content = file.content.map_or(if keeps { Content::Keep } else { Content::Drop }, content);
        Ok(Outcome { kind, attributes, cert, content, attach: attach(file.attach) })
    }

    fn template(
        &self,
        layer: &Layer,
        value: &Spanned<String>,
        expression: Option<&str>,
    ) -> Result<Template, ProfileError> {
        let mut parts = Vec::new();
        let mut rest = value.get_ref().as_str();
        while let Some((literal, found)) = rest.split_once('{') {
            let Some((name, after)) = found.split_once('}') else {
                return Err(layer.error(value, "a brace is left open", "write {name}".to_owned()));
            };
            let is_group = expression.is_some_and(|expression| {
                expression.contains(&format!("(?P<{name}>")) || expression.contains(&format!("(?<{name}>"))
            });
            let is_table = expression.is_none() && self.words.terms.contains_key(name);
            if !is_group && !is_table {
                let help = "write {name} in the pattern, or (?<name>...) round a part of it".to_owned();
                return Err(layer.error(value, format!("the convention finds no `{name}`"), help));
            }
            parts.push(Part::Literal(literal.to_owned()));
            parts.push(Part::Found(name.to_owned()));
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Ok(Template(parts))
    }
}

/// The cause that `regex` names, without its drawing.
pub(super) fn regex_message(error: &regex::Error) -> String {
    let message = &error.to_string();
    let cause = message.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or(message);
    format!("the pattern is no regular expression: {cause}")
}

/// The word without its `!`, and whether it is wanted.
fn negated(name: &str) -> (&str, bool) {
    name.strip_prefix('!').map_or((name, true), |word| (word, false))
}

fn element(layer: &Layer, name: &Spanned<String>) -> Result<InterventionKind, ProfileError> {
    InterventionKind::from_element_name(name.get_ref()).ok_or_else(|| {
        let known: Vec<&str> = InterventionKind::ALL.iter().map(|kind| kind.element_name()).collect();
        let help = format!("write one of {}", quoted(&known));
        layer.error(name, format!("no convention may write the element `{}`", name.get_ref()), help)
    })
}

fn certainty(layer: &Layer, value: &Spanned<String>) -> Result<Cert, ProfileError> {
    match value.get_ref().as_str() {
        "low" => Ok(Cert::Low),
        "medium" => Ok(Cert::Medium),
        "high" => Ok(Cert::High),
        other => {
            let help = "write one of `low`, `medium`, `high`".to_owned();
            Err(layer.error(value, format!("`{other}` is no certainty"), help))
        }
    }
}

fn position(file: PositionFile) -> Position {
    match file {
        PositionFile::Alone => Position::Alone,
        PositionFile::Inline => Position::Inline,
        PositionFile::InWord => Position::InWord,
    }
}

fn content(file: ContentFile) -> Content {
    match file {
        ContentFile::Keep => Content::Keep,
        ContentFile::Desc => Content::Desc,
        ContentFile::Drop => Content::Drop,
        ContentFile::Text => Content::Text,
    }
}

fn attach(file: AttachFile) -> Attach {
    match file {
        AttachFile::Here => Attach::Here,
        AttachFile::Preceding => Attach::Preceding,
        AttachFile::Word => Attach::Word,
        AttachFile::Replaced => Attach::Replaced,
    }
}
