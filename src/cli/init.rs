//! `postil init`: the first `postil.toml` of a project.

use std::path::{Path, PathBuf};

use crate::cli::args::InitArgs;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use postil::batch::{Input, Wanted, discover, write_whole};
use postil::config::{self, Selection, Survey, project_file, sample};
use postil::diagnostic::{Code, Diagnostic, Problem, reason};

/// So many transcripts are looked at.
const MOST: usize = 50;

/// Looks at some transcripts and writes the file.
pub(crate) fn run(args: &InitArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let file = match args.folder.strip_prefix(".") {
        Ok(bare) => bare.join(config::FILE),
        Err(_) => args.folder.join(config::FILE),
    };
    let refuse =
        |code: Code, message: String| Problem::unread(file.display().to_string(), Diagnostic::new(code, message));
    if !args.stdout && file.symlink_metadata().is_ok() {
        let help = "`postil init --stdout` shows what it would be";
        let finding = Diagnostic::new(Code::P061, "this project file is there already").with_help(help);
        return Err(Problem::unread(file.display().to_string(), finding).into());
    }
    if !args.folder.is_dir() {
        return Err(refuse(Code::P004, "there is no such folder".to_owned()).into());
    }
    let seen = survey(&args.folder);
    let text = project_file(&seen);
    if args.stdout {
        terminal.result(text.as_bytes())?;
        return Ok(Exit::Clean);
    }
    write_whole(&file, text.as_bytes())
        .map_err(|error| refuse(Code::P005, format!("this file cannot be written: {}", reason(&error))))?;
    let looked =
        if seen.documents == 1 { "1 transcript".to_owned() } else { format!("{} transcripts", seen.documents) };
    terminal.remark(&format!("{} written, after a look at {looked}", file.display()));
    Ok(Exit::Clean)
}

fn survey(folder: &Path) -> Survey {
    let found = discover(&[folder.to_path_buf()], Wanted::Transcripts, &Selection::default());
    let files: Vec<PathBuf> = found.inputs.iter().filter_map(Input::path).map(Path::to_path_buf).collect();
    Survey::of(&sample(&files, MOST))
}
