//! `postil config`: what `postil.toml` puts in force, and its JSON Schema.

use crate::cli::args::{ConfigFormat, ConfigShowArgs};
use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::terminal::Terminal;
use postil::config;

/// `config show`
pub(crate) fn show(args: &ConfigShowArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let config = project::of_path(&args.path)?;
    let shown = config.settings(&args.path).shown();
    let text = match args.format {
        ConfigFormat::Toml => config::as_toml(&args.path, &shown),
        ConfigFormat::Json => config::as_json(&args.path, &shown),
    };
    terminal.result(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// `config schema`
pub(crate) fn schema(terminal: &Terminal) -> anyhow::Result<Exit> {
    terminal.result(config::json_schema().as_bytes())?;
    Ok(Exit::Clean)
}
