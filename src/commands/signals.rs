//! What a server does on signals: stop, or load again.

use super::Failure;
use super::reload::Served;
use castgraph::http::{Shutdown, Tls};
use std::future::Future;
use std::process;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;

/// The first signal drains, after a while in which requests are still answered; the second
/// ends the process with the code that shells expect.
pub(super) fn stop(
    shutdown: Shutdown,
    drain_delay_ms: u64,
) -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        let name = either(&mut terminate, &mut interrupt).await.0;
        tracing::info!(signal = name, drain_delay_ms, "stopping");
        shutdown.leave();
        let drain = async {
            sleep(Duration::from_millis(drain_delay_ms)).await;
            shutdown.drain();
            std::future::pending().await
        };
        let (name, exit_code) = tokio::select! {
            second = either(&mut terminate, &mut interrupt) => second,
            never = drain => never,
        };
        tracing::warn!(signal = name, "ending at once");
        process::exit(exit_code);
    })
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) -> (&'static str, i32) {
    tokio::select! {
        _ = terminate.recv() => ("SIGTERM", 143),
        _ = interrupt.recv() => ("SIGINT", 130),
    }
}

/// Each SIGHUP has the certificate and the data loaded again, one after the other.
pub(super) fn reload(
    served: Served,
    tls: Option<Arc<Tls>>,
) -> Result<impl Future<Output = ()>, Failure> {
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        while hangup.recv().await.is_some() {
            tracing::info!(signal = "SIGHUP", "loading again");
            match tls.as_ref().map(|tls| tls.reload()) {
                Some(Ok(())) => tracing::info!("the certificate is loaded"),
                Some(Err(error)) => {
                    tracing::error!(%error, "the certificate from before is still used");
                }
                None => {}
            }
            served.reload_in_turn().await;
        }
    })
}
