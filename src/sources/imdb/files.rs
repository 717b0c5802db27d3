//! The seven files.

use crate::sources::SourceError;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the files come from.
pub const HOME: &str = "https://developer.imdb.com/non-commercial-datasets/";

/// Where the files of one folder lie, each plain or compressed.
#[derive(Debug)]
pub struct Files {
    /// People.
    pub names: PathBuf,
    /// Titles: series, episodes, films.
    pub basics: PathBuf,
    /// Alternate titles.
    pub akas: PathBuf,
    /// Directors and writers.
    pub crew: PathBuf,
    /// Which episode is part of which series.
    pub episodes: PathBuf,
    /// Cast and crew.
    pub principals: PathBuf,
    /// Ratings.
    pub ratings: PathBuf,
}

impl Files {
    /// Finds them.
    ///
    /// # Errors
    /// That there is no such folder; the files that are missing, or there plain and compressed,
    /// all at once.
    pub fn find(folder: &Path) -> Result<Self, SourceError> {
        let found = fs::metadata(folder);
        let found =
            found.map_err(|error| SourceError::file(folder, format!("cannot read: {error}")))?;
        if !found.is_dir() {
            let message = format!("expected a folder with the seven files of {HOME}, found a file");
            return Err(SourceError::file(folder, message));
        }
        let (mut missing, mut twice) = (Vec::new(), Vec::new());
        let mut find = |name: &str| {
            let plain = folder.join(format!("{name}.tsv"));
            let packed = folder.join(format!("{name}.tsv.gz"));
            match (plain.exists(), packed.exists()) {
                (true, false) => return plain,
                (true, true) => twice.push(format!("{name}.tsv")),
                (false, true) => {}
                (false, false) => missing.push(format!("{name}.tsv.gz")),
            }
            packed
        };
        let files = Self {
            names: find("name.basics"),
            basics: find("title.basics"),
            akas: find("title.akas"),
            crew: find("title.crew"),
            episodes: find("title.episode"),
            principals: find("title.principals"),
            ratings: find("title.ratings"),
        };
        if !twice.is_empty() {
            let message = format!(
                "expected each file once, plain or compressed, found {} also as .gz; they may \
                 differ, so take one of the two away",
                twice.join(", "),
            );
            return Err(SourceError::file(folder, message));
        }
        if missing.is_empty() {
            return Ok(files);
        }
        let message = format!(
            "expected the seven files of {HOME}, plain or compressed, but {} {} missing; fetch \
             what is missing there",
            missing.join(", "),
            if missing.len() == 1 { "is" } else { "are" },
        );
        Err(SourceError::file(folder, message))
    }
}
