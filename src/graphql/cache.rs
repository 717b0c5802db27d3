//! What is kept up to a number of bytes; what is asked for least makes room.

use quick_cache::sync::{self, DefaultLifecycle};
use quick_cache::{Equivalent, OptionsBuilder, Weighter};
use std::hash::{Hash, RandomState};

/// Parts that are locked and filled apart; nothing kept is larger than a part.
const PARTS: usize = 4;

/// Values by keys. Keys are hashed with a secret of this process, since clients choose them.
pub(super) struct Cache<K, V, W> {
    entries: sync::Cache<K, V, W, RandomState>,
    weight: W,
    largest: u64,
}

impl<K, V, W> Cache<K, V, W>
where
    K: Eq + Hash,
    V: Clone,
    W: Weighter<K, V> + Clone,
{
    /// Room for so many bytes, as `weight` counts them, where there are any; about so many are
    /// typical of one value, for which a guess will do.
    pub(super) fn new(bytes_max: usize, typical_bytes: usize, weight: W) -> Option<Self> {
        if bytes_max == 0 {
            return None;
        }
        let options = OptionsBuilder::new()
            .shards(PARTS)
            .estimated_items_capacity(bytes_max / typical_bytes)
            .weight_capacity(bytes_max as u64)
            .build()
            .expect("room and number are set");
        let lifecycle = DefaultLifecycle::default();
        Some(Self {
            entries: sync::Cache::with_options(
                options,
                weight.clone(),
                RandomState::new(),
                lifecycle,
            ),
            weight,
            largest: (bytes_max / PARTS) as u64,
        })
    }

    /// The value of a key.
    pub(super) fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V> {
        self.entries.get(key)
    }

    /// Keeps a value, unless it takes more than a quarter of the room.
    pub(super) fn keep(&self, key: K, value: V) {
        if self.weight.weight(&key, &value) <= self.largest {
            self.entries.insert(key, value);
        }
    }

    /// How many bytes are kept.
    pub(super) fn bytes(&self) -> u64 {
        self.entries.weight()
    }
}
