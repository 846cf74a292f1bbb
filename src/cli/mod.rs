//! The command line: the only place that reads files, writes files and prints.

mod annotator;
mod args;
mod config;
mod convert;
mod corpus;
mod diff;
mod exit;
mod explain;
mod fmt;
mod git;
mod in_place;
mod init;
mod interrupt;
mod learn;
mod merge;
mod names;
mod ndjson;
mod profile;
mod progress;
mod project;
mod report;
mod report_file;
mod reporter;
mod review;
mod schemas;
mod score;
mod terminal;
mod text;
mod validate;
mod watch;
mod xml_file;

use clap::{CommandFactory, Parser};

use crate::cli::args::{
    Arguments, Command, ConfigCommand, GitArgs, GitCommand, ProfileCommand, ReportArgs, ReportCommand,
};
use crate::cli::exit::Exit;
use crate::cli::reporter::Reporter;
use crate::cli::terminal::{Stream, Terminal};
use postil::diagnostic::Problem;
use postil::report::Format;

/// Reads the arguments, does what they ask, and says how it went.
pub(crate) fn run() -> Exit {
    let arguments = Arguments::parse();
    arguments.color.set();
    let terminal = Terminal::new(arguments.verbosity());
    let (outcome, format) = match &arguments.command {
        Some(command) => (dispatch(command, &terminal), command.findings_format()),
        None => (help(&terminal), Format::Human),
    };
    finish(outcome, &Reporter::new(format, Stream::Message, &terminal))
}

fn dispatch(command: &Command, terminal: &Terminal) -> anyhow::Result<Exit> {
    match command {
        Command::Init(init) => init::run(init, terminal),
        Command::Convert(convert) => convert::run(convert, terminal),
        Command::Learn(learn) => learn::run(learn, terminal),
        Command::Validate(validate) => validate::run(validate, terminal),
        Command::Diff(args) => diff::run(args, terminal),
        Command::Git(GitArgs { command: GitCommand::Setup(args) }) => git::setup(args, terminal),
        Command::Merge(args) => merge::run(args, terminal),
        Command::Text(text) => text::run(text, terminal),
        Command::Fmt(fmt) => fmt::run(fmt, terminal),
        Command::Review(args) => review::run(args, terminal),
        Command::Score(score) => score::run(score, terminal),
        Command::Profile(profile) => match &profile.command {
            ProfileCommand::List => profile::list(terminal),
            ProfileCommand::Show(show) => profile::show(show, terminal),
            ProfileCommand::Try(line) => profile::try_line(line, terminal),
            ProfileCommand::Check(check) => profile::check(check, terminal),
        },
        Command::Report(ReportArgs { command: ReportCommand::Merge(merge) }) => report::merge(merge, terminal),
        Command::Config(config) => match &config.command {
            ConfigCommand::Show(show) => config::show(show, terminal),
            ConfigCommand::Schema => config::schema(terminal),
        },
        Command::Explain(explain) => explain::run(explain, terminal),
        Command::Completions(completions) => {
            let mut script = Vec::new();
            clap_complete::generate(completions.shell, &mut Arguments::command(), "postil", &mut script);
            print(&script, terminal)
        }
        Command::Man(man) => print(&manual(man.command.as_deref())?, terminal),
    }
}

fn help(terminal: &Terminal) -> anyhow::Result<Exit> {
    let help = Arguments::command().render_help();
    terminal.styled(Stream::Result, &help.ansi().to_string())?;
    Ok(Exit::Clean)
}

fn print(bytes: &[u8], terminal: &Terminal) -> anyhow::Result<Exit> {
    terminal.result(bytes)?;
    Ok(Exit::Clean)
}

/// The manual page of the whole command, or of one of its commands.
fn manual(name: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let mut command = Arguments::command();
    command.build();
    if let Some(name) = name {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let found = command.find_subcommand(name).cloned();
        command = found
            .ok_or_else(|| anyhow::anyhow!("there is no command `{name}`; the commands are {}", known.join(", ")))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

/// Says why the run could not go on, where it could not.
fn finish(outcome: anyhow::Result<Exit>, reporter: &Reporter<'_>) -> Exit {
    outcome.unwrap_or_else(|error| {
        match error.downcast_ref::<Problem>() {
            // There is no other place for a message that cannot be written.
            Some(problem) => drop(reporter.problem(problem)),
            None => reporter.terminal().message(&format!("error: {error:#}")),
        }
        Exit::CouldNotRun
    })
}
