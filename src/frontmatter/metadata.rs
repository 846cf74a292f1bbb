//! The metadata file of a project: a CSV table or JSON list with one row for each transcript.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::frontmatter::value;
use crate::model::{Field, FieldKey, FieldOrigin, HeaderKeys};

/// What a project knows of its transcripts, read from a CSV or JSON file (`--metadata`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    rows: Vec<Row>,
    /// File name without folders, and the rows that bear it.
    by_name: BTreeMap<String, Vec<usize>>,
}

/// The row of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    file: PathBuf,
    cells: Vec<(String, String)>,
}

/// Why a metadata file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MetadataError {
    /// Nothing says which row belongs to which transcript.
    #[error("the metadata has no column `file`")]
    NoFileColumn,
    /// The file is no CSV in UTF-8.
    #[error("the metadata is not valid CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The file is no JSON.
    #[error("the metadata is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The JSON is neither a list of objects nor an object of objects.
    #[error("the metadata must be a list of objects with a member `file`, or an object with one object for each file")]
    JsonShape,
}

impl Metadata {
    /// Reads a CSV table (RFC 4180) whose first row names the columns. Semicolons and tabs may stand for the commas.
    ///
    /// # Errors
    /// [`MetadataError::NoFileColumn`] or [`MetadataError::Csv`].
    pub fn from_csv(text: &str) -> Result<Self, MetadataError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text.lines().next().unwrap_or_default()))
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let columns = reader.headers()?.clone();
        let file = columns.iter().position(is_file_column).ok_or(MetadataError::NoFileColumn)?;
        let mut metadata = Self::default();
        for record in reader.records() {
            let record = record?;
            let cells = columns.iter().zip(record.iter()).enumerate().filter(|&(idx, _)| idx != file);
            let cells = cells.map(|(_, (column, cell))| (column.to_owned(), cell.to_owned()));
            metadata.add(record.get(file).unwrap_or_default(), cells.collect());
        }
        Ok(metadata)
    }

    /// Reads JSON: a list of objects with a member `file`, or an object whose members are files.
    ///
    /// # Errors
    /// [`MetadataError::Json`], [`MetadataError::JsonShape`] or [`MetadataError::NoFileColumn`].
    pub fn from_json(text: &str) -> Result<Self, MetadataError> {
        let mut metadata = Self::default();
        match serde_json::from_str(text.trim_start_matches('\u{FEFF}'))? {
            serde_json::Value::Array(rows) => {
                for row in rows {
                    let serde_json::Value::Object(row) = row else { return Err(MetadataError::JsonShape) };
                    let file = row.iter().find(|(name, _)| is_file_column(name)).and_then(|(_, file)| file.as_str());
                    let file = file.ok_or(MetadataError::NoFileColumn)?.to_owned();
                    metadata.add(&file, json_cells(row.iter().filter(|(name, _)| !is_file_column(name))));
                }
            }
            serde_json::Value::Object(files) => {
                for (file, row) in &files {
                    let row = row.as_object().ok_or(MetadataError::JsonShape)?;
                    metadata.add(file, json_cells(row.iter()));
                }
            }
            _ => return Err(MetadataError::JsonShape),
        }
        Ok(metadata)
    }

    fn add(&mut self, file: &str, cells: Vec<(String, String)>) {
        let file = PathBuf::from(file.replace('\\', "/"));
        if let Some(name) = file.file_name() {
            self.by_name.entry(name.to_string_lossy().into_owned()).or_default().push(self.rows.len());
            self.rows.push(Row { file, cells });
        }
    }

    /// The fields of a transcript: those of the rows whose `file` is its path, an end of its path, or its name.
    ///
    /// A column that is no key of `keys`, nor the name of a [`FieldKey`], is kept as a note.
    pub fn fields(&self, file: &Path, keys: &HeaderKeys) -> Vec<Field> {
        let cells = self.matching(file).into_iter().flat_map(|idx| &self.rows[idx].cells);
        cells.filter(|(_, cell)| !cell.trim().is_empty()).map(|(column, cell)| field(column, cell, keys)).collect()
    }

    /// The fields of a row that comes with its transcript, as a JSON object.
    pub fn fields_of_object(row: &serde_json::Map<String, serde_json::Value>, keys: &HeaderKeys) -> Vec<Field> {
        let cells = json_cells(row.iter().filter(|(name, _)| !is_file_column(name)));
        let filled = cells.iter().filter(|(_, cell)| !cell.trim().is_empty());
        filled.map(|(column, cell)| field(column, cell, keys)).collect()
    }

    /// The `file` of each row that belongs to none of `files`, in the order of the metadata.
    pub fn unused(&self, files: &[PathBuf]) -> Vec<&Path> {
        let mut used = vec![false; self.rows.len()];
        for file in files {
            for idx in self.matching(file) {
                used[idx] = true;
            }
        }
        self.rows.iter().zip(used).filter(|(_, used)| !used).map(|(row, _)| row.file.as_path()).collect()
    }

    /// The rows of a file. Where rows name more of its path than others, only those.
    fn matching(&self, file: &Path) -> Vec<usize> {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let candidates = self.by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
        let depth = |idx: usize| parts(&self.rows[idx].file).count();
        let matching = || candidates.iter().copied().filter(|&idx| is_end_of(&self.rows[idx].file, file));
        let deepest = matching().map(depth).max();
        matching().filter(|&idx| Some(depth(idx)) == deepest).collect()
    }
}

