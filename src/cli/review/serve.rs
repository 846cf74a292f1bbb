//! `postil review --serve`: the pages on this machine alone, and decisions written to the TEI.
//!
//! Who does not know the token in the address gets nothing; what does not come from a page of this server decides nothing.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fs, thread};

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::cli::args::ReviewArgs;
use crate::cli::exit::Exit;
use crate::cli::in_place;
use crate::cli::review::http::{Answer, Request};
use crate::cli::review::log::{Log, now};
use crate::cli::review::shelf::{Opened, Shelf, hash};
use crate::cli::review::shown;
use crate::cli::terminal::{Stream, Terminal};
use postil::batch::Input;
use postil::diagnostic::reason;
use postil::review::{self, Action, Decision, IndexRow, Site, Terms};

/// Whoever says nothing for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many connections are open at a time.
const CONNECTIONS: usize = 64;

/// Serves until the process is ended.
pub(crate) fn serve(shelf: Shelf, args: &ReviewArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port))
        .with_context(|| format!("port {} of this machine cannot be used", args.port))?;
    let port = listener.local_addr().context("the port is not known")?.port();
    let token = token()?;
    let log = Log::of(shelf.folder());
    terminal.remark(&format!(
        "the address below lets whoever knows it change {}; decisions are logged in {}; Ctrl-C ends",
        shelf.folder().display(),
        log.path().display()
    ));
    terminal.plain(Stream::Result, &format!("http://127.0.0.1:{port}/{token}/\n"))?;
    let server = Arc::new(Server {
        port,
        token,
        revises: args.revision_desc,
        desk: Mutex::new(Desk { shelf, log }),
        connections: AtomicUsize::new(0),
    });
    for stream in listener.incoming().flatten() {
        let Some(seat) = Seat::of(&server) else { continue };
        // Where the system has no thread left, or the reader went away, nobody is to be answered.
        let _ = thread::Builder::new().spawn(move || seat.0.answer(stream));
    }
    Ok(Exit::Clean)
}

/// 128 random bits of the operating system.
fn token() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("there are no random numbers: {error}"))?;
    Ok(u128::from_le_bytes(bytes)).map(|number| format!("{number:032x}"))
}

struct Server {
    port: u16,
    token: String,
    revises: bool,
    desk: Mutex<Desk>,
    connections: AtomicUsize,
}

/// A connection that is open, counted until it ends in whatever way.
struct Seat(Arc<Server>);

impl Seat {
    fn of(server: &Arc<Server>) -> Option<Self> {
        let seat = Self(Arc::clone(server));
        (server.connections.fetch_add(1, Ordering::SeqCst) < CONNECTIONS).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What one request at a time works on.
struct Desk {
    shelf: Shelf,
    log: Log,
}

/// What a page sends to be done.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    hash: String,
    /// Without these two the last decision is taken back.
    at: Option<usize>,
    #[serde(rename = "do")]
    action: Option<Action>,
    #[serde(default)]
    reason: String,
}

/// What came of it: words, and the byte near which the editor goes on.
type Told = Result<(String, usize), String>;

impl Server {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match Request::read(&mut stream) {
            Ok(request) => self.respond(&request).write(&mut stream, request.method != "HEAD"),
            Err(status) => Answer::words(status, "this request is not understood").write(&mut stream, true),
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn respond(&self, request: &Request) -> Answer {
        if !self.is_for_us(request) {
            return Answer::words(403, "this server answers to its own pages alone");
        }
        let nowhere = || Answer::words(404, "there is nothing here; open the address that `postil review` printed");
        let Some(path) = self.below_token(&request.path) else { return nowhere() };
        match (request.method.as_str(), path) {
            ("GET" | "HEAD", "" | "index.html") => Answer::page(self.desk().index()),
            ("GET" | "HEAD", _) => {
                Site::name_of(path).and_then(|name| self.desk().page(name)).map_or_else(nowhere, Answer::page)
            }
            ("POST", "decide") => self.post(request),
            _ => Answer::words(405, "this cannot be done here"),
        }
    }

    /// Whether a request names this server and comes from a page of it, if it comes from a page at all. A name that
    /// somebody has pointed to this machine does not help.
    fn is_for_us(&self, request: &Request) -> bool {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let Some(host) = request.field("host").filter(|host| hosts.iter().any(|ours| ours == host)) else {
            return false;
        };
        let origin = request.field("origin").is_none_or(|origin| origin == format!("http://{host}"));
        let site = request.field("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
        origin && site
    }

    /// The path below the token, where it is ours. All of it is compared, so that time tells nothing.
    fn below_token<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (given, below) = path.strip_prefix('/')?.split_once('/')?;
        let differences = given.bytes().zip(self.token.bytes()).fold(0, |all, (ours, theirs)| all | (ours ^ theirs));
        (given.len() == self.token.len() && differences == 0).then_some(below)
    }

