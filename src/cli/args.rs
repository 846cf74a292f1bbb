//! The commands and their options, in words for people who edit documents.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use encoding_rs::Encoding;

use crate::cli::terminal::Verbosity;

/// Turns transcripts of archival documents into TEI P5 XML.
///
/// Editorial brackets, names and dates are encoded, the result is checked against a schema, and every character of the
/// transcript is accounted for.
#[derive(Debug, Parser)]
#[command(name = "postil", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Show every finding, and say what is being done
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Colours in messages; the environment variable `NO_COLOR` turns them off too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

impl Arguments {
    pub(crate) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  postil convert letter.txt                  one transcript to the screen
  postil convert letters/ -o tei/            a folder of transcripts, all checked
  postil validate tei/                       check TEI files, also after you have edited them
  postil text tei/letter.xml                 the reading text back
  postil profile try \"[in haste] he wrote\"   what a profile makes of a line
  postil explain C001                        what a message means

Exit status: 0 all is well (there may be warnings), 1 a finding is an error or an input could not be
converted, 2 the run could not be done.";

/// What postil can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Convert(ConvertArgs),
    Validate(ValidateArgs),
    Text(TextArgs),
    Profile(ProfileArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Convert transcripts to TEI
///
/// Folders are searched, with all folders in them, for .txt, .md and .markdown files; hidden files and README.md are
/// passed over. Each document is written whole or not at all, and one that cannot be converted does not stop the others.
#[derive(Debug, Args)]
#[command(after_help = CONVERT_EXAMPLES)]
pub(crate) struct ConvertArgs {
    /// Transcripts, folders of them, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the TEI goes: a file for one transcript, a folder for several, `-` for standard output
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(crate) output: Option<PathBuf>,
    /// The editorial conventions: a profile that ships with postil, or a TOML file of your own
    #[arg(short, long, value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
    /// What is known of the transcripts: a CSV or JSON file with a row for each, found by its column `file`
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: Option<PathBuf>,
    /// A line in the TEI for each sentence or for each paragraph
    #[arg(long, value_name = "LAYOUT", default_value = "sentence")]
    pub(crate) layout: LayoutChoice,
    /// The date of the conversion for revisionDesc, such as 2026-11-23; else that of the environment variable
    /// `SOURCE_DATE_EPOCH`, else none
    #[arg(long, value_name = "DATE", value_parser = crate::cli::project::date)]
    pub(crate) date: Option<String>,
    /// Leave out names and dates that are less certain than this
    #[arg(long, value_name = "CERTAINTY", default_value = "low")]
    pub(crate) min_cert: Certainty,
    /// Write NAME.map.json beside each NAME.xml, from which `postil text` restores the transcript byte for byte
    #[arg(long)]
    pub(crate) source_map: bool,
    /// Check the result against this RELAX NG schema (.rng, .rnc), or against `none`, instead of the one that ships
    #[arg(long, value_name = "FILE|none")]
    pub(crate) schema: Option<PathBuf>,
    /// The kind of all inputs, whatever the endings of their names
    #[arg(long, value_name = "KIND")]
    pub(crate) from: Option<InputKind>,
    /// The encoding of all inputs, such as windows-1251 or macintosh; without it UTF-8, else a guess that is reported
    #[arg(long, value_name = "NAME", value_parser = crate::cli::project::encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    #[command(flatten)]
    pub(crate) findings: FindingsArgs,
}

const CONVERT_EXAMPLES: &str = "\
Examples:
  postil convert letter.txt
  postil convert letter.txt -o letter.xml --source-map
  postil convert letters/ -o tei/ --metadata catalogue.csv
  postil convert charter.txt --profile leiden
  postil convert letters/ -o tei/ --profile our-conventions.toml
  pdftotext -layout scan.pdf - | postil convert -";

/// Check TEI files against a schema
///
/// The schema is that of --schema; else the one the document names in its `<?xml-model?>`, where that is a file here;
/// else the one that ships with postil. Findings are written to standard output.
#[derive(Debug, Args)]
#[command(after_help = VALIDATE_EXAMPLES)]
pub(crate) struct ValidateArgs {
    /// XML files, folders of .xml files, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// A RELAX NG schema, in XML (.rng) or compact syntax (.rnc)
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) findings: FindingsArgs,
}

const VALIDATE_EXAMPLES: &str = "\
Examples:
  postil validate tei/
  postil validate tei/letter.xml --schema tei_all.rng
  postil validate tei/ --format json";

/// Print the reading text of a TEI file
///
/// The words of the text without header and markup. With the source map, the transcript itself is printed, byte for
/// byte.
#[derive(Debug, Args)]
#[command(after_help = TEXT_EXAMPLES)]
pub(crate) struct TextArgs {
    /// A TEI file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The source map that `convert --source-map` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) source_map: Option<PathBuf>,
}

const TEXT_EXAMPLES: &str = "\
Examples:
  postil text tei/letter.xml
  postil text tei/letter.xml --source-map tei/letter.map.json > letter.txt";

/// Editorial conventions: what bracketed notes look like and mean
#[derive(Debug, Args)]
pub(crate) struct ProfileArgs {
    #[command(subcommand)]
    pub(crate) command: ProfileCommand,
}

/// What can be done with profiles.
#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// List the profiles that ship with postil
    List,
    Show(ProfileShowArgs),
    Try(ProfileTryArgs),
    Check(ProfileCheckArgs),
}

