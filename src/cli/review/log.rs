//! The log of a review: a line of JSON for each decision, in `.postil/review.jsonl` of the folder that is reviewed.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use postil::config::source_date;
use postil::review::Decision;

/// The log of a folder.
pub(crate) struct Log {
    path: PathBuf,
    decisions: Vec<Decision>,
}

impl Log {
    /// Reads the log of a folder; a line that is none of ours is passed over.
    pub(crate) fn of(folder: &Path) -> Self {
        let path = folder.join(".postil").join("review.jsonl");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let decisions = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Self { path, decisions }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Opens the file for a line more, so that no decision is carried out that cannot be logged.
    pub(crate) fn open(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        File::options().create(true).append(true).open(&self.path)
    }

    /// Adds a decision.
    pub(crate) fn add(&mut self, mut file: File, decision: Decision) -> io::Result<()> {
        let line = serde_json::to_string(&decision)? + "\n";
        self.decisions.push(decision);
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }
}

/// The date and time of now in UTC (ISO 8601).
pub(crate) fn now() -> (String, String) {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let date = source_date(&seconds.to_string()).unwrap_or_default();
    let day = seconds % 86_400;
    let time = format!("{date}T{:02}:{:02}:{:02}Z", day / 3600, day / 60 % 60, day % 60);
    (date, time)
}
