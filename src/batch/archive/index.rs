//! The members of an archive that are wanted, while its directory is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::batch::archive::{Member, Place};
use crate::batch::below::{Unsafe, checked, is_hidden};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::printable;

/// Members that are refused are named one by one only so far.
const NAMED: usize = 100;

/// Whether a member is what macOS adds to each file of an archive.
fn is_of_macos(path: &Path) -> bool {
    path.iter().any(|part| part == "__MACOSX")
}

pub(super) struct Index<'a> {
    wanted: &'a dyn Fn(&Path) -> bool,
    members: BTreeMap<PathBuf, Place>,
    refused: Vec<(String, Diagnostic)>,
    /// How many were refused without being named.
    more: usize,
}

impl<'a> Index<'a> {
    pub(super) fn new(wanted: &'a dyn Fn(&Path) -> bool) -> Self {
        Self { wanted, members: BTreeMap::new(), refused: Vec::new(), more: 0 }
    }

    /// The path of a member that is to be taken; none for one that is not, which may now be refused.
    pub(super) fn take(&mut self, name: &[u8]) -> Option<PathBuf> {
        let text = String::from_utf8_lossy(name);
        if !(self.wanted)(Path::new(text.as_ref())) {
            return None;
        }
        match checked(name) {
            Ok(path) => (!is_hidden(&path) && !is_of_macos(&path)).then_some(path),
            Err(why) => {
                self.refuse(&text, why);
                None
            }
        }
    }

    /// Adds a member. Of two with one name the later counts, as where the archive is unpacked.
    pub(super) fn add(&mut self, name: &[u8], place: Place) {
        if let Some(path) = self.take(name) {
            self.put(path, place);
        }
    }

    pub(super) fn put(&mut self, path: PathBuf, place: Place) {
        self.members.insert(path, place);
    }

    /// Notes a link, which is never followed.
    pub(super) fn link(&mut self, name: &str) {
        if (self.wanted)(Path::new(name)) {
            self.refuse(name, Unsafe::Link);
        }
    }

    fn refuse(&mut self, name: &str, why: Unsafe) {
        if self.refused.len() >= NAMED {
            self.more += 1;
            return;
        }
        let message = format!("this member of an archive was refused: {why}");
        self.refused.push((printable(name), Diagnostic::new(Code::P083, message)));
    }

    pub(super) fn finish(mut self) -> (Vec<Member>, Vec<(String, Diagnostic)>) {
        if self.more > 0 {
            let message = format!("{} more members of the archive were refused", self.more);
            self.refused.push(("...".to_owned(), Diagnostic::new(Code::P083, message)));
        }
        let members = self.members.into_iter().map(|(below, place)| Member { below, place });
        (members.collect(), self.refused)
    }
}
