//! The knowledge graph in memory.
//!
//! petgraph never leaves this folder; nor do indices, which may change when a
//! graph is built again. There is no async, no file, no clock, no random number
//! and no GraphQL here.

pub mod derived;
mod direction;
mod facts;
mod pools;
mod ranges;
mod runs;
mod storage;
mod texts;
pub mod view;

pub mod aggregate;
pub mod arranged;
pub mod claim_filter;
pub mod dispute_filter;
pub mod entries;
pub mod filmography;
pub mod filter;
pub mod fold;
pub mod list;
pub mod meter;
mod names;
mod order;
mod owners;
pub mod page;
pub mod path;
mod path_search;
mod path_words;
pub mod position;
pub mod search;
mod sieve;
pub mod similar;
mod spare;
pub mod together;

mod ahead;
mod assemble;
mod at_hand;
pub mod builder;
mod by_node;
mod canon;
mod checks;
mod chunks;
mod content;
mod dispute;
mod dispute_sides;
mod drafts;
pub mod error;
mod fits;
mod group;
pub mod growth;
pub mod image;
mod index;
mod interning;
pub mod known_at;
mod listing;
mod marks;
mod merged;
mod notes;
mod numbers;
mod performers;
mod records;
mod resting;
pub mod room;
mod statistics;
pub mod structure;
mod validate;
mod verify;
mod walked;

pub mod snapshot;

pub use arranged::{Arranged, By, Order};
pub use builder::{Builder, Repeated};
pub use claim_filter::ClaimFilter;
pub use direction::Direction;
pub use dispute_filter::DisputeFilter;
pub use entries::List;
pub use error::{Reason, Refusal};
pub use filter::{Filter, Step, Stopped};
pub use growth::Growth;
pub use known_at::Known;
pub use list::{
    Claims, ClaimsAt, Disputes, Edges, Listed, Nodes, Ordered, Positioned, Selection, Sorted,
};
pub use page::{PageError, PageRequest, PageSizes, Window};
pub use position::Position;
pub use snapshot::Snapshot;
pub use statistics::{Size, Statistics};
pub use storage::Graph;
pub use structure::Centrality;
