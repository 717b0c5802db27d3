//! The real program on a socket: signals, broken clients, the audit of GraphQL over HTTP.

mod process;

mod conformance;
mod documents;
mod hostile;
mod signals;
mod snapshot;
mod start;
