//! Other people's formats: what is read, what is refused, what the command does with it.

mod again;
mod command;
mod counted;
mod imdb;
mod robust;
mod tvmaze;
