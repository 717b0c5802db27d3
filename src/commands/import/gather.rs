//! Reads on one thread while another builds.

use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::model::Change;
use castgraph::sources::{Report, SourceError};
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

/// Changes that go from thread to thread at once.
const BATCH: usize = 1024;
/// Batches that may wait; so many changes at most are in memory beside the builder.
const WAITING: usize = 16;

/// A builder that took a graph and everything a reader hands on, and the reader's report.
///
/// Claims that both make are one claim with the references of both.
///
/// # Errors
/// Those of the reader.
pub(super) fn gather(
    base: &Graph,
    read: impl FnOnce(&mut dyn FnMut(Change)) -> Result<Report, SourceError> + Send,
) -> Result<(Builder, Report), SourceError> {
    let (send, receive) = sync_channel::<Vec<Change>>(WAITING);
    // Batches go back, so that their room is given up and used again where it came from.
    let (give_back, taken) = channel::<Vec<Change>>();
    thread::scope(|threads| {
        let reader = threads.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let report = read(&mut |change| {
                batch.push(change);
                if batch.len() == BATCH {
                    let next = taken.try_recv();
                    let mut next = next.unwrap_or_else(|_| Vec::with_capacity(BATCH));
                    next.clear();
                    // Nobody takes any more only when the builder panicked, which the caller sees.
                    let _ = send.send(std::mem::replace(&mut batch, next));
                }
            })?;
            let _ = send.send(batch);
            Ok(report)
        });
        let mut builder = Builder::on(base, Repeated::Join);
        for batch in receive {
            builder.push_all(&batch);
            // The reader may be done.
            let _ = give_back.send(batch);
        }
        let report = reader.join();
        Ok((
            builder,
            report.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
        ))
    })
}