/// Show the conventions of a profile, each with an example and the TEI it gives
#[derive(Debug, Args)]
pub(crate) struct ProfileShowArgs {
    /// A profile that ships with postil, or a TOML file
    #[arg(value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
    /// Print the TOML of the profile instead, to start one of your own from
    #[arg(long)]
    pub(crate) toml: bool,
}

/// Show what a profile makes of a line
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  postil profile try \"[in haste] he wrote\"\n  postil profile try --profile leiden \"a[b]c\""
)]
pub(crate) struct ProfileTryArgs {
    /// The line, or `-` for standard input
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    pub(crate) line: String,
    /// A profile that ships with postil, or a TOML file
    #[arg(short, long, value_name = "NAME|FILE", default_value = "archival")]
    pub(crate) profile: String,
}

/// Check a profile of your own
#[derive(Debug, Args)]
pub(crate) struct ProfileCheckArgs {
    /// The TOML file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) findings: FindingsArgs,
}

/// Explain the code of a finding; without one, list all codes
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Such as C001
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
}

/// Print a script that completes commands and options in your shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  postil completions bash > ~/.local/share/bash-completion/completions/postil")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page, of the whole or of one command
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  postil man | man -l -\n  postil man convert > postil-convert.1")]
pub(crate) struct ManArgs {
    /// A command, such as convert
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// How findings are shown.
#[derive(Debug, Args)]
pub(crate) struct FindingsArgs {
    /// How findings are shown: for people, or as JSON with an object on each line
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FindingsFormat,
}

impl Command {
    /// How a problem that ends the run is shown.
    pub(crate) fn findings_format(&self) -> FindingsFormat {
        match self {
            Self::Convert(args) => args.findings.format,
            Self::Validate(args) => args.findings.format,
            Self::Profile(ProfileArgs { command: ProfileCommand::Check(args) }) => args.findings.format,
            Self::Text(_) | Self::Profile(_) | Self::Explain(_) | Self::Completions(_) | Self::Man(_) => {
                FindingsFormat::Human
            }
        }
    }
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// The line of the source with the place underlined
    Human,
    /// An object on each line, see docs/diagnostics.md
    Json,
}

/// The layouts of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutChoice {
    /// A line for each sentence
    Sentence,
    /// A line for each paragraph
    Paragraph,
}

/// How certain a mark must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Certainty {
    /// Keep all
    Low,
    /// Leave out what is of low certainty
    Medium,
    /// Keep what is certain only
    High,
}

/// The kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes this the choice of the whole run.
    pub(crate) fn set(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
