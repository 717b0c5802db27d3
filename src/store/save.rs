//! A graph to a data directory: all of it or nothing.

use super::error::SaveError;
use super::files::{DataFile, no_file};
use super::write::texts;
use crate::graph::Graph;
use crate::model::Kind;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What to do where something is already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse, unless it is an empty directory.
    Refuse,
    /// Put the new data files in the place of the old ones; other files stay.
    Replace,
}

/// Writes a graph as a data directory.
///
/// The files are written beside the place and moved there when they are complete.
///
/// # Errors
/// [`SaveError::Occupied`] as `existing` says, and always where a file or a
/// directory with other things than files in it is in the way; [`SaveError::Io`].
pub fn save_directory(graph: &Graph, place: &Path, existing: Existing) -> Result<(), SaveError> {
    let place = resolve(place)?;
    let kept = others(&place, existing)?;
    let fresh = sibling(&place, "new");
    let result = fill(graph, &fresh)
        .and_then(|()| keep(&kept, &place, &fresh))
        .and_then(|()| swap(&fresh, &place));
    if result.is_err() {
        // What is left beside the place is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_dir_all(&fresh);
    }
    result
}

/// The place without links, with the directories above it made.
fn resolve(place: &Path) -> Result<PathBuf, SaveError> {
    match fs::canonicalize(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let above = place.parent().filter(|above| !above.as_os_str().is_empty());
            let above = above.unwrap_or(Path::new("."));
            fs::create_dir_all(above).map_err(io_error(above, "make the directory"))?;
            let above = fs::canonicalize(above).map_err(io_error(above, "open the directory"))?;
            let name = place.file_name().ok_or_else(|| {
                io_error(place, "write to it")(io::Error::from(ErrorKind::InvalidInput))
            })?;
            Ok(above.join(name))
        }
        resolved => resolved.map_err(io_error(place, "open it")),
    }
}

/// The files at the place that are not ours and stay.
fn others(place: &Path, existing: Existing) -> Result<Vec<String>, SaveError> {
    let occupied = |found: String, replaceable| SaveError::Occupied {
        path: place.to_owned(),
        found,
        replaceable,
    };
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(occupied("a file".to_owned(), false));
        }
        Err(error) => return Err(io_error(place, "open the directory")(error)),
    };
    let mut others = Vec::new();
    let mut first = None;
    for entry in entries {
        let entry = entry.map_err(io_error(place, "read the directory"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let found = fs::metadata(entry.path()).ok();
        if let Some(found) = found.and_then(|found| no_file(found.file_type())) {
            return Err(occupied(format!("the {found} {name:?} in it"), false));
        }
        first.get_or_insert_with(|| name.clone());
        if DataFile::from_name(&name).is_none() {
            others.push(name);
        }
    }
    match first {
        Some(name) if existing == Existing::Refuse => {
            Err(occupied(format!("{name:?} in it"), true))
        }
        _ => Ok(others),
    }
}

fn sibling(place: &Path, role: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{role}-{}", std::process::id()))
}

fn fill(graph: &Graph, fresh: &Path) -> Result<(), SaveError> {
    fs::create_dir(fresh).map_err(io_error(fresh, "make the directory"))?;
    let mut texts = texts(graph);
    if texts.is_empty() {
        // A data directory has a data file, even that of a graph without anything.
        texts.push((DataFile::Nodes(Kind::Source), String::new()));
    }
    for (file, text) in texts {
        let path = fresh.join(file.name());
        let written = fs::File::create_new(&path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(io_error(&path, "write the file"))?;
    }
    Ok(())
}

fn keep(names: &[String], place: &Path, fresh: &Path) -> Result<(), SaveError> {
    for name in names {
        let old = place.join(name);
        fs::copy(&old, fresh.join(name)).map_err(io_error(&old, "copy the file"))?;
    }
    Ok(())
}

/// Moves the new directory to the place; what was there goes once the new one is there.
fn swap(fresh: &Path, place: &Path) -> Result<(), SaveError> {
    let old = sibling(place, "old");
    let replaced = match fs::rename(place, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(io_error(place, "move the old directory aside")(error)),
    };
    if let Err(error) = fs::rename(fresh, place) {
        if replaced {
            fs::rename(&old, place).map_err(io_error(&old, "move the old directory back"))?;
        }
        return Err(io_error(place, "move the new directory there")(error));
    }
    if replaced {
        fs::remove_dir_all(&old).map_err(io_error(&old, "remove the old directory"))?;
    }
    Ok(())
}

fn io_error(path: &Path, task: &'static str) -> impl FnOnce(io::Error) -> SaveError {
    let path = path.to_owned();
    move |error| SaveError::Io { path, task, error }
}
