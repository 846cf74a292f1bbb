//! Which files of a folder are wanted, and where their results go below the output.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use crate::config::settings::{Settings, plain};

/// The file in which a project lists, in the form of `.gitignore`, what postil is to pass over.
const IGNORE_FILE: &str = ".postilignore";

/// What the globs and ignore rules of a project say of files. The default takes everything that is not hidden.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The folder that globs are relative to.
    root: Option<PathBuf>,
    include: Option<GlobSet>,
    exclude: GlobSet,
    /// The folder of the results, which is not searched for transcripts.
    output: Option<PathBuf>,
    gitignore: bool,
    hidden: bool,
}

impl Selection {
    /// The selection of a project whose file lies in the folder `root`.
    pub(super) fn of(settings: &Settings, root: &Path) -> Self {
        let include = &settings.include.value;
        Self {
            root: Some(plain(root)),
            include: (!include.is_empty()).then(|| globs(include)),
            exclude: globs(&settings.exclude.value),
            output: settings.output.value.as_deref().map(plain),
            gitignore: settings.gitignore.value,
            hidden: settings.hidden.value,
        }
    }

    /// A walk through a folder, by the rules of ignore files and hidden ones.
    pub fn walk(&self, folder: &Path) -> WalkBuilder {
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).hidden(!self.hidden).sort_by_file_path(Path::cmp);
        if self.root.is_some() {
            walk.parents(true).add_custom_ignore_filename(IGNORE_FILE);
        }
        if self.gitignore {
            walk.parents(true).git_ignore(true).git_exclude(true).require_git(false);
        }
        let selection = self.clone();
        walk.filter_entry(move |entry| entry.depth() == 0 || !selection.excludes(entry.path()));
        walk
    }

    /// Whether a file is among those that are wanted, where some are named.
    pub fn includes(&self, file: &Path) -> bool {
        let Some(include) = &self.include else { return true };
        self.below_root(file).is_none_or(|below| below.ancestors().any(|part| include.is_match(part)))
    }

    fn excludes(&self, path: &Path) -> bool {
        let Some(below) = self.below_root(path) else { return false };
        let is_own = self.hidden && below.file_name().is_some_and(|name| name == ".git" || name == ".postil");
        let is_output = self.output.as_ref().is_some_and(|output| plain(path) == *output);
        is_own || is_output || self.exclude.is_match(&below)
    }

    /// The path of a file below the folder of the project; `None` outside it.
    pub fn below_root(&self, path: &Path) -> Option<PathBuf> {
        let root = self.root.as_ref()?;
        plain(path).strip_prefix(root).ok().map(Path::to_path_buf)
    }
}

/// A glob without a slash fits a name at any depth, as in `.gitignore`; one with a slash begins at the root.
fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let bare = pattern.trim_start_matches("./").trim_end_matches('/');
        let anywhere = !bare.contains('/');
        let bare = bare.trim_start_matches('/');
        let whole = if anywhere { format!("**/{bare}") } else { bare.to_owned() };
        if let Ok(glob) = GlobBuilder::new(&whole).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_without_a_slash_fits_at_any_depth_and_one_with_a_slash_from_the_root() {
        let set = globs(&["drafts".to_owned(), "letters/*.md".to_owned(), "/notes/".to_owned()]);
        for fits in ["drafts", "a/b/drafts", "letters/a.md", "notes"] {
            assert!(set.is_match(fits), "{fits}");
        }
        for other in ["draft", "letters/b/a.md", "a/notes", "a/letters/a.md"] {
            assert!(!set.is_match(other), "{other}");
        }
    }
}
