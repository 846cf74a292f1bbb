//! The lines of a stream that are read and not yet converted: few enough to be held in memory, and one reader behind.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// More lines than these, or more bytes, do not wait: the reader does.
const LINES: usize = 256;
const BYTES: usize = 8 << 20;

/// A line of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Its bytes without the line end; nothing where it is longer than a line may be.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Lines on their way from the thread that reads them.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<Line>,
    bytes: usize,
    /// The reader has come to the end, or to an error.
    end: Option<io::Result<()>>,
    /// Nobody wants more lines.
    closed: bool,
}

/// The taking end of a queue. Dropped, it ends the reader with its next line.
#[derive(Debug)]
pub(super) struct Taker(Arc<Queue>);

/// What a look into the queue finds.
pub(super) enum Taken {
    /// Lines, and there may be more.
    Lines(Vec<Line>),
    /// No line has come in time.
    Nothing,
    /// There are no more lines.
    End,
}

/// Reads the lines of an input in a thread of their own, so that a silent input holds up nobody.
pub(super) fn read(input: impl BufRead + Send + 'static, longest: usize) -> io::Result<Taker> {
    let queue = Arc::new(Queue::default());
    let taker = Taker(Arc::clone(&queue));
    thread::Builder::new().name("lines".to_owned()).spawn(move || {
        let end = fill(&queue, input, longest);
        queue.lock().end = Some(end);
        queue.changed.notify_all();
    })?;
    Ok(taker)
}

fn fill(queue: &Queue, mut input: impl BufRead, longest: usize) -> io::Result<()> {
    let mut number = 0;
    while let Some(bytes) = next_line(&mut input, longest)? {
        number += 1;
        if !queue.push(Line { number, bytes }) {
            break;
        }
    }
    Ok(())
}

/// The next line; `Some(None)` for one that is longer than allowed, of which no more than that is ever held.
#[allow(clippy::option_option, reason = "no line is the end, a line without bytes is too long")]
pub(super) fn next_line(input: &mut impl BufRead, longest: usize) -> io::Result<Option<Option<Vec<u8>>>> {
    let (mut line, mut too_long, mut begun) = (Vec::new(), false, false);
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(begun.then_some((!too_long).then_some(line)));
        }
        begun = true;
        let end = available.iter().position(|&byte| byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        if line.len() + part.len() > longest {
            too_long = true;
            line = Vec::new();
        }
        if !too_long {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some((!too_long).then_some(line)));
        }
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line when there is room; tells whether more are wanted.
    fn push(&self, line: Line) -> bool {
        let size = line.bytes.as_ref().map_or(0, Vec::len);
        let is_full = |state: &mut State| {
            let no_room = state.lines.len() >= LINES || state.bytes + size > BYTES;
            no_room && !state.lines.is_empty() && !state.closed
        };
        let mut state = self.changed.wait_while(self.lock(), is_full).unwrap_or_else(PoisonError::into_inner);
        state.bytes += size;
        state.lines.push_back(line);
        self.changed.notify_all();
        !state.closed
    }
}

impl Taker {
    /// All lines that wait, as soon as there is one.
    ///
    /// # Errors
    /// The input cannot be read on; the lines before were taken.
    pub(super) fn take(&self, timeout: Duration) -> io::Result<Taken> {
        let waits = |state: &mut State| state.lines.is_empty() && state.end.is_none();
        let waited = self.0.changed.wait_timeout_while(self.0.lock(), timeout, waits);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.bytes = 0;
        let lines: Vec<Line> = std::mem::take(&mut state.lines).into();
        self.0.changed.notify_all();
        match &mut state.end {
            _ if !lines.is_empty() => Ok(Taken::Lines(lines)),
            None => Ok(Taken::Nothing),
            Some(end) => std::mem::replace(end, Ok(())).map(|()| Taken::End),
        }
    }
}

impl Drop for Taker {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn lines(text: &str, longest: usize) -> Vec<Option<String>> {
        // A buffer of three bytes, so that lines come in pieces.
        let mut input = BufReader::with_capacity(3, text.as_bytes());
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, longest).unwrap() {
            lines.push(line.map(|line| String::from_utf8(line).unwrap()));
        }
        lines
    }

    #[test]
    fn lines_that_are_too_long_are_passed_over_and_the_next_one_is_whole() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(lines("one\n\nfour and more\nfive", 5), [some("one"), some(""), None, some("five")]);
        assert_eq!(lines("12345\n123456\n", 5), [some("12345"), None]);
        assert_eq!(lines("", 5), []);
    }

    #[test]
    fn all_lines_come_once_and_in_order_however_many_there_are() {
        let text = (1..=2_000).map(|number| number.to_string()).collect::<Vec<_>>().join("\n");
        let taker = read(std::io::Cursor::new(text.into_bytes()), 9).unwrap();
        let mut found = Vec::new();
        loop {
            match taker.take(Duration::from_secs(10)).unwrap() {
                Taken::Lines(lines) => {
                    assert!(lines.len() <= LINES);
                    found.extend(lines.into_iter().map(|line| line.number));
                }
                Taken::Nothing => panic!("the reader is stuck"),
                Taken::End => break,
            }
        }
        assert_eq!(found, (1..=2_000).collect::<Vec<_>>());
    }
}
