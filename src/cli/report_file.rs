//! A report on its way to a file: written piece by piece beside its place, which it takes when it is whole.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use postil::diagnostic::{Code, Diagnostic, Problem, reason};
use postil::report::{FileReport, Format, Renderer, Summary, Verbosity};

/// A report that is being written. What goes wrong on the way is said at the end, so that it stops no run.
pub(crate) struct ReportWriter {
    path: PathBuf,
    renderer: Box<dyn Renderer>,
    file: io::Result<BufWriter<NamedTempFile>>,
}

impl ReportWriter {
    /// Begins a report.
    pub(crate) fn begin(path: &Path, format: Format) -> Result<Self, Problem> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".postil-report-").tempfile_in(folder);
        let file = file.map_err(|error| unwritten(path, &error))?;
        let renderer = format.renderer(Verbosity::Verbose);
        let mut writer = Self { path: path.to_owned(), renderer, file: Ok(BufWriter::new(file)) };
        let head = writer.renderer.head();
        writer.write(&head);
        Ok(writer)
    }

    /// Adds a document.
    pub(crate) fn file(&mut self, report: &FileReport) {
        let text = self.renderer.file(report);
        self.write(&text);
    }

    /// Ends the report and gives it its name.
    pub(crate) fn finish(mut self, summary: &Summary) -> Result<(), Problem> {
        let foot = self.renderer.foot(summary);
        self.write(&foot);
        let path = self.path;
        persist(self.file, &path).map_err(|error| unwritten(&path, &error))
    }

    fn write(&mut self, text: &str) {
        if let Ok(file) = &mut self.file
            && let Err(error) = file.write_all(text.as_bytes())
        {
            self.file = Err(error);
        }
    }
}

fn persist(file: io::Result<BufWriter<NamedTempFile>>, path: &Path) -> io::Result<()> {
    let file = file?.into_inner().map_err(io::IntoInnerError::into_error)?;
    readable_by_all_who_may(file.path())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// A temporary file is its owner's alone; a report is read by others, a web server for one.
#[cfg(unix)]
fn readable_by_all_who_may(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all_who_may(_: &Path) -> io::Result<()> {
    Ok(())
}

fn unwritten(path: &Path, error: &io::Error) -> Problem {
    let message = format!("this report cannot be written: {}", reason(error));
    Problem::unread(path.display().to_string(), Diagnostic::new(Code::P071, message))
}
