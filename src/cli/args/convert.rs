//! The options of `postil convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;

use postil::batch::Shard;

use crate::cli::args::findings::FindingsArgs;
use crate::cli::args::names::NamesArgs;

/// Convert transcripts to TEI
///
/// Folders are searched, with all folders in them, for .txt, .md and .markdown files; hidden files and README.md are
/// passed over. Each document is written whole or not at all, and one that cannot be converted does not stop the others.
/// Options win over the nearest postil.toml, in the folder of the first input or above it.
#[derive(Debug, Args)]
#[command(after_help = CONVERT_EXAMPLES)]
pub(crate) struct ConvertArgs {
    /// Transcripts, folders or archives (.zip, .tar, .tar.gz) of them, or `-` for standard input; without any, the
    /// sources of postil.toml
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the TEI goes: a file for one transcript, a folder for several, `-` for standard output [default: `output` of
    /// postil.toml; else one transcript goes to standard output]
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(crate) output: Option<PathBuf>,
    /// The editorial conventions: a profile that ships with postil, or a TOML file of your own [default:
    /// archival]
    #[arg(short, long, value_name = "NAME|FILE")]
    pub(crate) profile: Option<String>,
    /// What is known of the transcripts: a CSV or JSON file with a row for each, found by its column `file`
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: Option<PathBuf>,
    /// A line in the TEI for each sentence or for each paragraph [default: sentence]
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) layout: Option<LayoutChoice>,
    /// The date of the conversion for revisionDesc, such as 2026-11-23; else that of the environment variable
    /// `SOURCE_DATE_EPOCH`, else none
    #[arg(long, value_name = "DATE", value_parser = postil::config::date)]
    pub(crate) date: Option<String>,
    /// Leave out names and dates that are less certain than this [default: low]
    #[arg(long, value_name = "CERTAINTY")]
    pub(crate) min_cert: Option<Certainty>,
    /// What `postil learn` has learned from your edition
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
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
    pub(crate) streams: StreamArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(flatten)]
    pub(crate) findings: FindingsArgs,
    #[command(flatten)]
    pub(crate) names: NamesArgs,
}

/// Other forms of what goes in and what comes out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Streams")]
pub(crate) struct StreamArgs {
    /// What comes out: TEI, or a line of JSON for each document, with its TEI and its findings
    #[arg(long, value_name = "KIND", default_value = "tei")]
    pub(crate) to: OutputKind,
    /// Write all documents, in the order of their names, into one TEI corpus (`teiCorpus`) as well, or instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dry_run", "shard"])]
    pub(crate) corpus: Option<PathBuf>,
    /// The title of the corpus [default: the name of the folder that is converted]
    #[arg(long, value_name = "TITLE", requires = "corpus")]
    pub(crate) corpus_title: Option<String>,
    /// Go on until Ctrl-C, and convert again what changes
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) watch: bool,
}

/// How a run goes over many documents, and what it does with results that are there already.
#[derive(Debug, Args)]
#[command(next_help_heading = "Runs")]
#[allow(clippy::struct_excessive_bools, reason = "each is an option that is given or not")]
pub(crate) struct RunArgs {
    /// Say what would be done, and why, and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Convert transcripts that have not changed, too
    #[arg(long)]
    pub(crate) force: bool,
    /// Replace results that were edited by hand since they were written; what was done by hand is lost
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// A folder with the results as postil wrote them last, before they were edited by hand [default: in the cache]
    #[arg(long, value_name = "FOLDER", conflicts_with = "overwrite")]
    pub(crate) base: Option<PathBuf>,
    /// The same as a revision of the results in git, such as HEAD or v1.2
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["base", "overwrite"])]
    pub(crate) base_revision: Option<String>,
    /// Remove results whose transcripts are gone, unless they were edited by hand
    #[arg(long)]
    pub(crate) prune: bool,
    /// Where postil keeps what it knows of its results [default: the folder .postil beside postil.toml, else in the
    /// output folder]
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub(crate) cache: Option<PathBuf>,
    /// Neither use nor keep what is known of results: everything is converted
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// So many documents at a time [default: one for each processor]
    #[arg(short, long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    pub(crate) jobs: usize,
    /// Convert the K-th of N parts of the transcripts, for several machines that share the work
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<Shard>,
}

const CONVERT_EXAMPLES: &str = "\
Examples:
  postil convert letter.txt
  postil convert letter.txt -o letter.xml --source-map
  postil convert letters/ -o tei/ --metadata catalogue.csv
  postil convert letters/ -o tei/ --authority people.csv --entities register.csv
  postil convert charter.txt --profile leiden
  postil convert letters/ -o tei/ --profile our-conventions.toml
  postil convert letters/ -o tei/ --dry-run
  postil convert                             (in a folder with a postil.toml)
  postil convert letters.zip -o tei/
  postil convert letters/ --corpus letters.xml
  postil convert letters/ -o tei/ --watch
  postil convert --from ndjson --to ndjson letters.ndjson -o tei.ndjson
  postil convert --from ndjson letters.ndjson -o tei/
  pdftotext -layout scan.pdf - | postil convert -";

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
    /// A document a line, as JSON: `{"id": ..., "text": ..., "metadata": ...}`; without
    /// `--to ndjson` the id says where in the output folder the TEI goes
    Ndjson,
}

/// The kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputKind {
    /// TEI
    Tei,
    /// A line of JSON for each document: `{"id": ..., "tei": ..., "diagnostics": [...]}`
    Ndjson,
}
