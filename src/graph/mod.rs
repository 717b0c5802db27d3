//! The knowledge graph in memory.
//!
//! petgraph never leaves this folder; nor do indices, which may change when a
//! graph is built again. There is no async, no file, no clock, no random number
//! and no GraphQL here.

pub mod direction;
mod facts;
mod storage;
pub mod view;

pub mod claim_filter;
pub mod filter;
pub mod fold;
pub mod list;
mod order;
pub mod page;
pub mod position;

mod assemble;
mod builder;
mod checks;
mod dispute;
mod draft;
pub mod error;
mod index;
mod records;
mod statistics;
mod walked;

pub mod snapshot;

pub use claim_filter::ClaimFilter;
pub use direction::Direction;
pub use error::{Reason, Refusal};
pub use filter::{By, Filter, Order, Step, Stopped};
pub use list::{Claims, ClaimsAt, Disputes, Edges, Nodes, Ordered, Selection, Sorted};
pub use page::{PageError, PageRequest, PageSizes, Window};
pub use position::Position;
pub use snapshot::Snapshot;
pub use statistics::Statistics;
pub use storage::Graph;
