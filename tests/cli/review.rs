//! `postil review`: the pages, the server, and what it writes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::Folder;

/// A folder with two converted documents.
fn converted() -> Folder {
    let folder = Folder::new();
    folder.write(
        "letters/a.txt",
        "Title: A visit\n\nMoscow, 3 May 1950\n\nOn 7 September Mr. Varnov told [Ivanov?] all.\n",
    );
    folder.write("letters/sub/b c.txt", "He left [zxqv: 12-b].\n");
    assert_eq!(folder.run(&["convert", "letters", "-o", "tei", "-q"]).code, 0);
    folder
}

#[test]
fn pages_are_written_the_doubts_first() {
    let folder = converted();
    folder.write("tei/broken.xml", b"<p>caf\xE9</p>");
    let said = folder.run(&["review", "tei", "-o", "review", "--source", "letters"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.stderr.contains("error[V001]") && said.stderr.ends_with("postil: 3 documents; open review/index.html\n")
    );
    assert_eq!(folder.files("review"), ["index.html", "pages/a.xml.html", "pages/sub/b c.xml.html"]);
    let index = folder.read("review/index.html").replace("&#x2f;", "/");
    let place = |text: &str| index.find(text).unwrap_or_else(|| panic!("{text} is not in {index}"));
    assert!(
        place("broken.xml") < place("pages/a.xml.html")
            && place("pages/a.xml.html") < place("pages/sub/b%20c.xml.html")
    );
    let page = folder.read("review/pages/a.xml.html").replace("&#x2f;", "/");
    for part in ["A visit", "dates recognized by postil", "[Ivanov?] all.", "href=\"../index.html\"", "id=\"L30\""] {
        assert!(page.contains(part), "{part} is not in the page");
    }
    assert!(!page.contains("data-api"), "files cannot be decided on");
    assert!(folder.read("review/pages/sub/b c.xml.html").contains("href=\"..&#x2f;..&#x2f;index.html\""));
}

#[test]
fn a_project_knows_its_results_and_transcripts() {
    let folder = converted();
    folder.write("postil.toml", "output = \"tei\"\n");
    assert_eq!(folder.run(&["convert", "-q"]).code, 0);
    assert_eq!(folder.run(&["review", "-o", "review"]).code, 0);
    assert!(folder.read("review/pages/letters/a.xml.html").contains("id=\"transcript\""));
}

#[test]
fn somewhere_to_write_or_to_serve_is_needed() {
    let folder = converted();
    assert_eq!(folder.run(&["review", "tei"]).code, 2);
    assert_eq!(folder.run(&["review", "tei", "-o", "review", "--serve"]).code, 2);
    assert_eq!(folder.run(&["review", "-o", "review"]).code, 2, "there is no project");
    assert_eq!(folder.run(&["review", "nowhere", "-o", "review"]).code, 2);
}

/// A server, ended when it is dropped.
struct Server {
    child: Child,
    port: String,
    /// The path up to the token, with a slash at its end.
    path: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("it is ours");
        self.child.wait().expect("it ends");
    }
}

impl Server {
    fn of(folder: &Folder, options: &[&str]) -> Self {
        let mut arguments = vec!["review", "tei", "--serve"];
        arguments.extend(options);
        let mut command = folder.command(&arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("postil runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line).expect("it prints its address");
        let (port, path) =
            line.trim_end().strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split_once('/')).expect("it is one");
        Self { child, port: port.to_owned(), path: format!("/{path}") }
    }

    /// Status and answer to a request, sent as it stands.
    fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port)).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("it has a status");
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port))
    }

    fn post(&self, fields: &str, body: &Value) -> (u16, String) {
        let body = body.to_string();
        let fields = fields.replace("PORT", &self.port);
        self.send(&format!("POST {}decide HTTP/1.1\r\n{fields}Content-Length: {}\r\n\r\n{body}", self.path, body.len()))
    }

    /// Asks for a decision as a page does: on the mark with a start tag.
    fn decide(&self, name: &str, tag: &str, action: &Value) -> (u16, Value) {
        let (status, page) = self.get(&format!("{}pages/{name}.html", self.path));
        assert_eq!(status, 200);
        let value = |from: &str, after: &str| {
            let start = page.find(from).unwrap_or_else(|| panic!("{from} is not in {page}"));
            let rest = &page[start..];
            rest[rest.find(after).expect("it is there") + after.len()..].split('"').next().expect("it ends").to_owned()
        };
        let mut asked = json!({ "name": name, "hash": value("id=\"work\"", "data-hash=\"") });
        if !tag.is_empty() {
            let escaped = tag.replace('<', "&lt;").replace('>', "&gt;");
            let before =
                &page[..page.find(&format!("<code>{escaped}")).unwrap_or_else(|| panic!("{tag} is not in {page}"))];
            let at =
                before.rsplit("data-at=\"").next().and_then(|rest| rest.split('"').next()).expect("it has a place");
            asked["at"] = at.parse::<usize>().expect("it is a number").into();
            asked["do"] = action.clone();
            asked["reason"] = "seen".into();
        }
        let (status, told) = self.post(OWN, &asked);
        (status, serde_json::from_str(&told).expect("it is JSON"))
    }
}

/// The header fields of a request that a page of the server sends.
const OWN: &str =
    "Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\nContent-Type: application/json\r\nX-Postil: review\r\n";

