//! The options of `postil fmt`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::LayoutChoice;

/// Rewrite TEI files in the layout of postil
///
/// So that changes show as changes: block elements stand on lines of their own, and each sentence too. Only white space
/// that TEI gives no meaning changes; that nothing else does is proven for each file before it is written. What
/// `convert` wrote stays as it is.
#[derive(Debug, Args)]
#[command(after_help = FMT_EXAMPLES)]
pub(crate) struct FmtArgs {
    /// TEI files, folders of .xml files, or `-` for standard input, whose result goes to standard output
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Write nothing; list the files that would change, and exit with 1 where there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// A line for each sentence or for each paragraph [default: `layout` of postil.toml, else sentence]
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) layout: Option<LayoutChoice>,
}

const FMT_EXAMPLES: &str = "\
Examples:
  postil fmt tei/
  postil fmt tei/ --check                        for CI: exit status 1 where a file would change
  postil fmt - < letter.xml | diff letter.xml -  what would change";
