//! The JSON Schema of `postil.toml`, for editors that complete and check while one writes.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::config::file::ProjectFile;

/// The JSON Schema (draft 2020-12) of `postil.toml`, as `schemas/postil-toml.schema.json` holds it.
///
/// # Panics
/// Never: a JSON value can always be written.
pub fn json_schema() -> String {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let mut schema = generator.into_root_schema_for::<ProjectFile>().to_value();
    clean(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).expect("a JSON value can be written");
    text.push('\n');
    text
}

/// A key that is left out has no value, so `null`, which TOML cannot write, is no default.
fn clean(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| name != "default" || !value.is_null());
            members.values_mut().for_each(clean);
        }
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
