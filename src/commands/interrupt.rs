//! Ctrl-C as a flag, for commands that must not end in the middle of writing.

use super::Failure;
use castgraph::store;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{process, thread};
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};

/// Becomes true once SIGINT or SIGTERM comes. From now on the first does not end the program;
/// the second does at once, with the code that shells expect, and what is half written stays
/// beside the place for which it is meant; the place itself has the old or the new.
pub(super) fn flag() -> Result<Arc<AtomicBool>, Failure> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Before the thread starts, so that no signal finds the process unprepared.
    let (mut interrupt, mut terminate) = {
        let _inside = runtime.enter();
        (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        )
    };
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            let mut next = || {
                runtime.block_on(async {
                    tokio::select! {
                        _ = interrupt.recv() => SignalKind::interrupt(),
                        _ = terminate.recv() => SignalKind::terminate(),
                    }
                })
            };
            next();
            set.store(true, Ordering::Relaxed);
            let code = 128 + next().as_raw_value();
            let _moves = store::hold_moves();
            process::exit(code);
        })?;
    Ok(flag)
}
