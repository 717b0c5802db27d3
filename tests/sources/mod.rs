//! Importers: other people's formats to changes.

mod imdb;
