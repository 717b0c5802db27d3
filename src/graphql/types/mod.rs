//! The types of the API, one file a type.
//!
//! [`query`] holds the fields from which every walk begins. What all things have
//! in common is in [`entity`], the lists they are walked by in [`rows`], and what
//! the edges of those lists say in [`relations`].

use crate::graph::view;

pub mod query;
pub mod selection;

mod aggregate;
mod cast;
mod community;
mod component;
mod entity;
mod known_at;
mod neighbors;
mod path;
mod rank;
mod relations;
mod rows;
mod similar;
mod together;

mod character;
mod episode;
mod event;
mod film;
mod genre;
mod network;
mod organization;
mod outlet;
mod person;
mod place;
mod role;
mod season;
mod series;
mod source;
mod studio;
mod work;

mod bounds;
mod claim;
mod dispute;

mod enums;
mod filter_table;
mod filters;
mod group_keys;
mod ids;
mod list_filters;
mod orders;
mod scalars;
mod search;
mod statistics;
