//! Accepts connections, and ends them gracefully.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::body::Body;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;

use super::{Front, Settings};

/// How long executions that were told to stop have to say so to their clients.
const FAREWELL: Duration = Duration::from_millis(500);

/// How long to wait after the system refused a connection, for want of files say.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the shutdown in `settings` drains, then ends what is under way.
///
/// `front` is told of the same shutdown. Requests under way may end within the drain
/// time; then their executions are told to stop, and connections are cut.
///
/// Returns whether everything came to its end in time.
pub async fn serve(listener: TcpListener, front: Front, settings: &Settings) -> bool {
    let limits = settings.limits;
    let head_bytes_max = limits.head_bytes_max.max(MIN_HEAD_BYTES);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(limits.head_time_ms))
        // The buffer bounds a head that has no end; one that comes in a single read may be
        // longer than the buffer, and is measured when it is complete.
        .max_buf_size(head_bytes_max)
        .max_header_size(head_bytes_max);
    let write_time = Duration::from_millis(limits.write_time_ms);
    let connections = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let draining = settings.shutdown.draining();
    tokio::pin!(draining);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            let place = place.expect("the semaphore is never closed");
            (accept(&listener).await, place)
        };
        let (stream, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut draining => break,
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(write_time));
        let front = front.clone();
        let service = service_fn(move |request: hyper::Request<_>| {
            let front = front.clone();
            async move { Ok::<_, Infallible>(front.answer(request.map(Body::new)).await) }
        });
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // Whatever a client sends: of interest to who looks for it, no failure.
                tracing::debug!(%error, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    let under_way = connections.count();
    let drain_time_ms = limits.drain_time_ms;
    tracing::info!(connections = under_way, drain_time_ms, "draining");
    let all_ended = connections.shutdown();
    tokio::pin!(all_ended);
    let drain_time = Duration::from_millis(drain_time_ms);
    if timeout(drain_time, &mut all_ended).await.is_ok() {
        return true;
    }
    settings.shutdown.abandon();
    tracing::warn!(drain_time_ms, "requests under way are given up");
    let _ = timeout(FAREWELL, all_ended).await;
    false
}

/// The least that hyper takes as the bound on a head.
const MIN_HEAD_BYTES: usize = 8_192;

/// The next connection; errors concern one connection, or pass.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone at once");
                }
                return stream;
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}
