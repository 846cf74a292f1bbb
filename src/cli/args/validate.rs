//! The options of `postil validate`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::findings::FindingsArgs;

/// Check TEI files against a schema
///
/// The schema is that of --schema; else that of postil.toml; else the one the document names in its `<?xml-model?>`, where that is a file here;
/// else the one that ships with postil. Findings are written to standard output.
#[derive(Debug, Args)]
#[command(after_help = VALIDATE_EXAMPLES)]
pub(crate) struct ValidateArgs {
    /// XML files, folders of .xml files, or `-` for standard input; without any, the `output` of postil.toml
    #[arg(value_name = "INPUT")]
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
