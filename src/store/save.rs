//! A graph to a data directory: all of it or nothing.

use super::error::{Leftover, SaveError};
use super::files::{DataFile, no_file};
use super::moves::swap;
use super::write::line;
use crate::graph::Graph;
use crate::model::Kind;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What to do where something is already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse, unless it is an empty directory.
    Refuse,
    /// Put the new data files in the place of the old ones; other files stay.
    Replace,
}

/// Whether somebody asked to stop; asked often, so it must be cheap.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// Bytes written at once, and between two questions whether to stop.
const CHUNK_BYTES: usize = 1 << 20;
/// The same where many files are open at a time.
const SMALL_CHUNK_BYTES: usize = 1 << 16;

/// Writes a graph as a data directory.
///
/// The files are written beside the place and moved there when they are complete. What is
/// left of the directory that was there is told.
///
/// # Errors
/// [`SaveError::Occupied`] as `existing` says, and always where a file or a
/// directory with other things than files in it is in the way; [`SaveError::Stopped`] once
/// `stop` says so; [`SaveError::Io`].
pub fn save_directory(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
) -> Result<Option<Leftover>, SaveError> {
    let is_ours = |name: &str| DataFile::from_name(name).is_some();
    save_folder(place, existing, is_ours, |fresh| fill(graph, fresh, stop))
}

/// Writes a directory: all of it or nothing.
///
/// `fill` writes the files into a new directory beside the place, which is moved there when
/// it is complete. Files there that are not `ours` stay, as `existing` says.
///
/// # Errors
/// As [`save_directory`].
pub(super) fn save_folder(
    place: &Path,
    existing: Existing,
    is_ours: impl Fn(&str) -> bool,
    fill: impl FnOnce(&Path) -> Result<(), SaveError>,
) -> Result<Option<Leftover>, SaveError> {
    in_place(place, |place| {
        let kept = others(place, existing, is_ours)?;
        let fresh = sibling(place, "new");
        let result = fs::create_dir(&fresh)
            .map_err(io_error(&fresh, "make the directory"))
            .and_then(|()| take_rights(place, &fresh))
            .and_then(|()| fill(&fresh))
            .and_then(|()| keep(&kept, place, &fresh))
            .and_then(|()| swap(&fresh, place));
        if result.is_err() {
            // What is left beside the place is of no use; that it cannot be removed is not what went wrong.
            let _ = fs::remove_dir_all(&fresh);
        }
        result
    })
}

/// Writes to the place without links, with the directories above it made; they go again
/// when that fails.
fn in_place<T>(
    place: &Path,
    write: impl FnOnce(&Path) -> Result<T, SaveError>,
) -> Result<T, SaveError> {
    match fs::canonicalize(place) {
        Ok(place) => return write(&place),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(place, "open it")(error)),
    }
    let name = place
        .file_name()
        .ok_or_else(|| io_error(place, "write to it")(io::Error::from(ErrorKind::InvalidInput)))?;
    let above = place.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    let missing = above.ancestors().take_while(|above| !above.exists());
    let missing: Vec<&Path> = missing
        .filter(|above| !above.as_os_str().is_empty())
        .collect();
    let result = fs::create_dir_all(above)
        .map_err(io_error(above, "make the directory"))
        .and_then(|()| fs::canonicalize(above).map_err(io_error(above, "open the directory")))
        .and_then(|above| write(&above.join(name)));
    if result.is_err() {
        // Only empty ones go; that they cannot is not what went wrong.
        let _ = missing.into_iter().try_for_each(fs::remove_dir);
    }
    result
}

