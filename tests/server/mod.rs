//! The real program on a socket: signals, broken clients, the audit of GraphQL over HTTP.

mod process;

mod conformance;
mod hostile;
mod operations;
mod signals;
mod snapshot;
mod spans;
mod start;
