//! From the options of the command line to the project they work in.

use std::env;
use std::path::Path;

use encoding_rs::Encoding;

use crate::cli::args::{Certainty, ConvertArgs, InputKind, LayoutChoice};
use postil::config::{Config, Options, source_date};
use postil::model::Cert;
use postil::reader::Format;
use postil::tei::Layout;

/// The project of the inputs of a conversion.
pub(crate) fn of_conversion(args: &ConvertArgs) -> anyhow::Result<Config> {
    let options = Options {
        output: args.output.clone(),
        profile: args.profile.clone(),
        metadata: args.metadata.clone(),
        authority: args.names.authority.clone(),
        model: args.model.clone(),
        schema: args.schema.as_ref().map(|schema| schema.display().to_string()),
        layout: args.layout.map(layout),
        min_cert: args.min_cert.map(certainty),
        relative_dates: args.names.relative_dates.then_some(true),
        date: args.date.clone(),
        encoding: args.encoding,
        from: args.from.and_then(format),
        source_map: args.source_map.then_some(true),
        cache: args.run.cache.clone(),
        jobs: (args.run.jobs > 0).then_some(args.run.jobs),
        report: args.findings.report.iter().map(|file| file.path.clone()).collect(),
        baseline: args.findings.baseline.clone(),
        source_date: environment_date()?,
    };
    Ok(Config::find(args.inputs.first().map_or(Path::new(""), |first| first), options)?)
}

/// The project of a path, without any option.
pub(crate) fn of_path(path: &Path) -> anyhow::Result<Config> {
    let options = Options { source_date: environment_date()?, ..Options::default() };
    Ok(Config::find(path, options)?)
}

/// The layout for files at a path.
pub(crate) fn layout_of(path: &Path, choice: Option<LayoutChoice>) -> anyhow::Result<Layout> {
    let options = Options { layout: choice.map(layout), source_date: environment_date()?, ..Options::default() };
    Ok(Config::find(path, options)?.settings(path).layout.value)
}

/// The date of `SOURCE_DATE_EPOCH`, where it is set.
fn environment_date() -> anyhow::Result<Option<String>> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    source_date(&value.to_string_lossy()).map(Some).map_err(anyhow::Error::msg)
}

/// The encoding of a name, as the WHATWG Encoding Standard lists them.
pub(crate) fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let known = "one of the names of the WHATWG Encoding Standard, such as utf-8, windows-1252, koi8-r or macintosh";
    Encoding::for_label_no_replacement(name.as_bytes()).ok_or_else(|| format!("an encoding is {known}"))
}

/// The form of a transcript; lines of JSON say it themselves.
fn format(kind: InputKind) -> Option<Format> {
    match kind {
        InputKind::Text => Some(Format::Plain),
        InputKind::Markdown => Some(Format::Markdown),
        InputKind::Ndjson => None,
    }
}

fn layout(choice: LayoutChoice) -> Layout {
    match choice {
        LayoutChoice::Sentence => Layout::Sentence,
        LayoutChoice::Paragraph => Layout::Paragraph,
    }
}

fn certainty(choice: Certainty) -> Cert {
    match choice {
        Certainty::Low => Cert::Low,
        Certainty::Medium => Cert::Medium,
        Certainty::High => Cert::High,
    }
}
