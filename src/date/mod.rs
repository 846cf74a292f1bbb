//! Date expressions: the grammar that reads them and their normalization. Words of a language are data.
