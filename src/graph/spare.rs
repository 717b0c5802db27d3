//! What questions worked with, kept for those to come.
//!
//! Memory that is used for the first time costs more than what most questions do with it.

use super::room::Room;
use std::sync::{Mutex, PoisonError};

/// Most of a sort that are kept: no more who need one are answered at once.
const SPARE_MAX: usize = 4;

/// Some of a sort.
pub(super) struct Spare<T>(Mutex<Unused<T>>);

struct Unused<T> {
    all: Vec<T>,
    /// For how many there is room.
    max: usize,
}

impl<T> Spare<T> {
    /// One of them.
    pub fn take(&self) -> Option<T> {
        let mut unused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unused.all.pop()
    }

    /// Keeps one that takes so many bytes at most, if there is room.
    pub fn keep(&self, one: T, bytes: usize, room: &Room) {
        let mut unused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if unused.all.len() == unused.max {
            if unused.max == SPARE_MAX || room.take(bytes).is_err() {
                return;
            }
            unused.max += 1;
        }
        unused.all.push(one);
    }
}

impl<T> Default for Spare<T> {
    fn default() -> Self {
        Self(Mutex::new(Unused {
            all: Vec::new(),
            max: 0,
        }))
    }
}

/// A copy has its own.
impl<T> Clone for Spare<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> std::fmt::Debug for Spare<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Spare")
    }
}
