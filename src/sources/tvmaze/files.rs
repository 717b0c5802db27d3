//! The files below the paths that a user names.

use crate::sources::SourceError;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file to read.
pub(super) struct File {
    pub path: PathBuf,
    /// Number of the folder in which it lies.
    pub folder: usize,
    /// Size on disk, in bytes.
    pub bytes: u64,
}

const ENDINGS: &[&str] = &[".json", ".jsonl", ".ndjson"];

/// The files, each once, in the order of the paths given and then of their names.
///
/// A named file may have any ending; of those in folders only JSON is taken, and nothing
/// that is in `except` or lies in a folder of it.
///
/// # Errors
/// A path that is not there, a folder that is excepted, one that cannot be read or has no such file.
pub(super) fn files(paths: &[PathBuf], except: &[PathBuf]) -> Result<Vec<File>, SourceError> {
    // What is not there cannot be come by either.
    let except = except.iter().filter_map(|path| fs::canonicalize(path).ok());
    let except = Except(except.collect());
    let mut found: Vec<File> = Vec::new();
    let mut folders: HashMap<PathBuf, usize> = HashMap::new();
    let mut known = HashSet::new();
    for path in paths {
        let mut below = Vec::new();
        let kind = fs::metadata(path).map_err(|error| cannot(path, &error))?;
        if kind.is_dir() && except.has(path)? {
            return Err(SourceError::file(
                path,
                "expected files of answers, found the place to which they are to be added; name \
                 a folder or files beside it",
            ));
        }
        if kind.is_dir() {
            walk(path, &except, &mut below, 0)?;
            if below.is_empty() {
                return Err(SourceError::file(
                    path,
                    "expected a folder with files that end in .json, .jsonl or .ndjson, \
                     or in one of these and .gz; found none",
                ));
            }
        } else {
            below.push(path.clone());
        }
        for path in below {
            let real = fs::canonicalize(&path).map_err(|error| cannot(&path, &error))?;
            let bytes = fs::metadata(&path).map_err(|error| cannot(&path, &error))?;
            let folder = real.parent().unwrap_or(Path::new("/")).to_owned();
            if !known.insert(real) {
                continue;
            }
            let next = folders.len();
            let folder = *folders.entry(folder).or_insert(next);
            found.push(File {
                path,
                folder,
                bytes: bytes.len(),
            });
        }
    }
    Ok(found)
}

/// Deeper folders are a loop of links.
const DEPTH_MAX: usize = 64;

/// Real paths that are passed over.
struct Except(Vec<PathBuf>);

impl Except {
    /// Whether a file or folder is one of them or lies in one.
    fn has(&self, path: &Path) -> Result<bool, SourceError> {
        if self.0.is_empty() {
            return Ok(false);
        }
        let real = fs::canonicalize(path).map_err(|error| cannot(path, &error))?;
        Ok(self.0.iter().any(|except| real.starts_with(except)))
    }
}

fn walk(
    folder: &Path,
    except: &Except,
    found: &mut Vec<PathBuf>,
    depth: usize,
) -> Result<(), SourceError> {
    if depth > DEPTH_MAX {
        let message =
            format!("expected at most {DEPTH_MAX} folders in each other; is it a link to itself?");
        return Err(SourceError::file(folder, message));
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| cannot(folder, &error))? {
        entries.push(entry.map_err(|error| cannot(folder, &error))?.path());
    }
    entries.sort();
    for path in entries {
        let kind = fs::metadata(&path).map_err(|error| cannot(&path, &error))?;
        if kind.is_dir() {
            if !except.has(&path)? {
                walk(&path, except, found, depth + 1)?;
            }
        } else if is_json(&path) && !except.has(&path)? {
            found.push(path);
        }
    }
    Ok(())
}

fn is_json(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn cannot(path: &Path, error: &std::io::Error) -> SourceError {
    SourceError::file(path, format!("cannot read: {error}"))
}
