//! Other people's formats to facts.
//!
//! A reader of a format takes its files as they come and hands on [`Change`]s one at a
//! time, so that what it keeps does not grow with the files. Keys are made of a kind and
//! the origin's own id; which of them are one thing is decided elsewhere.
//!
//! [`Change`]: crate::model::Change

pub mod error;
pub mod identity;
pub mod imdb;
pub mod input;
pub mod progress;
pub mod report;
pub mod text;
pub mod tvmaze;

pub use error::{Place, SourceError};
pub use input::Input;
pub use progress::{Progress, Silent};
pub use report::{Report, Tally};
