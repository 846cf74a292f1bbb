//! The project: `postil.toml`, what it and the options put in force, and what is loaded for it.

mod date;
mod file;
mod find;
mod init;
mod load;
mod projects;
mod run;
mod schema;
mod selection;
mod settings;
mod show;
mod survey;
#[cfg(test)]
mod tests;

pub use date::{date, source_date};
pub use find::Config;
pub use init::project_file;
pub use load::{metadata, model, profile, profile_file, schema};
pub use projects::{Projects, Reading};
pub use run::{NoInputs, Run};
pub use schema::json_schema;
pub use selection::Selection;
pub use settings::{Options, Origin, Setting, Settings};
pub use show::{Shown, as_json, as_toml};
pub use survey::{Survey, sample};

/// The name of the project file.
pub const FILE: &str = "postil.toml";
