//! Where results and messages go: standard output and standard error.

use std::cell::Cell;
use std::io::{self, Write};

use postil::report::{Verbosity, printable};

/// One of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output.
    Result,
    /// Standard error.
    Message,
}

/// The two streams of the run. A reader that went away is no error: what is left to say is dropped.
#[derive(Debug)]
pub(crate) struct Terminal {
    verbosity: Verbosity,
    result_closed: Cell<bool>,
}

impl Terminal {
    pub(crate) fn new(verbosity: Verbosity) -> Self {
        Self { verbosity, result_closed: Cell::new(false) }
    }

    pub(crate) fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// Whether the reader of standard output is gone, so that going on is of no use to anybody.
    pub(crate) fn is_closed(&self) -> bool {
        self.result_closed.get()
    }

    /// Writes a result as it stands.
    pub(crate) fn result(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        self.settle(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes text with ANSI colours, which are left out where the stream is no terminal or colours are not wanted.
    pub(crate) fn styled(&self, stream: Stream, text: &str) -> io::Result<()> {
        match stream {
            Stream::Result => {
                let mut out = anstream::stdout().lock();
                self.settle(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
            }
            Stream::Message => {
                // Where even the messages cannot be written there is nobody left to tell.
                let _ = anstream::stderr().lock().write_all(text.as_bytes());
                Ok(())
            }
        }
    }

    /// Writes text for programs as it stands.
    pub(crate) fn plain(&self, stream: Stream, text: &str) -> io::Result<()> {
        match stream {
            Stream::Result => self.result(text.as_bytes()),
            Stream::Message => {
                // As above.
                let _ = io::stderr().lock().write_all(text.as_bytes());
                Ok(())
            }
        }
    }

    /// Says something on standard error, on a line of its own.
    pub(crate) fn message(&self, text: &str) {
        let _ = self.styled(Stream::Message, &format!("postil: {}\n", printable(text)));
    }

    /// Says something on standard error, unless the run is to be quiet.
    pub(crate) fn remark(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.message(text);
        }
    }

    /// Says what is being done, where the user asked to be told.
    pub(crate) fn detail(&self, text: &str) {
        if self.verbosity == Verbosity::Verbose {
            self.message(text);
        }
    }

    fn settle(&self, written: io::Result<()>) -> io::Result<()> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.result_closed.set(true);
                Ok(())
            }
            other => other,
        }
    }
}
