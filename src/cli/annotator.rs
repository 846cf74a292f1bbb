//! An external annotator: a process that is asked in JSON lines on its standard input and answers on its standard output.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use postil::diagnostic::reason;
use postil::suggestion::{Annotator, Hello, Question, SuggestedSpan, read_answer, read_hello};

/// An answer that is longer, in bytes, is none.
const LONGEST_ANSWER: u64 = 256 << 20;
/// How much longer than for a document the program may take until it is ready: it may have to load a model.
const START: u32 = 5;

/// A running annotator. It is ended when this is dropped, or when it did not keep to the protocol.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    timeout: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Running(Pipes),
    /// Why it runs no more.
    Ended(String),
}

/// The process, with a thread for each of its pipes, so that neither side can wait for the other for ever.
#[derive(Debug)]
struct Pipes {
    child: Child,
    questions: Sender<String>,
    answers: Receiver<Result<String, String>>,
}

impl Process {
    /// Starts a command and exchanges greetings.
    ///
    /// # Errors
    /// Why the command cannot be used.
    pub(crate) fn start(command: &str, timeout: Duration) -> Result<Self, String> {
        let mut pipes = Pipes::open(command).map_err(|error| format!("it cannot be started: {}", reason(&error)))?;
        let hello = serde_json::to_string(&Hello::of_postil()).map_err(|error| error.to_string())?;
        let greeted = pipes.exchange(hello, timeout * START).and_then(|line| read_hello(&line));
        match greeted {
            Ok(name) => Ok(Self { name, timeout, state: Mutex::new(State::Running(pipes)) }),
            Err(why) => Err(pipes.end(why)),
        }
    }
}

impl Annotator for Process {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn annotate(&self, id: &str, text: &str) -> Result<Vec<SuggestedSpan>, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let pipes = match &mut *state {
            State::Running(pipes) => pipes,
            State::Ended(why) => return Err(format!("it was ended before, for {why}")),
        };
        let question = serde_json::to_string(&Question { id, text }).map_err(|error| error.to_string())?;
        let answered = pipes.exchange(question, self.timeout).and_then(|line| read_answer(&line, id));
        match answered {
            Ok(spans) => Ok(spans),
            Err(why) => {
                let why = pipes.end(why);
                *state = State::Ended(why.clone());
                Err(why)
            }
        }
    }
}

impl Pipes {
    fn open(command: &str) -> io::Result<Self> {
        let mut child =
            program(command)?.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let (questions, asked) = channel::<String>();
        let (answered, answers) = channel();
        if let Some(mut stdin) = child.stdin.take() {
            thread::spawn(move || {
                for question in asked {
                    if writeln!(stdin, "{question}").and_then(|()| stdin.flush()).is_err() {
                        break;
                    }
                }
            });
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let mut reader = BufReader::new(stdout);
                while let Some(answer) = read_line(&mut reader) {
                    if answered.send(answer).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Self { child, questions, answers })
    }

    /// Sends a line and waits for one.
    fn exchange(&mut self, line: String, timeout: Duration) -> Result<String, String> {
        // A program that has ended is found out when no answer comes.
        let _ = self.questions.send(line);
        match self.answers.recv_timeout(timeout) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(format!("it took longer than {} seconds", timeout.as_secs())),
            Err(RecvTimeoutError::Disconnected) => Err("it ended".to_owned()),
        }
    }

    /// Ends the process; gives why, with how it ended where it ended by itself.
    fn end(&mut self, why: String) -> String {
        let ended = if why == "it ended" { self.child.wait().ok() } else { None };
        let _ = self.child.kill();
        let _ = self.child.wait();
        ended.map_or(why, |status| format!("it ended ({status})"))
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program and its arguments. No shell stands between, so that ending the process ends the program.
fn program(command: &str) -> io::Result<Command> {
    let mut words = words(command).into_iter();
    let name = words.next().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the command is empty"))?;
    let mut program = Command::new(name);
    program.args(words);
    Ok(program)
}

/// The words of a command: parted by spaces, but not between quotation marks; `\"` inside double ones is the mark itself.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quote) = (None::<String>, None);
    let mut letters = command.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some('"'), '\\') if matches!(letters.peek(), Some('"' | '\\')) => {
                word.get_or_insert_default().extend(letters.next());
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The next line; `None` when there is none.
fn read_line(reader: &mut impl BufRead) -> Option<Result<String, String>> {
    let mut line = Vec::new();
    match reader.take(LONGEST_ANSWER).read_until(b'\n', &mut line) {
        Ok(0) => None,
        Ok(len) if len as u64 == LONGEST_ANSWER => Some(Err("its answer has no end".to_owned())),
        Ok(_) => Some(String::from_utf8(line).map_err(|_| "its answer is not in UTF-8".to_owned())),
        Err(error) => Some(Err(format!("its answer cannot be read: {}", reason(&error)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_into_words_and_quotation_marks_hold_them_together() {
        assert_eq!(words("python3  a.py --model en"), ["python3", "a.py", "--model", "en"]);
        assert_eq!(words("'my program' \"x \\\"y\\\" z\" C:\\a ''"), ["my program", "x \"y\" z", "C:\\a", ""]);
        assert!(words("  ").is_empty());
    }
}
