//! A file of NDJSON as a folder: each line is a document, and its `id` says where in the output folder its result goes.
//! Lines are read one by one; what is kept of each is where it stands.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;

use crate::batch::discover::{Found, Input, STANDARD_INPUT, STANDARD_STREAM};
use crate::batch::line::{LineDocument, Refused, checked_place, name_of, too_long, without_mark};
use crate::batch::ndjson::LONGEST_LINE;
use crate::batch::queue::next_line;
use crate::batch::stamp::Stamp;
use crate::diagnostic::{Code, Diagnostic, Problem, reason};
use crate::report::printable;

/// Lines that are refused are named one by one only so far.
const NAMED: usize = 100;

/// A file of lines that is open, and may be read from several threads.
#[derive(Debug)]
pub struct LineFile {
    /// Where it is; none for standard input.
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    /// Whether no line was refused, so that what is not found in it is not there.
    is_whole: bool,
    /// The file itself, or a nameless one that holds what came from a pipe.
    file: Mutex<File>,
    lines: Vec<Line>,
}

/// A line that names a place for its result.
#[derive(Debug)]
struct Line {
    /// From 1.
    number: usize,
    from: u64,
    len: usize,
    id: Box<str>,
    /// Its path as if the file were a folder; below standard input, its path there.
    path: Box<Path>,
}

/// The documents of files of lines, in the order of the lines. A file that is named twice is read once.
pub fn discover_lines(arguments: &[PathBuf]) -> Found {
    let mut found = Found { has_folder: true, ..Found::default() };
    let mut seen = BTreeSet::new();
    for argument in arguments.iter().filter(|argument| seen.insert(*argument)) {
        let name = if is_stdin(argument) { STANDARD_INPUT.to_owned() } else { argument.display().to_string() };
        match LineFile::open(argument) {
            Ok((file, refused)) => {
                found.unreadable.extend(refused.into_iter().map(|finding| Problem::unread(&name, finding)));
                let file = Arc::new(file);
                let line = |number| Input::Line { file: Arc::clone(&file), number };
                found.inputs.extend((0..file.lines.len()).map(line));
            }
            Err(error) => found.unreadable.push(Problem::unread(name, unreadable(&error))),
        }
    }
    found
}

fn is_stdin(argument: &Path) -> bool {
    argument == Path::new(STANDARD_STREAM)
}

fn unreadable(error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::P004, format!("this input cannot be read: {}", reason(error)))
}

impl LineFile {
    /// Opens a file of lines and finds where each stands; with it what of it was refused.
    fn open(argument: &Path) -> io::Result<(Self, Vec<Diagnostic>)> {
        let (file, stamp) = if is_stdin(argument) { (spooled(io::stdin().lock())?, None) } else { seekable(argument)? };
        let path = (!is_stdin(argument)).then(|| argument.to_path_buf());
        let mut index = Index { folder: path.as_deref(), lines: Vec::new(), refused: Vec::new(), more: 0 };
        index.read(&file, LONGEST_LINE)?;
        let (lines, refused) = index.finish();
        let is_whole = refused.is_empty();
        Ok((Self { path, stamp, is_whole, file: Mutex::new(file), lines }, refused))
    }

    /// Where it is; none for standard input.
    pub(super) fn file(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What the system said of it when it was opened.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// Whether no line was refused, so that what is not found in it is not there.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The id of a line, as text.
    pub(super) fn id(&self, number: usize) -> &str {
        &self.lines[number].id
    }

    /// The number of a line in the file, from 1.
    pub(super) fn line(&self, number: usize) -> usize {
        self.lines[number].number
    }

    /// The path of a line, as if the file were a folder; none for standard input.
    pub(super) fn path(&self, number: usize) -> Option<&Path> {
        self.path.as_ref().map(|_| &*self.lines[number].path)
    }

    /// The path of a line below the file.
    pub(super) fn below(&self, number: usize) -> &Path {
        let path = &*self.lines[number].path;
        self.path.as_ref().and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path)
    }

    /// The bytes of a line.
    ///
    /// # Errors
    /// P004 where it cannot be read.
    pub(super) fn read(&self, number: usize) -> Result<Vec<u8>, Diagnostic> {
        let line = &self.lines[number];
        let mut bytes = vec![0; line.len];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file.seek(SeekFrom::Start(line.from)).and_then(|_| file.read_exact(&mut bytes));
        read.map_err(|error| unreadable(&error))?;
        Ok(bytes)
    }

    /// The document of a line, by the bytes that were read of it.
    ///
    /// # Errors
    /// P080 where it is none, P004 where the file has changed since it was opened.
    pub(super) fn document(&self, number: usize, bytes: &[u8]) -> Result<LineDocument, Diagnostic> {
        let line = &self.lines[number];
        let document = LineDocument::read(bytes).map_err(|refused| refused.finding(line.number))?;
        if name_of(&document.id).as_deref() != Some(&*line.id) {
            let message = format!("this input cannot be read: line {} has changed meanwhile", line.number);
            return Err(Diagnostic::new(Code::P004, message));
        }
        Ok(document)
    }
}

