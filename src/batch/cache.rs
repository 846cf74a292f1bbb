//! What earlier runs wrote: one database file for a project or an output folder, which several runs may share.
//!
//! A record is committed before the file that it describes gets its name, so that after a run was killed each file is
//! either as its record says, or as the record says it was before.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use redb::{
    ConcurrencyMode, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition, TableError,
};

use crate::batch::record::Record;
use crate::batch::write::{new_file, parent};

/// The records, as JSON, by the key of the result.
const RECORDS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("records-1");
/// The transcripts, by the key of the result.
const SOURCES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("sources-1");

/// What postil itself wrote last, packed, by the key of the result.
const BASES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("bases-1");
/// The same of the time before, where the last run may not have come to its end.
const BASES_BEFORE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("bases-before-1");

/// Pages of the database kept in memory, in bytes.
const PAGES: usize = 16 << 20;

/// The cache of a project or an output folder.
#[derive(Debug)]
pub struct Cache {
    /// The folder in which the cache folder lies; keys of files below it are relative, so that both can be moved.
    root: PathBuf,
    folder: PathBuf,
    database: Database,
    /// When the last run that changed anything ended. Stamps of files that were changed later are not believed.
    last_run: SystemTime,
}

/// Why a cache cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// The folder or a file in it cannot be made or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The database is damaged, or of another kind.
    #[error("{0}")]
    Database(#[from] redb::Error),
}

/// A record to be kept.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: Vec<u8>,
    pub(super) source: Vec<u8>,
    pub(super) record: Record,
    /// What postil itself made, packed; nothing where that has not changed.
    pub(super) base: Option<Vec<u8>>,
    /// What it made the time before, where that is still needed.
    pub(super) base_before: Option<Vec<u8>>,
}

/// A result whose transcript is not there any more.
#[derive(Debug)]
pub(super) struct Orphan {
    pub(super) key: Vec<u8>,
    pub(super) record: Record,
    pub(super) source: PathBuf,
    pub(super) output: PathBuf,
}

impl Cache {
    /// Opens the cache in a folder such as `tei/.postil`; the folder is made where it is not there.
    ///
    /// # Errors
    /// The folder cannot be made, or what is in it is no cache of postil.
    pub fn open(folder: &Path) -> Result<Self, CacheError> {
        fs::create_dir_all(folder)?;
        let folder = fs::canonicalize(folder)?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n")?;
        }
        let file = folder.join("cache.redb");
        let last_run = fs::metadata(&file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        if !file.exists() {
            make_database(&folder, &file)?;
        }
        let database = builder().open(&file).map_err(redb::Error::from)?;
        Ok(Self { root: parent(&folder).to_path_buf(), folder, database, last_run })
    }

    /// The cache folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// When the last run that changed anything ended.
    pub(super) fn last_run(&self) -> SystemTime {
        self.last_run
    }

    /// The key of a file whose folder is written as `real`, its canonical path.
    pub(super) fn key(&self, real: &Path) -> Vec<u8> {
        real.strip_prefix(&self.root).unwrap_or(real).as_os_str().as_encoded_bytes().to_vec()
    }

    /// The records of results, in the order of the keys.
    pub(super) fn records(&self, keys: &[Vec<u8>]) -> Result<Vec<Option<Record>>, CacheError> {
        let transaction = self.database.begin_read().map_err(redb::Error::from)?;
        let table = match transaction.open_table(RECORDS) {
            Ok(table) => table,
            Err(TableError::TableDoesNotExist(_)) => return Ok(keys.iter().map(|_| None).collect()),
            Err(error) => return Err(redb::Error::from(error).into()),
        };
        keys.iter()
            .map(|key| Ok(table.get(key.as_slice()).map_err(redb::Error::from)?.and_then(|value| read(value.value()))))
            .collect()
    }

