//! Answers one request on one snapshot.