/// The files at the place that are not ours and stay.
fn others(
    place: &Path,
    existing: Existing,
    is_ours: impl Fn(&str) -> bool,
) -> Result<Vec<String>, SaveError> {
    let occupied = |found: String, replaceable| SaveError::Occupied {
        path: place.to_owned(),
        expected: "a new or empty directory",
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
        if !is_ours(&name) {
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

/// A hidden name beside the place, of this process only.
pub(super) fn sibling(place: &Path, role: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{role}-{}", std::process::id()))
}

fn fill(graph: &Graph, fresh: &Path, stop: Stop<'_>) -> Result<(), SaveError> {
    let mut files: BTreeMap<DataFile, NewFile<'_>> = BTreeMap::new();
    let path = |file: DataFile| fresh.join(file.name());
    let failed = |file: DataFile| write_error(&path(file), stop);
    let open = |file: DataFile| new_file(&path(file), SMALL_CHUNK_BYTES, stop);
    for change in graph.changes() {
        let file = DataFile::of(&change);
        let writer = match files.entry(file) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(new) => new.insert(open(file).map_err(failed(file))?),
        };
        let line = line(&change);
        writeln!(writer, "{line}").map_err(failed(file))?;
    }
    if files.is_empty() {
        // A data directory has a data file, even that of a graph without anything.
        let file = DataFile::Nodes(Kind::Source);
        files.insert(file, open(file).map_err(failed(file))?);
    }
    for (file, writer) in files {
        complete(writer).map_err(failed(file))?;
    }
    Ok(())
}

/// Writes a file: all of it or nothing.
///
/// It is written beside the place and moved there when it is complete.
///
/// # Errors
/// [`SaveError::Occupied`] where a file is already, unless it may be replaced, and always
/// where something else is; [`SaveError::Stopped`] once `stop` says so; [`SaveError::Io`].
pub fn save_file(
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    in_place(place, |place| save_file_at(place, existing, stop, write))
}

fn save_file_at(
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let occupied = |found: &str, replaceable| SaveError::Occupied {
        path: place.to_owned(),
        expected: "a new file",
        found: found.to_owned(),
        replaceable,
    };
    match fs::metadata(place) {
        Ok(found) => match no_file(found.file_type()) {
            Some(found) => return Err(occupied(&format!("a {found}"), false)),
            None if existing == Existing::Refuse => return Err(occupied("a file", true)),
            None => {}
        },
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(place, "open it")(error)),
    }
    let fresh = sibling(place, "new");
    let result = write_new(&fresh, stop, write)
        .map_err(write_error(place, stop))
        .and_then(|()| {
            fs::rename(&fresh, place).map_err(io_error(place, "move the new file there"))
        });
    if result.is_err() {
        // What is left beside the place is of no use; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&fresh);
    }
    result
}

/// Writes a file into a directory that [`save_folder`] made.
pub(super) fn fill_file(
    path: &Path,
    stop: Stop<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    write_new(path, stop, write).map_err(write_error(path, stop))
}

fn write_new(
    path: &Path,
    stop: Stop<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = new_file(path, CHUNK_BYTES, stop)?;
    write(&mut file)?;
    complete(file)
}

/// A file that is written in chunks, and asks before each whether to stop.
type NewFile<'s> = BufWriter<Stoppable<'s>>;

struct Stoppable<'s> {
    file: File,
    stop: Stop<'s>,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.stop)() {
            return Err(io::Error::other("stopped"));
        }
        // What is written past the buffer in one go, such as a column, comes in parts too.
        self.file.write(&bytes[..bytes.len().min(CHUNK_BYTES)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn new_file<'s>(path: &Path, chunk_bytes: usize, stop: Stop<'s>) -> io::Result<NewFile<'s>> {
    let file = File::create_new(path)?;
    let file = Stoppable { file, stop };
    Ok(BufWriter::with_capacity(chunk_bytes, file))
}

/// Brings what was written to the disk.
fn complete(mut file: NewFile<'_>) -> io::Result<()> {
    file.flush()?;
    let Stoppable { file, stop } = file.get_ref();
    file.sync_all()?;
    // That may have taken long.
    if stop() {
        return Err(io::Error::other("stopped"));
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

/// Gives the new directory the rights of the one that it replaces, which must be one that
/// may be changed.
fn take_rights(place: &Path, fresh: &Path) -> Result<(), SaveError> {
    let found = match fs::metadata(place) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_error(place, "open it")(error)),
    };
    let probe = sibling(&place.join("probe"), "new");
    File::create_new(&probe)
        .and_then(|_| fs::remove_file(&probe))
        .map_err(io_error(place, "change the directory"))?;
    fs::set_permissions(fresh, found.permissions())
        .map_err(io_error(fresh, "set the rights of the directory"))
}

/// That somebody asked to stop, or else that a file cannot be written.
fn write_error<'s>(path: &Path, stop: Stop<'s>) -> impl FnOnce(io::Error) -> SaveError + use<'s> {
    let failed = io_error(path, "write the file");
    move |error| {
        if stop() {
            SaveError::Stopped
        } else {
            failed(error)
        }
    }
}

pub(super) fn io_error(
    path: &Path,
    task: &'static str,
) -> impl FnOnce(io::Error) -> SaveError + use<> {
    let path = path.to_owned();
    move |error| SaveError::Io { path, task, error }
}
