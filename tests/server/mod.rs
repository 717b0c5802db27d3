//! The real program on a socket: signals, broken clients, the audit of GraphQL over HTTP.

mod frames;
mod process;

mod clients;
mod conformance;
mod documents;
mod hostile;
mod http2;
mod operations;
mod reload;
mod restart;
mod signals;
mod snapshot;
mod spans;
mod start;
mod tls;
