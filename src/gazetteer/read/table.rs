//! CSV and TSV: a row for each entry, or several of one identifier.

use crate::diagnostic::Diagnostic;
use crate::gazetteer::entry::Entry;
use crate::gazetteer::read::kind::{idno_type, kind_of};
use crate::gazetteer::read::{Intake, forms, tidy, unreadable};
use crate::model::NameKind;
use crate::source::Span;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Variants,
    Type,
    Dates,
    Idno(&'static str),
    Other,
}

impl Column {
    fn of(heading: &str) -> Self {
        match heading.trim().to_lowercase().as_str() {
            "id" | "xml:id" | "key" | "identifier" => Self::Id,
            "name" | "preferred name" | "preferredname" | "label" => Self::Name,
            "variants" | "variant" | "aliases" | "alias" | "forms" | "other names" => Self::Variants,
            "type" | "kind" => Self::Type,
            "dates" | "date" | "life dates" => Self::Dates,
            _ => idno_type(heading).map_or(Self::Other, Self::Idno),
        }
    }
}

pub(super) fn read(text: &str, intake: &mut Intake<'_>) -> Result<(), Diagnostic> {
    let body = text.trim_start_matches('\u{FEFF}');
    let base = text.len() - body.len();
    let heading = body.lines().next().unwrap_or_default();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(heading)).flexible(true).from_reader(body.as_bytes());
    let columns: Vec<Column> = match reader.headers() {
        Ok(headers) => headers.iter().map(Column::of).collect(),
        Err(error) => return Err(unreadable(format!("this is no table: {error}"))),
    };
    if !columns.contains(&Column::Name) {
        let finding = unreadable("the first row names no column `name`");
        return Err(finding.at(Span::new(base, base + heading.trim_end().len())));
    }
    let mut record = csv::StringRecord::new();
    loop {
        let start = position(reader.position());
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let start = record.position().map_or(start, position);
                let row = Row { record: &record, columns: &columns, text: body, start, base };
                row.take(intake, position(reader.position()));
            }
            Err(error) => {
                let at = error.position().map_or(start, position);
                return Err(unreadable(format!("this row cannot be read: {error}")).at(Span::at(base + at)));
            }
        }
    }
}

fn position(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// The sign that parts the columns: the one that the heading has most of.
fn delimiter(heading: &str) -> u8 {
    let count = |sign: u8| heading.bytes().filter(|&byte| byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}

/// A row, with its place in the file.
struct Row<'a> {
    record: &'a csv::StringRecord,
    columns: &'a [Column],
    text: &'a str,
    start: usize,
    base: usize,
}

impl Row<'_> {
    fn take(&self, intake: &mut Intake<'_>, end: usize) {
        let span = self.span_of(end);
        let has_words = self.record.iter().any(|cell| !cell.trim().is_empty());
        if !has_words {
            return;
        }
        match self.kind() {
            Ok(kind) => intake.take(&self.entry(kind), span),
            Err(word) => {
                let at =
                    self.text[self.start..end.min(self.text.len())].find(word).map(|at| self.base + self.start + at);
                let cell = at.map_or(span, |at| Span::new(at, at + word.len()));
                intake.warn(format!("`{word}` is neither person, place nor org"), cell);
            }
        }
    }

    /// The row without its line end.
    fn span_of(&self, end: usize) -> Span {
        let words = self.text.get(self.start..end).unwrap_or_default();
        let before = words.len() - words.trim_start().len();
        let words = words.trim();
        Span::new(self.base + self.start + before, self.base + self.start + before + words.len())
    }

    fn cells(&self, column: Column) -> impl Iterator<Item = &str> {
        let of_column = move |(idx, _): &(usize, &str)| self.columns.get(*idx) == Some(&column);
        self.record.iter().enumerate().filter(of_column).map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// What the row is; without a type a place if it is in `GeoNames`, else a person.
    fn kind(&self) -> Result<NameKind, &str> {
        match self.cells(Column::Type).next() {
            Some(word) => kind_of(word).ok_or(word),
            None if self.cells(Column::Idno("GeoNames")).next().is_some() => Ok(NameKind::Place),
            None => Ok(NameKind::Person),
        }
    }

    fn entry(&self, kind: NameKind) -> Entry {
        let first = |column| self.cells(column).next().map(tidy).unwrap_or_default();
        let idnos = self.columns.iter().zip(self.record).filter_map(|(column, cell)| match column {
            Column::Idno(kind) if !cell.trim().is_empty() => Some(((*kind).to_owned(), cell.trim().to_owned())),
            _ => None,
        });
        Entry {
            kind,
            id: first(Column::Id),
            name: first(Column::Name),
            variants: self.cells(Column::Variants).flat_map(forms).collect(),
            dates: first(Column::Dates),
            idnos: idnos.collect(),
        }
    }
}
