//! An annotator that is asked about each document, and the messages in which a program is asked.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Suggestion, Transcript, flows};
use crate::suggestion::place;
use crate::suggestion::span::SuggestedSpan;

/// Something that finds names and dates in words: a program of its own, a service, a model.
pub trait Annotator: fmt::Debug + Send + Sync {
    /// What it calls itself, such as `spaCy en_core_web_md 3.7.1`.
    fn name(&self) -> String;

    /// The spans that it finds. `id` names the words in messages.
    ///
    /// # Errors
    /// Why there is no answer, in words that complete "the annotator gave no answer: ".
    fn annotate(&self, id: &str, text: &str) -> Result<Vec<SuggestedSpan>, String>;
}

/// The name of the protocol in the handshake.
pub const PROTOCOL: &str = "postil-annotator";
/// Its version.
pub const VERSION: u32 = 1;

/// The first message of either side, as JSON on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`].
    pub protocol: String,
    /// [`VERSION`].
    pub version: u32,
    /// What the annotator calls itself; postil sends its own name.
    #[serde(default)]
    pub name: String,
}

impl Hello {
    /// What postil says first.
    pub fn of_postil() -> Self {
        let name = format!("postil {}", env!("CARGO_PKG_VERSION"));
        Self { protocol: PROTOCOL.to_owned(), version: VERSION, name }
    }
}

/// What postil asks: words in which to find names and dates. As JSON on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question<'a> {
    /// What the answer must repeat.
    pub id: &'a str,
    /// The words.
    pub text: &'a str,
}

#[derive(Debug, Deserialize)]
struct Answer {
    id: String,
    spans: Vec<SuggestedSpan>,
}

/// The name of an annotator by its first line.
///
/// # Errors
/// The line is no handshake of this version.
pub fn read_hello(line: &str) -> Result<String, String> {
    let hello: Hello =
        serde_json::from_str(line).map_err(|_| format!("it began with `{}` instead of a handshake", short(line)))?;
    if hello.protocol != PROTOCOL || hello.version != VERSION {
        let (protocol, version) = (hello.protocol, hello.version);
        return Err(format!("it speaks {protocol} {version}, and postil speaks {PROTOCOL} {VERSION}"));
    }
    Ok(if hello.name.trim().is_empty() { "an annotator without a name".to_owned() } else { hello.name })
}

/// The spans of an answer to the question of an id.
///
/// # Errors
/// The line is no answer, or one to another question.
pub fn read_answer(line: &str, id: &str) -> Result<Vec<SuggestedSpan>, String> {
    let answer: Answer = serde_json::from_str(line)
        .map_err(|error| format!("it answered `{}`, which is no answer: {error}", short(line)))?;
    if answer.id == id {
        Ok(answer.spans)
    } else {
        Err(format!("it answered for `{}` instead of `{id}`", short(&answer.id)))
    }
}

fn short(line: &str) -> String {
    line.trim().chars().take(60).collect()
}

/// Asks about the running text and each note of a document.
pub(super) fn ask(
    annotator: &dyn Annotator,
    name: &str,
    transcript: &Transcript,
) -> (Vec<Suggestion>, Vec<Diagnostic>) {
    let (mut placed, mut diagnostics) = (Vec::new(), Vec::new());
    let resp = annotator.name();
    for (idx, flow) in flows(transcript).iter().enumerate() {
        if !flow.as_str().contains(char::is_alphanumeric) {
            continue;
        }
        match annotator.annotate(&format!("{name}#{idx}"), flow.as_str()) {
            Ok(spans) => {
                let (fitting, found) = place::in_flow(flow, transcript, &spans, &resp);
                placed.extend(fitting);
                diagnostics.extend(found);
            }
            Err(reason) => {
                let message = format!("the annotator {resp} gave no answer: {reason}");
                let finding = Diagnostic::new(Code::P040, message);
                diagnostics.push(finding.with_help("the document was converted without its suggestions"));
                return (Vec::new(), diagnostics);
            }
        }
    }
    (placed, diagnostics)
}