fn is_file_column(name: &str) -> bool {
    matches!(name.trim().to_lowercase().as_str(), "file" | "filename" | "file name")
}

/// Tabs or semicolons where the first line has more of them than commas.
fn delimiter(first_line: &str) -> u8 {
    let count = |delimiter: char| first_line.matches(delimiter).count();
    let most = [',', ';', '\t'].into_iter().rev().max_by_key(|&delimiter| count(delimiter));
    most.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(b',')
}

/// The named parts of a path, last first.
fn parts(path: &Path) -> impl Iterator<Item = Component<'_>> {
    path.components().rev().filter(|part| matches!(part, Component::Normal(_)))
}

fn is_end_of(end: &Path, path: &Path) -> bool {
    let mut path = parts(path);
    parts(end).all(|part| path.next() == Some(part))
}

/// The members of an object as columns: a list gives one cell for each entry, an object within gives `outer.inner`.
fn json_cells<'a>(members: impl Iterator<Item = (&'a String, &'a serde_json::Value)>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    // serde_json refuses JSON nested deeper than 128, so the stack stays small.
    let mut stack: Vec<(String, &serde_json::Value)> = members.map(|(name, value)| (name.clone(), value)).collect();
    stack.reverse();
    while let Some((name, value)) = stack.pop() {
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Bool(value) => cells.push((name, value.to_string())),
            serde_json::Value::Number(value) => cells.push((name, value.to_string())),
            serde_json::Value::String(value) => cells.push((name, value.clone())),
            serde_json::Value::Array(values) => {
                stack.extend(values.iter().rev().map(|value| (name.clone(), value)));
            }
            serde_json::Value::Object(members) => {
                stack.extend(members.iter().rev().map(|(inner, value)| (format!("{name}.{inner}"), value)));
            }
        }
    }
    cells
}

fn field(column: &str, cell: &str, keys: &HeaderKeys) -> Field {
    Field {
        key: key(column, keys),
        label: column.trim().to_owned(),
        value: value::plain(cell),
        origin: FieldOrigin::SideFile,
    }
}

/// The key of a label in YAML or a metadata file: by the profile, else by the key's own name; else a note.
pub(super) fn key(label: &str, keys: &HeaderKeys) -> FieldKey {
    let known = keys.key(label);
    known
        .or_else(|| FieldKey::from_name(&label.trim().to_lowercase().replace([' ', '_'], "-")))
        .unwrap_or(FieldKey::Note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(metadata: &Metadata, file: &str) -> Vec<(FieldKey, String)> {
        let fields = metadata.fields(Path::new(file), &HeaderKeys::default());
        fields.iter().map(|field| (field.key, field.as_str().to_owned())).collect()
    }

    #[test]
    fn a_row_is_found_by_the_name_of_its_file_or_the_end_of_its_path() {
        let csv = "\u{FEFF}file,Title,Donor\na.txt,First,Mrs. Pask\nb/a.txt,\"Second, revised\",\nc.txt,Third,\n";
        let metadata = Metadata::from_csv(csv).unwrap();
        assert_eq!(
            values(&metadata, "in/a.txt"),
            [(FieldKey::Title, "First".to_owned()), (FieldKey::Note, "Mrs. Pask".to_owned())]
        );
        assert_eq!(values(&metadata, "/in/b/a.txt"), [(FieldKey::Title, "Second, revised".to_owned())]);
        assert_eq!(values(&metadata, "in/d.txt"), []);
        let used = [PathBuf::from("in/b/a.txt"), PathBuf::from("in/c.txt")];
        assert_eq!(metadata.unused(&used), [Path::new("a.txt")]);
    }

    #[test]
    fn tables_of_other_countries_use_semicolons() {
        let metadata = Metadata::from_csv("file;title\na.txt;Brief, undatiert\n").unwrap();
        assert_eq!(values(&metadata, "a.txt"), [(FieldKey::Title, "Brief, undatiert".to_owned())]);
    }

    #[test]
    fn json_may_be_a_list_or_an_object_of_files() {
        let list = Metadata::from_json(r#"[{"file": "a.txt", "author": ["Ann", "Ben"], "box": 4, "x": {"y": true}}]"#);
        let object = Metadata::from_json(r#"{"a.txt": {"author": ["Ann", "Ben"], "box": 4, "x": {"y": true}}}"#);
        let list = list.unwrap();
        assert_eq!(list, object.unwrap());
        let labels: Vec<String> =
            list.fields(Path::new("a.txt"), &HeaderKeys::default()).into_iter().map(|field| field.label).collect();
        assert_eq!(labels, ["author", "author", "box", "x.y"]);
    }

    #[test]
    fn metadata_without_files_is_refused() {
        assert!(matches!(Metadata::from_csv("title\nA\n"), Err(MetadataError::NoFileColumn)));
        assert!(matches!(Metadata::from_json("[{\"title\": 1}]"), Err(MetadataError::NoFileColumn)));
        assert!(matches!(Metadata::from_json("3"), Err(MetadataError::JsonShape)));
        assert!(matches!(Metadata::from_json("{"), Err(MetadataError::Json(_))));
    }
}
