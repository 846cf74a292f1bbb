//! The commands and their options, in words for people who edit documents.

mod config;
mod convert;
mod diff;
mod findings;
mod fmt;
mod git;
mod init;
mod learn;
mod manual;
mod merge;
mod names;
mod profile;
mod report;
mod review;
mod score;
mod text;
mod validate;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use config::{ConfigArgs, ConfigCommand, ConfigFormat, ConfigShowArgs};
pub(crate) use convert::{Certainty, ConvertArgs, InputKind, LayoutChoice, OutputKind, RunArgs, StreamArgs};
pub(crate) use diff::{DiffArgs, DiffFormat};
pub(crate) use findings::{FindingsArgs, ReportFile, report_file};
pub(crate) use fmt::FmtArgs;
pub(crate) use git::{GitArgs, GitCommand, GitSetupArgs};
pub(crate) use init::InitArgs;
pub(crate) use learn::LearnArgs;
pub(crate) use manual::{CompletionsArgs, ExplainArgs, ManArgs};
pub(crate) use merge::{ConflictChoice, MergeArgs};
pub(crate) use names::NamesArgs;
pub(crate) use profile::{ProfileArgs, ProfileCheckArgs, ProfileCommand, ProfileShowArgs, ProfileTryArgs};
pub(crate) use report::{ReportArgs, ReportCommand, ReportMergeArgs, ReportOutput};
pub(crate) use review::ReviewArgs;
pub(crate) use score::{ScoreArgs, ScoreFormat};
pub(crate) use text::TextArgs;
pub(crate) use validate::ValidateArgs;

use postil::report::{Format, Verbosity};

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
  postil init                                a postil.toml for a folder, then just `postil convert`
  postil validate tei/                       check TEI files, also after you have edited them
  postil text tei/letter.xml                 the reading text back
  postil diff old.xml new.xml                what changed in the encoding, in words
  postil fmt tei/                            old TEI files in the layout of postil
  postil review tei/ --serve                 look at the doubts, accept and reject in the browser
  postil score gold/ tei/                    how well TEI files agree with hand-made ones
  postil profile try \"[in haste] he wrote\"   what a profile makes of a line
  postil explain C001                        what a message means

Exit status: 0 all is well (there may be warnings), 1 a finding is an error or an input could not be
converted, 2 the run could not be done,
130 the run was interrupted.";

/// What postil can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(InitArgs),
    Convert(Box<ConvertArgs>),
    Learn(LearnArgs),
    Validate(ValidateArgs),
    Diff(DiffArgs),
    Merge(MergeArgs),
    Git(GitArgs),
    Text(TextArgs),
    Fmt(FmtArgs),
    Review(ReviewArgs),
    Score(ScoreArgs),
    Profile(ProfileArgs),
    Report(ReportArgs),
    Config(ConfigArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

impl Command {
    /// How a problem that ends the run is shown.
    pub(crate) fn findings_format(&self) -> Format {
        match self {
            Self::Convert(args) => args.findings.shown.format.into(),
            Self::Learn(args) => args.findings.format.into(),
            Self::Validate(args) => args.findings.shown.format.into(),
            Self::Profile(ProfileArgs { command: ProfileCommand::Check(args) }) => args.findings.format.into(),
            Self::Init(_)
            | Self::Diff(_)
            | Self::Merge(_)
            | Self::Git(_)
            | Self::Score(_)
            | Self::Text(_)
            | Self::Fmt(_)
            | Self::Review(_)
            | Self::Profile(_)
            | Self::Report(_)
            | Self::Config(_)
            | Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_) => Format::Human,
        }
    }
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