#[test]
fn decisions_are_written_to_the_file_and_logged_and_taken_back() {
    let folder = converted();
    let before = folder.read("tei/a.xml");
    let server = Server::of(&folder, &[]);
    assert!(server.get(&server.path).1.contains("pages&#x2f;a.xml.html"));
    let date = "<date when=\"1950-09-07\" cert=\"medium\">";
    let (status, told) = server.decide("a.xml", date, &json!({ "action": "accept" }));
    assert_eq!((status, &told["message"]), (200, &"Accepted “7 September”.".into()), "{told}");
    let accepted = before.replace(date, &date.replace("medium", "high"));
    assert_eq!(folder.read("tei/a.xml"), accepted);
    let place = "<placeName ref=\"#moscow\"";
    let (status, told) = server.decide("a.xml", place, &json!({ "action": "reject" }));
    assert_eq!(status, 200, "{told}");
    let rejected = folder.read("tei/a.xml");
    assert!(rejected.contains("<dateline>Moscow, ") && rejected.len() < accepted.len());
    let log: Vec<Value> = folder
        .read("tei/.postil/review.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("it is JSON"))
        .collect();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (&log[0]["do"]["action"], &log[0]["reason"], &log[1]["words"]),
        (&"accept".into(), &"seen".into(), &"Moscow".into())
    );
    assert_eq!((&log[0]["after"], &log[0]["tag"]), (&log[1]["before"], &date.into()));
    drop(server);
    let server = Server::of(&folder, &[]);
    for expected in [&accepted, &before] {
        assert_eq!(server.decide("a.xml", "", &Value::Null).0, 200);
        assert_eq!(&folder.read("tei/a.xml"), expected);
    }
    let (status, told) = server.decide("a.xml", "", &Value::Null);
    assert_eq!((status, told["ok"].as_bool()), (409, Some(false)), "{told}");
    assert_eq!(folder.run(&["validate", "tei"]).code, 0);
}

#[test]
fn a_file_that_has_changed_meanwhile_is_left_alone() {
    let folder = converted();
    let server = Server::of(&folder, &[]);
    let asked = json!({ "name": "a.xml", "hash": "0".repeat(64), "at": 5, "do": { "action": "accept" } });
    let (status, told) = server.post(OWN, &asked);
    assert!(status == 409 && told.contains("reload the page"), "{told}");
    assert!(!folder.path("tei/.postil/review.jsonl").exists());
}

#[test]
fn a_decision_that_would_make_the_file_invalid_is_refused() {
    let folder = converted();
    let server = Server::of(&folder, &[]);
    let before = folder.read("tei/a.xml");
    let pointed = before
        .replace("cert=\"medium\">7 September", "cert=\"medium\" xml:id=\"x\">7 September")
        .replace("</p>", " <ref target=\"#x\">x</ref></p>");
    folder.write("tei/a.xml", &pointed);
    let (status, told) = server.decide("a.xml", "<date when=\"1950-09-07\"", &json!({ "action": "reject" }));
    assert!(
        status == 409 && told["message"].as_str().is_some_and(|message| message.contains("not be valid")),
        "{told}"
    );
    assert_eq!(folder.read("tei/a.xml"), pointed);
}

#[test]
fn the_revision_description_says_so_on_request() {
    let folder = converted();
    let server = Server::of(&folder, &["--revision-desc"]);
    let action = json!({ "action": "extent", "edge": "end", "by": "grow" });
    let (status, told) = server.decide("a.xml", "<date when=\"1950-09-07\"", &action);
    assert_eq!(status, 200, "{told}");
    let edited = folder.read("tei/a.xml");
    assert!(edited.contains(">Marks reviewed by hand with postil.</change>\n      <change>Converted"), "{edited}");
    assert_eq!(folder.run(&["validate", "tei"]).code, 0);
}

#[test]
fn who_does_not_belong_here_gets_nothing() {
    let folder = converted();
    let server = Server::of(&folder, &[]);
    let (path, port) = (&server.path, &server.port);
    let get = |path: &str, fields: &str| {
        server.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", fields.replace("PORT", port))).0
    };
    let host = "Host: 127.0.0.1:PORT\r\n";
    assert_eq!(get(path, "Host: localhost:PORT\r\n"), 200);
    let wrong = format!("/{}/", "0".repeat(32));
    for path in ["/", "/index.html", &wrong, "/pages/a.xml.html", &path[..path.len() - 1]] {
        assert_eq!(get(path, host), 404, "{path}");
    }
    for below in
        ["pages/../../letters/a.txt", "pages/%2e%2e/a.xml.html", "pages//etc/passwd.html", "pages/nowhere.xml.html"]
    {
        assert_eq!(get(&format!("{path}{below}"), host), 404, "{below}");
    }
    for fields in [
        "",
        "Host: example.org\r\n",
        "Host: 127.0.0.1\r\n",
        "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n",
        "Host: 127.0.0.1:PORT\r\nOrigin: http://example.org\r\n",
        "Host: 127.0.0.1:PORT\r\nOrigin: null\r\n",
        "Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n",
    ] {
        assert_eq!(get(path, fields), 403, "{fields}");
    }
    let body = json!({ "name": "a.xml", "hash": "" });
    for missing in OWN.split_inclusive("\r\n") {
        assert_eq!(server.post(&OWN.replace(missing, ""), &body).0, 403, "without {missing}");
    }
    assert_eq!(server.post(OWN, &json!({ "name": "a.xml" })).0, 400);
    assert_eq!(server.post(OWN, &json!({ "name": "../letters/a.txt", "hash": "" })).0, 409);
    assert_eq!(server.send("NONSENSE\r\n\r\n").0, 400);
    assert_eq!(server.send(&format!("PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")).0, 405);
    assert_eq!(get(path, host), 200, "it is still there");
}
