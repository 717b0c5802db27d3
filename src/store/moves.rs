//! A new directory in the place of an old one.

use super::error::{Leftover, SaveError};
use super::save::{io_error, sibling};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while a place has no directory, since the old one is away and the new one not there.
static MOVING: Mutex<()> = Mutex::new(());

/// Waits for moves under way, and lets none begin until the guard is dropped.
///
/// Who ends the program at once holds it, or else a place may be left without its directory:
/// the old one beside it, the new one too.
pub fn hold_moves() -> MutexGuard<'static, ()> {
    MOVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Moves the new directory to the place; what was there goes once the new one is there.
///
/// What of the old one cannot be removed is left beside the place: by then the new one is
/// what was asked for, and the old one may be damaged.
pub(super) fn swap(fresh: &Path, place: &Path) -> Result<Option<Leftover>, SaveError> {
    let old = sibling(place, "old");
    let replaced = {
        let _alone = hold_moves();
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
        replaced
    };
    let removed = if replaced {
        fs::remove_dir_all(&old)
    } else {
        Ok(())
    };
    Ok(removed.err().map(|error| Leftover { path: old, error }))
}
