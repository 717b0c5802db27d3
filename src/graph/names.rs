//! Finds things by their whole names.

use super::Graph;
use super::aggregate::each;
use super::filter::{STOP_INTERVAL, Stopped};
use super::fold::{fold, folds_to};
use super::list::Ordered;
use super::storage::number;
use super::view::Node;
use crate::model::{Kind, Property};
use std::sync::{Mutex, OnceLock};
use xxhash_rust::xxh3::xxh3_64;

/// The names of each kind, once somebody asked for one.
#[derive(Default)]
pub(super) struct Names([OfKind; Kind::ALL.len()]);

/// Hashes of folded names with the things that have them, sorted.
#[derive(Default)]
struct OfKind {
    hashed: OnceLock<Vec<(u32, u32)>>,
    /// Held by who makes it; whether there is room for it.
    making: Mutex<bool>,
}

impl Graph {
    /// The things of a kind that may have this name, which is folded; among them all that do.
    ///
    /// The first who asks looks at all names of the kind, and so does who asks meanwhile, or where
    /// there is no room to keep them: 8 bytes a name. Others look one up.
    ///
    /// # Errors
    /// That `stop` said so; what was done is lost. It is asked each [`STOP_INTERVAL`] things of the
    /// kind, also where somebody looked at them before.
    pub(super) fn named(
        &self,
        kind: Kind,
        name: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<Node<'_>>, Stopped> {
        let names = &self.kept.names.0[kind as usize];
        if let Some(hashed) = names.hashed.get() {
            let stops = self.nodes(kind).len() / STOP_INTERVAL;
            let is_stopped = (0..stops).any(|_| stop());
            return if is_stopped {
                Err(Stopped)
            } else {
                Ok(self.with_hash(hashed, name))
            };
        }
        if let Ok(mut has_room) = names.making.try_lock() {
            *has_room = *has_room || self.room.take(self.bytes_of_names(kind)).is_ok();
            if *has_room {
                let hashed = self.hash_names(kind, stop)?;
                return Ok(self.with_hash(names.hashed.get_or_init(|| hashed), name));
            }
        }
        let mut found = Vec::new();
        each(self.nodes(kind).items(), stop, |node| {
            if node.names().any(|own| folds_to(own, name)) {
                found.push(node);
            }
            0
        })?;
        Ok(found)
    }

    fn with_hash(&self, hashed: &[(u32, u32)], name: &str) -> Vec<Node<'_>> {
        let wanted = hash(name);
        let start = hashed.partition_point(|(hash, _)| *hash < wanted);
        let same = hashed[start..].iter();
        let same = same.take_while(|(hash, _)| *hash == wanted);
        same.map(|(_, node)| self.node_at(*node)).collect()
    }

    fn hash_names(&self, kind: Kind, stop: &dyn Fn() -> bool) -> Result<Vec<(u32, u32)>, Stopped> {
        let mut hashed = Vec::with_capacity(self.bytes_of_names(kind) / size_of::<(u32, u32)>());
        each(self.nodes(kind).items(), stop, |node| {
            let names = node.names().map(|name| hash(&fold(name)));
            hashed.extend(names.map(|hash| (hash, number(node.index))));
            0
        })?;
        hashed.sort_unstable();
        Ok(hashed)
    }

    /// Most bytes that are kept of the names of a kind.
    fn bytes_of_names(&self, kind: Kind) -> usize {
        let nodes = self.nodes.range(kind);
        let bound = |node: usize| self.nodes.claims[node] as usize;
        let properties = &self.properties.properties[bound(nodes.start)..bound(nodes.end)];
        let is_name = |property: &&u8| {
            [
                Property::Name,
                Property::AlternateNames,
                Property::Description,
            ]
            .iter()
            .any(|name| **property == *name as u8)
        };
        properties.iter().filter(is_name).count() * size_of::<(u32, u32)>()
    }
}

fn hash(name: &str) -> u32 {
    // The upper half always fits.
    u32::try_from(xxh3_64(name.as_bytes()) >> 32).unwrap_or_default()
}