    /// Keeps records, all or none.
    pub(super) fn keep(&self, entries: &[&Entry]) -> Result<(), CacheError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.change(|tables| {
            for Entry { key, source, record, base, base_before } in entries {
                let value = serde_json::to_vec(record).expect("strings, numbers and lists are always JSON");
                tables.records.insert(key.as_slice(), value.as_slice())?;
                tables.sources.insert(key.as_slice(), source.as_slice())?;
                if let Some(base) = base {
                    tables.bases.insert(key.as_slice(), base.as_slice())?;
                }
                if let Some(base) = base_before {
                    tables.bases_before.insert(key.as_slice(), base.as_slice())?;
                }
            }
            Ok(())
        })
    }

    /// What postil itself wrote last of a result, packed, or the time before.
    pub(super) fn base(&self, key: &[u8], is_before: bool) -> Result<Option<Vec<u8>>, CacheError> {
        let transaction = self.database.begin_read().map_err(redb::Error::from)?;
        let table = match transaction.open_table(if is_before { BASES_BEFORE } else { BASES }) {
            Ok(table) => table,
            Err(TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(redb::Error::from(error).into()),
        };
        Ok(table.get(key).map_err(redb::Error::from)?.map(|value| value.value().to_vec()))
    }

    /// Forgets a result.
    pub(super) fn forget(&self, key: &[u8]) -> Result<(), CacheError> {
        self.change(|tables| {
            for table in [&mut tables.records, &mut tables.sources, &mut tables.bases, &mut tables.bases_before] {
                table.remove(key)?;
            }
            Ok(())
        })
    }

    fn change(&self, change: impl FnOnce(&mut Tables<'_>) -> Result<(), redb::StorageError>) -> Result<(), CacheError> {
        let transaction = self.database.begin_write().map_err(redb::Error::from)?;
        {
            let mut tables = Tables {
                records: transaction.open_table(RECORDS).map_err(redb::Error::from)?,
                sources: transaction.open_table(SOURCES).map_err(redb::Error::from)?,
                bases: transaction.open_table(BASES).map_err(redb::Error::from)?,
                bases_before: transaction.open_table(BASES_BEFORE).map_err(redb::Error::from)?,
            };
            change(&mut tables).map_err(redb::Error::from)?;
        }
        transaction.commit().map_err(redb::Error::from)?;
        Ok(())
    }

    /// How many results are known.
    pub(super) fn len(&self) -> Result<u64, CacheError> {
        let transaction = self.database.begin_read().map_err(redb::Error::from)?;
        match transaction.open_table(SOURCES) {
            Ok(table) => Ok(table.len().map_err(redb::Error::from)?),
            Err(TableError::TableDoesNotExist(_)) => Ok(0),
            Err(error) => Err(redb::Error::from(error).into()),
        }
    }

    /// The results below a folder, given by its canonical path, whose transcripts are not there any more. Of transcripts
    /// in archives `is_lost` says it.
    pub(super) fn orphans(&self, below: &Path, is_lost: &dyn Fn(&Path) -> bool) -> Result<Vec<Orphan>, CacheError> {
        let transaction = self.database.begin_read().map_err(redb::Error::from)?;
        let sources = match transaction.open_table(SOURCES) {
            Ok(table) => table,
            Err(TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
            Err(error) => return Err(redb::Error::from(error).into()),
        };
        let records = transaction.open_table(RECORDS).map_err(redb::Error::from)?;
        let mut orphans = Vec::new();
        for row in sources.iter().map_err(redb::Error::from)? {
            let (key, source) = row.map_err(redb::Error::from)?;
            let (output, source) = (self.path(key.value()), self.path(source.value()));
            let gone = output.starts_with(below)
                && fs::symlink_metadata(&source).is_err_and(|error| match error.kind() {
                    _ if source.ancestors().skip(1).any(Path::is_file) => is_lost(&source),
                    kind => kind == io::ErrorKind::NotFound,
                });
            let record = if gone { records.get(key.value()).map_err(redb::Error::from)? } else { None };
            if let Some(record) = record.and_then(|value| read(value.value())) {
                orphans.push(Orphan { key: key.value().to_vec(), record, source, output });
            }
        }
        Ok(orphans)
    }

    /// The path of a key.
    fn path(&self, key: &[u8]) -> PathBuf {
        self.root.join(path_of(key))
    }
}

/// All tables, while they are changed.
struct Tables<'t> {
    records: Table<'t>,
    sources: Table<'t>,
    bases: Table<'t>,
    bases_before: Table<'t>,
}

fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(PAGES).set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

/// Makes the database whole or not at all: beside its place, where it then gets its name, unless another run was first.
fn make_database(folder: &Path, file: &Path) -> Result<(), CacheError> {
    let unfinished = new_file(folder)?.into_temp_path();
    fs::remove_file(&unfinished)?;
    drop(builder().create(&unfinished).map_err(redb::Error::from)?);
    match unfinished.persist_noclobber(file) {
        Ok(()) => Ok(()),
        Err(_) if file.exists() => Ok(()),
        Err(error) => Err(error.error.into()),
    }
}

/// The table of a transaction that writes.
type Table<'a> = redb::Table<'a, &'static [u8], &'static [u8]>;

/// A record; `None` for one of another version, which is like none.
fn read(value: &[u8]) -> Option<Record> {
    serde_json::from_slice(value).ok()
}

#[cfg(unix)]
fn path_of(key: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(key))
}

#[cfg(not(unix))]
fn path_of(key: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(key).into_owned())
}
