//! One connection: HTTP/1.1 or HTTP/2, whichever the client begins with, until its end.

use std::{
    convert::Infallible,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderValue, Request, Response, Version, header::CONNECTION},
};
use hyper::{
    body::Incoming,
    rt::{Read, Write},
    service::Service,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{
    Front, Limits, Settings, Shutdown, Tls,
    client::Peer,
    pace::{Bounds, Pace, PacedBody, Slow},
};

/// Most requests at the same time on one connection of HTTP/2; others wait with the client.
const STREAMS_MAX: u32 = 100;

/// Most bytes of bodies that a client may send on one stream, or on one connection, of HTTP/2
/// ahead of those that were read; hyper's own are 1 MiB. h2 refuses frames above 16 KiB.
const WINDOW_BYTES: u32 = 65_535;

/// How often to ask a client of HTTP/2 whether it is there, and how long it may take to say so.
const PING_TIME: Duration = Duration::from_secs(10);

/// Most streams that a client took back before they were looked at; beyond it the connection
/// is closed. As h2 has it, named here since it is the guard against "rapid reset".
const EARLY_RESETS_MAX: usize = 20;

/// Most streams that were ended for what the client did wrong. As hyper has it.
const FAULTY_STREAMS_MAX: usize = 1_024;

/// The least that hyper takes as the bound on a head.
const MIN_HEAD_BYTES: usize = 8_192;

/// How long the first request of a connection may take once the server stops.
const FIRST_REQUEST_TIME: Duration = Duration::from_secs(1);

/// How long a connection that is told to end has for it.
const FAREWELL: Duration = Duration::from_millis(500);

/// Serves connections, all in the same manner.
#[derive(Clone)]
pub(super) struct Protocol {
    http: auto::Builder<TokioExecutor>,
    bounds: Bounds,
    tls: Option<Arc<Tls>>,
    shutdown: Shutdown,
}

impl Protocol {
    pub(super) fn new(settings: &Settings) -> Self {
        let limits = settings.limits;
        Self {
            http: http(&limits),
            bounds: Bounds {
                idle_time: Duration::from_millis(limits.head_time_ms),
                write_time: Duration::from_millis(limits.write_time_ms),
                bytes_per_second: limits.read_bytes_per_second_min as u64,
            },
            tls: settings.tls.clone(),
            shutdown: settings.shutdown.clone(),
        }
    }

    /// The same, for connections whose clients must be quick.
    pub(super) fn with_idle_time(mut self, idle_time: Duration) -> Self {
        self.bounds.idle_time = self.bounds.idle_time.min(idle_time);
        self
    }

    /// Serves one connection until it ends, for one reason or another.
    pub(super) async fn serve(&self, stream: TcpStream, front: Front) {
        let peer = stream.set_nodelay(true).and_then(|()| stream.peer_addr());
        let peer = match peer {
            Ok(address) => Peer(address.ip()),
            Err(error) => {
                tracing::debug!(%error, "a connection was gone at once");
                return;
            }
        };
        let Some(tls) = &self.tls else {
            return self.speak(stream, peer, front).await;
        };
        match timeout(self.bounds.idle_time, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => self.speak(stream, peer, front).await,
            Ok(Err(error)) => tracing::debug!(%error, "no TLS came about"),
            Err(_) => tracing::debug!("no TLS came about in time"),
        }
    }

    async fn speak<S>(&self, stream: S, peer: Peer, front: Front)
    where
        TokioIo<S>: Read + Write + Send + Unpin + 'static,
    {
        let pace = Pace::new(self.bounds);
        let service = Paced {
            front,
            peer,
            pace: pace.clone(),
            shutdown: self.shutdown.clone(),
        };
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let stops = async {
            self.shutdown.draining().await;
            // Who has just been accepted may have sent a request that was not yet seen.
            let _ = timeout(FIRST_REQUEST_TIME, pace.first_request()).await;
        };
        let mut stops = pin!(stops);
        let mut stopping = false;
        let slow = loop {
            tokio::select! {
                ended = &mut connection => {
                    if let Err(error) = ended {
                        // Whatever a client sends: of interest to who looks for it, no failure.
                        tracing::debug!(error, "a connection broke");
                    }
                    return;
                }
                () = &mut stops, if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                slow = pace.too_slow() => break slow,
            }
        };
        tracing::debug!(?slow, "a connection is closed");
        if slow == Slow::Asking {
            connection.as_mut().graceful_shutdown();
            let _ = timeout(FAREWELL, connection).await;
        }
    }

    /// Serves one connection whose first requests are refused, for a moment only.
    pub(super) async fn refuse(&self, stream: TcpStream, front: Front) {
        tokio::select! {
            () = self.serve(stream, front) => {}
            () = sleep(self.bounds.idle_time + FAREWELL) => {}
        }
    }
}

fn http(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let head_bytes_max = limits.head_bytes_max.max(MIN_HEAD_BYTES);
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        // The pace bounds it, for every protocol.
        .header_read_timeout(None)
        // The buffer bounds a head that has no end; one that comes in a single read may be
        // longer than the buffer, and is measured by the guard when it is complete.
        .max_buf_size(head_bytes_max);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .max_header_list_size(u32::try_from(head_bytes_max).unwrap_or(u32::MAX))
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .keep_alive_interval(PING_TIME)
        .keep_alive_timeout(PING_TIME)
        .max_pending_accept_reset_streams(EARLY_RESETS_MAX)
        .max_local_error_reset_streams(FAULTY_STREAMS_MAX);
    http
}

/// The front with each request under the eyes of the pace.
#[derive(Clone)]
struct Paced {
    front: Front,
    peer: Peer,
    pace: Pace,
    shutdown: Shutdown,
}

impl Service<Request<Incoming>> for Paced {
    type Response = Response<PacedBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let peer = self.peer;
        let under_way = self.pace.begin();
        let persistent = request.version() == Version::HTTP_11;
        let (front, shutdown) = (self.front.clone(), self.shutdown.clone());
        Box::pin(async move {
            let mut response = front.answer(request.map(Body::new), Some(peer)).await;
            if persistent && shutdown.is_leaving() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
            }
            Ok(response.map(|body| PacedBody::new(body, under_way)))
        })
    }
}
