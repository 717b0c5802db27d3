//! To which show the entries of a bare list belong.
//!
//! Answers such as `/shows/82/cast` do not name their show. It is the one whose answer
//! lies in the same folder. Where several lie there, the addresses of the entries tell:
//! the address of a season, an episode or a character begins with that of its show.

use crate::model::PartialDate;
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The shows of each folder, without their texts.
#[derive(Default)]
pub(super) struct Folders(HashMap<usize, Folder>);

#[derive(Default)]
struct Folder {
    shows: HashSet<u32>,
    /// By the hash of the end of their address; two shows may share it.
    by_name: HashMap<u64, Vec<(u32, Option<PartialDate>)>>,
    /// Which of several it was, by the same hash.
    chosen: HashMap<u64, u32>,
}

impl Folders {
    /// The folder has an answer about this show.
    pub fn add(
        &mut self,
        folder: usize,
        show: u32,
        address: Option<&str>,
        premiered: Option<PartialDate>,
    ) {
        let folder = self.0.entry(folder).or_default();
        if folder.shows.insert(show)
            && let Some(name) = address.and_then(last)
        {
            let same = folder.by_name.entry(hash(name)).or_default();
            same.push((show, premiered));
        }
    }

    /// How many shows have an answer in the folder.
    pub fn count(&self, folder: usize) -> usize {
        self.0.get(&folder).map_or(0, |folder| folder.shows.len())
    }

    /// The show of an entry with this address; `None` when it cannot be told.
    ///
    /// Of shows with the same address, it is the one that premiered on the same day as
    /// the entry, which must be a season, or that was chosen so before.
    pub fn show(
        &mut self,
        folder: usize,
        address: Option<&str>,
        premiere: Option<PartialDate>,
    ) -> Option<u32> {
        let folder = self.0.get_mut(&folder)?;
        if folder.shows.len() == 1 {
            return folder.shows.iter().next().copied();
        }
        let Some(name) = address.and_then(last) else {
            // An entry of a crew: it goes where the lists beside it went.
            let mut chosen: Vec<u32> = folder.chosen.values().copied().collect();
            chosen.sort_unstable();
            chosen.dedup();
            return (chosen.len() == 1).then(|| chosen[0]);
        };
        let ends = name.match_indices('-').map(|(end, _)| end);
        let mut hashes = ends.rev().map(|end| hash(&name[..end]));
        let found = hashes.find(|hash| folder.by_name.contains_key(hash))?;
        let same = &folder.by_name[&found];
        let chosen = match (same.as_slice(), folder.chosen.get(&found)) {
            ([(show, _)], _) | (_, Some(show)) => *show,
            (several, None) => {
                let mut fit = several
                    .iter()
                    .filter(|(_, premiered)| premiered.is_some() && *premiered == premiere);
                let (show, _) = fit.next()?;
                if fit.next().is_some() {
                    return None;
                }
                *show
            }
        };
        folder.chosen.insert(found, chosen);
        Some(chosen)
    }
}

/// The last part of an address.
fn last(address: &str) -> Option<&str> {
    let name = address.trim_end_matches('/').rsplit('/').next()?;
    (!name.is_empty()).then_some(name)
}

fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}