/// A file as it is, or what comes from a pipe in a nameless one.
fn seekable(path: &Path) -> io::Result<(File, Option<Stamp>)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if metadata.is_file() { Ok((file, Some(Stamp::of(&metadata)))) } else { Ok((spooled(file)?, None)) }
}

fn spooled(mut input: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut input, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// The lines of a file while they are found.
struct Index<'a> {
    folder: Option<&'a Path>,
    lines: Vec<Line>,
    refused: Vec<Diagnostic>,
    /// How many were refused without being named.
    more: usize,
}

/// What of a line says where its result goes.
#[derive(Deserialize)]
struct Head {
    id: Value,
}

impl Index<'_> {
    fn read(&mut self, file: &File, longest: usize) -> io::Result<()> {
        let mut reader = Counted { inner: BufReader::with_capacity(1 << 16, file), at: 0 };
        let mut number = 0;
        loop {
            let from = reader.at;
            let Some(bytes) = next_line(&mut reader, longest)? else { return Ok(()) };
            number += 1;
            match bytes {
                None => self.refuse(too_long(number, longest)),
                Some(bytes) => self.add(number, from, &bytes),
            }
        }
    }

    fn add(&mut self, number: usize, from: u64, all: &[u8]) {
        let bytes = without_mark(all, number);
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let id = match id_of(bytes) {
            Ok(id) => id,
            Err(refused) => return self.refuse(refused.finding(number)),
        };
        match checked_place(&id) {
            Ok(below) => {
                let path = self.folder.map_or_else(|| below.clone(), |folder| folder.join(&below));
                let from = from + (all.len() - bytes.len()) as u64;
                self.lines.push(Line { number, from, len: bytes.len(), id: id.into(), path: path.into() });
            }
            Err(why) => {
                let message = format!("line {number}: its id `{}` is no place for a result: {why}", printable(&id));
                let help = "with `--to ndjson` it is converted whatever its id is";
                self.refuse(Diagnostic::new(Code::P066, message).with_help(help));
            }
        }
    }

    fn refuse(&mut self, finding: Diagnostic) {
        if self.refused.len() < NAMED {
            self.refused.push(finding);
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> (Vec<Line>, Vec<Diagnostic>) {
        if self.more > 0 {
            let message = format!("{} more lines were refused", self.more);
            self.refused.push(Diagnostic::new(Code::P080, message));
        }
        self.lines.shrink_to_fit();
        (self.lines, self.refused)
    }
}

/// The id of a line. Of a line that is no document, too, where it has one: what is wrong with it is said when it is
/// its turn.
fn id_of(bytes: &[u8]) -> Result<String, Refused> {
    let head: Option<Head> = serde_json::from_slice(bytes).ok();
    if let Some(Head { id: Value::String(id) }) = head {
        return Ok(id);
    }
    let id = match LineDocument::read(bytes) {
        Ok(document) => document.id,
        Err(refused) if refused.id.is_null() => return Err(refused),
        Err(refused) => refused.id,
    };
    Ok(name_of(&id).unwrap_or_default().into_owned())
}

/// A reader that knows how far it has come.
struct Counted<R> {
    inner: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> (LineFile, Vec<Diagnostic>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.ndjson");
        std::fs::write(&path, text).unwrap();
        LineFile::open(&path).unwrap()
    }

    #[test]
    fn each_line_is_found_where_it_stands() {
        let lines = [
            "\u{FEFF}{\"id\": \"a/1\", \"text\": \"Жена.\"}\r",
            "",
            "{\"id\": 7, \"text\": \"He left.\"}",
            "  ",
            "{\"text\": \"x\", \"id\": \"b\"}",
        ];
        let (file, refused) = open(&lines.join("\n"));
        assert!(refused.is_empty() && file.is_whole());
        let found: Vec<(&str, usize, &Path)> =
            (0..3).map(|number| (file.id(number), file.line(number), file.below(number))).collect();
        let expected = [("a/1", 1, "a/1.txt"), ("7", 3, "7.txt"), ("b", 5, "b.txt")];
        assert_eq!(found, expected.map(|(id, line, below)| (id, line, Path::new(below))));
        for number in 0..3 {
            let bytes = file.read(number).unwrap();
            assert!(file.document(number, &bytes).is_ok(), "{}", String::from_utf8_lossy(&bytes));
        }
        assert_eq!(file.document(1, b"{\"id\": 8, \"text\": \"\"}").unwrap_err().code, Code::P004);
    }

    #[test]
    fn lines_without_a_place_are_refused_and_many_of_them_are_counted() {
        let (file, refused) = open("{\"id\": \"a\"}\n{\"id\": \"../a\", \"text\": \"\"}\n{\"text\": \"\"}\n");
        assert_eq!((file.lines.len(), file.is_whole()), (1, false));
        assert_eq!(refused.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::P066, Code::P080]);
        assert!(refused[0].message.contains("line 2: its id `../a` is no place"), "{}", refused[0].message);
        assert_eq!(
            file.document(0, &file.read(0).unwrap()).unwrap_err().message,
            "line 1 is no document: it has no `text`"
        );
        let (_, refused) = open(&"x\n".repeat(500));
        assert_eq!((refused.len(), refused[NAMED].message.as_str()), (NAMED + 1, "400 more lines were refused"));
    }
}