    fn post(&self, request: &Request) -> Answer {
        let is_json = request.field("content-type").is_some_and(|kind| kind == "application/json");
        // No form and no page of another origin can send such fields without asking first (Fetch Standard, 3.2).
        if request.field("origin").is_none() || request.field("x-postil") != Some("review") || !is_json {
            return Answer::words(403, "decisions come from a page of this server");
        }
        let Ok(asked) = serde_json::from_slice::<Asked>(&request.body) else {
            return Answer::words(400, "this is no decision");
        };
        let (status, told) = match self.desk().carry_out(asked, self.revises) {
            Ok((message, near)) => (200, json!({ "ok": true, "message": message, "near": near })),
            Err(message) => (409, json!({ "ok": false, "message": message })),
        };
        Answer { status, kind: "application/json", body: told.to_string() }
    }
}

impl Desk {
    fn index(&mut self) -> String {
        let (documents, unreadable) = self.shelf.documents();
        let mut rows: Vec<IndexRow> = unreadable
            .iter()
            .map(|problem| IndexRow::of_trouble(problem.source.name(), &problem.finding.message))
            .collect();
        for (name, input) in &documents {
            rows.push(match self.shelf.open(name, input) {
                Ok(opened) => IndexRow::new(name, &opened.document),
                Err(problem) => IndexRow::of_trouble(name, &problem.finding.message),
            });
        }
        Site::Served.index(rows)
    }

    fn page(&mut self, name: &str) -> Option<String> {
        let input = self.shelf.documents().0.remove(name)?;
        let opened = self.shelf.open(name, &input).ok()?;
        Some(Site::Served.page(&shown(name, &opened)))
    }

    /// Carries a decision out: on the file, then in the log.
    fn carry_out(&mut self, asked: Asked, revises: bool) -> Told {
        let Some(Input::File { path, below }) = self.shelf.documents().0.remove(&asked.name) else {
            return Err("this document is not a file of its own any more; reload the page".to_owned());
        };
        let bytes = fs::read(&path).map_err(|error| format!("the file cannot be read: {}", reason(&error)))?;
        if hash(&bytes) != asked.hash {
            return Err("the file has changed on the disk since this page was made; reload the page".to_owned());
        }
        let input = Input::File { path: path.clone(), below };
        let opened = self.shelf.open(&asked.name, &input).map_err(|problem| problem.finding.message.clone())?;
        let mark = opened.source.encoding().byte_order_mark;
        if opened.source.encoding().name != "UTF-8" || !opened.source.replacements().is_empty() {
            return Err("the file is not in UTF-8; `postil fmt` rewrites it so".to_owned());
        }
        let (date, time) = now();
        let (text, decision, told) = self.decision(asked, &opened, revises.then_some(date.as_str()))?;
        let after = [if mark { "\u{FEFF}" } else { "" }, &text].concat().into_bytes();
        let log = self.log.open().map_err(|error| format!("the log cannot be written: {}", reason(&error)))?;
        if fs::read(&path).ok().as_ref() != Some(&bytes) {
            return Err("the file has changed on the disk just now; reload the page".to_owned());
        }
        in_place::rewrite(&path, &after).map_err(|error| format!("the file cannot be written: {}", reason(&error)))?;
        let decision = Decision { time, after: hash(&after), ..decision };
        let logged = self.log.add(log, decision);
        logged.map_err(|error| format!("the file is written, but not logged: {}", reason(&error)))?;
        Ok(told)
    }

    /// The text after what was asked for, the line for the log, and what is said of it.
    fn decision(
        &self,
        asked: Asked,
        opened: &Opened,
        revision: Option<&str>,
    ) -> Result<(String, Decision, (String, usize)), String> {
        let file = asked.name;
        let (Some(at), Some(action)) = (asked.at, asked.action) else {
            let last = review::undoable(self.log.decisions(), &file, &asked.hash)
                .ok_or("there is no decision on this file that could be taken back")?;
            let (text, decision) = review::undo(opened.source.text(), last).map_err(|refusal| refusal.to_string())?;
            let near = decision.splices.0.iter().map(|splice| splice.at).max().unwrap_or(0);
            let told =
                (format!("Taken back: {} “{}”.", done(last.action.as_ref()), decision.words), near_start(&text, near));
            return Ok((text, decision, told));
        };
        let request = review::Request { hash: asked.hash, at, action, reason: asked.reason };
        let terms = Terms { schema: opened.schema.get(), revision };
        let (text, splices) = review::decide(&opened.source, &request, terms).map_err(|error| error.to_string())?;
        let decision = Decision { file, ..Decision::of(&opened.source, &request, splices) };
        let near = next_place(&decision, at);
        let told = (format!("{} “{}”.", capital(done(decision.action.as_ref())), decision.words), near);
        Ok((text, decision, told))
    }
}

/// Where the editor goes on: after a mark that is settled, at one that is still being changed.
fn next_place(decision: &Decision, at: usize) -> usize {
    let splices = &decision.splices.0;
    let moved = splices.iter().find(|splice| splice.inserted == decision.tag);
    let at = moved.map_or(at, |splice| splice.at);
    let before = splices.iter().filter(|splice| splice.at < at);
    let (come, gone) =
        before.fold((0, 0), |(come, gone), splice| (come + splice.inserted.len(), gone + splice.removed.len()));
    let here = (at + come).saturating_sub(gone);
    match decision.action {
        // Of a conflict nothing is left here; another mark may begin at its place.
        Some(Action::Accept) if decision.tag.starts_with("<!--") => here,
        Some(Action::Accept | Action::Retype { .. }) => here + 1,
        Some(Action::Reject | Action::Extent { .. }) | None => here,
    }
}

/// The start of the tag in which a byte stands.
fn near_start(text: &str, near: usize) -> usize {
    text.get(..=near).and_then(|before| before.rfind('<')).unwrap_or(0)
}

fn done(action: Option<&Action>) -> &'static str {
    match action {
        Some(Action::Accept) => "accepted",
        Some(Action::Reject) => "rejected",
        Some(Action::Retype { .. }) => "changed the kind of",
        Some(Action::Extent { .. }) => "changed the extent of",
        None => "took back",
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
